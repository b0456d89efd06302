"""Import: what a cell says, in the form that a field takes.

A value comes back with whether it says all of the cell, so that nothing is lost; None comes back where the
cell is no value of the field at all.
"""

import re
from dataclasses import dataclass, field
from typing import Any, Final

from mkdocs_traceability.importing.blocks import Cell
from mkdocs_traceability.importing.headings import parts_of
from mkdocs_traceability.model.declared import CLAIM_TYPES, DeclaredField
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.reading.ids import MAX_ID_LENGTH, NOT_IN_AN_ID
from mkdocs_traceability.reading.tables.cells import (
    Absence,
    CellReading,
    CellValue,
    absence_of,
    read_cell,
    read_whole,
)
from mkdocs_traceability.reading.tables.grid import Cell as GridCell
from mkdocs_traceability.reading.tables.inline import plain
from mkdocs_traceability.reading.tables.words import Words, folded

_BREAK: Final = re.compile(r"<br ?/?>|\n", re.IGNORECASE)
_VIA: Final = re.compile(r"(?:via|über|par|por|mediante|tramite|経由)[: ]\s*", re.IGNORECASE)
_LINES: Final = re.compile(r"lines? (\d+(?:\s*[-–]\s*\d+)?)$", re.IGNORECASE)
_ESCAPED: Final = re.compile(r"\\([_*~#&()\[\]-])")
_SECTION: Final = re.compile(r"(?:Section|§) ?\S+$", re.IGNORECASE)
_LONGEST_SLUG: Final = 80
_FIRST_WORD: Final = re.compile(r"[\w-]+")
_REASON: Final = re.compile(r"(?:n/?a|none|no|not applicable)\b", re.IGNORECASE)
_LONG: Final = 60
"""A name that is longer is a sentence."""
_WORDS_OF_A_NAME: Final = 5

DECLARED: Final = ("component", "layer", "resource")
"""Kinds of which an item is made where something refers to it and nothing declares it, in this order."""

_FRIENDLY: Final = re.compile(
    rf"(?=.*[^\W_])(?!{NOT_IN_AN_ID.pattern})(?:(?!{NOT_IN_AN_ID.pattern})[^,\"'`|\\“”„‟‘’‚‛«»‹›]){{1,{MAX_ID_LENGTH}}}"
)
"""Ids that can stand in a marker without quotes."""
_MEANT_OTHERWISE: Final = frozenset(("none", "any"))
"""Words that mean something else in a marker."""

_PATH: Final = r"[\w@.+\[\]-]*(?:/[\w@.+*\[\]-]+)+/?|[\w.+-]+\.[a-zA-Z]\w{0,4}"
_CLAIM_FORMS: Final = {
    "code": re.compile(rf"(?:{_PATH})(?:(?:::?|#)\S+)?"),
    "tests": re.compile(rf"(?:{_PATH})(?:(?:::?|#)\S.*)?|test\w+|\w+::\S+|[A-Z]+-[\w.-]*\d"),
    "endpoints": re.compile(r"(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|TRACE) /\S*"),
    "events": re.compile(r"(?:send|receive) \S+|\S*[^\s./:][./:][^\s./:]\S*"),
    "tables": re.compile(r"[A-Za-z_]\w*(?:\.\w+){0,2}"),
    "docs": re.compile(r"[^\s|]+\.(?:md|markdown)(?:#\S+)?(?: § ?\S+)?"),
    "files": re.compile(_PATH),
    "links": re.compile(r"https?://[^\W_][^\s\x00-\x1f\x7f<>\"\\^`{|}]*"),
}
"""What is a claim of each type by its look; what is none stays a note."""


@dataclass
class Read:
    """A value, whether it says all of the cell, and the names of items in it."""

    value: Any
    is_whole: bool = True
    names: list[CellValue] = field(default_factory=list)


