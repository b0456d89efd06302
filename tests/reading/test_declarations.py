"""Items are what the data model says, and what is wrong with one is said once while the rest of it is kept."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import check, table

from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.reading.declarations import Declared, declare_page, declare_sidecar
from mkdocs_traceability.reading.markdown.page_title import PageTitle
from mkdocs_traceability.reading.yaml.tree import parse
from mkdocs_traceability.settings.load import built_in_schema

SCHEMA = built_in_schema()


def declare(text: str) -> Declared:
    return declare_sidecar(parse(text), "docs/a.trace.yml", SCHEMA)


def on_page(text: str, title: str = "A page") -> Declared:
    node = parse(text)
    assert node is not None
    return declare_page(node, "docs/page.md", "page.md", PageTitle(title), SCHEMA)


def one(text: str) -> Item:
    declared = declare(text)
    assert declared.findings == []
    (item,) = declared.items
    return item


def with_line(kind: str, line: str) -> Declared:
    return declare(f"{SCHEMA[kind].plural}:\n  - id: A-1\n    {line}\n")


def said(declared: Declared) -> list[str]:
    return [f"{f.position.line}:{f.position.column} {f.code} {f.message}" for f in declared.findings]


def the_finding(declared: Declared) -> Finding:
    (finding,) = declared.findings
    return finding


# ---------------------------------------------------------------- every field of every kind

COMMON = (
    "title: A title",
    "summary: Some *words*",
    "notes: More words",
    "tags: [a, b]",
    "aliases: [a]",
    "former_ids: [b]",
    "superseded_by: A-2",
    "maintainer: Ana",
    "system: api",
    "evidence: {code: [a.py]}",
    "see: [flow:A-2, api]",
    "waive: {TR201: because}",
)

FIELDS = {
    "flow": (
        "domain: EVAL",
        *(f"implementation: {word}" for word in ("auto", "infra", "proc", "deleg")),
        "components: [a, b]",
        *(f"status: {word}" for word in ("planned", "partial", "implemented", "retired")),
    ),
    "component": (
        "part_of: a",
        "external: true",
        "page: a.md",
        "layer: L1",
        "observed_layer: [L1, L2]",
        "observed_layer: L1",
        "inputs: [a message, a file]",
        "outputs: a file",
        "depends_on: [a]",
        "reads: [a]",
        "writes: [{id: a, via: b}]",
        "paths: [src/a, src/b.py]",
        "trigger: [request, worker]",
        *(f"trigger: {word}" for word in ("import", "process-start", "scheduled", "caller", "mixed", "none")),
        "schedule: daily at 3",
        *(f"execution: {word}" for word in ("sync", "async", "mixed")),
        *(f"processes: {word}" for word in ("one", "several")),
        *(f"nature: {word}" for word in ("domain", "glue", "infra", "hybrid")),
        "claimed: This",
        "actual: That",
        *(f"confidence: {word}" for word in ("high", "medium", "low", "unknown")),
        "risk: Some",
        *(f"status: {word}" for word in ("planned", "partial", "implemented", "retired")),
    ),
    "patch": (
        "supports: [flow:a, requirement:b, signal:c, resource:d]",
        "target: guide.md § 6.5",
        "due: 2026-12-31",
        "effort: 2 days",
        "blocked_by: [gap:a, requirement:b]",
        *(f"status: {word}" for word in ("proposed", "required", "implemented", "rejected")),
    ),
    "signal": (
        *(f"type: {word}" for word in ("raw", "derived")),
        "trigger: every minute",
        "producers: [a]",
        "consumers: [component:a, signal:b, resource:c]",
        "persistence: [database, none, in-memory]",
        "persistence: none",
        "endpoint: GET /health",
        *(f"exposure: {word}" for word in ("internal", "public")),
        "category: health",
        "location: src/a.py",
        *(
            f"status: {word}"
            for word in ("planned", "partial", "implemented", "retired", "registered", "unregistered")
        ),
    ),
    "metric": (
        "dimensions: [a, b]",
        "emitters: [a]",
        "purpose: To know",
        "supports: [a]",
        *(f"status: {word}" for word in ("planned", "partial", "implemented", "retired")),
    ),
    "resource": (
        "part_of: a",
        *(f"storage: {word}" for word in ("table", "cache", "memory", "file", "bucket", "lock")),
        "location: a",
        "layer: L1",
        "owned_by: a",
        "owned_by: the platform team",
        "owned_by: {text: ops}",
        "writers: [a]",
        "writers: []",
        "readers: [a]",
        "forbidden: [{id: a, because: b}]",
        *(f"durability: {word}" for word in ("durable", "advisory", "lost-on-restart", "lost_on_restart")),
        *(f"sharing: {word}" for word in ("shared", "per-process", "stateless", "immutable")),
        "fallback: None",
        "duplicates: [a]",
        *(f"status: {word}" for word in ("planned", "partial", "implemented", "retired")),
    ),
    "source_of_truth": (
        "subject: Prices",
        "primary: prices.md#table",
        "dependents: [a, the people at the desk]",
        "status: implemented",
    ),
    "requirement": (
        "part_of: a",
        "area: Security",
        "satisfied_by: [flow:a, component:b]",
        "priority: 1",
        "requires: {endpoints: [GET /a, GET /b], states: open}",
        "missing: Much",
        "risks: Some",
        "target: below 200 ms",
        "actual: 150 ms",
        "action: Write it",
        "action: {text: Write it, artifacts: [src/a.py, src/b/]}",
        "action: {text: Write it, due: 2026-12-31, effort: 2 days}",
        "due: 2026-12-31",
        "blocked_by: a",
        "impact: high",
        "effort: 2 days",
        "horizon: Q1",
        *(f"status: {word}" for word in ("missing", "partial", "implemented", "deferred", "retired")),
    ),
    "gap": (
        "about: [flow:a, layer:b]",
        "location: src/a.py",
        "severity: P0",
        "severity: High",
        "impact: Much",
        "effort: little",
        "action: {artifacts: a.py}",
        "due: 2026-12-31",
        "blocked_by: [flow:a]",
        "rationale: So",
        "horizon: Q2",
        "resolution: Done",
        "resolved_by: a",
        "before: This",
        "after: That",
        *(f"status: {word}" for word in ("open", "partial", "deferred", "resolved", "accepted")),
    ),
    "layer": ("rank: 1", "rank: 2.5", "may_use: [a]", "must_persist: yes", "status: implemented"),
}


@pytest.mark.parametrize(("kind", "line"), [(kind, line) for kind, lines in FIELDS.items() for line in lines])
def test_every_kind_takes_what_is_its_own(kind: str, line: str) -> None:
    declared = with_line(kind, line)
    (item,) = declared.items
    assert (declared.findings, item.invalid) == ([], frozenset())
    assert item.says(line.partition(":")[0]) or item.evidence or line.endswith("[]")


@pytest.mark.parametrize(("kind", "line"), [(kind, line) for kind in FIELDS for line in COMMON])
def test_every_kind_takes_what_all_have(kind: str, line: str) -> None:
    assert with_line(kind, line).findings == []


def test_the_table_above_is_all_that_the_built_in_kinds_have() -> None:
    common = {line.partition(":")[0] for line in COMMON}
    for kind in SCHEMA:
        tried = common | {line.partition(":")[0] for line in FIELDS[kind.name]} | {"id"}
        assert tried | {"status"} == {"id", "status", "evidence", "waive", *kind.fields, *kind.relations}
    statuses = {kind: [line for line in lines if line.startswith("status")] for kind, lines in FIELDS.items()}
    for kind in ("flow", "component", "patch", "signal", "metric", "resource", "requirement", "gap"):
        assert {line.removeprefix("status: ") for line in statuses[kind]} == set(SCHEMA[kind].statuses)


INVERSES = {
    "component": "flows parts used_by produces emits owns forbidden_from satisfies decided_by may_write may_read",
    "flow": "patches satisfies metrics",
    "requirement": "patches parts",
    "signal": "patches consumes",
    "resource": "patches parts consumes read_by written_by",
    "patch": "resolves",
    "layer": "members usable_by observed_members",
}


@pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for kind, names in INVERSES.items() for name in names.split()]
)
def test_every_inverse_may_be_written(kind: str, name: str) -> None:
    (item,) = with_line(kind, f"{name}: [a]").items
    assert [reference.text for reference in item.references[name]] == ["a"]


@pytest.mark.parametrize("kind", FIELDS)
def test_the_inverses_of_what_all_have_may_be_written(kind: str) -> None:
    for name in ("supersedes", "seen_from", "gaps"):
        assert with_line(kind, f"{name}: [a]").findings == []


@table(
    "kind, line, message, remedy",
    *(
        (
            f"{kind} {line}",
            kind,
            line,
            f"`{line.partition(': ')[2]}` is not a value of `{line.partition(':')[0]}`",
            remedy,
        )
        for kind, line, remedy in (
            (
                "flow",
                "implementation: automatic",
                "did you mean `auto`? It is one of `auto`, `infra`, `proc`, `deleg`",
            ),
            ("component", "execution: threaded", "it is one of `sync`, `async`, `mixed`"),
            ("component", "processes: two", "it is one of `one`, `several`"),
            (
                "component",
                "nature: gluey",
                "did you mean `glue`? It is one of `domain`, `glue`, `infra`, `hybrid`",
            ),
            ("component", "confidence: certain", "it is one of `high`, `medium`, `low`, `unknown`"),
            ("signal", "type: cooked", "it is one of `raw`, `derived`"),
            ("signal", "exposure: intern", "did you mean `internal`? It is one of `internal`, `public`"),
            ("resource", "durability: forever", "it is one of `durable`, `advisory`, `lost-on-restart`"),
        )
    ),
    (
        "an unknown trigger",
        "component",
        "trigger: [request, sometimes]",
        "`sometimes` is not a value of `trigger`",
        "it is one of `import`, `process-start`, `request`, `worker`, `scheduled`, `caller`, `mixed`, `none`",
    ),
    (
        "a store that is none",
        "resource",
        "storage: tabel",
        "`tabel` is not a value of `storage`",
        "did you mean `table`? It is one of `table`, `cache`, `memory`, `file`, `bucket`, `lock`",
    ),
    (
        "no boolean",
        "component",
        "external: perhaps",
        "`external` is `true` or `false`, not `perhaps`",
        "write `true` or `false`",
    ),
    (
        "no number",
        "layer",
        "rank: first",
        "`rank` is a number, not `first`",
        "write digits only, such as `5` or `0.5`",
    ),
    (
        "an absurd number",
        "layer",
        f"rank: {'9' * 5000}",
        f"`rank` is a number, not `{'9' * 57}…`",
        "write digits only, such as `5` or `0.5`",
    ),
    (
        "a list for one value",
        "flow",
        "domain: [A, B]",
        "`domain` is one value, not a list",
        "keep one of the values",
    ),
    (
        "a mapping for a text",
        "flow",
        "title: {a: b}",
        "`title` takes text, not a mapping",
        'quote it if it is text: `"{…}"`',
    ),
    (
        "a template for a text",
        "flow",
        "title: {{ name }}",
        "`title` takes text, not a mapping",
        'quote it if it is text: `"{…}"`',
    ),
    (
        "a list in a list",
        "flow",
        "tags: [a, [b]]",
        "`tags` takes text, not a list",
        'write one value; quote it if it is text: `"…"`',
    ),
    ("an empty entry", "flow", "tags: [a, ~]", "an empty entry in `tags`", "remove it"),
    ("an empty reference", "flow", "components: [a, ~]", "an empty entry in `components`", "remove it"),
    (
        "a list for a reference",
        "flow",
        "components: [[a]]",
        "an entry of `components` is an id, or a mapping with one",
        "write the ids in one list: `components: [a, b]`",
    ),
    (
        "two for one",
        "component",
        "part_of: [a, b]",
        "`part_of` leads to one item only",
        "keep one of the ids",
    ),
    ("two layers", "resource", "layer: [a, b]", "`layer` leads to one item only", "keep one of the ids"),
    (
        "text about optional",
        "flow",
        "components: [{id: a, optional: sometimes}]",
        "`optional` is `true` or `false`, not `sometimes`",
        "write `true` or `false`",
    ),
    (
        "a list about a link",
        "flow",
        "components: [{id: a, role: [b]}]",
        "`role` is text",
        'write one value; quote it if it is text: `"…"`',
    ),
    (
        "a status of another kind",
        "flow",
        "status: open",
        "`open` is not a status of a flow",
        "it is one of `planned`, `partial`, `implemented`, `retired`",
    ),
    (
        "a status misspelt",
        "gap",
        "status: resolvd",
        "`resolvd` is not a status of a gap",
        "did you mean `resolved`? It is one of `open`, `deferred`, `partial`, `accepted`, `resolved`",
    ),
    (
        "a list of statuses",
        "gap",
        "status: [open]",
        "a status is one word",
        "it is one of `open`, `deferred`, `partial`, `accepted`, `resolved`",
    ),
    (
        "two claims for one",
        "patch",
        "target: [a.md, b.md]",
        "`target` is one claim, not a list",
        "keep one of the claims",
    ),
    (
        "an action that is a list",
        "gap",
        "action: [a]",
        "`action` has a `text` and `artifacts`",
        "write `action: {text: …, artifacts: [path]}`",
    ),
    (
        "an action without text",
        "gap",
        "action: {text: [a]}",
        "`text` is text",
        'write one value; quote it if it is text: `"…"`',
    ),
    (
        "names that are a list",
        "requirement",
        "requires: [a]",
        "`requires` is a mapping of names to lists",
        "write `requires: {name: [a, b]}`",
    ),
    (
        "a mapping in a named list",
        "requirement",
        "requires: {a: [{b: c}]}",
        "`requires` takes text, not a mapping",
        'quote it if it is text: `"{…}"`',
    ),
    (
        "evidence that is a list",
        "flow",
        "evidence: [a.py]",
        "`evidence` is a mapping of claim types to claims",
        "write `evidence: {code: [path/to/file.py:Symbol]}`",
    ),
    (
        "an empty claim",
        "flow",
        "evidence: {code: [~]}",
        "an empty claim in `code`",
        "remove it, or write `unknown`",
    ),
    (
        "a claim that is a list",
        "flow",
        "evidence: {code: [[a]]}",
        "a claim in `code` is text, or a mapping with a `claim`",
        "write each claim as an entry of its own",
    ),
    (
        "a claim's lines that are a list",
        "flow",
        "evidence: {code: [{claim: a, lines: [1]}]}",
        "`lines` is text",
        'write one value; quote it if it is text: `"…"`',
    ),
    (
        "waivers that are a list",
        "flow",
        "waive: [TR201]",
        "`waive` is a mapping of rule codes to reasons",
        "write `waive: {TR201: {reason: …, owner: …, until: 2027-01-31}}`",
    ),
    (
        "a waiver that is a list",
        "flow",
        "waive: {TR201: [x]}",
        "a waiver has a reason, an owner and a date",
        "write `{reason: …, owner: …, until: 2027-01-31}`",
    ),
    (
        "a date that is none",
        "flow",
        "waive: {TR201: {reason: x, until: 2026-02-30}}",
        "`2026-02-30` is not a date",
        "write it as 2027-01-31",
    ),
    (
        "a date in words",
        "flow",
        "waive: {TR201: {reason: x, until: soon}}",
        "`soon` is not a date",
        "write it as 2027-01-31",
    ),
)
def test_a_wrong_value_is_one_finding_and_the_item_is_kept(
    kind: str, line: str, message: str, remedy: str
) -> None:
    declared = with_line(kind, line)
    finding = the_finding(declared)
    assert (finding.code, finding.message, finding.help) == ("TR003", message, remedy)
    assert finding.position.line == 3
    assert [item.id for item in declared.items] == ["A-1"]
    assert declared.items[0].says("title") == line.startswith("title")


@table(
    "kind, line, code, message, remedy",
    (
        "an unknown field",
        "flow",
        "componets: [a]",
        "TR002",
        "a flow has no field `componets`",
        "did you mean `components`?",
    ),
    (
        "nothing like it",
        "flow",
        "colour: red",
        "TR002",
        "a flow has no field `colour`",
        "a field of your own is declared under `kinds:`",
    ),
    (
        "an unknown claim type",
        "flow",
        "evidence: {test: [a]}",
        "TR002",
        "unknown claim type `test`",
        "did you mean `tests`?",
    ),
    (
        "an unknown key of a link",
        "flow",
        "components: [{id: a, rôle: b}]",
        "TR002",
        "unknown key `rôle` in `components`",
        "did you mean `role`?",
    ),
    (
        "an id misspelt in a link",
        "flow",
        "components: [{idd: a}]",
        "TR002",
        "unknown key `idd` in `components`",
        "did you mean `id`?",
    ),
    (
        "a link without an id",
        "flow",
        "components: [{role: b}]",
        "TR004",
        "an entry of `components` without an `id`",
        "write `{id: …}`",
    ),
    (
        "an empty mapping as a link",
        "flow",
        "components: [{}]",
        "TR004",
        "an entry of `components` without an `id`",
        "write `{id: …}`",
    ),
    (
        "text where there is none",
        "flow",
        "components: [{text: b}]",
        "TR002",
        "unknown key `text` in `components`",
        "known are `id`, `role`, `via`, `because`, `optional`, `note`",
    ),
    (
        "an unknown key of a claim",
        "flow",
        "evidence: {code: [{clam: a}]}",
        "TR002",
        "unknown key `clam` in `code`",
        "did you mean `claim`?",
    ),
    (
        "a misspelt not_applicable",
        "flow",
        "evidence: {code: {not_aplicable: none is ours}}",
        "TR002",
        "unknown key `not_aplicable` in `code`",
        "did you mean `not_applicable`?",
    ),
    (
        "a claim without a claim",
        "flow",
        "evidence: {code: [{note: a}]}",
        "TR004",
        "a mapping in `code` without a `claim`",
        "write `{claim: …}`",
    ),
    (
        "no reason why nothing applies",
        "flow",
        "evidence: {code: {not_applicable: }}",
        "TR004",
        "`not_applicable` without a reason",
        "say why none applies",
    ),
    (
        "more beside not applicable",
        "flow",
        "evidence: {code: {not_applicable: x, claim: y}}",
        "TR002",
        "unknown key `claim` in `code`",
        "known are `not_applicable`",
    ),
    (
        "a waiver without a reason",
        "flow",
        "waive: {TR201: {owner: ana}}",
        "TR004",
        "the waiver of TR201 has no reason",
        "give the reason: `{reason: …, owner: …, until: 2027-01-31}`",
    ),
    (
        "a waiver of nothing",
        "flow",
        "waive: {TR201: }",
        "TR004",
        "the waiver of TR201 has no reason",
        "give the reason: `{reason: …, owner: …, until: 2027-01-31}`",
    ),
    (
        "a reason misspelt",
        "flow",
        "waive: {TR201: {reson: x}}",
        "TR002",
        "unknown key `reson` in `waive`",
        "did you mean `reason`?",
    ),
    (
        "an unknown key of an action",
        "gap",
        "action: {texts: x}",
        "TR002",
        "unknown key `texts` in `action`",
        "did you mean `text`?",
    ),
    (
        "a key twice",
        "flow",
        "title: A\n    title: B",
        "TR005",
        "duplicate key `title`, first in line 3",
        "keep one of the two: YAML silently takes the last",
    ),
    (
        "a key twice, spelled otherwise",
        "component",
        "part-of: a\n    part_of: b",
        "TR005",
        "duplicate key `part_of`, first in line 3",
        "keep one of the two: YAML silently takes the last",
    ),
    ("a key that is a list", "flow", "[a]: b", "TR003", "a key is a single word", "quote it if it is text"),
    (
        "a merge of a text",
        "flow",
        "<<: b",
        "TR003",
        "`<<` merges mappings",
        "name the anchor of a mapping: `<<: *name`",
    ),
)
def test_a_wrong_key_is_one_finding_and_the_item_is_kept(
    kind: str, line: str, code: str, message: str, remedy: str
) -> None:
    declared = with_line(kind, line)
    finding = the_finding(declared)
    assert (finding.code, finding.message, finding.help) == (code, message, remedy)
    assert [item.id for item in declared.items] == ["A-1"]


# ---------------------------------------------------------------- forms


def test_keys_are_written_with_hyphen_or_underscore() -> None:
    item = one("components:\n  - id: a\n    depends-on: [b]\n    part_of: c\n    observed-layer: L1\n")
    assert set(item.references) == {"depends_on", "part_of", "observed_layer"}


def test_a_plural_with_a_hyphen_is_the_same() -> None:
    assert one("sources-of-truth:\n  - id: a\n").kind == "source_of_truth"


def test_one_value_stands_for_a_list_of_one() -> None:
    item = one("components:\n  - id: a\n    depends_on: b\n    inputs: c\n    evidence: {code: d.py}\n")
    assert [reference.text for reference in item.references["depends_on"]] == ["b"]
    assert item.values["inputs"].plain == ("c",)
    assert [claim.text for claim in item.evidence["code"].claims] == ["d.py"]


def test_a_reference_says_more_in_a_mapping() -> None:
    item = one(
        "flows:\n  - id: a\n    components:\n"
        "      - {id: b, role: c, via: d, because: e, note: f, optional: yes}\n      - g\n"
    )
    first, second = item.references["components"]
    assert (first.text, first.optional, first.is_text) == ("b", True, False)
    assert first.attributes == {"role": "c", "via": "d", "because": "e", "note": "f"}
    assert (second.text, second.attributes, second.optional) == ("g", {}, False)
    assert (first.position.line, first.position.column) == (4, 14)


@table(
    "written, text, is_text",
    ("an id", "ops", "ops", False),
    ("words", "the people of ops", "the people of ops", True),
    ("a mapping with an id", "{id: ops}", "ops", False),
    ("a mapping with a text", "{text: ops}", "ops", True),
)
def test_some_relations_take_text_for_an_id(written: str, text: str, is_text: bool) -> None:
    for line in (
        f"resources:\n  - id: a\n    owned_by: {written}\n",
        f"sources_of_truth:\n  - id: a\n    dependents: [{written}]\n",
    ):
        ((reference,),) = one(line).references.values()
        assert (reference.text, reference.is_text) == (text, is_text)


def test_claims_come_in_all_their_forms() -> None:
    item = one(
        "flows:\n  - id: a\n    evidence:\n"
        "      code: [a.py:B, {claim: 'c.py:D', lines: 448-481, note: e}]\n"
        "      tests: tests/t.py::test_a\n"
        "      endpoints: {not_applicable: started by a queue}\n"
        "      tables: unknown\n"
        "      docs:\n"
        "      files: []\n"
        "      links: {claim: https://example.org}\n"
    )
    code = item.evidence["code"]
    assert [(claim.type, claim.text, claim.lines, claim.note) for claim in code.claims] == [
        ("code", "a.py:B", "", ""),
        ("code", "c.py:D", "448-481", "e"),
    ]
    assert (code.claims[1].position.line, code.claims[1].position.column) == (4, 30)
    assert [claim.text for claim in item.evidence["tests"].claims] == ["tests/t.py::test_a"]
    assert item.evidence["endpoints"].not_applicable == "started by a queue"
    assert item.evidence["tables"].unknown
    assert "docs" not in item.evidence
    assert item.evidence["files"].claims == ()
    assert [claim.text for claim in item.evidence["links"].claims] == ["https://example.org"]


def test_an_action_has_a_text_and_artifacts() -> None:
    item = one("gaps:\n  - id: a\n    action: {text: Write it, artifacts: [src/a.py, src/b/]}\n")
    assert item.text("action") == "Write it"
    assert [(claim.type, claim.text) for claim in item.evidence["action"].claims] == [
        ("artifacts", "src/a.py"),
        ("artifacts", "src/b/"),
    ]


def test_required_lists_keep_their_names() -> None:
    item = one(
        "requirements:\n  - id: a\n    requires:\n      endpoints: [GET /a]\n      open points: one\n      x:\n"
    )
    assert item.values["requires"].plain == {"endpoints": ("GET /a",), "open points": ("one",), "x": ()}


def test_words_of_a_vocabulary_compare_without_case_and_are_shown_as_declared() -> None:
    item = one("flows:\n  - id: a\n    status: IMPLEMENTED\n    implementation: AUTO\n")
    assert (item.text("status"), item.text("implementation")) == ("implemented", "auto")


def test_numbers_and_booleans_are_such() -> None:
    item = one("layers:\n  - id: a\n    rank: -1.5\n    must_persist: No\n")
    assert (item.values["rank"].plain, item.values["must_persist"].plain) == (-1.5, False)


def test_waivers_have_reason_owner_and_date() -> None:
    item = one(
        "flows:\n  - id: a\n    waive: {TR201: {reason: r, owner: o, until: 2027-01-31}, tr202: why}\n"
    )
    first, second = item.waivers
    assert (first.code, first.reason, first.owner, str(first.until)) == ("TR201", "r", "o", "2027-01-31")
    assert (second.code, second.reason, second.until) == ("TR202", "why", None)


def test_what_is_empty_says_nothing() -> None:
    item = one("flows:\n  - id: a\n    title:\n    status: ~\n    components:\n    evidence:\n    waive:\n")
    assert (item.values, item.references, item.evidence, item.waivers) == ({}, {}, {}, ())


def test_merge_keys_lend_what_an_item_does_not_say_itself() -> None:
    declared = declare(
        "flows:\n  - &a {id: A, status: planned, title: T}\n"
        "  - {id: B, <<: *a, title: U}\n  - {<<: [{status: partial}, *a], id: C}\n"
    )
    assert declared.findings == []
    assert [(i.id, i.text("status"), i.text("title")) for i in declared.items] == [
        ("A", "planned", "T"),
        ("B", "planned", "U"),
        ("C", "partial", "T"),
    ]


# ---------------------------------------------------------------- ids


@table(
    "written, id_",
    ("plain", "EVAL-001", "EVAL-001"),
    ("quoted", '"EVAL 001"', None),
    ("with leading zeros", "'0016'", "0016"),
    ("a path", "GET_/a/{b}", "GET_/a/{b}"),
    ("with colons", "m10:evaluate", "m10:evaluate"),
    ("in other letters", "größe-β", "größe-β"),
    ("an emoji", "🚀", "🚀"),
    ("200 characters", "x" * 200, "x" * 200),
    ("201 characters", "x" * 201, None),
    ("with a bracket", "'a[b]'", None),
    ("with an angle", "a<b", None),
    ("with a control character", '"a\\x07"', None),
    ("with a no-break space", "a\u00a0b", None),
    ("with a line end", '"a\\nb"', None),
)
def test_an_id_is_any_text_without_blanks_and_brackets(written: str, id_: str | None) -> None:
    declared = declare(f"flows:\n  - id: {written}\n    title: T\n")
    (item,) = declared.items
    assert item.text("title") == "T"
    if id_ is None:
        assert [finding.code for finding in declared.findings] == ["TR006"]
        assert "id" in item.invalid
    else:
        assert (item.id, declared.findings) == (id_, [])


@pytest.mark.parametrize(
    "written",
    ["0016", "1e3", "no", "on", "1_000", "12:30:45", "0x1F", "1.10", "2026-02-03", ".5", "0o17", "010"],
)
def test_an_id_that_yaml_would_change_is_taken_as_written_and_said(written: str) -> None:
    declared = declare(f"flows:\n  - id: {written}\n")
    assert [item.id for item in declared.items] == [written]
    finding = the_finding(declared)
    assert (finding.code, finding.help) == ("TR007", f'quote it: "{written}"')
    assert declare(f"flows:\n  - id: '{written}'\n").findings == []
    assert declare(f"flows:\n  - id: !!str {written}\n").findings == []


@given(st.text(st.sampled_from("0123456789+-.:_eExXaFbBoOTZnylsf"), min_size=1, max_size=12))
def test_every_id_that_pyyaml_would_change_is_noticed(text: str) -> None:
    import yaml

    try:
        changed = not isinstance(yaml.safe_load(text), str)
    except (yaml.YAMLError, ValueError):
        return  # such as the 31st of February, or a key without a value
    if changed and isinstance(parse(text), type(parse("a"))):
        codes = [finding.code for finding in declare(f"flows:\n  - id: {text}\n").findings]
        assert codes in (["TR007"], ["TR004"])


@table(
    "text, place, code",
    ("no id", "flows:\n  - title: A\n", "2:5", "TR004"),
    ("an empty id", "flows:\n  - id:\n    title: A\n", "2:5", "TR004"),
    ("an empty quoted id", "flows:\n  - title: A\n    id: ''\n", "3:5", "TR004"),
    ("an empty item", "flows:\n  - {}\n", "2:5", "TR004"),
    ("nothing", "flows:\n  -\n", "2:4", "TR003"),
    ("a list as an item", "flows:\n  - [a]\n", "2:5", "TR003"),
    ("a list as an id", "flows:\n  - id: [a]\n", "2:9", "TR003"),
    ("a mapping as an id", "flows:\n  - id: {a: b}\n", "2:9", "TR003"),
)
def test_an_item_without_an_id_cannot_be_kept(text: str, place: str, code: str) -> None:
    declared = declare(text)
    finding = the_finding(declared)
    assert (finding.code, declared.items) == (code, [])
    assert str(finding.position).endswith(f":{place}")
    assert declared.unread_ids is not None


@table(
    "text, code, message, remedy",
    ("a mere id", "flows: [A-1]\n", "TR003", "a flow is a mapping with an `id`", "write `- id: A-1`"),
    (
        "the id in capitals",
        "flows:\n  - ID: A-1\n",
        "TR002",
        "a flow has no field `ID`",
        "did you mean `id`?",
    ),
    ("the id misspelt", "flows:\n  - ids: A-1\n", "TR002", "a flow has no field `ids`", "did you mean `id`?"),
)
def test_an_item_whose_id_can_be_made_out_is_kept(text: str, code: str, message: str, remedy: str) -> None:
    declared = declare(text)
    finding = the_finding(declared)
    assert (finding.code, finding.message, finding.help) == (code, message, remedy)
    assert [item.id for item in declared.items] == ["A-1"]


# ---------------------------------------------------------------- defaults


def test_defaults_fill_what_items_leave_open() -> None:
    declared = declare(
        "defaults: {status: planned, implementation: auto, components: [c], maintainer: Ana,\n"
        "  evidence: {tests: unknown}, waive: {TR201: because}}\n"
        "flows:\n  - id: A\n  - id: B\n    status: partial\n    components: [d]\n    evidence: {code: a.py}\n"
        "    waive: {TR202: else}\n"
        "components:\n  - id: c\n"
    )
    assert declared.findings == []
    a, b, c = declared.items
    assert (a.text("status"), a.text("implementation"), a.text("maintainer")) == ("planned", "auto", "Ana")
    assert [r.text for r in a.references["components"]] == ["c"]
    assert a.evidence["tests"].unknown
    assert (b.text("status"), b.text("implementation")) == ("partial", "auto")
    assert [r.text for r in b.references["components"]] == ["d"]
    assert set(b.evidence) == {"code", "tests"}
    assert [w.code for w in b.waivers] == ["TR202", "TR201"]
    assert (c.text("status"), c.text("implementation"), c.references) == ("planned", "", {})
    assert [(w.code, w.from_defaults) for w in c.waivers] == [("TR201", True)]


def test_an_item_s_empty_list_is_its_own() -> None:
    (item,) = declare("defaults: {writers: [a]}\nresources:\n  - id: r\n    writers: []\n").items
    assert item.references["writers"] == ()


@table(
    "defaults, finding",
    ("an unknown field", "{colour: red}", "1:12 TR002 no kind has a field `colour`"),
    ("a field misspelt", "{stats: planned}", "1:12 TR002 no kind has a field `stats`"),
    ("an id", "{id: A}", "1:12 TR002 no kind has a field `id`"),
    ("a wrong status", "{status: done}", "1:20 TR003 `done` is not a status of a flow"),
    ("a wrong word", "{implementation: x}", "1:28 TR003 `x` is not a value of `implementation`"),
    ("no reason", "{waive: {TR201: }}", "1:20 TR004 the waiver of TR201 has no reason"),
    ("a list", "[status]", "1:11 TR003 `defaults` is a mapping of fields to values"),
    (
        "a key twice",
        "{status: planned, status: planned}",
        "1:29 TR005 duplicate key `status`, first in line 1",
    ),
    ("an unknown claim type", "{evidence: {cod: x}}", "1:23 TR002 unknown claim type `cod`"),
)
def test_one_mistake_in_defaults_is_one_finding_however_many_items(defaults: str, finding: str) -> None:
    items = "".join(f"  - id: F-{n}\n" for n in range(20))
    more = "".join(f"  - id: c-{n}\n" for n in range(20))
    declared = declare(f"defaults: {defaults}\nflows:\n{items}components:\n{more}")
    assert said(declared) == [finding]
    assert len(declared.items) == 40


def test_a_mistake_in_defaults_says_that_it_stands_there_and_marks_the_items() -> None:
    declared = declare("defaults: {status: done}\nflows:\n  - id: A\n  - id: B\n    status: planned\n")
    assert the_finding(declared).label == "in `defaults`"
    assert [sorted(item.invalid) for item in declared.items] == [["status"], []]


# ---------------------------------------------------------------- whole sources


@table(
    "text, finding, lost",
    ("a list", "- id: A\n", "1:1 TR003 a sidecar is a mapping of kinds to lists of items", {"A"}),
    ("a text", "flows\n", "1:1 TR003 a sidecar is a mapping of kinds to lists of items", {"flows"}),
    ("an unknown kind", "flws:\n  - id: A\n    aliases: [B]\n", "1:1 TR002 unknown kind `flws`", {"A", "B"}),
    ("a mapping of items", "flows:\n  A: {title: x}\n", "2:3 TR003 `flows` is a list", {"A"}),
    ("a singular", "flow:\n  - id: A\n", "1:1 TR002 unknown kind `flow`", {"A"}),
)
def test_what_cannot_be_made_out_is_remembered_as_lost(text: str, finding: str, lost: set[str]) -> None:
    declared = declare(text)
    assert said(declared) == [finding]
    assert declared.unread_ids is not None
    assert declared.unread_ids >= lost


def test_a_kind_that_stands_twice_is_read_twice() -> None:
    declared = declare("flows:\n  - id: A\nflows:\n  - id: B\n")
    assert [item.id for item in declared.items] == ["A", "B"]
    assert said(declared) == ["3:1 TR005 duplicate key `flows`, first in line 1"]


@table(
    "text",
    ("nothing", ""),
    ("null", "~\n"),
    ("empty kinds", "flows:\ncomponents: []\n"),
    ("empty defaults", "defaults:\n"),
)
def test_an_empty_sidecar_is_fine(text: str) -> None:
    declared = declare(text)
    assert (declared.items, declared.findings, declared.unread_ids) == ([], [], None)


# ---------------------------------------------------------------- pages


def test_a_singular_kind_makes_the_page_the_item() -> None:
    declared = on_page("component:\n  id: api\n", "The API")
    (item,) = declared.items
    assert (item.kind, item.id, item.page, item.title) == ("component", "api", "page.md", "The API")


def test_an_item_s_own_title_comes_first() -> None:
    (item,) = on_page("component: {id: api, title: Own}\n", "The API").items
    assert item.title == "Own"


def test_a_mere_id_is_enough_on_a_page() -> None:
    declared = on_page("component: api\n", "The API")
    assert declared.findings == []
    assert [(item.id, item.page) for item in declared.items] == [("api", "page.md")]


def test_a_plural_lists_items_of_which_the_page_is_not_the_home() -> None:
    declared = on_page("components:\n  - id: a\n  - id: b\nflow: F-1\n")
    assert [(item.id, item.page, item.title) for item in declared.items] == [
        ("a", None, "a"),
        ("b", None, "b"),
        ("F-1", "page.md", "A page"),
    ]


@table(
    "text, finding",
    (
        "a list for one",
        "component:\n  - id: a\n",
        "2:3 TR003 `component` makes this page one component and takes no list",
    ),
    ("nothing", "component:\n", "1:1 TR004 a component without an `id`"),
    ("an unknown kind", "compnent: {id: a}\n", "1:1 TR002 unknown kind `compnent`"),
    ("a text", "component\n", "1:1 TR003 `traceability` is a mapping of kinds to what the page declares"),
    ("a list", "[a]\n", "1:1 TR003 `traceability` is a mapping of kinds to what the page declares"),
    ("defaults", "defaults: {status: planned}\n", "1:1 TR002 unknown kind `defaults`"),
)
def test_a_page_that_says_it_otherwise_is_one_finding(text: str, finding: str) -> None:
    assert said(on_page(text)) == [finding]


def test_a_list_under_a_singular_kind_is_read_all_the_same() -> None:
    assert [item.id for item in on_page("component:\n  - id: a\n  - id: b\n").items] == ["a", "b"]


# ---------------------------------------------------------------- whatever it is

WORDS = st.sampled_from(
    [
        *SCHEMA.kinds,
        *SCHEMA.by_plural,
        "defaults",
        *{key for kind in SCHEMA for key in kind.keys},
        *(
            "claim",
            "reason",
            "until",
            "text",
            "artifacts",
            "not_applicable",
            "unknown",
            "code",
            "<<",
            "TR201",
        ),
    ]
)
ANYTHING: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | WORDS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(WORDS | st.text(max_size=3), inner, max_size=5)
    ),
    max_leaves=30,
)


@given(st.dictionaries(WORDS, ANYTHING, max_size=4))
def test_any_data_is_read_without_a_fault(data: dict[str, Any]) -> None:
    import yaml

    text = yaml.safe_dump(data, sort_keys=False)
    for declared in (declare(text), on_page(text)):
        for finding in declared.findings:
            assert finding.position.line <= text.count("\n") + 1
            assert "\n" not in finding.message


def test_text_after_a_comma_is_no_key_that_nobody_sees(tmp_path: Path) -> None:
    found = check(
        tmp_path,
        """\
        components:
          - {id: api, external: true, notes: One thing, and another}
          - {id: core, external: true, notes: , prioritty: }
        requirements:
          - {id: R-1, status: missing, action: {text: Write it, soon}}
        """,
    )
    assert [(each.message, each.help) for each in found] == [
        (
            "a component has no field `and another`",
            "the value is empty; if it is text after a comma, quote the entire text",
        ),
        (
            "a component has no field `prioritty`",
            "the value is empty; if it is text after a comma, quote the entire text",
        ),
        (
            "unknown key `soon` in `action`",
            "the value is empty; if it is text after a comma, quote the entire text",
        ),
    ]
