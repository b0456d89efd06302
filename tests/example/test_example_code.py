"""The code of the example site: its tests pass, its report is that of its tests, and its parts fit together."""

import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import pytest
import yaml
from support import EXAMPLE

from mkdocs_traceability.analysis.badges import Badges
from mkdocs_traceability.settings.load import load_settings
from mkdocs_traceability.workspace import Workspace

CODE = EXAMPLE / "code/watchpoint"


@pytest.fixture(scope="module")
def fresh_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report, made anew from a copy of the code, in an environment that has nothing but the interpreter."""
    folder = tmp_path_factory.mktemp("somewhere else")
    shutil.copytree(CODE, folder / "code", ignore=shutil.ignore_patterns("__pycache__", ".*"))
    report = folder / "report.xml"
    environment = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "reports/make.py", report],
        cwd=folder / "code",
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return report


def outcomes(report: Path) -> dict[str, str]:
    root = ET.fromstring(report.read_bytes())
    return {
        f"{case.get('classname')}::{case.get('name')}": next((part.tag for part in case), "passed")
        for case in root.iter("testcase")
    }


@pytest.mark.slow
def test_the_committed_report_has_the_outcomes_that_the_tests_have(fresh_report: Path) -> None:
    committed = outcomes(CODE / "reports/pytest.xml")
    assert committed == outcomes(fresh_report), "run `make example-report` in example_site/code/watchpoint"
    assert set(committed.values()) == {"passed", "skipped"}


def test_the_report_is_the_same_wherever_it_is_made_but_for_its_time(fresh_report: Path) -> None:
    timestamp = re.compile(rb' timestamp="[^"]+\+00:00"')
    reports = [(CODE / "reports/pytest.xml").read_bytes(), fresh_report.read_bytes()]
    assert all(len(timestamp.findall(report)) == 1 for report in reports)
    committed, fresh = (timestamp.sub(b"", report) for report in reports)
    assert fresh == committed, "run `make example-report` in example_site/code/watchpoint"


def test_the_report_tells_nothing_of_the_machine(fresh_report: Path) -> None:
    text = fresh_report.read_text(encoding="utf-8")
    assert not re.search(r" (hostname|time|file|line)=", text)
    assert "/" not in "".join(re.findall(r'(?:classname|message)="([^"]*)"', text))


def test_every_route_is_in_the_openapi_document_and_the_other_way_round() -> None:
    document = yaml.safe_load((CODE / "api/openapi.yaml").read_text(encoding="utf-8"))
    declared = {
        f"{method.upper()} {path}"
        for path, item in document["paths"].items()
        for method in item
        if method != "parameters"
    }
    routes = (CODE / "api/routes.go").read_text(encoding="utf-8")
    assert declared == set(re.findall(r'(?:On|only)\("([A-Z]+ /[^"]*)"', routes))


def test_every_handler_in_go_says_which_request_it_answers() -> None:
    routes = set(re.findall(r'"([A-Z]+ /[^"]*)"', (CODE / "api/routes.go").read_text(encoding="utf-8")))
    answered = {
        request
        for file in (CODE / "api").rglob("*.go")
        for request in re.findall(r"answers `([A-Z]+ /[^`]*)`", file.read_text(encoding="utf-8"))
    }
    assert answered == routes


def tables_and_columns(statement: str) -> set[str]:
    """What a statement in the handlers needs: its tables, and the columns that it writes."""
    own = set(re.findall(r"(\w+) AS \(", statement))
    names = set(re.findall(r"(?:FROM|INTO|JOIN|(?<!DO )UPDATE) (\w+)", statement)) - own
    for table, columns in re.findall(r"INSERT INTO (\w+)\s+\(([^)]*)\)", statement):
        names |= {f"{table}.{column.strip()}" for column in columns.split(",")}
    for table, column in re.findall(r"UPDATE (\w+) SET (\w+)", statement):
        names.add(f"{table}.{column}")
    return names


def test_the_migrations_declare_what_the_handlers_read_and_write(tmp_path: Path) -> None:
    names: set[str] = set()
    for file in (CODE / "api").rglob("*.go"):
        for statement in re.findall(r"`([A-Z]{4,} [^`]*)`", file.read_text(encoding="utf-8")):
            names |= tables_and_columns(statement)
    assert {"organizations", "watchpoints.config", "users.password_hash"} <= names
    shutil.copytree(CODE / "db", tmp_path / "db")
    (tmp_path / "docs").mkdir()
    claims = [{"id": "handlers", "title": "Handlers", "evidence": {"tables": sorted(names)}}]
    (tmp_path / "docs/x.trace.yml").write_text(yaml.safe_dump({"components": claims}), encoding="utf-8")
    settings = {"site_name": "x", "plugins": [{"traceability": {"sql": ["db/*.sql"]}}]}
    (tmp_path / "mkdocs.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    findings = Workspace(load_settings(tmp_path / "mkdocs.yml")).run().findings
    assert [finding.message for finding in findings if finding.code == "TR407"] == []
    assert not [finding.message for finding in findings if finding.code in ("TR413", "TR415")]


def test_the_lines_that_are_claimed_of_the_template_are_the_alarm() -> None:
    text = (EXAMPLE / "docs/watchpoint/flows/obs.trace.yml").read_text(encoding="utf-8")
    claim = re.search(r"\{claim: infra/template.yaml, lines: (\d+)-(\d+), note: (\w+)\}", text)
    assert claim is not None
    lines = (CODE / "infra/template.yaml").read_text(encoding="utf-8").split("\n")
    first, last = int(claim[1]) - 1, int(claim[2])
    assert lines[first] == f"  {claim[3]}:"
    assert lines[last - 1].startswith("      ")
    assert not lines[last]


@pytest.mark.slow
def test_the_items_wear_the_badges_that_the_page_about_evidence_tells_of(tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(EXAMPLE, site, ignore=shutil.ignore_patterns(".cache", "site", "__pycache__"))
    result = Workspace(load_settings(site / "mkdocs.yml")).run()
    badges = Badges(result.registry, result.verdicts, result.findings)
    worn = {
        item.id: badges.of(item).word
        for item in result.registry.all
        if item.position.path.startswith("docs/watchpoint/")
    }
    assert {id_: word for id_, word in worn.items() if word not in ("", "found", "verified")} == {
        "BILL-007": "unverified",
        "BILL-008": "unverified",
        "FAIL-013": "unverified",
        "stripe": "unverified",
        "OBS-006": "waived",
        "PROMISE-2": "waived",
        "PROMISE-4": "planned",
        "PROMISE-5": "planned",
    }
    flows = Counter(worn[item.id] for item in result.registry.all if item.kind == "flow")
    assert flows == {"found": 63, "verified": 31, "": 2, "unverified": 3, "waived": 1}
