"""The README, word by word: its files and commands, one after the other, from an empty folder.

A block of a file is titled with its path, which the text before it names too: a forge does not show titles.
"""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from bs4 import BeautifulSoup

from .conftest import MakeSite
from .forked import DEADLINE
from .links import follow_all
from .server import Server
from .sites import Built, Site, run, run_module

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


ADDRESS = "http://127.0.0.1/"


class Step(NamedTuple):
    """A block of the README: a file, commands, or what they say; and the paragraph before it."""

    language: str
    path: str
    text: str
    before: str
    at: int


def steps() -> Iterator[Step]:
    end = 0
    for block in re.finditer(r'^```(\w*)(?: title="([^"]*)")?\n(.*?)^```', README, re.MULTILINE | re.DOTALL):
        before = README[end : block.start()]
        end = block.end()
        yield Step(block[1], block[2] or "", block[3], before, block.start())


STEPS = list(steps())
COMMANDS = [
    shlex.split(line, comments=True)
    for step in STEPS
    if step.language == "sh"
    for line in step.text.splitlines()
]


SAID = {
    "--fix": "Nothing to fix\n",
    "--write-baseline": "Baseline: nothing fails, so no baseline is needed\n",
    "tests=none": "1 of 1 flow\n",
    "gaps": "0 of 3 items\n",
    "fmt": "0 files formatted, 1 unchanged\n",
}
"""What a command says on the standard error output, by its last argument."""


def test_each_file_is_named_in_the_text_before_it() -> None:
    files = [step for step in STEPS if step.path]
    assert len(files) > 5
    for step in files:
        assert f"`{step.path}`" in step.before, step.path


def test_these_are_all_commands_and_two_of_them_set_up_a_clone() -> None:
    assert [" ".join(command) for command in COMMANDS] == [
        "make serve",
        "make test",
        "pip install .",
        "mkdocs-traceability ground",
        "mkdocs-traceability init",
        "mkdocs serve",
        "mkdocs-traceability check",
        "mkdocs-traceability check --changed",
        "mkdocs-traceability check --changed --hook",
        "mkdocs-traceability check --fix",
        "mkdocs-traceability check --output sarif=report.sarif",
        "mkdocs-traceability check --write-baseline",
        "mkdocs-traceability show EVAL-001",
        "mkdocs-traceability list flows tests=none",
        "mkdocs-traceability why EVAL-001",
        "mkdocs-traceability gaps",
        "mkdocs-traceability brief docs",
        "mkdocs-traceability rename EVAL-001 SCORE-001 --diff",
        "mkdocs-traceability fmt",
        "mkdocs-traceability explain",
        "mkdocs-traceability explain TR101",
        "mkdocs-traceability export",
        "mkdocs-traceability import docs/evaluation-worker.md",
    ]


def test_a_clone_can_be_installed(tmp_path: Path) -> None:
    offline = ["--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check", "-q"]
    subprocess.run(
        [sys.executable, "-m", "pip", "install", ".", *offline, "--target", tmp_path],
        cwd=ROOT,
        check=True,
        timeout=DEADLINE,
    )
    assert (tmp_path / "mkdocs_traceability/mkdocs/plugin.py").is_file()
    assert (tmp_path / "bin/mkdocs-traceability").is_file()


def written(site: Site, before: str) -> None:
    """Write the files of the README up to a heading or a sentence."""
    until = README.index(before)
    for step in STEPS:
        if step.path and step.at < until:
            site.write({step.path: step.text})


@pytest.fixture
def empty(tmp_path: Path) -> Site:
    """A folder in which nothing is yet."""
    return Site(tmp_path / "my-architecture")


def clean(site: Site) -> Built:
    """Build and check a site, neither of which finds anything that fails."""
    assert site.check().status == 0
    return site.built("--strict")


def test_init_makes_the_site_that_is_shown(empty: Site) -> None:
    done = run_module("mkdocs_traceability", "init", "--yes", folder=empty.folder)
    assert done.status == 0, done.log
    end = README.index("Write your own in their place")
    shown = {step.path: step.text for step in reversed(STEPS) if step.path and step.at < end}
    assert sorted(shown) == ["docs/architecture.trace.yml", "docs/index.md", "mkdocs.yml"]
    for path, text in shown.items():
        assert (empty.folder / path).read_text(encoding="utf-8") == text, path
    clean(empty)


