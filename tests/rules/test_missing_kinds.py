"""A site may lack a built-in kind, relation or field: what needs it is left out, and all else is there."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest
from published import everything, published, view_of, what_is_wrong
from support import TODAY, build_here, table, write_site

from mkdocs_traceability.agents.brief.brief import brief_of
from mkdocs_traceability.agents.gaps import gaps_of
from mkdocs_traceability.agents.why import why_of
from mkdocs_traceability.model.declared import DeclaredField, DeclaredKind
from mkdocs_traceability.model.kinds import Schema, resolve
from mkdocs_traceability.pages.publication import generated_pages
from mkdocs_traceability.reading.built_in import built_in
from mkdocs_traceability.result import Result
from mkdocs_traceability.rules import all_rules
from mkdocs_traceability.rules.engine.rule import Rule
from mkdocs_traceability.settings.load import Settings, load_settings
from mkdocs_traceability.workspace import Workspace

FACTS = """\
layers:
  - {id: L1, rank: 1, must_persist: true}
  - {id: L2, rank: 2, may_use: []}
components:
  - {id: api, layer: L2, paths: [app/api.py], depends_on: [store], reads: [rows], trigger: scheduled, schedule: hourly}
  - {id: store, layer: L1, observed_layer: L2, paths: [app/store.py], depends_on: [api], writes: [rows], part_of: back, processes: several}
  - {id: back, external: true, superseded_by: front}
  - {id: front, confidence: low, nature: glue, claimed: it does, actual: it does not}
  - {id: job, layer: L1, paths: [app/job.py], depends_on: [api], execution: async}
  - {id: desk, layer: L1, evidence: {events: [send rows.moved]}}
  - {id: idle}
flows:
  - {id: F-1, title: One, components: [api], implementation: auto, status: implemented, evidence: {code: [app/api.py]}}
  - {id: F-2, domain: X, implementation: deleg, superseded_by: F-1}
  - {id: F-5}
  - {id: F-4, implementation: infra, components: [back], see: ["component:api"]}
patches:
  - {id: P-1, status: implemented, supports: [F-1, "signal:S-1"], target: page.md}
  - {id: P-2, status: required}
signals:
  - {id: S-1, producers: [api], consumers: ["component:job", "signal:S-2"], persistence: in-memory, category: c, exposure: public}
  - {id: S-2, producers: [store], consumers: ["resource:rows"], status: unregistered, type: raw}
  - {id: S-3}
  - {id: S-4}
  - {id: S-5, producers: [api], consumers: ["component:api", "component:job"], persistence: none}
  - {id: rows.moved, producers: [front], consumers: ["component:api"]}
  - {id: rows.kept, producers: [desk], consumers: ["component:api"], evidence: {events: [rows.kept]}}
metrics:
  - {id: M-1, emitters: [api], supports: [F-1], dimensions: [d]}
  - {id: M-2}
resources:
  - {id: rows, storage: table, layer: L1, writers: [api], readers: [job], forbidden: [store], owned_by: store, sharing: per-process, status: implemented}
  - {id: copy, duplicates: [rows], part_of: rows, status: implemented, durability: advisory}
  - {id: none, writers: []}
  - {id: prices, storage: table, writers: [api]}
sources_of_truth:
  - {id: T-1, subject: Rows, primary: page.md, dependents: [api, the world]}
  - {id: T-2, subject: rows, primary: page.md}
requirements:
  - {id: R-1, area: a, status: implemented, satisfied_by: ["flow:F-1", "component:api"], target: 99 %, actual: 98 %}
  - {id: R-2, part_of: R-1, status: missing, horizon: now, action: {text: Do, artifacts: [app/api.py]}}
  - {id: R-3, status: implemented, requires: {states: [on]}, priority: high}
gaps:
  - {id: G-1, about: ["flow:F-1"], resolved_by: [P-1], status: resolved, severity: high}
  - {id: G-2, about: ["component:api"], status: open, action: Mend it, horizon: soon}
"""

PAGE = """\
---
traceability:
  component: {id: paged, layer: L1, flows: [F-1], used_by: [api], produces: [S-3], gaps: [G-2]}
---
# Page
"""

PLACED = f"""{PAGE}
[trace: count flows status=implemented] of [trace: share components] [F-1] [trace: badge api]

[trace: matrix signals columns=id,producers,consumers]

[trace: graph component:api]

[trace: panel api]

