"""The setting `ground`: a check, a build, a server and an editor compare documents with the repository."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support import TODAY, build_here, table, write_site

from mkdocs_traceability.cli.main import main
from mkdocs_traceability.files.real import real
from mkdocs_traceability.files.unsaved import Unsaved
from mkdocs_traceability.grounding.history.history import NoHistory
from mkdocs_traceability.mkdocs.watching import SourceWatcher
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.grounding import Removal
from mkdocs_traceability.settings.load import load_settings
from mkdocs_traceability.workspace import Workspace, grounded

MOVED = Removal("3faa4a8", date(2026, 10, 2), "Move the store", ("src/new.py",))
CONFIG = "site_name: x\ntheme: mkdocs\nplugins:\n  - traceability:\n      ground: [docs/**/*.md, AGENTS.md]\n"
FACTS = "components: [{id: api, external: true}]\n"
SITE = {
    "mkdocs.yml": CONFIG,
    "docs/a.trace.yml": FACTS,
    "docs/index.md": "# Home\n\nSee `src/old.py`.\n",
    "AGENTS.md": "# How to work here\n\nRead `src/new.py`.\n",
    "src/new.py": "def start(): ...\n",
}
FOUND = "docs/index.md:3:6: TR601 [warning] path `src/old.py` not found: held until 3faa4a8 (2026-10-02, Move the store)"


class Past:
    """A history in which `src/old.py` became `src/new.py`."""

    doubt = ""

    def removals(self, wanted: dict[str, frozenset[str]]) -> dict[tuple[str, str], Removal]:
        return {("path", "src/old.py"): MOVED} if "src/old.py" in wanted.get("path", ()) else {}


@pytest.fixture(autouse=True)
def past(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grounded, "history_of", lambda *_: Past())


def check(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", str(folder), *arguments])


def found(folder: Path) -> list[str]:
    return [line.partition("] ")[0] for line in check(folder, "-q", "-v").stdout.splitlines()]


def test_a_check_finds_it_among_all_else(tmp_path: Path) -> None:
    write_site(tmp_path, SITE)
    done = check(tmp_path)
    assert done.exit_code == 1
    assert done.stdout.startswith(FOUND)
    assert done.stdout.endswith("1 item: 0 errors, 1 warning, 0 info\n")


def test_without_the_setting_nothing_is_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("documents are compared")

    monkeypatch.setattr(grounded, "ground", fail)
    write_site(tmp_path, SITE | {"mkdocs.yml": CONFIG.partition(":\n      ground")[0]})
    assert check(tmp_path).exit_code == 0


def test_a_rule_has_the_severity_that_the_settings_give_it(tmp_path: Path) -> None:
    write_site(tmp_path, SITE | {"mkdocs.yml": f"{CONFIG}      rules: {{TR601: 'off'}}\n"})
    assert check(tmp_path).exit_code == 0


def test_a_glob_without_a_document_is_reported_at_its_place(tmp_path: Path) -> None:
    write_site(tmp_path, SITE | {"mkdocs.yml": CONFIG.replace("AGENTS.md", "AGENT.md")})
    done = check(tmp_path, "--select", "TR009")
    assert done.stdout.startswith("mkdocs.yml:5:30: TR009 [error] the documents `AGENT.md` match no file\n")
    assert "such as `docs/**/*.md`" in done.stdout


@table(
    ("edit", "expected"),
    ("a document", {"docs/index.md": "# Home\n"}, []),
    ("a document more", {"docs/b.md": "`src/old.py`\n"}, ["docs/b.md:1:2", "docs/index.md:3:6"]),
    ("one beside the docs", {"AGENTS.md": "`src/old.py`\n"}, ["AGENTS.md:1:2", "docs/index.md:3:6"]),
    ("what it names", {"src/old.py": ""}, []),
)
def test_a_kept_check_knows_what_was_read(tmp_path: Path, edit: dict[str, str], expected: list[str]) -> None:
    write_site(tmp_path, SITE)
    assert found(tmp_path) == ["docs/index.md:3:6: TR601 [warning"]
    assert found(tmp_path) == ["docs/index.md:3:6: TR601 [warning"]
    for path, text in edit.items():
        (tmp_path / path).write_text(text, encoding="utf-8")
    assert found(tmp_path) == [f"{place}: TR601 [warning" for place in expected]


def test_an_unchanged_check_compares_nothing_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site(tmp_path, SITE)
    first = check(tmp_path).stdout
    monkeypatch.setattr(grounded, "ground", None)
    assert check(tmp_path).stdout == first


def test_what_only_history_could_tell_is_one_note_at_the_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grounded, "history_of", lambda *_: NoHistory("a shallow clone: use `fetch-depth: 0`"))
    write_site(tmp_path, SITE)
    done = check(tmp_path, "-v")
    assert done.exit_code == 0
    assert done.stdout.startswith(
        "mkdocs.yml:5:16: TR413 [info] statements about what may be gone are not checked\n"
    )
    assert " = a shallow clone: use `fetch-depth: 0`\n" in done.stdout


def test_fingerprints_outlive_edits_around_a_statement(tmp_path: Path) -> None:
    twice = "# Home\n\nSee `src/old.py` and `src/old.py`.\n"

    def fingerprints(text: str) -> list[str]:
        write_site(tmp_path, SITE | {"docs/index.md": text})
        result = Workspace(load_settings(tmp_path / "mkdocs.yml")).run(today=TODAY)
        return [each.fingerprint for each in result.findings]

    before = fingerprints(twice)
    assert len(set(before)) == 2
    assert fingerprints(twice.replace("Home", "Home\n\nA new paragraph.")) == before
    assert fingerprints(SITE["docs/index.md"]) == before[:1]


def test_the_baseline_accepts_it_until_it_is_right(tmp_path: Path) -> None:
    write_site(tmp_path, SITE)
    assert check(tmp_path, "--write-baseline").exit_code == 0
    assert check(tmp_path).stdout.endswith(
        "1 item: 0 new errors, 0 new warnings, 0 info, 1 in the baseline\n"
    )
    (tmp_path / "docs/index.md").write_text("# Home\n", encoding="utf-8")
    assert found(tmp_path) == ["traceability-baseline.json:6:1: TR903 [info"]


@pytest.mark.parametrize("path", ["docs/index.md", "AGENTS.md"])
def test_a_suggestion_is_written_where_that_is_asked_for(tmp_path: Path, path: str) -> None:
    write_site(tmp_path, SITE | {"docs/index.md": "# Home\n", path: "# T\r\n\r\nSee `src/old.py`.\r\n"})
    assert check(tmp_path, "--fix").exit_code == 1
    done = check(tmp_path, "--fix", "--unsafe-fixes")
    assert (done.exit_code, done.stderr) == (0, "Fixed 1 finding in 1 file\n")
    assert "See `src/new.py`.\n" in (tmp_path / path).read_text(encoding="utf-8")


WAIVE = '<!-- traceability: waive TR601 reason="r" until=%s -->'


@table(
    ("comment", "expected"),
    ("in time", WAIVE % "2999-01-01", []),
    ("expired", WAIVE % "2020-01-01", ["TR901"]),
    ("without a reason", "<!-- traceability: waive TR601 -->", ["TR004"]),
    ("of nothing", '<!-- traceability: waive TR602 reason="r" -->', ["TR601"]),
)
def test_a_comment_in_a_document_waives(tmp_path: Path, comment: str, expected: list[str]) -> None:
    write_site(tmp_path, SITE | {"docs/index.md": f"# Home\n\n{comment}\nSee `src/old.py`.\n"})
    result = Workspace(load_settings(tmp_path / "mkdocs.yml")).run(today=TODAY)
    assert [each.code for each in result.findings if each.fails] == expected
    idle = [each.position for each in result.findings if each.code == "TR902"]
    assert [str(each) for each in idle] == (["docs/index.md:3:26"] if expected == ["TR601"] else [])


@pytest.mark.parametrize(
    "table_below", ["| a |\n| --- |\n| `src/old.py` |\n", "A number: 12 of `src/old.py`.\n"]
)
def test_the_comment_is_nothing_else_to_a_page(tmp_path: Path, table_below: str) -> None:
    comment = '<!-- traceability: waive TR601 reason="r" -->'
    for text in (f"# T\n\n{comment}\n\n{table_below}", f"# T\n\n{table_below.rstrip()} {comment}\n"):
        write_site(tmp_path, SITE | {"docs/index.md": text})
        result = Workspace(load_settings(tmp_path / "mkdocs.yml")).run(today=TODAY)
        assert [(each.code, each.waiver is not None) for each in result.findings] == [("TR601", True)]


def test_a_strict_build_ends_and_generated_pages_are_no_documents(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    documents: list[str] = []
    ground = grounded.ground

    def noted(surroundings: object, history: object) -> object:
        documents.extend(surroundings.documents)  # type: ignore[attr-defined]
        return ground(surroundings, history)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grounded, "ground", noted)
        site = build_here(tmp_path, SITE)
    assert FOUND in caplog.text
    assert documents == ["docs/index.md", "AGENTS.md"]
    assert "TR601" in (site / "traceability/findings/index.html").read_text(encoding="utf-8")


def test_a_server_looks_at_documents(tmp_path: Path) -> None:
    settings = load_settings(write_site(tmp_path, SITE))
    watcher = SourceWatcher()
    try:
        watcher.look_at(settings)
        result = Workspace(settings).run(today=TODAY)
        watcher.look_at_evidence(result.looked_at, result.listed)
        assert not watcher.has_changed()
        (tmp_path / "AGENTS.md").write_text("# Something else\n", encoding="utf-8")
        assert watcher.has_changed()
        (tmp_path / "src/old.py").write_text("", encoding="utf-8")
        assert watcher.has_changed()
        assert not watcher.has_changed()
    finally:
        watcher.stop()


def test_an_editor_has_unsaved_documents_compared(tmp_path: Path) -> None:
    settings = load_settings(write_site(tmp_path, SITE))
    agents = real(tmp_path / "AGENTS.md")
    result = Workspace(settings, Unsaved({agents: b"\n\n`src/old.py`"})).run(today=TODAY)
    assert [str(each.position) for each in result.findings] == ["AGENTS.md:3:2", "docs/index.md:3:6"]
    assert result.excerpts.line("docs/index.md", 3) == "See `src/old.py`."


def test_what_is_said_at_once_of_an_edit_stays_what_a_run_said(tmp_path: Path) -> None:
    text = "# Home\n\nSee [api], `src/old.py` <!-- traceability: waive TR602 -->\n"
    settings = load_settings(write_site(tmp_path, SITE | {"docs/index.md": text}))
    workspace = Workspace(settings)
    last = workspace.run(today=TODAY)

    def at_once(now: str) -> list[Finding] | None:
        unsaved = Unsaved({real(tmp_path / "docs/index.md"): now.encode()})
        return workspace.recheck(settings, last, "docs/index.md", unsaved, lambda position: position)

    assert at_once(text) == list(last.findings)
    assert "TR004" in {each.code for each in last.findings}
    changed = at_once(text.replace("waive TR602", 'waive TR602 reason="r"'))
    assert changed is not None
    assert "TR004" not in {each.code for each in changed}
