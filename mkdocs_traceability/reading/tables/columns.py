"""Read: which column of a table fills which field of a kind, by the comment above it and by its headers.

Where neither says which column has the ids, the cells are looked at.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Final, NamedTuple

from mkdocs_traceability.model.declared import CLAIM_TYPES
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.reading.ids import NOT_IN_AN_ID
from mkdocs_traceability.reading.tables.cells import CellValue, read_cell, read_whole
from mkdocs_traceability.reading.tables.directive import Attribute, Word
from mkdocs_traceability.reading.tables.grid import Cell, Table
from mkdocs_traceability.reading.tables.headers import subjects
from mkdocs_traceability.reading.tables.inline import plain
from mkdocs_traceability.reading.tables.words import Words, folded
from mkdocs_traceability.registry.nearest import likeness

IGNORE: Final = "ignore"
HEADING: Final = "heading"
"""What stands for a header where a field's value is the heading above the table."""

_ENDPOINT: Final = re.compile(r"(?:GET|PUT|POST|PATCH|DELETE|HEAD|OPTIONS|TRACE|ANY|WS|SSE)\s+/\S*")
_LINK: Final = re.compile(r"://|[\w.-]*#[0-9]+|\b[A-Z][A-Z0-9]+-[0-9]+\b")
_NAME: Final = 3
"""How many words a name has at most."""
_MISSPELLED: Final = 0.8
"""How alike a header must be to a name to be taken for a misspelling: *Comment* is no *Component*."""

_NO_COLUMN: Final = frozenset(("evidence", "waive"))
_NUMBERS: Final = frozenset(map(folded, ("#", "№", "no", "no.", "nr", "nr.", "num", "n°", "序号", "項番")))
"""What stands above a column that only counts the rows."""
_ID_WORDS: Final = ("id", "ids", "uid", "no", "number", "key", "code", "#", "nr", "kennung", "nummer")
_OF_IDS: Final = re.compile(
    r"(?i:\b(?:ids?|uid|nr|no|nummer|number|code|código|codice|numéro)\b)|I[Dd]$|(?:编号|編號|番号|번호)$"
)
"""What a header of ids says besides what they are of: `NFR ID`, `GapID`, `需求编号`."""
_TITLE_WORDS: Final = ("name", "title", "titel", "bezeichnung")


class Trouble(NamedTuple):
    """What a comment says that does not fit its table or kind: at which word, and why."""

    at: Word
    message: str
    known: tuple[str, ...] = ()


@dataclass(frozen=True)
class Columns:
    """The fields by column, counted from 0; what is left out; and what fits nothing.

    `headings` are fields whose value is the heading above the table.
    """

    fields: dict[int, str]
    ignored: frozenset[int] = frozenset()
    unmapped: tuple[int, ...] = ()
    headings: tuple[str, ...] = ()
    troubles: tuple[Trouble, ...] = field(default=())

    def of(self, name: str) -> list[int]:
        """Return the columns that fill a field."""
        return [number for number, each in sorted(self.fields.items()) if each == name]


def fillable(kind: Kind) -> tuple[str, ...]:
    """Return the fields, relations and claim types that a column can fill."""
    keys = (name for name in kind.keys if name not in _NO_COLUMN)
    lists = {name for name, declared in kind.fields.items() if declared.type == "lists"}
    return tuple(name for name in (*keys, *CLAIM_TYPES) if name not in lists)


def columns_of(table: Table, kind: Kind, words: Words, attributes: Iterable[Attribute] = ()) -> Columns:
    """Return which column of a table fills which field of a kind; attributes come before all else."""
    finder = _Finder(table, kind, words)
    finder.obey(attributes)
    finder.take(finder.own_names)
    finder.name_ids()
    finder.take(finder.known_words, finder.suits)
    finder.take(finder.words_within, finder.suits)
    finder.find_ids()
    finder.name_titles()
    rest = (number for number in range(len(table.header)) if not finder.is_taken(number))
    unmapped = tuple(number for number in rest if table.header[number].text or finder.has_text(number))
    return Columns(
        finder.fields, frozenset(finder.ignored), unmapped, tuple(finder.headings), tuple(finder.troubles)
    )


def likely_field(header: str, kind: Kind, columns: Columns) -> str | None:
    """Return the field without a column whose name or label a header is probably a misspelling of."""
    filled = {*columns.fields.values(), *columns.headings}
    free = tuple(name for name in fillable(kind) if name not in filled)
    likely, most = None, _MISSPELLED
    for text, name in _own_names(kind, free, ()).items():
        if (near := likeness(folded(header), text)) > most:
            likely, most = name, near
    return likely


