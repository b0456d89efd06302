"""What a source declares as plain data, to be kept, and back: lists in a fixed order, quick to load.

A position is [line, column, length]; the path is said once a source. What comes back is held against these
shapes: whoever can write the file may have put anything into it.
"""

from datetime import date
from functools import lru_cache
from typing import Any, Final

from pydantic import JsonValue, TypeAdapter

from mkdocs_traceability.model.declared import ARTIFACTS, CLAIM_TYPES
from mkdocs_traceability.model.finding import as_stored, from_stored
from mkdocs_traceability.model.item import Claim, Evidence, Item, Plain, Reference, Value, Waived, Waiver
from mkdocs_traceability.model.kinds import Schema
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.prose import Marker, Mention, MentionForm, StatedNumber
from mkdocs_traceability.model.restated import RestatedRow, RestatedTable
from mkdocs_traceability.reading.read import SourceReading

_CLAIM_TYPES: Final = frozenset((*CLAIM_TYPES, ARTIFACTS))

_DATE: Final = "\0date"
"""The key of a date, which no mapping of YAML can have."""

_At = tuple[int, int, int]
_Value = str | bool | int | float | list[JsonValue] | dict[str, JsonValue]
_Entry = tuple[str, _At] | tuple[str, _At, dict[str, str], bool, bool, bool]
_Claim = tuple[str, str, _At, str, str]
_Item = tuple[
    str,
    str,
    _At,
    str | None,
    dict[str, tuple[_Value, _At]],
    dict[str, list[_Entry]],
    dict[str, _At],
    dict[str, tuple[str, _At, list[_Claim], str, bool]],
    list[tuple[str, str, str, str | None, _At, bool, list[tuple[str, str, _At]]]],
    list[str],
    str,
    str,
    str,
]
_Row = tuple[_Item, dict[str, _At]]
_Reading = tuple[
    str,
    list[_Item],
    list[list[Any]],
    list[tuple[MentionForm, str, str, _At]],
    list[tuple[str, _At, bool, bool, str]],
    list[tuple[str, _At, str, bool, _At]],
    list[tuple[str, _At, tuple[str, _At] | None, list[_Row]]],
]


@lru_cache(maxsize=1)
def _shape() -> TypeAdapter[Any]:
    return TypeAdapter(_Reading)


def plain(reading: SourceReading) -> Any:
    """Return a reading as plain data."""
    places = [each.position for each in reading.items[:1]]
    places += [each.position for each in reading.mentions[:1]]
    places += [each.position for each in reading.markers[:1]]
    places += [each.position for each in reading.numbers[:1]]
    places += [each.position for each in reading.restated[:1]]
    path = places[0].path if places else ""
    return [
        path,
        [_plain_item(item) for item in reading.items],
        [as_stored(each) for each in reading.findings],
        [(each.form, each.text, each.label, each.position[1:]) for each in reading.mentions],
        [
            (each.text, each.position[1:], each.is_alone, each.is_call, each.instead)
            for each in reading.markers
        ],
        [
            (marker.text, marker.position[1:], digits, is_percent, position[1:])
            for marker, digits, is_percent, position in reading.numbers
        ],
        [
            (
                each.kind,
                each.position[1:],
                each.where and (each.where.text, each.where.position[1:]),
                _rows(each),
            )
            for each in reading.restated
        ],
    ]


def reading(stored: Any, schema: Schema) -> SourceReading | None:
    """Return plain data as the reading it was; None where it cannot have been one under this schema."""
    try:
        return _reading(_shape().validate_python(stored), schema)
    except (ValueError, TypeError, KeyError):  # pydantic's own is a ValueError
        return None


def _reading(stored: Any, schema: Schema) -> SourceReading:
    path, items, findings, mentions, markers, numbers, restated = stored
    return SourceReading(
        [_known(_item(path, item), schema) for item in items],
        [from_stored(each) for each in findings],
        mentions=[Mention(form, text, label, Position(path, *at)) for form, text, label, at in mentions],
        markers=[Marker(text, Position(path, *at), *how) for text, at, *how in markers],
        numbers=[
            StatedNumber(
                Marker(text, Position(path, *where), is_alone=False), digits, is_percent, Position(path, *at)
            )
            for text, where, digits, is_percent, at in numbers
        ],
        restated=[_restated(path, each, schema) for each in restated],
    )


