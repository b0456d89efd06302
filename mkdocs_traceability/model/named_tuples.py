"""Named tuples made in half the time that a call of their class takes: a site has hundreds of thousands."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

T = TypeVar("T")


def made_of_parts(named: type[T]) -> Callable[[tuple[Any, ...]], T]:
    """Return what makes a named tuple of all of its parts, none of which is left to a default."""
    make: Any = partial(tuple.__new__, named)
    return make  # type: ignore[no-any-return]
