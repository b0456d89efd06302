"""A site that declares nothing pays next to nothing for the plugin: it is not loaded, and Markdown is left alone."""

import json
import sys

import pytest
from support import table

from mkdocs_traceability.mkdocs.first_look import may_be_page_of_ours, may_be_sidecar

from .conftest import MakeSite
from .sites import CLEAN, Site, run

BUILD = """\
import json, sys
from mkdocs.commands.build import build
from mkdocs.config import load_config
from markdown import Markdown

patterns = set()
convert = Markdown.convert
def converted(self, text):
    patterns.update(each.name for each in self.inlinePatterns._priority)
    return convert(self, text)
Markdown.convert = converted

config = load_config("mkdocs.yml")
config.plugins.on_startup(command="build", dirty=False)
build(config)
ours = [name for name in sys.modules if name.partition(".")[0] in ("mkdocs_traceability", "pydantic", "sqlglot")]
print(json.dumps([sorted(ours), sorted(name for name in patterns if name.startswith("trace"))]))
"""

LIGHT = {
    "mkdocs_traceability",
    *(f"mkdocs_traceability.{name}" for name in ("markdown", "markdown.macros", "model", "model.forms")),
    *(f"mkdocs_traceability.mkdocs{name}" for name in ("", ".plugin", ".first_look", ".i18n_folder")),
    *(f"mkdocs_traceability.mkdocs.{name}" for name in ("messages", "shown_files", "theme")),
    *(f"mkdocs_traceability.{name}" for name in ("reading", "reading.nothing")),
}


def loaded(site: Site) -> tuple[set[str], set[str]]:
    """Build a site; return what was loaded of the plugin and what it needs, and our patterns in Markdown."""
    done = run(sys.executable, "-c", BUILD, folder=site.folder)
    assert done.status == 0, done.log
    modules, patterns = json.loads(done.out.splitlines()[-1])
    return set(modules), set(patterns)


def test_where_nothing_is_declared_nothing_is_loaded(make_site: MakeSite) -> None:
    pages = {
        f"docs/page{number}.md": (
            f"---\ntitle: Page {number}\nauthor: ana\n---\n# Page {number}\n\nSee [home](index.md), [x][ref] and `[a]`, "
            "[ ] or [EVAL-1]. To extract a trace, track it.\n\n[ref]: https://example.org/\n"
        )
        for number in range(5)
    }
    site = make_site({"docs/index.md": "# Home\n", "docs/data.json": "{}", "docs/a.csv": "flows:\n", **pages})
    modules, patterns = loaded(site)
    assert modules == LIGHT
    assert patterns == set()


@table(
    "files",
    ("a sidecar", CLEAN),
    ("front matter", {"docs/index.md": "---\ntraceability: {component: {id: a}}\n---\n# A\n"}),
    (
        "a setting",
        {"mkdocs.yml": "site_name: x\ntheme: mkdocs\nplugins: [{traceability: {prose_ids: [code]}}]\n"},
    ),
    ("a YAML file", {"docs/flows.yml": "flows: []\n"}),
)
def test_where_something_may_be_declared_all_is_loaded(make_site: MakeSite, files: dict[str, str]) -> None:
    modules, _ = loaded(make_site({"docs/index.md": "# Home\n"} | files))
    assert "mkdocs_traceability.workspace" in modules


@pytest.mark.parametrize(
    "page",
    [
        "---\ntraceability:\n  component: {id: a}\n---\n",
        "---\ntitle: x\r\ntraceability:\r\n  component: {id: a}\r\n---\r\n",
        "---\rtraceability: {component: {id: a}}\r---\r",
        '---\n"traceability": {}\n---\n',
        "---\n{traceability: {}}\n---\n",
        "---\ntracability:\n---\n",
        "---\ntraceabilty:\n---\n",
        "---\ntracebility:\n---\n",
        "---\nTraceability: {}\n---\n",
        "---\nflows: []\n---\n",
        "---\ncomponent: {id: a}\n---\n",
        "<!-- SPDX -->\n---\ntraceability: {}\n---\n",
        "\ufeff---\ntraceability: {}\n---\n",
        "---\ntitle: x\n---\n\nThere are [trace: count flows].\n",
        "There are [trace count flows].\n",
        '{{ trace_count("flows") }}\n',
        "traceability: x\n\n# A\n",
    ],
)
def test_what_may_be_ours_is_looked_at(page: str) -> None:
    assert may_be_page_of_ours(page.encode())
    assert may_be_page_of_ours(page.encode("utf-16"))


@pytest.mark.parametrize("path", ["a.trace.yml", "a.trace.yaml", "trace.yml", "x/a.traces.yml", "Flows.YAML"])
def test_what_may_be_a_sidecar_is_looked_at(path: str) -> None:
    assert may_be_sidecar(path)


@pytest.mark.parametrize(
    "page",
    ["", "# Home\n", "---\ntitle: Layers of the earth\ntags: [a]\n---\nTraceback (most recent):\n"],
)
def test_a_plain_page_is_none_of_ours(page: str) -> None:
    assert may_be_page_of_ours(page.encode()) is False