def _rows(table: RestatedTable) -> Any:
    return [(_plain_item(row.item), {name: at[1:] for name, at in row.cells.items()}) for row in table.rows]


def _restated(path: str, stored: Any, schema: Schema) -> RestatedTable:
    kind, at, where, rows = stored
    return RestatedTable(
        schema.kinds[kind].name,
        Position(path, *at),
        tuple(
            RestatedRow(
                _known(_item(path, item), schema),
                {name: Position(path, *place) for name, place in cells.items()},
            )
            for item, cells in rows
        ),
        Marker(where[0], Position(path, *where[1]), is_alone=False) if where else None,
    )


def _plain_item(item: Item) -> Any:
    return [
        item.kind,
        item.id,
        item.position[1:],
        item.page,
        {name: (_plain_value(value.plain), value.position[1:]) for name, value in item.values.items()},
        {
            name: [
                (r.text, r.position[1:], r.attributes, r.optional, r.is_text, r.between)
                if r.attributes or r.optional or r.is_text or r.between
                else (r.text, r.position[1:])
                for r in references
            ]
            for name, references in item.references.items()
        },
        {name: position[1:] for name, position in item.keys.items()},
        {
            name: (
                e.type,
                e.position[1:],
                [(c.type, c.text, c.position[1:], c.lines, c.note) for c in e.claims],
                e.not_applicable,
                e.unknown,
            )
            for name, e in item.evidence.items()
        },
        [
            (
                *(w.code, w.reason, w.owner, w.until and w.until.isoformat(), w.position[1:]),
                w.from_defaults,
                [(each.text, each.field, each.position[1:]) for each in w.of],
            )
            for w in item.waivers
        ],
        sorted(item.invalid),
        item.title_from,
        item.table_page,
        item.text_page,
    ]


def _plain_value(value: Plain) -> Any:
    if isinstance(value, date):
        return {_DATE: value.isoformat()}
    return [_plain_value(each) for each in value] if isinstance(value, tuple) else value


def _known(item: Item, schema: Schema) -> Item:
    """Return an item whose kind, relations and claims the schema knows.

    Raises:
        KeyError: where it does not.

    """
    kind = schema.kinds[item.kind]
    if any(name not in kind.relations and name not in kind.inverses for name in item.references):
        raise KeyError(item.kind)
    for evidence in item.evidence.values():
        if not _CLAIM_TYPES.issuperset((evidence.type, *(claim.type for claim in evidence.claims))):
            raise KeyError(item.kind)
    return item


_NO_ATTRIBUTES: Final[dict[str, str]] = {}


def _item(path: str, stored: Any) -> Item:
    kind, id_, position, page, values, references, keys, evidence, waivers, invalid, *page_facts = stored
    return Item(
        kind,
        id_,
        Position(path, *position),
        page,
        {name: Value(_value(plain), Position(path, *at)) for name, (plain, at) in values.items()},
        {
            name: tuple(
                Reference(entry[0], Position(path, *entry[1]), *(entry[2:] or (_NO_ATTRIBUTES,)))
                for entry in entries
            )
            for name, entries in references.items()
        },
        {name: Position(path, *at) for name, at in keys.items()},
        {
            name: Evidence(
                type_,
                Position(path, *at),
                tuple(
                    Claim(claim_type, text, Position(path, *place), lines, note)
                    for claim_type, text, place, lines, note in claims
                ),
                not_applicable,
                unknown,
            )
            for name, (type_, at, claims, not_applicable, unknown) in evidence.items()
        },
        tuple(
            Waiver(
                code,
                reason,
                owner,
                date.fromisoformat(until) if until else None,
                Position(path, *at),
                from_defaults,
                tuple(Waived(text, name, Position(path, *place)) for text, name, place in of),
            )
            for code, reason, owner, until, at, from_defaults, of in waivers
        ),
        frozenset(invalid),
        *page_facts,
    )


def _value(stored: Any) -> Plain:
    if isinstance(stored, list):
        return tuple(map(_value, stored))
    if isinstance(stored, dict):
        if stored.keys() == {_DATE}:
            return date.fromisoformat(str(stored[_DATE]))
        return {name: _value(value) for name, value in stored.items()}
    plain: Plain = stored
    return plain
