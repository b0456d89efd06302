"""The items of a kind as CSV (RFC 4180): every item, every field and relation, for a spreadsheet.

Several values stand in one cell, `; ` between them. A cell that a spreadsheet would take for a formula is
made text by an apostrophe before it.
"""

import csv
from collections.abc import Iterable, Iterator
from functools import partial
from io import StringIO
from typing import Final

from mkdocs_traceability.analysis.deadlines import DUE, deadline_of
from mkdocs_traceability.analysis.owners import owners_of
from mkdocs_traceability.exports.export import Export, PublishedFile, encoded, export
from mkdocs_traceability.model.declared import CLAIM_TYPES
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.item import Evidence, Item, Plain
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.registry.registry import End, Registry
from mkdocs_traceability.result import Result

_FORMULAS: Final = frozenset("=+-@\t\r\n＝＋－＠")
"""How a cell begins that a spreadsheet may run; some take the wide forms for the plain ones."""

_BETWEEN: Final = "; "

_WORKED_OUT: Final = ("domain", DUE)
"""Fields that may have something where an item says nothing."""


@export
def csv_files(exported: Export) -> Iterator[PublishedFile]:
    """Yield the items of each kind."""
    for kind in exported.declared_kinds:
        yield PublishedFile(f"{exported.addresses.stem(kind)}.csv", partial(items_csv, exported.result, kind))


def items_csv(result: Result, kind: Kind) -> bytes:
    """Return the items of a kind as CSV, the names of the columns first."""
    registry, assessment = result.registry, result.assessment
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    fields = [name for name in kind.fields if name != "title"]
    relations = (*kind.relations, *kind.inverses)
    ours = ("badge", "rests_on", "findings", "source", "owner")
    keys = ["id", "title", "status", *map(kind.exported, fields), *relations]
    keys += [f"evidence_{name}" if name in keys else name for name in CLAIM_TYPES]
    writer.writerow([*keys, *(f"_{name}" if name in keys else name for name in ours)])
    for item in registry.items(kind.name):
        badge = assessment.badge(item)
        linked = registry.relations_of(item)
        cells = [
            item.id,
            item.text("title"),
            item.text("status"),
            *(
                _field(registry, item, name)
                if name in item.values or name in item.evidence or name in _WORKED_OUT
                else ""
                for name in fields
            ),
            *(
                _relation(registry, item, name) if name in linked or name in item.references else ""
                for name in relations
            ),
            *(_claims(item.evidence.get(name)) for name in CLAIM_TYPES),
            badge.word,
            badge.basis,
            _findings(assessment.findings_of(item)),
            str(item.position),
            _BETWEEN.join(owner.name for owner in owners_of(registry, item)),
        ]
        writer.writerow(map(harmless, cells))
    return encoded(text.getvalue())


def rows_csv(rows: Iterable[Iterable[str]]) -> bytes:
    """Return rows as CSV, their cells without what a spreadsheet would run."""
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows(map(harmless, row) for row in rows)
    return encoded(text.getvalue())


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet runs."""
    return f"'{cell}" if cell and cell[0] in _FORMULAS else cell


def _field(registry: Registry, item: Item, name: str) -> str:
    if name == "domain" and item.kind == "flow":
        return registry.domain(item)
    if name == DUE and registry.kind(item).fields[name].type == "date":
        deadline = deadline_of(registry, item)
        return str(deadline.day) if deadline else ""
    value = item.values.get(name)
    said = "" if value is None else _text(value.plain)
    if name in item.evidence:  # a field may be a claim, or a text with claims
        return _BETWEEN.join(filter(None, (said, _claims(item.evidence[name]))))
    return said


def _text(plain: Plain) -> str:
    if isinstance(plain, bool):
        return "true" if plain else "false"
    if isinstance(plain, tuple):
        return _BETWEEN.join(map(_listed, plain))
    if isinstance(plain, dict):
        return _BETWEEN.join(f"{name}: {_listed(value)}" for name, value in plain.items())
    return str(plain)


def _listed(value: Plain) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_listed(each)}" for name, each in value.items())
    return ", ".join(map(_listed, value)) if isinstance(value, tuple) else _text(value)


def _relation(registry: Registry, item: Item, name: str) -> str:
    qualified = len(registry.schema.targets(item.kind, name)) > 1
    return _BETWEEN.join(_end(end, qualified) for end in registry.ends(item, name))


def _end(end: End, qualified: bool) -> str:
    target, reference = end.item, end.reference
    text = target.id if target else reference.text
    text = f"{target.kind}:{text}" if target and qualified else text
    said = [f"{name}: {value}" for name, value in reference.attributes.items() if value]
    said += ["optional"] if reference.optional else []
    return f"{text} [{', '.join(said)}]" if said else text


def _claims(evidence: Evidence | None) -> str:
    if evidence is None:
        return ""
    if evidence.unknown:
        return "unknown"
    if evidence.not_applicable:
        return f"not applicable: {evidence.not_applicable}"
    return _BETWEEN.join(claim.text for claim in evidence.claims)


def _findings(found: Iterable[Finding]) -> str:
    said = (
        each.code if each.effective_severity == "error" else f"{each.code} [{each.effective_severity}]"
        for each in found
    )
    return _BETWEEN.join(dict.fromkeys(said))
