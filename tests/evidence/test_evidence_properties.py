"""Properties of verification: whatever files hold, and however they change, the findings are those of a fresh run."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import TODAY, write_site

from mkdocs_traceability.model.finding import as_stored
from mkdocs_traceability.settings.load import load_settings
from mkdocs_traceability.workspace import Workspace

pytestmark = pytest.mark.slow

FACTS = """\
components:
  - id: a
    external: true
    page: guide.md
    evidence:
      code: ["src/a.py:A.run", "a.go:Serve", "b.py:B", "src/a.py#L2-L3"]
      tests: ["tests/test_a.py::test_a", "tests/test_a.py"]
      endpoints: ["GET /a/{id}"]
      events: ["send a.{id}", a.b]
      tables: [a, b.x]
      docs: ["guide.md#two", "guide.md § 3.1"]
      files: [conf/a.yml, conf/]
"""

SETTINGS = """\
site_name: x
plugins:
  - traceability: {junit: [reports/*.xml], openapi: [api.yml], asyncapi: [events.yml], sql: [db/*.sql]}
"""

STATES: dict[str, list[str]] = {
    "docs/a.trace.yml": [FACTS],
    "docs/guide.md": ["# Guide\n\n## Two\n\n### 3.1 Three\n", "# Guide\n\n{{ two }}\n", "---\n"],
    "src/a.py": ["class A:\n    def run(self): ...\n", "class A:\n    def ran(self): ...\n", "class A(\n"],
    "a.go": ["package a\n\nfunc Serve() {}\n", "package a\n\n// Serve\n", "func {{{"],
    "lib/b.py": ["from src.c import B\n", "class B: ...\n", "B\n"],
    "src/c.py": ["class B: ...\n", "from lib.b import B\n"],
    "tests/test_a.py": ["def test_a(): ...\n", "def test_b(): ...\n", "x = 1\n"],
    "reports/unit.xml": [
        '<testsuite><testcase classname="tests.test_a" name="test_a"/></testsuite>',
        '<testsuite><testcase classname="tests.test_a" name="test_a"><error/></testcase></testsuite>',
        "<testsuite/>",
        "<!DOCTYPE x><x/>",
    ],
    "reports/more.xml": ['<testsuite><testcase classname="tests.test_a" name="test_b"/></testsuite>', "<"],
    "api.yml": ["openapi: 3.1.0\npaths:\n  /a/{x}: {get: {}}\n", "openapi: 3.1.0\npaths: {}\n", "- a: ["],
    "events.yml": [
        "asyncapi: 3.0.0\nchannels: {a: {address: 'a.{x}'}}\noperations: {b: {action: send, channel: {$ref: '#/channels/a'}}}\n",
        "asyncapi: 2.6.0\nchannels: {a.b: {publish: {}}}\n",
        "asyncapi: 1.0.0\n",
    ],
    "db/1.sql": ["CREATE TABLE a (id int);\nCREATE TABLE b (x int);\n", "CREATE TABLE a (", ""],
    "db/2.sql": ["DROP TABLE a;\n", "ALTER TABLE b RENAME COLUMN x TO y;\n"],
    "conf/a.yml": ["a: b\n"],
}
"""Every file of the site, and what it may come to hold; each may also not be there."""

CHANGES = st.lists(
    st.sampled_from(sorted(STATES)).flatmap(
        lambda path: st.tuples(st.just(path), st.sampled_from([None, *STATES[path]]))
    ),
    min_size=1,
    max_size=4,
)


def put(folder: Path, path: str, text: str | None) -> None:
    file = folder / path
    if text is None:
        file.unlink(missing_ok=True)
    else:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def checked(folder: Path) -> list[Any]:
    """Return what the command finds, with whatever it keeps in the folder."""
    return [as_stored(each) for each in Workspace(load_settings(folder / "mkdocs.yml")).check(TODAY).findings]


@settings(max_examples=20)
@given(st.lists(CHANGES, min_size=1, max_size=4))
def test_what_is_kept_is_what_a_fresh_check_finds(
    tmp_path_factory: pytest.TempPathFactory, rounds: list[list[tuple[str, str | None]]]
) -> None:
    folder = tmp_path_factory.mktemp("site")
    write_site(folder, {"mkdocs.yml": SETTINGS, **{path: states[0] for path, states in STATES.items()}})
    served = Workspace(load_settings(folder / "mkdocs.yml"))
    checked(folder)
    for changes in rounds:
        for path, text in changes:
            put(folder, path, text)
        kept = checked(folder)
        live = [as_stored(each) for each in served.run(today=TODAY).findings]
        shutil.rmtree(folder / ".cache")
        fresh = checked(folder)
        assert kept == fresh
        assert live == fresh


NOISE = st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass"))


@settings(max_examples=60)
@given(
    st.sampled_from(sorted(set(STATES) - {"docs/a.trace.yml"})), st.floats(0, 1), st.integers(0, 20), NOISE
)
def test_whatever_a_file_holds_the_check_ends_with_findings(
    tmp_path_factory: pytest.TempPathFactory, path: str, place: float, length: int, noise: bytes
) -> None:
    folder = tmp_path_factory.mktemp("site")
    write_site(folder, {"mkdocs.yml": SETTINGS, **{each: states[0] for each, states in STATES.items()}})
    data = (folder / path).read_bytes()
    at = int(place * len(data))
    (folder / path).write_bytes(data[:at] + noise + data[at + length :])
    for finding in Workspace(load_settings(folder / "mkdocs.yml")).check(TODAY).findings:
        assert finding.message
        assert "\n" not in finding.message


@given(
    st.text(max_size=40),
    st.sampled_from(["code", "tests", "endpoints", "events", "tables", "docs", "files", "links"]),
)
def test_whatever_is_claimed_ends_in_a_verdict(
    tmp_path_factory: pytest.TempPathFactory, text: str, type_: str
) -> None:
    folder = tmp_path_factory.mktemp("site")
    quoted = "".join(f"\\U{ord(character):08x}" for character in f"x{text}" if character.isprintable())
    facts = f'components:\n  - {{id: a, evidence: {{{type_}: ["{quoted}"]}}}}\n'
    write_site(folder, {"mkdocs.yml": SETTINGS, "docs/a.trace.yml": facts})
    result = Workspace(load_settings(folder / "mkdocs.yml")).run(today=TODAY)
    assert len(list(result.verdicts)) == 1
