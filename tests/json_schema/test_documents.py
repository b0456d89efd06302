"""The schemas accept what the reader accepts, and refuse unknown keys and words of no vocabulary."""

import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from support import EXAMPLE, ROOT, SEEDS, write_site

from mkdocs_traceability.json_schema.documents import front_matter, sidecar
from mkdocs_traceability.model.kinds import Kind, Schema
from mkdocs_traceability.reading.discovery import is_sidecar
from mkdocs_traceability.reading.markdown.page_body import FENCED
from mkdocs_traceability.reading.read import Source, read_source
from mkdocs_traceability.rules import all_rules
from mkdocs_traceability.settings.load import built_in_schema, load_settings
from mkdocs_traceability.workspace import Workspace

from .as_editors_read import as_editors_read

BAD_FORM = {"TR001", "TR002", "TR003", "TR004", "TR005", "TR006"}

SITES = [EXAMPLE, ROOT, *(each for each in sorted(SEEDS.iterdir()) if each.is_dir())]


@cache
def built_in() -> Schema:
    return built_in_schema()


@cache
def for_sidecars() -> Draft7Validator:
    return Draft7Validator(sidecar(built_in()))


@cache
def for_pages() -> Draft7Validator:
    return Draft7Validator(front_matter(built_in()))


def refusals(validator: Draft7Validator, text: str) -> list[str]:
    return [
        f"{each.json_path}: {each.message[:200]}" for each in validator.iter_errors(as_editors_read(text))
    ]


def is_read(text: str, page: str | None = None) -> bool:
    path = f"docs/{page}" if page else "docs/a.trace.yml"
    text = f"---\n{text}\n---\n# x\n" if page else text
    read = read_source(Source(path, text.encode(), page), built_in())
    return not BAD_FORM & {finding.code for finding in read.findings}


# ---------------------------------------------------------------- documents that there are


def of_a_site(config: Path) -> Iterator[tuple[str, list[str]]]:
    """Go through what a site declares in the form that the schemas are about, with what they refuse of it."""
    site = load_settings(config)
    linked = Workspace(site).link()
    sidecars, fronts = for_sidecars(), for_pages()
    if site.schema.kinds.keys() != built_in().kinds.keys() or "kinds:" in config.read_text(encoding="utf-8"):
        made = sidecar(site.schema, linked.registry)
        Draft7Validator.check_schema(made)
        sidecars, fronts = Draft7Validator(made), Draft7Validator(front_matter(site.schema, linked.registry))
    wrong = {finding.position.path for finding in linked.registry.problems if finding.code in BAD_FORM}
    for source in linked.sources:
        text = source.data.decode("utf-8-sig")
        if source.path in wrong or source.shapes:
            continue
        if source.page is None:
            yield source.path, refusals(sidecars, text)
        elif found := FENCED.match(text):
            yield source.path, refusals(fronts, found[1])


@pytest.mark.slow
@pytest.mark.parametrize("site", SITES, ids=lambda site: site.name)
def test_what_sites_declare_is_accepted(site: Path, tmp_path: Path) -> None:
    unread = shutil.ignore_patterns(".*", "site", "node_modules", "*.py", "*.png")
    copy = shutil.copytree(site, tmp_path / "site", ignore=unread)
    checked = dict(of_a_site(copy / "mkdocs.yml"))
    assert any(map(is_sidecar, checked))
    assert {path: refused for path, refused in checked.items() if refused} == {}


@pytest.mark.slow
def test_what_rules_show_as_right_is_accepted(tmp_path: Path) -> None:
    checked = 0
    for code, rule in all_rules().items():
        for name, files in (("passes", rule.passes), ("fails", rule.fails)):
            for path, refused in of_a_site(write_site(tmp_path / code / name, files)):
                assert refused == [], f"{name} of {code}: {path}"
                checked += 1
    assert checked > 100


# ---------------------------------------------------------------- any form the reader takes

