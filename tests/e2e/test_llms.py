"""`llms.txt` and the Markdown of generated pages: each page has its own, and every link leads somewhere."""

import posixpath
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt

from .conftest import MakeSite
from .sites import CLEAN, Built

FACTS = """\
layers: [{id: upper, rank: 1, may_use: [lower]}, {id: lower, rank: 2, title: The | lower}]
components:
  - {id: api, title: "The `API` <b>", layer: upper, depends_on: [core], notes: "As *promised* in EVAL-001 | and [x](y)"}
  - {id: core, title: "C_o_r_e [1]", layer: lower, depends_on: [{id: api, because: "It `must` | be"}, nobody]}
flows:
  - {id: EVAL-001, title: Evaluation, status: implemented, components: [api], evidence: {code: [src/a.py:A], docs: [index.md#home]}}
  - {id: EVAL-002, title: "<img src=x>", status: planned, components: [core]}
requirements: [{id: R-1, title: Must, status: implemented, area: billing}, {id: R-2, title: May, status: missing}]
signals: [{id: S-1, title: Beat, producers: [api], consumers: [core]}]
patches: [{id: P-1, title: Repair, actions: [{text: Do it, horizon: week}]}]
"""

CONFIG = """\
site_name: "Shop | <b>"
theme: mkdocs
plugins: [{traceability: {llms: true, item_pages: [flow]}}]
"""

FILES = {"docs/index.md": "# Home\n", "docs/more/page.md": "# A [page]\n", "docs/a.trace.yml": FACTS}


def markdown_of(html: str) -> str:
    return posixpath.splitext(html)[0] + ".md"


def generated(built: Built) -> list[str]:
    """The generated pages: those with an outline of ours."""
    pages = sorted(built.folder.glob("**/traceability/**/*.html"))
    names = [page.relative_to(built.folder).as_posix() for page in pages]
    return [name for name in names if 'class="trace ' in built.text(name) and "/items/" not in name]


def links(folder: Path, name: str) -> Iterator[tuple[str, str]]:
    """The links of a file in Markdown, as they are written and where they lead."""
    for token in MarkdownIt("commonmark").enable("table").parse((folder / name).read_text(encoding="utf-8")):
        for each in token.children or []:
            assert each.type != "html_inline", token.content
            if each.type == "link_open":
                yield str(each.attrs["href"]), urljoin(f"https://site/{name}", str(each.attrs["href"]))
        assert token.type != "html_block", token.content


def lead_nowhere(folder: Path, base: str = "https://site/") -> list[str]:
    """The links of `llms.txt` and of the Markdown of pages that lead to no file of the site."""
    files = [
        each.relative_to(folder).as_posix() for each in (*folder.rglob("*.md"), *folder.rglob("llms.txt"))
    ]
    wrong = []
    for name in files:
        for written, target in links(folder, name):
            path = unquote(urldefrag(target).url)
            local = path.removeprefix(base).removeprefix("https://site/")
            if local == "" or local.endswith("/"):
                local += "index.html"
            if not (folder / local).is_file():
                wrong.append(f"{name}: {written}")
    return wrong


@pytest.mark.parametrize("more", ["", "use_directory_urls: false\n"])
def test_each_generated_page_has_its_markdown_and_names_it(make_site: MakeSite, more: str) -> None:
    built = make_site(FILES | {"mkdocs.yml": CONFIG + more}).built()
    pages = generated(built)
    assert len(pages) > 12
    for page in pages:
        head = BeautifulSoup(built.text(page), "html.parser").head
        assert head is not None
        (link,) = head.find_all("link", rel="alternate", type="text/markdown")
        assert urljoin(f"https://site/{page}", str(link["href"])) == f"https://site/{markdown_of(page)}"
        text = built.text(markdown_of(page))
        assert text.startswith("# ")
        assert "trace-" not in text
    assert sorted(map(markdown_of, pages)) == sorted(
        each.relative_to(built.folder).as_posix() for each in built.folder.rglob("*.md")
    )
    assert 'type="text/markdown"' not in built.text("index.html")
    assert lead_nowhere(built.folder) == []


