"""The collection of garbage, which costs more than it frees while a site is worked on."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_garbage_collection() -> Iterator[None]:
    """Look for no garbage: where much is made that stays, looking for it takes a third of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def set_aside() -> None:
    """Look through nothing that is there now any more, when garbage is looked for: nearly all of it stays."""
    gc.freeze()


def look_at_all() -> None:
    """Look through what was set aside again."""
    gc.unfreeze()


def tidy_up(*, is_first: bool) -> None:
    """Look for garbage after a piece of work, where nothing else looks for it.

    What the first one has made stays nearly all: it is not looked through again.
    """
    if is_first:
        gc.freeze()
    else:
        gc.collect()


def tidy_up_after_ended() -> None:
    """Look for the garbage of pieces of work that were ended early, among what is new since the last look."""
    gc.collect(1)