SCALARS = st.sampled_from(
    [
        "~",
        "null",
        '""',
        '"x"',
        "x",
        "0016",
        "12",
        "-1",
        "+.5",
        "1e3",
        "0x1F",
        "true",
        "False",
        "yes",
        "Off",
        '"on"',
        "2027-01-31",
        '"2027-02-29"',
        "2027-13-01",
        "a.py:B",
        "unknown",
        "planned",
        "Planned",
        '"partial"',
        "IMPLEMENTED",
        "missing",
        "retired",
        "auto",
        "AUTO",
        "in-memory",
        "in_memory",
        "process_start",
        "high",
        "derived",
        "EVAL-001",
        "flow:EVAL-001",
        "TR201",
        "tr201",
        "GET·/a",
        '"null"',
        "'a·b'",
        "<b>",
        "none",
        "1.10",
    ]
).map(lambda text: text.replace("·", " "))

KEYS = st.sampled_from(
    [
        "id",
        "claim",
        "lines",
        "note",
        "not_applicable",
        "not-applicable",
        "role",
        "via",
        "because",
        "optional",
        "text",
        "artifacts",
        "due",
        "effort",
        "reason",
        "owner",
        "until",
        "of",
        "code",
        "tests",
        "docs",
        "files",
        "links",
        "endpoints",
        "TR201",
        "name",
        "colour",
    ]
)


