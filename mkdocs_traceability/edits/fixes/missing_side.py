"""Add the entry that a relation lacks at its other end."""

from mkdocs_traceability.edits.fixes.written import TextOf, in_yaml
from mkdocs_traceability.edits.fixes.yaml_parts import (
    Entry,
    YamlPart,
    entry_at,
    has_anchors,
    replacement,
    yaml_part,
)
from mkdocs_traceability.edits.yaml_spans import Span
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.fix import Fix, TextEdit


def missing_side(finding: Finding, text_of: TextOf) -> Fix | None:
    """Enter the item that lists another in the list of that other, which the finding shows."""
    place = finding.related[0].position if finding.related else None
    text = text_of(place.path) if place else None
    part = yaml_part(place.path, text) if place and text is not None else None
    entry = entry_at(part, place) if part and place else None
    if part is None or place is None or entry is None or not _is_of(finding.subject, entry):
        return None
    edit = added_to_list(part, place.path, entry.value, in_yaml(finding.item))
    if edit is None:
        return None
    return Fix(f"Add `{finding.item}` to `{entry.key.text}` of `{finding.subject}`", (edit,), is_safe=True)


def _is_of(id_: str, entry: Entry) -> bool:
    """Whether the list is the item's own: not that of `defaults`, nor one that an anchor repeats."""
    ids = (value.text for key, value in entry.mapping.entries if key.text == "id")
    return id_ in ids and not (entry.mapping.has_anchor or has_anchors(entry.value))


def added_to_list(part: YamlPart, path: str, value: Span, new: str) -> TextEdit | None:
    """Return the edit that enters what is `new`, as it may stand in brackets, at the end of a list.

    One value is made a list of two.
    """
    if value.is_scalar and not value.text and not value.style:
        return None
    if value.is_scalar or (value.is_mapping and value.is_flow):
        written = part.text[value.start : value.end]
        return replacement(part, path, value.start, value.end, f"[{written}, {new}]")
    if not value.is_list:
        return None
    if value.is_flow:
        at = value.parts[-1].end if value.parts else value.start + 1
        return replacement(part, path, at, at, f", {new}" if value.parts else new)
    return _added_below(part, path, value, new)


def _added_below(part: YamlPart, path: str, value: Span, new: str) -> TextEdit | None:
    """Return the edit that enters an id on a line of its own, behind the line of the last entry."""
    last = value.parts[-1]
    if last.style in ("|", ">"):
        return None
    end = part.text.find("\n", last.end)
    end = len(part.text) if end < 0 else end
    return replacement(part, path, end, end, f"\n{' ' * value.column}- {new}")
