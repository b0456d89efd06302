"""Kinds are declared, and hold together: what does not is said, left out, and remembered."""

from pathlib import Path
from textwrap import indent
from typing import Any

import pytest
from support import PLAIN_SITE, check, table, write_site

from mkdocs_traceability.model import kinds
from mkdocs_traceability.model.declared import DeclaredKind
from mkdocs_traceability.model.kinds import Kind, Schema, SchemaProblem, resolve
from mkdocs_traceability.reading.built_in import built_in, built_in_text
from mkdocs_traceability.settings.config_file import read_config
from mkdocs_traceability.settings.load import built_in_schema, load_settings, of_every_item

SCHEMA = built_in_schema()


def resolved(**kinds: Any) -> tuple[Schema, list[SchemaProblem]]:
    declared = {
        name: DeclaredKind.model_validate({"plural": f"{name}s", **kind}) for name, kind in kinds.items()
    }
    return resolve(declared, of_every_item())


def sound(**kinds: Any) -> Schema:
    schema, problems = resolved(**kinds)
    assert problems == []
    return schema


# ---------------------------------------------------------------- the built-in ones


def test_there_are_ten_kinds_with_the_plurals_of_the_data_model() -> None:
    assert {kind.name: kind.plural for kind in SCHEMA} == {
        "flow": "flows",
        "component": "components",
        "patch": "patches",
        "signal": "signals",
        "metric": "metrics",
        "resource": "resources",
        "source_of_truth": "sources_of_truth",
        "requirement": "requirements",
        "gap": "gaps",
        "layer": "layers",
    }


def test_the_built_in_kinds_hold_together() -> None:
    declared = {name: DeclaredKind.model_validate(kind) for name, kind in built_in().kinds.items()}
    assert resolve(declared, of_every_item(), built_in=built_in().kinds)[1] == []


def test_the_file_of_the_built_in_kinds_is_read_as_a_configuration_is() -> None:
    read = read_config(Path(kinds.__file__).with_name("kinds.yml"))
    assert read.data == built_in()._asdict()
    assert read.repeated == []


def test_the_built_in_kinds_can_stand_in_mkdocs_yml(tmp_path: Path) -> None:
    head, _, declared = built_in_text().partition("\nkinds:\n")
    assert "every_item:" in head
    site = f"{PLAIN_SITE.replace('[traceability]', '')}\n  - traceability:\n      kinds:\n"
    text = site + indent(declared, "      ")
    settings = load_settings(write_site(tmp_path, {"mkdocs.yml": text}))
    assert settings.findings == ()
    assert settings.schema.kinds == SCHEMA.kinds


# Data model: "Inverses are computed".
@table(
    "kind, relation, inverse",
    *(
        (f"{kind}.{relation}", kind, relation, inverse)
        for kind, relation, inverse in (
            ("flow", "components", "flows"),
            ("component", "part_of", "parts"),
            ("resource", "part_of", "parts"),
            ("requirement", "part_of", "parts"),
            ("component", "depends_on", "used_by"),
            ("component", "layer", "members"),
            ("resource", "layer", "members"),
            ("patch", "supports", "patches"),
            ("metric", "supports", "metrics"),
            ("signal", "producers", "produces"),
            ("signal", "consumers", "consumes"),
            ("metric", "emitters", "emits"),
            ("resource", "owned_by", "owns"),
            ("resource", "forbidden", "forbidden_from"),
            ("requirement", "satisfied_by", "satisfies"),
            ("gap", "about", "gaps"),
            ("gap", "resolved_by", "resolves"),
            ("layer", "may_use", "usable_by"),
            ("source_of_truth", "dependents", "decided_by"),
            ("flow", "superseded_by", "supersedes"),
            ("flow", "see", "seen_from"),
            ("resource", "duplicates", "duplicates"),
        )
    ),
)
def test_relations_have_the_inverses_of_the_data_model(kind: str, relation: str, inverse: str) -> None:
    found = SCHEMA[kind].relations[relation]
    assert found.inverse == inverse
    for target in found.to:
        assert inverse in (*SCHEMA[target].inverses, *SCHEMA[target].relations)


@table(
    "phase, statuses",
    ("ahead", "ahead", "planned proposed required missing deferred open"),
    ("open", "open", "partial registered unregistered accepted"),
    ("complete", "complete", "implemented resolved"),
    ("over", "over", "retired rejected"),
)
def test_statuses_have_the_phases_of_the_data_model(phase: str, statuses: str) -> None:
    for kind in SCHEMA:
        for status in set(statuses.split()) & set(kind.statuses):
            assert kind.phase(status) == phase


def test_an_item_without_a_status_is_open() -> None:
    assert all(kind.phase("") == "open" for kind in SCHEMA)


# ---------------------------------------------------------------- a user's own


def test_a_kind_that_says_nothing_has_what_all_have() -> None:
    kind = sound(enforcer={})["enforcer"]
    assert {"title", "summary", "notes", "tags", "aliases", "former_ids", "maintainer", "system"} == set(
        kind.fields
    )
    assert {"superseded_by", "see"} == set(kind.relations)
    assert set(kind.statuses) == {"planned", "partial", "implemented", "retired"}
    assert (kind.label, kind.title) == ("enforcer", "Enforcers")


