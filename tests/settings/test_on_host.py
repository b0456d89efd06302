"""What a check says of the host of a site, which its configuration tells, and which sidecars are read."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from mkdocs_traceability import check
from tests.support import write_site

FACTS = {"docs/a.trace.yml": "components: [{id: a, external: true}]\n"}
YAML = "site_name: S\nplugins: [traceability]\n"
WITH_EXTENSION = f"{YAML}markdown_extensions: [mkdocs_traceability]\n"
TOML = '[project]\nsite_name = "S"\n'
EXTENSION = "[project.markdown_extensions.mkdocs_traceability]\n"
OUT = 'exclude_docs = "*.trace.yml"\n'

IGNORED = (
    "Zensical does not run plugins: add `mkdocs_traceability` to `markdown_extensions` in {}, and write the "
    "pages with `mkdocs-traceability render --host zensical`"
)
PUBLISHED = (
    "without the plugin, docs/a.trace.yml will be published: add `*.trace.yml` to `exclude_docs` in {}"
)
UNREAD = (
    "zensical.toml has settings of `traceability` that are not read, because mkdocs.yml is there as well: "
    "keep them in one file, or name the file with -f"
)


def notes(folder: Path, files: Mapping[str, str]) -> list[str]:
    """Return the notes of a check of a site, which has the one item."""
    write_site(folder, FACTS | dict(files))
    if "mkdocs.yml" not in files:
        (folder / "mkdocs.yml").unlink()
    site = check(folder)
    assert [item.id for item in site.items()] == ["a"]
    return list(site.notes)


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"mkdocs.yml": YAML}, []),
        ({"mkdocs.yml": f"{YAML}markdown_extensions: [zensical.extensions.preview]\n"},
         [IGNORED.format("mkdocs.yml"), PUBLISHED.format("mkdocs.yml")]),
        ({"mkdocs.yml": WITH_EXTENSION}, [PUBLISHED.format("mkdocs.yml")]),
        ({"mkdocs.yml": f"{WITH_EXTENSION}exclude_docs: '*.trace.yml'\n"}, []),
        ({"mkdocs.yml": f"{WITH_EXTENSION}exclude_docs: '*.yml'\n"}, []),
        ({"zensical.toml": TOML}, [IGNORED.format("zensical.toml"), PUBLISHED.format("zensical.toml")]),
        ({"zensical.toml": f"{TOML}{OUT}"}, [IGNORED.format("zensical.toml")]),
        ({"zensical.toml": f"{TOML}{EXTENSION}"}, [PUBLISHED.format("zensical.toml")]),
        ({"zensical.toml": f"{TOML}{OUT}{EXTENSION}"}, []),
        ({"zensical.toml": f"{TOML}{EXTENSION}[project.plugins.traceability]\npublish_sources = true\n"}, []),
        ({"mkdocs.yml": YAML, "zensical.toml": f"{TOML}{OUT}{EXTENSION}"}, []),
        ({"mkdocs.yml": YAML, "zensical.toml": f"{TOML}{OUT}[project.plugins.traceability]\n"},
         [UNREAD, IGNORED.format("zensical.toml")]),
    ],
)  # fmt: skip
def test_a_check_says_what_the_host_leaves_out(
    files: Mapping[str, str], told: list[str], tmp_path: Path
) -> None:
    assert notes(tmp_path, files) == told


def test_a_zensical_toml_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    (note,) = notes(tmp_path, {"mkdocs.yml": YAML, "zensical.toml": "[project\n"})
    assert note.startswith("zensical.toml:1:9: this is not valid TOML")


def test_several_sidecars_are_counted(tmp_path: Path) -> None:
    more = {"docs/b/c.trace.yaml": "components: []\n", "docs/.d.trace.yml": "components: []\n"}
    told = notes(tmp_path, {"zensical.toml": f"{TOML}{EXTENSION}", **more})
    assert any("docs/a.trace.yml and 1 more will be published" in each for each in told)


@pytest.mark.parametrize("patterns", ["*.trace.yml", "*.yml", "a.trace.yml", "/a.*"])
def test_patterns_leave_out_no_sidecar_but_a_folder_does(patterns: str, tmp_path: Path) -> None:
    folders = ("drafts", "deep/drafts", "templates", ".hidden", "old", "deep/er/old")
    other = "components: [{id: b, external: true}]\n"
    hidden = {f"docs/{folder}/b.trace.yml": other for folder in folders} | {"docs/.b.trace.yml": other}
    config = f"{TOML}exclude_docs = '''\n{patterns}\n# folders\ndrafts/\nold\n'''\n{EXTENSION}"
    told = notes(tmp_path, {"zensical.toml": config, **hidden})
    assert not any("published" in each for each in told)


@pytest.mark.parametrize(
    "extensions",
    [
        "",
        'markdown_extensions = ["mkdocs_traceability", "zensical.extensions.preview", "toc"]\n',
        f'{EXTENSION}[project.markdown_extensions]\npymdownx.emoji.emoji_index = "zensical.extensions.emoji.twemoji"\n'
        'toc.slugify = {object = "pymdownx.slugs.slugify", kwds = {case = "lower"}}\n',
    ],
)
@pytest.mark.parametrize("anchor", ["the-part", "gone"])
def test_headings_are_those_that_zensical_makes(extensions: str, anchor: str, tmp_path: Path) -> None:
    claim = f"components: [{{id: a, external: true, evidence: {{docs: ['index.md#{anchor}']}}}}]\n"
    write_site(
        tmp_path,
        {
            "docs/a.trace.yml": claim,
            "docs/index.md": "# Home\n\n## The part\n",
            "zensical.toml": TOML + extensions,
        },
    )
    (tmp_path / "mkdocs.yml").unlink()
    assert [each.code for each in check(tmp_path).findings] == (["TR408"] if anchor == "gone" else [])
