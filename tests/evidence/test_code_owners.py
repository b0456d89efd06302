"""CODEOWNERS: whose files are whose, and what is said of a maintainer who owns none of a component's."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from processor_time import LINEAR, growth
from support import check, run, said, table

from mkdocs_traceability.evidence.code_owners.entries import globs_of, read_entries
from mkdocs_traceability.evidence.code_owners.owned_files import _matched
from mkdocs_traceability.files.globs import fits
from mkdocs_traceability.settings.load import load_settings
from mkdocs_traceability.workspace import Workspace

CONFIG = "site_name: x\nplugins: [{traceability: {sources: [{preset: codeowners}]}}]\n"
SIDECAR = """\
components:
  - {id: billing, paths: [billing], maintainer: %s}
flows:
  - {id: F-1, components: [billing]}
"""


@table(
    "pattern, matched, others",
    ("everything", "*", "a.py src/a.py", ""),
    ("an ending at any depth", "*.js", "a.js src/a.js", "a.jsx"),
    ("a folder at any depth", "apps/", "apps/a.py src/apps/a/b.py", "apps2/a.py"),
    ("a folder of the root", "/apps/", "apps/a.py apps/b/c.py", "src/apps/a.py"),
    ("a folder without a slash", "/apps", "apps/a.py", "src/apps/a.py apps2/a.py"),
    ("a path below the root", "docs/api", "docs/api/a.md", "x/docs/api/a.md"),
    ("the files of a folder only", "docs/*", "docs/a.md", "docs/b/c.md"),
    ("everything below a folder", "/docs/**", "docs/a.md docs/b/c.md", "src/docs/a.md"),
    ("any folder between", "/src/**/test.py", "src/test.py src/a/b/test.py", "test.py"),
    ("a file", "/build/Makefile", "build/Makefile", "Makefile"),
    ("a blank", r"a\ b/", "a b/c.py", "a/c.py"),
    ("brackets are no class", "app/[id]/", "app/[id]/page.tsx", "app/i/page.tsx"),
    ("a hash", r"\#notes", "#notes", "notes"),
)
def test_patterns_match_as_on_github(pattern: str, matched: str, others: str) -> None:
    def is_matched(path: str) -> bool:
        return any(fits(path, glob) for glob in globs_of(pattern))

    paths = [matched] if pattern == r"a\ b/" else matched.split()
    assert [path for path in paths if not is_matched(path)] == []
    assert [path for path in others.split() if is_matched(path)] == []


def test_comments_owners_and_sections_are_read() -> None:
    text = """\
# everything
*   @acme/all  ana@example.com  # and a comment @not
/gone/

[Docs][2] @acme/docs
docs/
docs/api @acme/api words
^[Optional] @acme/visitors
  !docs/old
"""
    assert [
        (entry.owners, entry.section, entry.is_optional, entry.excludes, entry.line, entry.column)
        for entry in read_entries(text)
    ] == [
        (("@acme/all", "ana@example.com"), "", False, False, 2, 1),
        ((), "", False, False, 3, 1),
        (("@acme/docs",), "docs", False, False, 6, 1),
        (("@acme/api",), "docs", False, False, 7, 1),
        (("@acme/visitors",), "optional", True, True, 9, 3),
    ]


def owners(folder: Path, code_owners: str, *paths: str) -> tuple[str, ...]:
    """Return the owners of the component whose code is in these files; optional ones have a `?`."""
    files = {"mkdocs.yml": CONFIG, "CODEOWNERS": code_owners, "docs/a.trace.yml": SIDECAR % "'@x'"}
    entries = run(folder, files | dict.fromkeys(paths, "")).observations.code_owners
    return tuple(name for each in entries for name in (*each.owners, *(f"?{name}" for name in each.optional)))


@table(
    "code_owners, expected",
    ("the last match", "* @all\n/billing/ @bill\n", ("@bill",)),
    ("the last match, though it is wider", "/billing/ @bill\n* @all\n", ("@all",)),
    ("none", "/other/ @bill\n", ()),
    ("a last match without owners", "* @all\n/billing/\n", ()),
    ("most files first", "* @all\n/billing/a.py @bill\n", ("@all", "@bill")),
    ("sections of GitLab add up", "* @all\n[Money]\n/billing/ @bill\n", ("@all", "@bill")),
    ("default owners of a section", "[Money] @bill\n/billing/\n", ("@bill",)),
    (
        "one section in two parts",
        "[Money]\n/billing/ @a\n[Other]\n* @b\n[money]\n/billing/ @c\n",
        ("@b", "@c"),
    ),
    ("an optional section", "* @all\n^[Money] @bill\n/billing/\n", ("@all", "?@bill")),
    ("an exclusion", "* @all\n!/billing/\n", ()),
)
def test_the_owners_of_a_component_are_those_of_its_files(
    code_owners: str, expected: tuple[str, ...], tmp_path: Path
) -> None:
    assert owners(tmp_path, code_owners, "billing/a.py", "billing/b.py", "billing/c/d.py") == expected


@table(
    "maintainer, code_owner, is_found",
    ("the same handle", "@acme/payments", "@acme/payments", False),
    ("another team", "@acme/payments", "@acme/platform", True),
    ("the name of the team", "payments", "@acme/payments", False),
    ("with a word for a team", "Payments Team", "@acme/payments", False),
    ("an address", "ana@example.com", "ana@example.com", False),
    ("another address", "ana@example.com", "bob@example.com", True),
    ("the name in an address", "ana", "ana@example.com", False),
    ("one of several", "ana, bob", "@bob", False),
    ("a person in full cannot be compared", "Ana Lima", "@alima", False),
    ("a role of GitLab is anybody's", "@ana", "@@maintainer", False),
    ("a group of Backstage", "group:default/payments", "@acme/payments", False),
)
def test_a_maintainer_is_compared_with_the_owners(
    maintainer: str, code_owner: str, is_found: bool, tmp_path: Path
) -> None:
    files = {
        "mkdocs.yml": CONFIG,
        ".github/CODEOWNERS": f"/billing/ {code_owner}\n",
        "billing/a.py": "",
        "docs/a.trace.yml": SIDECAR % f'"{maintainer}"',
    }
    found = said(each for each in check(tmp_path, files) if each.code == "TR311")
    name = f"component billing is maintained by `{maintainer}`, but its code is owned by `{code_owner}`"
    assert found == ([f"2:49 TR311 {name}"] if is_found else [])


def test_the_owner_of_a_catalogue_is_compared_too(tmp_path: Path) -> None:
    config = (
        "site_name: x\nplugins: [{traceability: {sources: [{preset: codeowners},"
        " {preset: backstage, map: {paths: metadata.annotations.paths}}]}}]\n"
    )
    catalogue = """\
