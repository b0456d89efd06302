"""Write the present name of a field."""

from collections.abc import Iterator

from mkdocs_traceability.edits.fixes.current_name import current_name
from mkdocs_traceability.edits.fixes.written import TextOf, written_at
from mkdocs_traceability.edits.fixes.yaml_parts import YamlPart, entry_at, list_around, yaml_part
from mkdocs_traceability.edits.yaml_spans import Span
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.fix import Fix, TextEdit
from mkdocs_traceability.model.position import Position


def former_field(finding: Finding, text_of: TextOf) -> Fix | None:
    """Write the name of now, in all items of the list: of a file only the first place is reported."""
    first = current_name(finding, text_of)
    written = written_at(finding.position, text_of)
    text = text_of(finding.position.path)
    if first is None or written is None or text is None or not written.is_yaml:
        return first
    part = yaml_part(finding.position.path, text)
    now = finding.suggestions[0]
    edits = tuple(_like_it(part, finding.position, now)) if part else ()
    return Fix(first.title, edits or first.edits, is_safe=True)


def _like_it(part: YamlPart, at: Position, now: str) -> Iterator[TextEdit]:
    """Go through the same key in the items of one list, which are of one kind."""
    found = entry_at(part, at)
    siblings = list_around(part.root, found.mapping) if found else None
    for item in siblings.parts if found and siblings else ():
        keys = [key for key, _ in item.entries]
        names = [_plain(key) for key in keys]
        if found and now not in names:
            yield from (_edit(part, at.path, key, now) for key in keys if _plain(key) == _plain(found.key))


def _plain(key: Span) -> str:
    return key.text.replace("-", "_")


def _edit(part: YamlPart, path: str, key: Span, now: str) -> TextEdit:
    line = part.first_line + key.line
    return TextEdit(path, line, key.column + 1, line, key.column + 1 + key.end - key.start, now)
