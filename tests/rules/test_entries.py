"""Entries of a relation that say nothing: the item itself, and what is listed already; aliases that clash."""

from pathlib import Path

from bs4 import BeautifulSoup
from support import build_here, check, found, run, table

from mkdocs_traceability.model.finding import Finding

A = "components:\n  - {id: a, external: true}\n"


@table(
    "sidecar, says",
    (
        "an item that depends on itself",
        A + "  - {id: b, depends_on: [b]}\n",
        ["3:26 TR113 component b refers to itself in `depends_on`"],
    ),
    (
        "itself by kind and id",
        A + "  - {id: b, see: ['component:b']}\n",
        ["3:19 TR113 component b refers to itself in `see`"],
    ),
    (
        "itself at the far end",
        A + "  - {id: b, used_by: [b]}\n",
        ["3:23 TR113 component b refers to itself in `used_by`"],
    ),
    (
        "a signal that consumes itself",
        A + "signals:\n  - {id: s, producers: [a], consumers: [s], persistence: [database]}\n",
        ["4:41 TR113 signal s refers to itself in `consumers`"],
    ),
    (
        "a relation that must not close",
        A + "  - {id: b, part_of: b}\n",
        ["3:22 TR109 cycle in `part_of`: `b → b`"],
    ),
    (
        "one entry twice",
        A + "  - {id: b, depends_on: [a, a]}\n",
        ["3:29 TR114 component a is listed twice in `depends_on` of component b"],
    ),
    (
        "one entry three times, once with more",
        A + "  - {id: b, depends_on: [a, a, {id: a, role: x}]}\n",
        ["3:26 TR114 component a is listed 3 times in `depends_on` of component b"],
    ),
    (
        "one entry twice, spelled in two ways",
        A + "  - {id: b, depends_on: [a, 'component:a']}\n",
        ["3:29 TR114 component a is listed twice in `depends_on` of component b"],
    ),
    (
        "an inverse twice",
        "components:\n  - {id: a, used_by: [b, b]}\n  - {id: b}\n",
        ["2:26 TR114 component b is listed twice in `used_by` of component a"],
    ),
    ("two roles", A + "  - {id: b, depends_on: [{id: a, role: x}, {id: a, role: y}]}\n", []),
)
def test_an_entry_that_says_nothing_is_said_once(tmp_path: Path, sidecar: str, says: list[str]) -> None:
    assert found(tmp_path, sidecar, "TR109", "TR113", "TR114") == says


def test_a_relation_of_ones_own_may_lead_back(tmp_path: Path) -> None:
    kind = "kinds: {state: {plural: states, relations: {next: {to: [state], inverse: before}}}}"
    files = {
        "mkdocs.yml": f"site_name: x\nplugins: [{{traceability: {{{kind}}}}}]\n",
        "docs/a.trace.yml": "states:\n  - {id: s, next: [s]}\n",
    }
    assert check(tmp_path, files) == []


def test_what_is_listed_twice_is_linked_and_shown_once(tmp_path: Path) -> None:
    files = {
        "docs/a.trace.yml": A + "  - {id: b, depends_on: [a, {id: a, role: x}, a]}\n"
        "flows:\n  - {id: F-1, status: planned, components: [a, a, b]}\n"
    }
    registry = run(tmp_path / "run", files).registry
    flow, b = registry.get("flow", "F-1"), registry.get("component", "b")
    assert flow is not None
    assert b is not None
    assert [link.item.id for link in registry.related(flow, "components")] == ["a", "b"]
    assert [link.reference.attributes for link in registry.related(b, "depends_on")] == [{"role": "x"}]

    page = (build_here(tmp_path / "site", files) / "traceability/flows/index.html").read_text(
        encoding="utf-8"
    )
    row = BeautifulSoup(page, "html.parser").select_one("tbody tr")
    assert row is not None
    assert [link.get_text(strip=True) for link in row.select("td a[href*=component]")] == ["a", "b"]


# ---------------------------------------------------------------- aliases

CLASH = """\
components:
  - {id: a, aliases: [b, z]}
  - {id: b, aliases: [z], former_ids: [a]}
  - {id: c, depends_on: [z, b, a]}
flows:
  - {id: F-1, components: [b, c]}
"""


def clashes(folder: Path, sidecar: str) -> list[Finding]:
    return [each for each in check(folder, sidecar) if each.code == "TR104"]


def places(finding: Finding) -> list[str]:
    return [f"{each.position.line}:{each.position.column}" for each in (finding, *finding.entries)]


def test_an_alias_that_is_another_ones_id_is_said_once_where_it_is_declared(tmp_path: Path) -> None:
    found = clashes(tmp_path, CLASH)
    assert [(places(each), each.message) for each in found] == [
        (["2:22", "4:29", "6:28"], "`b` is an alias of component a, and the id of component b"),
        (["3:22", "4:26"], "`z` is an alias of component b, and an alias of component a"),
        (["3:39", "4:32"], "`a` is a former id of component b, and the id of component a"),
    ]


def test_an_alias_that_is_another_ones_id_is_said_though_nothing_uses_it(tmp_path: Path) -> None:
    (found,) = clashes(
        tmp_path, "components:\n  - {id: a, aliases: [b, z]}\n  - {id: b, aliases: [z], former_ids: [a]}\n"
    )
    assert found.message == "`b` is an alias of component a, and the id of component b"
    assert found.help == "remove `b` here: it is the id of another component"


def test_an_alias_may_be_the_id_of_another_kind_and_ones_own(tmp_path: Path) -> None:
    sidecar = "components:\n  - {id: a, aliases: [F-1, a], former_ids: [a]}\nflows:\n  - {id: F-1, components: [a]}\n"
    assert clashes(tmp_path, sidecar) == []
