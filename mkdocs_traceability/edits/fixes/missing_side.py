"""Add the entry that a relation lacks at its other end."""

from mkdocs_traceability.edits.fixes.written import TextOf, in_yaml
from mkdocs_traceability.edits.fixes.yaml_parts import Entry, YamlPart, entry_at, has_anchors, yaml_part
from mkdocs_traceability.edits.yaml_spans import Span
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.fix import Fix, TextEdit
from mkdocs_traceability.model.position import Position


def missing_side(finding: Finding, text_of: TextOf) -> Fix | None:
    """Enter the item that lists another in the list of that other, which the finding shows."""
    place = finding.related[0].position if finding.related else None
    text = text_of(place.path) if place else None
    part = yaml_part(place.path, text) if place and text is not None else None
    entry = entry_at(part, place) if part and place else None
    if part is None or place is None or entry is None or not _is_of(finding.subject, entry):
        return None
    edit = _added(part, place, entry.value, finding.item)
    if edit is None:
        return None
    return Fix(f"Add `{finding.item}` to `{entry.key.text}` of `{finding.subject}`", (edit,), is_safe=True)


def _is_of(id_: str, entry: Entry) -> bool:
    """Whether the list is the item's own: not that of `defaults`, nor one that an anchor repeats."""
    ids = (value.text for key, value in entry.mapping.entries if key.text == "id")
    return id_ in ids and not (entry.mapping.has_anchor or has_anchors(entry.value))


def _added(part: YamlPart, place: Position, value: Span, id_: str) -> TextEdit | None:
    """Return the edit that enters an id at the end of a list, or of what should be one."""
    new = in_yaml(id_)
    if value.is_scalar and not value.text and not value.style:
        return None
    if value.is_scalar or (value.is_mapping and value.is_flow):
        written = part.text[value.start : value.end]
        return _edit(part, place, value.start, value.end, f"[{written}, {new}]")
    if not value.is_list:
        return None
    if value.is_flow:
        at = value.parts[-1].end if value.parts else value.start + 1
        return _edit(part, place, at, at, f", {new}" if value.parts else new)
    return _added_below(part, place, value, new)


def _added_below(part: YamlPart, place: Position, value: Span, new: str) -> TextEdit | None:
    """Return the edit that enters an id on a line of its own, behind the line of the last entry."""
    last = value.parts[-1]
    if last.style in ("|", ">"):
        return None
    end = part.text.find("\n", last.end)
    end = len(part.text) if end < 0 else end
    return _edit(part, place, end, end, f"\n{' ' * value.column}- {new}")


def _edit(part: YamlPart, place: Position, start: int, end: int, text: str) -> TextEdit:
    return TextEdit(place.path, *_line_column(part, start), *_line_column(part, end), text)


def _line_column(part: YamlPart, offset: int) -> tuple[int, int]:
    line_start = part.text.rfind("\n", 0, offset) + 1
    return part.first_line + part.text.count("\n", 0, offset), offset - line_start + 1
