"""The legend: what the words on the other pages mean, kind by kind."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.pages.badges import VOCABULARY
from mkdocs_traceability.pages.page import GeneratedPage, Heading, page
from mkdocs_traceability.pages.show import Show


class Vocabulary(NamedTuple):
    """The values of a field: each with its label and description."""

    name: str
    description: str
    choices: list[tuple[str, str, str]]


class RelationLine(NamedTuple):
    """A relation of a kind, where it leads, and the name of the way back."""

    name: str
    to: str
    inverse: str
    description: str


class ShownKind(NamedTuple):
    """A kind as the legend shows it."""

    kind: Kind
    anchor: str
    href: str
    statuses: list[tuple[str, str, str]]
    vocabularies: list[Vocabulary]
    relations: list[RelationLine]


@page(order=95)
def legend(show: Show) -> Iterator[GeneratedPage]:
    """Yield the legend of the kinds that have items."""
    kinds = [kind for kind in show.registry.schema if show.registry.items(kind.name)]
    headings = (Heading("Badges", "badges"), *(Heading(kind.title, f"kind-{kind.name}") for kind in kinds))
    yield GeneratedPage(
        name="legend.md",
        title="Legend",
        template="legend.html",
        context=lambda: _context(show.on(show.path("legend.md")), kinds),
        headings=headings,
        anchors=tuple(heading.anchor for heading in headings),
    )


def _context(show: Show, kinds: list[Kind]) -> dict[str, Any]:
    return {"badges": VOCABULARY, "kinds": [_shown(show, kind) for kind in kinds]}


def _shown(show: Show, kind: Kind) -> ShownKind:
    items = show.registry.items(kind.name)
    used = {item.text("status") for item in items}
    return ShownKind(
        kind,
        f"kind-{kind.name}",
        show.href(show.page_of(kind)),
        [(name, status.phase, status.description) for name, status in kind.statuses.items() if used],
        [
            Vocabulary(
                declared.label or name.replace("_", " "),
                declared.description,
                [(value, choice.label, choice.description) for value, choice in declared.one_of.items()],
            )
            for name, declared in kind.fields.items()
            if declared.one_of and any(name in item.values for item in items)
        ],
        [
            RelationLine(
                name.replace("_", " "),
                "any kind" if "any" in relation.declared.to else ", ".join(show.registry.schema[to].label for to in relation.to),
                (relation.inverse or "").replace("_", " "),
                relation.declared.description,
            )
            for name, relation in kind.relations.items()
            if any(show.registry.related(item, name) for item in items)
        ],
    )
