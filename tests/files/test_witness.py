"""The witness of a run: by what a later process tells that another run would find the same."""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from support import table

from mkdocs_traceability.files import witness
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.files.real import Bounds
from mkdocs_traceability.files.witness import Witness, stored_witness, witness_of


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name in ("a.py", "docs/b.md", "docs/deep/c.md", "reports/d.xml"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name, encoding="utf-8")
    return tmp_path


def seen(site: Path) -> Witness:
    """Look at a site in every way, and come back with the witness after it was kept."""
    bounds = Bounds([site])
    disk = Disk(site, (), None, bounds)
    disk.read("a.py")
    disk.read("absent.py")
    disk.tree(".")
    disk.names("docs")
    disk.glob("reports/*.xml")
    disk.time("a.py")
    disk.is_folder("docs")
    made = witness_of([(disk, ())], bounds, ["TRACE_TEST"], time.time_ns())
    return stored_witness(json.loads(json.dumps(made)))


@pytest.fixture(params=["by content", "by what the system says"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Files of a test are new, so that their content is compared, unless they are taken for old."""
    if request.param != "by content":
        monkeypatch.setattr(witness, "_COARSE", -(10**18))
    return str(request.param)


def test_it_holds_while_nothing_has_changed(site: Path, way: str) -> None:
    made = seen(site)
    assert bool(made.stats) is (way != "by content")
    assert made.holds(site)


@table(
    "change",
    ("a file says something else", lambda site: (site / "a.py").write_text("b.py")),
    ("a file is gone", lambda site: (site / "a.py").unlink()),
    ("a file that was absent is there", lambda site: (site / "absent.py").write_text("")),
    ("a file is a folder", lambda site: ((site / "a.py").unlink(), (site / "a.py").mkdir())),
    ("a file more in a tree", lambda site: (site / "new.py").write_text("")),
    ("a page more, deep down", lambda site: (site / "docs/deep/d.md").write_text("")),
    ("a hidden folder more", lambda site: (site / "docs/.hidden").mkdir()),
    ("a folder that a tree leaves out", lambda site: (site / "docs/node_modules").mkdir()),
    ("a file more for a glob", lambda site: (site / "reports/e.xml").write_text("")),
    ("a file is touched whose time counts", lambda site: os.utime(site / "a.py", (1, 1))),
    ("a link in the place of a file", lambda site: _link(site)),
    ("a variable is set", lambda site: os.environ.__setitem__("TRACE_TEST", "x")),
)
def test_it_does_not_hold_when(
    change: Callable[[Path], object], site: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TRACE_TEST", raising=False)
    made = seen(site)
    change(site)
    assert not made.holds(site)


def _link(site: Path) -> None:
    (site / "a.py").rename(site / "docs/other.py")
    (site / "a.py").symlink_to("docs/other.py")


def test_a_file_that_was_written_anew_with_the_same_content_is_compared(site: Path) -> None:
    disk = Disk(site, (), None, Bounds([site]))
    disk.read("docs/b.md")
    made = witness_of([(disk, ())], Bounds([site]), (), time.time_ns() + 10**12)
    assert made.stats
    (site / "docs/b.md").unlink()
    (site / "docs/b.md").write_text("docs/b.md", encoding="utf-8")
    assert made.holds(site)


def test_what_changes_while_a_run_goes_on_is_compared_by_content(site: Path) -> None:
    disk = Disk(site, (), None, Bounds([site]))
    disk.read("a.py")
    (site / "a.py").write_text("later", encoding="utf-8")
    made = witness_of([(disk, ())], Bounds([site]), (), time.time_ns())
    assert made.stats == {}
    assert not made.holds(site)


def test_links_that_lead_back_end(site: Path) -> None:
    (site / "docs/deep/up").symlink_to("..")
    names = Disk(site).names("docs")
    assert names == ("docs/b.md", "docs/deep/", "docs/deep/c.md", "docs/deep/up/")


@table("stored", ("nothing", None), ("too little", [[], []]), ("other things", [[["x"]], [], [], {}, {}]))
def test_what_cannot_have_been_one(stored: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        stored_witness(stored)
