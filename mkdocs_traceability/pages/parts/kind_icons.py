"""Which icon stands for a kind in pictures: built-in kinds have their own, those of users share four."""

from functools import lru_cache
from typing import Final

from mkdocs_traceability.model.kinds import Schema

_OWN: Final = (
    "flow",
    "component",
    "resource",
    "signal",
    "metric",
    "requirement",
    "patch",
    "gap",
    "layer",
    "source_of_truth",
)
"""Kinds with an icon of their own; `kind_icons.html` draws them."""

_OTHERS: Final = ("diamond", "hexagon", "ring", "cross")


@lru_cache(maxsize=4096)
def icon_of(schema: Schema, kind: str) -> str:
    """Return the name of the icon of a kind."""
    if kind in _OWN:
        return kind
    others = [each.name for each in schema if each.name not in _OWN]
    return _OTHERS[others.index(kind) % len(_OTHERS)] if kind in others else _OTHERS[0]
