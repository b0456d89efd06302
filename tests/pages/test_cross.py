"""Cross matrices: which there are, what their cells say, what is empty, and how large ones are divided."""

import json
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from generated_matrix import text_of as as_read
from hypothesis import given
from hypothesis import strategies as st
from support import run, table

from mkdocs_traceability.model.item import Item, Reference
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.pages.publication import Site
from mkdocs_traceability.pages.site_context import SiteContext
from mkdocs_traceability.pages.views.relations import blocks as cross_blocks
from mkdocs_traceability.pages.views.relations.blocks import BYTES, CELLS, MatrixRow, RowGroup
from mkdocs_traceability.pages.views.relations.edges import RelationEdge, RelationSide

SERVED = """
components: [{id: api}, {id: worker, title: The worker}, {id: idle}]
flows:
  - {id: F-1, title: First, components: [api, {id: worker, role: Evaluator, via: queue, because: It must}]}
  - {id: F-2, status: planned, components: [worker]}
  - {id: F-3, implementation: proc}
"""

HELD = """
components:
  - {id: both, writes: [state]}
  - {id: does, writes: [state]}
  - {id: may}
  - {id: never}
resources:
  - {id: state, writers: [both, may], forbidden: [{id: never, because: One author only}], owned_by: may}
"""


IMPORTED = """
layers: [{id: low, rank: 2}, {id: top, rank: 1}]
components:
  - {id: api, layer: top, paths: [app/api.py], depends_on: [store, idle, {id: queue, via: AMQP}]}
  - {id: store, layer: low, paths: [app/store.py]}
  - {id: idle, paths: [app/idle.py]}
  - {id: queue}
  - {id: whole, depends_on: [idle]}
  - {id: part, part_of: whole, paths: [app/part.py]}
"""

CODE = {
    "app/__init__.py": "",
    "app/api.py": "from app import store\n",
    "app/store.py": "from app import idle\n\nimport app.api\n",
    "app/idle.py": "",
    "app/part.py": "import app.idle\n",
}


class Shown:
    """The cross matrices of a site, drawn."""

    def __init__(
        self,
        folder: Path,
        sidecar: str,
        settings: str = "",
        language: str = "en",
        code: dict[str, str] | None = None,
    ) -> None:
        files = {"docs/a.trace.yml": dedent(sidecar), **(code or {})}
        if settings:
            files["mkdocs.yml"] = f"site_name: x\nplugins:\n  - traceability: {{{settings}}}\n"
        site = Site(run(folder, files), SiteContext(lambda uri: uri.removesuffix(".md") + "/", language))
        self.pages = {page.name: page for page in site.pages if page.template == "cross.html"}
        self._site = site

    def __getitem__(self, name: str) -> BeautifulSoup:
        return BeautifulSoup(self.html(name), "html.parser")

    def html(self, name: str) -> str:
        return self._site.page_html(self.pages[name])


def text_of(tag: Tag | None) -> str:
    assert tag is not None
    return as_read(tag)


def behind(page: BeautifulSoup, button: Tag) -> str:
    return text_of(page.find(attrs={"data-trace-about": button["data-trace-behind"]}))


def drawn(page: BeautifulSoup) -> dict[str, list[str]]:
    """The rows of the table by what stands first in them; empty cells are empty texts."""
    rows = {}
    for row in page.select(".trace-table--cross tr"):
        cells = [
            each.find(class_="trace-cell") or each for each in row.find_all(["th", "td"], recursive=False)
        ]
        rows[text_of(cells[0])] = [text_of(cell).replace(" ", "") for cell in cells[1:]]
    return rows


def test_a_row_for_each_flow_and_a_column_for_each_component(tmp_path: Path) -> None:
    page = Shown(tmp_path, SERVED)["flows-by-components.md"]

    assert text_of(page.h1) == "Flows × Components"
    assert drawn(page) == {
        "Flows": ["Total", "api", "worker"],
        "Total": ["3", "1", "2"],
        "F-1 First": ["2", "●", "●"],
        "F-2": ["1", "", "○"],
    }, "what is linked to nothing is listed, and not drawn"


def test_what_is_empty_is_counted_above_with_links(tmp_path: Path) -> None:
    page = Shown(tmp_path, SERVED)["flows-by-components.md"]

    assert [text_of(each) for each in page.select("details > summary")] == [
        "1 flow without a component",
        "1 component without a flow",
    ]
    assert [a["href"] for a in page.select(".trace-unlinked a")] == [
        "../flows/#flow-F-3",
        "../components/#component-idle",
    ]


