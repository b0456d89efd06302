"""The whole registry as JSON: kinds, items with all that is said and was found of them, findings.

`traceability.schema.json` describes it, field by field. What is empty is left out, but for what every entry
has. Each item, kind and finding is a line of its own, so that two registries can be compared by lines.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final
from urllib.parse import quote

from mkdocs_traceability.analysis.badges import VOCABULARY, Share
from mkdocs_traceability.exports.export import PublishedFile, encoded, export
from mkdocs_traceability.model.finding import Finding, count
from mkdocs_traceability.model.item import Claim, Evidence, Item, Plain, Reference, Waiver
from mkdocs_traceability.model.kinds import Kind, Relation
from mkdocs_traceability.pages.site.finding_places import weight
from mkdocs_traceability.pages.site.view import Show
from mkdocs_traceability.registry.registry import Failure
from mkdocs_traceability.reports.json_report import as_data

NAME: Final = "traceability.json"
SCHEMA: Final = "traceability.schema.json"

VERSION: Final = 1
"""Raised when something that was there means something else or is gone; not when something is added."""

_BROKEN: Final = {
    Failure.UNKNOWN: "unknown",
    Failure.WRONG_KIND: "wrong-kind",
    Failure.AMBIGUOUS: "ambiguous",
}
_UNREAD: Final = "unread"

_UNQUOTED: Final = "-._~:@!$&'()*+,;=/"
"""What stands in a fragment as it is, as in the links of the pages."""

_encode: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


@export
def registry_files(show: Show) -> Iterator[PublishedFile]:
    """Yield the registry and the schema that describes it."""
    yield PublishedFile(NAME, lambda: registry_json(show))
    yield PublishedFile(SCHEMA, files("mkdocs_traceability.exports").joinpath(SCHEMA).read_bytes)


def registry_json(show: Show) -> bytes:
    """Return the registry as JSON."""
    registry = show.registry
    head = {
        "$schema": SCHEMA,
        "version": VERSION,
        "whole": registry.whole,
        "counts": count(show.result.findings),
        "share": _share(show, registry.all),
    }
    items = _Items(show)
    lists: dict[str, Iterable[Any]] = {
        "kinds": (_kind(show, items, kind) for kind in registry.schema),
        "items": map(items.data, registry.all),
        "findings": map(as_data, show.result.findings),
    }
    parts = [f"{_encode(name)}: {_encode(value)}" for name, value in head.items()]
    parts += [f"{_encode(name)}: [{_lines(entries)}]" for name, entries in lists.items()]
    return encoded("{\n" + ",\n".join(parts) + "\n}\n")


def _lines(entries: Iterable[Any]) -> str:
    text = ",\n".join(map(_encode, entries))
    return f"\n{text}\n" if text else ""


def _share(show: Show, items: list[Item]) -> dict[str, Any]:
    words = Counter(show.badge(item).word for item in items)
    share = Share.of(map(show.badge, items))
    badges = {name: words[word] for name, word in (*((w.name, w.name) for w in VOCABULARY), ("none", ""))}
    return {
        "verified": share.verified,
        "judged": share.judged,
        "badges": {name: number for name, number in badges.items() if number},
    }


def _kind(show: Show, items: "_Items", kind: Kind) -> dict[str, Any]:
    of_kind = show.registry.items(kind.name)
    gate = show.result.policy.fail_under.get(kind.name)
    return {
        "name": kind.name,
        "plural": kind.plural,
        "label": kind.label,
        "title": kind.title,
        "description": kind.declared.description,
        "items": len(of_kind),
        "share": _share(show, of_kind),
        "fail_under": gate[0] if gate else None,
        "url": items.url(show.page_of(kind)) or None,
        "csv": items.url(show.path(f"{show.stem(kind)}.csv")) or None,
        "statuses": {
            name: _said(phase=str(status.phase), label=status.label, description=status.description)
            for name, status in kind.statuses.items()
        },
        "fields": {
            name: _said(
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

    def __init__(self, show: Show) -> None:
        self._show = show
        self._registry = show.registry
        self._outcome = show.result.verdicts.of
        self._failures = {id(each.reference): _BROKEN[each.failure] for each in show.registry.broken}
        self._url_of = lru_cache(maxsize=None)(show.url_of)

    def data(self, item: Item) -> dict[str, Any]:
        """Return all that is known of an item."""
        show = self._show
        kind = self._registry.kind(item)
        badge = show.badge(item)
        status = item.text("status")
        address = show.addresses.of(item)
        position = item.position
        found = show.findings_of.get((item.kind, item.id), ())
        return {
            "kind": item.kind,
            "id": item.id,
            "title": item.title,
            "status": status or None,
            "phase": str(kind.phase(status)),
            "badge": badge.word or "none",
            "url": (self.url(address.page, address.anchor) if address else "") or None,
            "source": {"path": position.path, "line": position.line, "column": position.column},
            **_said(
                rests_on=badge.basis,
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

    def url(self, page: str, anchor: str = "") -> str:
        """Return where something stands, relative to the root of the site; empty where it is not there."""
        url = self._url_of(page)
        if url is None:
            return ""
        return f"{url}#{quote(anchor, safe=_UNQUOTED)}" if anchor else url

    def _fields(self, kind: Kind, item: Item) -> dict[str, Any]:
        values = item.values
        fields = {name: _plain(values[name].plain) for name in kind.fields if name in values}
        if item.kind == "flow" and "domain" not in fields and "domain" not in item.invalid:
            fields["domain"] = self._registry.domain(item)
        return fields

    def _relations(self, kind: Kind, item: Item) -> dict[str, Any]:
        linked = self._registry.relations_of(item)
        names = [
            name for name in (*kind.relations, *kind.inverses) if name in linked or name in item.references
        ]
        relations = {}
        for name in names:
            written = {id(reference) for reference in item.references.get(name, ())}
            relations[name] = [
                self._end(target, reference, is_ours=id(reference) in written)
                for target, reference in self._show.ends(item, name)
            ]
        return {name: ends for name, ends in relations.items() if ends}

    def _end(self, target: Item | None, reference: Reference, *, is_ours: bool) -> dict[str, Any]:
        end: dict[str, Any] = {"kind": target.kind, "id": target.id} if target else {"text": reference.text}
        if target and is_ours and reference.text != target.id:
            end["text"] = reference.text
        if target is None and not reference.is_text:
            end["broken"] = self._failures.get(id(reference), _UNREAD)
        end |= {name: text for name, text in reference.attributes.items() if text}
        if reference.optional:
            end["optional"] = True
        return end

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
            url=self.url(place.page, place.anchor) if place.page else "",
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


def _in_short(finding: Finding) -> tuple[str, str, str]:
    return finding.code, weight(finding), finding.message


def _waiver(waiver: Waiver) -> dict[str, Any]:
    until = waiver.until.isoformat() if waiver.until else ""
    return {"code": waiver.code, "reason": waiver.reason, **_said(owner=waiver.owner, until=until)}


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
