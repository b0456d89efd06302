"""Why: the reasons for what an item shows, down to the claim and the place; and how two items are connected.

A badge rests on the worst of the evidence, evidence on its claims, and a claim on what was found for it.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from mkdocs_traceability.agents.asked import reader_of
from mkdocs_traceability.analysis.badges import VOCABULARY, Badge
from mkdocs_traceability.analysis.chains import Hop, chains
from mkdocs_traceability.analysis.deadlines import deadline_of, is_overdue
from mkdocs_traceability.analysis.layers import Layers
from mkdocs_traceability.analysis.owners import declared_owners, owners_of
from mkdocs_traceability.model.declared import Phase
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.item import Claim, Evidence, Item
from mkdocs_traceability.model.labels import head
from mkdocs_traceability.query.words import MarkerProblem, MarkerWord
from mkdocs_traceability.registry.lifecycle import phase
from mkdocs_traceability.reports.wording import said_of_waiver
from mkdocs_traceability.result import Result

_RANK: Final = {word.name: rank for rank, word in enumerate(VOCABULARY)}
_MEANING: Final = {word.name: word.meaning for word in VOCABULARY}

_PHASES: Final = {
    Phase.AHEAD: "not started, so no evidence is required yet",
    Phase.OPEN: "in progress, so evidence is checked but not required",
    Phase.COMPLETE: "done, so evidence is required",
    Phase.OVER: "closed, so evidence is no longer judged",
}
_FINGERPRINT: Final = re.compile("[0-9a-f]{8,}")


class Reason(NamedTuple):
    """A reason: what sort it is, in words, and the reasons for it in turn.

    `what` is `status`, `required`, `evidence`, `claim`, `outcome`, `finding`, `help`, `waiver`, `inherited`
    or `work`. `badge` is the badge of evidence or a claim. One that `decides` makes the badge what it is.
    """

    what: str
    text: str
    place: str = ""
    badge: str = ""
    decides: bool = False
    reasons: tuple["Reason", ...] = ()


class Why(NamedTuple):
    """Why an item, or a finding, is what it is. A finding has its fingerprint as `id`, and no badge."""

    kind: str
    id: str
    title: str
    place: str
    badge: str
    basis: str
    meaning: str
    reasons: tuple[Reason, ...]


class ChainEnd(NamedTuple):
    """One of the items that are connected."""

    kind: str
    id: str
    title: str
    place: str


class ChainWay(NamedTuple):
    """One way in which two items are linked: a verb, and whether the first of them acts (`is_out`)."""

    verb: str
    is_out: bool


class ChainHop(NamedTuple):
    """A step to the next item, and all ways in which that is linked with the one before."""

    ways: tuple[ChainWay, ...]
    kind: str
    id: str
    title: str
    place: str


class Connection(NamedTuple):
    """How two items are connected: the shortest chains between them, none where nothing connects them."""

    start: ChainEnd
    end: ChainEnd
    chains: tuple[tuple[ChainHop, ...], ...]


def why_of(result: Result, ids: Sequence[str]) -> Why | Connection | list[MarkerProblem]:
    """Return why one item is what it is, or how two are connected; or what is wrong with the ids.

    In place of one item, a finding may be named by its fingerprint or the beginning of it.
    """
    if len(ids) == 1 and (finding := _finding_named(result, ids[0])):
        return _why_finding(finding)
    reader = reader_of(result)
    read = [reader.item(each) for each in ids]
    if wrong := [each for each in read if not isinstance(each, Item)]:
        return wrong
    match [each for each in read if isinstance(each, Item)]:
        case [item]:
            return _Reasons(result, item).all()
        case [start, end]:
            return _connection(result, start, end)
    word = MarkerWord(" ".join(ids), 0, 0)
    return [MarkerProblem(f"{len(ids)} ids: name one item, or two", word, "name one item, or two")]


def _finding_named(result: Result, fingerprint: str) -> Finding | None:
    if not _FINGERPRINT.fullmatch(fingerprint):
        return None
    found = [each for each in result.findings if each.fingerprint.startswith(fingerprint)]
    return found[0] if len(found) == 1 else None


def _why_finding(finding: Finding) -> Why:
    told = _of_finding(finding)
    place = str(finding.position)
    about = f"{finding.kind} {finding.item}".strip()
    return Why("finding", finding.fingerprint, about, place, "", "", "", (told,))


class _Reasons:
    """The reasons of one item."""

    def __init__(self, result: Result, item: Item) -> None:
        self._result = result
        self._registry = result.registry
        self._assessment = result.assessment
        self._item = item
        self._badge = result.assessment.badge(item)

    def all(self) -> Why:
        item, badge = self._item, self._badge
        reasons = (
            *self._status(),
            *self._required(),
            *sorted(self._evidence(), key=lambda each: _RANK.get(each.badge, len(_RANK))),
            *(_of_finding(each) for each in self._assessment.findings_of(item)),
            *self._inherited(),
            *self._work(),
        )
        meaning = _MEANING.get(badge.word, "No evidence is named or required")
        place = str(item.position)
        return Why(item.kind, item.id, item.own_title, place, badge.word, badge.basis, meaning, reasons)

    def _status(self) -> Iterator[Reason]:
        item, registry = self._item, self._registry
        now = phase(registry, item)
        status = item.text("status")
        place = str(item.values["status"].position) if "status" in item.values else ""
        said = f"status {status}" if status else "no status"
        successors = tuple(
            Reason("status", f"superseded by {link.item.id}", str(link.reference.position))
            for link in registry.related(item, "superseded_by")
        )
        if registry.kind(item).statuses:
            decides = self._badge.word in ("planned", "")
            yield Reason("status", f"{said}: {_PHASES[now]}", place, decides=decides, reasons=successors)

    def _required(self) -> Iterator[Reason]:
        absent = self._assessment.badge_of_lacking(self._item)
        if absent:
            yield Reason(
                "required", absent.basis, str(self._item.position), absent.word, self._is_worst(absent)
            )

    def _evidence(self) -> Iterator[Reason]:
        item = self._item
        kind = self._registry.kind(item)
        for name, said in item.evidence.items():
            badge = self._assessment.badge_of_evidence(item, name, said)
            label = head(kind, name)[0] if name in kind.fields else name
            claims = tuple(self._claim(name, claim) for claim in said.claims)
            worst = sorted(claims, key=lambda each: _RANK.get(each.badge, len(_RANK)))
            text = f"{label}{_said_of(said)}"
            place = str(said.position)
            yield Reason("evidence", text, place, badge.word, self._is_worst(badge), tuple(worst))

    def _claim(self, name: str, claim: Claim) -> Reason:
        outcome = self._result.verdicts.of(self._item, claim)
        badge = self._assessment.badge_of_claim(self._item, name, claim)
        found = outcome.found_at
        told = []
        if found:
            told.append(Reason("outcome", f"found at {found}", str(found)))
        if outcome.message:
            told.append(
                Reason("outcome", outcome.message, str(outcome.at or ""), reasons=_help(outcome.help))
            )
        written = f"{claim.text} ({claim.lines})" if claim.lines else claim.text
        decides = self._is_worst(badge)
        return Reason("claim", written, str(claim.position), badge.word, decides, tuple(told))

    def _is_worst(self, badge: Badge) -> bool:
        """Whether the badge of the item is what it is because of this one."""
        return badge.word == self._badge.word and bool(badge.word)

    def _inherited(self) -> Iterator[Reason]:
        """Yield what the item has from others: its layer, its owners, its date."""
        item, registry = self._item, self._registry
        layer = Layers(registry).of(item) if item.kind in ("component", "resource") else None
        if layer and not registry.related(item, "layer"):
            place = str(layer.reference.position)
            yield Reason("inherited", f"layer {layer.item.id}, from what it is part of", place)
        owners = owners_of(registry, item)
        if owners and not declared_owners(registry, item):
            names = ", ".join(owner.name for owner in owners)
            yield Reason("inherited", f"owner {names}, from the component it belongs to")
        deadline = deadline_of(registry, item)
        if deadline and deadline.stated_by is not item:
            by = deadline.stated_by
            yield Reason("inherited", f"due {deadline.day}, from {by.label}", str(by.position))

    def _work(self) -> Iterator[Reason]:
        registry, today = self._registry, self._result.today
        if is_overdue(registry, self._item, today) and (deadline := deadline_of(registry, self._item)):
            yield Reason("work", f"overdue since {deadline.day}", str(deadline.stated_by.position))
        for name in ("gaps", "patches", "resolved_by", "about", "supports", "resolves", "blocked_by"):
            for link in registry.related(self._item, name):
                label = head(registry.kind(self._item), name)[0]
                status = link.item.text("status")
                said = f"{label}: {link.item.full_title}{f' ({status})' if status else ''}"
                yield Reason("work", said, str(link.reference.position))


def _said_of(said: Evidence) -> str:
    if said.not_applicable:
        return f": not applicable: {said.not_applicable}"
    return ": marked unknown" if said.unknown else ""


def _of_finding(finding: Finding) -> Reason:
    told = [*_help(finding.help)]
    told += [Reason("outcome", each.text, str(each.position)) for each in finding.related]
    if finding.waiver:
        told.append(Reason("waiver", said_of_waiver(finding.waiver), str(finding.waiver.position)))
    text = f"{finding.code} [{finding.effective_severity}] {finding.message}"
    return Reason("finding", text, str(finding.position), reasons=tuple(told))


def _help(text: str) -> tuple[Reason, ...]:
    return (Reason("help", text),) if text else ()


def _connection(result: Result, start: Item, end: Item) -> Connection:
    found = [] if start is end else chains(result.registry, start, end)
    return Connection(_end(start), _end(end), tuple(tuple(map(_hop, chain)) for chain in found))


def _end(item: Item) -> ChainEnd:
    return ChainEnd(item.kind, item.id, item.own_title, str(item.position))


def _hop(hop: Hop) -> ChainHop:
    item, ways = hop
    told = tuple(dict.fromkeys(ChainWay(way.label, way.is_out) for way in ways))
    return ChainHop(told, item.kind, item.id, item.own_title, str(item.position))
