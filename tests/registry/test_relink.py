"""One source linked anew says of names what a full link says, after any change of that source."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from support import run

from mkdocs_traceability.model.item import Nameless
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.reading.declarations import Declared, declare_sidecar
from mkdocs_traceability.reading.yaml.tree import parse
from mkdocs_traceability.registry.link import link, with_titles
from mkdocs_traceability.registry.registry import Broken, Registry
from mkdocs_traceability.registry.relink import relink
from mkdocs_traceability.settings.load import built_in_schema

SCHEMA = built_in_schema()
NAMES = ("a", "b", "c", "d", "e")
REFERENCES = (*NAMES, "component:a", "flow:b", "x", "{text: a}")


@st.composite
def sources(draw: st.DrawFn) -> str:
    names = st.sampled_from(NAMES)
    lines = ["flows:\n"]
    for _ in range(draw(st.integers(1, 3))):
        components = draw(st.lists(st.sampled_from(REFERENCES), max_size=3))
        lines.append(f"  - {{id: {draw(names)}, components: [{', '.join(components)}]}}\n")
    lines.append("components:\n")
    for _ in range(draw(st.integers(1, 3))):
        depends = draw(st.lists(st.sampled_from(REFERENCES), max_size=2))
        key = draw(st.sampled_from(("aliases", "former_ids")))
        first = draw(st.sampled_from((f"id: {draw(names)}", "title: Nameless")))
        lines.append(
            f"  - {{{first}, {key}: [{draw(names)}x, {draw(names)}], depends_on: [{', '.join(depends)}]}}\n"
        )
    return "".join(lines)


def declared(text: str, path: str) -> Declared:
    return declare_sidecar(parse(text), path, SCHEMA)


def linked(*parts: Declared) -> Registry:
    items = [item for part in parts for item in part.items]
    return link(SCHEMA, items, nameless=[each for part in parts for each in part.nameless])


def said(broken: Iterable[Broken]) -> list[tuple[Any, ...]]:
    """Return failures in an order of their own: of one item, a relink tells those that it had first."""
    return sorted(
        (
            each.item.position,
            each.name,
            each.reference.position,
            each.failure.name,
            [c.position for c in each.candidates],
        )
        for each in broken
    )


@given(sources(), sources(), sources(), sources())
def test_a_source_that_is_linked_anew_is_as_if_all_were(
    first: str, last: str, before: str, after: str
) -> None:
    others = declared(first, "a.yml"), declared(last, "c.yml")
    old, new = declared(before, "b.yml"), declared(after, "b.yml")
    whole = linked(*others, new)
    again = relink(linked(*others, old), "b.yml", reversed(new.items), nameless=reversed(new.nameless))
    assert again.all == whole.all
    assert again.nameless == whole.nameless
    assert again.duplicates == whole.duplicates
    assert said(again.broken) == said(whole.broken)
    assert [each.item.position for each in again.broken] == sorted(
        each.item.position for each in again.broken
    )
    for kind in ("flow", "component"):
        assert again.ids(kind) == whole.ids(kind)
        assert again.aliases(kind) == whole.aliases(kind)
    assert again.respelled == tuple(each for each in whole.respelled if each.item in new.items)
    assert again.repeated == tuple(each for each in whole.repeated if each.item in new.items)


PAGE = """\
# Page

See [a], [b]. [trace: count flows] and 3<!-- traceability: count flows --> or 2<!-- traceability: count components -->.

[trace: count components]

<!-- traceability: restates flows id="Flow" -->

| Flow |
| --- |
| F-1 |

<!-- traceability: restates components id="Component" -->

| Component |
| --- |
| a |
"""


def test_what_pages_say_is_in_the_order_of_its_places_however_it_is_given(tmp_path: Path) -> None:
    sidecar = "flows: [{id: F-1}]\ncomponents: [{id: a}, {id: b}]\n"
    read = run(tmp_path, {"docs/p.md": PAGE, "docs/a.trace.yml": sidecar}).registry
    names = ("mentions", "markers", "numbers", "restated")
    said = {name: getattr(read, name) for name in names}
    assert all(len(each) > 1 for each in said.values())
    backwards = {name: each[::-1] for name, each in said.items()}
    nameless = [Nameless("component", Position("b.yml", line, 1)) for line in (2, 1)]
    again = link(read.schema, read.all, nameless=nameless, **backwards)
    relinked = relink(read, "b.yml", [], nameless=nameless, **backwards)
    for registry in (again, relinked):
        assert {name: getattr(registry, name) for name in names} == said
        assert [each.position.line for each in registry.nameless] == [1, 2]


KEPT = (
    "domains",
    "problems",
    "unread_ids",
    "doubt",
    "nameless",
    "mentions",
    "markers",
    "numbers",
    "restated",
)


def test_another_title_changes_nothing_else(tmp_path: Path) -> None:
    sidecar = (
        "flows: [{id: F-1, colour: red, components: [a, gone]}]\ncomponents: [{id: a}, {id: b}, {title: c}]\n"
    )
    settings = "site_name: x\nplugins: [{traceability: {domains: {own: {title: Own}}}}]\n"
    read = run(tmp_path, {"docs/p.md": PAGE, "docs/a.trace.yml": sidecar, "mkdocs.yml": settings}).registry
    read = replace(read, is_complete=False, unread_ids=frozenset({"x"}), doubt="a hook may add pages")
    named = with_titles(read, dict.fromkeys(read.items("flow"), "Another"))
    assert [item.title for item in named.all] == ["Another", "a", "b"]
    told = {name: getattr(read, name) for name in KEPT}
    assert all(told.values())
    assert {name: getattr(named, name) for name in KEPT} == told
    assert not named.is_complete
    assert with_titles(read, {}) is read
