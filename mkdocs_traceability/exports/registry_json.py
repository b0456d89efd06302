"""The whole registry as JSON: kinds, items with all that is said and was found of them, findings.

`traceability.schema.json` describes it, field by field. What is empty is left out, but for what every entry
has. Each item, kind and finding is a line of its own, so that two registries can be compared by lines.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from importlib.resources import files
from typing import Any, Final

from mkdocs_traceability.analysis.badges import VOCABULARY
from mkdocs_traceability.analysis.deadlines import deadline_of
from mkdocs_traceability.analysis.owners import owners_of
from mkdocs_traceability.exports.export import Addresses, Export, PublishedFile, encoded, export
from mkdocs_traceability.model.finding import Finding, count
from mkdocs_traceability.model.item import Claim, Evidence, Item, Plain, Waiver
from mkdocs_traceability.model.kinds import Kind, Relation
from mkdocs_traceability.registry.lifecycle import phase
from mkdocs_traceability.registry.registry import End, Failure, Registry
from mkdocs_traceability.reports.json_report import as_data, escaped
from mkdocs_traceability.result import Result

NAME: Final = "traceability.json"
SCHEMA: Final = "traceability.schema.json"

VERSION: Final = 3
"""Raised when something that was there means something else or is gone; not when something is added."""

_BROKEN: Final = {
    Failure.UNKNOWN: "unknown",
    Failure.WRONG_KIND: "wrong-kind",
    Failure.AMBIGUOUS: "ambiguous",
    Failure.UNREAD: "unread",
}

_encode: Final = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, allow_nan=False, separators=(",", ":")
).encode


@export
def registry_files(exported: Export) -> Iterator[PublishedFile]:
    """Yield the registry and the schema that describes it."""
    yield PublishedFile(NAME, lambda: registry_json(exported.result, exported.addresses))
    yield PublishedFile(SCHEMA, files("mkdocs_traceability.exports").joinpath(SCHEMA).read_bytes)


def registry_json(result: Result, addresses: Addresses) -> bytes:
    """Return the registry as JSON."""
    registry = result.registry
    head = {
        "$schema": SCHEMA,
        "version": VERSION,
        "whole": registry.is_complete,
        "counts": count(result.findings),
        **_baseline(result),
        "share": _share(result, registry.all),
    }
    items = _Items(result, addresses)
    lists: dict[str, Iterable[Any]] = {
        "kinds": (_kind(result, addresses, kind) for kind in registry.schema),
        "items": map(items.data, registry.all),
        "findings": map(as_data, result.findings),
    }
    parts = [f"{_encode(name)}: {_encode(value)}" for name, value in head.items()]
    parts += [f"{_encode(name)}: [{_lines(entries)}]" for name, entries in lists.items()]
    return encoded(escaped("{\n" + ",\n".join(parts) + "\n}\n"))


def items_json(result: Result, addresses: Addresses, items: Sequence[Item]) -> bytes:
    """Return some items as JSON, and the findings that concern them: a part of the registry."""
    data = _Items(result, addresses).data
    concerned = {(item.kind, item.id) for item in items}
    found = (
        finding
        for finding in result.findings
        if any((each.kind, each.item) in concerned for each in (finding, *finding.entries))
    )
    lists = {"items": map(data, items), "findings": map(as_data, found)}
    parts = [f'"version": {VERSION}', *(f'"{name}": [{_lines(each)}]' for name, each in lists.items())]
    return encoded(escaped("{\n" + ",\n".join(parts) + "\n}\n"))


def kinds_json(registry: Registry) -> bytes:
    """Return the kinds as JSON, each with how many items it has."""
    kinds = (
        {
            "name": kind.name,
            "plural": kind.plural,
            "title": kind.title,
            "items": len(registry.items(kind.name)),
        }
        for kind in registry.schema
    )
    return encoded(f'{{\n"version": {VERSION},\n"kinds": [{_lines(kinds)}]\n}}\n')


def _baseline(result: Result) -> dict[str, Any]:
    """Return how much of the baseline is left; nothing where there is none."""
    known = result.baseline
    if known.since is None:
        return {}
    return {"baseline": {"since": known.since.isoformat(), "entered": known.entered, "left": result.left}}


def _lines(entries: Iterable[Any]) -> str:
    text = ",\n".join(map(_encode, entries))
    return f"\n{text}\n" if text else ""


def _share(result: Result, items: Sequence[Item]) -> dict[str, Any]:
    words = result.assessment.badge_counts(items)
    share = result.assessment.share(items)
    badges = {name: words[word] for name, word in (*((w.name, w.name) for w in VOCABULARY), ("none", ""))}
    return {
        "verified": share.verified,
        "found": share.found,
        "holds": share.holding,
        "judged": share.judged,
        "badges": {name: number for name, number in badges.items() if number},
    }


def _kind(result: Result, addresses: Addresses, kind: Kind) -> dict[str, Any]:
    of_kind = result.registry.items(kind.name)
    gates = result.policy.fail_under.get(kind.name, ())
    return {
        "name": kind.name,
        "plural": kind.plural,
        "label": kind.label,
        "title": kind.title,
        "description": kind.declared.description,
        "items": len(of_kind),
        "share": _share(result, of_kind),
        "fail_under": {gate.state: gate.percent for gate in gates} or None,
        "url": addresses.url_of_kind(kind) or None,
        "csv": addresses.url_of_csv(kind) or None,
        "statuses": {
            name: _said(phase=str(status.phase), label=status.label, description=status.description)
            for name, status in kind.statuses.items()
        },
        "fields": {
            kind.exported(name): _said(
                type=field.type,
                many=field.many,
                label=field.label,
                description=field.description,
                one_of=field.one_of
                and {
                    value: _said(label=choice.label, description=choice.description)
                    for value, choice in field.one_of.items()
                },
            )
            for name, field in kind.fields.items()
        },
        "relations": {name: _relation(relation) for name, relation in kind.relations.items()},
        "inverses": {name: [each.kind for each in relations] for name, relations in kind.inverses.items()},
    }


def _relation(relation: Relation) -> dict[str, Any]:
    declared = relation.declared
    return {
        "to": list(relation.to),
        **_said(inverse=relation.inverse, label=declared.label, description=declared.description),
    }


class _Items:
    """Turns items into plain data."""

    def __init__(self, result: Result, addresses: Addresses) -> None:
        self._registry = result.registry
        self._assessment = result.assessment
        self._outcome = result.verdicts.of
        self._addresses = addresses

    def data(self, item: Item) -> dict[str, Any]:
        """Return all that is known of an item."""
        kind = self._registry.kind(item)
        badge = self._assessment.badge(item)
        status = item.text("status")
        position = item.position
        found = self._assessment.findings_of(item)
        return {
            "kind": item.kind,
            "id": item.id,
            "title": item.title,
            "status": status or None,
            "phase": str(phase(self._registry, item)),
            "badge": badge.word or "none",
            "url": self._addresses.url_of_item(item) or None,
            "source": {"path": position.path, "line": position.line, "column": position.column},
            **_said(
                rests_on=badge.basis,
                owners=[owner.name for owner in owners_of(self._registry, item)],
                due=deadline.day.isoformat() if (deadline := deadline_of(self._registry, item)) else "",
                fields=self._fields(kind, item),
                relations=self._relations(kind, item),
                evidence={name: self._evidence(item, each) for name, each in item.evidence.items()},
                findings=[
                    {"code": code, "weight": weighs, "message": message}
                    for code, weighs, message in dict.fromkeys(map(_in_short, found))
                ],
                waivers=list(map(_waiver, item.waivers)),
            ),
        }

    def _fields(self, kind: Kind, item: Item) -> dict[str, Any]:
        values = item.values
        fields = {kind.exported(name): _plain(values[name].plain) for name in kind.fields if name in values}
        if item.kind == "flow" and "domain" not in fields and "domain" not in item.invalid:
            fields["domain"] = self._registry.domain(item)
        return fields

    def _relations(self, kind: Kind, item: Item) -> dict[str, Any]:
        linked = self._registry.relations_of(item)
        names = [
            name for name in (*kind.relations, *kind.inverses) if name in linked or name in item.references
        ]
        relations = {name: list(map(_end, self._registry.ends(item, name))) for name in names}
        return {name: ends for name, ends in relations.items() if ends}

    def _evidence(self, item: Item, evidence: Evidence) -> dict[str, Any]:
        return {
            "type": evidence.type,
            **_said(
                claims=[self._claim(item, claim) for claim in evidence.claims],
                not_applicable=evidence.not_applicable,
                unknown=evidence.unknown,
            ),
        }

    def _claim(self, item: Item, claim: Claim) -> dict[str, Any]:
        outcome = self._outcome(item, claim)
        place = outcome.place
        found = place and _said(
            path=place.path,
            line=place.line,
            url=self._addresses.url(place.page, place.anchor) if place.page else "",
        )
        return {
            "claim": claim.text,
            "verdict": str(outcome.verdict),
            **_said(
                message=outcome.message,
                lines=claim.lines,
                note=claim.note,
                place=found,
                passed_on_retry=outcome.retried,
            ),
        }


def _end(end: End) -> dict[str, Any]:
    target, reference = end.item, end.reference
    data: dict[str, Any] = {"kind": target.kind, "id": target.id} if target else {"text": reference.text}
    if target and end.is_own and reference.text != target.id:
        data["text"] = reference.text
    if end.failure:
        data["broken"] = _BROKEN[end.failure]
    if reference.attributes:
        data |= {name: text for name, text in reference.attributes.items() if text}
    if reference.optional:
        data["optional"] = True
    return data


def _in_short(finding: Finding) -> tuple[str, str, str]:
    return finding.code, finding.effective_severity, finding.message


def _waiver(waiver: Waiver) -> dict[str, Any]:
    until = waiver.until.isoformat() if waiver.until else ""
    of = [each.text for each in waiver.of]
    return {"code": waiver.code, "reason": waiver.reason, **_said(owner=waiver.owner, until=until, of=of)}


def _plain(value: Plain) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    return value


def _said(**values: Any) -> dict[str, Any]:
    """Leave out what is empty."""
    return {name: value for name, value in values.items() if value}
