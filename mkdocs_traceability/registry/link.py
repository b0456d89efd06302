"""Link: all items in one place, joined both ways.

Every reference ends here as a link, or as one of the few ways in which it can fail to be one. What a
failure is worth, and what was meant, is for the rules to say; this module judges nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from operator import attrgetter
from typing import Final

from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.item import Item, Nameless, Reference, Value
from mkdocs_traceability.model.kinds import Relation, Schema
from mkdocs_traceability.model.progress import Progress
from mkdocs_traceability.model.prose import Marker, Mention, StatedNumber
from mkdocs_traceability.model.restated import RestatedTable
from mkdocs_traceability.registry.file_places import FilePlaces, may_be_path
from mkdocs_traceability.registry.registry import (
    Broken,
    Disagreement,
    Domain,
    Failure,
    Link,
    Registry,
    Repeated,
    Respelled,
    link_of,
)


def link(
    schema: Schema,
    items: Iterable[Item],
    *,
    domains: Mapping[str, Domain] | None = None,
    problems: Iterable[Finding] = (),
    unread_ids: frozenset[str] = frozenset(),
    nameless: Iterable[Nameless] = (),
    is_complete: bool = True,
    doubt: str = "",
    mentions: Iterable[Mention] = (),
    markers: Iterable[Marker] = (),
    numbers: Iterable[StatedNumber] = (),
    restated: Iterable[RestatedTable] = (),
    progress: Progress | None = None,
) -> Registry:
    """Join items by their references, both ways. The order of `items` does not matter."""
    ordered = sorted(items, key=attrgetter("position"))
    registry = Registry(
        schema,
        tuple(ordered),
        domains or {},
        tuple(problems),
        is_complete,
        unread_ids,
        doubt,
        nameless=tuple(sorted(nameless)),
        mentions=tuple(sorted(mentions, key=lambda mention: mention.position)),
        markers=tuple(sorted(markers, key=lambda marker: marker.position)),
        numbers=tuple(sorted(numbers, key=lambda number: number.marker.position)),
        restated=tuple(sorted(restated, key=lambda table: table.position)),
    )
    registry = replace(registry, duplicates=tuple(enter_names(registry)))
    return Linker(registry).link(progress)


def with_titles(registry: Registry, titles: Mapping[Item, str]) -> Registry:
    """Return the registry of the same items, some of which have another title."""
    if not titles:
        return registry
    return link(
        registry.schema,
        [_titled(item, titles[item]) if item in titles else item for item in registry.all],
        domains=registry.domains,
        problems=registry.problems,
        unread_ids=registry.unread_ids,
        nameless=registry.nameless,
        is_complete=registry.is_complete,
        doubt=registry.doubt,
        mentions=registry.mentions,
        markers=registry.markers,
        numbers=registry.numbers,
        restated=registry.restated,
    )


def _titled(item: Item, title: str) -> Item:
    return replace(item, values={**item.values, "title": Value(title, item.position)})


def enter_names(registry: Registry) -> list[tuple[Item, Item]]:
    """Enter the items under their names; return those whose id another one has, each with the first."""
    duplicates = []
    for kind in registry.schema.kinds:
        registry._by_kind[kind] = []
        registry._by_id[kind] = {}
        registry._aliases[kind] = {}
    for item in registry.all:
        registry._by_kind[item.kind].append(item)
        first = registry._by_id[item.kind].setdefault(item.id, item)
        if first is not item:
            duplicates.append((first, item))
    for item in registry.all:
        if "aliases" in item.values or "former_ids" in item.values:
            aliases = registry._aliases[item.kind]
            for alias in dict.fromkeys((*item.texts("aliases"), *item.texts("former_ids"))):
                if alias != item.id:
                    aliases.setdefault(alias, []).append(item)
    return duplicates


_STEP: Final = 200
"""After so many items it is asked whether linking is to go on."""


_OTHER_NAMES: Final = frozenset({"aliases", "former_ids"})


class _Sought:
    """Finds the items that a relation may lead to, where nothing but an id has to be looked at.

    `only` has them by id where they are of one kind none of which has an alias.
    """

    def __init__(self, registry: Registry, kinds: tuple[str, ...]) -> None:
        self.kinds = kinds
        self._by_id = [ids for kind in kinds if (ids := registry._by_id[kind])]
        self.only = registry._by_id[kinds[0]] if len(kinds) == 1 and not registry._aliases[kinds[0]] else None
        self._is_one_of_several = len(kinds) > 1
        self._aliases = [names for kind in kinds if (names := registry._aliases[kind])]

    def item(self, text: str) -> Item | None:
        """Return the only item that answers to a text, by its id; None where there is more to be said."""
        found = None
        for ids in self._by_id:
            if (item := ids.get(text)) is not None:
                if found is not None:
                    return None
                found = item
        if found is None or (self._aliases and any(text in names for names in self._aliases)):
            return None
        if self._is_one_of_several and not found.values.keys().isdisjoint(_OTHER_NAMES):
            return None  # that lists its own id among its aliases
        return found


class Linker:
    """Resolves references and enters each link at both of its ends."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.schema = registry.schema
        self.broken: list[Broken] = []
        self.respelled: list[Respelled] = []
        self.disagreements: list[Disagreement] = []
        self.repeated: list[Repeated] = []
        self.doubtful: set[tuple[Item, str]] = set()
        self.targets = {
            (kind.name, name): self.schema.targets(kind.name, name)
            for kind in self.schema
            for name in (*kind.relations, *kind.inverses)
        }
        self._sought = {of: _Sought(registry, kinds) for of, kinds in self.targets.items()}

    @cached_property
    def _places(self) -> FilePlaces:
        return FilePlaces(self.registry.all)

    def link(self, progress: Progress | None = None) -> Registry:
        """Return the registry with its links, and with what is no link."""
        written_backwards: list[tuple[Item, str, list[Link]]] = []
        for number, item in enumerate(self.registry.all):
            if progress is not None and not number % _STEP:
                progress.step()
            relations = self.schema.kinds[item.kind].relations
            for name in item.references:
                relation = relations.get(name)
                links = self.resolve_all(item, name)
                if relation is None:
                    written_backwards.append((item, name, links))
                elif links:
                    self._enter(item, relation, links)
        for item, name, links in written_backwards:
            self._enter_backwards(item, name, links)
        return replace(
            self.registry,
            broken=tuple(self.broken),
            respelled=tuple(self.respelled),
            disagreements=tuple(self.disagreements),
            repeated=tuple(self.repeated),
        )

    def resolve_all(self, item: Item, name: str) -> list[Link]:
        """Resolve the references of an item under a name; what fails comes to `broken`."""
        sought = self._sought[item.kind, name]
        find = sought.only.get if sought.only is not None else sought.item
        links = []
        for reference in item.references[name]:
            if reference.is_text:
                continue
            target = find(reference.text) or self.resolve(item, name, reference, sought.kinds)
            if target is not None:
                links.append(link_of((target, reference)))
        if len(links) > 1 and len({link.item for link in links}) < len(links):
            return self._without_repeated(item, name, links)
        return links

    def _without_repeated(self, item: Item, name: str, links: list[Link]) -> list[Link]:
        """Leave out entries of which another one says as much, and note them."""
        by_target: dict[Item, list[Link]] = {}
        for each in links:
            by_target.setdefault(each.item, []).append(each)
        for alike in by_target.values():
            said = {_said(each.reference) for each in alike}
            kept: dict[object, Link] = {}
            for each in alike:
                if _said(each.reference) != _NOTHING or said == {_NOTHING}:
                    kept.setdefault(_said(each.reference), each)
            stays = {each.reference for each in kept.values()}
            if again := tuple(each.reference for each in alike if each.reference not in stays):
                first = next(iter(kept.values()))
                self.repeated.append(Repeated(item, name, first.item, first.reference, again))
                self.registry._again.update(again)
        return [each for each in links if each.reference not in self.registry._again]

    def resolve(self, item: Item, name: str, reference: Reference, kinds: tuple[str, ...]) -> Item | None:
        """Return the item that a reference leads to; where it leads to none, it comes to `broken`."""
        name_used = reference.text
        found = self.registry._answering(name_used, kinds)
        elsewhere: tuple[Item, ...] = ()
        if not found and may_be_path(name_used):
            at_path = self._places.items_at(name_used, reference.position.path)
            found = {each: None for each in at_path if each.kind in kinds}
            elsewhere = tuple(at_path)
        if not found and not elsewhere:
            name_used, found, elsewhere = self._of_named_kind(name_used, kinds)
        if not found and reference.between:
            return None
        if len(found) == 1:
            (target,) = found
            former = name_used in target.texts("former_ids")
            if former or name_used in target.texts("aliases"):
                self.respelled.append(Respelled(item, name, reference, target, former))
            return target
        self.doubtful.add((item, name))
        if found:
            failure, candidates = Failure.AMBIGUOUS, tuple(found)
        elif {reference.text, reference.text.partition(":")[2]} & self.registry.unread_ids:
            return None
        elif self._may_be_text(item, name, reference.text, kinds):
            self.registry._texts.add(reference)
            return None
        else:
            others = [kind for kind in self.schema.kinds if kind not in kinds]
            candidates = elsewhere or tuple(self.registry._answering(reference.text, others))
            failure = Failure.WRONG_KIND if candidates else Failure.UNKNOWN
        self.broken.append(Broken(item, name, reference, failure, candidates))
        self.registry._failures[reference] = failure
        return None

    def _of_named_kind(
        self, text: str, kinds: tuple[str, ...]
    ) -> tuple[str, dict[Item, None], tuple[Item, ...]]:
        """Take `kind:id` apart: return the id, who answers to it, and who does but is of no kind wanted."""
        prefix, _, rest = text.partition(":")
        prefix = prefix.replace("-", "_")
        if not rest or prefix not in self.schema.kinds:
            return text, {}, ()
        found = self.registry._answering(rest, (prefix,))
        return (rest, found, ()) if prefix in kinds else (text, {}, tuple(found))

    def _may_be_text(self, item: Item, name: str, text: str, kinds: tuple[str, ...]) -> bool:
        """Whether a relation takes free text, and nothing is declared that a text could name."""
        relation = self.schema[item.kind].relations.get(name)
        if relation is None or not relation.declared.or_text:
            return False
        kind = text.partition(":")[0].replace("-", "_")
        return not any(self.registry.items(each) for each in ([kind] if kind in kinds else kinds))

    def _enter(self, item: Item, relation: Relation, links: list[Link]) -> None:
        of_item = self._links_of(item)
        ours = of_item.get(relation.name, [])
        if relation.declared.symmetric:  # what is written here comes before the way back from what was there
            targets = {link.item for link in links}
            ours = [link for link in ours if link.item not in targets]
        of_item[relation.name] = [*ours, *links]
        inverse = relation.inverse
        if inverse is None:
            return
        is_symmetric = relation.declared.symmetric
        all_links = self.registry._links
        entered: set[Item] = set()
        for target, reference in links:
            if target in entered:
                continue
            entered.add(target)
            back = all_links.setdefault(target, {}).setdefault(inverse, [])
            if not (is_symmetric and any(link.item is item for link in back)):
                back.append(link_of((item, reference)))

    def _enter_backwards(self, item: Item, name: str, links: list[Link]) -> None:
        """Enter links that were written at their far end; compare where both ends were written."""
        listed = {link.item for link in links}
        known = list(self.registry.related(item, name))
        for other, reference in links:
            relation = self._relation(other, name, item)
            if any(link.item is other for link in known):
                continue
            if not (other.references.get(relation.name) or relation.name in other.keys):
                if relation.name not in other.invalid:
                    self._links_of(other).setdefault(relation.name, []).append(Link(item, reference))
                    self._links_of(item).setdefault(name, []).append(Link(other, reference))
            elif (other, relation.name) not in self.doubtful and relation.name not in other.invalid:
                self.disagreements.append(
                    Disagreement(item, name, other, relation.name, reference, lacking=other)
                )
        if (item, name) in self.doubtful or name in item.invalid:
            return
        for other, reference in known:
            if other not in listed:
                relation = self._relation(other, name, item)
                self.disagreements.append(
                    Disagreement(item, name, other, relation.name, reference, lacking=item)
                )

    def _relation(self, source: Item, inverse: str, target: Item) -> Relation:
        """Return the relation by which items like `source` know items like `target` under `inverse`."""
        for relation in self.schema.kinds[target.kind].inverses[inverse]:
            if relation.kind == source.kind:
                return relation
        raise LookupError(f"{source.kind} has no relation with the inverse {inverse}")  # our own fault

    def _links_of(self, item: Item) -> dict[str, list[Link]]:
        return self.registry._links.setdefault(item, {})


_NOTHING: Final = (frozenset[tuple[str, str]](), False)


def _said(reference: Reference) -> tuple[frozenset[tuple[str, str]], bool]:
    """Return what is said beside an id, as it compares."""
    return frozenset(reference.attributes.items()), reference.optional