def test_a_cell_opens_what_stands_behind_it(tmp_path: Path) -> None:
    page = Shown(tmp_path, SERVED)["flows-by-components.md"]
    button = page.find("a", attrs={"aria-label": "F-1 × worker: Components: Evaluator"})

    assert isinstance(button, Tag)
    assert (
        behind(page, button) == "F-1 First Components Evaluator via queue reason: It must worker The worker"
    )
    shown = page.find(attrs={"data-trace-about": button["data-trace-behind"]})
    assert isinstance(shown, Tag)
    assert shown.has_attr("popover")
    assert [a["href"] for a in shown.select("a")] == ["../flows/#flow-F-1", "../components/#component-worker"]


def test_what_is_declared_imported_and_forbidden_stands_in_one_cell(tmp_path: Path) -> None:
    page = Shown(tmp_path, IMPORTED, code=CODE)["components-by-components.md"]

    rows = drawn(page)
    assert rows["Components"] == ["Total", "api", "store", "idle", "queue"]
    assert rows["api"] == ["3", "", "◆", "◇", "●"]
    assert rows["store"] == ["2", "+⊘", "", "+", ""]
    assert rows["whole"] == ["1", "", "", "◆", ""]
    assert rows["part"] == ["1", "", "", "◈", ""]
    assert [text_of(each) for each in page.select(".trace-signs > li")] == [
        "● Depends on",
        "◆ declared and imported",
        "◇ declared, not imported",
        "◈ imported, declared for a parent or part",
        "+ imported, not declared",
        "⊘ violates layering",
    ]


def test_a_cell_of_what_is_imported_opens_its_lines_and_what_was_found(tmp_path: Path) -> None:
    page = Shown(tmp_path, IMPORTED, code=CODE)["components-by-components.md"]

    against = page.find(
        "a", attrs={"aria-label": "store × api: Depends on, imported, not declared, violates layering"}
    )
    assert isinstance(against, Tag)
    assert "imported, not declared, violates layering: app/store.py:3 TR305" in behind(page, against)
    assert "trace-cell--wrong" in against["class"]
    fine = page.find("a", attrs={"aria-label": "api × store: Depends on, declared and imported"})
    assert isinstance(fine, Tag)
    assert "trace-cell--wrong" not in fine["class"]
    assert behind(page, fine) == "api Depends on declared and imported: app/api.py:1 store"


def test_what_is_imported_and_nowhere_declared_makes_a_matrix_too(tmp_path: Path) -> None:
    sidecar = "components: [{id: api, paths: [app/api.py]}, {id: store, paths: [app/store.py]}]\n"
    page = Shown(tmp_path, sidecar, code=CODE)["components-by-components.md"]

    assert drawn(page)["api"] == ["1", "", "+"]
    assert Shown(tmp_path, sidecar, "cross_matrices: false", code=CODE).pages == {}


def test_what_the_marks_mean_is_said_in_german(tmp_path: Path) -> None:
    page = Shown(tmp_path, IMPORTED, language="de", code=CODE)["components-by-components.md"]
    assert "◇ deklariert, nicht importiert" in [text_of(each) for each in page.select(".trace-signs > li")]


def test_a_kind_joined_to_itself_has_a_marked_diagonal(tmp_path: Path) -> None:
    page = Shown(tmp_path, "components: [{id: b, depends_on: [d]}, {id: a, depends_on: [b, d]}, {id: d}]\n")[
        "components-by-components.md"
    ]

    assert drawn(page)["a"] == ["2", "●", "●"]
    assert drawn(page)["b"] == ["1", "", "●"]
    assert [row.select_one("th a") and text_of(row.th) for row in page.select("tr:has(.trace-self)")] == ["b"]
    assert [text_of(each) for each in page.select("details > summary")] == [
        "1 component depends on nothing",
        "nothing depends on 1 component",
    ]


def test_what_is_done_and_what_may_be_done_have_signs_of_their_own(tmp_path: Path) -> None:
    page = Shown(tmp_path, HELD)["components-by-resources.md"]

    assert drawn(page) == {
        "Components": ["Total", "state"],
        "Total": ["4", "4"],
        "both": ["1", "W"],
        "does": ["1", "W"],
        "may": ["1", "Ow"],
        "never": ["1", "⊘"],
    }
    assert [text_of(each) for each in page.select(".trace-signs li")] == [
        "W Writes (allowed)",
        "W Writes (not granted)",
        "w May write",
        "O Owns",
        "⊘ Must not write",
    ]
    assert [
        sign["class"][1].removeprefix("trace-sign--") for sign in page.select(".trace-signs .trace-sign")
    ] == [
        "granted",
        "plain",
        "allowed",
        "plain",
        "refused",
    ]


def test_a_link_that_something_was_found_of_is_marked_and_says_what(tmp_path: Path) -> None:
    page = Shown(tmp_path, HELD)["components-by-resources.md"]
    wrong = page.select(".trace-cell--wrong")

    assert [each["aria-label"] for each in wrong] == ["does × state: Writes"]
    assert "TR303" in behind(page, wrong[0])


