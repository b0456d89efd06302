"""Slips of the pen that YAML reads as something else: odd blanks, a missing blank, typographic quotes."""

import re
import unicodedata
from typing import Final, NamedTuple

ODD_BLANKS: Final = "\u00a0\u1680\u180e\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff"
"""Characters that look like a blank or like nothing, and are no blank to YAML; as in a class of a pattern."""

_ODD: Final = re.compile(f"[{ODD_BLANKS}]")
_PREFIX: Final = r"[ \t]*(?:-[ \t]+)*"
_KEY: Final = r"""["']?[A-Za-z_][\w-]*["']?"""
_STRUCTURE: Final = re.compile(
    rf"{_PREFIX}(?:-?(?P<indent>[{ODD_BLANKS}])"
    rf"|{_KEY}[ \t]*(?:(?P<before>[{ODD_BLANKS}])|:(?P<behind>[{ODD_BLANKS}])))"
)
_TIGHT: Final = re.compile(rf"({_KEY})[{ODD_BLANKS}]*(:)(?!//)[{ODD_BLANKS}]*([^\s:].*)", re.DOTALL)
_TIGHT_LINE: Final = re.compile(rf"{_PREFIX}({_KEY})(:)(?!//)([^\s:{ODD_BLANKS}].*)")
_FULL_WIDTH: Final = re.compile(rf"{_PREFIX}({_KEY})\s*(\uff1a)\s*(.*)")
_TIGHT_DASH: Final = re.compile(r"([ \t]*(?:-[ \t]+)*)-([A-Za-z_\"'{\[].*)")

_QUOTES: Final = {
    "“": "”“",
    "”": "”",
    "„": "“”",
    "‘": "’‘",
    "’": "’",
    "‚": "‘’",
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
}
"""What opens a quotation in print, and what may close it."""

OPENING_QUOTES: Final = frozenset(_QUOTES)
_ANY_QUOTE: Final = re.compile(f"[{''.join(_QUOTES)}]")


class Slip(NamedTuple):
    """What is wrong in a line, from where (counted from 0) over how many characters, and what to do.

    `instead` is what to write in place of those characters.
    """

    message: str
    column: int
    length: int
    help: str
    instead: str


def odd_blank(text: str) -> str:
    """Name the first odd blank in a text: `a no-break space (U+00A0)`; empty where there is none."""
    found = _ODD.search(text) if not text.isascii() else None
    return _named(found[0]) if found else ""


def without_odd_blanks(text: str) -> str:
    """Return a text without the odd blanks at its ends."""
    return text if text.isascii() else re.sub(rf"^[{ODD_BLANKS}\s]+|[{ODD_BLANKS}\s]+$", "", text)


def with_regular_spaces(text: str) -> str:
    """Return a text with a regular space in place of every odd blank."""
    return _ODD.sub(" ", text)


def without_quotes(text: str) -> str:
    """Return what stands between typographic quotes, empty where a text does not stand in such."""
    is_quoted = len(text) > 2 and text[-1] in _QUOTES.get(text[0], "")
    inner = text[1:-1].strip() if is_quoted else ""
    return "" if _ANY_QUOTE.search(inner) else inner


def loosened(text: str) -> str:
    """Return a key and a value that stands right behind its `:` with a blank between; empty if it is none."""
    found = _TIGHT.fullmatch(text)
    return f"{found[1]}: {found[3]}" if found else ""


def tight(text: str) -> tuple[str, str] | None:
    """Part a key from a value that stands right behind its `:`, or behind an odd blank."""
    found = _TIGHT.fullmatch(text)
    return (found[1].strip("\"'"), found[3]) if found else None


def slip_in(line: str) -> Slip | None:
    """Say what in a line that YAML stumbled over is probably a slip."""
    if found := _STRUCTURE.match(line):
        at = next(found.start(name) for name in ("indent", "before", "behind") if found[name])
        return Slip(_named(line[at]), at, 1, "replace it with a regular space", " ")
    if found := _FULL_WIDTH.match(line):
        return Slip("a full-width `：` after a key", found.start(2), 1, f"write `{found[1]}: …`", ": ")
    if found := _TIGHT_LINE.match(line):
        message = f"no space after the `:` of `{found[1]}`"
        return Slip(message, found.start(1), len(found[1]) + 1, f"write `{found[1]}: …`", f"{found[1]}: ")
    if found := _TIGHT_DASH.match(line):
        message = "no space after the `-` of a list's entry"
        return Slip(message, len(found[1]), 1, f"write `- {_short(found[2])}`", "- ")
    return None


def _named(character: str) -> str:
    if character == "\u00a0":
        return "a no-break space (U+00A0)"
    name = unicodedata.name(character, "").lower()
    return f"an unusual space ({name}, U+{ord(character):04X})" if name else f"U+{ord(character):04X}"


def _short(text: str) -> str:
    text = text.rstrip()
    return text if len(text) <= 40 else text[:39] + "…"
