"""How wide a text is in a picture, without a font to ask: characters are counted, long texts shortened."""

import unicodedata
from typing import Final

_CHARACTER: Final = 7.9
"""How wide a character of a monospaced font of 13 px is at most, in the fonts that are in use."""
_LETTER: Final = 6.4
"""How wide a letter of 12 px is on average."""


def monospaced_wide(text: str) -> int:
    """Return how wide a text in a monospaced font of 13 px is."""
    return round(_cells(text) * _CHARACTER)


def letters_wide(text: str) -> int:
    """Return how wide a text of 12 px is."""
    return round(_cells(text) * _LETTER)


def shortened(text: str, longest: int) -> str:
    """Return a text that is at most so many characters wide, with an ellipsis where it was cut."""
    text = " ".join(text.split())
    if _cells(text) <= longest:
        return text
    kept = 0
    for index, character in enumerate(text):
        kept += _cells(character)
        if kept > longest - 1:
            return text[:index].rstrip() + "…"
    return text


def _cells(text: str) -> int:
    """Return how many places of a monospaced font a text takes: letters of East Asia take two."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)
