"""`init`: a repository has a site that is checked and built, and nothing else in it has changed."""

import json
import os
import pty
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import MakeSite
from .forked import DEADLINE
from .sites import CONFIG_NAMES, Done, Site, environment, run, run_module


def init(site: Site, *arguments: str, folder: Path | None = None) -> Done:
    return run_module("mkdocs_traceability", "init", *arguments, folder=folder or site.folder)


def files(site: Site) -> dict[str, str]:
    """All files but for the cache and the built site, with what is in them."""
    return {
        path.relative_to(site.folder).as_posix(): path.read_bytes().decode()
        for path in sorted(site.folder.rglob("*"))
        if path.is_file() and not {".cache", "site", ".git"} & set(path.relative_to(site.folder).parts)
    }


def is_set_up(site: Site, generator: str = "mkdocs") -> None:
    """Check, strict build and another `init` all end well, and the last one changes nothing."""
    checked = site.check()
    assert checked.status == 0, checked.out + checked.log
    built = site.built("--strict", generator=generator)
    assert built.has("traceability/index.html")
    before = files(site)
    again = init(site, "--yes")
    assert (again.status, again.out) == (0, "Nothing to do: the plugin is on and items are declared.\n")
    assert files(site) == before


@pytest.fixture
def empty(tmp_path: Path) -> Site:
    return Site(tmp_path / "web-shop")


def test_an_empty_folder_becomes_a_site(empty: Site) -> None:
    done = init(empty, "--yes")
    assert done.status == 0, done.log
    assert files(empty) == {
        "mkdocs.yml": "site_name: Web shop\nplugins:\n  - search\n  - traceability\n",
        "docs/index.md": "# Web shop\n",
        ".gitignore": ".cache/traceability/\nsite/\n",
        "docs/architecture.trace.yml": """\
# First facts of Web shop: change them to what is true.
# `mkdocs-traceability explain` lists kinds and keys.
components:
  - id: web-shop
    title: Web shop

flows:
  - id: FLOW-001
    title: First flow
    components: [web-shop]
""",
    }
    assert done.out.endswith("2 items: 0 errors, 0 warnings, 0 info\nNext: mkdocs serve\n")
    is_set_up(empty)


def test_a_folder_that_is_not_there_is_made(empty: Site) -> None:
    assert init(empty, "new/book", "--yes").status == 0
    assert sorted(files(empty)) == [
        f"new/book/{name}"
        for name in (".gitignore", "docs/architecture.trace.yml", "docs/index.md", "mkdocs.yml")
    ]


SHAPES = {
    "no plugins": "site_name: x\n# end\n",
    "nothing": "",
    "a list": "site_name: x\nplugins:\n  - search  # all\n# Theme\ntheme: mkdocs\n",
    "brackets": "site_name: x\nplugins: [search]\n",
    "a mapping": "site_name: x\nplugins:\n  search: {}\n",
    "no value": "site_name: x\nplugins:\n",
    "no plugin": "site_name: x\nplugins: []\n",
    "tags": "site_name: !ENV [NAME, x]\ntheme: {name: mkdocs}\nextra: {a: !ENV B}\n",
    "an anchor": "extra: &toc {permalink: true}\nsite_name: x\nmarkdown_extensions:\n  - toc: *toc\n",
    "strict validation": "site_name: x\nvalidation: {omitted_files: warn, anchors: warn}\nnav: [index.md]\n",
    "another docs folder": "site_name: x\ndocs_dir: pages\nsite_dir: site\n",
}


@pytest.mark.parametrize(
    ("shape", "end"), [*((shape, "\n") for shape in SHAPES), ("no plugins", "\r\n"), ("a list", "\r\n")]
)
def test_a_site_of_any_shape_is_set_up_and_its_settings_stay(shape: str, end: str, empty: Site) -> None:
    text = SHAPES[shape].replace("\n", end)
    (empty.folder / "mkdocs.yml").write_bytes(text.encode())
    done = init(empty, "--yes")
    assert done.status == 0, done.out + done.log
    written = (empty.folder / "mkdocs.yml").read_bytes().decode()
    assert written.count("\r") == (written.count("\n") if "\r" in text else 0)
    for line in text.splitlines():
        if line.strip() not in ("plugins: [search]", "plugins: []"):
            assert line in written.splitlines()
    is_set_up(empty)


