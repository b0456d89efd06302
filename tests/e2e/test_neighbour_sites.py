"""Beside the plugins that people use most: a small site with each, built strictly, with every link followed."""

import io
import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from .conftest import MakeSite
from .forked import DEADLINE
from .links import Followed, follow_all
from .sites import CLEAN, Built, environment

URL = "https://example.org/sub/"

SITE = CLEAN | {
    "docs/index.md": "---\ntags: [start]\n---\n# Home\n\n[The worker](worker.md)\n",
    "docs/worker.md": (
        "---\ntags: [worker]\ntraceability:\n  component: {id: worker, title: The worker, depends_on: [batcher]}\n"
        "---\n\n# The worker\n\n[Its row](traceability/components.md#component-worker)\n"
    ),
    "docs/more.trace.yml": "flows: [{id: EVAL-002, title: By night, components: [worker]}]\n",
}

BLOG = {
    "docs/blog/index.md": "# Blog\n",
    "docs/blog/posts/first.md": (
        "---\ndate: 2026-01-01\ntraceability:\n  component: {id: posted, title: Told in a post, depends_on: [worker]}\n"
        "---\n\n# First post\n\nShort.\n\n<!-- more -->\n\nLong.\n"
    ),
    "docs/post.trace.yml": "flows: [{id: POST-001, title: Told, components: [posted]}]\n",
}

TAGS = "  - tags\n"
MACROS = "  - macros\n"
REDIRECTS = "  - redirects: {redirect_maps: {old.md: worker.md, former.md: https://example.org/sub/traceability/flows/}}\n"
PRIVACY = "  - privacy: {assets_exclude: [unpkg.com/*]}\n"
"""Material names files of that host itself: without the network there is nothing to fetch."""

MINIFY = "  - minify: {minify_html: true}\n"
LITERATE_NAV = "  - literate-nav\n"
SUMMARY = {
    "docs/SUMMARY.md": (
        "* [Home](index.md)\n* [Flows of ours](traceability/flows.md)\n* [Worker](worker.md)\n"
        "* [Facts](traceability/)\n"
    )
}


def config(*plugins: str, theme: str = "material", rest: str = "", last: bool = True) -> dict[str, str]:
    """Return a configuration with some plugins, and ours before or after them."""
    font = ", font: false" if theme == "material" else ""
    head = f"site_name: Site\nsite_url: {URL}\ntheme: {{name: {theme}{font}}}\n{rest}"
    ours = "  - traceability\n"
    listed = "".join(("  - search\n", *plugins, ours) if last else (ours, *plugins, "  - search\n"))
    return {"mkdocs.yml": f"{head}plugins:\n{listed}"}


def built_and_followed(make_site: MakeSite, files: dict[str, str]) -> tuple[Built, Followed]:
    """Build a site strictly, and follow its links, of which none may be broken."""
    nowhere = {"http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"}
    built = make_site(files).built("--strict", variables=nowhere | {"DISABLE_MKDOCS_2_WARNING": "true"})
    seen = follow_all(built.folder, URL)
    assert seen.broken == []
    return built, seen


def locations(built: Built) -> list[str]:
    return [entry["location"] for entry in json.loads(built.text("search/search_index.json"))["docs"]]


def menu(built: Built, page: str = "index.html") -> list[str]:
    """The texts of Material's navigation."""
    soup = BeautifulSoup(built.text(page), "html.parser")
    links = soup.select(".md-nav--primary a.md-nav__link")
    return [" ".join(link.get_text().split()) for link in links if not str(link["href"]).startswith("#")]


def test_beside_tags(make_site: MakeSite) -> None:
    files = SITE | {"docs/tags.md": "# Tags\n\n<!-- material/tags -->\n"}
    built, seen = built_and_followed(make_site, files | config(TAGS))
    assert "worker/index.html" in seen.reached
    assert "component-worker" in built.text("worker/index.html")


def test_beside_macros(make_site: MakeSite) -> None:
    files = SITE | {"docs/index.md": "# Home\n\n{{ 6*7 }}\n"}
    built, _ = built_and_followed(make_site, files | config(MACROS))
    assert "<p>42</p>" in built.text("index.html")
    assert "EVAL-001" in built.text("traceability/flows/index.html")


I18N = """\
  - i18n:
      docs_structure: {structure}
      languages:
        - {{locale: en, default: true, name: English, build: true}}
        - {{locale: de, name: Deutsch, build: true}}
"""


