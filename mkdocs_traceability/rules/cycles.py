"""A rule about relations that must not lead back to where they started.

Chains may be a hundred thousand items long: nothing here recurses, and what cannot be part of a cycle is put
aside before anything is searched.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from mkdocs_traceability.findings import Finding, Related
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.observations import ObservedImport
from mkdocs_traceability.registry import Link
from mkdocs_traceability.rules.rule import Case, rule
from mkdocs_traceability.rules.wording import MOST_RELATED, and_elsewhere, where_written

_Graph = dict[int, list[int]]
"""Where each node leads. Nodes are counted in the order of the sources."""

_ENOUGH: Final = 5_000_000
"""After this many steps the shortest cycle found so far will do: some tangles have too many to try all."""


@rule("TR109", title="a cycle in a relation that must not close")
def cycle(case: Case) -> Iterator[Finding]:
    """Find items that lead back to themselves by a relation that is declared acyclic.

    `part_of` and `superseded_by` are; so are relations of your own kinds with `acyclic: true`, and what the
    setting `acyclic` names. Of items that are entangled in several cycles the shortest is shown, once. Where
    the dependencies of components must not close, the imports of their Python code (`paths`) must not either.

    Why it matters: nothing can be a part of its own part, or the successor of its own successor. Whoever
    follows such a chain never arrives.

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
    kinds: dict[str, list[str]] = {}
    for relation in case.registry.schema.relations():
        acyclic = relation.declared.acyclic or (relation.kind, relation.name) in case.acyclic
        if acyclic and not relation.declared.symmetric:
            kinds.setdefault(relation.name, []).append(relation.kind)
    for name, names in kinds.items():
        yield from _cycles(case, name, names)
    yield from map(_closed_by_imports, import_cycles(case))


class ImportCycle(NamedTuple):
    """Components that import one another in a circle: each the next, and the last one the first."""

    steps: tuple[ObservedImport, ...]


def import_cycles(case: Case) -> Iterator[ImportCycle]:
    """Go through the shortest cycles of observed imports, where dependencies of components must not close.

    A cycle that declared dependencies close too is left to these. The last step is one that is not declared.
    """
    imports = case.observations.imports
    if not imports or not _must_not_close(case):
        return
    components = sorted(
        {id(each): each for seen in imports for each in (seen.importer, seen.imported)}.values(),
        key=lambda item: item.position,
    )
    numbers = {id(item): number for number, item in enumerate(components)}
    graph: _Graph = {number: [] for number in range(len(components))}
    for seen in imports:
        graph[numbers[id(seen.importer)]].append(numbers[id(seen.imported)])
    for members in _entangled(_without_loose_ends(graph)):
        found = [components[number] for number in _shortest_cycle(members)]
        steps = _steps(case, found)
        declared = [_is_declared(case, step) for step in steps]
        if not all(declared):
            last = max(number for number, each in enumerate(declared) if not each)
            yield ImportCycle((*steps[last + 1 :], *steps[: last + 1]))


def _must_not_close(case: Case) -> bool:
    component = case.registry.schema["component"]
    relation = component.relations.get("depends_on")
    return relation is not None and (relation.declared.acyclic or ("component", "depends_on") in case.acyclic)


def _steps(case: Case, members: list[Item]) -> list[ObservedImport]:
    pairs = zip(members, [*members[1:], members[0]], strict=True)
    return [seen for pair in pairs if (seen := case.observations.of(*pair))]


def _is_declared(case: Case, seen: ObservedImport) -> bool:
    return any(link.item is seen.imported for link in case.registry.related(seen.importer, "depends_on"))


def _closed_by_imports(cycle: ImportCycle) -> Finding:
    """Report the import by which the last member leads back to the first."""
    last = cycle.steps[-1]
    return Finding.of(
        last.importer,
        "TR109",
        f"cycle of imports: `{_path([step.importer for step in cycle.steps])}`",
        at=last.places[0],
        label=f"in the code of {last.importer.label}{and_elsewhere(last.places)}",
        help="remove one of these imports, or move what both need to a component of its own",
        related=tuple(
            Related(step.places[0], f"`{step.importer.id}` imports `{step.imported.id}`")
            for step in cycle.steps[:-1][:MOST_RELATED]
        ),
        field="paths",
        subject=last.imported.id,
    )


def _cycles(case: Case, name: str, kinds: Iterable[str]) -> Iterator[Finding]:
    related = case.registry.related
    items = [item for kind in kinds for item in case.registry.items(kind) if related(item, name)]
    if not items:
        return
    items.sort(key=lambda item: item.position)
    numbers = {id(item): number for number, item in enumerate(items)}
    graph = {
        number: [numbers[id(link.item)] for link in related(item, name) if id(link.item) in numbers]
        for number, item in enumerate(items)
    }
    for members in _entangled(_without_loose_ends(graph)):
        found = [items[number] for number in _shortest_cycle(members)]
        yield _closing(case, name, found)


