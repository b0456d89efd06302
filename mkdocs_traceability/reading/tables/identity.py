"""Read: the ids that a cell or a heading gives, with the title that may stand beside one.

A name that is no id, `Eval Worker`, makes one: `eval-worker`. It stays the title and an alias.
"""

import re
import unicodedata
from typing import Final, NamedTuple

from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.reading.ids import NOT_IN_AN_ID
from mkdocs_traceability.reading.tables.cells import CellValue, absence_of, read_cell, read_whole
from mkdocs_traceability.reading.tables.columns import is_id
from mkdocs_traceability.reading.tables.grid import Cell
from mkdocs_traceability.reading.tables.words import Words
from mkdocs_traceability.reading.yaml.nodes import RefusedScalar, Scalar

_FIRST: Final = re.compile(
    r"(?:[^\W\d_]+\s+)?\[?(?P<id>[^\s:\[\]()]*[^\s:.,;\[\]()–—])\]?(?P<gap>\s*[:–—]\s*|\s+-\s+|\.?\s+)(?P<title>\S.*)"
)
_BETWEEN_WORDS: Final = re.compile(r"[^\w./:@+]+")
_STEM: Final = re.compile(r"(.*\D)\d+")


class Identity(NamedTuple):
    """An id, and the title beside it. One that `is_made_up` is made of a `name`."""

    at: Scalar
    title: Scalar | None = None
    is_struck: bool = False
    name: str = ""

    @property
    def is_made_up(self) -> bool:
        """Whether the id is made of a name."""
        return bool(self.name)

    @property
    def id(self) -> str:
        """The id."""
        return self.at.text

    @property
    def stem(self) -> str:
        """What the id begins with, up to its number."""
        found = _STEM.fullmatch(self.id)
        return found[1] if found else ""


def identities(cell: Cell, kind: Kind, words: Words, stem: str = "") -> list[Identity]:
    """Return the ids in a cell: one, several of which each is an id, or one made of a name."""
    if absence_of(cell, words):
        return []
    whole = read_whole(cell)
    reading = read_cell(cell, words, stem)
    if reading.doubts:
        doubt = reading.doubts[0]
        refused = RefusedScalar(whole.text, doubt.line, doubt.column, doubt.length, doubt.message, doubt.help)
        return [Identity(refused)]
    if len(reading.values) > 1 and all(is_id(kind, value.text) for value in reading.values):
        return [Identity(_scalar(value, value.text), is_struck=value.is_struck) for value in reading.values]
    if not whole.is_code and (found := _with_title(whole, cell, kind)):
        return [found]
    if NOT_IN_AN_ID.search(whole.text):
        return _made_up(whole)
    said = whole.role if is_id(kind, whole.text) else f"{whole.text} ({whole.role})"
    title = _scalar(whole, said) if whole.role else None
    return [Identity(_scalar(whole, whole.text), title, whole.is_struck)] if whole.text else []


def _with_title(whole: CellValue, cell: Cell, kind: Kind) -> Identity | None:
    """Return an id with the title behind it: `EVAL-001: Evaluation pipeline`."""
    text = f"{whole.text} ({whole.role})" if whole.role else whole.text
    found = _FIRST.fullmatch(text)
    if found is None or found["id"] == whole.text or not is_id(kind, found["id"]):
        return None
    id_, title = found["id"], found["title"].strip()
    offset = max(cell.text.find(id_), 0)
    rest = cell.text.find(title.split("(")[0].strip()[:8], offset + len(id_))
    at = Scalar(id_, cell.line, cell.column + offset, len(id_), False)
    column = cell.column + (rest if rest >= 0 else 0)
    length = cell.column + cell.length - column
    return Identity(at, Scalar(title, cell.line, column, max(length, 1), False), whole.is_struck)


def _made_up(whole: CellValue) -> list[Identity]:
    """Return the id that is made of a name; none where nothing is left of it."""
    text = f"{whole.text} ({whole.role})" if whole.role else whole.text
    id_ = slug(whole.text)
    if not id_:
        return []
    return [Identity(_scalar(whole, id_), _scalar(whole, text), whole.is_struck, whole.text)]


def slug(name: str) -> str:
    """Return the id that a name makes: lower case, with hyphens for what is neither letter nor digit."""
    text = unicodedata.normalize("NFC", name).casefold()
    return re.sub(r"-{2,}", "-", _BETWEEN_WORDS.sub("-", text)).strip("-.:/+@")[:200]


def _scalar(value: CellValue, text: str) -> Scalar:
    return Scalar(text, value.line, value.column, value.length, False)