def test_a_parent_s_mapping_is_added_to_and_its_list_is_left_to_the_user(make_site: MakeSite) -> None:
    own = "INHERIT: ../base.yml\nsite_name: x\n"
    site = make_site({"mkdocs.yml": own}, "project")
    base = site.folder.parent / "base.yml"
    base.write_text("theme: mkdocs\nplugins:\n  - search\n")
    before = files(site)
    done = init(site, "--yes")
    assert (done.status, done.out) == (2, "")
    assert done.log == (
        "Error: ../base.yml:2: `plugins` is inherited from here; a list in mkdocs.yml would replace it. "
        "Add this entry here, and run init again:\n\n  - traceability\n\nNothing was changed.\n"
    )
    assert files(site) == before
    base.write_text("theme: mkdocs\nplugins:\n  search: {}\n")
    assert init(site, "--yes").status == 0
    assert files(site)["mkdocs.yml"] == own + "plugins:\n  traceability: {}\n"
    is_set_up(site)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "site_name: x\nextra: &p [search]\nplugins: *p\n",
            "mkdocs.yml:3: `plugins` cannot be edited safely: its form leaves no safe place for the entry. "
            "Add this to `plugins`, and run init again:\n\n  - traceability",
        ),
        (
            "site_name: x\nplugins: !ENV [P, {search: {}}]\n",
            "mkdocs.yml:2: `plugins` cannot be edited safely: its value has a tag.",
        ),
        (
            "site_name: x\nplugins: [tracability]\n",
            "mkdocs.yml:2: `plugins` has `tracability`: write `traceability`",
        ),
        ("site_name: x\nplugins: [\n", "mkdocs.yml:2:10: `[` is never closed"),
        ("- site_name\n", "mkdocs.yml: a configuration is a mapping of settings"),
        (
            "site_name: x\nexclude_docs: '*.yml'\n",
            "Add this line to `exclude_docs`, and run init again:\n\n  !*.trace.yml",
        ),
        ("site_name: x\ndocs_dir: [a]\n", "mkdocs.yml:2: `docs_dir` must be the path of a folder"),
        ("site_name: x\nexclude_docs: '!'\n", "`exclude_docs` or `draft_docs`: "),
        ("site_name: x\nINHERIT: gone.yml\n", "gone.yml: No such file or directory"),
    ],
)
def test_what_is_not_safe_is_said_and_nothing_changes(text: str, said: str, make_site: MakeSite) -> None:
    site = make_site({"mkdocs.yml": text})
    before = files(site)
    done = init(site, "--yes")
    assert done.status == 2
    assert said in done.log
    assert files(site) == before


def test_utf_16_is_left(make_site: MakeSite) -> None:
    site = make_site({})
    (site.folder / "mkdocs.yml").write_bytes("site_name: x\n".encode("utf-16"))
    done = init(site, "--yes")
    assert (done.status, "UTF-16" in done.log) == (2, True)


def test_a_byte_order_mark_stays(make_site: MakeSite) -> None:
    site = make_site({})
    (site.folder / "mkdocs.yml").write_bytes(b"\xef\xbb\xbfsite_name: x\n")
    assert init(site, "--yes").status == 0
    assert (site.folder / "mkdocs.yml").read_bytes().startswith(b"\xef\xbb\xbfsite_name: x\nplugins:\n")
    is_set_up(site)


def test_who_works_with_coding_agents_is_told_how_to_set_them_up(empty: Site) -> None:
    empty.write({"AGENTS.md": "# How to work here\n"})
    expected = "\nNext: mkdocs serve\nWith coding agents: mkdocs-traceability agents install\n"
    assert init(empty, "--yes").out.endswith(expected)


@pytest.mark.parametrize("generator", CONFIG_NAMES)
def test_the_names_of_other_generators_are_known(generator: str, empty: Site) -> None:
    name = CONFIG_NAMES[generator]
    empty.write({name: "site_name: x\ntheme: mkdocs\n"})
    done = init(empty, "--yes")
    assert done.out.endswith(f"Next: {generator} serve\n")
    assert sorted(files(empty)) == ["docs/architecture.trace.yml", "docs/index.md", name]
    is_set_up(empty, generator)


ZENSICAL = """\
[project]  # all of it
site_name = "Shop: two"
docs_dir = "pages"

[project.markdown_extensions]
toc.permalink = true
"""


