"""Show: all there is to know of one item as a plain value, of which text and hovers in editors are made.

Nothing here is escaped, translated or cut. What is Markdown is as it was written.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from mkdocs_traceability.analysis.badges import Badge
from mkdocs_traceability.analysis.deadlines import DUE, Deadline, deadline_of
from mkdocs_traceability.analysis.neighbours import Branch, acts, tree
from mkdocs_traceability.analysis.owners import Owner, owners_of
from mkdocs_traceability.model.declared import CLAIM_TYPES, Phase
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.item import Claim, Item
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.model.labels import head
from mkdocs_traceability.model.shown_values import on_lines, on_one_line
from mkdocs_traceability.model.verdict import Outcome
from mkdocs_traceability.registry.lifecycle import phase
from mkdocs_traceability.registry.registry import BROKEN, End
from mkdocs_traceability.result import Result

_TOLD_APART: Final = ("title", "summary", "notes", "aliases", "former_ids", DUE)
"""Fields that have a place of their own, not one among the fields."""


class CardField(NamedTuple):
    """A field: its name, what it is called, and its value, an entry a line."""

    name: str
    label: str
    lines: tuple[str, ...]


class CardEnd(NamedTuple):
    """One end of a relation: the item there with its badge, or a text; and what is said of the link.

    `attributes` are role, via, because and note, as far as they say something. `broken` says in a word why
    it leads nowhere.
    """

    item: Item | None
    text: str
    badge: Badge
    attributes: dict[str, str]
    optional: bool
    broken: str


class CardRelation(NamedTuple):
    """A relation or an inverse; by one that `is_out` the item acts on those it leads to."""

    name: str
    label: str
    is_out: bool
    ends: tuple[CardEnd, ...]


class CardClaim(NamedTuple):
    """A claim, its badge, and what was found for it, with the place."""

    claim: Claim
    badge: Badge
    outcome: Outcome


class CardEvidence(NamedTuple):
    """All that an item says under one claim type, or in a field that is a claim."""

    name: str
    label: str
    badge: Badge
    claims: tuple[CardClaim, ...]
    not_applicable: str
    unknown: bool


class ItemCard(NamedTuple):
    """An item in full.

    `status_label` is what the kind calls the status; both are empty without one. `findings` are all that
    concern the item, each with its waiver. `home` is the hand-written page that describes it, as a path
    below the docs folder. `neighbourhood` begins with the item itself.
    """

    item: Item
    kind: Kind
    status: str
    status_label: str
    phase: Phase
    badge: Badge
    owners: tuple[Owner, ...]
    deadline: Deadline | None
    summary: str
    notes: str
    fields: tuple[CardField, ...]
    relations: tuple[CardRelation, ...]
    evidence: tuple[CardEvidence, ...]
    findings: tuple[Finding, ...]
    aliases: tuple[str, ...]
    former_ids: tuple[str, ...]
    home: str
    neighbourhood: Branch


def item_card(result: Result, item: Item, depth: int = 1) -> ItemCard:
    """Return an item of a run in full; its neighbourhood spans `depth` links."""
    registry = result.registry
    kind = registry.kind(item)
    status = item.text("status")
    return ItemCard(
        item=item,
        kind=kind,
        status=status,
        status_label=kind.statuses[status].label or status if status in kind.statuses else status,
        phase=phase(registry, item),
        badge=result.assessment.badge(item),
        owners=owners_of(registry, item),
        deadline=deadline_of(registry, item),
        summary=item.text("summary"),
        notes=item.text("notes"),
        fields=tuple(_fields(result, kind, item)),
        relations=tuple(_relations(result, kind, item)),
        evidence=tuple(_evidence(result, kind, item)),
        findings=tuple(result.assessment.findings_of(item)),
        aliases=item.texts("aliases"),
        former_ids=item.texts("former_ids"),
        home=result.homes.get(item, ""),
        neighbourhood=tree(registry, item, depth),
    )


def _fields(result: Result, kind: Kind, item: Item) -> Iterator[CardField]:
    for name in kind.fields:
        if name in _TOLD_APART:
            continue
        if name in item.values:
            yield CardField(name, head(kind, name)[0], field_lines(kind, item, name))
        elif name == "domain" and item.kind == "flow" and name not in item.invalid:
            yield CardField(name, head(kind, name)[0], (result.registry.domain(item),))


def field_lines(kind: Kind, item: Item, name: str) -> tuple[str, ...]:
    """Return the value of a field that an item has: words of a vocabulary as they are called."""
    plain = item.values[name].plain
    if kind.fields[name].one_of is not None:
        words = plain if isinstance(plain, tuple) else (plain,)
        return tuple(kind.choice(name, str(word)).label or str(word) for word in words)
    if isinstance(plain, dict):
        return tuple(f"{key}: {on_one_line(value)}" for key, value in plain.items())
    return on_lines(plain)


def _relations(result: Result, kind: Kind, item: Item) -> Iterator[CardRelation]:
    for name in dict.fromkeys((*kind.relations, *kind.inverses)):
        if ends := result.registry.ends(item, name):
            shown = tuple(_end(result, end) for end in ends)
            yield CardRelation(name, head(kind, name)[0], acts(kind, name), shown)


def _end(result: Result, end: End) -> CardEnd:
    reference = end.reference
    return CardEnd(
        end.item,
        end.item.id if end.item else reference.text,
        result.assessment.badge(end.item) if end.item else Badge(""),
        {name: text for name, text in reference.attributes.items() if text},
        reference.optional,
        BROKEN[end.failure] if end.failure else "",
    )


def _evidence(result: Result, kind: Kind, item: Item) -> Iterator[CardEvidence]:
    known = [name for name in CLAIM_TYPES if name in item.evidence]
    for name in dict.fromkeys((*known, *item.evidence)):
        said = item.evidence[name]
        if not (said.claims or said.not_applicable or said.unknown):
            continue  # it could not be read, and is a finding
        label = head(kind, name)[0] if name in kind.fields else name
        claims = tuple(_claim(result, item, name, claim) for claim in said.claims)
        badge = result.assessment.badge_of_evidence(item, name, said)
        yield CardEvidence(name, label, badge, claims, said.not_applicable, said.unknown)


def _claim(result: Result, item: Item, name: str, claim: Claim) -> CardClaim:
    badge = result.assessment.badge_of_claim(item, name, claim)
    return CardClaim(claim, badge, result.verdicts.of(item, claim))
