"""Answer what can be done about the findings at a place: their fixes, and to waive them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from lsprotocol import types

from mkdocs_traceability.edits.fixes import fixes_of
from mkdocs_traceability.edits.text_edits import touch
from mkdocs_traceability.edits.waiver_stub import waiver_stub
from mkdocs_traceability.lsp.at import is_site_page, is_site_sidecar
from mkdocs_traceability.lsp.snapshot import Snapshot
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.fix import Fix, TextEdit
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.rules import all_rules
from mkdocs_traceability.rules.engine.rule import Stage

FIX_ALL: Final = "source.fixAll.traceability"
OPTIONS: Final = types.CodeActionOptions([types.CodeActionKind.QuickFix, FIX_ALL])

_MOST: Final = 20


def code_actions(snapshot: Snapshot, path: str, params: types.CodeActionParams) -> list[types.CodeAction]:
    """Return the fixes of the findings in a range, and one for all safe fixes of the file."""
    wanted = params.context.only
    actions: list[types.CodeAction] = []
    if _is_wanted(types.CodeActionKind.QuickFix, wanted):
        for finding in list(_findings_in(snapshot, path, params.range))[:_MOST]:
            actions += _quick_fixes(snapshot, finding, params.context.diagnostics)
    if _is_wanted(FIX_ALL, wanted) and (edits := _all_safe(snapshot, path)):
        title = "Fix all findings in this file that have a safe fix"
        edit = _workspace_edit(snapshot, edits)
        actions.append(types.CodeAction(title, kind=FIX_ALL, edit=edit))
    return actions


def _is_wanted(kind: str, wanted: Iterable[str] | None) -> bool:
    """Whether a kind of actions is asked for: by its name, or by one that it is a part of."""
    return wanted is None or any(kind == each or kind.startswith(f"{each}.") for each in wanted)


def _findings_in(snapshot: Snapshot, path: str, span: types.Range) -> Iterator[Finding]:
    for finding in _findings_of(snapshot, path):
        at = snapshot.range_of(finding.position)
        if at.start.line <= span.end.line and span.start.line <= at.end.line:
            yield _now(snapshot, finding)


def _findings_of(snapshot: Snapshot, path: str) -> Iterator[Finding]:
    """Go through what is found in a file, what other findings stand for among it."""
    for finding in snapshot.result.findings:
        for each in (finding, *finding.entries):
            if each.position.path == path and each.waiver is None:
                yield each


def _now(snapshot: Snapshot, finding: Finding) -> Finding:
    """Return a finding with its places as they are after edits since the last run."""
    related = tuple(replace(each, position=snapshot.now(each.position)) for each in finding.related)
    declaration = snapshot.now(finding.declaration) if finding.declaration else None
    return replace(finding, position=snapshot.now(finding.position), related=related, declaration=declaration)


def _quick_fixes(
    snapshot: Snapshot, finding: Finding, shown: Iterable[types.Diagnostic]
) -> Iterator[types.CodeAction]:
    fixes = list(fixes_of(finding, lambda path: _editable(snapshot, path)))
    if stub := _waiver(snapshot, finding):
        fixes.append(stub)
    start = _start(snapshot, finding.position)
    own = [each for each in shown if each.code == finding.code and each.range.start == start]
    for number, fix in enumerate(fixes):
        yield types.CodeAction(
            fix.title,
            kind=types.CodeActionKind.QuickFix,
            diagnostics=own or None,
            is_preferred=(fix.is_safe and number == 0) or None,
            edit=_workspace_edit(snapshot, fix.edits),
        )


def _start(snapshot: Snapshot, at: Position) -> types.Position:
    return snapshot.text(at.path).position(at.line, at.column)


def _waiver(snapshot: Snapshot, finding: Finding) -> Fix | None:
    """Return what waives a finding, where a waiver would count."""
    rule = all_rules().get(finding.code)
    if rule is None or rule.stage is not Stage.FACTS:
        return None
    return waiver_stub(finding, lambda path: _editable(snapshot, path))


def _editable(snapshot: Snapshot, path: str) -> str | None:
    """Return the text of a source that is ours to edit."""
    is_ours = is_site_page(snapshot, path) or is_site_sidecar(snapshot, path)
    return snapshot.text_of(path) if is_ours else None


def _all_safe(snapshot: Snapshot, path: str) -> list[TextEdit]:
    """Return the edits of all safe fixes that are of this file alone, as far as they do not overlap."""
    taken: list[TextEdit] = []
    for finding in _findings_of(snapshot, path):
        for fix in fixes_of(_now(snapshot, finding), lambda each: _editable(snapshot, each))[:1]:
            is_own = fix.is_safe and all(edit.path == path for edit in fix.edits)
            if is_own and not any(touch(edit, other) for edit in fix.edits for other in taken):
                taken += fix.edits
    return taken


def _workspace_edit(snapshot: Snapshot, edits: Iterable[TextEdit]) -> types.WorkspaceEdit:
    changes: dict[str, list[types.TextEdit]] = {}
    for edit in edits:
        changes.setdefault(snapshot.uri_of(edit.path), []).append(snapshot.edit_of(edit))
    return types.WorkspaceEdit(changes=changes)