class _Finder:
    """Gives fields to columns, step by step; what has one keeps it."""

    def __init__(self, table: Table, kind: Kind, words: Words) -> None:
        self.fields: dict[int, str] = {}
        self.ignored: set[int] = set()
        self.headings: list[str] = []
        self.troubles: list[Trouble] = []
        self._table = table
        self._kind = kind
        self._words = words
        self._known = fillable(kind)
        self._headers = [plain(cell.text) for cell in table.header]
        self._own_labels = {folded(kind.label), folded(kind.plural_label), *words.kinds.get(kind.name, ())}
        self._own = _own_names(kind, self._known, self._own_labels)

    def is_taken(self, number: int) -> bool:
        return number in self.fields or number in self.ignored

    # ---------------------------------------------------------------- what the comment says

    def obey(self, attributes: Iterable[Attribute]) -> None:
        for name, value in attributes:
            wanted = name.text.replace("-", "_").lower()
            if wanted == IGNORE:
                self.ignored.update(self._named(value))
                continue
            meant = self._field(wanted)
            if meant is None:
                message = f"a table of {self._kind.plural} has no field `{name.text}`"
                self.troubles.append(Trouble(name, message, (*self._known, IGNORE)))
                self.ignored.update(self._named(value))
            elif folded(value.text) in (HEADING, f"{HEADING}s") and not self._numbers(value.text):
                self.headings.append(meant)
            else:
                self.fields |= dict.fromkeys(self._named(value), meant)

    def _field(self, name: str) -> str | None:
        now = self._kind.now(name)
        return now if now in self._known else None

    def _named(self, value: Word) -> list[int]:
        """Return the columns with a header, or with each of several headers between commas."""
        if numbers := self._numbers(value.text):
            return numbers
        found: list[int] = []
        for name in value.text.split(","):
            numbers = self._numbers(name) if name.strip() else []
            if not numbers:
                headers = tuple(header for header in self._headers if header)
                self.troubles.append(Trouble(value, f"the table has no column `{name.strip()}`", headers))
            found += numbers
        return found

    def _numbers(self, name: str) -> list[int]:
        wanted = folded(plain(name))
        return [number for number, header in enumerate(self._headers) if folded(header) == wanted]

    # ---------------------------------------------------------------- what the headers say

    def take(
        self, meant: Callable[[str], Iterator[str]], suits: Callable[[str, int], bool] = lambda *_: True
    ) -> None:
        """Give each column the first of the fields that its header means and no other column has."""
        for number, header in enumerate(self._headers):
            if self.is_taken(number) or not header:
                continue
            for name in meant(header):
                if name == "id" and folded(header) in _NUMBERS and self._counts_rows(number):
                    self.ignored.add(number)
                    break
                if name in self._known and (name == "notes" or self._is_free(name)) and suits(name, number):
                    self.fields[number] = name
                    break

    def _is_free(self, name: str) -> bool:
        return name not in self.fields.values() and name not in self.headings

    def own_names(self, header: str) -> Iterator[str]:
        """Go through the fields that have the header for their name or label."""
        for text in _forms(header):
            if name := self._own.get(text):
                yield name

    def known_words(self, header: str) -> Iterator[str]:
        """Go through the fields that people mean by the header."""
        for text in (*_forms(header), *map(folded, header.split("/"))):
            for name in self._words.fields(text):
                yield self._kind.now(name)

    def words_within(self, header: str) -> Iterator[str]:
        """Go through the fields that people mean by what a header of several words is about."""
        forms = [subject for form in _forms(header) for subject in subjects(form)]
        names = (name for form in forms for name in self._words.fields(form))
        yield from (self._kind.now(name) for name in names if name != "id")

    # ---------------------------------------------------------------- what the cells say

    def suits(self, name: str, number: int) -> bool:
        """Whether a column can hold what a field wants: sentences are neither references nor claims."""
        relation = self._kind.relations.get(name)
        is_claim = name in CLAIM_TYPES
        if not (is_claim or name in self._kind.inverses or (relation and not relation.declared.or_text)):
            return True
        readings = [read_cell(cell, self._words) for cell in self._cells(number)]
        values = [value for reading in readings for value in reading.values]
        good = sum(looks_like_claim(name, each) if is_claim else _is_name(each) for each in values)
        return good * 2 >= len(values)

    def name_ids(self) -> None:
        """Without a column of ids by its header, take a first `NFR ID`, else one named after the kind."""
        if not self._lacks_ids or any("id" in self._words.fields(header) for header in self._headers):
            return
        if _OF_IDS.search(self._headers[0]) and not self.is_taken(0) and self._has_ids(0):
            self.fields[0] = "id"
            return
        named = next((number for number in self._named_after_kind() if not self.is_taken(number)), None)
        if named is not None:
            self.fields[named] = "id"

    def find_ids(self) -> None:
        """Without a column of ids, take one whose cells are ids, or are names of one piece."""
        if not self._lacks_ids:
            return
        free = [number for number in range(len(self._headers)) if not self.is_taken(number)]
        titles = [number for number, name in self.fields.items() if name == "title"]
        by_cells = (number for number in free if self._has_ids(number))
        by_title = (number for number in titles if self._has_names(number))
        found = next(chain(self._named_after_kind(free), by_cells, by_title), None)
        if found is not None:
            self.fields[found] = "id"

    def name_titles(self) -> None:
        """Let a column above which the kind stands have the titles, where another has the ids."""
        free = (number for number in range(len(self._headers)) if not self.is_taken(number))
        if self._is_free("title") and (found := next(self._named_after_kind(free), None)) is not None:
            self.fields[found] = "title"

    @property
    def _lacks_ids(self) -> bool:
        return "id" not in self.fields.values() and "id" not in self.headings

    def _named_after_kind(self, numbers: Iterable[int] | None = None) -> Iterator[int]:
        for number in range(len(self._headers)) if numbers is None else numbers:
            if self._own_labels.intersection(_forms(self._headers[number])):
                yield number

    def _has_ids(self, number: int) -> bool:
        cells = [cell for cell in self._cells(number) if cell.text]
        ids = sum(is_id(self._kind, read_whole(cell).text) for cell in cells)
        return ids * 2 > len(cells)

    def _has_names(self, number: int) -> bool:
        texts = [read_whole(cell).text for cell in self._cells(number)]
        return not any(NOT_IN_AN_ID.search(text) for text in texts) and any(texts)

    def has_text(self, number: int) -> bool:
        """Whether any cell of a column says something."""
        return any(cell.text for cell in self._cells(number))

    def _counts_rows(self, number: int) -> bool:
        texts = [cell.text.rstrip(".)") for cell in self._cells(number) if cell.text]
        return texts == [str(count) for count in range(1, len(texts) + 1)] and len(self._headers) > 2

    def _cells(self, number: int) -> list[Cell]:
        return [row.cells[number] for row in self._table.rows if number < len(row.cells)]


