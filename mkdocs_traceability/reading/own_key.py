"""The key under which a page declares items, and what people write where they mean it.

Read: whether a page can hold it at all is told at a glance, so that the other pages cost next to nothing.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from mkdocs_traceability.registry.nearest import likeness, plain_spelling

KEY: Final = "traceability"

_SURELY: Final = 0.85
"""How alike to `KEY` a key must be to be a slip of the pen: *reachability* is 0.83."""

_LINE: Final = r"""\n[ \t]{0,3}(?:[\[{]{1,2} ?)?["']?([A-Za-z_-]{9,16})["']?(?:[ \t]*[:=]|[\].])"""
"""Begins with a literal character: to look for that takes a sixth of the time that `^` takes."""
_IN_TEXT: Final = re.compile(_LINE)
_IN_BYTES: Final = re.compile(_LINE.encode("ascii"))


@lru_cache(maxsize=1024)
def is_own_key(name: str) -> bool:
    """Whether a key is ours, or is meant to be: `tracability`, `Traceability`, `trace-ability`."""
    spelled = plain_spelling(name)
    return spelled == KEY or likeness(spelled, KEY) >= _SURELY


def may_hold_own_key(data: bytes) -> bool:
    """Whether a line of a page begins with a key that looks like ours, in YAML, TOML or JSON."""
    lines = b"\n" + (data if b"\n" in data else data.replace(b"\r", b"\n"))
    return any(is_own_key(found[1].decode("ascii")) for found in _IN_BYTES.finditer(lines))


def lines_with_own_key(text: str) -> Iterator[tuple[int, str]]:
    """Go through the lines that begin with a key that looks like ours: each line's number from 0, the key."""
    number, done = 0, 0
    for found in _IN_TEXT.finditer(f"\n{text}"):
        if is_own_key(found[1]):
            number += text.count("\n", done, found.start())
            done = found.start()
            yield number, found[1]


def has_own_key(written: str) -> bool:
    """Whether front matter has a key at its top that looks like ours."""
    lines = written.split("\n")
    return any(not lines[number][:1].isspace() for number, _ in lines_with_own_key(written))
