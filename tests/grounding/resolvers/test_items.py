"""Ids and counts of the registry."""

from pathlib import Path

import pytest
from support import table

from .lookup import Lookup

SIDECAR = """components:
  - {id: worker, aliases: [the-worker]}
  - {id: api}
flows:
  - {id: EVAL-001, components: [worker]}
  - {id: EVAL-002, components: [worker], former_ids: [OLD-7]}
  - {id: EVAL-003, components: [api]}
  - {id: EVAL-004, components: [api]}
  - {id: EVAL-005, components: [api]}
  - {id: EVAL-006, components: [api]}
"""


@pytest.fixture(scope="module")
def lookup(tmp_path_factory: pytest.TempPathFactory) -> Lookup:
    return Lookup(tmp_path_factory.mktemp("shop"), {"README.md": ""}, sidecar=SIDECAR)


@table(
    "name, known",
    ("an id", "EVAL-001", "there"),
    ("an alias", "the-worker", "there"),
    ("with its kind", "flow:EVAL-001", "there"),
    ("a former id", "OLD-7", "ours"),
    ("of a series of ours", "EVAL-042", "ours"),
    ("of no series", "XYZ-1", "absent"),
    ("no id", "workers", "absent"),
)
def test_what_is_known_of_an_id(lookup: Lookup, name: str, known: str) -> None:
    assert lookup.known("item", name) == known


def test_a_former_id_has_another_one_now(lookup: Lookup) -> None:
    found = lookup.answer("item", "OLD-7")
    assert found.nearest == ("EVAL-002",)
    assert found.message == "`OLD-7` is a former id of `EVAL-002`"


@table(
    "name, known",
    ("the count", "6 flows", "there"),
    ("in a word", "six flows", "there"),
    ("one more", "7 flows", "ours"),
    ("some of them", "2 flows", "unknown"),
    ("far from it", "60 flows", "unknown"),
    ("few", "3 components", "unknown"),
    ("a kind without items", "5 signals", "unknown"),
    ("of no kind", "6 apples", "unknown"),
    ("no count", "flows", "unknown"),
)
def test_what_is_known_of_a_count(lookup: Lookup, name: str, known: str) -> None:
    assert lookup.known("count", name) == known


def test_a_count_says_how_many_there_are(lookup: Lookup) -> None:
    assert lookup.answer("count", "7 flows").nearest == ("6 flows",)
    assert lookup.answer("count", "7 flows").message == "`7 flows` is not the count: there are 6"


def test_without_items_nothing_is_known(tmp_path: Path) -> None:
    lookup = Lookup(tmp_path, {"README.md": ""})
    assert lookup.known("item", "EVAL-001") == "unknown"
    assert lookup.known("count", "6 flows") == "unknown"
