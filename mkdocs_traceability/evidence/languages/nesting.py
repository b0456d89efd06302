"""Refuse text on which grammars run out of memory, before they are given it.

To a grammar, `a<` may begin a generic type or a comparison until what closes it is seen. For some (Java,
C#) the memory grows with the square of how many stay open, and a parse cannot be stopped while it happens:
120 kB of `a<a<a<` take more than 6 GB.
"""

import re
from typing import Final

_FEW: Final = 2_000
"""So many `<` are harmless however they stand."""

_MOST_WORK: Final = 20_000_000
"""The sum, over all `<`, of how many stay open: each takes about 15 bytes. Code comes to a hundredth."""

_TOKEN: Final = re.compile(
    rb"//[^\n]*|/\*.*?(?:\*/|\Z)" rb'|"(?:\\.|[^"\\\n])*"' rb"|'(?:\\.|[^'\\\n])*'" rb"|[<;{}]", re.DOTALL
)


def is_bottomless(source: bytes) -> bool:
    """Whether so many `<` stand open in a file that no grammar is to see it."""
    if source.count(b"<") <= _FEW:
        return False
    is_open = work = 0
    for match in _TOKEN.finditer(source):
        token = match[0]
        if token == b"<":
            is_open += 1
            work += is_open
        elif token in (b";", b"{", b"}"):
            is_open = 0
    return work > _MOST_WORK
