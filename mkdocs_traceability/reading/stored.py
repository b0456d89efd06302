"""What a source declares as plain data, to be kept, and back: lists in a fixed order, quick to load.

A position is [line, column, length]; the path is said once a source.
"""

from datetime import date
from typing import Any, Final

from mkdocs_traceability.findings import as_stored, from_stored
from mkdocs_traceability.model.item import Claim, Evidence, Item, Plain, Reference, Value, Waiver
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.prose import Marker, Mention
from mkdocs_traceability.reading.read import SourceReading


def plain(reading: SourceReading) -> Any:
    """Return a reading as plain data."""
    places = [each.position for each in reading.items[:1]]
    places += [each.position for each in reading.mentions[:1]]
    places += [each.position for each in reading.markers[:1]]
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
    ]


def reading(stored: Any) -> SourceReading:
    """Return plain data as the reading it was."""
    path, items, findings, mentions, markers = stored
    return SourceReading(
        [_item(path, item) for item in items],
        [from_stored(each) for each in findings],
        mentions=[Mention(form, text, label, Position(path, *at)) for form, text, label, at in mentions],
        markers=[Marker(text, Position(path, *at), *how) for text, at, *how in markers],
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
                (r.text, r.position[1:], r.attributes, r.optional, r.is_text)
                if r.attributes or r.optional or r.is_text
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
            (w.code, w.reason, w.owner, w.until and w.until.isoformat(), w.position[1:], w.from_defaults)
            for w in item.waivers
        ],
        sorted(item.invalid),
        item.title_from,
    ]


def _plain_value(value: Plain) -> Any:
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return [_plain_value(each) for each in value] if isinstance(value, tuple) else value


_NO_ATTRIBUTES: Final[dict[str, str]] = {}


def _item(path: str, stored: Any) -> Item:
    kind, id_, position, page, values, references, keys, evidence, waivers, invalid, title_from = stored
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
            )
            for code, reason, owner, until, at, from_defaults in waivers
        ),
        frozenset(invalid),
        title_from,
    )


def _value(stored: Any) -> Plain:
    if isinstance(stored, list):
        return tuple(map(_value, stored))
    if isinstance(stored, dict):
        if stored.keys() == {"date"} and isinstance(stored["date"], str):
            return date.fromisoformat(stored["date"])
        return {name: _value(value) for name, value in stored.items()}
    plain: Plain = stored
    return plain
