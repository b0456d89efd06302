"""Whether all that is linked leads to the same items once one of them has another id."""

from collections.abc import Iterator, Mapping, Sequence

from mkdocs_traceability.edits.rename.forms import Forms
from mkdocs_traceability.edits.rename.markers import MarkerWords
from mkdocs_traceability.model.item import Item, Reference
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.prose import FULL, SHORT
from mkdocs_traceability.registry.registry import Registry

_Found = tuple[object, ...]


def led_elsewhere(old: Registry, new: Registry, forms: Forms) -> list[Position]:
    """Return the places in the new texts that lead elsewhere than before, or nowhere.

    What led nowhere may lead to the renamed item now: it has the new id already.
    """
    before, after = _Ends(old, forms), _Ends(new, forms)
    if len(old.all) != len(new.all) or len(old.duplicates) != len(new.duplicates):
        return [item.position for item in new.all[:1]]
    places = [*_compared(before.references(), after.references())]
    return [
        *places,
        *_compared(before.mentions(), after.mentions()),
        *_compared(before.markers(), after.markers()),
    ]


def _compared(
    old: Iterator[tuple[Position, _Found]], new: Iterator[tuple[Position, _Found]]
) -> Iterator[Position]:
    led, leads = list(old), list(new)
    if len(led) != len(leads):
        yield from [place for place, _ in leads[:1]] or [place for place, _ in led[:1]]
        return
    for (_, before), (place, after) in zip(led, leads, strict=True):
        if before and before != after:
            yield place


class _Ends:
    """Tells where each name in a registry leads: to items by their numbers; to nothing in no case."""

    def __init__(self, registry: Registry, forms: Forms) -> None:
        self._registry = registry
        self._forms = forms
        self._numbers: Mapping[Item, int] = {item: number for number, item in enumerate(registry.all)}

    def references(self) -> Iterator[tuple[Position, _Found]]:
        """Go through the references of all items, in their order."""
        for item in self._registry.all:
            for name, references in item.references.items():
                targets = {link.reference: link.item for link in self._registry.related(item, name)}
                for each in references:
                    if self._forms.counts(each):
                        yield each.position, self._end(each, targets)

    def _end(self, reference: Reference, targets: Mapping[Reference, Item]) -> _Found:
        if reference in targets:
            return (self._numbers[targets[reference]],)
        return ("text",) if self._registry.is_text(reference) else ()

    def mentions(self) -> Iterator[tuple[Position, _Found]]:
        """Go through the references in the text of pages that stand in brackets."""
        for each in self._registry.mentions:
            if each.form in (SHORT, FULL):
                yield each.position, self._all(self._registry.answering(each.text))

    def markers(self) -> Iterator[tuple[Position, _Found]]:
        """Go through the ids in markers, and in comments that count or limit a table."""
        registry = self._registry
        for marker in (*registry.markers, *(number.marker for number in registry.numbers)):
            for each in MarkerWords.of_marker(registry, marker).words:
                yield marker.position, self._of_kinds(each.word.text, each.kinds)
        for table in registry.restated:
            if table.where is not None:
                for each in MarkerWords.of_filters(registry, table.kind, table.where).words:
                    yield table.where.position, self._of_kinds(each.word.text, each.kinds)

    def _of_kinds(self, text: str, kinds: Sequence[str]) -> _Found:
        return self._all(self._registry.answering_of(text.strip(), kinds))

    def _all(self, items: Sequence[Item]) -> _Found:
        return tuple(self._numbers[each] for each in items)
