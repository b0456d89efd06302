"""What is said at once of an edit is what a full run says, by the rules that can be applied at once."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mkdocs_traceability.files.unsaved import Unsaved
from mkdocs_traceability.lsp.shifts import Shift
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.registry.registry import Registry
from mkdocs_traceability.registry.suggestions import Suggestions
from mkdocs_traceability.result import Result
from mkdocs_traceability.rules.engine.judge import is_judged_by_source
from mkdocs_traceability.settings.load import load_settings
from mkdocs_traceability.workspace import Workspace
from tests.support import write_site

TODAY = date(2026, 11, 1)

OTHER = """\
components:
  - {id: eval-worker, aliases: [worker], former_ids: [evaluator]}
  - {id: batcher, title: The batcher, depends_on: [eval-worker, gone, mailer]}
flows:
  - {id: EVAL-002, components: [eval-worker, mailer], waive: {TR101: {reason: later, owner: ana}}}
  - {id: EVAL-003, components: [nobody]}
"""

IDS = ("id: mailer", "id: eval-worker", "id: mail er", "id: gone", "id: nobody", "title: The batcher")

FIELDS = (
    "title: Sends mail",
    "title: The batcher",
    "aliases: [worker, post]",
    "former_ids: [gone]",
    "depends_on: [batcher, worker, batcher]",
    "depends_on: [evel-worker, evaluator, EVAL-002]",
    "statsu: implemented",
    "status: [done]",
    "waive: {TR101: {reason: known, owner: ana}}",
    "waive: {TR999: {reason: none}}",
)

FLOWS = (
    "  - id: EVAL-001",
    "  - title: without an id",
    "    components: [mailer, nobody]",
    "    components: [component:batcher, evel-worker]",
    "    components: [mailer",
    "    components: {",
    "# 🚀 a comment",
    "",
)

PAGE_LINES = (
    "# Guide",
    "It is described in [EVAL-001] and [EVAL-009].",
    "The [batcher] and the [batchr] and `EVAL-002`, EVAL-777.",
    "[trace: count flows components=eval-worker]",
    "[trace: count flwos]",
    "[trace: flow EVAL-404]",
    "```",
    "",
)


def _item(id_: str, fields: list[str]) -> str:
    return "".join([f"  - {id_}\n", *(f"    {each}\n" for each in fields)])


items = st.builds(_item, st.sampled_from(IDS), st.lists(st.sampled_from(FIELDS), max_size=3, unique=True))
texts = st.builds(
    lambda components, flows: f"components:\n{''.join(components)}flows:\n" + "\n".join(flows),
    st.lists(items, min_size=1, max_size=3),
    st.lists(st.sampled_from(FLOWS), max_size=4),
)
page_texts = st.lists(st.sampled_from(PAGE_LINES), max_size=6).map("\n".join)

_OFTEN = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    files = {
        "docs/index.md": "# Home\n",
        "docs/other.trace.yml": OTHER,
        "docs/a.trace.yml": "",
        "docs/p.md": "# P\n",
    }
    write_site(folder, files)
    return folder.resolve()


def seen(
    findings: list[Finding] | tuple[Finding, ...], path: str, registry: Registry
) -> list[tuple[object, ...]]:
    """What is told of a file by the rules that are applied at once."""
    return sorted(
        (each.code, str(each.position), each.message, each.help, each.fingerprint, each.effective_severity)
        for said in findings
        for each in (said, *said.entries)
        if each.position.path == path and is_judged_by_source(each, registry)
    )


def run(root: Path, path: str, text: str, workspace: Workspace | None = None) -> tuple[Workspace, Result]:
    unsaved = Unsaved({root / path: text.encode()})
    loaded = load_settings(root / "mkdocs.yml", unsaved=unsaved)
    workspace = workspace or Workspace(loaded)
    workspace.use(loaded, unsaved)
    return workspace, workspace.run(today=TODAY)


def compared(root: Path, path: str, before: str, after: str) -> None:
    workspace, last = run(root, path, before)
    shift = Shift.between(before, after)

    def moved(position: Position) -> Position | None:
        if position.path != path:
            return position
        return None if shift.replaced(position) or shift.cuts(position) else shift.moved(position)

    unsaved = Unsaved({root / path: after.encode()})
    at_once = workspace.recheck(workspace.settings, last, path, unsaved, moved)
    _, whole = run(root, path, after, workspace)
    if at_once is None:
        return
    told, true = seen(at_once, path, whole.registry), seen(whole.findings, path, whole.registry)
    assert told == true


_MAILER = "components:\n  - id: mailer\nflows:\n"


@_OFTEN
@given(before=texts, after=texts)
@example(_MAILER, _MAILER.replace("id: mailer", "title: Sends mail"))
@example(_MAILER.replace("flows:", "flows: ["), _MAILER.replace("id: mailer", "title: Sends mail"))
@example(_MAILER.replace("mailer", "other"), _MAILER + "  - id: EVAL-001\n    components: [mailr]\n")
def test_a_sidecar_is_told_at_once_what_a_run_tells_it(root: Path, before: str, after: str) -> None:
    compared(root, "docs/a.trace.yml", before, after)


@_OFTEN
@given(before=page_texts, after=page_texts)
def test_a_page_is_told_at_once_what_a_run_tells_it(root: Path, before: str, after: str) -> None:
    compared(root, "docs/p.md", before, after)


@_OFTEN
@given(
    states=st.lists(texts, min_size=2, max_size=4),
    asked=st.lists(
        st.sampled_from(
            (
                "eval-worker",
                "evel-worker",
                "batchr",
                "gone",
                "mailr",
                "the batcher",
                "component:mailer",
                "EVAL-1",
                "ma",
            )
        ),
        max_size=6,
    ),
)
def test_suggestions_that_go_on_from_others_are_those_made_anew(
    root: Path, states: list[str], asked: list[str]
) -> None:
    kept = None
    workspace = None
    for text in states:
        workspace, result = run(root, "docs/a.trace.yml", text, workspace)
        kept, new = Suggestions(result.registry, kept), Suggestions(result.registry)
        for each in asked:
            for kinds in (("component",), ("flow", "component")):
                assert kept.nearest(each, kinds) == new.nearest(each, kinds)


@given(before=texts, after=texts, line=st.integers(1, 9))
def test_what_stands_beside_an_edit_moves_with_its_text(before: str, after: str, line: int) -> None:
    shift = Shift.between(before, after)
    lines = before.split("\n")
    at = Position("a", min(line, len(lines)), 1)
    if shift.replaced(at) or (at.line, 1) < (shift.line, shift.column):
        return
    now = shift.moved(at)
    rest = after.split("\n")[now.line - 1 :]
    rest[0] = rest[0][now.column - 1 :]
    assert rest == lines[at.line - 1 :]


def test_what_is_told_of_a_word_goes_with_an_edit_inside_of_it() -> None:
    """A flow that is taken out again begins as the next one does: the edit begins inside of its id."""
    flow = "  - id: EVAL-003\n"
    before = f"flows:\n  - id: EVAL-098\n    status: implemented\n{flow}"
    shift = Shift.between(before, f"flows:\n{flow}")
    id_ = Position("a", 2, 9, len("EVAL-098"))
    assert shift.cuts(id_)
    assert not shift.cuts(id_._replace(line=1))
    assert not Shift.between("see: [a]", "see: [a, b]").cuts(Position("a", 1, 7, 1))
