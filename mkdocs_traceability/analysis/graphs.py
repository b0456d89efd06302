"""Cycles in a graph of numbered nodes; it knows nothing of items.

Chains may be a hundred thousand nodes long: nothing here recurses, and what cannot be part of a cycle is put
aside before anything is searched.
"""

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Set
from typing import Final

Graph = dict[int, list[int]]
"""Where each node leads. Nodes are counted in the order of the sources."""

_ENOUGH: Final = 5_000_000
"""After this many steps the shortest cycle found so far will do: some tangles have too many to try all."""


def tangles(graph: Graph) -> Iterator[Graph]:
    """Go through the parts of a graph in which every node leads to every other, and to itself."""
    return _entangled(_without_loose_ends(graph))


def _without_loose_ends(graph: Graph) -> Graph:
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


def _entangled(graph: Graph) -> Iterator[Graph]:
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


def shortest_cycle(graph: Graph) -> list[int]:
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
            found, taken = _way(start, start, graph, left.alive, len(best))
            best = found or best
            steps += taken
            if len(best) == 2 or steps > _ENOUGH:
                break
            left.take_away(start)
    return best


def cycles_through(nodes: Set[int], graph: Graph) -> Iterator[list[int]]:
    """Go through cycles until each of these nodes that is on any has been met; each begins with a new one.

    Of a tangle with very many of them some may be left out, though not all.
    """
    for tangle in tangles(graph):
        met: set[int] = set()
        steps = 0
        for node in tangle:
            if node in nodes and node not in met and steps < _ENOUGH:
                cycle, taken = _way(node, node, tangle, tangle, 0)
                met.update(cycle)
                steps += taken
                yield cycle


def shortest_cycle_over(edges: Iterable[tuple[int, int]], graph: Graph) -> list[int]:
    """Return the nodes of a shortest cycle of a tangle that one of these edges of it closes."""
    best: list[int] = []
    steps = 0
    for source, target in edges:
        found, taken = _way(target, source, graph, graph, len(best))
        best = found or best
        steps += taken
        if len(best) in (1, 2) or steps > _ENOUGH:
            break
    return best


def _way(start: int, end: int, graph: Graph, alive: Collection[int], limit: int) -> tuple[list[int], int]:
    """Return the nodes of the shortest way from a node to another, and how many steps it took to find.

    From a node to itself that is the shortest cycle. There are no nodes if it is not shorter than `limit`.
    """
    before = {start: start}
    distance = {start: 1 + (start != end)}
    waiting = deque([start])
    while waiting:
        node = waiting.popleft()
        if limit and distance[node] >= limit:
            break
        for target in graph[node]:
            if target == end:
                path = [node] if start == end else [end, node]
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

    def __init__(self, graph: Graph) -> None:
        self.alive = set(graph)
        self._leaving = graph
        self._arriving: Graph = {node: [] for node in graph}
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
