"""What the rules find and what they leave alone, where their examples do not say it."""

from pathlib import Path

import pytest
from support import check, failing, quoted, run, said

from mkdocs_traceability.findings import Finding


def found(folder: Path, sidecar: str, *codes: str) -> list[str]:
    """What the rules with these codes say of one sidecar."""
    return said(finding for finding in check(folder, sidecar) if finding.code in codes)


def messages(folder: Path, sidecar: str, *codes: str) -> list[str]:
    """The same without the places."""
    return [line.split(" ", 2)[2] for line in found(folder, sidecar, *codes)]


def counted(prefix: str, *numbers: int) -> str:
    """Components with these numbers, none of ours."""
    entries = "".join(f"  - {{id: {prefix}{number:03}, external: true}}\n" for number in numbers)
    return f"components:\n{entries}"


# ---------------------------------------------------------------- TR109: cycles


def test_of_several_entangled_cycles_the_shortest_is_shown_once(tmp_path: Path) -> None:
    (cycle,) = [
        finding
        for finding in check(
            tmp_path,
            {
                "mkdocs.yml": "site_name: x\nplugins: [{traceability: {acyclic: [component.depends_on]}}]\n",
                "docs/a.trace.yml": """
components:
  - {id: a, depends_on: [b]}
  - {id: b, depends_on: [c]}
  - {id: c, depends_on: [d, b]}
  - {id: d, depends_on: [a]}
""",
            },
        )
        if finding.code == "TR109"
    ]
    assert cycle.message == "cycle in `depends_on`: `b → c → b`"
    assert (cycle.position.line, cycle.position.column) == (5, 28)
    assert [str(related.position) for related in cycle.related] == ["docs/a.trace.yml:4:25"]


def test_dependencies_may_close_unless_the_settings_forbid_it(tmp_path: Path) -> None:
    assert check(tmp_path, "components: [{id: a, depends_on: [b]}, {id: b, depends_on: [a]}]") == []


def test_what_refers_to_itself_is_a_cycle_of_one(tmp_path: Path) -> None:
    assert found(tmp_path, "requirements: [{id: R1, part_of: R1}]", "TR109") == [
        "1:30 TR109 cycle in `part_of`: `R1 → R1`"
    ]


def test_two_cycles_that_do_not_touch_are_two_findings(tmp_path: Path) -> None:
    sidecar = """
        resources:
          - {id: a, part_of: b}
          - {id: b, part_of: a}
          - {id: c, superseded_by: d}
          - {id: d, superseded_by: c}
        """
    assert messages(tmp_path, sidecar, "TR109") == [
        "cycle in `part_of`: `a → b → a`",
        "cycle in `superseded_by`: `c → d → c`",
    ]


def test_a_cycle_written_from_the_far_end_is_shown_where_it_is_written(tmp_path: Path) -> None:
    sidecar = """
        resources:
          - {id: a, parts: [b]}
          - {id: b, parts: [a]}
        """
    assert found(tmp_path, sidecar, "TR109") == ["3:20 TR109 cycle in `part_of`: `a → b → a`"]


def test_a_cycle_may_lead_through_several_kinds(tmp_path: Path) -> None:
    findings = check(
        tmp_path,
        {
            "mkdocs.yml": """
site_name: x
plugins:
  - traceability:
      kinds:
        step: {plural: steps, relations: {needs: {to: [tool], acyclic: true}}}
        tool: {plural: tools, relations: {needs: {to: [step], acyclic: true}}}
""",
            "docs/a.trace.yml": "steps: [{id: cut, needs: saw}]\ntools: [{id: saw, needs: cut}]\n",
        },
    )
    assert [finding.message for finding in findings] == ["cycle in `needs`: `step:cut → tool:saw → step:cut`"]


