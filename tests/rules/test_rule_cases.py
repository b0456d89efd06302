"""What rules about flows, components, patches and truths find, and leave alone: one mistake is one."""

from pathlib import Path
from textwrap import dedent

import pytest
from support import check, failing, found, messages, run


@pytest.mark.parametrize(
    ("flow", "is_served"),
    [
        ("{id: F}", False),
        ("{id: F, components: []}", False),
        ("{id: F, status: planned}", True),
        ("{id: F, status: retired}", True),
        ("{id: F, superseded_by: G}", True),
        ("{id: F, implementation: auto, evidence: {docs: [a.md]}}", False),
        ("{id: F, implementation: proc, evidence: {docs: [a.md]}}", True),
        ("{id: F, implementation: deleg, evidence: {docs: {not_applicable: nobody wrote it}}}", False),
        ("{id: F, implementation: infra, evidence: {docs: unknown}}", False),
        ("{id: F, implementation: infra, components: [aws]}", True),
        ("{id: F, components: [aws]}", True),
        ("{id: F, implementation: auto, components: [aws]}", False),
        ("{id: F, implementation: auto, components: [aws, api]}", True),
    ],
)
def test_who_serves_a_flow_depends_on_its_implementation(tmp_path: Path, flow: str, is_served: bool) -> None:
    sidecar = f"""
        flows:
          - {flow}
          - {{id: G, components: [api]}}
        components: [{{id: api}}, {{id: aws, external: true}}]
        """
    files = {"docs/a.md": "# A procedure\n", "docs/a.trace.yml": dedent(sidecar)}
    assert failing(check(tmp_path, files)) == ([] if is_served else ["TR201"])


def test_a_component_may_say_itself_which_flows_it_serves(tmp_path: Path) -> None:
    assert check(tmp_path, "flows: [{id: F}]\ncomponents: [{id: api, flows: [F]}]") == []


@pytest.mark.parametrize(
    ("component", "code"),
    [
        ("{id: api, flows: [EVAL-01]}", "TR101"),
        ("{id: api, flows: {EVAL-001: 1}}", "TR002"),
        ("{id: api, flwos: [EVAL-001]}", "TR002"),
    ],
)
def test_a_flow_that_was_meant_is_not_reported_as_well(tmp_path: Path, component: str, code: str) -> None:
    sidecar = f"flows: [{{id: EVAL-001}}]\ncomponents: [{component}]"
    assert code in failing(check(tmp_path, sidecar))
    assert "TR201" not in failing(check(tmp_path, sidecar))


def test_two_ends_that_disagree_are_one_mistake(tmp_path: Path) -> None:
    sidecar = "flows: [{id: F, components: []}]\ncomponents: [{id: api, flows: [F]}]"
    assert [finding.code for finding in check(tmp_path, sidecar)] == ["TR108"]


def test_nothing_is_missing_while_a_file_cannot_be_read(tmp_path: Path) -> None:
    files = {
        "docs/a.trace.yml": "flows: [{id: F}]\nmetrics: [{id: M}]\nsignals: [{id: S}]\npatches: [{id: P}]\n",
        "docs/b.trace.yml": "components: [{id: api, flows: [F]\n",
    }
    assert [finding.code for finding in check(tmp_path, files)] == ["TR001"]


@pytest.mark.parametrize(
    "component",
    [
        "{id: x, external: true}",
        "{id: x, status: retired}",
        "{id: x, superseded_by: api}",
        "{id: x, used_by: [api]}",
        "{id: x, parts: [api]}",
    ],
)
def test_a_component_may_be_needed_in_many_ways(tmp_path: Path, component: str) -> None:
    sidecar = f"flows: [{{id: F, components: [api]}}]\ncomponents: [{{id: api}}, {component}]"
    assert check(tmp_path, sidecar) == []


def test_a_planned_component_is_planned_for_something(tmp_path: Path) -> None:
    assert messages(tmp_path, "components: [{id: x, status: planned, depends_on: [x]}]", "TR202") == []
    assert (
        messages(tmp_path, "{components: [{id: x}], requirements: [{id: r, satisfied_by: x}]}", "TR202") == []
    )
    assert messages(tmp_path, "{components: [{id: x}], signals: [{id: s, producers: x}]}", "TR202") == []
    assert messages(tmp_path, "components: [{id: x, status: planned}]", "TR202") == [
        "component x is unused: no flow, requirement, signal or dependency refers to it"
    ]


def test_what_only_its_predecessor_is_named_for_is_needed(tmp_path: Path) -> None:
    sidecar = """
        flows: [{id: F, components: [old]}]
        components: [{id: old, superseded_by: new}, {id: new}]
        """
    assert [finding.code for finding in check(tmp_path, sidecar)] == ["TR105"]


def test_a_patch_may_close_a_gap_only(tmp_path: Path) -> None:
    assert check(tmp_path, "patches: [{id: P}]\ngaps: [{id: G, resolved_by: P}]") == []
    assert check(tmp_path, "patches: [{id: P, resolves: [G]}]\ngaps: [{id: G}]") == []
    assert failing(check(tmp_path, "patches: [{id: P, status: required}]")) == ["TR203"]
    assert check(tmp_path, "patches: [{id: P, status: rejected}]") == []


def test_a_patch_for_something_that_is_not_there_is_one_mistake(tmp_path: Path) -> None:
    assert failing(check(tmp_path, "patches: [{id: P, supports: [VALID-001]}]")) == ["TR101"]


