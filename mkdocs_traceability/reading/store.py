"""What sources declare, kept on disk by content digest between runs.

One file beside `mkdocs.yml`, written whole and put in place at once: two processes at a time, or a cut-off one, leave
either the old or the new. What does not carry its own digest, or was made under other kinds or by another
version, is as if it were not there. It is JSON: loading it can run nothing.
"""

import json
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

from mkdocs_traceability.findings import Finding
from mkdocs_traceability.model.item import Claim, Evidence, Item, Plain, Reference, Value, Waiver
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.reading.read import SourceReading

FORMAT: Final = 1
"""To be raised whenever what is stored changes its form or its meaning."""


class Store:
    """What was read in an earlier run. Without a file of its own, or with a bad one, it knows nothing."""

    def __init__(self, file: Path, schema: str) -> None:
        self._file = file
        self._header = f"{FORMAT} {schema}"
        self._stored: dict[str, Any] = {}
        self._loaded = False

    def known(self, digest: str) -> SourceReading | None:
        """Return what the source with this digest declares, if that is known."""
        if not self._loaded:
            self._loaded = True
            self._stored = self._load()
        stored = self._stored.get(digest)
        return None if stored is None else _reading(stored)

    def keep(self, readings: Mapping[str, SourceReading]) -> None:
        """Keep these readings and no others. A folder that cannot be written to is no harm."""
        readable = {digest: reading for digest, reading in readings.items() if reading.lost is None}
        if readable.keys() == self._stored.keys():
            return
        self._stored = {
            digest: self._stored.get(digest) or _plain(reading) for digest, reading in readable.items()
        }
        body = json.dumps(self._stored, separators=(",", ":")).encode()
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            (self._file.parent / ".gitignore").write_text("*\n", encoding="utf-8")
            _replace(self._file, f"{self._header} {_checksum(body)}\n".encode() + body)

    def _load(self) -> dict[str, Any]:
        try:
            header, _, body = self._file.read_bytes().partition(b"\n")
        except OSError:
            return {}
        if header.decode("utf-8", "replace") != f"{self._header} {_checksum(body)}":
            return {}
        stored: dict[str, Any] = json.loads(body)
        return stored


def _checksum(body: bytes) -> str:
    return blake2b(body, digest_size=16).hexdigest()


def _replace(file: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(name).replace(file)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


# What is stored: lists in a fixed order. A position is [line, column, length]; the path is said once a source.


def _plain(reading: SourceReading) -> Any:
    path = next((place.path for place in _positions(reading)), "")
    return [path, [_plain_item(item) for item in reading.items], [_plain_finding(f) for f in reading.findings]]


def _positions(reading: SourceReading) -> list[Position]:
    return [entry.position for entry in (*reading.items, *reading.findings)]


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
    ]


def _plain_value(value: Plain) -> Any:
    return {"date": value.isoformat()} if isinstance(value, date) else value


def _plain_finding(finding: Finding) -> Any:
    return [
        finding.code,
        finding.message,
        finding.position[1:],
        finding.label,
        finding.help,
        finding.kind,
        finding.item,
        finding.field,
        finding.subject,
    ]


def _reading(stored: Any) -> SourceReading:
    path, items, findings = stored
    return SourceReading([_item(path, item) for item in items], [_finding(path, each) for each in findings])


_NO_ATTRIBUTES: Final[dict[str, str]] = {}


def _item(path: str, stored: Any) -> Item:
    kind, id_, position, page, values, references, keys, evidence, waivers, invalid = stored
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
            Waiver(code, reason, owner, date.fromisoformat(until) if until else None, Position(path, *at), from_defaults)
            for code, reason, owner, until, at, from_defaults in waivers
        ),
        frozenset(invalid),
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


def _finding(path: str, stored: Any) -> Finding:
    code, message, position, label, help_, kind, item, field, subject = stored
    at = Position(path, *position)
    return Finding(
        code, message, at, label=label, help=help_, kind=kind, item=item, field=field, subject=subject
    )
