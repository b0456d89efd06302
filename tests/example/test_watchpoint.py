"""The WatchPoint document: repaired, as the example site; unrepaired, as a site whose mistakes must be found.

`seeds/watchpoint/facts.yml` holds the facts of the document, checked by hand.
"""

import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from generated_matrix import Matrix, squeezed, text_of
from support import EXAMPLE, SEEDS

from mkdocs_traceability.model.finding import Finding, Severity
from mkdocs_traceability.settings.load import load_settings
from mkdocs_traceability.workspace import Workspace

HERE = SEEDS
FACTS = yaml.safe_load((HERE / "watchpoint/facts.yml").read_text(encoding="utf-8"))


def component_id(name: str) -> str:
    name = FACTS["repaired"].get(name, name)
    return FACTS["ids"].get(name, name)


def test_the_example_site_holds_one_hundred_flows_in_twelve_sections(example: Path) -> None:
    matrix = Matrix(example, "flows")
    headings = [text_of(heading) for heading in matrix.soup.select(".trace h2")]
    counts = Counter(flow["section"] for flow in FACTS["flows"])
    assert len(FACTS["flows"]) == 100
    for heading, section in zip(headings, FACTS["sections"], strict=True):
        assert heading.startswith(section["title"])
        assert str(counts[section["key"]]) in heading.removeprefix(section["title"])


@pytest.mark.parametrize("flow", FACTS["flows"], ids=lambda flow: str(flow["id"]))
def test_every_flow_stands_in_the_matrix_with_its_facts(example: Path, flow: dict[str, Any]) -> None:
    row = Matrix(example, "flows").row("flow", flow["id"])
    assert flow["title"] in row
    assert flow["implementation"].upper() in row.split()
    for component in flow["components"]:
        if component["name"] in FACTS["documents"]:
            assert f"{component['name']}.md" in row
        else:
            assert component_id(component["name"]) in row.split()
        assert component.get("role", "") in row


def test_the_interface_map_comes_back(example: Path) -> None:
    matrix = Matrix(example, "components")
    for component in FACTS["interfaces"]:
        row = matrix.row("component", component_id(component["component"]))
        for text in (*component["inputs"], *component["outputs"]):
            assert squeezed(text) in squeezed(row)
        for dependency in component["dependencies"]:
            assert component_id(dependency["name"]) in row.split()
            assert dependency.get("role", "") in row
            assert not dependency.get("optional") or "optional" in row


def test_the_data_authority_comes_back(example: Path) -> None:
    matrix = Matrix(example, "resources")
    for entry in FACTS["authority"]:
        row = matrix.row("resource", entry["id"])
        assert entry["resource"] in row
        for named in (*entry["writers"], *entry["readers"], *entry["forbidden"]):
            assert component_id(named["name"]) in row.split()
            assert named.get("via", "") in row
            assert named.get("role", "") in row


def test_metrics_patches_and_sources_of_truth_come_back(example: Path) -> None:
    metrics, patches, sources = (Matrix(example, name) for name in ("metrics", "patches", "sources-of-truth"))
    for metric in FACTS["metrics"]:
        row = metrics.row("metric", metric["name"])
        for word in (*metric["dimensions"], component_id(metric["emitter"]), *metric["supports"]):
            assert word in row.split()
    for patch in FACTS["patches"]:
        row = patches.row("patch", f"PATCH-{patch['number']}")
        supported = [FACTS["repaired"].get(id_, id_) for id_ in patch["supports"]]
        for text in (patch["title"], patch["status"], patch["target"], *supported, *patch["names"]):
            assert text in row
    for source in FACTS["sources_of_truth"]:
        rows = [text_of(row) for row in sources.soup.select("tbody tr") if source["subject"] in text_of(row)]
        assert any(
            source["primary"] in row and all(text in row for text in source["dependents"]) for row in rows
        )


def check(folder: Path) -> list[Finding]:
    return list(Workspace(load_settings(folder / "mkdocs.yml")).run().findings)


def test_the_unrepaired_document_has_exactly_its_known_mistakes(tmp_path: Path) -> None:
    folder = tmp_path / "seed"
    shutil.copytree(HERE / "watchpoint", folder, ignore=shutil.ignore_patterns(".cache"))
    found = check(folder)
    mistakes = {
        (str(finding.position), finding.subject, finding.help)
        for each in found
        for finding in (each, *each.entries)
        if finding.severity != "info"
    }
    assert {finding.code for finding in found if finding.severity == Severity.ERROR} == {"TR101"}
    sources = (folder / "docs/seed.trace.yml").read_text(encoding="utf-8").split("\n")
    for position, subject, _ in mistakes:
        line, column = map(int, position.split(":")[1:])
        assert sources[line - 1][column - 1 :].startswith(subject)
    assert Counter(subject for _, subject, _ in mistakes) == Counter(
        {"09-scheduled": 2, "08b-email": 1, "08c-webhook": 1, "08c": 1, "VALID-001": 1}
    )
    meant = {subject: help_ for _, subject, help_ in mistakes}
    for spelling in ("09-scheduled", "08b-email", "08c-webhook", "08c"):
        assert meant[spelling].startswith(f"did you mean `{component_id(spelling)}`? (docs/")
    assert meant["VALID-001"] == "no similar id is declared"


def test_the_unrepaired_document_has_the_holes_it_has(tmp_path: Path) -> None:
    shutil.copytree(HERE / "watchpoint", tmp_path / "seed", ignore=shutil.ignore_patterns(".cache"))
    holes = [finding for finding in check(tmp_path / "seed") if finding.code == "TR110"]
    series = {finding.subject or finding.message: finding.message for finding in holes}
    assert len(holes) == 4
    text = " ".join(series.values())
    for hole in (
        "OBS-008",
        "OBS-009",
        "SEC-004",
        "SEC-005",
        "FAIL-002",
        "FAIL-007",
        "FAIL-009",
        "FAIL-012",
        "INFO-007",
    ):
        assert hole in text


def test_a_document_name_becomes_a_remark_once_it_is_an_alias(tmp_path: Path) -> None:
    shutil.copytree(HERE / "watchpoint", tmp_path / "seed", ignore=shutil.ignore_patterns(".cache"))
    page = tmp_path / "seed/docs/09-scheduled-jobs.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("aliases: [", "aliases: [09-scheduled, "), encoding="utf-8")
    found = [finding for finding in check(tmp_path / "seed") if finding.subject == "09-scheduled"]
    assert [(finding.code, finding.severity) for finding in found] == [("TR107", "info")] * 2


@pytest.mark.slow
def test_the_command_says_of_the_example_site_that_nothing_fails(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "example_site", ignore=shutil.ignore_patterns(".cache", "site"))
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs_traceability", "check", "example_site", "--format", "json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    report = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert report["counts"]["error"] == report["counts"]["warning"] == 0
    found = {finding["code"] for finding in report["findings"] if "waiver" not in finding}
    assert found == {"TR110", "TR306", "TR309", "TR413"}
