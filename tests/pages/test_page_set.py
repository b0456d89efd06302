"""Which pages there are follows from what is linked: none appears or vanishes once all is judged."""

import json
from pathlib import Path

import pytest
from e2e.sites import Built, Site
from support import PLAIN_SITE, run, table, write_site

from mkdocs_traceability.model.presentation import Presentation
from mkdocs_traceability.pages.publication import Site as Generated
from mkdocs_traceability.pages.site import pagination
from mkdocs_traceability.pages.site.places import Places
from mkdocs_traceability.pages.site_context import SiteContext
from mkdocs_traceability.registry.link import with_titles
from mkdocs_traceability.registry.registry import Registry
from mkdocs_traceability.settings.load import load_settings
from mkdocs_traceability.workspace import Workspace

COMPONENTS = """\
components:
  - {id: api, paths: [api]}
  - {id: store, paths: [store]}
"""
IMPORTS = {
    "docs/a.trace.yml": COMPONENTS,
    "api/__init__.py": "import store\n",
    "store/__init__.py": "",
}
"""One component imports another, and nothing says so."""

DESCRIBED = """\
components:
  - {id: rules, page: policy/rules.md}
  - {id: short, page: rules.md}
  - {id: section, page: "policy/rules.md#gone"}
  - {id: limits, page: nowhere.md}
  - {id: ours, page: traceability/index.md}
"""
HOMES = {
    "mkdocs.yml": "site_name: x\nplugins: [{traceability: {item_pages: true}}]\n",
    "docs/a.trace.yml": DESCRIBED,
    "docs/policy/rules.md": "# Rules\n",
}
"""Items that name a page that is there, in any form, and such that name none."""

MANY = {
    "docs/a.trace.yml": "components:\n"
    + "".join(f"  - {{id: c-{each}, depends_on: [nobody-{each}]}}\n" for each in range(600))
}
"""More findings than a page shows."""

TITLES = {
    "docs/a.md": "---\ntraceability: {layer: {id: top}}\n---\n# The *top* `layer`\n",
    "docs/a.trace.yml": "components: [{id: api, layer: top}]\n",
}
"""An item with the title of its page, which is that of a section too."""

SITES = table(
    "files",
    ("imports that nobody declares", IMPORTS),
    ("homes of items that have pages", HOMES),
    ("very many findings", MANY),
    ("titles of pages", TITLES),
)


def site(folder: Path, files: dict[str, str]) -> Site:
    """Write a site with a home page into a folder."""
    return Site(folder, {"mkdocs.yml": PLAIN_SITE, "docs/index.md": "# H\n", **files})


def pages_of(site: Generated) -> list[tuple[str, bool]]:
    return [(page.name, page.in_nav) for page in site.pages]


@SITES
def test_the_pages_are_the_same_before_and_after_all_is_judged(tmp_path: Path, files: dict[str, str]) -> None:
    workspace = Workspace(load_settings(write_site(tmp_path, files)))
    linked = workspace.observe(workspace.link())
    before = Generated(workspace.unjudged(linked), SiteContext(lambda uri: uri))
    result = workspace.judge(linked)
    after = before.judged(result)

    assert pages_of(before) == pages_of(after)
    assert len(pages_of(before)) > 3
    alone = Generated(result, SiteContext(lambda uri: uri))
    assert pages_of(alone) == pages_of(after), "what was kept from before says the same as what is made anew"
    drawn = [[site.page_html(page) for page in site.pages] for site in (alone, after)]
    assert drawn[0] == drawn[1]
    names = [file.name for file in before.published_files()]
    assert names == [file.name for file in after.published_files()]


def test_the_titles_of_pages_move_no_row_to_another_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = {
        f"docs/c{each}.md": f"---\ntraceability: {{component: {{id: c-{each}}}}}\n---\n# The `{each}`\n"
        for each in range(20)
    }
    registry = run(tmp_path, pages).registry
    assert all(item.title_from for item in registry.all)
    monkeypatch.setattr(pagination, "HEAVIEST", 2_000)

    def stems(registry: Registry) -> dict[str, str]:
        places = Places(registry, Presentation(), {}, lambda uri: None)
        return {item.id: places.row(item).page for item in registry.all}

    assert len(set(stems(registry).values())) > 2
    longer = with_titles(registry, {item: item.title * 100 for item in registry.all})
    assert stems(longer) == stems(registry)


@SITES
def test_a_build_adds_and_removes_no_file_after_its_pages_are_made(
    tmp_path: Path, files: dict[str, str]
) -> None:
    hook = (
        "import json\nfrom mkdocs.plugins import event_priority\nseen = {}\n"
        "def note(name, files):\n"
        "    seen[name] = sorted(file.src_uri for file in files if file.src_uri.startswith('traceability/'))\n"
        "@event_priority(-200)\ndef on_nav(nav, config, files):\n    note('nav', files)\n"
        "@event_priority(-200)\ndef on_env(env, config, files):\n    note('env', files)\n"
        "def on_post_build(config):\n"
        "    with open(config.docs_dir + '/../seen.json', 'w') as file:\n        json.dump(seen, file)\n"
    )
    config = files.get("mkdocs.yml", PLAIN_SITE) + "hooks: [hook.py]\n"
    site(tmp_path, files | {"mkdocs.yml": config, "hook.py": hook}).built("-q")

    seen = json.loads((tmp_path / "seen.json").read_text())
    assert seen["nav"] == seen["env"]
    assert "traceability/index.md" in seen["nav"]


def test_an_item_with_a_home_has_no_page_of_its_own(tmp_path: Path) -> None:
    built: Built = site(tmp_path, HOMES).built("-q")

    home = built.text("policy/rules/index.html")
    for id_ in ("rules", "short", "section"):
        assert not built.has(f"traceability/components/{id_}/index.html")
        assert f'id="component-{id_}"' in home
    for id_ in ("limits", "ours"):
        assert built.has(f"traceability/components/{id_}/index.html")


def test_what_is_imported_and_declared_nowhere_has_its_matrix_in_the_navigation(tmp_path: Path) -> None:
    built: Built = site(tmp_path, IMPORTS).built("-q")

    assert built.has("traceability/components-by-components/index.html")
    assert "components-by-components" in built.text("index.html")
