"""`why`: the reasons for a badge and a finding, and how two items are connected."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from support import TODAY, run, table

from mkdocs_traceability.agents.plain import as_plain
from mkdocs_traceability.agents.why import Connection, Reason, Why, why_of
from mkdocs_traceability.agents.why_text import WhyText
from mkdocs_traceability.analysis.chains import chains
from mkdocs_traceability.analysis.neighbours import neighbours
from mkdocs_traceability.cli.main import main
from mkdocs_traceability.result import Result
from mkdocs_traceability.settings.load import load_settings
from mkdocs_traceability.workspace import Workspace

SCHEMA = json.loads(files("mkdocs_traceability.agents").joinpath("answers.schema.json").read_text("utf-8"))


def ask(site: Path, *ids: str) -> str:
    done = CliRunner().invoke(main, ["why", "-C", str(site), *ids])
    assert done.exit_code == 0, done.output
    return done.stdout


def data(site: Path, *ids: str) -> Any:
    return json.loads(ask(site, *ids, "--format", "json"))


@pytest.fixture(scope="module")
def result(site: Path) -> Result:
    return Workspace(load_settings(site / "mkdocs.yml")).run(today=TODAY)


def why(result: Result, *ids: str) -> Why:
    told = why_of(result, ids)
    assert isinstance(told, Why)
    return told


def texts(reasons: tuple[Reason, ...], what: str) -> list[str]:
    return [each.text for each in reasons if each.what == what]


def test_a_badge_rests_on_the_worst_evidence_down_to_the_claim(site: Path) -> None:
    text = ask(site, "PLAN-001")
    assert text.startswith(
        "PLAN-001  Show plans\n"
        "flow (docs/a.trace.yml:29:9)\n"
        "not found: 1 of 3 claims found; gone not found in app/store/rows.py\n"
        "Evidence that was not found\n"
        "\n"
        "  ← status implemented: done, so evidence is required (docs/a.trace.yml:31:13)\n"
        "  ← not found code (docs/a.trace.yml:35:13)\n"
        "      ← not found app/store/rows.py:gone (docs/a.trace.yml:35:49)\n"
        "          ← `gone` not found in `app/store/rows.py`\n"
    )
    assert "      ← found app/api/routes.py:plans (docs/a.trace.yml:35:14)\n" in text
    assert "  ← not checked tests (docs/a.trace.yml:36:14)\n" in text


def test_what_decides_is_marked(result: Result) -> None:
    told = why(result, "PLAN-001")
    assert [(each.text, each.decides) for each in told.reasons if each.what == "evidence"] == [
        ("code", True),
        ("tests", False),
    ]
    code = next(each for each in told.reasons if each.text == "code")
    assert [each.decides for each in code.reasons] == [True, False]


@table(
    "sidecar, item, what, text",
    (
        "a status that asks for nothing yet",
        "flows: [{id: F-1, status: planned, components: [c]}]\ncomponents: [{id: c}]\n",
        "F-1",
        "status",
        "status planned: not started, so no evidence is required yet",
    ),
    (
        "evidence that is not named",
        "flows: [{id: F-1, status: implemented, components: [c]}]\ncomponents: [{id: c}]\n",
        "F-1",
        "required",
        "no evidence of code",
    ),
    (
        "evidence that is unknown",
        "flows: [{id: F-1, status: implemented, components: [c], evidence: {code: unknown}}]\ncomponents: [{id: c}]\n",
        "F-1",
        "evidence",
        "code: marked unknown",
    ),
    (
        "evidence that does not apply",
        "flows: [{id: F-1, status: implemented, components: [c], evidence: {code: {not_applicable: bought}}}]\n"
        "components: [{id: c}]\n",
        "F-1",
        "evidence",
        "code: not applicable: bought",
    ),
    (
        "an owner from elsewhere",
        "flows: [{id: F-1, status: planned, components: [c]}]\ncomponents: [{id: c, maintainer: me}]\n",
        "F-1",
        "inherited",
        "owner me, from the component it belongs to",
    ),
    (
        "a layer from the whole",
        "layers: [{id: L}]\ncomponents: [{id: w, layer: L}, {id: c, part_of: w}]\n",
        "c",
        "inherited",
        "layer L, from what it is part of",
    ),
    (
        "a date from what closes it",
        "gaps: [{id: G-1, status: open, about: [c], resolved_by: [P-1]}]\ncomponents: [{id: c}]\n"
        "patches: [{id: P-1, status: required, due: 2030-01-01}]\n",
        "G-1",
        "inherited",
        "due 2030-01-01, from patch P-1",
    ),
    (
        "a date that has passed",
        "gaps: [{id: G-1, status: open, about: [c], due: 2020-01-01}]\ncomponents: [{id: c}]\n",
        "G-1",
        "work",
        "overdue since 2020-01-01",
    ),
)
def test_reasons(sidecar: str, item: str, what: str, text: str, tmp_path: Path) -> None:
    result = run(tmp_path, {"docs/a.trace.yml": sidecar})
    assert text in texts(why(result, item).reasons, what)


def test_a_successor_is_the_reason_for_being_closed(tmp_path: Path) -> None:
    sidecar = "flows: [{id: F-1, status: planned, superseded_by: F-2}, {id: F-2, status: planned}]\n"
    told = why(run(tmp_path, {"docs/a.trace.yml": sidecar}), "F-1")
    assert told.reasons[0].text == "status planned: closed, so evidence is no longer judged"
    assert [each.text for each in told.reasons[0].reasons] == ["superseded by F-2"]


def test_a_waiver_is_the_reason_why_a_finding_fails_nothing(tmp_path: Path) -> None:
    sidecar = (
        "components: [{id: c}]\n"
        "flows: [{id: F-1, status: implemented, components: [c], waive: {TR401: {reason: later, owner: mm}}}]\n"
    )
    told = why(run(tmp_path, {"docs/a.trace.yml": sidecar}), "F-1")
    assert told.badge == "waived"
    [finding] = [each for each in told.reasons if each.what == "finding"]
    assert finding.text.startswith("TR401 [waived] ")
    assert texts(finding.reasons, "waiver") == ["waived: later (mm)"]


def test_a_finding_is_named_by_its_fingerprint(result: Result) -> None:
    finding = result.findings[0]
    for name in (finding.fingerprint, finding.fingerprint[:10]):
        told = why(result, name)
        assert (told.kind, told.id) == ("finding", finding.fingerprint)
        assert finding.message in told.reasons[0].text
        assert finding.help in texts(told.reasons[0].reasons, "help")


def test_two_items_are_connected_by_the_shortest_chains(site: Path) -> None:
    assert ask(site, "REQ-1", "plans") == (
        "REQ-1  Plans are there\n"
        "  ← PLAN-001 (Show plans) satisfies\n"
        "  ← api (Public API) implements\n"
        "  → reads, must not write plans\n"
        "\n"
        "REQ-1  Plans are there\n"
        "  ← PLAN-001 (Show plans) satisfies\n"
        "  ← store implements\n"
        "  → may write plans\n"
    )


def test_items_that_nothing_connects(site: Path) -> None:
    assert ask(site, "helper", "plans") == "helper, plans: no chain of relations connects them\n"
    assert ask(site, "plans", "plans").startswith("plans")


@table(
    "arguments, said",
    ("an unknown id", ["PLAN-0O1"], "did you mean `PLAN-001`?"),
    ("three ids", ["a", "b", "c"], "name one item, or two"),
)
def test_what_cannot_be_answered(arguments: list[str], said: str, site: Path) -> None:
    done = CliRunner().invoke(main, ["why", "-C", str(site), *arguments])
    assert done.exit_code == 2
    assert said in done.output


def test_the_data_has_the_form_of_the_schema(site: Path, result: Result) -> None:
    for name, ids in (
        ("why", ("PLAN-001",)),
        ("connection", ("REQ-1", "plans")),
        ("connection", ("helper", "api")),
    ):
        Draft202012Validator({**SCHEMA, "oneOf": [{"$ref": f"#/$defs/{name}"}]}).validate(data(site, *ids))
    for item in result.registry.all:
        told = why_of(result, [f"{item.kind}:{item.id}"])
        assert isinstance(told, Why)
        Draft202012Validator(SCHEMA).validate(json.loads(json.dumps(as_plain(told))))
        assert WhyText(60).of(told)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_each_step_of_a_chain_is_a_link_and_no_chain_is_shorter(
    result: Result, chosen: st.DataObject
) -> None:
    registry = result.registry
    start, end = chosen.draw(st.sampled_from(registry.all)), chosen.draw(st.sampled_from(registry.all))
    found = chains(registry, start, end)
    back = chains(registry, end, start)
    assert {len(each) for each in found} == {len(each) for each in back}
    assert len(found) == len(back)
    for chain in found:
        here = start
        for hop in chain:
            assert tuple(neighbours(registry, here)[hop.item]) == hop.ways
            here = hop.item
        assert here is end


def test_a_connection_of_an_item_with_itself_is_none(result: Result) -> None:
    told = why_of(result, ["plans", "resource:plans"])
    assert isinstance(told, Why | Connection)
