"""Read: the tables of a Markdown page, cell by cell, each at its place in the file.

What is a table, and where a cell ends, is decided as in Python-Markdown: fenced code, comments and raw HTML
hold none, and a pipe that is escaped or stands in a code span separates nothing. What a cell says is not
asked here.
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from typing import Final, NamedTuple

from mkdocs_traceability.reading.markdown.blocks import Blocks, BlockStart, Prose
from mkdocs_traceability.reading.markdown.page_body import body_of
from mkdocs_traceability.reading.markdown.raw_blocks import HIDDEN
from mkdocs_traceability.reading.markdown.tabs import expanded, written_column
from mkdocs_traceability.reading.own_key import is_own_key

_MARK: Final = re.compile(r"\\\\|(?P<ticks>\\?`+)|\\\||(?P<pipe>\|)")
_ENDS_IN_PIPE: Final = re.compile(r"(?<!\\)(?:\\\\)*\|$")
_DASHES: Final = frozenset(" :-\t")
_COMMENT: Final = re.compile(
    r"^[ \t>]*(?P<all><!--\s*(?P<key>[A-Za-z_-]{9,16})(?=[\s:])(?P<text>.*?))(?:-->|\Z)",
    re.MULTILINE | re.DOTALL,
)
_ATX: Final = re.compile(r"(#{1,6})[ \t]*(.*?)[ \t]*#*[ \t]*(?:\{[^{}]*\})?[ \t]*$")
_ATTRIBUTES: Final = re.compile(r"[ \t]*\{[:#.][^{}]*\}[ \t]*$")
_BETWEEN: Final = " \t>"


class Cell(NamedTuple):
    """One cell as it is written, without the blanks around it. An empty one stands where its blanks do."""

    text: str
    line: int
    column: int
    length: int


class Row(NamedTuple):
    """The cells of one line: fewer than the header has, or more, where that is what is written."""

    cells: tuple[Cell, ...]
    line: int


class Heading(NamedTuple):
    """A heading of the page, its text as it is written, and its level from 1."""

    text: str
    level: int
    line: int
    column: int
    length: int


class Comment(NamedTuple):
    """An HTML comment that begins with our key, or with what looks like it: `<!-- traceability: … -->`.

    `text` is what follows the key, to the letter, from `line` and `column` on.
    """

    key: str
    text: str
    line: int
    column: int
    key_line: int
    key_column: int
    last_line: int
    is_closed: bool = True


class Table(NamedTuple):
    """A table: its header, the rows below the dashes, the headings above it, the outermost first.

    `comment` is ours directly above it, with only blank lines or other comments between.
    """

    header: tuple[Cell, ...]
    rows: tuple[Row, ...]
    line: int
    last_line: int
    headings: tuple[Heading, ...] = ()
    comment: Comment | None = None


class PageTables(NamedTuple):
    """The tables of a page in their order, and the comments of ours below which no table stands."""

    tables: tuple[Table, ...]
    comments: tuple[Comment, ...] = ()


def read_tables(text: str) -> PageTables:
    """Return the tables of a page. Lines and columns are those of the file, counted from 1."""
    body = body_of(text)
    page = _Page(body.split("\n"), text[: len(text) - len(body)].count("\n"))
    tables = [table for rows in sorted(page.blocks.tables) if (table := page.table(rows))]
    comments = list(page.comments(body))
    by_table = page.above(tables, comments)
    taken = set(by_table.values())
    return PageTables(
        tuple(each._replace(comment=by_table.get(each.line)) for each in tables),
        tuple(each for each in comments if each not in taken),
    )


class _Page:
    """Knows the lines of a page's body, as they are written and as Markdown sees them."""

    def __init__(self, written: list[str], before: int) -> None:
        self.blocks = Blocks([expanded(line.replace(HIDDEN, " ")) for line in written])
        self._written = written
        self._before = before
        self._headings = _headings(self.blocks.prose, self._at)

    def table(self, rows: tuple[BlockStart, ...]) -> Table | None:
        """Return the table of a paragraph that looks like one; None where Python-Markdown sees none."""
        header = self._text(rows[0]).strip()
        is_bordered = header.startswith("|") or _ENDS_IN_PIPE.search(header) is not None
        head, dashes, *others = (self._row(row, is_bordered) for row in rows)
        columns = len(head.cells)
        is_table = len(dashes.cells) == columns and _DASHES.issuperset("".join(c.text for c in dashes.cells))
        if columns == 1:
            lines = [self._text(row).strip() for row in rows]
            is_table = is_table and all(each[:1] == "|" or _ENDS_IN_PIPE.search(each) for each in lines)
        if not is_table:
            return None
        if not is_bordered:
            again = zip(others, rows[2:], strict=True)
            others = [self._row(row, True) if len(each.cells) > columns else each for each, row in again]
        return Table(head.cells, tuple(others), head.line, self._at(rows[-1])[0], self._above(head.line))

    def comments(self, body: str) -> list[Comment]:
        """Return the comments that are ours, or are meant to be, wherever Markdown sees a comment."""
        starts = [0, *(found.end() for found in re.finditer("\n", body))]
        prose = (each for each in self.blocks.prose if each.text.lstrip().startswith("<!--"))
        of_prose = {each.places[0].line for each in prose}
        comments = []
        for found in _COMMENT.finditer(body) if "<!--" in body else ():
            line = bisect_right(starts, found.start("all")) - 1
            if is_own_key(found["key"]) and (line in of_prose or self.blocks.is_html(line)):
                comments.append(self._comment(found, starts))
        return comments

    def above(self, tables: list[Table], comments: list[Comment]) -> dict[int, Comment]:
        """Return, by the line of its table, each comment between which and the table nothing stands."""
        by_last_line = {each.last_line: each for each in comments}
        found = {}
        for table in tables:
            line = table.line - 1
            while line > self._before and line not in by_last_line and self._is_between(line):
                line -= 1
            if line in by_last_line:
                found[table.line] = by_last_line.pop(line)
        return found

    def _is_between(self, line: int) -> bool:
        number = line - self._before - 1
        text = self._written[number].lstrip(_BETWEEN).rstrip()
        return not text or (text.startswith("<!--") and text.endswith("-->") and self.blocks.is_html(number))

    def _comment(self, found: re.Match[str], starts: list[int]) -> Comment:
        def place(offset: int) -> tuple[int, int]:
            line = bisect_right(starts, offset) - 1
            return self._before + line + 1, offset - starts[line] + 1

        is_closed = found[0].endswith("-->")
        text = found["text"] if is_closed else found["text"].split("\n")[0]
        last_line = place(found.start("text") + len(text))[0]
        line, column = place(found.start("text"))
        return Comment(found["key"], text, line, column, *place(found.start("key")), last_line, is_closed)

    def _text(self, place: BlockStart) -> str:
        written = self._written[place.line]
        return written[written_column(written, place.column) :]

    def _at(self, place: BlockStart) -> tuple[int, int]:
        """Return the line and the column of the file, from 1, where a block begins on a line."""
        written = self._written[place.line]
        return self._before + place.line + 1, written_column(written, place.column) + 1

    def _row(self, place: BlockStart, is_bordered: bool) -> Row:
        line, column = self._at(place)
        text = self._text(place)
        return Row(
            tuple(_cell(text, start, end, line, column) for start, end in _split(text, is_bordered)), line
        )

    def _above(self, line: int) -> tuple[Heading, ...]:
        """Return the headings under which a line stands."""
        path: list[Heading] = []
        for heading in self._headings[: bisect_right(self._headings, line, key=lambda each: each.line)]:
            while path and path[-1].level >= heading.level:
                path.pop()
            path.append(heading)
        return tuple(path)


