"""An item that a page is has the title that MkDocs gives the page, as text; the command and a build agree."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from support import build_here, run, table

from mkdocs_traceability.api.registry_data import exported_registry
from mkdocs_traceability.settings.load import load_settings

EXTENSIONS = "markdown_extensions: [attr_list, footnotes, abbr, admonition, smarty, md_in_html]\n"
CONFIG = f"site_name: x\ntheme: mkdocs\n{EXTENSIONS}plugins: [traceability]\n"
HEADINGS = {
    "# Plain heading": "Plain heading",
    "# A <em>x</em> &amp; B &lt;c&gt; #": "A x & B <c>",
    "# Ref [p0] and [link](index.md)": "Ref p0 and link",
    "# [the words][p0] here": "the words here",
    "# Evaluation [trace: count components]": "Evaluation",
    "# Eval **worker** & `co` {#x}": "Eval worker & co",
    "# ![alt](i.png) and text": "alt and text",
    "# Noted[^1]\n\n[^1]: note": "Noted",
    "# Dashes -- \"quotes\" ...": "Dashes – “quotes” …",
    "# C#": "C",
    "#NoBlank": "NoBlank",
    "# Closed ##": "Closed",
    "# Closed ##  ": "Closed ##",
    "# a_b_c and \\*stars\\*": "a_b_c and *stars*",
    "# &nbsp;x &copy; y": "x © y",
    "Setext *Title* [x][r]\n===\n\n[r]: http://example.org": "Setext Title x",
    "Setext plain\n====": "Setext plain",
    "*[HTML]: x\n\n# Below what leaves nothing": "Below what leaves nothing",
    "\n\n# Below empty lines": "Below empty lines",
    "Intro\n\n# Below a text": "{file}",
    "Intro\n# Right below a text": "{file}",
    "## Second level\n\n# First": "{file}",
    "<!-- c -->\n# Below a comment": "{file}",
    "<h1>raw</h1>": "{file}",
    "```\n# code\n```\n\n# Below code": "{file}",
    "- item\n\n# Below a list": "{file}",
    "   # Indented": "{file}",
    "no heading": "{file}",
    "": "{file}",
}  # fmt: skip


def pages(front: str = "") -> dict[str, str]:
    return {
        f"docs/page-{n}.md": f"---\n{front}traceability:\n  component: {{id: p{n}, external: true}}\n---\n{text}\n"
        for n, text in enumerate(HEADINGS)
    }


def titles(registry: bytes) -> dict[str, str]:
    return {item["id"]: item["title"] for item in json.loads(registry)["items"]}


def both(folder: Path, files: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the titles that a build and the command give the items of a site."""
    built = build_here(folder, files)
    return (
        titles((built / "traceability/traceability.json").read_bytes()),
        titles(exported_registry(load_settings(folder / "mkdocs.yml"))),
    )


def test_the_heading_is_the_title_as_text_where_mkdocs_takes_it_for_one(tmp_path: Path) -> None:
    by_build, by_command = both(tmp_path, {"mkdocs.yml": CONFIG, **pages()})
    expected = {f"p{n}": title.format(file=f"Page {n}") for n, title in enumerate(HEADINGS.values())}
    assert by_build == expected
    assert by_command == expected


NAV = """\
nav:
  - index.md
  - Given by nav: a.md
  - Section:
      - Given &amp; deep: ./sub/b.md
      - Twice: a.md
      - c.md
"""


def test_what_nav_says_comes_before_front_matter_and_heading(tmp_path: Path) -> None:
    def page(id_: str) -> str:
        return f"---\ntitle: Front {id_}\ntraceability:\n  component: {{id: {id_}}}\n---\n# Heading\n"

    files = {f"docs/{path}.md": page(path[-1]) for path in ("a", "sub/b", "c")}
    own = {"docs/d.md": "---\ntraceability:\n  component: {id: d, title: A &amp; B}\n---\n# Heading\n"}
    by_build, by_command = both(tmp_path, {"mkdocs.yml": CONFIG + NAV, **files, **own})
    assert by_build == {"a": "Given by nav", "b": "Given & deep", "c": "Front c", "d": "A &amp; B"}
    assert by_command == by_build


def test_a_title_of_the_build_before_is_not_kept(tmp_path: Path) -> None:
    page = "---\ntraceability:\n  component: {id: a, external: true}\n---\n# From *the* heading\n"
    for nav, title in (("nav: [X: a.md]\n", "X"), ("", "From the heading"), ("nav: [Y: a.md]\n", "Y")):
        result = run(tmp_path, {"mkdocs.yml": CONFIG + nav, "docs/a.md": page})
        assert [item.title for item in result.registry.all] == [title]


@table(
    "heading, is_loaded",
    ("a plain one", "# Evaluation worker, of 3.2-beta", False),
    ("one with markup", "# Evaluation *worker*", True),
    ("none", "Evaluation worker", False),
)
def test_markdown_is_loaded_only_for_a_heading_with_markup(
    tmp_path: Path, heading: str, is_loaded: bool
) -> None:
    page = f"---\ntraceability:\n  component: {{id: a, external: true}}\n---\n{heading}\n"
    run(tmp_path, {"docs/a.md": page, "docs/b.md": "# Of *no* item\n"})
    code = (
        "import sys; from mkdocs_traceability.cli.main import main\n"
        "try: main(['check'])\n"
        "except SystemExit: pass\n"
        "print('markdown' in sys.modules)"
    )
    for cached in (tmp_path / ".cache").rglob("*.json"):
        cached.unlink()
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == str(is_loaded)


@pytest.mark.parametrize("text", ["# {{ title }}", "{{ intro }}\n\n# Title"])
def test_a_heading_that_only_a_build_can_know_is_told_as_it_is_written(tmp_path: Path, text: str) -> None:
    config = "site_name: x\nplugins: [macros, traceability]\n"
    page = f"---\ntraceability:\n  component: {{id: a, external: true}}\n---\n{text}\n"
    result = run(tmp_path, {"mkdocs.yml": config, "docs/a.md": page})
    assert [item.title for item in result.registry.all] in (["{{ title }}"], ["A"])
