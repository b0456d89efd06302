"""One lifecycle phase: what is superseded is over for every rule, page, filter, export and gate."""

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from published import published, registry_of
from support import build_here, check, run, table

from mkdocs_traceability.model.declared import Phase
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.registry.lifecycle import phase
from mkdocs_traceability.settings.load import built_in_schema

CONFIG = """\
site_name: x
theme: mkdocs
plugins:
  - traceability:
      fail_under: {requirement: 100}
"""
ENDED_HERE = """\
requirements:
  - {id: R-1, status: implemented, superseded_by: R-2}
  - {id: R-2, status: implemented, satisfied_by: [api], evidence: {code: [there.py], tests: {not_applicable: x}}}
components: [{id: api}]
"""
ENDED_THERE = """\
requirements:
  - {id: R-1, status: implemented}
  - {id: R-2, status: implemented, supersedes: [R-1], satisfied_by: [api], evidence: {code: [there.py], tests: {not_applicable: x}}}
components: [{id: api}]
"""
ENDED_BY_STATUS = ENDED_HERE.replace("status: implemented, superseded_by: R-2", "status: retired")
EITHER_SIDE = table("facts", ("said of what is over", ENDED_HERE), ("said of its successor", ENDED_THERE))


def site(facts: str, **more: str) -> dict[str, str]:
    return {"mkdocs.yml": CONFIG, "there.py": "x = 1\n", "docs/a.trace.yml": facts, **more}


def of_r_1(findings: list[Finding]) -> list[str]:
    return [f"{each.code} {each.message}" for each in findings if each.item == "R-1"]


# ------------------------------------------------------------------------ the phase


@EITHER_SIDE
def test_what_is_superseded_is_over_whatever_its_status(tmp_path: Path, facts: str) -> None:
    registry = run(tmp_path, site(facts)).registry
    phases = {item.id: phase(registry, item) for item in registry.items("requirement")}
    assert phases == {"R-1": Phase.OVER, "R-2": Phase.COMPLETE}


@pytest.mark.parametrize("kind", [kind.name for kind in built_in_schema()])
@pytest.mark.parametrize("way", ["superseded_by", "supersedes"])
def test_that_holds_of_every_kind_in_every_status(tmp_path: Path, kind: str, way: str) -> None:
    declared = built_in_schema()[kind]
    lines = [f"{declared.plural}:", "  - {id: new-1}"]
    olds = [f"old-{number}" for number in range(len(declared.statuses))]
    for old, status in zip(olds, declared.statuses, strict=True):
        here = ", superseded_by: new-1" if way == "superseded_by" else ""
        lines.append(f"  - {{id: {old}, status: {status}{here}}}")
    if way == "supersedes":
        lines[1] = f"  - {{id: new-1, supersedes: [{', '.join(olds)}]}}"
    registry = run(tmp_path, {"docs/a.trace.yml": "\n".join(lines)}).registry
    assert {phase(registry, item) for item in registry.items(kind) if item.id in olds} == {Phase.OVER}
    assert olds
    assert phase(registry, registry.ids(kind)["new-1"]) is Phase.OPEN


def test_an_item_whose_successor_is_misspelt_is_over_too(tmp_path: Path) -> None:
    facts = ENDED_HERE.replace("superseded_by: R-2", "superseded_by: R-9")
    findings = check(tmp_path, site(facts))
    assert [each.code for each in findings if each.item == "R-1"] == ["TR101"]


def test_what_supersedes_is_not_over_itself(tmp_path: Path) -> None:
    facts = ENDED_THERE.replace(", evidence: {code: [there.py], tests: {not_applicable: x}}", "")
    codes = [each.code for each in check(tmp_path, site(facts)) if each.item == "R-2"]
    assert codes == ["TR401"]


# ------------------------------------------------------------------------ rules and gates


@EITHER_SIDE
def test_no_rule_asks_anything_of_it(tmp_path: Path, facts: str) -> None:
    unsaid = facts.replace("supersedes: [R-1], ", "").replace(", superseded_by: R-2", "")
    assert [each[:5] for each in of_r_1(check(tmp_path / "a", site(unsaid)))] == ["TR209", "TR401"]
    assert of_r_1(check(tmp_path / "b", site(facts))) == []


@table(
    "facts",
    ("evidence that is missing", "status: implemented, evidence: {files: [gone.txt], tests: unknown}"),
    ("evidence of what is under way", "status: partial, evidence: {code: [gone.py:thing]}"),
    (
        "an action that is done",
        "status: missing, action: {text: write it, artifacts: [there.py]}",
    ),
    ("an artifact that is missing", "status: implemented, action: {text: write it, artifacts: [gone.txt]}"),
)
def test_its_evidence_is_not_asked_for(tmp_path: Path, facts: str) -> None:
    sidecar = f"requirements:\n  - {{id: R-1, {facts}, superseded_by: R-2}}\n  - {{id: R-2}}\n"
    without = sidecar.replace(", superseded_by: R-2", "")
    assert of_r_1(check(tmp_path / "a", site(without)))
    assert of_r_1(check(tmp_path / "b", site(sidecar))) == []


