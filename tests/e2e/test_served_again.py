"""A site that is built again and again, as a server does, is byte for byte the site that is built anew."""

import json
from pathlib import Path
from random import Random

import pytest

from .conftest import MakeSite
from .forked import run_forked
from .sites import Site, environment

SCRIPT = Path(__file__).with_name("served_again.py")

Edit = dict[str, str | None]


def rendered(site: Site, edits: list[Edit], generator: str = "mkdocs") -> list[bool]:
    """Return for each edit whether generated pages were rendered; all files must be as if they were built anew."""
    command = ("-c", SCRIPT.read_text(encoding="utf-8"), json.dumps(edits))
    status, out, log = run_forked(
        *command, folder=site.folder, environment=environment(), generator=generator
    )
    assert status == 0, log
    told: list[tuple[int, list[str]]] = json.loads(out.splitlines()[-1])
    assert [differ for _, differ in told] == [[]] * len(edits)
    return [drawn > 0 for drawn, _ in told]


CONFIG = """\
site_name: Site
theme: {theme}
plugins:
  - search
  - traceability: {{llms: true, prose_ids: [code, bare], item_pages: [component]}}
"""

FACTS = """\
components:
  - {id: reader, title: Reader, status: implemented, evidence: {docs: [guide.md#second]}}
  - {id: writer, title: Writer, depends_on: [reader], page: guide.md}
  - {id: planner, title: Planner, depends_on: [writer, nobody]}
flows:
  - {id: EVAL-001, title: Pipeline, components: [reader, writer]}
  - {id: EVAL-002, title: Other, components: [planner]}
"""

GUIDE = "# Guide\n\n## First\n\nSee [EVAL-001] and `reader`.\n\n[trace: count flows]\n\n## Second\n\nWords.\n"
PROSE = "# Prose\n\nNothing of items.\n"
FRONT = "---\ntraceability:\n  component: {id: front, depends_on: reader}\n---\n\n# Front\n\nText.\n"

FILES = {
    "docs/index.md": "# Home\n\n[trace: matrix components]\n",
    "docs/guide.md": GUIDE,
    "docs/prose.md": PROSE,
    "docs/front.md": FRONT,
    "docs/a.trace.yml": FACTS,
    "docs/b.trace.yml": "signals:\n  - {id: s.one, title: One, producers: [reader], consumers: [writer]}\n",
}

EDITS: list[Edit] = [
    {"docs/prose.md": PROSE + "\nMore.\n"},
    {"docs/prose.md": "# Another title\n\nMore.\n"},
    {"docs/a.trace.yml": FACTS.replace("title: Pipeline", "title: Pipes")},
    {"docs/a.trace.yml": FACTS.replace("[writer, nobody]", "[writer]")},
    {"docs/a.trace.yml": "# one line more\n" + FACTS},
    {"docs/a.trace.yml": FACTS.replace("status: implemented, ", "")},
    {"docs/a.trace.yml": FACTS},
    {"docs/guide.md": GUIDE.replace("Second", "Third")},
    {"docs/guide.md": GUIDE + "\nSee [EVAL-002].\n"},
    {"docs/front.md": FRONT.replace("# Front", "# Back")},
    {"docs/prose.md": None},
    {"docs/prose.md": PROSE, "docs/new/page.md": "# New\n"},
    {"docs/a.trace.yml": FACTS.replace("id: planner", "id: scheduler")},
    {"docs/a.trace.yml": FACTS + "  - {id: [\n"},
    {"docs/a.trace.yml": FACTS},
    {"docs/b.trace.yml": None},
    {"docs/prose.md": PROSE + "\nAnd more.\n"},
]


@pytest.mark.parametrize(
    ("generator", "theme", "edits"),
    [("mkdocs", "mkdocs", EDITS), ("mkdocs", "material", EDITS[:3]), ("properdocs", "mkdocs", EDITS[:3])],
)
def test_after_each_edit_it_is_as_built_anew(
    make_site: MakeSite, generator: str, theme: str, edits: list[Edit]
) -> None:
    site = make_site(FILES | {"mkdocs.yml": CONFIG.format(theme=theme)})
    assert rendered(site, edits, generator)[:3] == [False, False, True][: len(edits)]


def test_settings_and_templates_count(make_site: MakeSite) -> None:
    config = CONFIG.format(theme="{name: mkdocs, custom_dir: theme}")
    own = "theme/traceability/legend.html"
    edits: list[Edit] = [
        {own: "<p>First</p>\n"},
        {own: "<p>Second</p>\n"},
        {"mkdocs.yml": config.replace("llms: true", "page_dir: facts")},
        {"mkdocs.yml": config + "repo_url: https://example.org/a/b\n"},
        {"mkdocs.yml": config + "use_directory_urls: false\n"},
        {"docs/prose.md": PROSE + "\nMore.\n"},
    ]
    site = make_site(FILES | {"mkdocs.yml": config, "theme/main.html": '{% extends "base.html" %}\n'})
    assert rendered(site, edits)[0]


def test_so_it_is_after_any_edits(make_site: MakeSite) -> None:
    chance = Random(1)
    lines = FACTS.splitlines(keepends=True)

    def one() -> Edit:
        path = chance.choice(["docs/prose.md", "docs/a.trace.yml", "docs/guide.md"])
        if path == "docs/prose.md":
            return {path: f"# Prose {chance.randrange(3)}\n\nWords {chance.random()}.\n"}
        text = "".join(each for each in lines if chance.random() < 0.85)
        if path == "docs/guide.md":
            named = chance.choice(["EVAL-001", "EVAL-002", "reader", "no-one"])
            text = f"# Guide\n\n## {chance.choice(['First', 'Second'])}\n\nSee [{named}].\n"
        return {path: text}

    edits = [one() for _ in range(12)]
    site = make_site(FILES | {"mkdocs.yml": CONFIG.format(theme="mkdocs")})
    assert any(rendered(site, edits))


def test_pages_that_are_as_they_were_are_not_rendered_anew(make_site: MakeSite) -> None:
    edits: list[Edit] = [
        {"docs/prose.md": PROSE + "\nMore.\n"},
        {"docs/other.md": "# Other\n\nSee [EVAL-001], [EVAL-002] and `reader`.\n"},
        {"docs/other.md": "# Other\n\nWords.\n\nSee [reader]: [trace: count flows]\n"},
        {"docs/other.md": "# Other\n\nSee [EVAL-009].\n"},
        {"docs/other.md": "# Other\n\nSee [EVAL-001].\n"},
        {"docs/prose.md": PROSE, "docs/other.md": "# Other\n"},
        {"docs/a.trace.yml": FACTS + "\n# a comment\n"},
    ]
    other = {"docs/other.md": "# Other\n"}
    site = make_site(FILES | other | {"mkdocs.yml": CONFIG.format(theme="mkdocs")})
    assert rendered(site, edits) == [False, False, False, True, True, False, True]
