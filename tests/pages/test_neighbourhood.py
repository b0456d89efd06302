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
from support import run, table

from mkdocs_traceability.analysis.neighbours import MOST, Way, shares
from mkdocs_traceability.pages.parts.neighbourhood import (
    Neighbour,
    Neighbourhood,
    Tie,
    laid_out,
    neighbourhood,
)
from mkdocs_traceability.pages.parts.text_width import shortened


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
        for box in side.boxes:
            yield Area(box.x, box.y, box.x + side.width, box.y + drawn.box_height)
            middle, half = box.y + drawn.box_height // 2, abs(box.end - box.bend) // 2
            yield Area(side.label_x - half + 1, middle - 18, side.label_x + half - 1, middle - 3)
            yield Area(side.label_x - half + 1, middle + 2, side.label_x + half - 1, middle + 17)
        if side.more:
            yield Area(side.more.x, side.more.y - 10, side.more.x + side.width, side.more.y + 3)


texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=300)
neighbours = st.builds(Neighbour, text=texts, title=texts, kind_label=st.just("flow"), icon=st.just("flow"))
ways = st.lists(
    st.builds(Way, name=st.just("uses"), label=texts, is_out=st.booleans(), is_mutual=st.booleans()),
    min_size=1,
    max_size=4,
    unique=True,
)
some_ties = st.lists(st.builds(Tie, neighbours, ways), max_size=30)


@pytest.mark.slow
@given(texts, texts, some_ties)
def test_nothing_lies_on_another_and_all_is_within_the_drawing(id_: str, title: str, ties: list[Tie]) -> None:
    drawn = laid_out(id_, title, ties, "#row")

    for area in areas(drawn):
        assert area.left >= 0
        assert area.top >= 0
        assert area.right <= drawn.width
        assert area.bottom <= drawn.height
    for one, other in combinations(areas(drawn), 2):
        assert not one.meets(other)


@pytest.mark.slow
@given(texts, some_ties)
def test_every_neighbour_is_drawn_or_counted(id_: str, ties: list[Tie]) -> None:
    drawn = laid_out(id_, id_, ties, "#row")

    for side, given_ in (
        (drawn.before, [tie for tie in ties if not tie.is_after]),
        (drawn.after, [tie for tie in ties if tie.is_after]),
    ):
        labels = {tie.ways[0].label for tie in given_}
        assert len(side.boxes) == min(len(given_), max(MOST, len(labels)))
        assert len(side.boxes) + (side.more.number if side.more else 0) == len(given_)


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


Told = dict[str, tuple[str, ...]]


def columns(drawn: Neighbourhood | None) -> tuple[Told, Told]:
    """What is written on the lines of both sides, by the text of the box."""
    assert drawn is not None
    before, after = ({box.text: box.words for box in side.boxes} for side in (drawn.before, drawn.after))
    return before, after


def test_two_ways_between_two_items_stand_on_one_line(tmp_path: Path) -> None:
    facts = """
    components:
      - {id: api, title: The API, status: planned, depends_on: [db, nobody, db], see: [cache]}
      - {id: db, part_of: api}
      - {id: cache, depends_on: [api]}
    flows:
      - {id: A-1, components: [api]}
    """
    before, after = columns(drawn(tmp_path, facts, "component", "api"))

    assert before == {}
    assert after == {
        "cache": ("→ see also", "← depends on"),
        "db": ("→ depends on", "← part of"),
        "nobody": ("depends on",),
        "A-1": ("implements",),
    }


@table(
    "kind, id_, before, after",
    ("who serves a flow", "flow", "F-1", {"api": ("implements",)}, {"R-1": ("satisfies",)}),
    (
        "who emits, writes and may write",
        "component",
        "api",
        {"S-1": ("feeds",), "part": ("part of",), "old": ("depends on",)},
        {
            "db": ("depends on",),
            "state": ("reads", "writes", "may write"),
            "F-1": ("implements",),
            "S-2": ("produces",),
            "M-1": ("emits",),
            "secret": ("must not write",),
        },
    ),
    ("who writes a resource", "resource", "state", {"api": ("reads", "writes", "may write")}, {}),
    ("who makes a signal, and who needs it", "signal", "S-1", {"db": ("produces",)}, {"api": ("feeds",)}),
    ("what mends a gap", "gap", "G-1", {"P-1": ("resolves",)}, {"db": ("about",)}),
    ("what satisfies a requirement", "requirement", "R-1", {"F-1": ("satisfies",)}, {}),
)
def test_arrows_lead_from_who_acts(tmp_path: Path, kind: str, id_: str, before: Told, after: Told) -> None:
    found = drawn(tmp_path, ACTING, kind, id_)
    assert found is not None
    shown_before, shown_after = columns(found)
    assert {box: set(words) for box, words in shown_before.items()} == {b: set(w) for b, w in before.items()}
    for side in (found.before, found.after):
        assert all(box.points_in is (side is found.before) for box in side.boxes)
        assert all(box.points_out is (side is found.after) for box in side.boxes)
    assert {box: set(words) for box, words in shown_after.items()} == {b: set(w) for b, w in after.items()}