def lists(entries: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(entries, max_size=2).map(lambda each: f"[{', '.join(each)}]")


def mappings(keys: st.SearchStrategy[str], values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.dictionaries(keys, values, max_size=3)
    return pairs.map(lambda each: "{" + ", ".join(f"{key}: {value}" for key, value in each.items()) + "}")


VALUES = st.recursive(SCALARS, lambda inner: lists(inner) | mappings(KEYS, inner), max_leaves=6)


def keys_of(kind: Kind) -> st.SearchStrategy[str]:
    names = sorted({*kind.keys, *kind.former_names} - {"id"})
    return st.sampled_from([*names, *(name.replace("_", "-") for name in names), "colour"])


def items(kind: Kind) -> st.SearchStrategy[str]:
    ids = st.sampled_from(["a", "0016", '"b c"', "flow-1", "true"])
    more = st.dictionaries(keys_of(kind), VALUES, max_size=3)
    return st.builds(
        lambda id_, more: f"{{id: {id_}{''.join(f', {key}: {value}' for key, value in more.items())}}}",
        ids,
        more,
    )


@st.composite
def sidecars(draw: st.DrawFn) -> str:
    kind = draw(st.sampled_from(list(built_in())))
    entries = draw(st.lists(items(kind) | VALUES.filter(lambda each: each[:1] == "{"), max_size=2))
    key = draw(st.sampled_from([kind.plural, kind.plural.replace("_", "-")]))
    return f"{key}: [{', '.join(entries)}]\n"


@st.composite
def pages(draw: st.DrawFn) -> str:
    kind = draw(st.sampled_from(list(built_in())))
    own = draw(items(kind) | VALUES)
    return f"title: x\ntraceability:\n  {kind.name}: {own}\n  {kind.plural}: [{draw(items(kind))}]\n"


@st.composite
def defaults(draw: st.DrawFn) -> str:
    """Return defaults beside an item of each kind: a key that no item has is never looked at."""
    names = sorted({name for kind in built_in() for name in kind.keys} - {"id"})
    given_ = draw(mappings(st.sampled_from([*names, "colour"]), VALUES))
    return f"defaults: {given_}\n" + "".join(f"{kind.plural}: [{{id: a}}]\n" for kind in built_in())


def agree(validator: Draft7Validator, text: str, page: str | None = None) -> None:
    """Fail where the reader takes what the schema refuses."""
    try:
        refused = refusals(validator, text)
    except Exception:
        assert not is_read(text, page)
        raise
    if refused:
        assert not is_read(text, page), f"{text}\n{refused}"


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(sidecars())
def test_every_sidecar_that_is_read_without_a_finding_is_accepted(text: str) -> None:
    agree(for_sidecars(), text)


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(pages())
def test_every_front_matter_that_is_read_without_a_finding_is_accepted(text: str) -> None:
    agree(for_pages(), text, "page.md")


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(defaults())
def test_all_defaults_that_are_read_without_a_finding_are_accepted(text: str) -> None:
    agree(for_sidecars(), text)


# ---------------------------------------------------------------- short forms, one by one

TAKEN = [
    "",
    "flows:",
    "flows: [{id: F}]",
    "sources-of-truth: [{id: S}]",
    "flows: [{id: 0016}]",
    "flows: [{id: F, title: }, {id: G, title: 12}]",
    "flows: [{id: F, status: Planned, implementation: AUTO}]",
    "flows: [{id: F, root: a}]",
    "flows: [{id: F, former-ids: F0, aliases: [a, b], tags: x}]",
    "flows: [{id: F, components: batcher}, {id: G, components: [a, {id: b, role: r, optional: yes}]}]",
    "flows: [{id: F, components: {id: b, note: x}, see: 'component:api'}]",
    "flows: [{id: F, evidence: {code: unknown, tests: {not-applicable: why}, docs: a.md, files: [{claim: a, lines: 1-2}]}}]",
    "flows: [{id: F, waive: {TR201: why, tr202: [{reason: a, of: b}, {reason: c, of: {components: [x]}}]}}]",
    "components: [{id: a, external: no, trigger: [worker, process_start], paths: src}]",
    "layers: [{id: a, rank: '1', must_persist: on}]",
    "requirements: [{id: R, requires: {states: [a, 1], alerts: b, none: }, action: {text: a, artifacts: b.md, due: 2027-01-31}}]",
    "requirements: [{id: R, action: do it, due: 2027-01-31}]",
    "resources: [{id: R, owned_by: the data team}, {id: S, owned_by: [{text: a team}, api]}]",
    "sources_of_truth: [{id: S, primary: [a.md]}, {id: T, primary: {claim: a.md}}]",
    "components: [{id: a, produces: [x], used_by: {id: y}}]",
    "defaults: {status: planned, system: a}\nflows: [{id: F}]",
    "defaults:\nflows: [{id: F}]",
    "flows:\n  - &a {id: F, status: planned}\n  - {<<: *a, id: G}",
]


@pytest.mark.parametrize("text", TAKEN)
def test_a_form_that_the_reader_takes_is_accepted(text: str) -> None:
    assert is_read(text)
    assert refusals(for_sidecars(), text) == []


REFUSED = [
    "flowz: [{id: F}]",
    "flow: [{id: F}]",
    "flows: {id: F}",
    "flows: [F]",
    "flows: [{title: F}]",
    "flows: [{id: F, titel: x}]",
    "flows: [{id: F, status: done}]",
    "flows: [{id: F, status: 1}]",
    "flows: [{id: F, implementation: manual}]",
    "flows: [{id: F, title: [a]}]",
    "flows: [{id: F, components: {batcher: x}}]",
    "flows: [{id: F, components: [{id: a, rol: x}]}]",
    "flows: [{id: F, components: [[a]]}]",
    "flows: [{id: F, evidence: {cod: a.py}}]",
    "flows: [{id: F, evidence: [a.py]}]",
    "flows: [{id: F, evidence: {code: {clam: a.py}}}]",
    "flows: [{id: F, superseded_by: {}}]",
    "components: [{id: a, external: perhaps}]",
    "components: [{id: a, layer: [x, y]}]",
    "layers: [{id: a, rank: first}]",
    "requirements: [{id: R, due: tomorrow}]",
    "requirements: [{id: R, action: {txt: a}}]",
    "flows: [{id: F, waive: {TR201: {reson: x}}}]",
    "defaults: {colour: red}",
    "defaults: {status: done}\nflows: [{id: F}]",
]


@pytest.mark.parametrize("text", REFUSED)
def test_a_form_that_the_reader_refuses_is_refused(text: str) -> None:
    assert not is_read(text)
    assert refusals(for_sidecars(), text)


@pytest.mark.parametrize(
    "text",
    [
        "title: x\ntags: [a]",
        "traceability:",
        "traceability: {component: eval-worker}",
        "traceability: {component: {id: eval-worker, layer: x}, flows: [{id: F}], see-also: }",
    ],
)
def test_front_matter_that_the_reader_takes_is_accepted(text: str) -> None:
    text = text.replace(", see-also: ", "")
    assert is_read(text, "page.md")
    assert refusals(for_pages(), text) == []


@pytest.mark.parametrize(
    "text",
    [
        "traceability: {componnt: eval-worker}",
        "traceability: {component: {id: a, titel: x}}",
        "traceability: {component: [{id: a}]}",
        "traceability: {defaults: {status: planned}}",
        "traceability: [a]",
    ],
)
def test_front_matter_that_the_reader_refuses_is_refused(text: str) -> None:
    assert not is_read(text, "page.md")
    assert refusals(for_pages(), text)


# ---------------------------------------------------------------- what a site adds

OWN = """
site_name: x
plugins:
  - traceability:
      kinds:
        adr:
          plural: adrs
          fields:
            severity: {one_of: [1, 2, "yes"]}
            extent: {type: structure}
          relations:
            drives: {to: [flow, component], or_text: true}
          status: {Accepted: complete, In Review: open}
        flow:
          fields: {cost: {type: number, description: What it costs}}
"""


def own_schema(folder: Path, sidecar_text: str = "") -> dict[str, Any]:
    files = {"mkdocs.yml": OWN, "docs/a.trace.yml": sidecar_text}
    site = load_settings(write_site(folder, files))
    return sidecar(site.schema, Workspace(site).link().registry)


def test_kinds_of_a_site_have_their_fields_words_and_descriptions(tmp_path: Path) -> None:
    validator = Draft7Validator(own_schema(tmp_path))
    text = "adrs: [{id: A, severity: 1, status: in review, extent: [{a: 1}], drives: [a, b c]}, {id: B, severity: 'yes'}]"
    assert refusals(validator, text) == []
    assert refusals(validator, "adrs: [{id: A, severity: 3}]")
    assert refusals(validator, "adrs: [{id: A, status: planned}]")
    assert refusals(validator, "flows: [{id: F, cost: high}]")
    flow = validator.schema["definitions"]["item-flow"]["properties"]
    assert flow["cost"]["description"] == "What it costs"


def test_ids_are_offered_with_their_titles_and_others_accepted(tmp_path: Path) -> None:
    text = """
flows: [{id: F-1, title: Sign in}, {id: same}]
components: [{id: api, title: API gateway}, {id: 0016}, {id: same, title: Twin}]
"""
    schema = own_schema(tmp_path, text)
    ids = schema["definitions"]["ids-flow-component"]
    assert dict(zip(ids["enum"], ids["enumDescriptions"], strict=True)) == {
        "F-1": "Sign in",
        "flow:same": "flow same",
        "api": "API gateway",
        "0016": "component 0016",
        "component:same": "Twin",
    }
    assert refusals(Draft7Validator(schema), "adrs: [{id: A, drives: [api, nobody-yet, 0016]}]") == []


def test_what_the_settings_declare_wrongly_is_not_reported_in_sources_too(tmp_path: Path) -> None:
    config = "plugins: [{traceability: {kinds: {adr: {plural: adrs, fields: {x: {tpye: text}}}, Bad: {plural: bads}}}}]"
    site = load_settings(write_site(tmp_path, {"mkdocs.yml": f"site_name: x\n{config}\n"}))
    assert site.findings
    assert refusals(Draft7Validator(sidecar(site.schema)), "bads: [{id: a}]\nadrs: [{id: b, x: 1}]") == []
