"""Import: text that was decoded with the wrong encoding, as it was meant.

ftfy finds most of it. It looks at one line at a time and so misses a lone symbol that was read as MacRoman
(`‚úÖ` for ✅): such runs are repaired where one of them, anywhere in the document, cannot be text.
"""

import re
from typing import Final, NamedTuple

_RUN: Final = re.compile(r"[^\x00-\x7f]+")
_LONG: Final = 3
"""So many bytes of UTF-8 for one character: no text in MacRoman has them side by side by chance."""


class Repaired(NamedTuple):
    """A document as it was meant, and the numbers of the lines that were repaired, from 1."""

    text: str
    lines: tuple[int, ...]


def repaired(text: str) -> Repaired:
    """Repair what was decoded wrongly; a text that is sound stays as it is."""
    if text.isascii():
        return Repaired(text, ())
    from ftfy import fix_encoding  # takes some time to load

    before = text.split("\n")
    lines = [line if line.isascii() else fix_encoding(line) for line in before]
    lines = [new if "\n" not in new else old for old, new in zip(before, lines, strict=True)]
    if any(_is_certain(run) for line in lines for run in _RUN.findall(line)):
        lines = [_RUN.sub(lambda found: _from_macroman(found[0]) or found[0], line) for line in lines]
    pairs = enumerate(zip(before, lines, strict=True), 1)
    return Repaired("\n".join(lines), tuple(number for number, (old, new) in pairs if old != new))


def column_before(line: str, repaired_line: str, column: int) -> int:
    """Return where in a line, as it is written, a column of the repaired line stands; both count from 1."""
    if line == repaired_line:
        return column
    passed = sum(map(str.isascii, repaired_line[: column - 1]))
    for place, character in enumerate(line):
        if passed == 0 and (character.isascii() or not repaired_line[column - 1 : column].isascii()):
            return place + 1
        passed -= character.isascii()
    return len(line) + 1


def _from_macroman(run: str) -> str | None:
    try:
        return run.encode("mac_roman").decode("utf-8")
    except UnicodeError:
        return None


def _is_certain(run: str) -> bool:
    meant = _from_macroman(run)
    return meant is not None and any(len(each.encode()) >= _LONG for each in meant)
