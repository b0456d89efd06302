"""The tool `why`: the reasons for a badge or a finding, and how two items are connected."""

from collections.abc import Sequence
from typing import Final

from pydantic import Field

from mkdocs_traceability.agents.why import ChainEnd, ChainHop, Reason, Why, why_of
from mkdocs_traceability.mcp.answers import Listing, Value, fitting, told_as
from mkdocs_traceability.mcp.arguments import Page, Short, range_of
from mkdocs_traceability.mcp.site import Site, refusal_of
from mkdocs_traceability.mcp.texts import NOTICE, Name, Quoted, Sentence
from mkdocs_traceability.model.shown_words import several

_MOST_BELOW: Final = 10
"""How many reasons of a reason are shown."""


class WhyArguments(Page):
    """What is asked about."""

    ids: list[Short] = Field(
        min_length=1,
        max_length=2,
        description="An item, or the fingerprint of a finding; two items for how they are connected.",
    )


class ShownReason(Value):
    """A reason, and the reasons for it in turn."""

    what: Name = Field(description="The type of reason, such as status, claim or finding.")
    quoted_text: Quoted
    place: Name = ""
    badge: Name = ""
    decides: bool = Field(default=False, description="Whether the badge of the item is what it is by this.")
    reasons: tuple["ShownReason", ...] = ()
    more: int = Field(default=0, description="How many reasons for it are left out.")


class ShownWay(Value):
    """One way in which two items are linked."""

    verb: Name
    is_out: bool = Field(description="Whether the item before is the one that acts.")


class ShownHop(Value):
    """A step from the item before to this one."""

    ways: tuple[ShownWay, ...]
    id: Name
    quoted_title: Quoted = ""
    place: Name = ""


class ShownChain(Value):
    """A way from one item to the other."""

    hops: tuple[ShownHop, ...]


class WhyAnswer(Listing):
    """The reasons for one item, or the shortest chains between two. `total` counts them."""

    id: Name = Field(description="kind:id; of two items the first.")
    to: Name = Field(default="", description="The second of two items.")
    quoted_title: Quoted = ""
    badge: Name = ""
    meaning: Sentence = Field(default="", description="What the badge means.")
    quoted_basis: Quoted = ""
    place: Name = ""
    reasons: tuple[ShownReason, ...] = ()
    chains: tuple[ShownChain, ...] = ()


def why(site: Site, asked: WhyArguments) -> WhyAnswer:
    """Answer the tool.

    Raises:
        Refused: where an id is not declared.

    """
    found = why_of(site.result(), asked.ids)
    if isinstance(found, list):
        raise refusal_of(found)
    if isinstance(found, Why):
        return _reasons(found, asked)
    start, end = _named(found.start), _named(found.end)
    chains, following = fitting(found.chains, _chain, asked.offset, asked.limit)
    total = len(found.chains)
    said = (
        f"{several(total, 'shortest chain')} between {start} and {end}" if total else "Nothing connects them"
    )
    return WhyAnswer(
        summary=said + range_of(asked, len(chains), total),
        notice=NOTICE,
        total=total,
        next_offset=following,
        id=start,
        to=end,
        chains=tuple(chains),
    )


def _reasons(found: Why, asked: Page) -> WhyAnswer:
    reasons, following = fitting(found.reasons, _reason, asked.offset, asked.limit)
    total = len(found.reasons)
    return WhyAnswer(
        summary=f"{several(total, 'reason')}{range_of(asked, len(reasons), total)}",
        notice=NOTICE,
        total=total,
        next_offset=following,
        id=_named(found),
        quoted_title=found.title,
        badge=found.badge,
        meaning=found.meaning,
        quoted_basis=found.basis,
        place=found.place,
        reasons=tuple(reasons),
    )


def _named(told: Why | ChainEnd | ChainHop) -> str:
    return f"{told.kind}:{told.id}"


def _reason(told: Reason) -> ShownReason:
    below = tuple(map(_reason, told.reasons[:_MOST_BELOW]))
    return told_as(ShownReason, told, reasons=below, more=max(len(told.reasons) - _MOST_BELOW, 0))


def _chain(hops: Sequence[ChainHop]) -> ShownChain:
    return ShownChain(hops=tuple(map(_hop, hops)))


def _hop(told: ChainHop) -> ShownHop:
    ways = tuple(told_as(ShownWay, each) for each in told.ways)
    return told_as(ShownHop, told, id=_named(told), ways=ways)