ACTING = """
components:
  - {id: api, depends_on: [db], reads: [state], writes: [state]}
  - {id: db}
  - {id: part, part_of: api}
  - {id: old, depends_on: [api]}
flows: [{id: F-1, components: [api]}]
resources:
  - {id: state, writers: [api]}
  - {id: secret, forbidden: [api]}
signals:
  - {id: S-1, producers: [db], consumers: [api]}
  - {id: S-2, producers: [api]}
metrics: [{id: M-1, emitters: [api]}]
gaps: [{id: G-1, about: [db], resolved_by: [P-1]}]
patches: [{id: P-1}]
requirements: [{id: R-1, satisfied_by: [F-1]}]
"""


@table(
    "declared, before, after",
    ("forward unless it says so", "{to: team, inverse: asked_by}", {}, {"blue": ("Asks",)}),
    ("backward", "{to: team, inverse: answers, direction: backward}", {"blue": ("Answers",)}, {}),
    (
        "backward, with a label",
        "{to: team, inverse: answers, inverse_label: Tells, direction: backward}",
        {"blue": ("Tells",)},
        {},
    ),
    ("with a verb", "{to: team, verb: asks for}", {}, {"blue": ("asks for",)}),
    ("backward, without a way back", "{to: team, direction: backward}", {"blue": ("Asks",)}, {}),
)
def test_a_relation_of_ones_own_says_its_direction(
    tmp_path: Path, declared: str, before: Told, after: Told
) -> None:
    settings = f"{{kinds: {{team: {{plural: teams, relations: {{asks: {declared}}}}}}}}}"
    facts = "teams: [{id: red, asks: [blue]}, {id: blue}]\n"
    assert columns(drawn(tmp_path, facts, "team", "red", settings)) == (before, after)


def test_what_leads_nowhere_and_what_is_only_text_have_boxes(tmp_path: Path) -> None:
    facts = """
    components: [{id: api, depends_on: [nobody]}]
    resources: [{id: state, owned_by: The platform team}]
    """
    of_api, of_state = (
        drawn(tmp_path, facts, kind, id_) for kind, id_ in (("component", "api"), ("resource", "state"))
    )
    assert of_api is not None
    assert of_state is not None
    assert [box.neighbour.state for box in of_api.after.boxes] == ["broken"]
    assert [(box.neighbour.state, box.words) for box in of_state.before.boxes] == [("text", ("owns",))]


def test_an_item_that_is_linked_to_nothing_has_no_drawing(tmp_path: Path) -> None:
    assert drawn(tmp_path, "components: [{id: api}, {id: db}]\n", "component", "api") is None


def test_a_relation_that_holds_both_ways_has_no_arrows_and_is_drawn_once(tmp_path: Path) -> None:
    kinds = "{kinds: {team: {plural: teams, relations: {talks_to: {to: [team], symmetric: true}}}}}"
    facts = "teams: [{id: red, talks_to: [blue, red]}, {id: blue, talks_to: [red]}]\n"
    found = drawn(tmp_path, facts, "team", "blue", kinds)
    assert found is not None

    assert found.before.boxes == ()
    (box,) = found.after.boxes
    assert box.text == "red"
    assert not box.points_in
    assert not box.points_out


def test_of_an_item_that_is_linked_to_itself_one_box_tells_all(tmp_path: Path) -> None:
    facts = "components: [{id: api, depends_on: [api, db]}, {id: db, depends_on: [api]}]\n"

    assert columns(drawn(tmp_path, facts, "component", "api")) == (
        {},
        {"api": ("→ depends on", "← depends on"), "db": ("→ depends on", "← depends on")},
    )


def test_of_many_some_are_drawn_and_the_rest_is_counted(tmp_path: Path) -> None:
    parts = "".join(f"  - {{id: part-{number:02}, part_of: api}}\n" for number in range(21))
    found = drawn(tmp_path, f"components:\n  - {{id: api}}\n{parts}", "component", "api")
    assert found is not None

    assert len(found.before.boxes) == MOST
    assert found.before.more is not None
    assert found.before.more.number == 9
    assert found.row == "../components/#component-api"


def test_a_long_id_is_shortened_and_said_in_full_beside(tmp_path: Path) -> None:
    long = "a-component-" + "x" * 100
    facts = f"components: [{{id: api, depends_on: [{long}]}}, {{id: {long}, title: Long}}]\n"
    found = drawn(tmp_path, facts, "component", "api")
    assert found is not None

    (box,) = found.after.boxes
    assert box.text == "a-component-xxxxxxxx…"
    assert box.neighbour.title == f"{long}: Long"
