"""The tool `gaps`: everything that is missing or still open, as the command `gaps` has it."""

from pydantic import Field

from mkdocs_traceability.agents.gaps import REASONS, Missing, gaps_of
from mkdocs_traceability.mcp.answers import Listing, Value, fitting, told_as
from mkdocs_traceability.mcp.arguments import Page, Short, range_of
from mkdocs_traceability.mcp.site import Site, refusal_of
from mkdocs_traceability.mcp.texts import NOTICE, Name, Quoted
from mkdocs_traceability.model.shown_words import several


class GapsArguments(Page):
    """Of which items it is asked; of all without any of it."""

    kind: Short = Field(default="", description="A kind, such as `requirement`; all kinds without it.")
    filters: list[Short] = Field(default=[], max_length=20, description="Conditions, as for `find`.")


class ShownGap(Value):
    """An item at which something is missing, and why, the most important reason first."""

    id: Name = Field(description="kind:id.")
    reasons: tuple[Name, ...] = Field(description=f"Of: {', '.join(REASONS)}.")
    quoted_title: Quoted = ""
    status: Name = ""
    badge: Name = ""
    quoted_basis: Quoted = ""
    severity: Name = ""
    due: Name = ""
    quoted_action: Quoted = Field(default="", description="What is to be done.")
    owners: tuple[Name, ...] = ()
    findings: tuple[Name, ...] = Field(default=(), description="Codes of the findings that fail.")
    place: Name


class GapsAnswer(Listing):
    """What is missing, the most important first."""

    gaps: tuple[ShownGap, ...] = ()


def gaps(site: Site, asked: GapsArguments) -> GapsAnswer:
    """Answer the tool.

    Raises:
        Refused: where a kind or a filter is not known.

    """
    found = gaps_of(site.result(), asked.kind, asked.filters)
    if isinstance(found, list):
        raise refusal_of(found)
    shown, following = fitting(found.missing, _shown, asked.offset, asked.limit)
    total = len(found.missing)
    return GapsAnswer(
        summary=f"Something is missing at {total} of {several(found.items, 'item')}"
        + range_of(asked, len(shown), total),
        notice=NOTICE,
        total=total,
        next_offset=following,
        gaps=tuple(shown),
    )


def _shown(told: Missing) -> ShownGap:
    return told_as(ShownGap, told, id=f"{told.kind}:{told.id}")
