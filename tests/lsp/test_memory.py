"""What bounds the server: runs leave nothing behind, and what is too much for a keystroke is left to them."""

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
from mkdocs_traceability.lsp.snapshot import Snapshot
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


def test_a_text_too_long_to_be_read_at_each_keystroke_is_left_to_a_run(tmp_path: Path) -> None:
    path, short = "docs/a.trace.yml", "flows: [{id: F-1, components: [nobody]}]\n"
    site = Site(write_site(tmp_path.resolve(), {path: short}))
    run = site.run({}, Event(), lambda _: None)
    assert run.settings is not None
    assert run.result is not None
    for text, is_told in ((short, True), (short + "# x\n" * 100_000, False)):
        snapshot = Snapshot(run.settings, run.result, {path: text}, {path: short})
        assert (site.recheck(snapshot, path) is not None) is is_told


def test_a_link_that_leads_out_of_the_site_is_shown_where_it_stands(tmp_path: Path) -> None:
    site = Site(write_site(tmp_path.resolve(), {"docs/a.trace.yml": "flows: []\n"}))
    (tmp_path / "docs/out.trace.yml").symlink_to("/nonexistent")
    run = site.run({}, Event(), lambda _: None)
    assert run.settings is not None
    assert run.result is not None
    assert Snapshot(run.settings, run.result).uri_of("docs/out.trace.yml").endswith("/docs/out.trace.yml")
