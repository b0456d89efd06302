"""On a terminal, long work says how far it has come, on a line that is wiped; elsewhere it says nothing."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from support import table, write_site

from mkdocs_traceability.model.progress import Progress

AT_ONCE = """
from mkdocs_traceability.cli import progress
progress.AFTER = 0
from mkdocs_traceability.cli.main import main
main(["check"])
"""
WIPE = "\r\x1b[K"


def on_a_terminal(folder: Path, **variables: str) -> str:
    """Return what a check writes to a terminal that is no longer patient, in the place of both streams."""
    ours, theirs = pty.openpty()
    environment = {name: each for name, each in os.environ.items() if name not in ("CI", "NO_COLOR")}
    process = subprocess.Popen(
        [sys.executable, "-c", AT_ONCE],
        cwd=folder,
        env={**environment, "TERM": "xterm", **variables},
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    said = b""
    try:
        while block := os.read(ours, 65_536):
            said += block
    except OSError:  # how Linux says that the other side is closed
        pass
    os.close(ours)
    assert process.wait(timeout=60) == 0
    return said.decode()


@pytest.fixture
def site(tmp_path: Path) -> Path:
    claims = ", ".join(f"code/a{n}.py" for n in range(50))
    facts = f"requirements: [{{id: R-1, status: partial, evidence: {{files: [{claims}]}}}}]\n"
    write_site(tmp_path, {"docs/a.trace.yml": facts, **{f"code/a{n}.py": "" for n in range(50)}})
    return tmp_path


@pytest.mark.slow
def test_a_line_is_shown_and_wiped(site: Path) -> None:
    said = on_a_terminal(site)
    assert said.startswith(WIPE)
    assert said.endswith(f"{WIPE}1 item: 0 errors, 0 warnings, 0 info\r\n")


@pytest.mark.slow
@table(
    ("name", "value"),
    ("continuous integration", "CI", "true"),
    ("no colour", "NO_COLOR", "1"),
    ("a dumb terminal", "TERM", "dumb"),
)
def test_none_is_shown_where_none_is_wanted(site: Path, name: str, value: str) -> None:
    assert on_a_terminal(site, **{name: value}) == "1 item: 0 errors, 0 warnings, 0 info\r\n"


@pytest.mark.slow
def test_none_is_shown_in_a_pipe(site: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", AT_ONCE], cwd=site, capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("1 item: 0 errors, 0 warnings, 0 info\n", "")


def test_how_it_reads() -> None:
    progress = Progress()
    assert str(progress) == ""
    progress.begin("Reading sources")
    assert str(progress) == "Reading sources…"
    progress.begin("Checking evidence", 10_000, "claims")
    progress.done = 1200
    assert str(progress) == "Checking evidence… 1,200 of 10,000 claims"