def test_a_site_of_zensical_gets_what_stands_in_for_the_plugin(empty: Site) -> None:
    empty.write({"zensical.toml": ZENSICAL})
    done = init(empty, "--yes")
    assert done.status == 0
    assert done.out.endswith("Next: mkdocs-traceability render --host zensical && zensical serve\n")
    written = (empty.folder / "zensical.toml").read_text(encoding="utf-8")
    assert tomllib.loads(written)["project"] == {
        "site_name": "Shop: two",
        "docs_dir": "pages",
        "exclude_docs": "*.trace.yml\n",
        "extra_css": ["traceability/assets/traceability.css"],
        "plugins": {"traceability": {}},
        "markdown_extensions": {"toc": {"permalink": True}, "mkdocs_traceability": {}},
    }
    kept = iter(written.splitlines())
    assert all(line in kept for line in ZENSICAL.splitlines())
    check = empty.check()
    assert (check.status, check.log) == (0, "")
    before = files(empty)
    assert init(empty, "--yes").out.startswith("Nothing to do")
    assert files(empty) == before


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("", "Note: zensical.toml has no `markdown_extensions`, so Zensical uses a list of its own"),
        ('markdown_extensions = ["toc"]', "Note: add `mkdocs_traceability` to `markdown_extensions`"),
        ('exclude_docs = "drafts/"', "Note: add `*.trace.yml` to `exclude_docs` in zensical.toml"),
        ('extra_css = ["own.css"]', "Note: add `traceability/assets/traceability.css` to `extra_css`"),
    ],
)
def test_what_zensical_needs_by_hand_is_said(settings: str, told: str, empty: Site) -> None:
    empty.write({"zensical.toml": f'[project]\nsite_name = "Shop"\n{settings}\n'})
    done = init(empty, "--yes")
    assert done.status == 0
    assert told in done.log


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["", "\n\n\n", "# x"])
def test_a_zensical_toml_keeps_its_line_ends_and_page_folder(end: str, last: str, empty: Site) -> None:
    table = '[project.plugins.traceability]\npage_dir = "facts"\n[project.markdown_extensions]\n'
    text = f'[project]\nsite_name = "a\u2028b"\n{table}{last}'.replace("\n", end)
    file = empty.folder / "zensical.toml"
    empty.folder.mkdir(exist_ok=True)
    file.write_bytes(text.encode())
    assert init(empty, "--yes").status == 0
    written = file.read_bytes().decode()
    assert written.count("\n") == written.count(end)
    added = (
        f'exclude_docs = """{end}*.trace.yml{end}"""{end}extra_css = ["facts/assets/traceability.css"]{end}'
    )
    assert added in written
    assert written.replace(added, "").startswith(text)


@pytest.mark.parametrize("text", ['project = {site_name = "Shop"}\n', "[project]\nplugins = {search = {}}\n"])
def test_a_zensical_toml_that_cannot_be_edited_safely_stays(text: str, empty: Site) -> None:
    empty.write({"zensical.toml": text})
    before = files(empty)
    done = init(empty, "--yes")
    assert (done.status, files(empty)) == (2, before)
    assert "edit it by hand, and run init again" in done.log


def test_nothing_is_written_without_a_terminal_or_yes(empty: Site) -> None:
    done = init(empty)
    assert done.status == 1
    assert done.log == "Nothing was changed: run in a terminal to confirm, or add --yes\n"
    assert "+  - traceability\n" in done.out
    assert "add docs/index.md: a home page\n" in done.out
    assert list(empty.folder.iterdir()) == []


@pytest.mark.parametrize(("answer", "status"), [("y\n", 0), ("n\n", 1), ("\n", 1)])
def test_a_terminal_is_asked(answer: str, status: int, empty: Site) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "mkdocs_traceability", "init"]
    os.write(ours, answer.encode())
    done = subprocess.run(
        command,
        cwd=empty.folder,
        stdin=theirs,
        capture_output=True,
        env=environment(),
        timeout=DEADLINE,
        check=False,
    )
    os.close(ours)
    os.close(theirs)
    assert done.returncode == status, done.stderr
    assert b"Write these changes? [y/N]: " in done.stdout
    assert bool(files(empty)) == (status == 0)


