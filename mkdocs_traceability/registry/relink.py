"""Link one source anew, as it is while somebody types: what its references lead to, and what is no id now.

All that a full link says of names is said here too: which items answer to what, and which references lead
nowhere, of this source or another. What hangs on the links themselves is left to a full link.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace

from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.item import Item, Nameless, Reference
from mkdocs_traceability.model.prose import Marker, Mention, StatedNumber
from mkdocs_traceability.model.restated import RestatedTable
from mkdocs_traceability.registry.link import Linker, enter_names
from mkdocs_traceability.registry.registry import Broken, Registry


def relink(
    before: Registry,
    path: str,
    items: Iterable[Item],
    *,
    problems: Iterable[Finding] = (),
    unread_ids: frozenset[str] = frozenset(),
    nameless: Iterable[Nameless] = (),
    mentions: Iterable[Mention] = (),
    markers: Iterable[Marker] = (),
    numbers: Iterable[StatedNumber] = (),
    restated: Iterable[RestatedTable] = (),
) -> Registry:
    """Return a registry with other items of one source, without links.

    Its `broken` are those of all sources; its `problems`, `respelled`, `repeated` and what the text of pages
    says those of this source alone. `unread_ids` are the ids in what cannot be read of any source.
    """
    now = sorted(items, key=lambda item: item.position)
    start = bisect_left(before.all, (path,), key=lambda item: item.position[:1])
    end = bisect_right(before.all, (path,), key=lambda item: item.position[:1])
    gone = before.all[start:end]
    registry = Registry(
        before.schema,
        (*before.all[:start], *now, *before.all[end:]),
        before.domains,
        tuple(problems),
        before.is_complete,
        unread_ids,
        before.doubt,
        nameless=tuple(
            sorted([*(each for each in before.nameless if each.position.path != path), *nameless])
        ),
        mentions=tuple(sorted(mentions, key=lambda mention: mention.position)),
        markers=tuple(sorted(markers, key=lambda marker: marker.position)),
        numbers=tuple(sorted(numbers, key=lambda number: number.marker.position)),
        restated=tuple(sorted(restated, key=lambda table: table.position)),
    )
    registry = replace(registry, duplicates=tuple(enter_names(registry)))
    linker = Linker(registry)
    for item in now:
        for name in item.references:
            linker.resolve_all(item, name)
    respelled, repeated = tuple(linker.respelled), tuple(linker.repeated)
    changed = {name for _, name in _names(gone) ^ _names(now)} | (before.unread_ids ^ unread_ids)
    others = [each for each in before.broken if each.item.position.path != path]
    if changed:
        for item, name, reference in _in_doubt(before, others, set(gone), changed):
            linker.resolve(item, name, reference, linker.targets[item.kind, name])
        others = []
    broken = sorted([*others, *linker.broken], key=lambda each: each.item.position)
    return replace(registry, broken=tuple(broken), respelled=respelled, repeated=repeated)


def _names(items: Iterable[Item]) -> set[tuple[str, str]]:
    """Return the names to which items answer, each with the kind."""
    return {
        (item.kind, name)
        for item in items
        for name in (item.id, *item.texts("aliases"), *item.texts("former_ids"))
    }


def _in_doubt(
    before: Registry, broken: Iterable[Broken], gone: set[Item], names: set[str]
) -> Iterator[tuple[Item, str, Reference]]:
    """Go through the references of other sources that led nowhere, or that have one of these names."""
    seen = set()
    for found in broken:
        seen.add(found.reference)
        yield found.item, found.name, found.reference
    for item in before.all:
        if item in gone:
            continue
        for name, references in item.references.items():
            for each in references:
                text = each.text
                is_named = text in names or (":" in text and text.partition(":")[2] in names)
                if is_named and each not in seen and not each.is_text:
                    yield item, name, each
