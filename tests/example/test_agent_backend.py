"""The map of the agent backend: repaired, in the example site; unrepaired, as a site in which its mistakes are found.

`seeds/agent/facts.yml` holds the facts of the document, checked by hand.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from bs4 import Tag
from generated_matrix import Matrix, pages_below, soup_of, squeezed, text_of
from support import EXAMPLE, SEEDS, check_copy

HERE = SEEDS / "agent"
FACTS = yaml.safe_load((HERE / "facts.yml").read_text(encoding="utf-8"))
PROSE = ("claimed", "actual")

SHARING = {
    "❌ Per-process": "per-process",
    "✅ Stateless": "stateless",
    "✅ Immutable": "immutable",
    "✅ Static data": "immutable",
}
"""How the document says whether several workers may share it; what is not here is shared through a store."""


def named(table: str, key: str = "id") -> Any:
    return pytest.mark.parametrize("row", FACTS[table], ids=lambda row: str(row[key]))


@pytest.fixture
def components(example: Path) -> Matrix:
    return Matrix(example, "components")


@pytest.fixture
def resources(example: Path) -> Matrix:
    return Matrix(example, "resources")


@pytest.fixture
def gaps(example: Path) -> Matrix:
    return Matrix(example, "gaps")


def assert_stands(shown: str, *facts: str) -> None:
    for fact in facts:
        assert squeezed(fact) in squeezed(shown), fact


@named("directories")
def test_every_directory_comes_back_with_its_layer_and_what_it_is(
    components: Matrix, row: dict[str, Any]
) -> None:
    def cell(column: str) -> str:
        return components.cell("component", row["id"], column)

    shown = re.findall(r"L\d", cell("observed_layer")) or [cell("layer")]
    assert shown == row["layers"]
    assert cell("confidence") == row["confidence"]
    assert_stands(cell("actual"), *row.get("facts", ()))
    for column in PROSE:
        assert len(cell(column)) > 5, column


@pytest.mark.parametrize(("id_", "facts"), FACTS["triggers"].items())
def test_every_trigger_comes_back(components: Matrix, id_: str, facts: dict[str, Any]) -> None:
    assert components.cell("component", id_, "trigger").split() == facts["trigger"]
    assert components.cell("component", id_, "execution") == facts.get("execution", "")
    if "risk" in facts:
        assert_stands(components.cell("component", id_, "notes"), f"Import-time risk {facts['risk']}")


@pytest.mark.parametrize(("id_", "nature"), FACTS["nature"].items())
def test_every_directory_is_glue_or_domain_as_the_document_says(
    components: Matrix, id_: str, nature: str
) -> None:
    assert components.cell("component", id_, "nature") == nature
    assert len(components.cell("component", id_, "notes")) > 5


@pytest.mark.parametrize(("id_", "targets"), FACTS["dependencies"].items())
def test_the_dependency_matrix_comes_back(components: Matrix, id_: str, targets: list[str]) -> None:
    shown = components.cell("component", f"{id_}/", "depends_on").split()
    assert shown == [f"{target}/" for target in targets]


def test_imports_are_seen_to_be_as_declared(example: Path) -> None:
    registry = json.loads((example / "traceability/traceability.json").read_text(encoding="utf-8"))
    codes = {finding["code"] for finding in registry["findings"]}
    assert codes.isdisjoint({"TR307", "TR308", "TR109"})
    page = soup_of(example / "traceability/layer-map/index.html")
    wrong = [text_of(item) for item in page.select(".trace-violations li")]
    assert [each.split()[0] for each in wrong] == ["api/", "policy/", "worker/"]
    assert all("TR305 waived" in each for each in wrong)


PLACED = {
    "alignment": "P2B",
    "state": "SOI",
    "structure": "STI GDI",
    "runtime": "TBV",
    "enforcement": "PEI",
}
"""The issues that stand in tables of the hand-written pages, by how their ids begin."""


@pytest.mark.parametrize("page", PLACED)
def test_the_pages_show_the_issues_they_speak_of(example: Path, gaps: Matrix, page: str) -> None:
    article = soup_of(example / "agent-backend" / page / "index.html").find("article")
    assert isinstance(article, Tag)
    shown = {text_of(cell) for cell in article.select("tbody th .trace-id")}

    for prefix in PLACED[page].split():
        declared = {id_ for id_ in gaps.ids("gap") if id_.startswith(f"{prefix}-")}
        assert declared
        assert declared <= shown


def test_no_marker_of_a_page_shows_nothing(example: Path) -> None:
    pages = [page for page in pages_below(example) if "traceability" not in page.relative_to(example).parts]
    placed = [soup_of(page) for page in pages if soup_of(page).select_one(".trace")]
    assert placed, "no page of the site has a marker"
    for page in placed:
        assert "No items" not in page.get_text(), page.title


@named("issues")
def test_every_issue_comes_back(gaps: Matrix, row: dict[str, Any]) -> None:
    assert_stands(gaps.row("gap", row["id"]), *row["facts"])
    said = [gaps.cell("gap", row["id"], name) for name in ("impact", "action", "rationale", "resolution")]
    assert len("".join(said)) > 8


@named("tables")
def test_every_table_comes_back_with_its_model_and_its_owner(resources: Matrix, row: dict[str, Any]) -> None:
    shown = resources.row("resource", row["id"])
    assert_stands(shown, row["model"], row["location"], row.get("note", ""))
    assert row.get("owner", "") in resources.cell("resource", row["id"], "owned_by")
    assert len(resources.cell("resource", row["id"], "summary")) > 5


@named("redis")
def test_every_key_of_redis_comes_back_with_its_fallback(resources: Matrix, row: dict[str, Any]) -> None:
    assert resources.cell("resource", row["id"], "fallback") == row["fallback"]
    assert resources.cell("resource", row["id"], "durability") == "advisory"
    assert_stands(resources.cell("resource", row["id"], "location"), row["where"])
    assert len(resources.cell("resource", row["id"], "summary")) > 5


@named("memory")
def test_every_singleton_comes_back_with_how_it_is_shared(resources: Matrix, row: dict[str, Any]) -> None:
    assert resources.cell("resource", row["id"], "location") == row["location"]
    assert resources.cell("resource", row["id"], "durability") == "lost-on-restart"
    sharing = SHARING.get(row["safe"], "shared")
    assert resources.cell("resource", row["id"], "sharing") == sharing
    notes = resources.cell("resource", row["id"], "notes")
    assert_stands(notes, *row["others"], row["safe"][2:] if sharing == "shared" else "")


@pytest.mark.parametrize("row", FACTS["on_import"], ids=lambda row: str(row["what"]))
def test_what_runs_on_import_comes_back(resources: Matrix, components: Matrix, row: dict[str, str]) -> None:
    state = [each["id"] for each in FACTS["memory"] if each["location"] == row["location"]]
    if state:
        assert_stands(resources.cell("resource", state[0], "notes"), row["what"])
    else:
        assert_stands(components.cell("component", "main.py", "notes"), row["what"], row["location"])


@named("enforcers", "name")
def test_every_enforcement_point_comes_back(example: Path, row: dict[str, Any]) -> None:
    enforcers = Matrix(example, "enforcers")
    ids = {"policy/validators/prevention_engine.py": "prevention_engine"}
    ids |= {"policy/validators/prevention_hook.py": "prevention_hook"}
    ids |= {"policy/compiler/": "compiler", "policy/optimizer/": "optimizer"}
    assert_stands(enforcers.row("enforcer", ids.get(row["name"], row["name"])), row["name"], *row["facts"])


@named("collisions", "name")
def test_every_collision_of_names_comes_back(example: Path, row: dict[str, str]) -> None:
    page = soup_of(example / "traceability/collisions/index.html")
    (shown,) = [text_of(each) for each in page.select("tbody tr") if row["name"] in text_of(each)]
    assert_stands(shown, row["resolution"])


@named("patterns", "name")
def test_every_pattern_comes_back(example: Path, row: dict[str, str]) -> None:
    page = soup_of(example / "traceability/patterns/index.html")
    shown = [text_of(each) for each in page.select("tbody tr") if row["directory"] in text_of(each)]
    assert any(squeezed(row["name"].split()[0]) in squeezed(each) for each in shown)


@named("services")
def test_every_write_service_comes_back_with_what_it_writes(
    components: Matrix, resources: Matrix, row: dict[str, Any]
) -> None:
    assert components.cell("component", row["id"], "execution") == row["execution"]
    tables = [table.lower() for table in row["writes"]]
    assert components.cell("component", row["id"], "writes").split() == tables
    assert all(row["id"] in resources.cell("resource", table, "writers") for table in tables)


@named("deliverables")
def test_every_deliverable_comes_back(example: Path, row: dict[str, Any]) -> None:
    shown = Matrix(example, "deliverables").row("deliverable", row["id"])
    assert_stands(shown, "done", *row["facts"])


def measured(example: Path, title: str) -> str:
    page = soup_of(example / "agent-backend/index.html")
    (shown,) = [text_of(each) for each in page.select("tbody tr") if title.lower() in text_of(each).lower()]
    return shown


@pytest.mark.parametrize("row", FACTS["health"] + FACTS["assessment"], ids=lambda row: str(row["title"]))
def test_what_was_measured_comes_back(example: Path, row: dict[str, str]) -> None:
    nothing = {"NONE": "0"}
    actual = nothing.get(row["actual"], row["actual"])
    assert_stands(measured(example, row["title"]), actual, row.get("target", ""))


@pytest.mark.parametrize("kind", ["enforcer", "collision", "pattern", "deliverable"])
def test_a_kind_of_the_example_takes_ten_lines_at_the_most(kind: str) -> None:
    text = (EXAMPLE / "mkdocs.yml").read_text(encoding="utf-8")
    lines = text.split(f"\n        {kind}:\n", 1)[1].splitlines()
    own = next(number for number, line in enumerate(lines) if not line.startswith(" " * 10))
    assert own + 1 <= 10


def test_the_mistakes_of_the_map_are_found(tmp_path: Path) -> None:
    found = [(each.code, each.item or each.subject, each.subject) for each in check_copy(HERE, tmp_path)]
    assert [(code, item, to) for code, item, to in found if code == "TR305"] == [
        ("TR305", "api/", "worker/"),
        ("TR305", "worker/", "contracts/"),
        ("TR305", "policy/", "contracts/"),
    ]
    codes = {code for code, _, _ in found}
    assert {"TR103", "TR304", "TR306", "TR401"} <= codes