def test_a_superseded_patch_needs_no_section_that_it_landed_in(tmp_path: Path) -> None:
    facts = """\
patches:
  - {id: P-1, status: implemented, supports: [F-1]}
  - {id: P-2, status: proposed, supports: [F-1], supersedes: [P-1]}
flows: [{id: F-1, components: [api]}]
components: [{id: api}]
"""
    without = facts.replace(", supersedes: [P-1]", "")
    assert [each.code for each in check(tmp_path / "a", {"docs/a.trace.yml": without})] == ["TR401"]
    assert check(tmp_path / "b", {"docs/a.trace.yml": facts}) == []


@EITHER_SIDE
def test_a_threshold_does_not_count_it(tmp_path: Path, facts: str) -> None:
    facts = facts.replace("R-1, status: implemented", "R-1, status: implemented, evidence: {code: unknown}")
    unsaid = facts.replace("supersedes: [R-1], ", "").replace(", superseded_by: R-2", "")
    assert "TR420" in [each.code for each in check(tmp_path / "a", site(unsaid))]
    assert "TR420" not in [each.code for each in check(tmp_path / "b", site(facts))]


# ------------------------------------------------------------------------ exports


@EITHER_SIDE
def test_the_export_says_what_it_says_of_a_retired_one(tmp_path: Path, facts: str) -> None:
    def shown(facts: str, folder: Path) -> tuple[object, ...]:
        data = registry_of(run(folder, site(facts)))
        (item,) = (each for each in data["items"] if each["id"] == "R-1")
        return item["phase"], item["badge"], item.get("rests_on"), item.get("findings")

    assert shown(facts, tmp_path / "a") == ("over", "none", None, None)
    assert shown(ENDED_BY_STATUS, tmp_path / "b") == ("over", "none", None, None)


@EITHER_SIDE
def test_shares_in_badges_and_tables_leave_it_out(tmp_path: Path, facts: str) -> None:
    files = published(run(tmp_path / "a", site(facts)))
    retired = published(run(tmp_path / "b", site(ENDED_BY_STATUS)))
    shares = [name for name in files if name.startswith("badges/")]
    assert shares
    assert {name: files[name] for name in shares} == {name: retired[name] for name in shares}
    assert json.loads(files["badges/requirements.json"])["message"] == "1 of 1 found"


# ------------------------------------------------------------------------ pages and filters


def built(folder: Path, facts: str) -> Path:
    home = "# Home\n\n[trace: matrix requirements phase=over]\n"
    return build_here(folder, site(facts, **{"docs/index.md": home}))


def soup(site: Path, page: str) -> BeautifulSoup:
    return BeautifulSoup((site / page / "index.html").read_text(encoding="utf-8"), "html.parser")


@EITHER_SIDE
def test_a_filter_by_phase_finds_it_among_what_is_over(tmp_path: Path, facts: str) -> None:
    rows = soup(built(tmp_path, facts), ".").select("[data-trace-table] tbody tr")
    assert [row.get_text(" ", strip=True).split()[0] for row in rows] == ["R-1"]


@EITHER_SIDE
def test_the_page_of_coverage_does_not_count_it(tmp_path: Path, facts: str) -> None:
    def complete(facts: str, folder: Path) -> tuple[str, list[str]]:
        page = soup(built(folder, facts), "traceability/coverage")
        cells = page.select(".trace-table--coverage .trace-total td")
        listed = [
            row.get_text(" ", strip=True).split()[0] for row in page.select("[data-trace-table] tbody tr")
        ]
        return cells[2].get_text(" ", strip=True), listed

    unsaid = facts.replace("supersedes: [R-1], ", "").replace(", superseded_by: R-2", "")
    assert complete(unsaid, tmp_path / "a") == ("2 of 2 100 %", ["R-1"])
    assert complete(facts, tmp_path / "b") == ("1 of 1 100 %", [])


@EITHER_SIDE
def test_its_status_is_shown_as_over(tmp_path: Path, facts: str) -> None:
    page = soup(built(tmp_path, facts), "traceability/requirements")
    rows = {row.get_text(" ", strip=True).split()[0]: row for row in page.select("table tbody tr")}
    assert {id_: _phase(row) for id_, row in rows.items() if id_ in ("R-1", "R-2")} == {
        "R-1": "trace-status--over",
        "R-2": "trace-status--complete",
    }


def _phase(row: Tag) -> str:
    (status,) = row.select(".trace-status")
    return next(name for name in status["class"] if "--" in name)