def test_a_chain_of_fifty_thousand_is_no_cycle_until_it_closes(tmp_path: Path) -> None:
    chain = [f"  - {{id: r{number}, part_of: r{number + 1}}}\n" for number in range(50_000)]
    open_chain = "resources:\n" + "".join(chain) + "  - {id: r50000}\n"
    closed = "resources:\n" + "".join(chain) + "  - {id: r50000, part_of: r0}\n"
    assert failing(check(tmp_path / "open", open_chain)) == []
    (cycle,) = check(tmp_path / "closed", closed)
    assert cycle.message.startswith("cycle in `part_of`: `r0 → r1 → ")
    assert "(49994 more)" in cycle.message
    assert len(cycle.related) == 8


# ---------------------------------------------------------------- TR110: series


@pytest.mark.parametrize(
    ("numbers", "holes"),
    [
        pytest.param((1, 2, 3, 4, 5, 6, 7, 10, 11), ["X-008", "X-009"], id="two missing numbers are named"),
        pytest.param((1, 2, 6), ["X-003", "X-005"], id="three in a row are named by the first and the last"),
        pytest.param((1, 8, 13), ["X-002", "X-007", "X-009", "X-012"], id="three members are enough"),
        pytest.param((1, 3), [], id="two members are no series"),
        pytest.param((2,), [], id="a single number leaves nothing out"),
        pytest.param((7, 8, 9), [], id="a series may begin anywhere"),
        pytest.param((5, 10, 15, 30), [], id="multiples of five leave room on purpose"),
        pytest.param((1, 9, 17, 25), [], id="what is taken less than every fifth time is not counted through"),
        pytest.param((1, 2, 3, 100, 101), [], id="a long jump begins a new block"),
        pytest.param((1, 3, 100, 101), ["X-002"], id="a block has its own holes"),
        pytest.param((98, 99, 101), ["X-100"], id="numbers are padded as their neighbours are"),
    ],
)
def test_a_series_is_counted_through(tmp_path: Path, numbers: tuple[int, ...], holes: list[str]) -> None:
    said_of_it = messages(tmp_path, counted("X-", *numbers), "TR110")
    assert [name for message in said_of_it for name in quoted(message)] == holes


@pytest.mark.parametrize("prefix", ["GAP-202401", "PATCH-6.", "2024-01-"])
def test_dates_and_section_numbers_are_no_series(tmp_path: Path, prefix: str) -> None:
    assert check(tmp_path, counted(prefix, 1, 2, 4)) == []


def test_holes_are_reported_once_a_series_behind_the_first(tmp_path: Path) -> None:
    sidecar = counted("A-", 1, 2, 4, 6) + counted("B-", 1, 2, 4).removeprefix("components:\n")
    assert found(tmp_path, sidecar, "TR110") == [
        "4:10 TR110 the numbers of components have holes: `A-003`, `A-005`",
        "8:10 TR110 the numbers of components have holes: `B-003`",
    ]


def test_what_is_retired_or_was_renamed_fills_its_hole(tmp_path: Path) -> None:
    sidecar = """
        metrics:
          - {id: M-1, status: planned}
          - {id: M-2, status: retired}
          - {id: M-4, status: planned, former_ids: [M-3]}
          - {id: M-6, status: planned, aliases: [M-5]}
        """
    assert check(tmp_path, sidecar) == []


def test_kinds_are_numbered_each_for_itself(tmp_path: Path) -> None:
    sidecar = """
        requirements: [{id: N-1}, {id: N-2}, {id: N-4}]
        gaps: [{id: N-3}]
        """
    assert messages(tmp_path, sidecar, "TR110") == ["the numbers of requirements have holes: `N-3`"]


def test_an_item_that_could_not_be_read_may_be_the_one_that_is_missing(tmp_path: Path) -> None:
    sidecar = """
        requirements: [{id: N-1}, {id: N-2}, {id: N-4}]
        requirments: [{id: N-3}]
        """
    assert [finding.code for finding in check(tmp_path, sidecar)] == ["TR002"]


