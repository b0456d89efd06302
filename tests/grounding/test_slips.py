"""Slips of the pen: what differs by one letter, and what is another name."""

from support import table

from mkdocs_traceability.grounding.slips import is_slip, slips_of


@table(
    "name, other, expected",
    ("a letter too many", "storre", "store", True),
    ("a letter too few", "stoe", "store", True),
    ("another letter", "stare", "store", True),
    ("two exchanged", "stroe", "store", True),
    ("at the end", "stores", "store", True),
    ("the same", "store", "store", False),
    ("two letters", "stroes", "store", False),
    ("short", "run", "ran", False),
    ("another number", "python38", "python39", False),
    ("a number too few", "v1_store", "v_store", False),
)
def test_a_slip(name: str, other: str, expected: bool) -> None:
    assert is_slip(name, other) is expected
    assert is_slip(other, name) is expected


def test_spelling_comes_first() -> None:
    assert slips_of("load-all", ["load_all", "load_al"]) == ("load_all",)


def test_of_two_that_are_alike_none_is_meant() -> None:
    assert slips_of("stare", ["store", "stale"]) == ()
