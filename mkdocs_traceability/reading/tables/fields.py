"""Read: what a cell says of one field, as the node that a sidecar would have there."""

import re
from typing import Final

from mkdocs_traceability.model.declared import DeclaredField
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.model.text import composed
from mkdocs_traceability.reading.tables.cells import (
    Absence,
    CellReading,
    CellValue,
    Doubt,
    absence_of,
    read_cell,
    read_whole,
)
from mkdocs_traceability.reading.tables.columns import looks_like_claim
from mkdocs_traceability.reading.tables.grid import Cell
from mkdocs_traceability.reading.tables.inline import plain
from mkdocs_traceability.reading.tables.words import Words
from mkdocs_traceability.reading.yaml.nodes import InnerScalar, Mapping, Node, RefusedScalar, Scalar, Sequence

_LINES: Final = re.compile(
    r"(?:lines?|l\.|zeilen?|lignes?|líneas?|righe|linhas?)\s*([0-9]+(?:\s*[-–]\s*[0-9]+)?)", re.IGNORECASE
)
_VIA: Final = re.compile(r"(?:via|über|through)\s+(.+)", re.IGNORECASE | re.DOTALL)
_LONGEST_WORD: Final = 100
_REMARK: Final = re.compile(r"\s*[–—:;,.]\s*|\s+-\s+|<br\s*/?>")
_DATE: Final = re.compile(
    r"(?P<y>[0-9]{4})[/.](?P<m>[0-9]{1,2})[/.](?P<d>[0-9]{1,2})|(?P<d2>[0-9]{1,2})\.\s?(?P<m2>[0-9]{1,2})\.\s?(?P<y2>[0-9]{4})"
)

Filled = tuple[Node | None, Scalar | None]
"""The node of a field, and what else its cell says."""


def scalar(cell: Cell, text: str) -> Scalar:
    """Return a text that stands where its cell does."""
    return Scalar(composed(text), cell.line, cell.column, cell.length, False)


class Filler:
    """Makes nodes of cells for the fields of a kind."""

    def __init__(self, kind: Kind, words: Words) -> None:
        self._kind = kind
        self._words = words

    def fill(self, name: str, cell: Cell) -> Filled:
        """Return the node of a field, None where its cell says nothing."""
        if name == "status":
            return self._status(cell)
        if name in self._kind.relations or name in self._kind.inverses:
            return self._references(name, cell), None
        declared = self._kind.fields[name]
        if declared.type == "claim":
            return self._claims_of(name, declared.claims, cell), None
        if declared.one_of is not None:
            return self._choice(name, declared, cell)
        if (meant := self._words.value(name, plain(cell.text), ())) is not None:
            return scalar(cell, meant), None
        if absence_of(cell, self._words):
            return None, None
        if declared.many:
            return self._texts(cell), None
        if declared.type == "boolean":
            return scalar(cell, self._boolean(name, cell)), None
        return scalar(cell, self._text(declared, cell)), None

    def _text(self, declared: DeclaredField, cell: Cell) -> str:
        by_type = {"markdown": _markdown, "date": _date, "page": _page}
        return by_type.get(declared.type, _plain)(cell)

    def notes(self, cell: Cell) -> list[Scalar]:
        """Return what a cell says as a note, if anything."""
        return [] if absence_of(cell, self._words) else [scalar(cell, _markdown(cell))]

    # ---------------------------------------------------------------- words

    def _status(self, cell: Cell) -> Filled:
        """Return the status that a cell names, by a word or else by a sign, and what else it says."""
        whole = read_whole(cell)
        text = plain(whole.text)
        remarks = [found.start() for found in _REMARK.finditer(text[:_LONGEST_WORD])]
        for end in (len(text), *reversed(remarks)):
            if status := self._words.status(text[:end], self._kind):
                return scalar(cell, status), self._remark(cell, text[end:], whole.role)
        if absence_of(cell, self._words):
            return None, None
        for sign in _each_sign(whole.signs):
            if status := self._words.status(sign, self._kind):
                return scalar(cell, status), self._remark(cell, text, whole.role)
        return scalar(cell, text or whole.signs), None

    def _remark(self, cell: Cell, *said: str) -> Scalar | None:
        text = " ".join(part for each in said if (part := each.strip(" :–—-;,.")))
        return scalar(cell, text) if text else None

    def _choice(self, name: str, declared: DeclaredField, cell: Cell) -> Filled:
        vocabulary = declared.one_of or {}
        whole = read_whole(cell)
        for text in (plain(cell.text), whole.text):
            if (meant := self._words.value(name, text, vocabulary)) is not None:
                remark = self._remark(cell, whole.role) if text == whole.text else None
                return scalar(cell, meant), remark
        reading = read_cell(cell, self._words)
        if reading.absence is not None or not (reading.values or whole.text):
            return None, None
        if len(reading.values) < 2:
            return scalar(cell, whole.text or whole.signs), None
        meant_by_all = Sequence(cell.line, cell.column)
        for value in reading.values:
            meant = self._words.value(name, value.text, vocabulary)
            meant_by_all.items.append(_at(value, meant or value.text))
        return meant_by_all, None

    def _boolean(self, name: str, cell: Cell) -> str:
        whole = read_whole(cell)
        meant = self._words.boolean(whole.text or whole.signs, name)
        return str(meant).lower() if meant is not None else whole.text or whole.signs

    # ---------------------------------------------------------------- lists

    def _texts(self, cell: Cell) -> Node | None:
        texts = Sequence(cell.line, cell.column)
        texts.length = cell.length
        for value in read_cell(cell, self._words).values:
            if text := plain(value.written) or value.text:
                texts.items.append(_at(value, text))
        return texts if texts.items else None

    def _references(self, name: str, cell: Cell) -> Node | None:
        reading = read_cell(cell, self._words)
        references = Sequence(cell.line, cell.column)
        references.length = cell.length
        references.items = [
            _reference(name, value) for value in reading.values if not value.is_struck and value.text
        ]
        references.items += [_refused(doubt) for doubt in reading.doubts]
        return references if references.items else None

    # ---------------------------------------------------------------- evidence

    def claims(self, name: str, cell: Cell) -> Node | None:
        """Return the claims of a type that a cell makes, or why it makes none."""
        return self._claims_of(name, name, cell)

    def _claims_of(self, name: str, type_: str, cell: Cell) -> Node | None:
        reading = read_cell(cell, self._words)
        if reading.absence is not None:
            return _no_claims(cell, reading)
        claims = Sequence(cell.line, cell.column)
        claims.length = cell.length
        claims.items = [_claim(name, type_, value) for value in reading.values if not value.is_struck]
        return claims if claims.items else None


