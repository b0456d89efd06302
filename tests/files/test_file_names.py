"""Pages of items: whatever an id is, its page can be written, on every system; of very many, a remark is made."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_traceability.pages.page import GeneratedPage
from mkdocs_traceability.pages.site.file_names import file_names, name_of
from mkdocs_traceability.pages.views.item import MANY, TEMPLATE, remark_on


@pytest.mark.parametrize("id_", ["EVAL-001", "m10_evaluate", "a.b.c", "größe", "評価-1", "010"])
def test_an_id_that_is_a_good_name_is_its_own(id_: str) -> None:
    assert name_of(id_) == id_


@pytest.mark.parametrize(
    ("id_", "begins"),
    [
        ("a/b", "a-b-"),
        ("..", ""),
        ("../../etc/passwd", "etc-passwd-"),
        (".hidden", "hidden-"),
        ("CON", "CON-"),
        ("nul.md", "nul-md-"),
        ("index", "index-"),
        ("README", "README-"),
        ("a:b*c?", "a-b-c-"),
        ("x.", "x-"),
        ("100%?#1", "100---1-"),
        ("\ud800", ""),
    ],
)
def test_of_another_the_name_says_what_it_can_and_ends_in_a_digest(id_: str, begins: str) -> None:
    name = name_of(id_)

    assert name.startswith(begins)
    assert len(name) == len(begins) + 8
    assert name == name_of(id_)


def test_names_differ_where_a_disk_knows_no_case() -> None:
    names = file_names(["Worker", "worker", "WORKER", "worker"])

    assert names[0] == "Worker"
    assert len({name.casefold() for name in names}) == 4


@given(st.lists(st.text(min_size=1, max_size=200), max_size=30))
def test_any_ids_have_names_that_are_safe_and_never_the_same_twice(ids: list[str]) -> None:
    names = file_names(ids)

    assert len({name.casefold() for name in names}) == len(ids)
    assert names == file_names(ids)
    for name in names:
        assert name == Path(name).name
        assert not name.startswith((".", "-"))
        assert len(f"{name}.md".encode()) < 200
        assert not set(name) & set('\\/:*?"<>|%#&')


def test_a_remark_is_made_of_more_pages_than_are_built_quickly() -> None:
    pages = [GeneratedPage(f"flows/{number}.md", "A flow", TEMPLATE, dict) for number in range(MANY)]

    assert remark_on(pages) == ""
    assert remark_on([*pages, pages[0]]) == (
        "2001 items have pages of their own, which takes long to build; `item_pages` may name fewer kinds"
    )