[trace: list components layer=L1]
"""

FILES = {
    "docs/a.trace.yml": FACTS,
    "docs/page.md": PAGE,
    "app/__init__.py": "",
    "app/api.py": "from app import job\n",
    "app/store.py": 'from app import api\n\ndef write(db):\n    db.execute("UPDATE rows SET a = 1")\n    db.execute("DELETE FROM prices")\n',
    "app/job.py": "from app import store\n",
    "events.yml": "asyncapi: 3.0.0\nchannels: {moved: {address: rows.moved}, kept: {address: rows.kept}}\n"
    "operations:\n  move: {action: send, channel: {$ref: '#/channels/moved'}}\n"
    "  keep: {action: send, channel: {$ref: '#/channels/kept'}}\n",
    "mkdocs.yml": "site_name: x\nplugins:\n  - traceability:\n      acyclic: [component.depends_on]\n"
    "      producing_layers: [L1]\n      item_pages: true\n      fail_under: {flow: 90}\n      asyncapi: [events.yml]\n",
}

KINDS, COMMON = built_in()

Declared = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return load_settings(write_site(tmp_path_factory.mktemp("site"), FILES))


def declared_kinds() -> Declared:
    return deepcopy(dict(KINDS))


def resolved(declared: Declared, common: Any = COMMON) -> Schema:
    kinds = {name: DeclaredKind.model_validate(kind) for name, kind in declared.items()}
    return resolve(kinds, DeclaredKind.model_validate(common), built_in=KINDS)[0]


def run(site: Settings, schema: Schema) -> Result:
    """Run over a site under a schema of its own, keep nothing, and show everything."""
    kinds = repr([(kind.name, *kind.keys) for kind in schema])
    gates = {kind: gate for kind, gate in site.policy.fail_under.items() if kind in schema.kinds}
    acyclic = {(r.kind, r.name) for r in schema.relations()} & site.policy.acyclic
    settings = replace(
        site,
        schema=schema,
        declared=kinds,
        policy=site.policy.model_copy(update={"fail_under": gates, "acyclic": frozenset(acyclic)}),
        presentation=replace(site.presentation, item_pages=frozenset(schema.kinds)),
    )
    result = Workspace(settings).run(today=TODAY)
    assert all(shown for shown in everything(result))
    assert list(what_is_wrong(published(result))) == []
    assert brief_of(result, ["."])
    assert gaps_of(result)
    assert all(
        why_of(result, [each.id]) for each in {each.kind: each for each in result.registry.all}.values()
    )
    return result


def codes(result: Result) -> set[str]:
    return {finding.code for finding in result.raw_findings}


def pages(result: Result) -> set[str]:
    return {page.name for page in generated_pages(view_of(result))}


def parts(section: str) -> list[tuple[str, str]]:
    return [(kind, name) for kind, declared in KINDS.items() for name in declared.get(section, ())]


def changed(section: str, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Declared:
    """Return the built-in kinds with all their fields, or relations, changed in one way."""
    declared = declared_kinds()
    for kind in declared.values():
        kind[section] = {name: change(each) for name, each in kind[section].items()}
    return declared


def test_of_the_whole_schema_everything_is_judged_and_shown(site: Settings) -> None:
    result = run(site, resolved(declared_kinds()))
    needing = {rule.code for rule in all_rules().values() if rule.needs}
    assert needing - codes(result) == set()
    assert {"coverage.md", "sufficiency.md", "layer-map.md"} <= pages(result)


# ---------------------------------------------------------------- what is missing


@pytest.mark.parametrize("kind", KINDS)
def test_any_kind_may_be_missing(site: Settings, kind: str) -> None:
    declared = declared_kinds()
    del declared[kind]
    result = run(site, resolved(declared))
    assert f"{KINDS[kind]['plural']}.md".replace("_", "-") not in pages(result)


@pytest.mark.parametrize(("kind", "relation"), parts("relations"))
def test_any_relation_may_be_missing(site: Settings, kind: str, relation: str) -> None:
    declared = declared_kinds()
    del declared[kind]["relations"][relation]
    assert pages(run(site, resolved(declared))) >= {"index.md", "signals.md"}


@pytest.mark.parametrize("relation", COMMON["relations"])
def test_any_relation_of_every_kind_may_be_missing(site: Settings, relation: str) -> None:
    common = deepcopy(dict(COMMON))
    del common["relations"][relation]
    run(site, resolved(declared_kinds(), common))


@pytest.mark.parametrize("kind", KINDS)
def test_all_fields_of_a_kind_may_be_missing(site: Settings, kind: str) -> None:
    declared = declared_kinds()
    declared[kind]["fields"] = {}
    run(site, resolved(declared))


def test_the_fields_of_every_kind_may_be_missing(site: Settings) -> None:
    run(site, resolved(declared_kinds(), {**COMMON, "fields": {}}))


# ---------------------------------------------------------------- what is another thing


@pytest.mark.parametrize("type_", get_args(DeclaredField.model_fields["type"].annotation))
def test_the_fields_may_be_of_any_type(site: Settings, type_: str) -> None:
    run(site, resolved(changed("fields", lambda _: {"type": type_})))
    run(site, resolved(changed("fields", lambda _: {"type": type_, "many": True})))


@pytest.mark.parametrize("to", ["any", "self", "layer", "signal"])
def test_the_relations_may_lead_to_anything(site: Settings, to: str) -> None:
    run(site, resolved(changed("relations", lambda each: {**each, "to": to, "symmetric": False})))


def test_the_relations_may_have_no_way_back_or_one_of_another_name(site: Settings) -> None:
    run(site, resolved(changed("relations", lambda each: {**each, "inverse": None})))
    run(
        site,
        resolved(changed("relations", lambda each: {**each, "inverse": f"way_{each.get('inverse', 'x')}"})),
    )


@pytest.mark.parametrize(("kind", "relation"), parts("relations"))
def test_a_field_may_have_the_name_of_a_relation(site: Settings, kind: str, relation: str) -> None:
    declared = declared_kinds()
    declared[kind]["fields"] |= {relation: {"many": True}}
    run(site, resolved(declared))


# ---------------------------------------------------------------- what is said then


def without(need: str) -> Schema:
    """Return a schema without one kind, relation or inverse."""
    declared = declared_kinds()
    kind, _, name = need.partition(".")
    if not name:
        del declared[kind]
    elif declared[kind]["relations"].pop(name, None) is None:
        for each in declared.values():
            for relation in each["relations"].values():
                if relation.get("inverse") == name:
                    relation["inverse"] = None
    return resolved(declared)


@pytest.mark.parametrize(
    ("rule", "need"),
    [(rule, need) for rule in all_rules().values() for need in rule.needs],
    ids=lambda each: each if isinstance(each, str) else each.code,
)
def test_a_rule_is_left_out_without_what_it_needs(tmp_path: Path, rule: Rule, need: str) -> None:
    settings = load_settings(write_site(tmp_path, rule.fails))
    assert rule.code in codes(Workspace(settings).run(today=TODAY))
    assert settings.schema.has(need)
    settings = replace(settings, schema=without(need), declared=f"without {need}")
    assert not settings.schema.has(need)
    assert rule.code not in codes(Workspace(settings).run(today=TODAY))


# ---------------------------------------------------------------- what takes them away


@table(
    "kinds, place, message, gone",
    (
        "a plural that a built-in kind has",
        "{flow: {plural: components}}",
        "9:30",
        "the plural `components` is taken by the kind `component`",
        "flow",
    ),
    (
        "a plural that is the name of a kind",
        "{component: {plural: layer}}",
        "9:35",
        "the plural `layer` is taken by the kind `layer`",
        "component",
    ),
    (
        "a relation to no kind",
        "{signal: {relations: {producers: {to: nonesuch}}}}",
        "9:52",
        "`nonesuch` is not a kind",
        "signal.producers",
    ),
    (
        "a field with the name of a relation",
        "{flow: {fields: {components: {many: true}}}}",
        "9:15",
        "`components` is a field of a flow already",
        "flow.components",
    ),
    (
        "a field with the name of an inverse",
        "{component: {fields: {consumes: {many: true}}}}",
        "9:7",
        "`consumes` is a field or relation of a component already",
        "component.consumes",
    ),
    (
        "a field with the name of an inverse that is written",
        "{component: {fields: {produces: {many: true}}}}",
        "9:7",
        "`produces` is a field or relation of a component already",
        "component.produces",
    ),
)
def test_a_wrong_declaration_is_one_finding_and_the_site_is_built(
    tmp_path: Path, site: Settings, kinds: str, place: str, message: str, gone: str
) -> None:
    files = FILES | {"mkdocs.yml": f"{FILES['mkdocs.yml']}      kinds: {kinds}\n", "docs/page.md": PLACED}
    built = build_here(tmp_path, files)
    assert (built / "traceability/index.html").is_file()
    assert not (built / "traceability/sufficiency/index.html").exists() or not gone.startswith("signal")
    settings = load_settings(tmp_path / "mkdocs.yml")
    assert not settings.schema.has(gone)
    known = {(each.code, each.message) for each in Workspace(site).run(today=TODAY).raw_findings}
    found = Workspace(settings).run(today=TODAY).raw_findings
    assert [each for each in found if (each.code, each.message) not in known] == [
        each for each in found if each.code == "TR008"
    ]
    (wrong,) = (each for each in found if each.code == "TR008")
    assert (f"{wrong.position.line}:{wrong.position.column}", wrong.message) == (place, message)