def test_few_roles_have_short_forms_and_many_have_none(tmp_path: Path) -> None:
    few = """
    components: [{id: a}]
    flows:
      - {id: F-1, components: [{id: a, role: Service Logic}]}
      - {id: F-2, components: [{id: a, role: Slow lane}]}
      - {id: F-3, components: [a]}
    """
    many = "components: [{id: a}]\nflows:\n" + "".join(
        f"  - {{id: F-{n}, components: [{{id: a, role: role {n}}}]}}\n" for n in range(9)
    )
    page = Shown(tmp_path, few)["flows-by-components.md"]
    assert [drawn(page)[row][1] for row in ("F-1", "F-2", "F-3")] == ["SL", "Sl", "●"]
    assert [text_of(each) for each in page.select(".trace-signs li")] == [
        "● Components",
        "SL Service Logic",
        "Sl Slow lane",
    ]
    assert drawn(Shown(tmp_path, many)["flows-by-components.md"])["F-0"][1] == "●"


@table(
    "settings, names",
    ("by default all but those of belonging", "", ["components-by-components.md", "flows-by-components.md"]),
    ("none", "cross_matrices: false", []),
    ("one relation", "cross_matrices: [flow.components]", ["flows-by-components.md"]),
    ("one left out by default", "cross_matrices: part_of", ["components-by-components.md"]),
)
def test_the_settings_say_which_there_are(tmp_path: Path, settings: str, names: list[str]) -> None:
    sidecar = """
    components: [{id: a, part_of: b, depends_on: [b]}, {id: b}]
    flows: [{id: F-1, components: [a], see: [b]}]
    """
    assert sorted(Shown(tmp_path, sidecar, settings).pages) == names


def test_what_may_be_linked_decides_which_kind_has_the_rows(tmp_path: Path) -> None:
    only_backwards = "components: [{id: a}]\nresources: [{id: r, writers: [a]}]\n"
    assert list(Shown(tmp_path, only_backwards).pages) == ["components-by-resources.md"]


def test_without_links_there_is_no_page(tmp_path: Path) -> None:
    assert Shown(tmp_path, "components: [{id: a}]\nflows: [{id: F-1}]\n").pages == {}


def test_an_edge_that_is_nearly_all_empty_is_drawn_without_what_is_empty(tmp_path: Path) -> None:
    flows = "".join(f"  - {{id: F-{n}}}\n" for n in range(1, 30))
    page = Shown(tmp_path, f"components: [{{id: a}}]\nflows:\n  - {{id: F-0, components: [a]}}\n{flows}")[
        "flows-by-components.md"
    ]
    assert list(drawn(page)) == ["Flows", "Total", "F-0"]
    assert "29 flows without a component" in text_of(page)


def test_pages_speak_german(tmp_path: Path) -> None:
    page = Shown(tmp_path, SERVED, language="de")["flows-by-components.md"]
    assert "3 Verknüpfungen" in text_of(page)


# -------------------------------------------------------------------- blocks

LARGE = (
    "components:\n"
    + "".join(f"  - {{id: c{n:03}}}\n" for n in range(150))
    + "flows:\n"
    + "".join(
        f"  - {{id: {'AB'[n % 2]}-{n:03}, components: [c{n % 140:03}, c{(n * 7) % 140:03}]}}\n"
        for n in range(150)
    )
)


@pytest.mark.slow
def test_a_large_matrix_is_divided_by_section(tmp_path: Path) -> None:
    shown = Shown(tmp_path, LARGE)
    page = shown["flows-by-components.md"]

    assert [name for name in shown.pages if name.startswith("flows-by")] == ["flows-by-components.md"]
    assert [text_of(each) for each in page.select("h2")] == ["A", "B"]
    assert [len(table.select("tbody tr")) for table in page.select(".trace-table--cross")] == [75, 75]
    assert "10 components without a flow" in text_of(page)


def test_what_is_too_heavy_for_a_page_has_several_that_are_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cross_blocks, "BYTES", 350_000)
    shown = Shown(tmp_path, LARGE)
    names = [name for name in shown.pages if name.startswith("flows-by")]
    page = shown["flows-by-components.md"]

    assert names == ["flows-by-components.md", "flows-by-components/A.md", "flows-by-components/B.md"]
    assert [shown.pages[name].in_nav for name in names] == [True, False, False]
    assert not page.select(".trace-table--cross")
    listed = [text_of(row).split() for row in page.select("tbody tr")]
    assert [(name, rows) for name, rows, _, _ in listed] == [("A", "75"), ("B", "75")]
    assert sum(int(cells) for *_, cells in listed) == 297  # of 300 links, three are written twice
    assert text_of(shown["flows-by-components/A.md"].select_one(".trace-meta a")) == "Flows × Components"


