"""The door to mkdocs-macros: a macro for each form of marker, which it returns. Markdown does the rest."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

from mkdocs_traceability.model.directives import MACROS, DirectiveForm, marker_text


class _TakesMacros(Protocol):
    def register_macros(self, items: dict[str, Callable[..., str]]) -> None: ...


def register(plugin: _TakesMacros) -> list[str]:
    """Register our macros with the plugin, and return the names that the site has taken for its own."""
    refused = []
    for name, form in MACROS.items():
        try:
            plugin.register_macros({name: partial(_marker, form)})
        except KeyError:
            refused.append(name)
    return refused


def _marker(form: DirectiveForm, *subject: object, **filters: object) -> str:
    """Return a marker, right or wrong: a macro that fails would take the place of the whole page."""
    return f"[trace:{marker_text(form, subject, filters)}]"
