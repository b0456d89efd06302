"""Two columns for each level, and one blank behind a dash; lines within a value move with it.

Comments stay above what they stand above, or in line with what is before them. Blanks at the end of lines go,
and one line end is left at the end of the file.
"""

import re
from typing import Final, NamedTuple

from mkdocs_traceability.edits.yaml_spans import Span, keeps_lines, last_line, last_scalar, spans_of
from mkdocs_traceability.model.kinds import Schema

_STEP: Final = 2
_BLANKS: Final = " \t"

_DASH: Final = re.compile(r"-(?: |$)")


class _Token(NamedTuple):
    """A dash, a key or a value at which something begins in a line: where it stands, and where it should."""

    column: int
    new: int


class _Layout:
    """Where lines begin: by the `tokens` in them, or by the `shifts` of those within values."""

    def __init__(self, text: str, root: Span) -> None:
        self.text = text
        self._keeps_lines = keeps_lines(last_scalar(root))
        self.lines = text.split("\n")
        self.tokens: dict[int, list[_Token]] = {}
        self.shifts: dict[int, int] = {}

    def place(self, span: Span, new: int) -> None:
        """Place a block mapping or list, and all in it, at a column."""
        column = self._column_of(span)
        shift = new - column
        for key, value in span.entries:
            self._begin(key.line, key.column, key.column + shift)
            self._value(value, new, shift)
        for item in span.parts if span.is_list else ():
            line = self._dash_of(item, column)
            self._begin(line, column, new)
            if item.line == line and item.end > item.start:
                self._begin(line, item.column, new + _STEP)
            self._value(item, new, shift)

    def _column_of(self, span: Span) -> int:
        """Return where a block begins: behind its anchor and tag, which may stand on a line above it."""
        if not (span.has_anchor or span.has_tag):
            return span.column
        first = span.parts[0].start
        start = first if span.is_mapping else self.text.rfind("-", span.start, first)
        return start - self.text.rfind("\n", 0, start) - 1

    def _value(self, value: Span, new: int, shift: int) -> None:
        if value.parts and not value.is_flow:
            self.place(value, new + _STEP)
            return
        for line in range(value.line + 1, last_line(self.text, value) + 1):
            self.shifts[line] = shift

    def _begin(self, line: int, column: int, new: int) -> None:
        tokens = self.tokens.setdefault(line, [])
        if all(token.column != column for token in tokens):
            tokens.append(_Token(column, new))

    def _dash_of(self, item: Span, column: int) -> int:
        """Return the line of the dash of an entry, which may stand on a line above it."""
        above = range(item.line, -1, -1)
        return next((line for line in above if _DASH.match(self.lines[line], column)), item.line)

    def laid_out(self) -> str:
        """Return the text with every line where it should begin."""
        text = "\n".join(map(self._line, range(len(self.lines))))
        return text if self._keeps_lines else text.rstrip("\n") + "\n"

    def _line(self, number: int) -> str:
        line = self.lines[number]
        if number in self.tokens:
            return self._with_tokens(line, sorted(self.tokens[number]))
        if number in self.shifts:
            return _shifted(line, self.shifts[number])
        if line.lstrip(_BLANKS).startswith("#"):
            return " " * self._column_of_comment(number) + line.strip(_BLANKS)
        return line.rstrip(_BLANKS)

    def _with_tokens(self, line: str, tokens: list[_Token]) -> str:
        if line[: tokens[0].column].strip(" "):
            return line.rstrip(_BLANKS)  # behind a key, or the mark of a document
        new = ""
        for token, following in zip(tokens, [*tokens[1:], None], strict=True):
            written = line[token.column : following.column if following else None].rstrip(" ")
            new = new.ljust(token.new) + written
        return new.rstrip(_BLANKS)

    def _column_of_comment(self, number: int) -> int:
        """Return where a comment should begin: as the next line, or as one above that began where it does."""
        column = _indent(self.lines[number])
        following = next(
            (self.tokens[n] for n in range(number + 1, len(self.lines)) if n in self.tokens), None
        )
        if following is None and column == 0:
            return 0  # at the end of the file, and of no list
        if following and min(following).column == column:
            return min(following).new
        for above in range(number - 1, -1, -1):
            for token in self.tokens.get(above, ()):
                if token.column == column:
                    return token.new
        return column


def _shifted(line: str, shift: int) -> str:
    """Move a line within a value; one that is blank, or too near to the margin, has nothing to be moved."""
    if not line.strip(_BLANKS):
        return line
    indent = _indent(line)
    return " " * max(indent + shift, 0) + line[indent:]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def with_indentation(text: str, _: Schema) -> str:
    """Return a text with its lines indented by level."""
    root = spans_of(text)
    if root is None or not root.parts or root.is_flow:
        return text
    layout = _Layout(text, root)
    layout.place(root, 0)
    return layout.laid_out()
