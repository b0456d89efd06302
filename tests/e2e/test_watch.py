"""`check --watch` as a process: it checks again after a change of whatever a check reads, and ends when interrupted."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

import pytest
from support import hears_ctrl_c

from .conftest import MakeSite
from .forked import DEADLINE
from .sites import BROKEN_FACTS, CLEAN, GOOD_FACTS, PLAIN_CONFIG, Site

READY = "Watching for changes; Ctrl-C stops"


class Watching:
    """A running `check --watch`, and what it says."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self._lines: Queue[str] = Queue()
        assert process.stdout is not None
        self._reading = Thread(target=self._read, args=(process.stdout,), daemon=True)
        self._reading.start()

    def _read(self, stream: Iterator[str]) -> None:
        for line in stream:
            self._lines.put(line.rstrip("\n"))
        self._lines.put("the end")

    def report(self) -> str:
        """Return what is said up to the next wait for changes."""
        said: list[str] = []
        while not said or said[-1] not in (READY, "the end"):
            try:
                said.append(self._lines.get(timeout=DEADLINE))
            except Empty:
                raise TimeoutError("\n".join(said)) from None
        return "\n".join(said)

    def says_nothing_for(self, seconds: float) -> bool:
        try:
            self._lines.get(timeout=seconds)
        except Empty:
            return True
        return False


@contextmanager
def watching(site: Site, *arguments: str) -> Iterator[Watching]:
    process = subprocess.Popen(
        [sys.executable, "-m", "mkdocs_traceability", "check", "--watch", *arguments],
        cwd=site.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUNBUFFERED": "1", "TERM": "dumb"},
        preexec_fn=hears_ctrl_c,
    )
    try:
        yield Watching(process)
    finally:
        process.kill()
        process.communicate()


CONFIG = """\
site_name: Site
theme: mkdocs
plugins: [{traceability: {sources: [facts/*.yml]}}]
"""
FILES = {
    **CLEAN,
    "mkdocs.yml": CONFIG,
    "facts/a.yml": "requirements: [{id: R-1, status: partial, evidence: {code: [code/a.py:Worker]}}]\n",
    "code/a.py": "class Worker: ...\n",
}


def test_it_checks_again_after_every_change(make_site: MakeSite) -> None:
    site = make_site(FILES)
    with watching(site) as watch:
        assert "4 items: 0 errors, 0 warnings" in watch.report()

        site.write({"docs/evaluation.trace.yml": BROKEN_FACTS})
        report = watch.report()
        assert "-" * 60 in report
        assert "\x1b" not in report, "nothing is cleared where there is no terminal"
        assert "unknown component `evel-worker`" in report

        site.write({"docs/evaluation.trace.yml": GOOD_FACTS, "code/a.py": "class Helper: ...\n"})
        assert "TR403 [error] `Worker` not found in `code/a.py`" in watch.report()

        site.write({"mkdocs.yml": "site_name: [\n"})
        assert "Error: mkdocs.yml:1:12: " in watch.report()

        site.write({"mkdocs.yml": PLAIN_CONFIG})
        assert "3 items: 0 errors, 0 warnings" in watch.report()

        site.write({"mkdocs.yml": CONFIG, "facts/a.yml": "requirements: [{id: R-1}, {id: R-2}]\n"})
        assert "5 items: " in watch.report()

        watch.process.send_signal(signal.SIGINT)
        assert "Interrupted" in watch.report()
        assert watch.process.wait(timeout=DEADLINE) == 130


def test_it_is_idle_while_nothing_changes_and_sees_new_and_lost_files(make_site: MakeSite) -> None:
    site = make_site(FILES)
    with watching(site, "--format", "json") as watch:
        watch.report()
        (site.folder / "notes.txt").write_text("is read by no check", encoding="utf-8")
        (site.folder / "docs/more.trace.yml").write_text("flows: [{id: F-9}]\n", encoding="utf-8")
        report = watch.report()
        assert report.count(READY) == 1
        assert '"TR201"' in report
        (site.folder / "docs/more.trace.yml").unlink()
        (site.folder / "code/a.py").unlink()
        assert '"TR402"' in watch.report()


@pytest.mark.slow
def test_it_does_not_start_again_for_what_it_wrote_itself(make_site: MakeSite) -> None:
    config = CONFIG.replace("[facts/*.yml]", "[facts/*.yml], code_roots: [.]")
    site = make_site({**FILES, "mkdocs.yml": config})
    written = ("docs/findings.json", "code/findings.md")
    options = [f"{form}={file}" for form, file in zip(("json", "markdown"), written, strict=True)]
    arguments = [word for each in options for word in ("--output", each)]
    assert site.check(*arguments).status == 0  # a file that is new is seen once, as any other would be
    assert all((site.folder / each).is_file() for each in written)
    with watching(site, *arguments) as watch:
        watch.report()
        assert watch.says_nothing_for(1.5)
        site.write({"docs/evaluation.trace.yml": BROKEN_FACTS})
        assert "unknown component `evel-worker`" in watch.report()
        assert "evel-worker" in (site.folder / written[0]).read_text(encoding="utf-8")
        assert watch.says_nothing_for(1.5)


def test_a_broken_configuration_is_waited_for(make_site: MakeSite) -> None:
    site = make_site({**CLEAN, "mkdocs.yml": "site_name: [\n"})
    with watching(site) as watch:
        assert "Error: mkdocs.yml:1:12: " in watch.report()
        site.write({"mkdocs.yml": PLAIN_CONFIG})
        assert "3 items: 0 errors" in watch.report()


@pytest.mark.parametrize("option", ["--fix", "--diff", "--write-baseline"])
def test_it_changes_nothing(make_site: MakeSite, option: str) -> None:
    done = make_site(CLEAN).check("--watch", option)
    assert done.status == 2
    assert "--watch changes nothing" in done.log


def test_without_a_configuration_there_is_nothing_to_watch(make_site: MakeSite, tmp_path: Path) -> None:
    done = make_site(CLEAN).check("--watch", "docs")
    assert done.status == 2
    assert "has no mkdocs.yml" in done.log


def test_it_ends_when_nobody_reads_the_reports(make_site: MakeSite) -> None:
    site = make_site(FILES)
    reading, writing = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-m", "mkdocs_traceability", "check", "--watch"],
        cwd=site.folder,
        stdout=writing,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    os.close(reading)
    try:
        assert process.wait(timeout=DEADLINE) == 0
    finally:
        process.kill()