def _no_claims(cell: Cell, reading: CellReading) -> Node | None:
    if reading.absence is Absence.UNKNOWN:
        return scalar(cell, "unknown")
    reason = reading.reason or (plain(cell.text) if reading.absence is Absence.NOT_APPLICABLE else "")
    if not reason:
        return None
    mapping = Mapping(cell.line, cell.column)
    mapping.length = cell.length
    mapping.entries = [(scalar(cell, "not_applicable"), scalar(cell, reason))]
    return mapping


def _claim(name: str, type_: str, value: CellValue) -> Node:
    """Return a claim: what stands in a code span or a link, or is of one piece."""
    text = value.target if type_ == "links" and value.target else value.text
    if not text or not looks_like_claim(type_, value):
        message = f"`{' '.join(plain(value.written).split())}` is not a claim of `{name}`"
        help_ = "put what is claimed into a code span; where there can be none, write `N/A (why)`"
        return RefusedScalar(text, value.line, value.column, value.length, message, help_)
    found = _LINES.fullmatch(value.role)
    said = {"lines": re.sub(r"\s*[-–]\s*", "-", found[1])} if found else {"note": value.role}
    return _with(value, "claim", text, said)


def _reference(name: str, value: CellValue) -> Node:
    if value.between:
        return InnerScalar(value.text, value.line, value.column, value.length, False)
    via = _VIA.fullmatch(value.role)
    role = "because" if name == "forbidden" else "role"
    return _with(value, "id", value.text, {"via": via[1]} if via else {role: value.role})


def _with(value: CellValue, key: str, text: str, said: dict[str, str]) -> Node:
    """Return a value as it is, or as a mapping where something is said beside it."""
    if not any(said.values()):
        return _at(value, text)
    mapping = Mapping(value.line, value.column)
    mapping.length = value.length
    mapping.entries = [(_at(value, name), _at(value, each)) for name, each in {key: text, **said}.items()]
    return mapping


def _refused(doubt: Doubt) -> RefusedScalar:
    return RefusedScalar("", doubt.line, doubt.column, doubt.length, doubt.message, doubt.help)


def _at(value: CellValue, text: str) -> Scalar:
    return Scalar(text, value.line, value.column, value.length, False)


def _each_sign(signs: str) -> list[str]:
    """Return the signs beside a text one by one."""
    return re.findall(r":[a-z][a-z0-9_+-]*:|\[[ xX]\]|[^\ufe0e\ufe0f\u200d\s]", signs)


def _plain(cell: Cell) -> str:
    return plain(cell.text)


def _markdown(cell: Cell) -> str:
    return cell.text.replace("\\|", "|")


def _page(cell: Cell) -> str:
    whole = read_whole(cell)
    return whole.target or whole.text


def _date(cell: Cell) -> str:
    """Return a date as YAML has it, where it is clear which one is meant."""
    text = plain(cell.text)
    found = _DATE.fullmatch(text)
    if found is None:
        return text
    year, month, day = (found[part] or found[f"{part}2"] for part in "ymd")
    return f"{year}-{int(month):02d}-{int(day):02d}"
