"""Where items are used: in relations, the text of pages, markers, waivers, and tables that restate."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from mkdocs_traceability.lsp.kept import per_registry
from mkdocs_traceability.model.directives import FORMS
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.prose import Marker
from mkdocs_traceability.query.words import MarkerWord, take_apart
from mkdocs_traceability.registry.registry import Registry

_MOST: Final = 1000


def uses_of(registry: Registry, item: Item) -> list[Position]:
    """Return where an item is named by others, in the order of the sources; at most a thousand places."""
    own = {reference for references in item.references.values() for reference in references}
    links = (link for ends in registry.relations_of(item).values() for link in ends)
    named = {link.reference.position for link in links if link.reference not in own}
    named |= set(_named_in_texts(registry).get(item, ()))
    return sorted(named)[:_MOST]


@per_registry
def _named_in_texts(registry: Registry) -> Mapping[Item, list[Position]]:
    """Return, by item, the places outside of relations that name it."""
    found: dict[Item, list[Position]] = defaultdict(list)
    for text, position in _texts(registry):
        items = registry.answering(text)
        if len(items) == 1:
            found[items[0]].append(position)
    for repeated in registry.repeated:
        found[repeated.target] += [each.position for each in repeated.again]
    return found


def _texts(registry: Registry) -> Iterator[tuple[str, Position]]:
    for mention in registry.mentions:
        yield mention.text, mention.position
    for marker in (*registry.markers, *(number.marker for number in registry.numbers)):
        if not (marker.instead or marker.is_call):
            yield from ((word.text, marker.place(word.offset, word.length)) for word in _words(marker))
    for item in registry.all:
        for waiver in item.waivers:
            yield from ((each.text, each.position) for each in waiver.of)
    for table in registry.restated:
        yield from ((row.item.id, row.item.position) for row in table.rows)


def _words(marker: Marker) -> Iterator[MarkerWord]:
    """Go through the words of a marker that may be ids."""
    name = marker.text.split(maxsplit=1)[0].lower() if marker.text.strip() else ""
    form = FORMS.get(name)
    parts = take_apart(marker.text, form is not None and form.of == "item")
    if parts.subject is not None and form is not None and form.of == "item":
        yield parts.subject
    for argument in parts.arguments:
        yield from argument.values