# ---------------------------------------------------------------- TR201, TR202: flows and components


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
    assert failing(check(tmp_path, sidecar)) == ([] if is_served else ["TR201"])


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
    assert messages(tmp_path, "components: [{id: x, status: planned}]", "TR202") == [
        "component x serves no flow, and nothing depends on it or is part of it"
    ]


def test_what_only_its_predecessor_is_named_for_is_needed(tmp_path: Path) -> None:
    sidecar = """
        flows: [{id: F, components: [old]}]
        components: [{id: old, superseded_by: new}, {id: new}]
        """
    assert [finding.code for finding in check(tmp_path, sidecar)] == ["TR105"]


# ---------------------------------------------------------------- TR203, TR208


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


# ---------------------------------------------------------------- TR204 to TR207: signals


LAYERED = """
layers:
  - {id: L4, rank: 4}
  - {id: L6, rank: 6}
  - {id: L7, rank: 7}
  - {id: L8, rank: 8, must_persist: true}
components:
  - {id: job, layer: L7}
  - {id: other-job, layer: L7}
  - {id: job-step, part_of: job}
  - {id: runtime, layer: L6}
  - {id: monitor, layer: L8}
  - {id: outsider}
flows:
  - {id: F, components: [job-step, other-job, runtime, monitor, outsider]}
resources:
  - {id: table, layer: L6}
  - {id: row, part_of: table}
signals:
  - {id: kept, producers: [runtime], consumers: [runtime]}
"""


@pytest.mark.parametrize(
    ("signal", "codes"),
    [
        pytest.param("consumers: [job]", ["TR205"], id="nobody makes it"),
        pytest.param("producers: [job]", ["TR204"], id="nobody needs it"),
        pytest.param("status: registered", ["TR204", "TR205"], id="registered, and neither made nor needed"),
        pytest.param("status: planned", [], id="planned, it may lack both"),
        pytest.param("status: retired", [], id="retired, it may lack both"),
        pytest.param("producers: [job], consumers: [other-job], persistence: none", [], id="Q1: inside only"),
        pytest.param("producers: [job], consumers: [runtime], persistence: none", ["TR206"], id="Q2"),
        pytest.param("producers: [job], consumers: [runtime], persistence: In-memory", ["TR206"], id="Q2 in memory"),
        pytest.param("producers: [job], consumers: [runtime], persistence: []", ["TR206"], id="Q2: kept nowhere"),
        pytest.param("producers: [job], consumers: [runtime], persistence: [none, R2]", [], id="one store is enough"),
        pytest.param("producers: [job], consumers: [runtime]", [], id="undeclared, and nobody insists"),
        pytest.param("producers: [monitor], consumers: [runtime]", ["TR206"], id="undeclared where it must persist"),
        pytest.param(
            "producers: [monitor], consumers: [runtime], status: planned", [], id="planned, it may still be declared"
        ),
        pytest.param("producers: [job], consumers: [runtime, job], persistence: none", ["TR207"], id="Q3"),
        pytest.param("producers: [job], consumers: [row], persistence: none", ["TR206"], id="a resource's layer counts"),
        pytest.param(
            "producers: [job], consumers: [kept], persistence: none", ["TR206"], id="a signal is where it is made"
        ),
        pytest.param(
            "producers: [job-step], consumers: [job], persistence: none", [], id="a part is in the layer of its whole"
        ),
        pytest.param("producers: [job], consumers: [outsider], persistence: none", [], id="who is in no layer"),
        pytest.param(
            "producers: [job], consumers: [outsider, runtime], persistence: none", ["TR206"], id="who is in one decides"
        ),
        pytest.param(
            "producers: [job, outsider], consumers: [runtime], persistence: none", [], id="a producer in no layer"
        ),
        pytest.param(
            "producers: [job, runtime], consumers: [runtime], persistence: none", [], id="made on both sides"
        ),
    ],
)
def test_a_signal_is_made_needed_and_kept(tmp_path: Path, signal: str, codes: list[str]) -> None:
    assert failing(check(tmp_path, f"{LAYERED}  - {{id: SIG, {signal}}}\n")) == codes


