"""Linking: every reference becomes a link at both of its ends, or a failure with what else it might be."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from support import as_data, check, found, run, table

from mkdocs_traceability.model.item import Item
from mkdocs_traceability.reading.declarations import declare_sidecar
from mkdocs_traceability.reading.yaml.tree import parse
from mkdocs_traceability.registry.link import link
from mkdocs_traceability.registry.registry import Failure, Registry, series_prefix
from mkdocs_traceability.settings.load import built_in_schema

SCHEMA = built_in_schema()


def items(text: str, path: str = "a.yml") -> list[Item]:
    declared = declare_sidecar(parse(text), path, SCHEMA)
    assert declared.findings == []
    return declared.items


def linked(*texts: str) -> Registry:
    return link(SCHEMA, [item for n, text in enumerate(texts) for item in items(text, f"{n}.yml")])


def related(registry: Registry, kind: str, id_: str, name: str) -> list[str]:
    item = registry.get(kind, id_)
    assert item is not None
    return [f"{link.item.kind}:{link.item.id}" for link in registry.related(item, name)]


def failures(registry: Registry) -> list[tuple[str, str, list[str]]]:
    return [
        (broken.reference.text, broken.failure.name, [f"{i.kind}:{i.id}" for i in broken.candidates])
        for broken in registry.broken
    ]


# ---------------------------------------------------------------- ids


def test_a_link_stands_at_both_ends_in_the_order_of_the_list() -> None:
    registry = linked("flows: [{id: F, components: [b, a]}]\ncomponents: [{id: a}, {id: b}]\n")
    assert related(registry, "flow", "F", "components") == ["component:b", "component:a"]
    assert related(registry, "component", "a", "flows") == ["flow:F"]


def test_ids_are_unique_per_kind() -> None:
    registry = linked(
        "flows: [{id: x, components: [x]}]\ncomponents: [{id: x}]\nmetrics: [{id: x, supports: [x]}]\n"
    )
    assert registry.duplicates == ()
    assert related(registry, "flow", "x", "components") == ["component:x"]
    assert related(registry, "metric", "x", "supports") == ["flow:x"]


@table(
    "written, expected",
    ("by its kind", "signal:x", "signal:x"),
    ("by another kind", "component:x", "component:x"),
    ("by a kind with a hyphen", "source-of-truth:x", "source_of_truth:x"),
)
def test_a_kind_before_the_id_decides(written: str, expected: str) -> None:
    registry = linked(
        f"gaps: [{{id: g, about: ['{written}']}}]\nsignals: [{{id: x}}]\ncomponents: [{{id: x}}]\nsources_of_truth: [{{id: x}}]\n"
    )
    assert failures(registry) == []
    assert related(registry, "gap", "g", "about") == [expected]


def test_an_id_with_a_colon_is_an_id_as_it_stands() -> None:
    registry = linked(
        "flows: [{id: F, components: ['m10:evaluate', 'component:b']}]\ncomponents: [{id: 'm10:evaluate'}, {id: 'component:b'}, {id: b}]\n"
    )
    assert related(registry, "flow", "F", "components") == ["component:m10:evaluate", "component:component:b"]


def test_an_id_with_a_colon_may_have_its_kind_before_it() -> None:
    registry = linked(
        "flows: [{id: F, components: ['component:m10:evaluate']}]\ncomponents: [{id: 'm10:evaluate'}]\n"
    )
    assert related(registry, "flow", "F", "components") == ["component:m10:evaluate"]


def test_a_kind_that_the_relation_does_not_admit_is_said() -> None:
    registry = linked("flows: [{id: F, components: ['metric:m', m]}]\nmetrics: [{id: m}]\n")
    assert failures(registry) == [("metric:m", "WRONG_KIND", ["metric:m"]), ("m", "WRONG_KIND", ["metric:m"])]


def test_a_duplicate_is_found_whatever_its_file() -> None:
    registry = linked("flows: [{id: F}]\n", "flows: [{id: F}]\n")
    ((first, second),) = registry.duplicates
    assert (first.position.path, second.position.path) == ("0.yml", "1.yml")
    assert registry.get("flow", "F") is first


# ---------------------------------------------------------------- aliases


def test_aliases_and_former_ids_resolve_and_are_remembered() -> None:
    registry = linked(
        "flows: [{id: F, components: [old, other]}]\ncomponents: [{id: a, former_ids: [old], aliases: [other]}]\n"
    )
    assert related(registry, "flow", "F", "components") == ["component:a"]
    assert [(r.reference.text, r.former) for r in registry.respelled] == [("old", True), ("other", False)]
    assert related(registry, "component", "a", "flows") == ["flow:F"]


def test_an_alias_of_two_is_ambiguous_only_where_it_is_used() -> None:
    components = "components: [{id: a, aliases: [x]}, {id: b, aliases: [x]}]\n"
    assert failures(linked(components)) == []
    assert failures(linked(components + "flows: [{id: F, components: [x]}]\n")) == [
        ("x", "AMBIGUOUS", ["component:a", "component:b"])
    ]


def test_an_alias_that_is_another_s_id_is_ambiguous() -> None:
    registry = linked("components: [{id: a, aliases: [b]}, {id: b}]\nflows: [{id: F, components: [b]}]\n")
    assert failures(registry) == [("b", "AMBIGUOUS", ["component:b", "component:a"])]


def test_an_alias_that_is_one_s_own_id_is_nothing() -> None:
    registry = linked("components: [{id: a, aliases: [a, a]}]\nflows: [{id: F, components: [a]}]\n")
    assert (failures(registry), registry.respelled) == ([], ())


def test_an_id_of_two_kinds_is_ambiguous_where_both_may_stand() -> None:
    text = "components: [{id: x}]\nsignals: [{id: x}, {id: y, consumers: [x]}]\n"
    assert failures(linked(text)) == [("x", "AMBIGUOUS", ["component:x", "signal:x"])]
    assert related(linked(text.replace("[x]", "['signal:x']")), "signal", "y", "consumers") == ["signal:x"]


def test_what_is_lost_is_neither_linked_nor_broken() -> None:
    found = items("flows: [{id: F, components: [gone, 'component:gone', nobody]}]\n")
    registry = link(SCHEMA, found, unread_ids=frozenset({"gone"}))
    assert failures(registry) == [("nobody", "UNKNOWN", [])]


# ---------------------------------------------------------------- both ways


def test_an_inverse_alone_is_as_good_as_the_relation() -> None:
    registry = linked("components: [{id: a, flows: [F, G]}]\nflows: [{id: F}, {id: G}]\n")
    assert related(registry, "flow", "F", "components") == ["component:a"]
    assert related(registry, "component", "a", "flows") == ["flow:F", "flow:G"]
    assert registry.disagreements == ()


def test_both_sides_may_say_the_same() -> None:
    registry = linked("components: [{id: a, flows: [F]}]\nflows: [{id: F, components: [a]}]\n")
    assert registry.disagreements == ()
    assert related(registry, "component", "a", "flows") == ["flow:F"]
    assert related(registry, "flow", "F", "components") == ["component:a"]


@table(
    "text, expected",
    (
        "the inverse says more",
        "components: [{id: a, flows: [F, G]}, {id: b}]\nflows: [{id: F, components: [a]}, {id: G, components: [b]}]\n",
        [("flow", "G")],
    ),
    (
        "the relation says more",
        "components: [{id: a, flows: [F]}]\nflows: [{id: F, components: [a]}, {id: G, components: [a]}]\n",
        [("component", "a")],
    ),
    (
        "an empty list against an inverse",
        "components: [{id: a, flows: [F]}]\nflows: [{id: F, components: []}]\n",
        [("flow", "F")],
    ),
    (
        "an empty inverse against a relation",
        "components: [{id: a, flows: []}]\nflows: [{id: F, components: [a]}]\n",
        [("component", "a")],
    ),
)
def test_two_sides_that_disagree_are_compared(text: str, expected: list[tuple[str, str]]) -> None:
    lacking = [(each.lacking.kind, each.lacking.id) for each in linked(text).disagreements]
    assert lacking == expected


def test_a_broken_entry_is_no_disagreement_as_well(tmp_path: Path) -> None:
    text = "components:\n  - {id: a, flows: [F]}\nflows:\n  - {id: F, components: [aa]}\n"
    assert found(tmp_path, text, "TR101", "TR108") == ["4:26 TR101 unknown component `aa`"]


def test_a_symmetric_relation_is_written_on_one_side_or_on_both() -> None:
    for text in (
        "resources: [{id: a, duplicates: [b]}, {id: b}]\n",
        "resources: [{id: a}, {id: b, duplicates: [a]}]\n",
        "resources: [{id: a, duplicates: [b]}, {id: b, duplicates: [a]}]\n",
    ):
        registry = linked(text)
        assert related(registry, "resource", "a", "duplicates") == ["resource:b"]
        assert related(registry, "resource", "b", "duplicates") == ["resource:a"]
        assert registry.disagreements == ()


def test_a_relation_to_any_kind_reaches_every_kind() -> None:
    registry = linked(
        "gaps: [{id: g, about: [F, a, m, L]}]\nflows: [{id: F}]\ncomponents: [{id: a}]\nmetrics: [{id: m}]\nlayers: [{id: L}]\n"
    )
    assert related(registry, "gap", "g", "about") == ["flow:F", "component:a", "metric:m", "layer:L"]
    assert related(registry, "layer", "L", "gaps") == ["gap:g"]


def test_one_name_holds_inverses_of_several_kinds() -> None:
    registry = linked("components: [{id: a, layer: L}]\nresources: [{id: r, layer: L}]\nlayers: [{id: L}]\n")
    assert related(registry, "layer", "L", "members") == ["component:a", "resource:r"]


def test_wholes_go_up_and_end_where_they_close() -> None:
    registry = linked("components: [{id: a, part_of: b}, {id: b, part_of: c}, {id: c, part_of: b}]\n")
    a = registry.get("component", "a")
    assert a is not None
    assert [item.id for item in registry.ancestors(a)] == ["b", "c"]


def test_text_in_place_of_an_id_is_neither_link_nor_failure() -> None:
    owners = (
        "resources: [{id: r, owned_by: the team}, {id: s, owned_by: {text: ops}}, {id: t, owned_by: ops}]\n"
    )
    registry = linked(f"components: [{{id: c}}]\n{owners}")
    assert failures(registry) == [("ops", "UNKNOWN", [])]
    assert registry.broken[0].failure is Failure.UNKNOWN
    assert linked(owners).broken == (), "where there are no components, a word can only be the name of a team"


# ---------------------------------------------------------------- order

PARTS = [
    "components: [{id: a, flows: [F]}, {id: b, part_of: a, aliases: [x, y]}]\n",
    "flows: [{id: F, components: [a, b, nobody]}, {id: G, components: [x, x]}]\n",
    "flows: [{id: F}, {id: H, superseded_by: G}]\nmetrics: [{id: m, supports: [F, H], emitters: [y]}]\n",
    "resources: [{id: r, duplicates: [s], owned_by: a}, {id: s, writers: [a, c]}]\ncomponents: [{id: c, aliases: [x]}]\n",
    "gaps: [{id: F, about: [F, r, 'component:a'], status: open}]\npatches: [{id: p, supports: [G], resolves: [F]}]\n",
]


def everything(registry: Registry) -> list[object]:
    links = [
        (item.kind, item.id, name, [(link.item.kind, link.item.id, link.reference) for link in found])
        for item in registry.all
        for name, found in sorted(registry.relations_of(item).items())
    ]
    return as_data([links, registry.broken, registry.respelled, registry.duplicates, registry.disagreements])


@given(st.permutations(range(len(PARTS))), st.randoms(use_true_random=False))
def test_the_order_of_sources_and_items_makes_no_difference(order: list[int], random: object) -> None:
    whole = [item for n, text in enumerate(PARTS) for item in items(text, f"{n}.yml")]
    shuffled = [item for n in order for item in items(PARTS[n], f"{n}.yml")]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert everything(link(SCHEMA, shuffled)) == everything(link(SCHEMA, whole))


def test_the_findings_do_not_depend_on_the_order_of_files(tmp_path: Path) -> None:
    one = {f"docs/{n}.trace.yml": text for n, text in enumerate(PARTS)}
    findings = check(tmp_path / "one", one)
    again = run(tmp_path / "two", dict(reversed(one.items()))).findings
    assert [str(f.position) + f.message for f in findings] == [str(f.position) + f.message for f in again]


@table(
    "id_, prefix",
    ("a series", "EVAL-001", "EVAL"),
    ("with an underscore", "EVAL_1", "EVAL"),
    ("without a hyphen", "R12", "R"),
    ("two numbers", "A-1.12", "A-1"),
    ("no number", "api", "api"),
    ("nothing but a number", "0016", "0016"),
)
def test_a_series_is_what_stands_before_the_last_number(id_: str, prefix: str) -> None:
    assert series_prefix(id_) == prefix


def test_a_flow_belongs_to_the_domain_it_says_or_that_has_its_prefix(tmp_path: Path) -> None:
    files = {
        "mkdocs.yml": "plugins:\n  - traceability:\n      domains: {SEC: {title: Security, prefixes: [SEC, AUTH]}}\n",
        "docs/a.trace.yml": "flows:\n  - {id: AUTH-1}\n  - {id: X-1, domain: SEC}\n  - {id: Y-1}\n",
    }
    registry = run(tmp_path, files).registry
    assert [registry.domain(flow) for flow in registry.items("flow")] == ["SEC", "SEC", "Y"]