@pytest.mark.slow
def test_a_block_shows_only_what_is_linked(tmp_path: Path) -> None:
    page = Shown(tmp_path, LARGE)["flows-by-components.md"]
    rows = drawn(page)

    assert "none" not in [cell for cells in rows.values() for cell in cells]
    assert len(rows["Flows"]) - 1 < 150


def item(kind: str, id_: str) -> Item:
    return Item(kind, id_, Position("a.trace.yml", 1, 1))


def rows(links: list[set[int]], columns: list[Item], note: str = "") -> Iterator[MatrixRow]:
    side = RelationSide(("flow", "components"), False, "Components")
    for number, linked in enumerate(links):
        flow = item("flow", f"F-{number}")
        reference = Reference("x", Position("a.trace.yml", 1, 1), {"note": note} if note else {})
        yield MatrixRow(
            flow, [(at, [RelationEdge(flow, columns[at], side, reference)]) for at in sorted(linked)]
        )


def divided(links: list[set[int]], width: int, note: str = "") -> list[list[cross_blocks.MatrixBlock]]:
    columns = [item("component", f"c{n}") for n in range(width)]
    return cross_blocks.pages([RowGroup("", "", list(rows(links, columns, note)))], columns)


@given(st.lists(st.sets(st.integers(0, 299), max_size=200), max_size=130))
def test_blocks_have_every_link_once_and_are_small(links: list[set[int]]) -> None:
    seen: list[tuple[str, int]] = []
    for blocks in divided(links, 300):
        for block in blocks:
            assert block.cells <= CELLS
            linked = {at for group in block.groups for row in group.rows for at, _ in row.cells}
            assert block.columns == sorted(linked)
            seen += [(row.item.id, at) for group in block.groups for row in group.rows for at, _ in row.cells]
    assert seen == [(f"F-{n}", at) for n, linked in enumerate(links) for at in sorted(linked)]


@pytest.mark.slow
def test_one_row_with_very_many_links_is_divided_too() -> None:
    pages = divided([set(range(30_000))], 30_000)
    assert len(pages) > 5
    assert max(block.cells for blocks in pages for block in blocks) < 2_000


def test_long_notes_count_for_the_weight_of_a_page() -> None:
    assert len(divided([{0}, {0}, {0}, {0}], 1, "n" * 600_000)) == 4


@pytest.mark.slow
@pytest.mark.parametrize("size", [140, 400])
def test_a_page_is_no_heavier_than_it_was_thought(tmp_path: Path, size: int) -> None:
    title = "Ünïcöde & <markup> of a title of some length"
    note = "*It* was said that this is so, and nobody doubted it."
    sidecar = "components:\n" + "".join(f"  - {{id: über-{n:03}, title: '{title}'}}\n" for n in range(size))
    sidecar += "flows:\n" + "".join(
        f"  - {{id: F-{n:03}, title: '{title}', components: ["
        + ", ".join(f"{{id: über-{(n * 7 + k) % size:03}, note: '{note}'}}" for k in range(20))
        + "]}\n"
        for n in range(size)
    )
    shown = Shown(tmp_path, sidecar)
    assert len(shown.pages) > 1
    assert max(len(shown.html(name).encode()) for name in shown.pages) <= BYTES


@table(
    "key",
    ("a path", "../../up"),
    ("an index", "index"),
    ("nothing a file can be called", "///"),
    ("a very long one", "x" * 500),
)
def test_no_section_can_name_a_file_that_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setattr(cross_blocks, "BYTES", 350_000)
    settings = f"domains: {{'{key}': {{prefixes: [A]}}, '{key.upper()}': {{prefixes: [B]}}}}"
    names = [name for name in Shown(tmp_path, LARGE, settings).pages if "/" in name]
    assert len({name.casefold() for name in names}) == 2
    for name in names:
        folder, file = name.split("/")
        assert folder == "flows-by-components"
        assert file.removesuffix(".md") not in ("", ".", "..", "index")
        assert len(file) < 140


def test_nothing_of_an_item_is_markup(tmp_path: Path) -> None:
    bad = "<img src=x onerror=alert(1)>"
    sidecar: dict[str, Any] = {
        "components": [{"id": "<b>", "title": bad}],
        "flows": [{"id": "'\"><i>", "title": bad, "components": [{"id": "<b>", "role": bad, "note": bad}]}],
    }
    page = Shown(tmp_path, json.dumps(sidecar))["flows-by-components.md"]
    assert not page.find_all(["img", "i", "b"])
    assert bad in text_of(page.find(class_="trace-behind"))