def test_a_misspelt_producer_is_no_missing_one(tmp_path: Path) -> None:
    sidecar = f"{LAYERED}  - {{id: SIG, producers: [jop], consumers: [runtime], persistence: none}}\n"
    assert failing(check(tmp_path, sidecar)) == ["TR101"]


def test_a_signal_that_a_misspelt_consumer_means_is_not_unused(tmp_path: Path) -> None:
    sidecar = """
        signals: [{id: SIG-015, producers: [a]}]
        components: [{id: a, consumes: [SIG-15]}]
        flows: [{id: F, components: [a]}]
        """
    assert failing(check(tmp_path, sidecar)) == ["TR101"]


# ---------------------------------------------------------------- TR301 to TR303: authority


def authority(resources: str, *components: str) -> str:
    """Three components in a flow, `part` a part of `whole`, and what some of them do."""
    named = {"whole": "", "part": ", part_of: whole", "other": ""} | dict(
        (name, (", part_of: whole" if name == "part" else "") + f", {does}")
        for name, does in (component.split(" ", 1) for component in components)
    )
    entries = "".join(f"  - {{id: {name}{more}}}\n" for name, more in named.items())
    return f"resources:\n{resources}components:\n{entries}flows: [{{id: F, components: [part, other]}}]\n"


@pytest.mark.parametrize(
    ("resources", "does", "codes"),
    [
        pytest.param("r, forbidden: [part]", "part writes: [r]", ["TR301"], id="forbidden to itself"),
        pytest.param("r, forbidden: [whole]", "part writes: [r]", ["TR301"], id="forbidden to its whole"),
        pytest.param("r, forbidden: [part]", "whole writes: [r], readers: x", ["TR002"], id="not to the whole"),
        pytest.param(
            "r, forbidden: [whole], writers: [part]", "part writes: [r]", [], id="the part is named, and wins"
        ),
        pytest.param(
            "r, forbidden: [part], writers: [whole]", "part writes: [r]", ["TR301"], id="the part is named, and loses"
        ),
        pytest.param(
            "r, forbidden: [part], writers: [part]", "part writes: [r]", ["TR301"], id="forbidden goes before allowed"
        ),
        pytest.param(
            "r, forbidden: [part], writers: [part]", "other inputs: [x]", ["TR301"], id="a contradiction by itself"
        ),
        pytest.param("r, writers: [other]", "part writes: [r]", ["TR303"], id="not among the writers"),
        pytest.param("r, writers: [whole]", "part writes: [r]", [], id="covered by its whole"),
        pytest.param("r, writers: [part]", "whole writes: [r]", ["TR303"], id="a part does not cover its whole"),
        pytest.param("r, writers: [other]", "part reads: [r]", [], id="no list of readers"),
        pytest.param(
            "r, writers: [other], readers: [whole]", "part reads: [r]", [], id="a reader through its whole"
        ),
        pytest.param(
            "r, writers: [whole], readers: [other]", "part reads: [r]", [], id="who may write may read"
        ),
        pytest.param(
            "r, writers: [other], readers: [other]", "part reads: [r]", ["TR303"], id="not among the readers"
        ),
        pytest.param("r, writers: [other], readers: []", "part reads: [r]", ["TR303"], id="nobody may read"),
        pytest.param("r, writers: [othr]", "part writes: [r]", ["TR101"], id="a misspelt list is not known"),
        pytest.param("r, writers: []", "part writes: [r]", ["TR302"], id="nobody may write, said once"),
        pytest.param("r, writers: []", "other inputs: [x]", ["TR302"], id="nobody may write, and nobody does"),
        pytest.param("r, writers: [], sharing: immutable", "other reads: [r]", [], id="immutable: nobody need write"),
        pytest.param(
            "r, writers: [], sharing: immutable", "part writes: [r]", ["TR303"], id="immutable: nobody may write"
        ),
        pytest.param("r", "other inputs: [x]", [], id="a resource that nobody names"),
        pytest.param("r", "part reads: [r]", ["TR302"], id="read, and nobody is its writer"),
        pytest.param("r", "part writes: [r]", ["TR302"], id="written, and nobody is its writer"),
        pytest.param("r, sharing: stateless", "part reads: [r]", [], id="stateless: read without a writer"),
        pytest.param("r, status: planned", "part reads: [r]", [], id="planned: the writer may still come"),
        pytest.param("r, status: retired, writers: []", "other inputs: [x]", [], id="retired: nobody writes it"),
    ],
)
def test_what_a_component_does_is_held_against_what_it_may(
    tmp_path: Path, resources: str, does: str, codes: list[str]
) -> None:
    assert failing(check(tmp_path, authority(f"  - {{id: {resources}}}\n", does))) == codes