def _closing(case: Case, name: str, members: list[Item]) -> Finding:
    """Report the reference by which the last member leads back to the first."""
    steps = [
        (member, _link(case, member, name, target))
        for member, target in zip(members, [*members[1:], members[0]], strict=True)
    ]
    last, closing = steps[-1]
    return Finding.of(
        last,
        "TR109",
        f"cycle in `{name}`: `{_path(members)}`",
        at=closing.reference.position,
        label=where_written(case.registry, last, name, closing),
        help="remove one of these entries",
        related=tuple(
            Related(link.reference.position, f"`{member.id}` leads to `{link.item.id}`")
            for member, link in steps[:-1][:MOST_RELATED]
        ),
        field=name,
        subject=members[0].id,
    )


def _link(case: Case, item: Item, name: str, target: Item) -> Link:
    return next(link for link in case.registry.related(item, name) if link.item is target)


def _path(members: list[Item]) -> str:
    one_kind = len({member.kind for member in members}) == 1
    names = [member.id if one_kind else f"{member.kind}:{member.id}" for member in members]
    if len(names) > MOST_RELATED:
        left_out = len(names) - MOST_RELATED + 1
        names[MOST_RELATED - 2 : -1] = [f"({left_out} more)"]
    return " → ".join([*names, names[0]])


def _without_loose_ends(graph: _Graph) -> _Graph:
    """Leave out the nodes to which nothing leads, again and again: none of them is part of a cycle."""
    arriving = dict.fromkeys(graph, 0)
    for targets in graph.values():
        for target in targets:
            arriving[target] += 1
    loose = [node for node, count in arriving.items() if not count]
    left = dict(graph)
    while loose:
        for target in left.pop(loose.pop()):
            arriving[target] -= 1
            if not arriving[target]:
                loose.append(target)
    return left


def _entangled(graph: _Graph) -> Iterator[_Graph]:
    """Go through the parts in which every node leads to every other (Tarjan, without recursion)."""
    index: dict[int, int] = {}
    lowest: dict[int, int] = {}
    stack: list[int] = []
    on_stack: set[int] = set()
    for root in graph:
        if root in index:
            continue
        index[root] = lowest[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        walk = [(root, iter(graph[root]))]
        while walk:
            node, targets = walk[-1]
            for target in targets:
                if target not in index:
                    index[target] = lowest[target] = len(index)
                    stack.append(target)
                    on_stack.add(target)
                    walk.append((target, iter(graph[target])))
                    break
                if target in on_stack:
                    lowest[node] = min(lowest[node], index[target])
            else:
                walk.pop()
                if walk:
                    lowest[walk[-1][0]] = min(lowest[walk[-1][0]], lowest[node])
                if lowest[node] == index[node]:
                    members = set(_popped(stack, until=node))
                    on_stack -= members
                    if len(members) > 1 or node in graph[node]:
                        yield {each: [n for n in graph[each] if n in members] for each in sorted(members)}


def _popped(stack: list[int], until: int) -> Iterator[int]:
    while True:
        node = stack.pop()
        yield node
        if node == until:
            return


def _shortest_cycle(graph: _Graph) -> list[int]:
    """Return the nodes of a shortest cycle, from the first in source order.

    Each node is tried in turn, and then taken away with all that is on no other cycle.
    """
    for node, targets in graph.items():
        if node in targets:
            return [node]
    left = _Left(graph)
    best: list[int] = []
    steps = 0
    for start in graph:
        if start in left.alive:
            found, taken = _cycle_through(start, graph, left.alive, len(best))
            best = found or best
            steps += taken
            if len(best) == 2 or steps > _ENOUGH:
                break
            left.take_away(start)
    return best


def _cycle_through(start: int, graph: _Graph, alive: set[int], limit: int) -> tuple[list[int], int]:
    """Return the shortest cycle through a node, if shorter than `limit`, and how many steps that took."""
    before = {start: start}
    distance = {start: 1}
    waiting = deque([start])
    while waiting:
        node = waiting.popleft()
        if limit and distance[node] >= limit:
            break
        for target in graph[node]:
            if target == start:
                path = [node]
                while path[-1] != start:
                    path.append(before[path[-1]])
                return path[::-1], len(before)
            if target in alive and target not in before:
                before[target] = node
                distance[target] = distance[node] + 1
                waiting.append(target)
    return [], len(before)


class _Left:
    """What is left of a graph when nodes are taken away, and with them all that is then on no cycle."""

    def __init__(self, graph: _Graph) -> None:
        self.alive = set(graph)
        self._leaving = graph
        self._arriving: _Graph = {node: [] for node in graph}
        for node, targets in graph.items():
            for target in targets:
                self._arriving[target].append(node)
        self._leaving_count = {node: len(nodes) for node, nodes in self._leaving.items()}
        self._arriving_count = {node: len(nodes) for node, nodes in self._arriving.items()}

    def take_away(self, node: int) -> None:
        self.alive.discard(node)
        waiting = [node]
        while waiting:
            gone = waiting.pop()
            for near, count in (
                (self._leaving[gone], self._arriving_count),
                (self._arriving[gone], self._leaving_count),
            ):
                for other in near:
                    count[other] -= 1
                    if not count[other] and other in self.alive:
                        self.alive.discard(other)
                        waiting.append(other)
