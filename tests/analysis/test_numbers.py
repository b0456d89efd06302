"""The small numbers of the analysis: ranks, shares of a place, quarters, and cycles in graphs."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import table

from mkdocs_traceability.analysis.badges import whole_percent
from mkdocs_traceability.analysis.deadlines import quarter_of
from mkdocs_traceability.analysis.graphs import (
    Graph,
    cycles_through,
    shortest_cycle,
    shortest_cycle_over,
    tangles,
)
from mkdocs_traceability.analysis.neighbours import shared, shares
from mkdocs_traceability.analysis.ranks import rank_of
from mkdocs_traceability.analysis.reach import is_volatile


@table(
    "field, words",
    ("severity", "severity", ["blocker", "P0", "high", "p1", "medium", "sev-2", "low", "prio 3", "trivial", "x", "y"]),
    ("urgent first", "urgency", ["urgent now", "major", "moderate", "minor", "trivial", "apart"]),
    ("priority", "priority", ["critical: at once", "p1", "normal", "s3", "p4", "p9", "none"]),
    (
        "horizon",
        "horizon",
        [
            "immediately", "1 hour", "2 hours", "today or 1 day", "a week", "sprint", "3 weeks", "month",
            "1 quarter", "year", "2 years", "must before launch", "should", "nice to have", "someday", "unsaid",
        ],
    ),
    ("no measure", "name", ["F-9", "F-10", "F-10a", "f-11", "G-1", "high", "low"]),
)  # fmt: skip
def test_words_are_in_the_order_of_what_they_mean(field: str, words: list[str]) -> None:
    backwards = words[::-1]
    assert sorted(backwards, key=lambda word: rank_of(word, field)) == words


@table(
    "one, other, field",
    ("high is p1", "high", "p1", "severity"),
    ("major is s1", "major", "s1", "severity"),
    ("medium is sev 2", "medium", "sev 2", "priority"),
    ("low is p3", "low", "p3", "urgency"),
    ("critical is blocker", "critical", "blocker", "severity"),
    ("normal is moderate", "normal", "moderate", "severity"),
    ("minor is low", "minor", "low", "severity"),
    ("a week is seven days", "1 week", "7 days", "horizon"),
    ("a sprint is two weeks", "sprint", "2 weeks", "horizon"),
    ("a month is thirty days", "month", "30 days", "horizon"),
    ("a quarter is thirteen weeks", "quarter", "13 weeks", "horizon"),
    ("a year is 365 days", "year", "365 days", "horizon"),
    ("a day is 24 hours", "day", "24 hours", "horizon"),
    ("now is asap", "now", "asap", "horizon"),
    ("blanks around a word", " High ", "high", "severity"),
    ("could is may", "could", "may", "horizon"),
    ("later is backlog", "later", "backlog", "horizon"),
    ("nothing is nothing", "x", "y", "severity"),
)
def test_words_that_mean_the_same_have_one_measure(one: str, other: str, field: str) -> None:
    assert rank_of(one, field)[0] == rank_of(other, field)[0]


def test_a_number_too_long_to_read_sorts_as_text() -> None:
    assert rank_of("9" * 300, "name")[1] == ((1, 0, "9" * 300),)
    assert rank_of("9" * 299, "name")[1] == ((0, int("9" * 299), ""),)


@table(
    "lengths, most, kept",
    ("all fit", [2, 3], 5, [2, 3]),
    ("as many of each", [5, 5], 4, [2, 2]),
    ("the first gets what is over", [5, 5], 5, [3, 2]),
    ("what a short one leaves", [1, 9, 9], 8, [1, 4, 3]),
    ("one of each at the least", [3, 3, 3], 2, [1, 1, 1]),
    ("nothing of nothing", [0, 4], 3, [0, 3]),
    ("no groups", [], 3, []),
    ("twelve unless said otherwise", [20], 12, [12]),
)
def test_places_are_shared_out(lengths: list[int], most: int, kept: list[int]) -> None:
    assert shares(lengths, most) == kept
    assert shares([20]) == [12]


def test_from_each_group_its_first_are_kept() -> None:
    words = ["a1", "b1", "a2", "a3", "b2", "c1"]
    assert shared(words, lambda word: word[0], 4) == ["a1", "a2", "b1", "c1"]


@table(
    "day, quarter",
    ("January", date(2026, 1, 1), "2026-Q1"),
    ("March", date(2026, 3, 31), "2026-Q1"),
    ("April", date(2026, 4, 1), "2026-Q2"),
    ("June", date(2026, 6, 30), "2026-Q2"),
    ("September", date(2026, 9, 30), "2026-Q3"),
    ("October", date(2026, 10, 1), "2026-Q4"),
    ("December", date(2026, 12, 31), "2026-Q4"),
    ("a year of three digits", date(987, 12, 31), "0987-Q4"),
)
def test_a_day_is_in_its_quarter(day: date, quarter: str) -> None:
    assert quarter_of(day) == quarter


@table(
    "part, of, percent",
    ("nothing", 0, 5, 0),
    ("of nothing", 0, 0, 0),
    ("the least is one", 1, 1000, 1),
    ("never rounded up", 199, 200, 99),
    ("two thirds", 2, 3, 66),
    ("all", 3, 3, 100),
)
def test_a_share_is_never_rounded_up(part: int, of: int, percent: int) -> None:
    assert whole_percent(part, of) == percent


@pytest.mark.parametrize("entry", ["none", "None", "in-memory", "In Memory", "in_memory", "INMEMORY"])
def test_what_keeps_nothing(entry: str) -> None:
    assert is_volatile(entry)
    assert not is_volatile(f"{entry}x")


GRAPHS = st.integers(1, 7).flatmap(
    lambda size: st.lists(
        st.lists(st.integers(0, size - 1), unique=True, max_size=size), min_size=size, max_size=size
    ).map(lambda rows: dict(enumerate(rows)))
)


def reached(graph: Graph, start: int) -> set[int]:
    """Return the nodes that a node leads to, itself only over a cycle."""
    found: set[int] = set()
    waiting = list(graph[start])
    while waiting:
        if (node := waiting.pop()) not in found:
            found.add(node)
            waiting += graph[node]
    return found


def length_of_cycle(graph: Graph, start: int) -> int:
    """Return how long the shortest cycle of a node is, 0 where it is on none."""
    here, seen, steps = {start}, {start}, 0
    while here:
        steps += 1
        there = {target for node in here for target in graph[node]}
        if start in there:
            return steps
        here = there - seen
        seen |= here
    return 0


def is_cycle(graph: Graph, nodes: list[int]) -> bool:
    return all(after in graph[node] for node, after in zip(nodes, [*nodes[1:], nodes[0]], strict=True))


@given(GRAPHS)
def test_tangles_are_the_nodes_that_lead_to_one_another(graph: Graph) -> None:
    both = {
        node: frozenset(other for other in reached(graph, node) if node in reached(graph, other))
        for node in graph
    }
    expected = {members for node, members in both.items() if node in members}
    found = list(tangles(graph))
    assert {frozenset(tangle) for tangle in found} == expected
    for tangle in found:
        assert list(tangle) == sorted(tangle)
        assert tangle == {node: [each for each in graph[node] if each in tangle] for node in tangle}


@given(GRAPHS)
def test_of_each_tangle_a_shortest_cycle_is_found(graph: Graph) -> None:
    for tangle in tangles(graph):
        lengths = {node: length_of_cycle(tangle, node) for node in tangle}
        cycle = shortest_cycle(tangle)
        assert is_cycle(tangle, cycle)
        assert len(cycle) == min(lengths.values())
        assert len(set(cycle)) == len(cycle)
        if len(cycle) > 1:
            assert cycle[0] == min(node for node in tangle if lengths[node] == len(cycle))


@given(GRAPHS, st.data())
def test_a_cycle_over_given_edges_is_a_shortest_of_them(graph: Graph, data: st.DataObject) -> None:
    for tangle in tangles(graph):
        every = [(node, target) for node, targets in tangle.items() for target in targets if node != target]
        edges = data.draw(st.lists(st.sampled_from(every), unique=True)) if every else []
        cycle = shortest_cycle_over(edges, tangle)
        if not edges:
            assert cycle == []
            continue
        closing = (cycle[-1], cycle[0])
        assert is_cycle(tangle, cycle)
        assert closing in edges
        assert len(cycle) == min(length_over(tangle, edge) for edge in edges)


def length_over(graph: Graph, edge: tuple[int, int]) -> int:
    """Return how long the shortest cycle is that an edge closes."""
    source, target = edge
    here, seen, steps = {target}, {target}, 1
    while source not in here:
        here = {each for node in here for each in graph[node]} - seen
        seen |= here
        steps += 1
    return steps


@given(GRAPHS, st.sets(st.integers(0, 6)))
def test_every_node_that_is_asked_for_is_met_on_a_cycle(graph: Graph, nodes: set[int]) -> None:
    met: set[int] = set()
    for cycle in cycles_through(nodes, graph):
        assert is_cycle(graph, cycle)
        assert cycle[0] in nodes - met
        assert len(cycle) == length_of_cycle(graph, cycle[0])
        met |= set(cycle)
    assert {node for node in nodes & set(graph) if length_of_cycle(graph, node)} <= met