def test_the_second_of_two_declarations_lacks_nothing(tmp_path: Path) -> None:
    sidecar = """
        metrics: [{id: M, emitters: [c]}, {id: M}]
        patches: [{id: P, supports: [F]}, {id: P}]
        signals: [{id: S, producers: [c], consumers: [c]}, {id: S}]
        flows: [{id: F, components: [c]}, {id: F}]
        components: [{id: c}, {id: c}]
        """
    assert {finding.code for finding in check(tmp_path, sidecar)} == {"TR103"}


def test_subjects_compare_without_case_and_blanks(tmp_path: Path) -> None:
    sidecar = """
        sources_of_truth:
          - {id: a, subject: Data  schema}
          - {id: b, subject: data schema}
          - {id: c, subject: DATA SCHEMA, status: retired}
          - {id: d, subject: " Data Schema"}
          - {id: e}
          - {id: f}
        """
    assert found(tmp_path, sidecar, "TR304") == [
        "4:22 TR304 source of truth b covers the same subject as a: `data schema`",
        "6:22 TR304 source of truth d covers the same subject as a: ` Data Schema`",
    ]


@pytest.mark.parametrize(
    ("one", "two", "findings"),
    [
        ("implemented, duplicates: [b]", "implemented", 1),
        ("implemented", "implemented, duplicates: [a]", 1),
        ("implemented, duplicates: [b]", "implemented, duplicates: [a]", 1),
        ("implemented, duplicates: [a]", "implemented", 0),
        ("partial, duplicates: [b]", "implemented", 0),
        ("implemented, duplicates: [b]", "retired", 0),
    ],
)
def test_two_resources_that_are_one_are_reported_once(
    tmp_path: Path, one: str, two: str, findings: int
) -> None:
    sidecar = f"resources:\n  - {{id: a, status: {one}}}\n  - {{id: b, status: {two}}}\n"
    assert [code for code in failing(check(tmp_path, sidecar)) if code != "TR113"] == ["TR304"] * findings


@pytest.mark.slow
def test_ten_thousand_items_hold_nothing_back(tmp_path: Path) -> None:
    flows = "".join(f"  - {{id: F-{number:05}, components: [c{number % 500}]}}\n" for number in range(9_500))
    components = "".join(f"  - {{id: c{number}, part_of: c{number // 2}}}\n" for number in range(1, 500))
    result = run(tmp_path, {"docs/a.trace.yml": f"flows:\n{flows}components:\n  - id: c0\n{components}"})
    assert len(result.registry.all) == 10_000
    assert result.findings == ()


@pytest.mark.parametrize(
    ("files", "remedy"),
    [
        (
            {"docs/a.md": "component: {id: api}", "docs/b.trace.yml": "components: [{id: api}]"},
            "declare it once: move the declaration in docs/b.trace.yml to docs/a.md, and delete it there",
        ),
        (
            {"docs/b.md": "component: {id: api}", "docs/a.trace.yml": "components: [{id: api}]"},
            "declare it once: move the declaration in docs/a.trace.yml to docs/b.md, and delete it there",
        ),
        (
            {"docs/a.md": "component: {id: api}", "docs/b.md": "components: [{id: api}]"},
            "declare it once: move the declaration in docs/b.md to docs/a.md, and delete it there",
        ),
        (
            {"docs/a.md": "component: {id: api}", "docs/b.md": "component: {id: api}"},
            "give one of them another id, or merge the two",
        ),
        (
            {"docs/a.trace.yml": "components: [{id: api}]", "docs/b.trace.yml": "components: [{id: api}]"},
            "give one of them another id, or merge the two",
        ),
    ],
)
def test_an_item_that_has_a_page_and_is_declared_elsewhere_too_belongs_to_the_page(
    tmp_path: Path, files: dict[str, str], remedy: str
) -> None:
    texts = {
        path: f"---\ntraceability:\n  {text}\n---\n# A\n" if path.endswith(".md") else text
        for path, text in files.items()
    }
    assert [each.help for each in check(tmp_path, texts) if each.code == "TR103"] == [remedy]


@pytest.mark.parametrize(
    ("name", "relation", "codes"),
    [
        ("replaces", "{to: self, inverse: replaced_by}", []),
        ("obsoletes", "{to: self}", []),
        ("ends", "{to: self, inverse: withdrawn_by}", []),
        ("amends", "{to: self, inverse: amended_by}", ["TR105"]),
        ("replaced_by", "{to: self}", ["TR105"]),
        ("related", "{to: self, symmetric: true}", ["TR105"]),
        ("related", "{to: self, symmetric: true, allow_closed: true}", []),
        ("related", "{to: self, allow_over: true}", []),
    ],
)
def test_a_relation_may_lead_to_what_is_closed(
    tmp_path: Path, name: str, relation: str, codes: list[str]
) -> None:
    files = {
        "mkdocs.yml": "site_name: x\nplugins:\n  - traceability:\n      kinds:\n        adr:\n          plural: adrs\n"
        f"          status: {{accepted: complete, superseded: over}}\n          relations: {{{name}: {relation}}}\n",
        "docs/a.trace.yml": "adrs:\n  - {id: ADR-1, status: superseded}\n"
        f"  - {{id: ADR-2, status: accepted, {name}: [ADR-1]}}\n",
    }
    assert [finding.code for finding in check(tmp_path, files)] == codes
