"""The tool `find`: the items of a kind that filters and words leave, as `list` has them."""

from collections.abc import Iterable, Iterator, Sequence

from pydantic import Field

from mkdocs_traceability.agents.asked import reader_of
from mkdocs_traceability.mcp.answers import Listing, Value, fitting
from mkdocs_traceability.mcp.arguments import Page, Short, range_of
from mkdocs_traceability.mcp.site import Refused, Site, refusal_of
from mkdocs_traceability.mcp.texts import NOTICE, Name, Quoted
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.model.shown_words import several
from mkdocs_traceability.query.judged_facts import JudgedFacts
from mkdocs_traceability.result import Result


class FindArguments(Page):
    """What is looked for; without any of it, the kinds are listed."""

    kind: Short = Field(default="", description="A kind, such as `flow`; all kinds without it.")
    filters: list[Short] = Field(
        default=[],
        max_length=20,
        description="Conditions that all hold: `key=value`, `key!=value`, `key<=value`, values separated by "
        "commas, `none`, `any`; needs `kind`. The keys of a kind are in the answer.",
    )
    text: Short = Field(
        default="", description="Words that all occur in id, title, aliases, summary or notes."
    )


class FoundItem(Value):
    """An item in short."""

    id: Name = Field(description="kind:id, as other tools take it.")
    quoted_title: Quoted = ""
    status: Name = ""
    badge: Name = Field(default="", description="What was found of its evidence.")
    failing: int = Field(default=0, description="How many findings about it fail the check.")
    at: Name = Field(description="Where it is declared, as path:line:column.")


class KindInShort(Value):
    """A kind, and how many items it has."""

    kind: Name
    items: int


class Found(Listing):
    """Items that pass, or the kinds."""

    items: tuple[FoundItem, ...] = ()
    kinds: tuple[KindInShort, ...] = Field(default=(), description="All kinds, where none was asked for.")
    keys: tuple[Name, ...] = Field(default=(), description="What items of the kind can be filtered by.")


def find(site: Site, asked: FindArguments) -> Found:
    """Answer the tool.

    Raises:
        Refused: where a kind or a filter is not known.

    """
    result = site.result()
    if not asked.kind and asked.filters:
        raise Refused("`filters` need a `kind`: call `find` without arguments for the kinds")
    if not (asked.kind or asked.text):
        return _kinds(result, asked)
    kind, items = _asked(result, asked)
    if asked.text:
        items = matching(items, asked.text)
    shown, following = fitting(items, lambda item: _in_short(result, item), asked.offset, asked.limit)
    what = kind.plural_label if kind else "items"
    return Found(
        summary=f"{several(len(items), 'item')} found among the {what}"
        + range_of(asked, len(shown), len(items)),
        notice=NOTICE,
        total=len(items),
        next_offset=following,
        items=tuple(shown),
        keys=tuple(_keys(kind)) if kind and not asked.offset else (),
    )


def _kinds(result: Result, asked: FindArguments) -> Found:
    registry = result.registry
    kinds = [KindInShort(kind=each.name, items=len(registry.items(each.name))) for each in registry.schema]
    shown, following = fitting(kinds, lambda kind: kind, asked.offset, max(asked.limit, 100))
    return Found(
        summary=f"{several(len(registry.all), 'item')} of {several(len(kinds), 'kind')}",
        notice=NOTICE,
        total=len(kinds),
        next_offset=following,
        kinds=tuple(shown),
    )


def _asked(result: Result, asked: FindArguments) -> tuple[Kind | None, Sequence[Item]]:
    if not asked.kind:
        return None, result.registry.all
    placement = reader_of(result).parse_query(asked.kind, asked.filters)
    if isinstance(placement, list):
        raise refusal_of(placement)
    if placement.limit or placement.columns:
        raise Refused("`limit` and `columns` are no filters: use the argument `limit`")
    return placement.kind, placement.items(result.registry, JudgedFacts(result.assessment, result.today))


def _keys(kind: Kind) -> Iterator[str]:
    yield from (*kind.fields, *kind.relations, *kind.inverses)


def matching(items: Iterable[Item], text: str) -> list[Item]:
    """Return the items in whose texts all words occur, those first whose id or title has them."""
    words = text.casefold().split()
    ranked = [(rank, item) for item in items if (rank := _rank(item, words))]
    return [item for _, item in sorted(ranked, key=lambda each: each[0])]


def _rank(item: Item, words: Sequence[str]) -> int:
    """Return how near an item is: 1 by its id, 2 by names, 3 by other texts; 0 if words do not occur."""
    texts = [
        item.id,
        " ".join((item.title, *item.texts("aliases"), *item.texts("former_ids"))),
        " ".join((item.text("summary"), item.text("notes"))),
    ]
    seen = ""
    for rank, each in enumerate(texts, start=1):
        seen = f"{seen} {each.casefold()}"
        if all(word in seen for word in words):
            return rank
    return 0


def _in_short(result: Result, item: Item) -> FoundItem:
    badge = result.assessment.badge(item)
    return FoundItem(
        id=f"{item.kind}:{item.id}",
        quoted_title=item.own_title,
        status=item.text("status"),
        badge=badge.word,
        failing=sum(each.fails for each in result.assessment.findings_of(item)),
        at=str(item.position),
    )
