"""What is offered to be done: fixes, waivers, and another id for an item."""

from pathlib import Path

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from support import said

from mkdocs_traceability.edits.text_edits import apply_edits
from mkdocs_traceability.lsp.code_actions import FIX_ALL, code_actions
from mkdocs_traceability.lsp.renaming import prepare_rename, renamed
from mkdocs_traceability.model.fix import TextEdit
from tests.lsp.typing_site import FILES, TypingSite, document

FLOWS, PAGE = "docs/flows.trace.yml", "docs/page.md"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> TypingSite:
    return TypingSite(tmp_path_factory.mktemp("site"))


def after(texts: dict[str, str], root: Path, edit: types.WorkspaceEdit) -> dict[str, str]:
    """Return texts as they are after an edit of the editor."""
    changed = dict(texts)
    for uri, edits in (edit.changes or {}).items():
        path = uri.removeprefix(root.as_uri() + "/")
        ours = [
            TextEdit(
                path,
                each.range.start.line + 1,
                each.range.start.character + 1,
                each.range.end.line + 1,
                each.range.end.character + 1,
                each.new_text,
            )
            for each in edits
        ]
        changed[path] = apply_edits(changed[path], ours)
    return changed


# ---------------------------------------------------------------- rename


def test_an_item_is_renamed_wherever_it_is_named(site: TypingSite) -> None:
    text = site.with_cursor(FLOWS, "[bat")
    edit = site.ask(renamed, FLOWS, text, types.RenameParams(document(), types.Position(0, 0), "collector"))
    texts = after(FILES, site.folder, edit)
    assert "components: [collector, {id: worker" in texts[FLOWS]
    assert "[the batcher][collector]" in texts[PAGE]
    assert "components=collector]" in texts[PAGE]
    assert "id: collector\n    former_ids: [batcher]" in texts["docs/components.trace.yml"]


def test_what_is_not_saved_is_renamed_as_it_is(site: TypingSite) -> None:
    text = FILES[FLOWS].replace("components: [batcher]", "components: [worker, bat¦cher]")
    edit = site.ask(renamed, FLOWS, text, types.RenameParams(document(), types.Position(0, 0), "collector"))
    now = {**FILES, FLOWS: text.replace("¦", "")}
    assert "components: [worker, collector]" in after(now, site.folder, edit)[FLOWS]


def test_a_word_that_names_an_item_can_be_renamed(site: TypingSite) -> None:
    found = site.ask(prepare_rename, PAGE, site.with_cursor(PAGE, "[the batcher][bat"))
    assert (found.placeholder, found.range.start.character, found.range.end.character) == ("batcher", 47, 54)
    assert site.ask(prepare_rename, FLOWS, site.with_cursor(FLOWS, "statu")) is None


def test_an_id_that_is_taken_is_refused_with_the_reason(site: TypingSite) -> None:
    params = types.RenameParams(document(), types.Position(0, 0), "worker")
    with pytest.raises(JsonRpcException, match="a component with the id `worker` is declared"):
        site.ask(renamed, FLOWS, site.with_cursor(FLOWS, "[bat"), params)


# ---------------------------------------------------------------- fixes

WRONG = {
    "docs/a.trace.yml": """\
flows:
  - id: F-1
    status: implemented
    components: [old-name]
  - {id: F-2, status: implemented, components: [new-name]}
components:
  - id: new-name
    aliases: [old-name]
""",
}


@pytest.fixture(scope="module")
def wrong(tmp_path_factory: pytest.TempPathFactory) -> TypingSite:
    return TypingSite(tmp_path_factory.mktemp("wrong"), WRONG)


def actions(
    site: TypingSite, line: int, only: list[str] | None = None, text: str | None = None
) -> dict[str, types.CodeAction]:
    """Return what can be done in a line, by what it is called."""
    at = types.Position(line - 1, 0)
    context = types.CodeActionContext([], only)
    params = types.CodeActionParams(document(), types.Range(at, at), context)
    return {each.title: each for each in site.ask_file(code_actions, "docs/a.trace.yml", params, text)}


def test_a_finding_brings_its_fix(wrong: TypingSite) -> None:
    found = actions(wrong, 4, ["quickfix"])
    first = next(iter(found.values()))
    assert first.is_preferred
    assert (
        "components: [new-name]\n"
        in after(WRONG, wrong.folder, first.edit)["docs/a.trace.yml"].split("F-2")[0]
    )


def test_a_fix_goes_where_the_finding_stands_now(wrong: TypingSite) -> None:
    text = "# a comment\n" + WRONG["docs/a.trace.yml"]
    assert list(actions(wrong, 5, ["quickfix"], text)) == list(actions(wrong, 4, ["quickfix"]))
    first = next(iter(actions(wrong, 5, ["quickfix"], text).values()))
    assert (
        "F-1\n    status: implemented\n    components: [new-name]"
        in after({"docs/a.trace.yml": text}, wrong.folder, first.edit)["docs/a.trace.yml"]
    )


def test_all_safe_fixes_of_a_file_are_one_action(wrong: TypingSite) -> None:
    (action,) = actions(wrong, 1, ["source.fixAll"]).values()
    assert action.kind == FIX_ALL
    fixed = WRONG["docs/a.trace.yml"].replace("components: [old-name]", "components: [new-name]")
    assert after(WRONG, wrong.folder, action.edit) == {"docs/a.trace.yml": fixed}


@pytest.mark.parametrize("line", [2, 5])
def test_a_waiver_has_to_be_given_its_reason(line: int, wrong: TypingSite, tmp_path: Path) -> None:
    title = next(title for title in actions(wrong, line, ["quickfix"]) if title.startswith("Waive"))
    action = actions(wrong, line, ["quickfix"])[title]
    code = title.split()[1]
    texts = after(WRONG, wrong.folder, action.edit)
    then = TypingSite(tmp_path, texts).result.findings
    before = [each for each in wrong.result.findings if each.waiver is None]
    left = [each for each in then if each.waiver is None]
    assert [each.message for each in left if "reason" in each.message] == [
        f"the waiver of {code} has no reason"
    ]
    assert len(left) == len(before), said(left)


def test_a_second_waiver_stands_beside_the_first(tmp_path: Path) -> None:
    texts = {
        "docs/a.trace.yml": "flows:\n  - id: F-1\n    status: implemented\n    waive:\n      TR202: why not\n"
    }
    own = TypingSite(tmp_path, texts)
    title, action = next(each for each in actions(own, 2).items() if each[0].startswith("Waive"))
    code = title.split()[1]
    assert after(texts, own.folder, action.edit)["docs/a.trace.yml"].endswith(
        f'      TR202: why not\n      {code}: {{reason: ""}}\n'
    )