kind: Component
metadata: {name: web, annotations: {paths: src}}
spec: {owner: team-a}
---
kind: Group
metadata: {name: team-a}
"""
    files = {
        "mkdocs.yml": config,
        "catalog-info.yaml": catalogue,
        "src/a.py": "",
        "CODEOWNERS": "* @acme/b-team\n",
    }
    assert said(check(tmp_path, files)) == [
        "3:15 TR311 component web is maintained by `team-a`, but its code is owned by `@acme/b-team`"
    ]


def test_the_files_of_a_folder_above_are_found(tmp_path: Path) -> None:
    files = {
        "mkdocs.yml": "site_name: x\nplugins: [{traceability: {code_roots: [..], "
        "sources: [{path: ../.github/CODEOWNERS, preset: codeowners}]}}]\n",
        "docs/a.trace.yml": SIDECAR % "'@acme/payments'",
    }
    (tmp_path / ".github").mkdir()
    (tmp_path / ".github/CODEOWNERS").write_text("/billing/ @acme/platform\n")
    (tmp_path / "billing").mkdir()
    (tmp_path / "billing/a.py").write_text("")
    (found,) = [each for each in check(tmp_path / "site", files) if each.code == "TR311"]
    assert found.related[0].position.path == "../.github/CODEOWNERS"


@table(
    "setting, files, expected",
    (
        "none in the usual places",
        "preset: codeowners",
        {},
        "mkdocs.yml:2:37 TR415 no CODEOWNERS file found: `.github/CODEOWNERS`, `CODEOWNERS`, "
        "`docs/CODEOWNERS`, `.gitlab/CODEOWNERS`",
    ),
    (
        "a file that is not there",
        "preset: codeowners, path: OWNERS",
        {},
        "mkdocs.yml:2:64 TR415 no CODEOWNERS file found: `OWNERS`",
    ),
    (
        "bytes that are no text",
        "preset: codeowners",
        {"CODEOWNERS": "* @all \udcff"},
        "CODEOWNERS:1:8 TR415 cannot be read: the byte 0xFF here is not UTF-8",
    ),
    (
        "a key without a meaning",
        "preset: codeowners, kind: component",
        {"CODEOWNERS": "* @ana\n"},
        "mkdocs.yml:2:64 TR008 `kind` has no meaning with the preset `codeowners`, which declares no items",
    ),
)
def test_what_is_wrong_with_the_file_is_said(
    setting: str, files: dict[str, str], expected: str, tmp_path: Path
) -> None:
    config = f"site_name: x\nplugins: [{{traceability: {{sources: [{{{setting}}}]}}}}]\n"
    for path, text in files.items():
        tmp_path.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(text.encode("utf-8", "surrogateescape"))
    found = check(tmp_path, {"mkdocs.yml": config, "docs/a.trace.yml": SIDECAR % "ana", "billing/a.py": ""})
    assert [f"{each.position} {each.code} {each.message}" for each in found] == [expected]


def test_changes_of_the_file_are_seen_by_the_next_check(tmp_path: Path) -> None:
    files = {"mkdocs.yml": CONFIG, "CODEOWNERS": "* @acme/platform\n", "billing/a.py": ""}
    check(tmp_path, files | {"docs/a.trace.yml": SIDECAR % "'@acme/payments'"})

    def codes() -> list[str]:
        return [each.code for each in Workspace(load_settings(tmp_path / "mkdocs.yml")).check().findings]

    assert codes() == ["TR311"]
    assert codes() == ["TR311"]
    (tmp_path / "CODEOWNERS").write_text("* @acme/payments\n")
    assert codes() == []


@given(st.text(max_size=120))
def test_every_text_is_read(text: str) -> None:
    for entry in read_entries(text):
        assert entry.globs
        assert 1 <= entry.line <= text.count("\n") + 1


@pytest.mark.slow
def test_many_entries_and_files_take_time_in_proportion() -> None:
    names = sorted(f"src/p{number}/a.py" for number in range(500))

    def match(size: int) -> None:
        _matched(read_entries("".join(f"/src/p{number}/ @t\n" for number in range(size))), names)

    assert growth(match, 400) < LINEAR
