"""What was worked out of one run, kept as long as that run is: nothing of it changes."""

from collections.abc import Callable
from typing import Final, TypeVar
from weakref import ref

from mkdocs_traceability.registry.registry import Registry

T = TypeVar("T")

_MOST: Final = 8


def per_registry(make: Callable[[Registry], T]) -> Callable[[Registry], T]:
    """Let what is made of a registry be made once."""
    kept: dict[int, tuple[ref[Registry], T]] = {}

    def made(registry: Registry) -> T:
        known = kept.get(id(registry))
        if known is None or known[0]() is not registry:
            while len(kept) >= _MOST:
                del kept[next(iter(kept))]
            known = kept[id(registry)] = (ref(registry), make(registry))
        return known[1]

    return made
