"""The tool `show`: items in full, as the command `show` has them."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final, TypeVar

from pydantic import Field

from mkdocs_traceability.mcp.answers import (
    MOST_CHARACTERS,
    Answer,
    ShownFinding,
    Value,
    finding_shown,
    size_of,
)
from mkdocs_traceability.mcp.arguments import Page, Short
from mkdocs_traceability.mcp.site import Site, items_named
from mkdocs_traceability.mcp.texts import NOTICE, Name, Quoted
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.shown_words import several
from mkdocs_traceability.reports.item_card import (
    CardClaim,
    CardEnd,
    CardEvidence,
    CardRelation,
    ItemCard,
    item_card,
)
from mkdocs_traceability.result import Result

_T = TypeVar("_T")

_MOST_ITEMS: Final = 10
_MOST_FIELDS: Final = 60
_MOST_WORDS: Final = 20
"""How many values of one field are shown."""


class ShowArguments(Page):
    """Which items are shown, and which part of their lists."""

    ids: list[Short] = Field(
        min_length=1,
        max_length=_MOST_ITEMS,
        description="Ids, aliases or former ids; `kind:id` where kinds share one.",
    )
    limit: int = Field(default=20, ge=1, le=100, description="How many entries of each list at most.")
    offset: int = Field(
        default=0, ge=0, le=1_000_000, description="How many entries of each list to leave out first."
    )


class ShownEnd(Value):
    """One end of a relation."""

    id: Name = Field(default="", description="kind:id; absent for free text and what is not declared.")
    quoted_title: Quoted = Field(default="", description="Its title, or what is written in place of an id.")
    badge: Name = ""
    broken: Name = Field(default="", description="Why it leads nowhere.")
    optional: bool = False
    quoted_attributes: dict[str, Quoted] = Field(default={}, description="What is written beside it.")


class ShownRelation(Value):
    """A relation, or the inverse of one."""

    name: Name
    acts: bool = Field(default=False, description="Whether the item acts on those it leads to.")
    ends: tuple[ShownEnd, ...]
    total: int


class ShownClaim(Value):
    """A piece of evidence, and what was found for it."""

    claim: Name
    badge: Name = ""
    found_at: Name = ""
    quoted_basis: Quoted = ""
    quoted_note: Quoted = ""


class ShownEvidence(Value):
    """All that an item says of one type of evidence."""

    type: Name
    badge: Name = ""
    claims: tuple[ShownClaim, ...] = ()
    total: int = 0
    quoted_not_applicable: Quoted = ""
    unknown: bool = False


class ShownHead(Value):
    """What is no list of links, evidence or findings."""

    quoted_title: Quoted = ""
    status: Name = ""
    phase: Name = ""
    owners: tuple[Name, ...] = ()
    due: Name = ""
    quoted_summary: Quoted = ""
    quoted_notes: Quoted = ""
    quoted_fields: dict[str, tuple[Quoted, ...]] = Field(default={})
    aliases: tuple[Name, ...] = ()
    former_ids: tuple[Name, ...] = ()


class ShownItem(Value):
    """An item in full. `findings_total` counts all findings about it."""

    id: Name = Field(description="kind:id.")
    at: Name
    head: ShownHead | None = Field(default=None, description="Absent where an `offset` is given.")
    badge: Name = ""
    quoted_basis: Quoted = ""
    relations: tuple[ShownRelation, ...] = ()
    evidence: tuple[ShownEvidence, ...] = ()
    findings: tuple[ShownFinding, ...] = ()
    findings_total: int = 0


class Shown(Answer):
    """Items in full. A list that has more than it shows has a greater `total`."""

    items: tuple[ShownItem, ...]
    not_shown: tuple[Name, ...] = Field(default=(), description="Items that did not fit: ask for them alone.")
    next_offset: int = Field(
        default=0, description="The `offset` for the next entries of lists; absent if all are here."
    )


def show(site: Site, asked: ShowArguments) -> Shown:
    """Answer the tool.

    Raises:
        Refused: where an id is not declared.

    """
    result = site.result()
    items = items_named(result, asked.ids)
    shown: list[ShownItem] = []
    left, used = MOST_CHARACTERS, 0
    for item in items:
        made, of_each = _that_fits(result, item, asked, left)
        left -= size_of(made)
        if shown and left < 0:
            break
        shown.append(made)
        used = min(used or of_each, of_each)
    not_shown = tuple(f"{item.kind}:{item.id}" for item in items[len(shown) :])
    has_more = any(asked.offset + used < each for item in shown for each in _totals(item))
    return Shown(
        summary=_summary(shown, not_shown),
        notice=NOTICE,
        items=tuple(shown),
        not_shown=not_shown,
        next_offset=asked.offset + used if has_more else 0,
    )


def _summary(shown: Sequence[ShownItem], not_shown: Sequence[str]) -> str:
    more = f"; {several(len(not_shown), 'more item')} did not fit" if not_shown else ""
    return f"{', '.join(item.id for item in shown)}{more}"


def _totals(item: ShownItem) -> Iterator[int]:
    yield item.findings_total
    yield from (each.total for each in item.relations)
    yield from (each.total for each in item.evidence)


def _that_fits(result: Result, item: Item, asked: ShowArguments, most: int) -> tuple[ShownItem, int]:
    """Return an item with as many entries in each list as fit, and how many that are."""
    card = item_card(result, item, depth=0)
    of_each = asked.limit
    made = _shown(result, card, asked.offset, of_each)
    while of_each > 1 and size_of(made) > most:
        of_each = of_each // 2
        made = _shown(result, card, asked.offset, of_each)
    return made, of_each


def _shown(result: Result, card: ItemCard, offset: int, limit: int) -> ShownItem:
    def part(entries: Sequence[_T]) -> Sequence[_T]:
        return entries[offset : offset + limit]

    item = card.item
    relations = (_relation(each, part(each.ends)) for each in card.relations)
    evidence = (_evidence(each, part(each.claims)) for each in card.evidence)
    return ShownItem(
        id=f"{item.kind}:{item.id}",
        at=str(item.position),
        head=None if offset else _head(card),
        badge=card.badge.word,
        quoted_basis=card.badge.basis,
        relations=tuple(each for each in relations if each.ends),
        evidence=tuple(each for each in evidence if each.claims or not offset),
        findings=tuple(map(partial(finding_shown, excerpts=result.excerpts), part(card.findings))),
        findings_total=len(card.findings),
    )


def _head(card: ItemCard) -> ShownHead:
    return ShownHead(
        quoted_title=card.item.own_title,
        status=card.status,
        phase=str(card.phase),
        owners=tuple(owner.name for owner in card.owners)[:_MOST_WORDS],
        due=card.deadline.day.isoformat() if card.deadline else "",
        quoted_summary=card.summary,
        quoted_notes=card.notes,
        quoted_fields={each.name: each.lines[:_MOST_WORDS] for each in card.fields[:_MOST_FIELDS]},
        aliases=card.aliases[:_MOST_WORDS],
        former_ids=card.former_ids[:_MOST_WORDS],
    )


def _relation(told: CardRelation, ends: Sequence[CardEnd]) -> ShownRelation:
    return ShownRelation(name=told.name, acts=told.is_out, ends=tuple(map(_end, ends)), total=len(told.ends))


def _end(end: CardEnd) -> ShownEnd:
    return ShownEnd(
        id=f"{end.item.kind}:{end.item.id}" if end.item else "",
        quoted_title=end.item.own_title if end.item else end.text,
        badge=end.badge.word,
        broken=end.broken,
        optional=end.optional,
        quoted_attributes=end.attributes,
    )


def _evidence(told: CardEvidence, claims: Sequence[CardClaim]) -> ShownEvidence:
    return ShownEvidence(
        type=told.name,
        badge=told.badge.word,
        claims=tuple(map(_claim, claims)),
        total=len(told.claims),
        quoted_not_applicable=told.not_applicable,
        unknown=told.unknown,
    )


def _claim(told: CardClaim) -> ShownClaim:
    claim, found = told.claim, told.outcome.found_at
    return ShownClaim(
        claim=f"{claim.text} ({claim.lines})" if claim.lines else claim.text,
        badge=told.badge.word,
        found_at=str(found) if found else "",
        quoted_basis=told.badge.basis,
        quoted_note=claim.note,
    )