def test_the_markdown_says_what_the_page_says_and_no_item_can_change_it(make_site: MakeSite) -> None:
    built = make_site(FILES | {"mkdocs.yml": CONFIG}).built()
    components = built.text("traceability/components/index.md")
    (row,) = [line for line in components.splitlines() if line.startswith("| core |")]
    assert "C\\_o\\_r\\_e \\[1\\]" in row or "C_o_r_e \\[1\\]" in row
    assert "[api](index.md)" not in row
    assert "It `must` \\| be" in row
    assert "nobody" in row
    assert "As *promised* in EVAL-001 \\| and \\[x\\](y)" in components
    item = built.text("traceability/flows/EVAL-001/index.md")
    assert item.startswith("# EVAL-001 Evaluation\n")
    assert "`src/a.py:A` (not found" in item
    assert "[api](../../components/index.md)" in item
    assert "\\<img src=x>" in built.text("traceability/flows/index.md")
    assert "```mermaid\n" in built.text("traceability/graph/index.md")


def test_llms_txt_lists_what_the_navigation_has(make_site: MakeSite) -> None:
    built = make_site(FILES | {"mkdocs.yml": CONFIG + "site_description: What | we know\n"}).built()
    title, empty, about, *rest = built.text("llms.txt").splitlines()
    assert (title, empty, about) == ("# Shop \\| \\<b>", "", "> What \\| we know")
    sections = [line for line in rest if line.startswith("## ")]
    assert sections == [
        "## Traceability",
        "## Registers",
        "## Matrices",
        "## Reports",
        "## Pages",
        "## Optional",
    ]
    assert "- [Flows](traceability/flows/index.md)" in rest
    assert "- [More › A \\[page\\]](more/page/)" in rest
    assert "- [traceability.json](traceability/traceability.json)" in rest
    assert "eval-001" not in "".join(rest)


def test_with_an_address_of_the_site_links_are_whole(make_site: MakeSite) -> None:
    address = "https://example.org/docs/"
    built = make_site(FILES | {"mkdocs.yml": f"{CONFIG}site_url: {address}\n"}).built()
    assert f"- [Flows]({address}traceability/flows/index.md)" in built.text("llms.txt")
    assert lead_nowhere(built.folder, address) == []


def test_without_the_setting_nothing_is_added(make_site: MakeSite) -> None:
    site = make_site(FILES | {"mkdocs.yml": CONFIG.replace("llms: true, ", "")})
    built = site.built()
    assert not list(built.folder.rglob("*.md"))
    assert not built.has("llms.txt")
    assert "text/markdown" not in built.text("traceability/index.html")
    before = site.digests("site")
    site.write({"mkdocs.yml": CONFIG})
    after = site.built() and site.digests("site")
    assert {name for name in before if name not in after} == set()
    changed = {name for name in before if before[name] != after[name]}
    assert all(name.endswith(".html") or "build.json" in name or "sitemap" in name for name in changed)


def test_two_builds_say_the_same(make_site: MakeSite) -> None:
    site = make_site(FILES | {"mkdocs.yml": CONFIG})
    site.built()
    first = site.digests("site")
    site.built()
    assert site.digests("site") == first


def test_an_llms_txt_of_the_site_stays(make_site: MakeSite) -> None:
    built = make_site(FILES | {"mkdocs.yml": CONFIG, "docs/llms.txt": "Ours\n"}).built()
    assert built.text("llms.txt") == "Ours\n"
    assert "`llms.txt` is left to `llms.txt`" in built.done.log
    assert built.has("traceability/flows/index.md")


def test_a_site_that_declares_nothing_gets_none(make_site: MakeSite) -> None:
    built = make_site({"docs/index.md": "# Home\n", "mkdocs.yml": CONFIG}).built()
    assert not built.has("llms.txt")


I18N = """\
site_name: Site
theme: {name: material, font: false}
plugins:
  - i18n:
      docs_structure: suffix
      languages:
        - {locale: en, name: English, default: true, build: true}
        - {locale: de, name: Deutsch, build: true}
  - traceability: {llms: true}
"""


def test_each_language_has_its_own(make_site: MakeSite) -> None:
    built = make_site(CLEAN | {"mkdocs.yml": I18N, "docs/index.de.md": "# Start\n"}).built()
    assert "# Flows" in built.text("traceability/flows/index.md")
    assert "# Abläufe" in built.text("de/traceability/flows/index.md")
    assert "(traceability/flows/index.md)" in built.text("llms.txt")
    assert "[Abläufe](traceability/flows/index.md)" in built.text("de/llms.txt")
    assert lead_nowhere(built.folder) == []
