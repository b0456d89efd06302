"""What runs leave behind: nothing looks for garbage but they themselves."""

import gc
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any
from weakref import ref

import pytest

from mkdocs_traceability.lsp.runs import EndedError
from mkdocs_traceability.lsp.session import Outlet, Sessions
from mkdocs_traceability.lsp.site import Site
from tests.support import write_site


class Cycle:
    """Holds itself, so that only a look for garbage frees it."""

    def __init__(self) -> None:
        self.own = self


@pytest.fixture
def no_collection() -> Iterator[None]:
    gc.disable()
    yield
    gc.unfreeze()
    gc.enable()


def test_what_an_ended_run_has_left_is_gone_when_the_next_begins(tmp_path: Path, no_collection: None) -> None:
    """Else it stays until a run is made in full, which is never while somebody types."""
    config = write_site(tmp_path, {"docs/a.trace.yml": "flows: [{id: F-1}]\n"})
    nothing: Any = lambda *_: None  # noqa: E731
    sessions = Sessions(Outlet(nothing, nothing, nothing, nothing))
    site, progress = Site(config), SimpleNamespace(report=nothing)
    site.last = sessions._work(site, progress, Event())  # type: ignore[arg-type]
    left = ref(Cycle())
    over = Event()
    over.set()
    with pytest.raises(EndedError):
        sessions._work(site, progress, over)  # type: ignore[arg-type]
    assert left() is None
