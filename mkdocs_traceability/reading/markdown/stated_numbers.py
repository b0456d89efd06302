"""Read: numbers that somebody typed, each with a comment behind it that says what it counts.

`12 flows<!-- traceability: count flows status=implemented -->`: the number is the last one before the comment
in the same block. Digits that belong to a name, an id, a date or an address are no number.
"""

import re
from collections import deque
from collections.abc import Iterator
from typing import Final, NamedTuple

from mkdocs_traceability.model.directives import NUMBERS, WAIVE
from mkdocs_traceability.reading.markdown.raw_blocks import HIDDEN

MAY_HOLD_NUMBERS: Final = re.compile(rb"<!--\s*traceability\s*:")

_COMMENT: Final = re.compile(
    r"<!--\s*traceability\s*:\s*(?P<text>(?:(?!<!--|-->).)*?)\s*-->", re.DOTALL | re.IGNORECASE
)
_WAIVER: Final = re.compile(rf"{WAIVE}\b", re.IGNORECASE)
_FORM: Final = re.compile(rf"(?:{'|'.join(NUMBERS)})\b")
_BLANK: Final = "[ \u00a0\u2009\u202f]"
_NUMBER: Final = re.compile(
    r"(?<![^\W_])(?<!#)(?<![^\W_][-.:,'’])(?<![^\W\d_]/)"
    r"(?P<digits>\d{1,3}(?:[.,'’\u00a0\u2009\u202f]\d{3})++(?!\d)|\d++(?:[.,]\d++)?)"
    rf"(?P<percent>{_BLANK}?[%％]|{_BLANK}(?:percent|per{_BLANK}cent|pct|Prozent)\b)?"
    r"(?![^\W_])(?![-:][^\W_])(?![.,]\d)"
)
_ADDRESS: Final = re.compile(r"\]\([^()]*\)|<[^<>]*>")


class NumberInText(NamedTuple):
    """A comment in a text that says what a number counts, and the number before it, if there is one."""

    comment: re.Match[str]
    number: re.Match[str] | None


def numbers_in(text: str) -> Iterator[NumberInText]:
    """Find typed numbers with a comment in the text of a block, in which code is hidden already.

    A comment that begins a line is about what follows, unless it counts something in a paragraph.
    """
    plain = _ADDRESS.sub(lambda found: HIDDEN * len(found[0]), text)
    first = len(text) - len(text.lstrip())
    done = 0
    for comment in _COMMENT.finditer(text):
        start = max(text.rfind("\n", done, comment.start()) + 1, done)
        if _WAIVER.match(comment["text"]):
            continue
        begins_line = not (start == done > 0 or text[start : comment.start()].strip())
        if begins_line and (comment.start() == first or not _FORM.match(comment["text"])):
            done = comment.end()
            continue
        numbers = deque(_NUMBER.finditer(plain, done, comment.start()), maxlen=1)
        yield NumberInText(comment, numbers[0] if numbers else None)
        done = comment.end()
