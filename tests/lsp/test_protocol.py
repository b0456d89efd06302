"""The language server over its protocol: a real process, a client on the other end of its pipes."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from lsprotocol import types

from tests.lsp.client import COMMAND, PATIENCE, Client, editor
from tests.support import write_site

GOOD = """\
components:
  - id: eval-worker
flows:
  - id: EVAL-001
    components: [eval-worker]
"""

MISSPELT = GOOD.replace("[eval-worker]", "[evel-worker]")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    write_site(
        folder, {"docs/index.md": "# Home\n", "docs/a.trace.yml": GOOD, "docs/b.trace.yml": "flows: []\n"}
    )
    return folder


@pytest.fixture(scope="module")
def server(root: Path) -> Iterator[Client]:
    with editor(root) as client:
        yield client


@pytest.fixture
def client(server: Client) -> Iterator[Client]:
    """The one server of this module, with nothing open and nothing found."""
    yield server
    for path in server.opened():
        server.close(path)
    server.until(lambda: not server.shown(), "an end of what is shown")


def codes(client: Client, path: str) -> list[str]:
    return [str(each.code) for each in client.at(path)]


def test_it_starts_and_ends_as_it_should(root: Path) -> None:
    with editor(root) as client:
        assert client.greeting
        assert client.greeting.server_info
        assert client.greeting.server_info.name == "mkdocs-traceability"


def test_an_unsaved_mistake_is_shown_and_goes_with_its_repair(client: Client) -> None:
    client.open("docs/a.trace.yml")
    client.type("docs/a.trace.yml", MISSPELT)
    client.until(lambda: "TR101" in codes(client, "docs/a.trace.yml"))
    client.type("docs/a.trace.yml", GOOD)
    client.until(lambda: not client.shown())


def test_a_finding_says_all_that_the_check_says(client: Client) -> None:
    client.open("docs/a.trace.yml", MISSPELT)
    client.until(lambda: "TR101" in codes(client, "docs/a.trace.yml"))
    found = next(each for each in client.at("docs/a.trace.yml") if each.code == "TR101")
    assert found.message == (
        "unknown component `evel-worker`\ndid you mean `eval-worker`? (docs/a.trace.yml:2)"
    )
    assert found.range == types.Range(types.Position(4, 17), types.Position(4, 28))
    assert found.severity is types.DiagnosticSeverity.Error
    assert found.source == "traceability"
    assert len(found.data["fingerprint"]) == 24


def test_findings_come_for_files_that_nobody_opened(client: Client) -> None:
    client.open("docs/a.trace.yml", GOOD.replace("  - id: eval-worker", "  - id: evaluator"))
    client.type("docs/a.trace.yml", "components:\n  - id: evaluator\n")
    client.open("docs/b.trace.yml", GOOD.replace("components:\n  - id: eval-worker\n", ""))
    client.until(lambda: "TR101" in codes(client, "docs/b.trace.yml"))
    client.close("docs/b.trace.yml")
    client.until(lambda: not client.at("docs/b.trace.yml"), "the disk's text of b")


def test_a_closed_file_counts_as_it_is_on_disk(client: Client) -> None:
    client.open("docs/a.trace.yml", MISSPELT)
    client.until(lambda: client.shown())
    client.close("docs/a.trace.yml")
    client.until(lambda: not client.shown())


def test_one_mistake_is_shown_at_each_of_its_places(client: Client) -> None:
    text = (
        GOOD
        + "  - id: EVAL-002\n    components: [evel-worker]\n  - id: EVAL-003\n    components: [evel-worker]\n"
    )
    client.open("docs/a.trace.yml", text)
    client.until(lambda: codes(client, "docs/a.trace.yml").count("TR101") == 2)
    one, other = (each for each in client.at("docs/a.trace.yml") if each.code == "TR101")
    assert one.related_information is not None
    assert one.related_information[0].location.range == other.range


def test_columns_are_those_of_utf_16(client: Client) -> None:
    text = 'components: [{id: a, title: "🚀🚀", depends_on: [b]}]\n'
    client.open("docs/a.trace.yml", text)
    client.until(lambda: "TR101" in codes(client, "docs/a.trace.yml"))
    found = next(each for each in client.at("docs/a.trace.yml") if each.code == "TR101")
    at = len(text[: text.index("[b]") + 1].encode("utf-16-le")) // 2
    assert (found.range.start.character, found.range.end.character) == (at, at + 1)


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_lines_end_as_they_like(client: Client, end: str) -> None:
    client.open("docs/a.trace.yml", MISSPELT.replace("\n", end))
    client.until(lambda: "TR101" in codes(client, "docs/a.trace.yml"))
    found = next(each for each in client.at("docs/a.trace.yml") if each.code == "TR101")
    assert (found.range.start.line, found.range.start.character) == (4, 17)


def test_a_broken_mkdocs_yml_shows_its_error_and_keeps_the_last_settings(client: Client, root: Path) -> None:
    client.open("docs/a.trace.yml", MISSPELT)
    client.until(lambda: client.at("docs/a.trace.yml"))
    client.open("mkdocs.yml")
    client.type("mkdocs.yml", "site_name: x\nplugins: [traceability\n")
    client.until(lambda: codes(client, "mkdocs.yml") == ["TR001"])
    assert "TR101" in codes(client, "docs/a.trace.yml")
    client.type("mkdocs.yml", "plugins:\n  - traceability:\n      baselin: x\n")
    client.until(lambda: codes(client, "mkdocs.yml") == ["TR008"])


def test_statements_of_an_unsaved_document_are_compared(client: Client) -> None:
    client.open("mkdocs.yml", "site_name: x\nplugins:\n  - traceability:\n      ground: [docs/index.md]\n")
    client.open("docs/index.md", "# Home\n\n\u2009🚀 `docs/a.trace.yml`, `docs/b.trcae.yml`\n")
    client.until(lambda: codes(client, "docs/index.md") == ["TR601"])
    (found,) = client.at("docs/index.md")
    assert (found.range.start.line, found.range.start.character, found.range.end.character) == (2, 25, 41)
    assert "`docs/b.trace.yml`" in found.message
    client.type("docs/index.md", "# Home\n")
    client.until(lambda: not client.at("docs/index.md"))


def test_a_file_that_is_written_outside_the_editor_is_read(client: Client, root: Path) -> None:
    client.until(lambda: client.watchers)
    new = root / "docs/new.trace.yml"
    new.write_text("flows:\n  - id: F-1\n    components: [nobody]\n", encoding="utf-8")
    client.changed_outside("docs/new.trace.yml", types.FileChangeType.Created)
    client.until(lambda: "TR101" in codes(client, "docs/new.trace.yml"))
    new.unlink()
    client.changed_outside("docs/new.trace.yml", types.FileChangeType.Deleted)
    client.until(lambda: not client.shown())


def test_the_last_of_a_hundred_quick_changes_counts(client: Client) -> None:
    client.open("docs/a.trace.yml")
    for number in range(100):
        last = client.type("docs/a.trace.yml", GOOD.replace("[eval-worker]", f"[eval-worker, x{number}]"))
    told = client.until(lambda: client.version_of("docs/a.trace.yml") == last and client.told)
    assert told
    client.until(lambda: "`x99`" in "".join(each.message for each in client.at("docs/a.trace.yml")))


def test_an_untitled_text_and_files_without_a_site_are_nobodys(client: Client, tmp_path: Path) -> None:
    client.open_uri("untitled:Untitled-1", "flows: [")
    client.open_uri((tmp_path / "loose.trace.yml").as_uri(), "flows: [")
    client.open("docs/a.trace.yml", MISSPELT)
    client.until(lambda: client.shown())
    assert list(client.shown()) == ["docs/a.trace.yml"]


def test_the_first_run_is_shown_as_progress(client: Client) -> None:
    client.until(lambda: client.progress)
    kinds = [each["kind"] if isinstance(each, dict) else each.kind for each in client.progress]
    assert kinds[0] == "begin"
    client.until(lambda: len(client.progress) > 1)


def test_without_a_word_of_parting_it_ends_with_its_input(root: Path) -> None:
    process = subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    _, error = process.communicate(b"", timeout=PATIENCE)
    assert process.returncode in (0, 1)
    assert b"Traceback" not in error


def test_what_is_no_message_ends_nothing(root: Path) -> None:
    with editor(root) as client:
        client.send_raw(b"Content-Length: 5\r\n\r\n{bad}")
        client.open("docs/a.trace.yml", MISSPELT)
        client.until(lambda: client.shown())
