"""How a new id is written where the old one stands: in the quotes of YAML, in a cell, in a range of ids."""

import re
from collections.abc import Iterator
from typing import Final

from mkdocs_traceability.edits.fixes.written import Written
from mkdocs_traceability.edits.rename.spots import Spot
from mkdocs_traceability.edits.yaml_text import in_brackets
from mkdocs_traceability.model.text import composed

_REST: Final = re.compile(r"[-_.][0-9]{1,9}")
"""The end of an id that stands for all of it, behind one that begins alike: `EVAL-009, -010`."""

_NEXT_REST: Final = re.compile(r"[`\s]*,[`\s]*([-_.][0-9]{1,9})(?=[`\s]*(?:,|\||$))")
_NUMBERED: Final = re.compile(r"(.*[^0-9])[0-9]{1,9}")

_QUOTES: Final = ("'", '"')


def rewritten(written: Written, spot: Spot, line: str, old: str, new: str) -> str | None:
    """Return what is to be written at a place for the new id; None where it is written in a way of its own.

    `line` is that in which it stands.
    """
    name = spot.text.removesuffix(old) + new
    if spot.series:
        return _written_out(written.text, spot.series, old, new)
    if not written.is_yaml:
        name = name.replace("|", "\\|") if "|" in line else name
        is_rest = _REST.fullmatch(written.text) and old.endswith(written.text)
        return name if _says(written.text, spot.text) or is_rest else None
    if _says(written.text, spot.text):
        return name if in_brackets(new) == new else in_brackets(name)  # a kind before it needs no quotes
    if written.text[:1] in _QUOTES:
        return written.value(name)
    return None


def shortened_behind(line: str, end: int, old: str) -> Iterator[tuple[int, str, str]]:
    """Go through the ids of a cell that begin as the one before them, which ends at a place: `A-9, -10`.

    Each has its column from 1, how it is written, and what it stands for.
    """
    numbered = _NUMBERED.fullmatch(old)
    while numbered and (found := _NEXT_REST.match(line, end)):
        yield found.start(1) + 1, found[1], numbered[1].rstrip("-_.") + found[1]
        end = found.end()


def _says(raw: str, text: str) -> bool:
    return composed(raw.replace("\\|", "|")) == text


def _written_out(raw: str, series: tuple[str, ...], old: str, new: str) -> str | None:
    """Return the ids of a range one by one, as its ends are written; None where that cannot be told."""
    ticks = "`" if "`" in raw else ""
    if len(series) > 1 and not re.search(r"[\[\]<>*~(]", raw):
        return f"{ticks}, {ticks}".join(new if each == old else each for each in series)
    return None
