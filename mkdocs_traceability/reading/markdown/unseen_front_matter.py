"""Read: front matter that MkDocs does not see. It prints it as text of the page, and says nothing.

Only what holds our key, or one that looks like it, is of interest. Code, and what is commented out, is none.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from mkdocs_traceability.reading.markdown.raw_blocks import HIDDEN, hide_raw_blocks
from mkdocs_traceability.reading.own_key import KEY, lines_with_own_key
from mkdocs_traceability.reading.yaml.unreadable import Unreadable

_INVISIBLE: Final = "\ufeff\u200b\u200c\u200d\u2060\xa0\xad"
_FENCE: Final = re.compile(
    rf"[\s{_INVISIBLE}]{{0,3}}(?:-{{2,}}|[–—]{{1,3}}-?|\.{{3}}|\+{{3}}|;{{3}})[\s{_INVISIBLE}]*"
)
"""What people take for a line that begins or ends front matter; other generators have `+++` and `;;;`."""
_DATA: Final = re.compile(
    r"[ \t]*(?:#.*|[{}\[\],]+|\[+[\w.\"-]+\]+[ \t]*|[\"']?[\w.-]+[\"']?[ \t]*[:=].*|- .*)?|[ \t]+\S.*"
)
"""A line as YAML, TOML and JSON have it, and hardly a text."""
_TABLE: Final = re.compile(r"\[+[\w.\"-]+\]+")
_ASSIGNMENT: Final = re.compile(r"[ \t]*[\w.\"-]+[ \t]*=")
_INDENTED_KEY: Final = re.compile(r"[ \t]+[\"']?[\w-]+[\"']?[ \t]*:(?:[ \t]|\Z)")

_UNSEEN: Final = "MkDocs does not see this front matter"
_BEGIN: Final = "begin it with `---`, alone in the first line of the page"


def refuse_unseen(text: str, seen: int = 0) -> None:
    """Refuse a page with front matter that MkDocs does not see; what it sees ends at the offset `seen`.

    Raises:
        Unreadable: where such a block holds a key that looks like ours.

    """
    body = text[seen:]
    if own := dict(lines_with_own_key(body)):
        _Page(body, text.count("\n", 0, seen)).refuse(own)


class _Page:
    """The lines of a page, or of what follows its front matter, without code and comments."""

    def __init__(self, body: str, before: int) -> None:
        self._lines = hide_raw_blocks(body.split("\n")).lines
        self._before = before
        shown = (n for n, line in enumerate(self._lines) if line.strip(f"{HIDDEN} \t"))
        self._first = next(shown, 0)

    def refuse(self, own: Mapping[int, str]) -> None:
        """Refuse the first block that holds one of the lines with `own` keys."""
        for number, opening in self._openings():
            if number not in own:
                continue
            is_at_top = opening == self._first and own[number] == KEY and not self._before
            if is_at_top or self._is_mapping(number):
                raise self._unreadable(opening, number)

    def _openings(self) -> Iterator[tuple[int, int]]:
        """Go through the lines that stand in a block of data: each with the line that opens it.

        A block goes on as long as its lines look like data; the one at the top until it is closed.
        """
        opening: int | None = None
        is_top = False
        for number in range(self._first, len(self._lines)):
            line = self._lines[number]
            if _FENCE.fullmatch(line):
                is_top = number == self._first
                opening = number
            elif not is_top and not _DATA.fullmatch(line):
                opening = None
            elif number == self._first:
                opening = number
            if opening is not None and line.strip(HIDDEN):
                yield number, opening

    def _is_mapping(self, number: int) -> bool:
        """Whether what stands behind a key can only be a mapping: a text, too, may begin `Traceability:`."""
        line = self._lines[number].strip()
        following = (self._lines[n] for n in range(number + 1, len(self._lines)))
        below = next((each for each in following if each.strip() and not each.lstrip().startswith("#")), "")
        if line.startswith("["):
            return bool(_TABLE.fullmatch(line) and _ASSIGNMENT.match(below))
        value = line.partition(":")[2].strip()
        if value[:1] in ("", "#"):
            return bool(_ASSIGNMENT.match(line) or (":" in line and _INDENTED_KEY.match(below)))
        return value.startswith("{")

    def _unreadable(self, opening: int, number: int) -> Unreadable:
        """Say why MkDocs does not see the block of this line, and what to do."""
        fence = self._lines[opening].strip()
        message, remedy, line = _UNSEEN, _BEGIN, opening
        if fence in ("+++", ";;;") or fence.startswith("{"):
            message += f": it is {'TOML' if fence == '+++' else 'JSON'}"
            remedy = "write it as YAML, between two lines `---`"
        elif self._before:
            message += ": it is below the first"
            remedy = f"move `{KEY}:` up, into the first"
        elif not _FENCE.fullmatch(self._lines[opening]):
            message += ": no line `---` begins it"
            remedy = "put a line `---` above it, and one below"
        elif not opening and self._lines[0].rstrip(" \t") == "---":
            last = len(self._lines) - 1
            if self._lines[last].rstrip(" \t") in ("---", "...") and number < last:
                message, line = f"{_UNSEEN}: nothing ends the line that closes it", last
                remedy = "end the file with a line break"
            else:
                message, remedy = "the front matter is never closed", "end it with a line `---`"
        return Unreadable(message, line + 1 + self._before, 1, help=remedy)