def looks_like_claim(type_: str, value: CellValue) -> bool:
    """Whether a value may be a claim: it is code or a link, of one piece, or an endpoint."""
    if type_ == "links":
        return bool(value.target) or _LINK.search(value.text) is not None
    if type_ == "endpoints" and not value.is_code:
        return is_endpoint(value.text) or value.text.startswith("/")
    return value.is_code or bool(value.target) or not re.search(r"\s", value.text) or is_endpoint(value.text)


def is_endpoint(text: str) -> bool:
    """Whether a text is a method and a path."""
    return _ENDPOINT.fullmatch(text) is not None


def _is_name(value: CellValue) -> bool:
    return value.is_code or len(value.text.split()) <= _NAME


def is_id(kind: Kind, text: str) -> bool:
    """Whether a text is an id beyond doubt: it matches the kind's pattern, else has letters and digits."""
    if not text or NOT_IN_AN_ID.search(text):
        return False
    if kind.id_pattern is not None:
        return kind.id_pattern.fits(text)
    return any(character.isdigit() for character in text) and any(map(str.isalpha, text))


def _own_names(kind: Kind, known: tuple[str, ...], labels: Iterable[str]) -> dict[str, str]:
    """Return the names and labels of a kind's fields, as they are compared."""
    names: dict[str, str] = {}
    for label in sorted(labels):
        names |= {folded(f"{label} {word}"): "title" for word in _TITLE_WORDS}
        names |= {folded(f"{label} {word}"): "id" for word in _ID_WORDS}
    for name, relations in kind.inverses.items():
        names |= {folded(each.declared.inverse_label): name for each in relations}
    for name, relation in kind.relations.items():
        names[folded(relation.declared.label)] = name
    for name, declared in kind.fields.items():
        names[folded(declared.label)] = name
    names |= {folded(former): name for former, name in kind.former_names.items()}
    names |= {folded(name): name for name in known}
    return {text: name for text, name in names.items() if text and name in known}


def _forms(header: str) -> tuple[str, ...]:
    """Return a header as it is compared: all of it, and without what stands in parentheses."""
    bare = header.partition("(")[0].partition("（")[0]
    return tuple(dict.fromkeys(filter(None, (folded(header), folded(bare)))))
