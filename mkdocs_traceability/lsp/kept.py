"""What was worked out of one run, kept as long as that run is: nothing of it changes."""

from collections.abc import Callable
from typing import Final, TypeVar
from weakref import ref

from mkdocs_traceability.registry.registry import Registry

T = TypeVar("T")

_MOST: Final = 8


def per_registry(make: Callable[[Registry], T]) -> Callable[[Registry], T]:
    """Let what is made of a registry be made once."""
    kept: list[tuple[ref[Registry], T]] = []

    def made(registry: Registry) -> T:
        for known, value in kept:
            if known() is registry:
                return value
        kept.append((ref(registry), make(registry)))
        del kept[:-_MOST]
        return kept[-1][1]

    return made
