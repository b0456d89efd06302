"""`gaps`: everything that is missing or still open, the heaviest first."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from support import EXAMPLE, PLAIN_SITE, TODAY, table, write_site

from mkdocs_traceability.agents.gaps import REASONS, Gaps, gaps_of
from mkdocs_traceability.agents.gaps_text import GapsText
from mkdocs_traceability.cli.main import main
from mkdocs_traceability.result import Result
from mkdocs_traceability.settings.load import load_settings
from mkdocs_traceability.workspace import Workspace

SCHEMA = json.loads(files("mkdocs_traceability.agents").joinpath("answers.schema.json").read_text("utf-8"))

SIDECAR = """\
components:
  - {id: api, title: API, maintainer: team-a}
  - {id: worker}
flows:
  - {id: F-1, title: Named, status: implemented, components: [api]}
  - {id: F-2, status: implemented, components: [worker], evidence: {code: [src/gone.py]}}
  - {id: F-3, status: implemented, components: [worker], evidence: {code: [src/there.py]}}
  - {id: F-4, status: implemented, components: [api], evidence: {code: [src/there.py], endpoints: [GET /x]}}
  - {id: F-5, status: planned, components: [api]}
gaps:
  - {id: G-1, title: Later, status: open, severity: low, about: [F-1], due: 2035-01-01}
  - {id: G-2, status: open, severity: high, about: [F-1], due: 2036-01-01, action: Mend it}
  - {id: G-3, status: open, about: [F-1], due: 2020-01-01}
  - {id: G-4, status: resolved, about: [F-1], evidence: {docs: [index.md]}}
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gaps")
    config = PLAIN_SITE.replace("[traceability]", "[{traceability: {code_roots: [.]}}]")
    text = {"mkdocs.yml": config, "docs/index.md": "# Home\n", "src/there.py": "x = 1\n"}
    return write_site(folder, {**text, "docs/a.trace.yml": SIDECAR}).parent


@pytest.fixture(scope="module")
def result(site: Path) -> Result:
    return Workspace(load_settings(site / "mkdocs.yml")).run(today=TODAY)


def ask(site: Path, *arguments: str) -> str:
    done = CliRunner().invoke(main, ["gaps", "-C", str(site), *arguments])
    assert done.exit_code == 0, done.output
    return done.stdout


def ids(site: Path, *arguments: str) -> list[str]:
    return [each["id"] for each in json.loads(ask(site, *arguments, "--format", "json"))["missing"]]


def test_what_is_missing_comes_in_the_order_of_its_weight(site: Path) -> None:
    told: Any = json.loads(ask(site, "--format", "json"))
    assert [(each["id"], each["reasons"]) for each in told["missing"]] == [
        ("F-2", ["missing", "error"]),
        ("F-1", ["unclaimed", "error"]),
        ("G-3", ["overdue", "error", "open"]),
        ("G-2", ["open"]),
        ("G-1", ["open"]),
        ("F-4", ["unverified"]),
    ]
    assert told["items"] == 11


def test_the_text_has_a_heading_for_each_reason(site: Path) -> None:
    assert ask(site) == (
        "Evidence is not found: 1 item\n"
        "  flow F-2 (implemented, docs/a.trace.yml:6:10)\n"
        "      file src/gone.py not found\n"
        "      the check reports an error or a warning\n"
        "      TR402\n"
        "\n"
        "Required evidence is not named: 1 item\n"
        "  flow F-1 Named (implemented, team-a, docs/a.trace.yml:5:10)\n"
        "      no evidence of code\n"
        "      the check reports an error or a warning\n"
        "      TR401\n"
        "\n"
        "It is overdue: 1 item\n"
        "  gap G-3 (open, due 2020-01-01, team-a, docs/a.trace.yml:13:10)\n"
        "      the check reports an error or a warning; it is still open\n"
        "      TR421\n"
        "\n"
        "It is still open: 2 items\n"
        "  gap G-2 (open, high, due 2036-01-01, team-a, docs/a.trace.yml:12:10)\n"
        "      Mend it\n"
        "  gap G-1 Later (open, low, due 2035-01-01, team-a, docs/a.trace.yml:11:10)\n"
        "\n"
        "Evidence could not be checked: 1 item\n"
        "  flow F-4 (implemented, team-a, docs/a.trace.yml:8:10)\n"
        "      1 of 2 claims found; no OpenAPI document is configured, so endpoints are not checked\n"
    )


@table(
    "arguments, found",
    ("a kind", ["gaps"], ["G-3", "G-2", "G-1"]),
    ("a kind and a filter", ["flows", "components=api"], ["F-1", "F-4"]),
    ("a filter of every kind that has it", ["owner=team-a"], ["F-1", "G-3", "G-2", "G-1", "F-4"]),
    ("a date", ["due<2036-01-01"], ["G-3", "G-1"]),
    ("a filter that leaves nothing", ["flows", "id=F-3"], []),
)
def test_filters(arguments: list[str], found: list[str], site: Path) -> None:
    assert ids(site, *arguments) == found


@table(
    "arguments, said",
    ("a kind that there is not", ["flowz"], "did you mean `flow`?"),
    ("a filter that no kind has", ["colour=red"], "colour"),
    ("a filter that the kind has not", ["flows", "emitters=api"], "emitters"),
)
def test_what_is_not_understood(arguments: list[str], said: str, site: Path) -> None:
    done = CliRunner().invoke(main, ["gaps", "-C", str(site), *arguments])
    assert done.exit_code == 2
    assert said in done.output


def test_nothing_missing_is_said(tmp_path: Path) -> None:
    write_site(tmp_path, {"docs/a.trace.yml": "components: [{id: api}]\n"})
    done = CliRunner().invoke(main, ["gaps", "-C", str(tmp_path), "flows"])
    assert (done.exit_code, done.stdout, done.stderr) == (0, "Nothing is missing.\n", "0 of 0 items\n")


def test_all_that_needs_attention_is_among_what_is_missing() -> None:
    """What the pages count as needing attention for its evidence or its findings stands here, too."""
    result = Workspace(load_settings(EXAMPLE / "mkdocs.yml")).run(today=TODAY)
    told = gaps_of(result)
    assert isinstance(told, Gaps)
    missing = {(each.kind, each.id) for each in told.missing}
    needing = {
        (item.kind, item.id)
        for item in result.registry.all
        if result.assessment.needs_attention(item) and item.kind not in ("gap", "signal")
    }
    assert needing
    assert needing <= missing
    weights = [list(REASONS).index(each.reasons[0]) for each in told.missing]
    assert weights == sorted(weights)
    assert GapsText(60).of(told)


def test_the_data_has_the_form_of_the_schema(site: Path) -> None:
    form = {**SCHEMA, "oneOf": [{"$ref": "#/$defs/gaps"}]}
    for folder in (site, EXAMPLE):
        Draft202012Validator(form).validate(json.loads(ask(folder, "--format", "json")))
