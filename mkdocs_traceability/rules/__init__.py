"""Judge: what holds and what does not. A rule is one function; adding one is adding it to a module here."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from mkdocs_traceability.rules.engine.rule import RULES, Rule


@cache
def all_rules() -> Mapping[str, Rule]:
    """Return every rule by its code, in the order of the codes."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    return MappingProxyType(dict(sorted(RULES.items())))


@cache
def said_once() -> frozenset[str]:
    """Return the codes of the rules that say once what they find of many claims."""
    return frozenset(rule.code for rule in all_rules().values() if rule.said_once)
