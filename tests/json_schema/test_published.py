"""The schemas that come with the package are current, and that of the settings takes what settings take."""

import json
import subprocess
import sys
from pathlib import Path
from textwrap import indent
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator
from support import EXAMPLE, ROOT, SEEDS, write_site

from mkdocs_traceability.json_schema.files import NAMES, PUBLISHED, file_name
from mkdocs_traceability.rules import all_rules
from mkdocs_traceability.settings.load import load_settings


@pytest.fixture(scope="module")
def validator() -> Draft7Validator:
    return Draft7Validator(json.loads((PUBLISHED / file_name("settings")).read_bytes()))


@pytest.mark.slow
def test_the_published_schemas_are_current() -> None:
    code = "import json; from tools.reference import schemas; print(json.dumps({n: d.decode() for n, d in schemas().items()}))"
    made = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    there = {file.name: file.read_text(encoding="utf-8") for file in PUBLISHED.iterdir()}
    assert json.loads(made.stdout) == there, "run `make reference`"


@pytest.mark.parametrize("name", NAMES)
def test_each_is_a_schema_that_names_nothing_undefined(name: str) -> None:
    schema = json.loads((PUBLISHED / file_name(name)).read_bytes())
    Draft7Validator.check_schema(schema)
    known = {f"#/definitions/{each}" for each in schema["definitions"]}
    assert set(references(schema)) == known


def references(schema: Any) -> list[str]:
    if isinstance(schema, list):
        return [each for part in schema for each in references(part)]
    if not isinstance(schema, dict):
        return []
    own = [schema["$ref"]] if isinstance(schema.get("$ref"), str) else []
    return own + [each for part in schema.values() for each in references(part)]


class Loader(yaml.SafeLoader):
    """Reads `!!python/name:…` and `!ENV …` as MkDocs has them, as nothing."""


Loader.add_multi_constructor("", lambda loader, suffix, node: None)


def refusals(validator: Draft7Validator, config: str) -> list[str]:
    return [
        f"{each.json_path}: {each.message[:200]}" for each in validator.iter_errors(yaml.load(config, Loader))
    ]


CONFIGS = [ROOT / "mkdocs.yml", EXAMPLE / "mkdocs.yml", *sorted(SEEDS.glob("*/mkdocs.yml"))]


@pytest.mark.parametrize("config", CONFIGS, ids=lambda config: config.parent.name)
def test_settings_of_sites_are_accepted(validator: Draft7Validator, config: Path) -> None:
    assert refusals(validator, config.read_text(encoding="utf-8")) == []


def test_settings_that_rules_show_as_right_are_accepted(validator: Draft7Validator) -> None:
    shown = {
        code: rule.passes["mkdocs.yml"] for code, rule in all_rules().items() if "mkdocs.yml" in rule.passes
    }
    assert len(shown) > 5
    assert {code: said for code, config in shown.items() if (said := refusals(validator, config))} == {}


def with_settings(settings: str) -> str:
    return f"site_name: x\nplugins:\n  - search\n  - traceability:\n{indent(settings, '      ')}\n"


TAKEN = [
    "sources: facts/*.yml",
    "sources: {preset: backstage}",
    "sources: [facts/*.yml, {path: geps/*.yaml, kind: flow, id: number, map: {title: [a, b], notes: }}]",
    "sources: [{pages: adr/*.md, kind: {key: type, of: {x: flow, '*': }}, id: {key: file name, match: '\\d+'}}]",
    "code_roots: .",
    "code_roots: {api: [a], web: }",
    "code_roots: []",
    "junit: report.xml",
    "kinds: {adr: {plural: adrs, fields: {a: , b: number, c: {one_of: [x, 1]}}, relations: {d: flow, e: {to: any}}}}",
    "kinds: {adr: {plural: adrs, status: {open: ahead, done: {phase: complete, label: Done}}}}",
    "kinds: {adr: {plural: adrs, fields: {c: {one_of: {x: A label, y: {description: z}, z: }}}}}",
    "kinds: {flow: {fields: {cost: number}, relations: {components: {acyclic: true}}, status: {planned: {label: x}}}}",
    "kinds: {adr: {plural: adrs, evidence: [{when: {status: [implemented]}, all_of: code}], matrix: {columns: id}}}",
    "kinds: {adr: {plural: adrs, relations: {see_also: {to: any, allow_over: true}}}}",
    "rules: {TR201: off, TR202: warning, TR203: {severity: info, paths: {a/**: off}, kinds: {flow: error}}}",
    "domains: {SEC: Security, API: , OPS: {title: Operations, prefixes: [OPS, RUN]}}",
    "nav: false",
    "nav: Facts",
    "nav: {title: Facts}",
    "item_pages: true",
    "item_pages: flow",
    "cross_matrices: false",
    "cross_matrices: [flow.components]",
    "prose_ids: code",
    "fail_under: {flow: 90, component: {found: 90.5, verified: 10}}",
    "tables: {headers: {components: Building block}, values: {status: {implemented: [rolled out]}}}",
    "views: {Mine: {kind: flow, filter: tests=none}}",
    "editor: vscode",
    "editor: 'myeditor://{path}'",
    "shortcuts: no",
    "enabled: true",
    "page_dir: \nsources: ",
    "test_levels: {unit: tests/unit/**}",
]


@pytest.mark.parametrize("settings", TAKEN)
def test_a_form_of_settings_that_is_taken_is_accepted(
    validator: Draft7Validator, tmp_path: Path, settings: str
) -> None:
    config = with_settings(settings)
    site = load_settings(write_site(tmp_path, {"mkdocs.yml": config}))
    assert [finding.message for finding in site.findings if finding.code == "TR008"] == []
    assert refusals(validator, config) == []


REFUSED = [
    "sourcs: a",
    "kinds: {adr: {title: x}}",
    "kinds: {adr: {plural: adrs, fields: {a: txt}}}",
    "kinds: {adr: {plural: adrs, relations: {a: {inverse: b}}}}",
    "kinds: {adr: {plural: adrs, status: {a: done}}}",
    "kinds: {adr: {plural: adrs, fields: {a: {tpye: text}}}}",
    "rules: {TR201: never}",
    "rules: {TR201: {severty: off}}",
    "nav: {titel: x}",
    "prose_ids: brackets",
    "fail_under: {flow: 90%}",
    "item_pages: 3",
    "sources: [{preset: backstages}]",
    "views: {Mine: {filter: x}}",
]


@pytest.mark.parametrize("settings", REFUSED)
def test_a_form_of_settings_that_is_a_finding_is_refused(
    validator: Draft7Validator, tmp_path: Path, settings: str
) -> None:
    config = with_settings(settings)
    site = load_settings(write_site(tmp_path, {"mkdocs.yml": config}))
    assert [finding.code for finding in site.findings]
    assert refusals(validator, config)


def test_plugins_may_be_a_mapping_and_other_settings_are_free(validator: Draft7Validator) -> None:
    config = "plugins: {search: , traceability: {nav: false}}\ntheme: material\nanything: !!python/name:a.b\n"
    assert refusals(validator, config) == []
    assert refusals(validator, config.replace("nav", "nva"))
