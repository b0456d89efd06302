"""Addresses of files on the web, made of what `mkdocs.yml` says of the place where pages are edited."""

import pytest

from mkdocs_traceability.pages.site.source_links import source_url

HUB = "https://github.com/o/r"
LAB = "https://gitlab.com/o/group/r"
TEA = "https://codeberg.org/o/r"
BUCKET = "https://bitbucket.org/o/r"
AZURE = "https://dev.azure.com/o/p/_git/r"


@pytest.mark.parametrize(
    ("repo", "edit", "expected"),
    [
        (HUB, "edit/main/docs/", f"{HUB}/blob/main/src/x.py#L12-L20"),
        (f"{HUB}/", "blob/main/docs/", f"{HUB}/blob/main/src/x.py#L12-L20"),
        (HUB, "tree/v1.0/docs/", f"{HUB}/blob/v1.0/src/x.py#L12-L20"),
        ("", f"{HUB}/edit/main/docs/", f"{HUB}/blob/main/src/x.py#L12-L20"),
        ("https://github.corp.example/o/r", "edit/main/docs/", None),
        (LAB, "edit/master/docs/", f"{LAB}/-/blob/master/src/x.py#L12-20"),
        (LAB, "-/edit/main/docs/", f"{LAB}/-/blob/main/src/x.py#L12-20"),
        (
            "https://code.example/o/r",
            "-/blob/main/docs/",
            "https://code.example/o/r/-/blob/main/src/x.py#L12-20",
        ),
        (TEA, "_edit/main/docs/", f"{TEA}/src/branch/main/src/x.py#L12-L20"),
        (TEA, "src/branch/main/docs/", f"{TEA}/src/branch/main/src/x.py#L12-L20"),
        (BUCKET, "src/default/docs/", f"{BUCKET}/src/default/src/x.py#lines-12:20"),
        (
            AZURE,
            "?path=/docs/",
            f"{AZURE}?path=/src/x.py&line=12&lineEnd=21&lineStartColumn=1&lineEndColumn=1",
        ),
        (
            AZURE,
            "?version=GBmain&path=docs/",
            f"{AZURE}?version=GBmain&path=src/x.py&line=12&lineEnd=21&lineStartColumn=1&lineEndColumn=1",
        ),
        ("https://forge.example/r", "files/docs/", "https://forge.example/r/files/src/x.py"),
        ("https://forge.example/r", "?query=root/docs/", "https://forge.example/r?query=root/src/x.py"),
        ("https://forge.example/r", "#root/docs/", "https://forge.example/r#root/src/x.py"),
    ],
)
def test_each_forge_gets_its_own_form(repo: str, edit: str, expected: str | None) -> None:
    expected = expected or f"{repo}/blob/main/src/x.py#L12-L20"
    assert source_url(repo, edit, "docs", "src/x.py", 12, 20) == expected


@pytest.mark.parametrize(
    ("line", "end", "fragment"), [(0, 0, ""), (7, 0, "#L7"), (7, 7, "#L7"), (7, 3, "#L7"), (-1, 0, "")]
)
def test_lines_are_named_where_there_are_some(line: int, end: int, fragment: str) -> None:
    assert source_url(HUB, "edit/main/docs/", "docs", "x.py", line, end) == f"{HUB}/blob/main/x.py{fragment}"


def test_of_a_page_that_the_forge_renders_the_text_is_asked_for() -> None:
    at = ("docs", "docs/a.md", 3)
    assert source_url(HUB, "edit/main/docs/", *at) == f"{HUB}/blob/main/docs/a.md?plain=1#L3"
    assert source_url(LAB, "edit/main/docs/", *at) == f"{LAB}/-/blob/main/docs/a.md?plain=1#L3"
    assert source_url(TEA, "_edit/main/docs/", *at) == f"{TEA}/src/branch/main/docs/a.md?display=source#L3"
    assert source_url(HUB, "edit/main/docs/", "docs", "docs/a.md") == f"{HUB}/blob/main/docs/a.md"


PLACES = [
    ("docs", "docs/a.trace.yml", "edit/main/docs/", "main/docs/a.trace.yml"),
    ("docs", "docs/a/b.yml", "edit/main/docs/", "main/docs/a/b.yml"),
    ("docs", "mkdocs.yml", "edit/main/docs/", "main/mkdocs.yml"),
    ("docs", "src/x.py", "edit/main/a/project/docs/", "main/a/project/src/x.py"),
    ("docs", "../shared/x.py", "edit/main/a/project/docs/", "main/a/shared/x.py"),
    ("text/of/it", "text/x.py", "edit/main/text/of/it/", "main/text/x.py"),
    ("text/of/it", "src/x.py", "edit/main/text/of/it/", "main/src/x.py"),
    ("../docs", "../docs/a.yml", "edit/main/docs/", "main/docs/a.yml"),
    ("my docs", "x y/ü?#%.py", "edit/main/my%20docs/", "main/x%20y/%C3%BC%3F%23%25.py"),
    (".", "src/x.py", "edit/main/", "main/src/x.py"),
    ("docs", "./docs//a/../b.yml", "edit/main/docs/", "main/docs/b.yml"),
    ("docs", 'src/"><script>.py', "edit/main/docs/", "main/src/%22%3E%3Cscript%3E.py"),
]


@pytest.mark.parametrize(("docs", "path", "edit", "expected"), PLACES)
def test_a_file_is_found_from_the_docs_folder(docs: str, path: str, edit: str, expected: str) -> None:
    assert source_url(HUB, edit, docs, path) == f"{HUB}/blob/{expected}"


@pytest.mark.parametrize(
    ("docs", "path", "edit"),
    [
        ("docs", "../../../../x.py", "edit/main/docs/"),
        ("docs", "../x.py", "edit/main/docs/"),
        ("docs", "../../x.py", "edit/main/p/docs/"),
        ("handbook", "src/x.py", "edit/main/docs/"),
        ("../docs", "src/x.py", "edit/main/docs/"),
        ("docs", "/etc/passwd", "edit/main/docs/"),
        ("docs", "", "edit/main/docs/"),
        ("docs", "x.py", ""),
        ("docs", "x.py", "edit/ma in/docs/"),
        ("docs", "x.py", "javascript:alert(1)//docs/"),
        ("docs", "../x.py", "files/p/docs/"),
    ],
)
def test_what_cannot_be_told_has_no_address(docs: str, path: str, edit: str) -> None:
    repo = "https://forge.example/o/r" if edit.startswith("files") else HUB
    assert source_url(repo, edit, docs, path, 1) == ""


@pytest.mark.parametrize("repo", ["", "repo", "ftp://x/y", "javascript:alert(1)", "https://[x/"])
def test_without_a_repository_on_the_web_there_is_none(repo: str) -> None:
    assert source_url(repo, "edit/main/docs/", "docs", "x.py", 1) == ""
