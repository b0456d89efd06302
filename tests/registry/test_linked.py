"""All that linking makes of a small site with every turn in it, to the letter.

`WRITE_EXPECTED=1 pytest tests/registry/test_linked.py` writes `linked.txt` anew.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support import compare_with_file, files_of_case, run, table

from mkdocs_traceability.model.item import Item
from mkdocs_traceability.reading.declarations import declare_sidecar
from mkdocs_traceability.reading.yaml.tree import parse
from mkdocs_traceability.registry.called import Called, compared_text, ids_in
from mkdocs_traceability.registry.file_places import is_path, may_be_path
from mkdocs_traceability.registry.link import link
from mkdocs_traceability.registry.nearest import (
    likeness,
    most_alike,
    nearest_first,
    nearest_name,
    plain_spelling,
)
from mkdocs_traceability.registry.registry import Registry, place_of, series_prefix
from mkdocs_traceability.settings.load import built_in_schema

HERE = Path(__file__).parent


def named(items: Iterator[Item] | tuple[Item, ...] | list[Item]) -> list[str]:
    return [f"{item.kind}:{item.id}@{item.position.line}" for item in items]


def lines_of(registry: Registry) -> Iterator[str]:
    yield from links(registry)
    yield from what_is_no_link(registry)
    yield from names(registry)


def links(registry: Registry) -> Iterator[str]:
    for item in registry.all:
        ancestors = named(registry.ancestors(item))
        domain = registry.domain(item) if item.kind == "flow" else ""
        yield f"{item.label}@{item.position.line} in {ancestors} {domain}"
        for name, ends in registry.relations_of(item).items():
            yield f"  {name}: {[(*named([link.item]), link.reference.text) for link in ends]}"
            for end in registry.ends(item, name):
                target = named([end.item]) if end.item else []
                more = registry.says_more(end.reference)
                yield f"    {end.reference.text} {target} own={end.is_own} {end.failure} more={more}"
        for name in item.references:
            yield f"  {name} at {place_of(item, name)}"


def what_is_no_link(registry: Registry) -> Iterator[str]:
    for broken in registry.broken:
        yield f"broken {broken.item.label} {broken.name} {broken.reference.text} {broken.failure} {named(broken.candidates)}"
    for spelled in registry.respelled:
        yield f"respelled {spelled.item.label} {spelled.name} {spelled.reference.text} {spelled.target.label} {spelled.former}"
    for again in registry.repeated:
        yield f"repeated {again.item.label} {again.name} {again.target.label} {again.kept.position} {[str(each.position) for each in again.again]}"
    for found in registry.disagreements:
        yield f"disagrees {found.item.label} {found.inverse} {found.other.label} {found.relation} {found.reference.text} {found.lacking.label}"
    for first, second in registry.duplicates:
        yield f"twice {named([first, second])}"
    for nameless in registry.nameless:
        yield f"nameless {nameless.kind} {nameless.title}"


def names(registry: Registry) -> Iterator[str]:
    for kind in registry.schema.kinds:
        for name, items in registry.aliases(kind).items():
            yield f"alias {kind} {name} {named(list(items))}"
    for text in (
        "api",
        "door",
        "both",
        "metric:both",
        "source-of-truth:x",
        "flow:F-1",
        "Store",
        "api:store",
        "cafe\u0301-1",
    ):
        yield f"{text} is {named(registry.answering(text))} of metrics {named(registry.answering_of(text, ['metric']))}"
    called = Called(registry)
    for text in ("api", "the other", "The  other", "both", "nothing"):
        by_title, by_id = called.item(text, ("component",)), called.item(text, ("component",), by_title=False)
        yield f"{text} is called {by_title and by_title.label} {by_id and by_id.label}"


def test_a_site_is_linked_as_it_was(tmp_path: Path) -> None:
    files = files_of_case((HERE / "linked.yml").read_text(encoding="utf-8"))
    registry = run(tmp_path / "site", files).registry
    compare_with_file("\n".join(lines_of(registry)) + "\n", HERE / "linked.txt")


@table(
    "id_, prefix",
    ("numbered", "EVAL-001", "EVAL"),
    ("with two separators", "PATCH-6.1", "PATCH-6"),
    ("without a number", "worker", "worker"),
    ("only a number", "12", "12"),
    ("with several ends", "a-_.1", "a"),
    ("a path", "a/1", "a"),
)
def test_the_prefix_of_a_series(id_: str, prefix: str) -> None:
    assert series_prefix(id_) == prefix


@table(
    "text, path, perhaps",
    ("a page", "adr/0001.md", True, True),
    ("a page in capitals", "ONE.MD", True, True),
    ("a sidecar", "a.yaml", True, True),
    ("beside", "./one", True, True),
    ("above", "../one", True, True),
    ("from the top", "/one", True, True),
    ("a folder", "adr/one", False, True),
    ("an id", "one", False, False),
    ("an id with a dot", "one.two", False, False),
)
def test_what_is_written_as_a_path(text: str, path: bool, perhaps: bool) -> None:
    assert (is_path(text), may_be_path(text)) == (path, perhaps)


@table(
    "text, words",
    ("commas", "a,b, c", ["a", "b", "c"]),
    ("semicolons and blanks", " a; b  c ", ["a", "b", "c"]),
    ("dashes alone", "- a -- b", ["a", "b"]),
    ("a dash before it", "-a", ["-a"]),
    ("nothing", "  ", []),
)
def test_ids_in_one_text(text: str, words: list[str]) -> None:
    assert ids_in(text) == words


@table(
    "one, other",
    ("case", "The Batcher", "the batcher"),
    ("blanks", "the  batcher ", "the batcher"),
    ("marks", "the **batcher**", "the batcher"),
    ("a composed letter", "cafe\u0301", "caf\u00e9"),
)
def test_texts_that_are_compared_alike(one: str, other: str) -> None:
    assert compared_text(one) == compared_text(other)


def test_a_word_is_spelled_plainly() -> None:
    assert plain_spelling("Eval-Wor_ker. \u201cX\u201d`") == "evalworkerx"


@table(
    "word, known, most, alike",
    ("the best alone", "status", ["states", "stat", "statuss"], 3, ["statuss"]),
    ("as good as the best", "ab1", ["ab2", "ab3", "zz"], 3, ["ab2", "ab3"]),
    ("no more than asked for", "ab1", ["ab4", "ab2", "ab3"], 2, ["ab2", "ab3"]),
    ("none near", "ab1", ["xyz"], 2, []),
    ("none known", "ab1", [], 2, []),
)
def test_the_most_alike(word: str, known: list[str], most: int, alike: list[str]) -> None:
    assert most_alike(word, known, most) == alike
    assert most_alike(word.upper(), [each.title() for each in known], most, str.upper) == [
        each.title() for each in alike
    ]


def test_the_nearest_stand_first() -> None:
    assert nearest_first("status", ["stat", "zzz", "statuses", "aaa"], 3) == ["statuses", "stat", "aaa"]


def test_a_former_name_is_told_by_what_it_is_called_now() -> None:
    assert nearest_name("rot", ["system"], {"root": "system"}) == "system"
    assert nearest_name("sytem", ["system"], {"root": "system"}) == "system"
    assert nearest_name("colour", ["system"], {"root": "system"}) is None


@pytest.mark.parametrize(
    ("one", "other"), [("abcde", "xbcde"), ("ab", "abcdefgh"), ("", "a"), ("abc", "abc")]
)
def test_likeness_is_between_nothing_and_one_and_nothing_where_two_are_not_near(one: str, other: str) -> None:
    found = likeness(one, other)
    assert found == {"abcde": 0.8, "ab": 0.0, "": 0.0, "abc": 1.0}[one]


SCHEMA = built_in_schema()


def declared(text: str, path: str) -> list[Item]:
    return declare_sidecar(parse(text), path, SCHEMA).items


def test_the_order_of_sources_is_that_of_the_items() -> None:
    registry = link(SCHEMA, [*declared("flows: [{id: b}]", "b.yml"), *declared("flows: [{id: a}]", "a.yml")])
    assert [item.id for item in registry.all] == [item.id for item in registry.items("flow")]


def test_a_title_is_looked_for_among_the_kinds_that_are_wanted() -> None:
    same = "flows: [{id: F, title: The same}]\ncomponents: [{id: c, title: the  Same}, {id: d, title: Two}, {id: e, title: two}]"
    called = Called(link(SCHEMA, declared(same, "a.yml")))
    assert [(item := called.item("the same", (kind,))) and item.id for kind in ("flow", "component")] == [
        "F",
        "c",
    ]
    assert called.item("The same", ("flow", "component")) is None
    assert called.item("two", ("component",)) is None
    assert called.item("The same", ("flow",), by_title=False) is None