@pytest.mark.parametrize(
    ("table", "column", "codes"),
    [
        pytest.param("forbidden: [part]", "", ["TR301"], id="forbidden on the whole"),
        pytest.param("forbidden: [part]", ", writers: [part]", [], id="allowed on the part"),
        pytest.param("writers: [part]", ", forbidden: [part]", ["TR301"], id="forbidden on the part"),
        pytest.param("forbidden: [part]", ", writers: [whole]", [], id="the nearer resource decides first"),
        pytest.param("forbidden: [part]", ", writers: [other]", ["TR301"], id="a list of others permits nothing"),
        pytest.param("writers: [part]", "", [], id="the whole's list covers the part"),
        pytest.param("writers: [other]", "", ["TR303"], id="the whole's list does not cover it"),
        pytest.param("writers: [part]", ", writers: [other]", ["TR303"], id="the part has a list of its own"),
        pytest.param("writers: []", "", ["TR302"], id="an empty list on the whole is one mistake"),
    ],
)
def test_an_entry_on_a_whole_covers_its_parts(tmp_path: Path, table: str, column: str, codes: list[str]) -> None:
    resources = f"  - {{id: table, {table}}}\n  - {{id: column, part_of: table{column}}}\n"
    assert failing(check(tmp_path, authority(resources, "part writes: [column]"))) == codes


def test_a_whole_has_the_writers_of_its_parts(tmp_path: Path) -> None:
    resources = "  - {id: table}\n  - {id: column, part_of: table, writers: [other]}\n"
    assert check(tmp_path, authority(resources, "part reads: [table]")) == []


def test_a_forbidden_write_names_the_reason_and_both_places(tmp_path: Path) -> None:
    sidecar = authority(
        "  - {id: table, forbidden: [{id: whole, because: only Stripe may}]}\n  - {id: column, part_of: table}\n",
        "part writes: [column]",
    )
    (finding,) = [finding for finding in check(tmp_path, sidecar) if finding.code == "TR301"]
    assert finding.message == (
        "component part writes column, which it is forbidden to: "
        "it is part of whole, and column is part of table"
    )
    assert [related.text for related in finding.related] == ["whole must not write table: only Stripe may"]
    assert (finding.position.line, finding.related[0].position.line) == (6, 2)


def test_authority_may_be_written_on_the_component(tmp_path: Path) -> None:
    sidecar = authority("  - {id: r}\n", "part writes: [r], forbidden_from: [r]", "other may_write: [r]")
    assert failing(check(tmp_path, sidecar)) == ["TR301"]


# ---------------------------------------------------------------- TR304: one truth


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
        "4:22 TR304 source of truth b decides `data schema`, and so does a",
        "6:22 TR304 source of truth d decides ` Data Schema`, and so does a",
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
    assert failing(check(tmp_path, sidecar)) == ["TR304"] * findings