def test_what_is_there_is_left_as_it_is(make_site: MakeSite) -> None:
    site = make_site(
        {
            "mkdocs.yml": "site_name: x\nplugins:\n  - traceability:\n      nav: false\n",
            "docs/README.md": "# Home\n",
            "docs/facts.trace.yml": "components:\n  - id: a\n",
            ".gitignore": "*.pyc\n.cache/\n",
        }
    )
    before = files(site)
    done = init(site)
    assert (done.status, done.out) == (0, "Nothing to do: the plugin is on and items are declared.\n")
    assert files(site) == before


@pytest.mark.parametrize(
    "declared",
    [
        {"docs/a.md": "---\ntraceability:\n  component: {id: a}\n---\n# A\n"},
        {"docs/a.md": "# A\n\n<!-- traceability: components -->\n\n| Id |\n| --- |\n| a |\n"},
        {
            "mkdocs.yml": "site_name: x\nplugins:\n  - traceability: {sources: ['facts/*.yml']}\n",
            "facts/a.yml": "",
        },
    ],
    ids=["in a page", "in a table", "elsewhere"],
)
def test_facts_are_not_declared_twice(declared: dict[str, str], make_site: MakeSite) -> None:
    site = make_site(declared)
    init(site, "--yes")
    assert not (site.folder / "docs/architecture.trace.yml").exists()


@pytest.mark.parametrize(
    ("config", "made"),
    [
        ("", True),
        ("nav: [index.md]\n", True),
        ("nav: [{Start: a.md}]\n", False),
        ("plugins: [gen-files]\n", False),
        ("hooks: [hook.py]\n", False),
        ("plugins: [{i18n: {languages: []}}]\n", False),
    ],
)
def test_a_home_page_is_made_where_nothing_else_may_bring_one(
    config: str, made: bool, make_site: MakeSite
) -> None:
    site = make_site({"mkdocs.yml": f"site_name: x\n{config}", "docs/a.md": "# A\n"})
    assert init(site, "--yes").status == 0
    assert (site.folder / "docs/index.md").exists() == made


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ".cache/traceability/\n"),
        ("*.pyc", "*.pyc\n.cache/traceability/\n"),
        ("*.pyc\r\n", "*.pyc\r\n.cache/traceability/\r\n"),
        ("/.cache\n", "/.cache\n"),
        ("**/traceability/\n", "**/traceability/\n"),
    ],
)
def test_the_cache_is_ignored_once(before: str, after: str, make_site: MakeSite) -> None:
    site = make_site({"docs/index.md": "# x\n"})
    (site.folder / ".gitignore").write_bytes(before.encode())
    assert init(site, "--yes").status == 0
    assert (site.folder / ".gitignore").read_bytes().decode() == after


def test_what_the_repository_ignores_is_not_ignored_again(make_site: MakeSite) -> None:
    site = make_site({"manual/mkdocs.yml": "site_name: x\n", ".gitignore": ".cache/\n"})
    assert run("git", "init", "-q", folder=site.folder).status == 0
    assert init(site, "manual", "--yes").status == 0
    assert not (site.folder / "manual/.gitignore").exists()


def test_a_file_that_cannot_be_written_is_named(make_site: MakeSite) -> None:
    site = make_site({})
    (site.folder / "docs").write_text("no folder")
    done = init(site, "--yes")
    assert done.status == 2
    assert "docs" in done.log
    assert "Traceback" not in done.log


def test_the_first_facts_have_the_names_of_the_repository_and_say_what_else_is_there(
    make_site: MakeSite,
) -> None:
    site = make_site(
        {
            "services/orders/main.go": "package main\n",
            "services/bill-run/app.py": "a = 1\n",
            "tests/test_a.py": "",
            "api/openapi.yaml": "openapi: 3.1.0\n",
            "reports/junit.xml": '<?xml version="1.0"?>\n<testsuites/>\n',
            "db/1.sql": "CREATE TABLE a (id int);\n",
            "db/2.sql": "create table b (id int);\n",
            "catalog-info.yaml": "kind: Component\n",
            ".github/CODEOWNERS": "* @team\n",
            "docs/adr/0001-start.md": "# Start\n",
            "docs/index.md": "# Home\n",
            "docs/flows.md": "# Flows\n\n| Flow | Component |\n| --- | --- |\n| A | b |\n",
        }
    )
    assert init(site, "--yes").status == 0
    assert (
        files(site)["docs/architecture.trace.yml"]
        == """\
# First facts of Site: change them to what is true.
# `mkdocs-traceability explain` lists kinds and keys.
components:
  - id: bill-run
    title: Bill run
  - id: orders
    title: Orders

flows:
  - id: FLOW-001
    title: First flow
    components: [bill-run, orders]

# Found here. To use it, set under `traceability` in `mkdocs.yml`:
#   openapi: [api/openapi.yaml]
#   junit: [reports/junit.xml]
#   sql: [db/*.sql]
#   sources: [{preset: adr}, {preset: backstage}, {preset: codeowners}]

# Pages with tables, which `import` turns into facts:
#   mkdocs-traceability import docs/flows.md
"""
    )
    is_set_up(site)


