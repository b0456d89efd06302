"""What stands in a source at the place of a finding, and the edit that puts something else there."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final, NamedTuple

from mkdocs_traceability.edits.yaml_text import in_brackets, in_line
from mkdocs_traceability.model.fix import TextEdit
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.reading.discovery import PAGE_ENDINGS
from mkdocs_traceability.reading.markdown.page_body import FENCED
from mkdocs_traceability.reading.text import line_ends_as_one
from mkdocs_traceability.reading.yaml.nodes import Sequence
from mkdocs_traceability.reading.yaml.tree import parse
from mkdocs_traceability.reading.yaml.unreadable import Unreadable

TextOf = Callable[[str], str | None]
"""Returns the text of a source by its path, None of a file that is not to be edited."""

_NEEDS_ESCAPE: Final = re.compile(r"[\"'\\\x00-\x1f\x7f-\x9f\u2028\u2029]")
_MARK: Final = "\ufeff"


class Written(NamedTuple):
    """A piece of one line of a source, as it is written there; it stands in YAML, or in Markdown."""

    position: Position
    text: str
    is_yaml: bool

    def replaced_by(self, text: str) -> TextEdit:
        """Return the edit that writes something else in its place."""
        path, line, column, _ = self.position
        return TextEdit(path, line, column, line, column + len(self.text), text)

    def is_only(self, text: str) -> bool:
        """Whether a text stands there and nothing else, in quotes or without."""
        return self.text == text or (self.is_yaml and self.text in (f'"{text}"', f"'{text}'"))

    def value(self, text: str) -> str:
        """Return a text as it is written in this place: in YAML with quotes where it needs or had some."""
        if not self.is_yaml:
            return text
        quote = self.text[:1]
        if quote in ("'", '"') and not _NEEDS_ESCAPE.search(text):
            return f"{quote}{text}{quote}"
        return in_yaml(text)


def in_yaml(text: str) -> str:
    """Return a text as it may stand anywhere in YAML, in brackets or not."""
    return text if in_line(text) == text and is_plain_in_brackets(text) else quoted(text)


def quoted(text: str) -> str:
    """Return a text in double quotes, as in the manual, unless something in it had to be escaped."""
    return in_brackets(text) if _NEEDS_ESCAPE.search(text) else f'"{text}"'


def written_at(position: Position, text_of: TextOf) -> Written | None:
    """Return what stands at a place; None where that is not a piece of one line, or cannot be edited."""
    text = text_of(position.path)
    if text is None or not position.length:
        return None
    lines = lines_of(text)
    line = lines[position.line - 1] if 0 < position.line <= len(lines) else ""
    start = position.column - 1
    written = line[start : start + position.length]
    if len(written) < position.length:
        return None
    return Written(position, written, position.line in yaml_lines(position.path, text))


def is_plain_in_brackets(text: str) -> bool:
    """Whether a text may stand in brackets as it is; PyYAML quotes a `:` there, and needs no quotes."""
    try:
        tree = parse(f"[{text}]")
    except Unreadable:
        return False
    return isinstance(tree, Sequence) and [getattr(each, "text", "") for each in tree.items] == [text]


@lru_cache(maxsize=8)
def lines_of(text: str) -> list[str]:
    """Return the lines of a text as our reader counts them."""
    return line_ends_as_one(text.removeprefix(_MARK)).split("\n")


@lru_cache(maxsize=8)
def yaml_lines(path: str, text: str) -> range:
    """Return the numbers of the lines that are YAML: all, of a page those of its front matter."""
    if not path.endswith(PAGE_ENDINGS):
        return range(1, len(lines_of(text)) + 1)
    fenced = FENCED.match("\n".join(lines_of(text)))
    return range(2, 2 + fenced[1].count("\n")) if fenced else range(0)