def test_shorthands_say_the_same_as_the_long_forms() -> None:
    short = sound(
        a={"fields": {"x": "number", "y": None}, "relations": {"z": "a"}, "status": {"on": "open"}}
    )["a"]
    long = sound(
        a={
            "fields": {"x": {"type": "number"}, "y": {"type": "text"}},
            "relations": {"z": {"to": ["a"]}},
            "status": {"on": {"phase": "open"}},
        }
    )["a"]
    assert (short.fields, short.relations, short.statuses) == (long.fields, long.relations, long.statuses)


@pytest.mark.parametrize(
    "vocabulary", [["a", "b"], {"a": None, "b": "The b"}, {"a": {}, "b": {"label": "The b"}}]
)
def test_a_vocabulary_is_a_list_or_a_mapping(vocabulary: Any) -> None:
    field = sound(k={"fields": {"x": {"one_of": vocabulary}}})["k"].fields["x"]
    assert list(field.one_of or {}) == ["a", "b"]


def test_any_is_every_kind_and_self_is_its_own() -> None:
    schema = sound(a={"relations": {"x": "any", "y": "self"}}, b={})
    assert schema["a"].relations["x"].to == ("a", "b")
    assert schema["a"].relations["y"].to == ("a",)


def test_one_name_may_be_the_inverse_of_several_relations() -> None:
    schema = sound(
        a={"relations": {"x": {"to": "c", "inverse": "uses"}}},
        b={"relations": {"y": {"to": "c", "inverse": "uses"}}},
        c={},
    )
    assert schema.targets("c", "uses") == ("a", "b")


def test_the_first_requirement_that_fits_decides() -> None:
    kind = sound(
        a={
            "fields": {"level": {}},
            "evidence": [
                {
                    "when": {"status": ["implemented", "partial"], "level": "High"},
                    "all_of": ["code", "tests"],
                },
                {"when": {"status": "implemented"}, "any_of": "code"},
            ],
        }
    )["a"]

    def required(**values: str) -> Any:
        found = kind.required_evidence({name: (value,) for name, value in values.items()})
        return found and (found.all_of or found.any_of)

    assert required(status="Implemented", level="high") == ["code", "tests"]
    assert required(status="implemented", level="low") == ["code"]
    assert required(status="partial", level="low") is None
    assert required() is None


# ---------------------------------------------------------------- what does not hold together


def of(kind: Kind) -> set[str]:
    return set(kind.refused)


def test_a_relation_to_a_kind_that_is_refused_is_no_second_mistake() -> None:
    schema, problems = resolved(any={}, a={"relations": {"x": {"to": "any_thing"}, "y": {"to": ["anyone"]}}})
    assert [problem.path for problem in problems] == [
        ("any",),
        ("a", "relations", "x", "to", 0),
        ("a", "relations", "y", "to", 0),
    ]
    schema, problems = resolved(B={"plural": "bs"}, a={"relations": {"x": {"to": "B", "inverse": "back"}}})
    assert [problem.path for problem in problems] == [("B",)]
    assert schema.refused == {"B", "bs"}
    assert of(schema["a"]) == {"x", "back"}


def test_a_kind_whose_plural_is_taken_is_remembered_by_what_it_may_be_called() -> None:
    schema, problems = resolved(
        flow={"plural": "flows"}, enforcer={"plural": "flows"}, policy={"plural": "flows"}
    )
    assert [problem.path for problem in problems] == [("enforcer", "plural"), ("policy", "plural")]
    assert {"enforcer", "enforcers", "policy", "policies"} <= schema.refused


def test_an_inverse_that_is_taken_leaves_the_relation_one_way() -> None:
    schema, problems = resolved(a={"relations": {"x": {"to": ["b", "c"], "inverse": "title"}}}, b={}, c={})
    assert [problem.message for problem in problems] == ["`title` is a field or relation of a b already"]
    assert schema["a"].relations["x"].inverse is None
    assert "title" not in schema["b"].inverses


def test_a_name_that_means_two_things_keeps_the_first() -> None:
    schema, problems = resolved(
        a={
            "fields": {"status": "text", "code": {"type": "claim"}, "x": "text"},
            "relations": {"x": {"to": "a", "inverse": "xs"}},
        }
    )
    assert [problem.path for problem in problems] == [
        ("a", "fields", "status"),
        ("a", "fields", "code"),
        ("a", "relations", "x"),
    ]
    assert "x" in schema["a"].fields
    assert "x" not in schema["a"].relations
    assert of(schema["a"]) == {"code", "xs"}


def test_a_condition_on_evidence_that_can_never_hold_is_wrong(tmp_path: Path) -> None:
    settings = """
site_name: x
plugins:
  - traceability:
      kinds:
        component:
          evidence:
            - {when: {status: implementd}, all_of: [code]}
            - {when: {trigger: worker, external: true}, all_of: [code]}
"""
    found = check(tmp_path, {"mkdocs.yml": settings.lstrip()})
    assert [(str(finding.position), finding.message) for finding in found] == [
        ("mkdocs.yml:7:31", "`implementd` is not a value of `status`")
    ]
