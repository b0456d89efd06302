"""What is set aside while garbage is looked for is looked through again when that is asked for."""

import gc
import weakref

from mkdocs_traceability.files.garbage import look_at_all, set_aside


class _Circle:
    """Holds itself, so that only a look for garbage frees it."""

    def __init__(self) -> None:
        self.held = self


def test_what_was_set_aside_is_freed_once_all_is_looked_at_again() -> None:
    circle = weakref.ref(held := _Circle())
    set_aside()
    del held
    try:
        gc.collect()
        assert circle() is not None
    finally:
        look_at_all()
    gc.collect()
    assert circle() is None