@pytest.mark.parametrize("theme", ["material", "mkdocs"])
def test_beside_i18n_each_language_has_generated_pages_of_its_own(make_site: MakeSite, theme: str) -> None:
    files = SITE | {"docs/index.de.md": "# Startseite\n\n[Der Arbeiter](worker.md)\n"}
    built, seen = built_and_followed(make_site, files | config(I18N.format(structure="suffix"), theme=theme))
    for folder, language in (("", "en"), ("de/", "de")):
        html = built.text(f"{folder}traceability/flows/index.html")
        assert f'<html lang="{language}"' in html
        assert f"{folder}traceability/components/index.html#component-batcher" in seen.reached
        assert f"{folder}worker/index.html#component-worker" in seen.reached
    assert "../../worker/" in built.text("de/traceability/components/index.html")


@pytest.mark.parametrize("theme", ["material", "mkdocs"])
def test_beside_i18n_the_search_has_each_item_once(make_site: MakeSite, theme: str) -> None:
    files = SITE | {"docs/index.de.md": "# Startseite\n"}
    built, _ = built_and_followed(make_site, files | config(I18N.format(structure="suffix"), theme=theme))
    found = locations(built)
    assert len(found) == len(set(found))
    assert [each for each in found if each.endswith("#flow-EVAL-001")] == [
        "traceability/flows/#flow-EVAL-001"
    ]
    assert [each for each in found if each.endswith("#component-worker")] == ["worker/#component-worker"]


def test_beside_i18n_what_a_translation_leaves_out_is_not_there(make_site: MakeSite) -> None:
    files = SITE | {"docs/index.de.md": "# Startseite\n", "docs/worker.de.md": "# Der Arbeiter\n"}
    done = make_site(files | config(I18N.format(structure="suffix"))).build()
    english, german = done.log.split("Building 'de' documentation")
    assert "unknown component `worker`" not in english
    assert "unknown component `worker`" in german


@pytest.mark.parametrize(
    ("structure", "english", "german"), [("suffix", "m.md", "m.de.md"), ("folder", "en/m.md", "de/m.md")]
)
def test_beside_i18n_a_table_that_is_translated_is_declared_once(
    make_site: MakeSite, structure: str, english: str, german: str
) -> None:
    table = "# M\n\n<!-- traceability: flows -->\n\n| {0} | {1} |\n|---|---|\n| F-1 | a |\n"
    files = {
        f"docs/{english}": table.format("Flow ID", "Components"),
        f"docs/{german}": table.format("Ablauf-ID", "Komponenten"),
        "docs/facts.trace.yml": "components: [{id: a}]\n",
    }
    site = make_site(files | config(I18N.format(structure=structure)))
    assert site.check().status == 0
    assert site.build().status == 0


def test_beside_i18n_with_a_folder_for_each_language(make_site: MakeSite) -> None:
    files = {
        "docs/en/index.md": "# Home\n",
        "docs/de/index.md": "# Startseite\n",
        "docs/facts.trace.yml": CLEAN["docs/evaluation.trace.yml"],
    }
    built, _ = built_and_followed(make_site, files | config(I18N.format(structure="folder")))
    assert built.has("traceability/flows/index.html")
    assert built.has("de/traceability/flows/index.html")


def test_beside_literate_nav(make_site: MakeSite) -> None:
    files = SITE | SUMMARY | config(LITERATE_NAV, rest="exclude_docs: SUMMARY.md\n")
    built, _ = built_and_followed(make_site, files)
    assert menu(built)[:3] == ["Home", "Flows of ours", "Worker"]
    assert "Components" in menu(built), "a folder stands for all its pages"
    assert menu(built).count("Findings") == 1


def test_beside_awesome_nav_ours_come_last(make_site: MakeSite) -> None:
    files = SITE | {"docs/.nav.yml": "nav:\n  - worker.md\n  - index.md\n"}
    built, _ = built_and_followed(make_site, files | config("  - awesome-nav\n"))
    shown = menu(built)
    assert shown.index("The worker") < shown.index("Home") < shown.index("Overview")


def test_beside_awesome_pages_ours_come_last(make_site: MakeSite) -> None:
    files = SITE | {"docs/.pages": "nav:\n  - worker.md\n  - index.md\n"}
    built, _ = built_and_followed(make_site, files | config("  - awesome-pages\n"))
    shown = menu(built)
    assert shown.index("The worker") < shown.index("Home") < shown.index("Overview")


def test_beside_the_dates_of_revisions(make_site: MakeSite) -> None:
    site = make_site(SITE | config("  - git-revision-date-localized\n"))
    git(site.folder, "init", "-q")
    git(site.folder, "add", ".")
    git(site.folder, "commit", "-q", "-m", "Facts", "--date", "2026-01-01T00:00:00Z")
    built = site.built("--strict")
    assert follow_all(built.folder, URL).broken == []
    for page in ("worker/index.html", "traceability/flows/index.html"):
        assert "git-revision-date-localized-plugin-date" in built.text(page)


