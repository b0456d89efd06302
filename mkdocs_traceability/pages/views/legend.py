"""The legend: what the words on the other pages mean, kind by kind."""

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from mkdocs_traceability.analysis.badges import VOCABULARY
from mkdocs_traceability.model.declared import Phase
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import Kind, Relation
from mkdocs_traceability.model.labels import head
from mkdocs_traceability.pages.page import REPORTS, GeneratedPage, PageHeading, page
from mkdocs_traceability.pages.parts.kind_icons import icon_of
from mkdocs_traceability.pages.site.view import SiteView

_PHASES: Final = (
    (Phase.AHEAD, "No evidence required yet"),
    (Phase.OPEN, "No evidence required yet"),
    (Phase.COMPLETE, "Evidence required"),
    (Phase.OVER, "No evidence required any more"),
)
_MEANINGS: Final = dict(_PHASES)

_SEVERITIES: Final = (
    ("error", "A mistake; fails the check and a strict build"),
    ("warning", "A likely mistake; fails the check and a strict build"),
    ("info", "A note; never fails a build"),
    ("baseline", "A known error or warning; does not fail the check"),
)


class LegendWord(NamedTuple):
    """A word and what it means; of a status also its phase, of a field or relation its name in sources."""

    word: str
    meaning: str
    phase: str = ""
    name: str = ""


class Vocabulary(NamedTuple):
    """The values that a field may have."""

    name: str
    description: str
    words: list[LegendWord]


class RelationLine(NamedTuple):
    """A relation of a kind: where it leads, how it is called there, and what it means."""

    word: str
    name: str
    to: str
    back: str
    meaning: str


class ShownKind(NamedTuple):
    """A kind as the legend shows it."""

    kind: Kind
    anchor: str
    href: str
    icon: str
    statuses: list[LegendWord]
    vocabularies: list[Vocabulary]
    relations: list[RelationLine]
    fields: list[LegendWord]


@page(order=95)
def legend(view: SiteView) -> Iterator[GeneratedPage]:
    """Yield the legend of the kinds that have items."""
    kinds = [kind for kind in view.registry.schema if view.registry.items(kind.name)]
    headings = (
        PageHeading(view.translate("Badges"), "badges"),
        PageHeading(view.translate("Severities"), "severities"),
        PageHeading(view.translate("Statuses"), "statuses"),
        *(PageHeading(view.translate(kind.title), f"kind-{kind.name}") for kind in kinds),
    )
    yield GeneratedPage(
        name="legend.md",
        title=view.translate("Legend"),
        template="legend.html",
        context=lambda: _context(view.from_page(view.places.path("legend.md")), kinds),
        headings=headings,
        anchors=tuple(heading.anchor for heading in headings),
        group=view.translate(REPORTS),
    )


def _context(view: SiteView, kinds: list[Kind]) -> dict[str, Any]:
    return {
        "badges": VOCABULARY,
        "severities": _SEVERITIES,
        "phases": _PHASES,
        "kinds": [_shown(view, kind) for kind in kinds],
    }


def _shown(view: SiteView, kind: Kind) -> ShownKind:
    items = view.registry.items(kind.name)
    relations = [
        relation
        for name, relation in kind.relations.items()
        if any(view.references(item, name) for item in items)
    ]
    return ShownKind(
        kind,
        f"kind-{kind.name}",
        view.href(view.places.page_of(kind)),
        icon_of(view.registry.schema, kind.name),
        _statuses(kind) if any("status" in item.values for item in items) else [],
        _vocabularies(kind, items),
        [_relation(view, relation) for relation in relations],
        [
            LegendWord(head(kind, name)[0], declared.description, name=name)
            for name, declared in kind.fields.items()
            if declared.description and not declared.one_of and any(_has(item, name) for item in items)
        ],
    )


def _statuses(kind: Kind) -> list[LegendWord]:
    return [
        LegendWord(status.label or name, status.description or _MEANINGS[status.phase], status.phase, name)
        for name, status in kind.statuses.items()
    ]


def _vocabularies(kind: Kind, items: Sequence[Item]) -> list[Vocabulary]:
    return [
        Vocabulary(
            head(kind, name)[0],
            declared.description,
            [
                LegendWord(choice.label or value, choice.description, name=value)
                for value, choice in declared.one_of.items()
            ],
        )
        for name, declared in kind.fields.items()
        if declared.one_of and any(_has(item, name) for item in items)
    ]


def _relation(view: SiteView, relation: Relation) -> RelationLine:
    schema = view.registry.schema
    any_kind = "any" in relation.declared.to
    return RelationLine(
        head(schema[relation.kind], relation.name)[0],
        relation.name,
        view.translate("any kind")
        if any_kind
        else ", ".join(view.translate(schema[to].label) for to in relation.to),
        head(schema[relation.to[0]], relation.inverse)[0] if relation.inverse else "",
        relation.declared.description,
    )


def _has(item: Item, name: str) -> bool:
    return name in item.values or name in item.evidence
