"""`export` and the build are two doors to one registry: what they write is the same, to the byte."""

import shutil
from pathlib import Path

import pytest

from .conftest import MakeSite
from .sites import Site, run_module

EXAMPLE = Path(__file__).parents[2] / "example_site"

FILES = {
    "docs/index.md": "# Home\n\n[F-1] [trace: count flows]\n",
    "docs/sub/README.md": (
        "---\ntraceability: {component: {id: c, title: C, flows: [F-1]}}\n---\n# Sub\n\n## Two\n"
    ),
    "docs/a page.md": "---\ntraceability: {component: {id: d, depends_on: [c]}}\n---\n# A page\n",
    "docs/plain.md": "# Plain\n\n## Head `x` *y*\n\n## 6.4 Rates\n\nSetext\n------\n\n## Own {: #mine }\n",
    "docs/a.trace.yml": (
        "flows:\n  - id: F-1\n    title: One\n    status: implemented\n    evidence:\n      code: [a.py:f]\n"
        "      docs: ['plain.md#head-x-y', plain.md § 6.4, 'plain.md#setext', 'plain.md#mine', plain.md, no.md]\n"
        "      files: [a.py]\n"
        "requirements:\n  - {id: R-1, status: planned, satisfied_by: [F-1]}\n"
    ),
    "a.py": "def f(): ...\n",
}
REPOSITORY = "site_name: Site\nrepo_url: https://example.org/a/b\nedit_uri: edit/main/docs/\n"
PLAIN = "theme: mkdocs\nplugins: [traceability]\n"
CONFIGS = {
    "plain": PLAIN,
    "no directories": f"use_directory_urls: false\n{PLAIN}",
    "no CSV": f"exclude_docs: |\n  /traceability/*.csv\n  /traceability/flows.md\n{PLAIN}",
    "a page that is left out": f"exclude_docs: plain.md\n{PLAIN}",
    "a draft": f"draft_docs: plain.md\n{PLAIN}",
    "in German": "theme: {name: material, font: false, language: de}\nplugins: [search, traceability]\n",
    "offline": "theme: {name: material, font: false}\nplugins: [search, offline, traceability]\n",
    "settings": "theme: mkdocs\nplugins: [{traceability: {page_dir: facts/x, item_pages: true}}]\n",
    "extensions": f"markdown_extensions: [attr_list, {{toc: {{permalink: true, toc_depth: 2}}}}]\n{PLAIN}",
    "macros": "theme: mkdocs\nplugins: [macros, traceability]\n",
}


def exported(site: Site) -> list[str]:
    done = run_module("mkdocs_traceability", "export", folder=site.folder)
    assert done.status == 0, done.log
    return done.out.splitlines()


@pytest.mark.parametrize("config", CONFIGS.values(), ids=CONFIGS)
def test_export_and_build_write_the_same(make_site: MakeSite, config: str) -> None:
    site = make_site(FILES | {"mkdocs.yml": REPOSITORY + config})
    folder = "facts/x" if "facts/x" in config else "traceability"
    assert site.built().text(f"{folder}/traceability.json").splitlines() == exported(site)


def test_export_and_build_write_the_same_of_the_example_site(tmp_path: Path) -> None:
    folder = tmp_path / "example_site"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns(".cache", "site"))
    site = Site(folder)
    built = site.built().text("traceability/traceability.json").splitlines()
    assert len(built) > 700
    assert built == exported(site)
