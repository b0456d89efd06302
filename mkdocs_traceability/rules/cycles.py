"""A rule about relations that must not lead back to where they started."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mkdocs_traceability.analysis.graphs import (
    Graph,
    cycles_through,
    shortest_cycle,
    shortest_cycle_over,
    tangles,
)
from mkdocs_traceability.model.finding import Finding, Related
from mkdocs_traceability.model.item import Item, Waiver
from mkdocs_traceability.model.observations import ObservedImport
from mkdocs_traceability.registry.registry import Link
from mkdocs_traceability.rules.engine.rule import RuleContext, rule
from mkdocs_traceability.rules.engine.wording import MOST_RELATED, and_elsewhere, where_written

_CODE = "TR109"


@rule("TR109", title="Cycle in an acyclic relation")
def cycle(context: RuleContext) -> Iterator[Finding]:
    """Reports items that refer back to themselves through a relation declared acyclic.

    The relations `part_of` and `superseded_by` are acyclic. So are relations of your own kinds with
    `acyclic: true`, and those listed in the setting `acyclic`. If items are part of several cycles, only
    the shortest is shown. If the dependencies of components must be acyclic, so must the imports in their
    Python code (`paths`). A waiver covers the entries and imports that start at its item: a cycle is
    waived if one of its members has a waiver, and any cycle that remains without these entries is still
    reported.

    With `of`, a waiver covers only the entries and imports that lead to the items it names.

    Why it matters: an item cannot be part of itself or succeed itself, and following such a chain never
    ends.

    Fails:

        components:
          - id: api
            part_of: workers
          - id: workers
            part_of: api

    Passes:

        components:
          - id: api
          - id: workers
            part_of: api
        flows:
          - id: EVAL-001
            components: [workers]
    """
    for name, kinds in _acyclic(context).items():
        edges = _declared_edges(context, name, kinds)
        for members in (*map(shortest_cycle, edges.failing()), *edges.answered_for()):
            yield _closed_by_entry(context, name, [edges.items[number] for number in members])
    yield from map(_closed_by_import, import_cycles(context))


def on_cycles(context: RuleContext) -> set[Item]:
    """Return the items that are on a cycle, whoever answers for it."""
    every = [_declared_edges(context, name, kinds) for name, kinds in _acyclic(context).items()]
    if _must_not_close(context):
        every.append(_import_edges(context))
    return {edges.items[number] for edges in every for tangle in tangles(edges.graph) for number in tangle}


def _acyclic(context: RuleContext) -> dict[str, list[str]]:
    """Return the relations that must not close, by name, with the kinds that have them."""
    kinds: dict[str, list[str]] = {}
    for relation in context.registry.schema.relations():
        acyclic = relation.declared.acyclic or (relation.kind, relation.name) in context.policy.acyclic
        if acyclic and not relation.declared.symmetric:
            kinds.setdefault(relation.name, []).append(relation.kind)
    return kinds


_Answered = dict[int, set[int]]
"""Edges that waivers answer for: where they start, and where they lead."""


class _Edges:
    """The edges between items that must not close.

    A waiver of TR109 answers for the edges that leave its item, so that a cycle is waived where any of its
    members has one, and hides no other cycle.
    """

    def __init__(self, context: RuleContext, edges: Iterable[tuple[Item, Item]]) -> None:
        pairs = list(edges)
        self.items = sorted(dict.fromkeys(item for item, _ in pairs), key=lambda item: item.position)
        numbers = {item: number for number, item in enumerate(self.items)}
        self.graph: Graph = {number: [] for number in range(len(self.items))}
        for item, target in pairs:
            if target in numbers:
                self.graph[numbers[item]].append(numbers[target])
        self._waiving: _Answered = {}
        self._expired: _Answered = {}
        for number, item in enumerate(self.items):
            for waiver in item.waivers:
                if waiver.code == _CODE:
                    answered = self._expired if waiver.has_expired(context.today) else self._waiving
                    answered.setdefault(number, set()).update(self._waived_at(number, waiver))

    def failing(self) -> Iterator[Graph]:
        """Go through the tangles that no waiver answers for, nor ever did."""
        return tangles(self._without(self._expired, self._without(self._waiving, self.graph)))

    def answered_for(self) -> Iterator[list[int]]:
        """Go through the cycles that waivers answer for, or did; the last member has the waiver."""
        for first, *others in (
            *self._through(self._waiving, self.graph),
            *self._through(self._expired, self._without(self._waiving, self.graph)),
        ):
            yield [*others, first]

    def _waived_at(self, number: int, waiver: Waiver) -> list[int]:
        """Return the ends of the edges that a waiver answers for: of all of its item, or those it names."""
        named = {each.text for each in waiver.of}
        own = self.items[number].id in named
        return [each for each in self.graph[number] if not named or own or self.items[each].id in named]

    def _through(self, answered: _Answered, graph: Graph) -> Iterator[list[int]]:
        """Go through the cycles that edges close for which somebody answers."""
        whole = {node: ends for node, ends in answered.items() if ends.issuperset(self.graph[node])}
        yield from cycles_through(whole.keys(), graph)
        others = self._without(whole, graph)
        for node in answered.keys() - whole.keys():
            ends = [end for end in graph[node] if end in answered[node]]
            yield from cycles_through({node}, {**others, node: ends})

    def _without(self, answered: _Answered, graph: Graph) -> Graph:
        """Return a graph without the edges that somebody answers for."""
        return {
            node: [end for end in ends if end not in answered[node]] if node in answered else ends
            for node, ends in graph.items()
        }


def _declared_edges(context: RuleContext, name: str, kinds: Iterable[str]) -> _Edges:
    items = (item for kind in kinds for item in context.registry.items(kind))
    return _Edges(
        context, ((item, link.item) for item in items for link in context.registry.related(item, name))
    )


def _import_edges(context: RuleContext) -> _Edges:
    return _Edges(context, ((seen.importer, seen.imported) for seen in context.observations.imports))


class ImportCycle(NamedTuple):
    """Components that import one another in a circle: each the next, and the last one the first."""

    steps: tuple[ObservedImport, ...]


def import_cycles(context: RuleContext) -> Iterator[ImportCycle]:
    """Go through cycles of observed imports, where dependencies of components must not close.

    Of each tangle it is the shortest that an import closes which is not declared: what declared dependencies
    close is left to these.
    """
    if not context.observations.imports or not _must_not_close(context):
        return
    edges = _import_edges(context)
    for tangle in edges.failing():
        steps = ((node, target) for node, targets in tangle.items() for target in targets)
        undeclared = [
            step for step in steps if not _is_declared(context, *(edges.items[each] for each in step))
        ]
        if members := shortest_cycle_over(undeclared, tangle):
            yield _import_cycle(context, edges, members)
    for members in edges.answered_for():
        cycle = _import_cycle(context, edges, members)
        if not all(_is_declared(context, step.importer, step.imported) for step in cycle.steps):
            yield cycle


def _import_cycle(context: RuleContext, edges: _Edges, members: list[int]) -> ImportCycle:
    items = [edges.items[number] for number in members]
    pairs = zip(items, [*items[1:], items[0]], strict=True)
    return ImportCycle(tuple(seen for pair in pairs if (seen := context.observations.of(*pair))))


def _must_not_close(context: RuleContext) -> bool:
    return "component" in _acyclic(context).get("depends_on", ())


def _is_declared(context: RuleContext, importer: Item, imported: Item) -> bool:
    return any(link.item is imported for link in context.registry.related(importer, "depends_on"))


def _closed_by_import(cycle: ImportCycle) -> Finding:
    """Report the import by which the last member leads back to the first."""
    last = cycle.steps[-1]
    return Finding.of(
        last.importer,
        "TR109",
        f"cycle of imports: `{_path([step.importer for step in cycle.steps])}`",
        at=last.places[0],
        label=f"in the code of {last.importer.label}{and_elsewhere(last.places)}",
        help="remove one of these imports, or move the shared code to a component of its own",
        related=tuple(
            Related(step.places[0], f"`{step.importer.id}` imports `{step.imported.id}`")
            for step in cycle.steps[:-1][:MOST_RELATED]
        ),
        field="paths",
        subject=last.imported.id,
    )


def _closed_by_entry(context: RuleContext, name: str, members: list[Item]) -> Finding:
    """Report the reference by which the last member leads back to the first."""
    steps = [
        (member, _link(context, member, name, target))
        for member, target in zip(members, [*members[1:], members[0]], strict=True)
    ]
    last, closing = steps[-1]
    return Finding.of(
        last,
        "TR109",
        f"cycle in `{name}`: `{_path(members)}`",
        at=closing.reference.position,
        label=where_written(context.registry, last, name, closing),
        help="remove one of these entries",
        related=tuple(
            Related(link.reference.position, f"`{member.id}` leads to `{link.item.id}`")
            for member, link in steps[:-1][:MOST_RELATED]
        ),
        field=name,
        subject=members[0].id,
    )


def _link(context: RuleContext, item: Item, name: str, target: Item) -> Link:
    return next(link for link in context.registry.related(item, name) if link.item is target)


def _path(members: list[Item]) -> str:
    one_kind = len({member.kind for member in members}) == 1
    names = [member.id if one_kind else f"{member.kind}:{member.id}" for member in members]
    if len(names) > MOST_RELATED:
        left_out = len(names) - MOST_RELATED + 1
        names[MOST_RELATED - 2 : -1] = [f"({left_out} more)"]
    return " → ".join([*names, names[0]])
