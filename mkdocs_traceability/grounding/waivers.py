"""Read the waivers that stand in comments of a document, and which lines each of them covers.

`<!-- traceability: waive TR601 until=2027-01-31 reason="gone for good" owner=ana -->`: at the top of a
document, before any text, it covers all of it; on lines of its own the block that follows; beside text the
line it stands on.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from mkdocs_traceability.model.directives import WAIVE
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.grounding import CODES, DocumentWaiver
from mkdocs_traceability.model.item import Waived, Waiver
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.reading.markdown.blocks import Blocks, Prose
from mkdocs_traceability.reading.markdown.inline import code_spans
from mkdocs_traceability.reading.markdown.page_body import body_of
from mkdocs_traceability.reading.markdown.raw_blocks import HIDDEN
from mkdocs_traceability.reading.markdown.tabs import expanded
from mkdocs_traceability.reading.own_key import KEY
from mkdocs_traceability.reading.source_form import did_you_mean, shown
from mkdocs_traceability.reading.tables.directive import Directive, Word, read_directive
from mkdocs_traceability.reading.tables.grid import Comment
from mkdocs_traceability.registry.nearest import nearest_word

_COMMENT: Final = re.compile(
    rf"<!--\s*{KEY}\s*(?P<text>:\s*{WAIVE}\b(?:(?!<!--|-->).)*?)-->", re.DOTALL | re.IGNORECASE
)
_ANY_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
_MARKS: Final = " \t>*+-"
"""What may stand before a comment that is alone on its lines: it may belong to a list or a quotation."""
_KEYS: Final = ("reason", "owner", "until", "of")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_RULES: Final = frozenset(CODES.values())
_EXAMPLE: Final = f'<!-- {KEY}: {WAIVE} TR601 reason="…" owner=… until=2027-01-31 -->'


class WaiversRead(NamedTuple):
    """The waivers of a document, and what is wrong with them."""

    waivers: list[DocumentWaiver]
    problems: list[Finding]


def waivers_in(text: str, path: str) -> WaiversRead:
    r"""Return the waivers in the comments of a document, whose lines end in `\n`.

    One that is badly written still holds, so that it is the one mistake, and not what it waives as well.
    """
    read = WaiversRead([], [])
    if _COMMENT.search(text) is None:
        return read
    body = body_of(text)
    before = text[: len(text) - len(body)].count("\n")
    starts = [0, *(found.end() for found in re.finditer("\n", body))]
    lines = _Lines(body)
    for found in _COMMENT.finditer(body):
        start, at, end = (bisect_right(starts, place) - 1 for place in (found.start(), *found.span("text")))
        if lines.are_shown(start):
            comment = Comment(
                KEY, found["text"], before + at + 1, found.start("text") - starts[at] + 1, 0, 0, 0
            )
            first, last = lines.covered(start, end)
            _read(read, comment, path, before + first + 1, before + last + 1)
    return read


class _Lines:
    """Knows the lines of a body: where a comment is one, and what it covers."""

    def __init__(self, body: str) -> None:
        blocks = Blocks([expanded(line) for line in body.replace(HIDDEN, " ").split("\n")])
        self._blocks = blocks
        self._in_prose = {
            line for prose in blocks.prose if "<!--" in prose.text for line in _lines_with_comments(prose)
        }
        bare = _ANY_COMMENT.sub(lambda found: "\n" * found[0].count("\n"), body).split("\n")
        self._has_text = [bool(line.strip(_MARKS)) for line in bare]
        self._next_text = [len(bare) - 1] * len(bare)
        self._block_end = list(range(len(bare)))
        for number in range(len(bare) - 2, -1, -1):
            has_text = self._has_text[number + 1]
            self._next_text[number] = number + 1 if has_text else self._next_text[number + 1]
            self._block_end[number] = self._block_end[number + 1] if bare[number + 1].strip() else number

    def are_shown(self, line: int) -> bool:
        """Whether a comment that begins in a line is one, and not shown in code."""
        return line in self._in_prose or self._blocks.is_html(line)

    def covered(self, start: int, end: int) -> tuple[int, int]:
        """Return the first and the last line that a comment from one line to another covers."""
        if any(self._has_text[start : end + 1]):
            return start, end
        if not self._has_text[0] and self._next_text[0] > start:
            return 0, len(self._has_text) - 1
        first = self._next_text[end]
        return first, self._block_end[first]


def _lines_with_comments(prose: Prose) -> Iterator[int]:
    """Go through the lines of a block in which a waiver begins that is no code."""
    parts, done = [], 0
    for start, end, _ in code_spans(prose.text):
        parts += [prose.text[done:start], HIDDEN * (end - start)]
        done = end
    text = "".join((*parts, prose.text[done:]))
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    for found in _COMMENT.finditer(text):
        yield prose.places[bisect_right(starts, found.start()) - 1].line


def _read(read: WaiversRead, comment: Comment, path: str, first: int, last: int) -> None:
    """Enter the waivers of a comment, one for each rule that it names."""
    directive = read_directive(comment)
    said = {name.text: value for name, value in directive.attributes}
    read.problems.extend(
        Finding(code, message, _at(path, word), help=help_, subject=word.text)
        for code, word, message, help_ in _problems(directive, said)
    )
    until = _date(said["until"].text) if "until" in said else None
    of = (Waived(said["of"].text, "", _at(path, said["of"])),) if "of" in said else ()
    reason, owner = (_text(said, name) for name in ("reason", "owner"))
    for each in directive.odd:
        if (code := each.text.upper()) in _RULES:
            waiver = Waiver(code, reason, owner, until, _at(path, each), of=of)
            read.waivers.append(DocumentWaiver(waiver, first, last))


def _problems(directive: Directive, said: dict[str, Word]) -> Iterator[tuple[str, Word, str, str]]:
    """Go through what is wrong with a comment: the code, where, what, and what to do about it."""
    begin = directive.kind
    assert begin is not None, "the comment begins with a word"
    for each in directive.odd:
        if each.text.upper() not in _RULES:
            near = nearest_word(each.text.upper(), _RULES)
            help_ = f"did you mean `{near}`?" if near else f"name rules such as TR601: `{_EXAMPLE}`"
            yield "TR003", each, f"`{shown(each.text)}` is no rule that a comment can waive", help_
    if not directive.odd:
        yield "TR004", begin, "this waiver names no rule", f"name it: `{_EXAMPLE}`"
    elif not _text(said, "reason"):
        listed = ", ".join(shown(each.text) for each in directive.odd)
        yield "TR004", begin, f"the waiver of {listed} has no reason", f"give the reason: `{_EXAMPLE}`"
    for name, _ in directive.attributes:
        if name.text not in _KEYS:
            message = f"unknown key `{shown(name.text)}` of a waiver"
            yield "TR002", name, message, did_you_mean(name.text, _KEYS)
    if "until" in said and _date(said["until"].text) is None:
        word = said["until"]
        yield "TR003", word, f"`{shown(word.text)}` is not a date", "write it as 2027-01-31"


def _at(path: str, word: Word) -> Position:
    return Position(path, word.line, word.column, word.length)


def _text(said: dict[str, Word], name: str) -> str:
    return said[name].text.strip() if name in said else ""


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:  # such as the 30th of February
        return None
