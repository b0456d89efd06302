"""What is built depends on what is declared alone: nothing declared, nothing changed; again, the same."""

import shutil
from pathlib import Path

import pytest

from .conftest import MakeSite
from .sites import BROKEN, CLEAN, Site

THEMES = ("material", "mkdocs", "readthedocs")

PAGE_WITH_FACTS = {"docs/kept.md": "---\ntraceability:\n  gap: {id: GAP-9, title: Kept}\n---\n\n# Kept\n"}
"""What is read of pages is kept by a build; sidecars are read as fast as what would be kept of them."""

WITHOUT_FACTS = {
    "docs/index.md": "# Home\n\n[Guide](guide/start.md#first), [data](data.yml)\n",
    "docs/guide/start.md": "---\ntitle: Start\nauthor: ana\n---\n\n# Start\n\n## First\n\n`{{ code }}`\n",
    "docs/data.yml": "a: 1\n",
    "docs/.hidden/x.md": "# Hidden\n",
}


def config(theme: str, *plugins: str) -> str:
    listed = "".join(f"  - {plugin}\n" for plugin in plugins)
    font = ", font: false" if theme == "material" else ""
    return (
        "site_name: Site\nsite_url: https://example.org/sub/\n"
        f"theme: {{name: {theme}{font}}}\nplugins:\n{listed}"
    )


def built_twice(first: Site, second: Site) -> None:
    assert first.digests("site")
    assert first.digests("site") == second.digests("site")


@pytest.mark.parametrize("generator", ["mkdocs", "properdocs"])
@pytest.mark.parametrize("theme", THEMES)
def test_a_site_that_declares_nothing_is_as_without_the_plugin(
    make_site: MakeSite, theme: str, generator: str
) -> None:
    plain = make_site(WITHOUT_FACTS | {"mkdocs.yml": config(theme, "search")}, "plain")
    ours = make_site(WITHOUT_FACTS | {"mkdocs.yml": config(theme, "search", "traceability")}, "ours")
    for site in (plain, ours):
        site.built("-f", "mkdocs.yml", generator=generator)
    assert not (ours.folder / "site/traceability").exists()
    assert plain.digests("site").keys() >= {"index.html", "guide/start/index.html", "sitemap.xml.gz"}
    built_twice(plain, ours)


@pytest.mark.parametrize("theme", THEMES)
def test_the_same_facts_give_the_same_bytes(make_site: MakeSite, theme: str) -> None:
    for seed in ("1", "2"):
        site = make_site(BROKEN | {"mkdocs.yml": config(theme, "search", "traceability")}, seed)
        site.built(variables={"PYTHONHASHSEED": seed})
    built_twice(make_site({}, "1"), make_site({}, "2"))


def test_the_order_in_which_a_disk_lists_files_does_not_matter(make_site: MakeSite) -> None:
    names = ["b", "index", "a", "C", "é"]
    twice = "flows: [{{id: X-1, title: {0}}}, {{id: X-{0}, title: {0}}}]\n"
    facts = {f"docs/{name}.trace.yml": twice.format(name) for name in names}
    for order in (1, -1):
        site = make_site({"mkdocs.yml": config("mkdocs", "search", "traceability")}, f"order{order}")
        site.write({"docs/index.md": "# Home\n"} | dict(list(facts.items())[::order]))
        site.built()
    built_twice(make_site({}, "order1"), make_site({}, "order-1"))


def test_what_is_kept_between_builds_changes_nothing(make_site: MakeSite) -> None:
    site = make_site(BROKEN | PAGE_WITH_FACTS | {"mkdocs.yml": config("mkdocs", "search", "traceability")})
    site.built()
    cold = site.digests("site")
    assert list((site.folder / ".cache").rglob("*.json"))
    site.built()
    assert site.digests("site") == cold
    shutil.rmtree(site.folder / ".cache")
    site.built()
    assert site.digests("site") == cold


def test_what_was_kept_of_other_facts_is_not_used(make_site: MakeSite) -> None:
    site = make_site(BROKEN)
    site.built()
    broken = site.digests("site")
    site.write(CLEAN)
    site.built()
    clean = site.digests("site")
    fresh = make_site(CLEAN, "fresh")
    fresh.built()
    assert clean == fresh.digests("site") != broken
    site.write(BROKEN)
    site.built()
    assert site.digests("site") == broken


@pytest.mark.parametrize("facts", [CLEAN, BROKEN, WITHOUT_FACTS], ids=["clean", "broken", "none"])
def test_nothing_is_written_below_the_docs_folder(make_site: MakeSite, facts: dict[str, str]) -> None:
    site = make_site(facts)
    before = times(site.folder / "docs")
    site.built()
    site.check()
    assert times(site.folder / "docs") == before


def test_what_is_kept_stays_out_of_version_control(make_site: MakeSite) -> None:
    site = make_site(CLEAN | PAGE_WITH_FACTS)
    site.built()
    assert (site.folder / ".cache/traceability/.gitignore").read_text(encoding="utf-8") == "*\n"


def times(folder: Path) -> dict[str, int]:
    """All files and folders with the times at which they were written to last."""
    return {str(path): path.stat().st_mtime_ns for path in [folder, *folder.rglob("*")]}