class Reader:
    """Reads cells with the words that a site knows."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def is_nothing(self, cell: Cell) -> bool:
        """Whether a cell says nothing: it is empty, or has a dash."""
        if cell.entries:
            return False
        return not any(map(str.isalnum, cell.text)) and self._absence(cell) == Absence.NOTHING

    def has_status(self, text: str) -> bool:
        """Whether a text begins with a word or a sign for a status."""
        whole = read_whole(_grid(Cell(text, 1, 1)))
        said = whole.text.split()
        known = self.words.statuses
        return (
            any(folded(" ".join(said[:count])) in known for count in range(1, 4)) or whole.signs[:1] in known
        )

    def values(self, cell: Cell) -> list[CellValue]:
        """Return the values of a cell; none where it says that there are none."""
        if cell.entries:
            return [read_whole(_grid(each)) for each in cell.entries]
        return list(read_cell(_grid(cell), self.words).values)

    def is_read(self, cell: Cell) -> bool:
        """Whether all values of a cell could be made out, its ranges too."""
        return bool(cell.entries) or not read_cell(_grid(cell), self.words).doubts

    def read(self, kind: Kind, name: str, cell: Cell) -> Read | None:
        """Return what a cell says as a field, a relation or a claim type takes it."""
        if name.startswith("requires:"):
            return self._list(cell)
        if name in CLAIM_TYPES:
            return self._claims(cell, name)
        if name == "status":
            return self._status(cell, kind)
        if name in kind.relations or name in kind.inverses:
            return self._references(cell, kind, name)
        return self._field(cell, name, kind.fields[name])

    def _absence(self, cell: Cell) -> Absence | None:
        found: CellReading | None = None if cell.entries else absence_of(_grid(cell), self.words)
        return found.absence if found else None

    def _field(self, cell: Cell, name: str, declared: DeclaredField) -> Read | None:
        if declared.type == "claim":
            return self._claims(cell, declared.claims, single=not declared.many)
        if declared.one_of is not None:
            return self._choice(cell, name, declared)
        if declared.type == "number":
            return _number(cell)
        if declared.type == "boolean":
            said = self.words.boolean(plain(cell.text))
            return None if said is None else Read(said)
        if declared.type in ("date", "page"):
            text = plain(text_of(cell))
            return Read(text) if re.fullmatch(r"\d{4}-\d\d-\d\d|\S+\.md", text) else None
        if declared.type == "lists":
            return Read({name: self._list(cell).value})
        if declared.many:
            return self._list(cell)
        return as_text(cell, is_markdown=declared.type in ("markdown", "action"))

    def _list(self, cell: Cell) -> Read:
        if cell.entries:
            return Read([text_of(each) for each in cell.entries], is_whole=not cell.text)
        values = self.values(cell)
        return Read([_whole(value) for value in values] or [text_of(cell)], not values or self.is_read(cell))

    def _choice(self, cell: Cell, name: str, declared: DeclaredField) -> Read | None:
        vocabulary = declared.one_of or {}
        whole = plain(text_of(cell))
        if word := self.words.value(name, whole, vocabulary):
            return Read([word] if declared.many else word)
        values = self.values(cell)
        words = [self.words.value(name, value.text, vocabulary) for value in values]
        if values and all(words) and (declared.many or len(words) == 1):
            is_whole = not any(value.role or value.signs for value in values)
            return Read(words if declared.many else words[0], is_whole and self.is_read(cell))
        first = _FIRST_WORD.match(whole.strip("*_` "))
        word = self.words.value(name, first[0], vocabulary) if first else None
        return Read([word] if declared.many else word, is_whole=False) if word else None

    def _status(self, cell: Cell, kind: Kind) -> Read | None:
        """Return a status by the words that a cell begins with, else by its sign."""
        whole = read_whole(_grid(cell._replace(text=text_of(cell))))
        said = whole.text.split()
        for count in range(min(len(said), 4), 0, -1):
            text = " ".join(said[:count])
            if status := self.words.status(text.rstrip(" —–-:;,("), kind):
                return Read(status, is_whole=count == len(said) and not whole.role)
        for sign in (whole.signs, whole.signs[:1]):
            if sign and (status := self.words.status(sign, kind)):
                return Read(status, is_whole=not (whole.text or whole.role))
        return None

    def _claims(self, cell: Cell, type_: str, *, single: bool = False) -> Read | None:
        """Return claims of a type, or that there are none or none known."""
        absence = self._absence(cell)
        whole = plain(text_of(cell))
        if absence == Absence.UNKNOWN:
            return Read("unknown")
        if not single and "`" not in cell.text and (absence or _REASON.match(whole)):
            return Read({"not_applicable": whole})
        claims: list[Any] = []
        values = self.values(cell)
        for value in values:
            text = _unescaped(value.target or value.text) if type_ == "links" else value.text
            if _CLAIM_FORMS[type_].fullmatch(text):
                claims.append(_claim(text, value.role, type_))
        if not claims or (single and len(claims) > 1):
            return None
        is_whole = len(claims) == len(values) and not any(
            value.signs or (value.target and type_ != "links") for value in values
        )
        return Read(claims[0] if single else claims, is_whole and self.is_read(cell))

    def _references(self, cell: Cell, kind: Kind, name: str) -> Read | None:
        """Return references, each as an id or a mapping."""
        relation = kind.relations.get(name)
        single = bool(relation and relation.declared.single)
        or_text = bool(relation and relation.declared.or_text)
        values = [_without_title(value) for value in self.values(cell)]
        targets = relation.to if relation else tuple(each.kind for each in kind.inverses.get(name, ()))
        may_have_blanks = or_text or any(each in DECLARED for each in targets)
        named = [value for value in values if _is_name(value, may_have_blanks)]
        if not named or (single and len(named) > 1):
            return None
        references = [_reference(value, name, or_text) for value in named]
        is_whole = len(named) == len(values) and not any(value.signs or value.target for value in named)
        names = [value for value in named if not (or_text and not value.is_code and " " in value.text)]
        return Read(references[0] if single else references, is_whole and self.is_read(cell), names)


def _grid(cell: Cell) -> GridCell:
    return GridCell(cell.text, cell.line, cell.column, max(len(cell.text), 1))


def _whole(value: CellValue) -> str:
    is_more = value.role or value.target or value.signs or "`" in value.written[1:-1]
    return " ".join(value.written.split()) if is_more else value.text


def text_of(cell: Cell) -> str:
    """Return all of a cell as a text of one line."""
    if cell.entries:
        listed = "; ".join(each.text for each in cell.entries)
        return f"{cell.text} {listed}".strip()
    return " ".join(_BREAK.sub("; ", cell.text).replace("\\|", "|").split())


def as_text(cell: Cell, *, is_markdown: bool) -> Read:
    """Return a cell as a text: without marks, unless it is Markdown or they mean something."""
    text = text_of(cell)
    bare = plain(text)
    return Read(text) if is_markdown or "](" in text or "<" in text else Read(bare or text)


def _number(cell: Cell) -> Read | None:
    text = plain(cell.text)
    if re.fullmatch(r"[-+]?\d{1,15}", text):
        return Read(int(text))
    return Read(float(text)) if re.fullmatch(r"[-+]?\d{0,15}\.\d{1,15}", text) else None


def _unescaped(address: str) -> str:
    """Return an address without the backslashes that keep Markdown from reading its signs."""
    return _ESCAPED.sub(r"\1", address)


def _claim(text: str, role: str, type_: str) -> Any:
    if not role:
        return text
    if type_ == "docs" and _SECTION.match(role):
        return f"{text} ({role})"
    lines = _LINES.match(role)
    return {"claim": text, "lines": lines[1]} if lines else {"claim": text, "note": role}


def _without_title(value: CellValue) -> CellValue:
    """Return a reference without the title that stands behind its id: `REQ-001 Sign in`."""
    parts = parts_of(value.text)
    if value.is_code or not parts.id or not parts.title or parts.number or value.role:
        return value
    return value._replace(text=parts.id, role=parts.title)


def _is_name(value: CellValue, may_have_blanks: bool) -> bool:
    name = value.text
    if not may_have_blanks and NOT_IN_AN_ID.search(name):
        return False
    is_short = len(name) <= _LONG and len(name.split()) <= _WORDS_OF_A_NAME
    return is_short and any(map(str.isalnum, name)) and (value.is_code or not name.endswith("."))


def _reference(value: CellValue, name: str, or_text: bool) -> Any:
    if or_text and not value.is_code and " " in value.text:
        return {"text": value.text} | ({"note": value.role} if value.role else {})
    reference = {"id": value.text}
    if value.role:
        via = _VIA.match(value.role)
        key = "via" if via else "because" if name == "forbidden" else "role"
        reference[key] = value.role[via.end() :] if via else value.role
    return reference if len(reference) > 1 else value.text


def id_of(text: str) -> str:
    """Return an id for what a text names: the text where it can be one, else its words, joined by hyphens."""
    name = read_whole(GridCell(text, 1, 1, 1))
    is_one = bool(name.text) and not NOT_IN_AN_ID.search(name.text) and (name.is_code or "/" in name.text)
    text = name.text if is_one else plain(text)
    if _FRIENDLY.fullmatch(text) and text.casefold() not in _MEANT_OTHERWISE:
        return text
    words = re.findall(r"[^\W_]+(?:[._/-]+[^\W_]+)*", text.casefold())
    slug = "-".join(words)[:_LONGEST_SLUG].strip("-.")
    return f"{slug}-item" if slug in _MEANT_OTHERWISE else slug or "item"