def _headings(prose: list[Prose], at: Callable[[BlockStart], tuple[int, int]]) -> list[Heading]:
    """Return the headings of a page that no list, quotation or box holds."""
    found = []
    for each in prose:
        place = each.places[0]
        if place.column:
            continue
        line, column = at(place)
        first, *more = each.text.split("\n")
        if atx := _ATX.match(first):
            found.append(Heading(atx[2], len(atx[1]), line, column + atx.start(2), len(atx[2])))
        elif len(more) == 1 and more[0].strip() and not more[0].strip(" =-"):
            text = _ATTRIBUTES.sub("", first).strip()
            found.append(Heading(text, 1 if "=" in more[0] else 2, line, column, len(text)))
    return sorted(found, key=lambda each: each.line)


def _cell(text: str, start: int, end: int, line: int, column: int) -> Cell:
    inner = text[start:end]
    stripped = inner.strip()
    if not stripped:
        return Cell("", line, column + start, max(end - start, 1))
    start += len(inner) - len(inner.lstrip())
    return Cell(stripped, line, column + start, len(stripped))


def _split(text: str, is_bordered: bool) -> list[tuple[int, int]]:
    """Return where each cell of a row begins and ends (`TableProcessor._split` of Python-Markdown)."""
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    if is_bordered:
        start += text[start:end].startswith("|")
        if found := _ENDS_IN_PIPE.search(text[start:end]):
            end = start + found.end() - 1
    pipes = _separating(text[start:end])
    starts = [start, *(start + pipe + 1 for pipe in pipes)]
    return list(zip(starts, [*(start + pipe for pipe in pipes), end], strict=True))


def _separating(row: str) -> list[int]:
    """Return where the pipes are that end a cell: none in a code span, none that is escaped."""
    if "`" not in row and "\\" not in row:
        return [position for position, character in enumerate(row) if character == "|"]
    marks = list(_MARK.finditer(row))
    waiting: dict[int, list[int]] = {}
    for mark in reversed(marks):
        if mark["ticks"]:
            waiting.setdefault(len(mark["ticks"].lstrip("\\")), []).append(mark.end())
    pipes, done = [], 0
    for mark in marks:
        if mark.start() < done:
            continue
        if mark["pipe"]:
            pipes.append(mark.start())
        elif mark["ticks"]:
            ticks = len(mark["ticks"])
            size = ticks - 2 * mark["ticks"].startswith("\\")  # the backslash, and the backtick behind it
            ends = waiting.get(size, [])
            while ends and ends[-1] <= mark.end():
                ends.pop()
            done = ends[-1] if size > 0 and ends else done
    return pipes
