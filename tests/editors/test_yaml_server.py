"""The schemas in the language server that VS Code, Neovim, Helix and Zed have for YAML."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from support import EXAMPLE, SEEDS, write_site

from mkdocs_traceability.cli.schema import schema

from .yaml_server import YamlServer

CONFIG = """
site_name: x
plugins:
  - search
  - traceability:
      kinds:
        flow: {fields: {cost: {type: number, description: What it costs}}}
"""

FACTS = """
flows: [{id: F-1, title: Sign in}]
components: [{id: api, title: API gateway}, {id: "0016"}]
"""

PATH = "docs/b.trace.yml"

SITES = [EXAMPLE, *sorted(each for each in SEEDS.iterdir() if each.is_dir())]


def write(*arguments: str) -> None:
    done = CliRunner().invoke(schema, arguments)
    assert done.exit_code == 0, done.output


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[YamlServer]:
    folder = tmp_path_factory.mktemp("site")
    config = write_site(folder, {"mkdocs.yml": CONFIG, "docs/a.trace.yml": FACTS})
    write("-f", str(config))
    cache = folder / ".cache/traceability"
    of_sites = {folder / f"{site.name}.json": [f"{site.name}/*.yml"] for site in SITES}
    for site, file in zip(SITES, of_sites, strict=True):
        write("sidecar", "-f", str(site / "mkdocs.yml"), "-o", str(file))
    schemas = {
        **of_sites,
        cache / "sidecar.schema.json": ["docs/*.trace.yml"],
        cache / "front-matter.schema.json": ["*.front.yml"],
        cache / "settings.schema.json": ["mkdocs.yml"],
    }
    running = YamlServer(folder, schemas, ["tag:yaml.org,2002:python/name:a.b scalar"])
    yield running
    running.stop()


def test_keys_are_offered_with_what_they_mean(server: YamlServer) -> None:
    assert server.completions(PATH, "fl|")["flows"].startswith("User-visible flows")
    keys = server.completions(PATH, "flows:\n  - id: F\n    |")
    assert keys["status"] == "How far it is"
    assert keys["cost"] == "What it costs"
    assert not {"root", "flows", "former-ids"} & set(keys)
    assert set(server.completions(PATH, "flows:\n  - id: F\n    evidence:\n      |")) >= {
        "code",
        "tests",
        "docs",
    }
    assert server.completions(PATH, "flows:\n  - id: F\n    waive:\n      |")["TR101"]


def test_words_are_offered_with_what_they_mean(server: YamlServer) -> None:
    words = server.completions(PATH, "flows:\n  - id: F\n    status: |")
    assert list(words)[-4:] == ["planned", "partial", "implemented", "retired"]
    assert words["planned"] == "Decided, not started"


@pytest.mark.parametrize("value", ["|", "[|]", "\n      - |", "\n      - id: |"])
def test_ids_are_offered_with_their_titles(server: YamlServer, value: str) -> None:
    ids = server.completions(PATH, f"flows:\n  - id: F\n    components: {value}")
    assert ids["api"] == "API gateway"
    assert "0016" in {label.strip('"') for label in ids}
    assert "F-1" not in ids


def test_hover_shows_the_description_and_the_title_of_an_id(server: YamlServer) -> None:
    assert "What it costs" in server.hover(PATH, "flows:\n  - id: F\n    co|st: 5")
    assert "* `api`: API gateway" in server.hover(PATH, "flows:\n  - id: F\n    components: [a|pi]\n")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("flowz: []", "1: Property flowz is not allowed."),
        ("flows:\n  - id: F\n    titel: x", "3: Property titel is not allowed."),
        ("flows:\n  - id: F\n    status: done", '3: Value is not accepted. Valid values: "planned", "partial", "implemented", "retired".'),
        ("flows:\n  - title: x", '2: Missing property "id".'),
        ("flows:\n  - id: F\n    title: [a]", '3: Incorrect type. Expected "string".'),
        ("requirements:\n  - id: R\n    due: soon", "3: A date is written as 2027-01-31."),
        ("flows:\n  - id: F\n    root: x", "3: `root` is spelled `system` now"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_where_it_stands(server: YamlServer, text: str, problem: str) -> None:
    assert server.problems(PATH, text) == [problem]


def test_short_forms_and_ids_that_are_not_known_yet_are_no_problem(server: YamlServer) -> None:
    text = """\
defaults: {status: Planned}
sources-of-truth:
flows:
  - &a {id: 0016, former-ids: yes, components: [nobody-yet, {id: api, optional: on}], see: "component:api"}
  - {<<: *a, id: b, evidence: {code: unknown, docs: {not-applicable: why}, tests: [{claim: a, lines: 1}]}}
"""
    assert server.problems(PATH, text) == []


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.name)
def test_sidecars_of_sites_have_no_problems(server: YamlServer, site: Path) -> None:
    files = sorted(site.glob("docs/**/*.trace.yml"))
    assert files
    for file in files:
        assert server.problems(f"{site.name}/{file.name}", file.read_text(encoding="utf-8")) == [], file


def test_front_matter_is_completed_and_checked(server: YamlServer) -> None:
    path = "docs/page.front.yml"
    assert server.problems(path, "title: x\ntraceability: {component: api}") == []
    assert server.problems(path, "traceability: {componnt: api}") == ["1: Property componnt is not allowed."]
    assert {"component", "components"} <= set(server.completions(path, "traceability:\n  |"))


def test_settings_are_completed_and_checked_and_the_rest_is_free(server: YamlServer) -> None:
    config = "site_name: x\nanything: !!python/name:a.b\nplugins:\n  - search\n  - traceability:\n      "
    assert server.problems("mkdocs.yml", f"{config}nav: false\n      sources: a.yml") == []
    assert server.problems("mkdocs.yml", f"{config}nva: false") == ["6: Property nva is not allowed."]
    assert "publish_sources" in server.completions("mkdocs.yml", f"{config}|")
    assert set(server.completions("mkdocs.yml", f"{config}rules:\n        TR101: |")) >= {
        "error",
        "warning",
        "info",
        '"off"',
    }
