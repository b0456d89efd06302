"""A waiver of a finding, written into the item that the finding is of, with the reason still to be given.

A waiver without a reason is a finding itself (TR004), so that none is left so without anybody's knowing.
"""

from mkdocs_traceability.edits.fixes.written import TextOf
from mkdocs_traceability.edits.fixes.yaml_parts import YamlPart, yaml_part
from mkdocs_traceability.edits.yaml_spans import Span
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.fix import Fix, TextEdit
from mkdocs_traceability.model.position import Position

_WAIVE = "waive"


def waiver_stub(finding: Finding, text_of: TextOf) -> Fix | None:
    """Return the edit that waives a finding in its item; None where the item is not written as a mapping.

    It is no safe fix: whether there is a reason, only a person can say.
    """
    at = finding.declaration
    text = text_of(at.path) if at else None
    part = yaml_part(at.path, text) if at and text is not None else None
    item = _item_at(part, at) if part and at else None
    if part is None or at is None or item is None:
        return None
    edit = _in_waivers(part, at.path, item, finding.code)
    title = f"Waive {finding.code} for `{finding.item}` (add the reason)"
    return Fix(title, (edit,), is_safe=False) if edit else None


def _item_at(part: YamlPart, at: Position) -> Span | None:
    """Return the mapping of the item whose id stands at a place; None where an anchor repeats it."""
    place = (at.line - part.first_line, at.column - 1)
    waiting = [part.root]
    while waiting:
        span = waiting.pop()
        for key, value in span.entries:
            if key.text == "id" and (value.line, value.column) == place:
                return None if span.has_anchor else span
        waiting += span.parts
    return None


def _in_waivers(part: YamlPart, path: str, item: Span, code: str) -> TextEdit | None:
    waivers = next((value for key, value in item.entries if key.text == _WAIVE), None)
    stub = f'{code}: {{reason: ""}}'
    if waivers is None:
        return _added(part, path, item, f"{_WAIVE}: {{{stub}}}")
    is_there = any(key.text.upper() == code for key, _ in waivers.entries)
    return None if is_there or waivers.has_anchor else _added(part, path, waivers, stub)


def _added(part: YamlPart, path: str, mapping: Span, written: str) -> TextEdit | None:
    """Return the edit that adds an entry at the end of a mapping."""
    if not mapping.parts:
        return None
    last = mapping.parts[-1]
    if mapping.is_flow:
        return _insertion(part, path, last.end, f", {written}")
    if last.style in ("|", ">"):
        return None
    end = part.text.find("\n", last.end)
    end = len(part.text) if end < 0 else end
    return _insertion(part, path, end, f"\n{' ' * mapping.parts[0].column}{written}")


def _insertion(part: YamlPart, path: str, offset: int, text: str) -> TextEdit:
    before = part.text[:offset]
    line, column = part.first_line + before.count("\n"), offset - before.rfind("\n")
    return TextEdit(path, line, column, line, column, text)
