"""The drawing of a neighbourhood: whatever an item is linked to, it has its place, and nothing lies on another."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from textwrap import dedent
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from published import view_of
from support import run

from mkdocs_traceability.pages.parts.neighbourhood import (
    MOST,
    Neighbour,
    Neighbourhood,
    NeighbourRelation,
    laid_out,
    neighbourhood,
    shares,
    shortened,
)


class Area(NamedTuple):
    """A rectangle of the drawing."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Area") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def areas(drawn: Neighbourhood) -> Iterator[Area]:
    """All that takes room: boxes, names of relations, and what says how many are left out."""
    centre = drawn.centre
    yield Area(centre.x, centre.y, centre.x + centre.width, centre.y + centre.height)
    for side in (drawn.before, drawn.after):
        for group in side.groups:
            yield Area(group.x, group.y - 10, group.x + side.width, group.y + 3)
            for box in group.boxes:
                yield Area(box.x, box.y, box.x + side.width, box.y + drawn.box_height)
            if group.more:
                yield Area(group.more.x, group.more.y - 10, group.more.x + side.width, group.more.y + 3)


texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=300)
neighbours = st.builds(Neighbour, text=texts, title=texts, href=st.just("#"), state=st.just(""))
relations = st.lists(
    st.builds(
        NeighbourRelation,
        name=st.just("uses"),
        label=texts,
        neighbours=st.lists(neighbours, min_size=1, max_size=30),
        arrows=st.booleans(),
    ),
    max_size=6,
)


@pytest.mark.slow
@given(texts, texts, relations, relations)
def test_nothing_lies_on_another_and_all_is_within_the_drawing(
    id_: str, title: str, before: list[NeighbourRelation], after: list[NeighbourRelation]
) -> None:
    drawn = laid_out(id_, title, before, after, "#row")

    for area in areas(drawn):
        assert area.left >= 0
        assert area.top >= 0
        assert area.right <= drawn.width
        assert area.bottom <= drawn.height
    for one, other in combinations(areas(drawn), 2):
        assert not one.meets(other)


@pytest.mark.slow
@given(texts, relations, relations)
def test_every_neighbour_is_drawn_or_counted(
    id_: str, before: list[NeighbourRelation], after: list[NeighbourRelation]
) -> None:
    drawn = laid_out(id_, id_, before, after, "#row")

    for side, given_ in ((drawn.before, before), (drawn.after, after)):
        assert sum(len(group.boxes) for group in side.groups) <= max(MOST, len(given_))
        for group, relation in zip(side.groups, given_, strict=True):
            left_out = group.more.number if group.more else 0
            assert len(group.boxes) + left_out == len(relation.neighbours)
            assert group.boxes


@given(st.lists(st.integers(1, 40), max_size=8))
def test_room_is_shared_so_that_nobody_has_more_while_another_lacks(lengths: list[int]) -> None:
    given_ = shares(lengths)

    assert sum(given_) == min(sum(lengths), max(MOST, len(lengths)))
    lacking = [share for share, length in zip(given_, lengths, strict=True) if share < length]
    assert all(share <= fewest + 1 for share in given_ for fewest in lacking[:1])


@given(texts, st.integers(2, 40))
def test_a_shortened_text_is_no_longer_than_asked(text: str, longest: int) -> None:
    short = shortened(text, longest)

    assert len(short) <= longest
    assert short.endswith("…") or short == " ".join(text.split())


@pytest.mark.parametrize(
    ("text", "short"),
    [("evaluation-worker", "evaluatio…"), ("0123456789", "0123456789"), ("評価評価評価", "評価評価…")],
)
def test_letters_of_east_asia_take_two_places(text: str, short: str) -> None:
    assert shortened(text, 10) == short


# ---------------------------------------------------------------- of items as they are declared


def drawn(folder: Path, sidecar: str, kind: str, id_: str, settings: str = "{}") -> Neighbourhood | None:
    """The drawing of an item of a site."""
    config = f"site_name: x\nplugins:\n  - traceability: {settings}\n"
    result = run(folder, {"mkdocs.yml": config, "docs/a.trace.yml": dedent(sidecar)})
    item = result.registry.get(kind, id_)
    assert item is not None
    return neighbourhood(view_of(result, "traceability/x.md"), item)


def columns(drawn: Neighbourhood | None) -> list[dict[str, list[tuple[str, str]]]]:
    """The boxes of both sides with their states, by the names of the relations."""
    assert drawn is not None
    return [
        {group.label: [(box.text, box.state) for box in group.boxes] for group in side.groups}
        for side in (drawn.before, drawn.after)
    ]


def test_what_points_here_is_at_the_left_and_what_it_points_to_at_the_right(tmp_path: Path) -> None:
    facts = """
    components:
      - {id: api, title: The API, status: planned, depends_on: [db, nobody, db], see: [cache]}
      - {id: db, part_of: api}
      - {id: cache, depends_on: [api]}
    flows:
      - {id: A-1, components: [api]}
    """
    before, after = columns(drawn(tmp_path, facts, "component", "api"))

    assert before == {
        "Parts": [("db", "")],
        "Used by": [("cache", "")],
        "Implements flows": [("A-1", "")],
    }
    assert after == {"Depends on": [("db", ""), ("nobody", "broken")], "See also": [("cache", "")]}


def test_an_item_that_is_linked_to_nothing_has_no_drawing(tmp_path: Path) -> None:
    assert drawn(tmp_path, "components: [{id: api}, {id: db}]\n", "component", "api") is None


def test_a_relation_that_holds_both_ways_has_no_arrows_and_is_drawn_once(tmp_path: Path) -> None:
    kinds = "{kinds: {team: {plural: teams, relations: {talks_to: {to: [team], symmetric: true}}}}}"
    facts = "teams: [{id: red, talks_to: [blue, red]}, {id: blue, talks_to: [red]}]\n"
    found = drawn(tmp_path, facts, "team", "blue", kinds)
    assert found is not None

    assert found.before.groups == ()
    (group,) = found.after.groups
    assert [box.text for box in group.boxes] == ["red"]
    assert not group.arrows


def test_an_item_may_be_its_own_neighbour_on_both_sides(tmp_path: Path) -> None:
    facts = "components: [{id: api, depends_on: [api, db]}, {id: db, depends_on: [api]}]\n"

    assert columns(drawn(tmp_path, facts, "component", "api")) == [
        {"Used by": [("api", ""), ("db", "")]},
        {"Depends on": [("api", ""), ("db", "")]},
    ]


def test_of_many_some_are_drawn_and_the_rest_is_counted(tmp_path: Path) -> None:
    parts = "".join(f"  - {{id: part-{number:02}, part_of: api}}\n" for number in range(21))
    found = drawn(tmp_path, f"components:\n  - {{id: api}}\n{parts}", "component", "api")
    assert found is not None

    (group,) = found.before.groups
    assert len(group.boxes) == MOST
    assert group.more is not None
    assert group.more.number == 9
    assert found.row == "../components/#component-api"


def test_a_long_id_is_shortened_and_said_in_full_beside(tmp_path: Path) -> None:
    long = "a-component-" + "x" * 100
    facts = f"components: [{{id: api, depends_on: [{long}]}}, {{id: {long}, title: Long}}]\n"
    found = drawn(tmp_path, facts, "component", "api")
    assert found is not None

    (box,) = found.after.groups[0].boxes
    assert box.text == "a-component-xxxxxxxx…"
    assert box.title == f"{long}: Long"