def test_beside_redirects(make_site: MakeSite) -> None:
    built, _ = built_and_followed(make_site, SITE | config(REDIRECTS))
    assert "../worker/" in built.text("old/index.html")
    assert f"{URL}traceability/flows/" in built.text("former/index.html")


def test_beside_a_blog_a_post_may_be_the_home_of_an_item(make_site: MakeSite) -> None:
    built, seen = built_and_followed(make_site, SITE | BLOG | config("  - blog\n"))
    post = "blog/2026/01/01/first-post"
    assert 'id="component-posted"' in built.text(f"{post}/index.html")
    assert f"{post}/index.html#component-posted" in seen.reached
    assert f"{post}/#component-posted" in locations(built)


def test_beside_the_offline_plugin(make_site: MakeSite) -> None:
    built, seen = built_and_followed(make_site, SITE | config("  - offline\n"))
    assert "worker.html#component-worker" in seen.reached
    assert "traceability/flows.html#flow-EVAL-001" in built.text("search/search_index.js")


def test_beside_the_privacy_plugin_nothing_is_fetched(make_site: MakeSite) -> None:
    built, _ = built_and_followed(make_site, SITE | config(PRIVACY))
    assert "Downloading" not in built.done.log


def test_beside_minify_the_tables_are_whole(make_site: MakeSite) -> None:
    built, _ = built_and_followed(make_site, SITE | config(MINIFY))
    soup = BeautifulSoup(built.text("traceability/components/index.html"), "html.parser")
    ids = [str(row["id"]) for row in soup.select("[id^=component-]")]
    assert {"component-batcher", "component-eval-worker", "component-worker"} <= set(ids)


@pytest.mark.parametrize("last", [True, False], ids=["ours-last", "ours-first"])
def test_beside_all_that_go_together(make_site: MakeSite, last: bool) -> None:
    """All but awesome-nav, which is the other way to write a navigation, and i18n, which wants to go last."""
    redirects = REDIRECTS.replace("flows/}", "flows.html}")
    plugins = (TAGS, MACROS, LITERATE_NAV, redirects, "  - blog\n", "  - offline\n", PRIVACY, MINIFY)
    summary = {"docs/SUMMARY.md": SUMMARY["docs/SUMMARY.md"] + "* [Blog](blog/index.md)\n"}
    built, seen = built_and_followed(
        make_site, SITE | BLOG | summary | config(*plugins, rest="exclude_docs: SUMMARY.md\n", last=last)
    )
    found = locations(built)
    assert len(found) == len(set(found))
    for place in ("traceability/flows.html#flow-EVAL-001", "worker.html#component-worker"):
        assert place in found
    assert "blog/2026/01/01/first-post.html#component-posted" in seen.reached
    assert menu(built)[:3] == ["Home", "Flows of ours", "Worker"]


def git(folder: Path, *arguments: str) -> bytes:
    author = ("-c", "user.name=Nobody", "-c", "user.email=nobody@example.org")
    command = ("git", *author, *arguments)
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=DEADLINE).stdout


def test_beside_mike_every_version_is_whole(make_site: MakeSite, tmp_path: Path) -> None:
    site = make_site(SITE | config("  - mike\n", rest="strict: true\n"))
    git(site.folder, "init", "-q", "-b", "main")
    git(site.folder, "add", ".")
    git(site.folder, "commit", "-q", "-m", "Facts")
    for arguments in (("1.0",), ("2.0", "latest", "--update-aliases")):
        subprocess.run(
            [sys.executable, "-c", "from mike.driver import main; main()", "deploy", *arguments],
            cwd=site.folder,
            env=environment(
                PATH=os.pathsep.join(
                    (str(Path(sys.executable).parent), os.environ["PATH"])
                ),  # it calls `mkdocs`
                GIT_AUTHOR_NAME="Nobody",
                GIT_AUTHOR_EMAIL="n@example.org",
                GIT_COMMITTER_NAME="Nobody",
                GIT_COMMITTER_EMAIL="n@example.org",
            ),
            check=True,
            capture_output=True,
            timeout=DEADLINE,
        )
    with tarfile.open(fileobj=io.BytesIO(git(site.folder, "archive", "gh-pages"))) as published:
        published.extractall(tmp_path / "published", filter="data")

    for version in ("1.0", "2.0"):
        folder = tmp_path / "published" / version
        assert follow_all(folder, f"{URL}{version}/").broken == []
        assert 'id="flow-EVAL-001"' in (folder / "traceability/flows/index.html").read_text(encoding="utf-8")
        assert "#flow-EVAL-001" in (folder / "search/search_index.json").read_text(encoding="utf-8")
