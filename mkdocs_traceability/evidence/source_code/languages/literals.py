"""The values of string literals: the names that tests are given in most languages."""

import re
from typing import Final

_ESCAPE: Final = re.compile(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL
)
_CONTROL: Final = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "\n": ""}


def string_value(literal: str) -> str:
    """Return what a literal in quotes stands for; what is none is returned as it is."""
    if len(literal) < 2 or literal[0] not in "\"'`" or literal[-1] != literal[0]:
        return literal
    inner = literal[1:-1]
    return _ESCAPE.sub(_unescaped, inner) if "\\" in inner else inner


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3]
    if code is None:
        return _CONTROL.get(match[4], match[4])
    point = int(code, 16)
    is_character = point <= 0x10FFFF and not 0xD800 <= point <= 0xDFFF
    return chr(point) if is_character else match[0]
