"""How a `code` claim is written: a path, perhaps a symbol in it, perhaps lines.

Form only: whether any of it is there is not asked here.
"""

import re
from typing import Final, NamedTuple

from mkdocs_traceability.model.item import Claim
from mkdocs_traceability.model.verdict import Outcome, Problem, Verdict

_NUMBERS: Final = r"L?(\d+)(?:C\d+)?(?:\s*[-–—]\s*L?(\d+)(?:C\d+)?)?"
"""A line or a range of lines, also as GitHub writes it: `L10-L20`, `L10C5-L20C3`. Text has en dashes."""

_LINES: Final = re.compile(_NUMBERS)
_NOTE: Final = re.compile(r"\s*\(\s*(?:lines?\b\s*:?|L(?=\d))\s*([^()]*)\)$", re.IGNORECASE)
_LINES_BEHIND_PATH: Final = re.compile(r"(?:#L\d|:L?\d)[\dLC–—\s-]*$")
_SYMBOL_BEGINS: Final = re.compile(r"::|:|#")
_SEPARATOR: Final = re.compile(r"::|\.?#|[.\\]")
_NAME: Final = re.compile(r"[^\s\d()/:][^\s()/:]*")
_CALLED: Final = re.compile(r"\(\)$")

MAX_LENGTH: Final = 1000
"""The longest claim that is looked at, in characters."""

_MOST_DIGITS: Final = 9
_FORMS: Final = (
    "write `path`, `path:Symbol`, `path:Class.method`, `path#L10-L20` or `path:Symbol (lines 10-20)`"
)


class LineRange(NamedTuple):
    """A range of lines, both ends belong to it."""

    first: int
    last: int


class CodeForm(NamedTuple):
    """What a `code` claim says. `names` lead to the symbol, whose written form is `symbol`."""

    path: str
    symbol: str = ""
    names: tuple[str, ...] = ()
    lines: tuple[LineRange, ...] = ()


def code_form(claim: Claim) -> CodeForm | Outcome:
    """Read a claim as it is written, or say what is wrong with its form."""
    text = claim.text.strip()
    if len(text) > MAX_LENGTH:
        return _wrong(f"a `code` claim of {len(text)} characters")
    written = [claim.lines] if claim.lines.strip() else []
    if note := _NOTE.search(text):
        written.append(note[1])
        text = text[: note.start()]
    if behind := _LINES_BEHIND_PATH.search(text):
        written.append(text[behind.start() + 1 :])
        text = text[: behind.start()]
    lines: list[LineRange] = []
    for each in written:
        range_ = _lines(each)
        if isinstance(range_, Outcome):
            return range_
        lines.append(range_)
    path, symbol = _split(text)
    if not path.strip():
        return _wrong(f"`{claim.text.strip()}` does not name a file")
    if len(path) == len(text):
        return CodeForm(path, lines=tuple(lines))
    symbol = symbol.strip()
    names = _names(symbol, path)
    if not symbol:
        return _wrong(f"`{claim.text.strip()}` does not name a symbol after `{path}`")
    if not all(map(_NAME.fullmatch, names)):
        return _wrong(f"`{symbol}` is not the name of a symbol")
    return CodeForm(path, symbol, names, tuple(lines))


def _names(symbol: str, path: str) -> tuple[str, ...]:
    names = tuple(_SEPARATOR.split(_CALLED.sub("", symbol).lstrip("\\")))
    if path.lower().endswith(".php"):
        return tuple(name.removeprefix("$") for name in names)  # how it is used, not how it is called
    return names


def _split(text: str) -> tuple[str, str]:
    """Part a path from a symbol: at the first `:` or `#` of its last segment, drives of Windows apart."""
    if re.match(r"[A-Za-z]:[\\/]", text):
        return text, ""
    begins = _SYMBOL_BEGINS.search(text, text.rfind("/") + 1)
    return (text[: begins.start()], text[begins.end() :]) if begins else (text, "")


def _lines(text: str) -> LineRange | Outcome:
    text = text.strip()
    found = _LINES.fullmatch(text)
    if not found or any(len(number or "") > _MOST_DIGITS for number in found.groups()):
        return _wrong(f"`{text}` is not a range of lines")
    first, last = int(found[1]), int(found[2] or found[1])
    if first == 0:
        return _wrong(f"`{text}` is not a range of lines: they count from 1")
    if last < first:
        return _wrong(f"the range of lines `{text}` ends before it begins")
    return LineRange(first, last)


def _wrong(message: str) -> Outcome:
    return Outcome(Verdict.MISSING, Problem.FORM, message, _FORMS)