def test_a_link_is_not_edited(make_site: MakeSite) -> None:
    site = make_site({})
    (site.folder / "linked").mkdir()
    (site.folder / "linked/mkdocs.yml").symlink_to("../mkdocs.yml")
    before = files(site)
    done = init(site, "linked", "--yes")
    assert (done.status, "is a symbolic link" in done.log) == (2, True)
    assert files(site) == before


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo], ids=["a folder", "a pipe"])
@pytest.mark.parametrize("name", ["mkdocs.yml", ".gitignore"])
def test_what_is_no_file_is_not_written_to_nor_waited_for(
    make: Callable[[Path], None], name: str, empty: Site
) -> None:
    make(empty.folder / name)
    done = init(empty, "--yes")
    assert "Traceback" not in done.log
    assert (done.status, "mkdocs.yml: File exists" in done.log) == (
        (2, True) if name == "mkdocs.yml" else (0, False)
    )


def test_a_folder_with_an_odd_name_becomes_a_site(empty: Site) -> None:
    assert init(empty, "a\x01 'b': #[c]", "--yes").status == 0
    site = Site(empty.folder / "a\x01 'b': #[c]")
    is_set_up(site)


# ---------------------------------------------------------------- editors


SETTINGS = """\
{
  "yaml.schemas": {
    "./.cache/traceability/sidecar.schema.json": [
      "docs/**/*.trace.yml",
      "docs/**/*.trace.yaml"
    ]
  },
  // mine
  "editor.tabSize": 2,
}
"""


def test_vscode_is_set_up_where_the_repository_has_its_folder(empty: Site) -> None:
    (empty.folder / ".vscode").mkdir(parents=True)
    (empty.folder / ".vscode/settings.json").write_text('{\n  // mine\n  "editor.tabSize": 2,\n}\n')
    assert init(empty, "--yes").status == 0
    there = files(empty)
    assert there[".vscode/settings.json"] == SETTINGS
    assert "redhat.vscode-yaml" in there[".vscode/extensions.json"]
    line = "# yaml-language-server: $schema=../.cache/traceability/sidecar.schema.json\n"
    assert there["docs/architecture.trace.yml"].startswith(line)
    assert (empty.folder / ".cache/traceability/sidecar.schema.json").is_file()
    is_set_up(empty)


def test_a_site_within_a_repository_is_named_from_the_repositorys_folder(empty: Site) -> None:
    (empty.folder / ".git").mkdir(parents=True)
    assert init(empty, "book", "--yes", "--editor", "vscode").status == 0
    settings = json.loads(files(empty)[".vscode/settings.json"])
    globs = ["book/docs/**/*.trace.yml", "book/docs/**/*.trace.yaml"]
    assert settings == {"yaml.schemas": {"./book/.cache/traceability/sidecar.schema.json": globs}}
    assert (empty.folder / "book/.cache/traceability/sidecar.schema.json").is_file()


def test_settings_that_cannot_be_edited_safely_are_shown_to_be_added(empty: Site) -> None:
    (empty.folder / ".vscode").mkdir(parents=True)
    text = '{"yaml.schemas": {"./other.json": "*.yml"}}'
    (empty.folder / ".vscode/settings.json").write_text(text)
    done = init(empty, "--yes")
    assert done.status == 0
    assert files(empty)[".vscode/settings.json"] == text
    assert "it has `yaml.schemas` already. Add this to it:" in done.log
    assert '"./.cache/traceability/sidecar.schema.json"' in done.log


def test_no_editor_is_set_up_where_none_is_wanted(empty: Site) -> None:
    (empty.folder / ".vscode").mkdir(parents=True)
    assert init(empty, "--yes", "--editor", "none").status == 0
    assert not any(path.startswith(".vscode") for path in files(empty))
    assert "yaml-language-server" not in files(empty)["docs/architecture.trace.yml"]
