"""What an auditor gets as tables: the register of all items, their evidence, the findings, the waivers."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import NamedTuple

from mkdocs_traceability.analysis.deadlines import deadline_of
from mkdocs_traceability.analysis.owners import owners_of
from mkdocs_traceability.exports.items_csv import harmless
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.result import Result

Line = tuple[str, ...]


class AuditTable(NamedTuple):
    """One table: its name, which is that of its file too, the heads of its columns, and its rows."""

    name: str
    title: str
    heads: Line
    rows: list[Line]


def audit_tables(result: Result) -> list[AuditTable]:
    """Return all tables, in the order in which they are read."""
    register = ("kind", "id", "title", "status", "badge", "rests on", "owner", "due", "source")
    evidence = ("kind", "id", "type", "claim", "verdict", "message", "found at", "source")
    findings = ("severity", "code", "message", "help", "kind", "id", "source", "fingerprint")
    waivers = ("kind", "id", "code", "reason", "owner", "until", "ended", "of", "source")
    return [
        AuditTable("register", "Register", register, list(_register(result))),
        AuditTable("evidence", "Evidence", evidence, list(_evidence(result))),
        AuditTable("findings", "Findings", findings, list(_findings(result))),
        AuditTable("waivers", "Waivers", waivers, list(_waivers(result))),
    ]


def as_csv(table: AuditTable) -> bytes:
    """Return a table as CSV (RFC 4180), without cells that a spreadsheet would run."""
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(table.heads)
    writer.writerows(map(harmless, row) for row in table.rows)
    return text.getvalue().encode("utf-8", "replace")


def _of(item: Item) -> Line:
    return item.kind, item.id


def _register(result: Result) -> Iterator[Line]:
    registry = result.registry
    for item in registry.all:
        badge, deadline = result.assessment.badge(item), deadline_of(registry, item)
        owners = "; ".join(owner.name for owner in owners_of(registry, item))
        due = str(deadline.day) if deadline else ""
        said = (item.text("title"), item.text("status"), badge.word, badge.basis)
        yield (*_of(item), *said, owners, due, str(item.position))


def _evidence(result: Result) -> Iterator[Line]:
    for item in result.registry.all:
        for name, evidence in item.evidence.items():
            at = str(evidence.position)
            if evidence.not_applicable:
                yield (*_of(item), name, "", "not applicable", evidence.not_applicable, "", at)
            elif evidence.unknown:
                yield (*_of(item), name, "", "unknown", "", "", at)
            for claim in evidence.claims:
                outcome = result.verdicts.of(item, claim)
                place = outcome.place
                found = f"{place.path}:{place.line}" if place and place.line else place.path if place else ""
                said = (claim.text, str(outcome.verdict), outcome.message, found)
                yield (*_of(item), name, *said, str(claim.position))


def _findings(result: Result) -> Iterator[Line]:
    for each in result.findings:
        said = (each.effective_severity, each.code, each.message, each.help)
        yield (*said, each.kind, each.item, str(each.position), each.fingerprint)


def _waivers(result: Result) -> Iterator[Line]:
    for item in result.registry.all:
        for each in item.waivers:
            until = each.until.isoformat() if each.until else ""
            ended = "yes" if each.has_expired(result.today) else "no"
            of = "; ".join(waived.text for waived in each.of)
            yield (*_of(item), each.code, each.reason, each.owner, until, ended, of, str(each.position))


def totals(result: Result, tables: Iterable[AuditTable]) -> list[tuple[str, int]]:
    """Return how much there is: of each table, and of items by badge."""
    words: dict[str, int] = {}
    for item in result.registry.all:
        word = result.assessment.badge(item).word or "none"
        words[word] = words.get(word, 0) + 1
    return [(table.title, len(table.rows)) for table in tables] + sorted(words.items())
