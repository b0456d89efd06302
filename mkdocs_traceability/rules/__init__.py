"""Judge: what holds and what does not. A rule is one function; adding one is adding it to a module here."""

from importlib import import_module
from pkgutil import iter_modules

from mkdocs_traceability.rules.engine.rule import RULES, Rule


def all_rules() -> dict[str, Rule]:
    """Return every rule by its code, in the order of the codes."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    return dict(sorted(RULES.items()))


def said_once() -> frozenset[str]:
    """Return the codes of the rules that say once what they find of many claims."""
    return frozenset(rule.code for rule in all_rules().values() if rule.said_once)