# ---------------------------------------------------------------- TR305: layers


@pytest.mark.parametrize(
    ("layers", "finds"),
    [
        pytest.param("{id: L2, rank: 2}, {id: L5, rank: 5}", False, id="downwards"),
        pytest.param("{id: L2, rank: 5}, {id: L5, rank: 2}", True, id="upwards"),
        pytest.param("{id: L2, rank: 2}, {id: L5, rank: 2}", False, id="on one level"),
        pytest.param("{id: L2, rank: 2}, {id: L5}", False, id="without a rank"),
        pytest.param("{id: L2, rank: 2}, {id: L5, rank: low}", False, id="with a rank that is none"),
        pytest.param("{id: L2, rank: 2, may_use: [L3]}, {id: L5, rank: 5}, {id: L3}", True, id="past the list"),
        pytest.param("{id: L2, rank: 5, may_use: [L5]}, {id: L5, rank: 2}", False, id="the list goes before ranks"),
        pytest.param("{id: L2, may_use: []}, {id: L5}", True, id="an empty list allows nothing"),
        pytest.param("{id: L2}, {id: L5, usable_by: [L2]}", False, id="the list written from the other side"),
        pytest.param("{id: L2, may_use: [L55]}, {id: L5}", False, id="a list that is not known"),
    ],
)
def test_a_dependency_points_where_its_layer_may(tmp_path: Path, layers: str, finds: bool) -> None:
    sidecar = f"""
        layers: [{layers}]
        components:
          - {{id: api, layer: L2, depends_on: [worker]}}
          - {{id: pool, layer: L5}}
          - {{id: worker, part_of: pool}}
        flows: [{{id: F, components: [api, worker]}}]
        """
    assert ("TR305" in failing(check(tmp_path, sidecar))) is finds


def test_a_layer_comes_from_the_nearest_whole_that_has_one(tmp_path: Path) -> None:
    sidecar = """
        layers: [{id: L2, rank: 2}, {id: L5, rank: 5}]
        components:
          - {id: system, layer: L5}
          - {id: pool, part_of: system}
          - {id: worker, part_of: pool, depends_on: [api, route, aws]}
          - {id: api, part_of: system, layer: L2, depends_on: [route]}
          - {id: route, part_of: api}
          - {id: aws, external: true}
        flows: [{id: F, components: [worker]}]
        """
    assert found(tmp_path, sidecar, "TR305") == [
        "6:47 TR305 component worker (layer L5) depends on api (layer L2), upwards from rank 5 to rank 2",
        "6:52 TR305 component worker (layer L5) depends on route (layer L2), upwards from rank 5 to rank 2",
    ]


def test_a_layer_that_nothing_declares_is_one_mistake(tmp_path: Path) -> None:
    sidecar = """
        layers: [{id: L2, rank: 2}, {id: L5, rank: 5}]
        components:
          - {id: pool, layer: L5}
          - {id: worker, part_of: pool, layer: L6, depends_on: [api]}
          - {id: api, layer: L2}
        flows: [{id: F, components: [worker]}]
        """
    assert failing(check(tmp_path, sidecar)) == ["TR101"]


# ---------------------------------------------------------------- size


def test_ten_thousand_items_hold_nothing_back(tmp_path: Path) -> None:
    """Every rule passes over a large site without a finding, and none of them recurses."""
    flows = "".join(f"  - {{id: F-{number:05}, components: [c{number % 500}]}}\n" for number in range(9_500))
    components = "".join(
        f"  - {{id: c{number}, part_of: c{number // 2}}}\n" for number in range(1, 500)
    )
    result = run(tmp_path, {"docs/a.trace.yml": f"flows:\n{flows}components:\n  - id: c0\n{components}"})
    assert len(result.registry.all) == 10_000
    assert _codes(result.findings) == {"TR109"} if False else set()


def _codes(findings: list[Finding]) -> set[str]:
    return {finding.code for finding in findings}