def test_the_first_site_is_served_and_leads_from_its_home_page_to_the_matrix(empty: Site) -> None:
    written(empty, "mkdocs serve")
    assert "Traceability" in whole(empty).text("index.html")
    server = Server(empty)
    try:
        home = BeautifulSoup(server.page(""), "html.parser")
        (link,) = home.find_all("a", string="Flows")
        matrix = server.page(str(link["href"]))
        assert "EVAL-001" in matrix
        assert "Evaluator" in matrix
        assert f"the generated pages start at http://{server.address}/traceability/" in server.log
    finally:
        server.stop()


def whole(site: Site) -> Built:
    """Build a site in which every link leads somewhere; the links of `404.html` are those of a served site."""
    built = clean(site)
    (built.folder / "404.html").unlink()
    assert follow_all(built.folder, ADDRESS).broken == []
    return built


def test_the_page_takes_the_item_over_from_the_sidecar(empty: Site) -> None:
    written(empty, "An item is declared once")
    done = empty.check()
    assert done.status == 1
    assert done.out.count("TR103") == 1
    assert (
        "declare it once: move the declaration in docs/architecture.trace.yml to docs/evaluation-worker.md"
        in done.out
    )
    written(empty, "## What a failure looks like")
    assert 'id="component-eval-worker"' in whole(empty).text("evaluation-worker/index.html")


def test_the_failure_is_what_a_newcomer_sees(empty: Site) -> None:
    written(empty, "## What a failure looks like")
    sidecar = (empty.folder / "docs/architecture.trace.yml").read_text(encoding="utf-8")
    empty.write({"docs/architecture.trace.yml": sidecar.replace("eval-worker", "evel-worker")})
    (shown,) = (step.text for step in STEPS if not step.language)
    done = empty.check()
    assert (done.status, done.out.partition("\n\n")[0] + "\n") == (1, shown)
    strict = empty.build("--strict")
    assert strict.status == 1
    assert shown.strip() in strict.log


def test_its_commands_end_well(empty: Site) -> None:
    written(empty, "## What a failure looks like")
    for program, *arguments in COMMANDS:
        if program == "mkdocs-traceability":
            done = run_module("mkdocs_traceability", *arguments, folder=empty.folder)
            said = SAID.get(arguments[-1], "")
            has_changes = "--diff" in arguments
            assert (done.status, done.log) == (int(has_changes), said), arguments
            assert done.out or arguments[-1] in ("fmt", "--hook")


def test_the_waiver_waives(empty: Site) -> None:
    written(empty, "## What you can declare")
    assert "0 errors, 0 warnings, 0 info, 1 waived" in empty.check().out
    clean(empty)


def test_the_evidence_is_found_and_missed_when_it_is_gone(empty: Site) -> None:
    written(empty, "## Configuration")
    whole(empty)
    done = empty.check("-v")
    assert "no JUnit report is configured" in done.out
    assert "0 errors, 0 warnings, 1 info, 1 waived" in done.out
    code = (empty.folder / "workers/evaluator.py").read_text(encoding="utf-8")
    empty.write({"workers/evaluator.py": code.replace("def evaluate", "def assess")})
    done = empty.check()
    assert done.status == 1
    assert "Evaluator.evaluate" in done.out


def test_the_program_says_what_the_check_does(empty: Site) -> None:
    written(empty, "## Configuration")
    (program,) = (step.text for step in STEPS if step.language == "python" and not step.path)
    done = run(sys.executable, "-c", program, folder=empty.folder)
    assert done.status == 0, done.log
    first, second, *findings = done.out.splitlines()
    assert first == "EVAL-001 Evaluation pipeline unverified ['Batcher', 'Evaluation worker']"
    assert second == "EVAL-007 Evaluation replay  []"
    assert [line.split()[1] for line in findings] == ["TR413", "TR201"]


def test_the_command_ends_as_it_says(make_site: MakeSite) -> None:
    site = make_site({"docs/index.md": "# My architecture\n"})
    assert "2 if it could not run or\nthere is nothing to check" in README
    assert site.check().status == 2
    assert site.check("--allow-empty").status == 0
