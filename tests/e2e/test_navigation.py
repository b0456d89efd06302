"""The generated pages enter the navigation by themselves, or stand where the user puts them."""

import pytest
from bs4 import BeautifulSoup, Tag

from .conftest import MakeSite
from .sites import BROKEN, CLEAN, Built

PLUGIN = "plugins:\n  - traceability"
STRICTEST = """\
validation:
  nav: {omitted_files: warn, not_found: warn, absolute_links: warn}
  links: {anchors: warn, not_found: warn, absolute_links: warn, unrecognized_links: warn}
"""
NAV = "nav:\n  - Home: index.md\n  - About: about.md\n"
PAGES = CLEAN | {"docs/about.md": "# About\n"}
REGISTERS = ["Registers", "Flows", "Components"]
MATRICES = ["Matrices", "Flows × Components", "Components × Components"]
REPORTS = ["Reports", "Coverage", "Findings", "Legend"]
OUR_PAGES = ["Overview", "Graph", *REGISTERS, *MATRICES, *REPORTS]


def config(*parts: str, settings: str = "", theme: str = "mkdocs") -> dict[str, str]:
    options = f":\n      {settings}\n" if settings else "\n"
    return {"mkdocs.yml": f"site_name: Site\ntheme: {theme}\n{PLUGIN}{options}{''.join(parts)}"}


def menu(built: Built, page: str = "index.html") -> list[str]:
    """The texts of the navigation bar, without the arrows to the neighbours."""
    bar = BeautifulSoup(built.text(page), "html.parser").find(id="navbar-collapse")
    assert isinstance(bar, Tag)
    texts = [" ".join(tag.get_text().split()) for tag in bar.select("ul.navbar-nav:first-of-type a")]
    return [text for text in texts if text]


def neighbours(built: Built, page: str) -> list[str]:
    soup = BeautifulSoup(built.text(page), "html.parser")
    return [str(tag["href"]) for rel in ("prev", "next") for tag in soup.select(f"a[rel={rel}][href]")]


@pytest.mark.parametrize("nav", ["", NAV], ids=["without-nav", "with-nav"])
def test_the_section_stands_last_without_being_listed(make_site: MakeSite, nav: str) -> None:
    built = make_site(PAGES | config(nav)).built("--strict")
    assert menu(built) == ["Home", "About", "Traceability", *OUR_PAGES]
    assert menu(built, "traceability/legend/index.html") == menu(built)


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs", "material"])
@pytest.mark.parametrize("rest", ["", "nav: []\n"], ids=["without-nav", "empty-nav"])
def test_a_site_without_a_page_has_a_way_to_ours_and_is_told_that_it_has_no_home(
    make_site: MakeSite, theme: str, rest: str
) -> None:
    site = make_site(
        {"docs/evaluation.trace.yml": CLEAN["docs/evaluation.trace.yml"]} | config(rest, theme=theme)
    )
    built = site.built()
    bar = BeautifulSoup(built.text("traceability/legend/index.html"), "html.parser")
    ways = [tag for tag in bar.find_all("a") if tag.get("href") == "../" and "Overview" in tag.get_text()]
    assert ways
    if theme == "mkdocs":
        assert menu(built, "traceability/index.html") == OUR_PAGES
    assert "traceability: the site has no home page: add docs/index.md" in built.done.log
    assert f"the generated pages start at {built.folder}/traceability/index.html" in built.done.log


@pytest.mark.parametrize(
    ("settings", "title"),
    [("page_dir: traceability", "Nachverfolgung"), ("nav: Traceability", "Traceability")],
)
def test_the_title_of_the_section_speaks_the_language_of_the_site_unless_it_is_set(
    make_site: MakeSite, settings: str, title: str
) -> None:
    built = make_site(PAGES | config(NAV, settings=settings, theme="{name: mkdocs, locale: de}")).built()
    assert menu(built)[:7] == ["Home", "About", title, "Übersicht", "Graph", "Register", "Abläufe"]


def test_a_site_with_a_readme_for_a_home_page_has_one(make_site: MakeSite) -> None:
    facts = CLEAN["docs/evaluation.trace.yml"]
    built = make_site({"docs/README.md": "# Home\n", "docs/a.trace.yml": facts} | config()).built("--strict")
    assert menu(built) == ["Home", "Traceability", *OUR_PAGES]
    assert "no home page" not in built.done.log


def test_the_place_of_the_pages_follows_the_settings(make_site: MakeSite) -> None:
    rest = "use_directory_urls: false\nsite_dir: public/here\n"
    site = make_site(PAGES | config(rest, settings="page_dir: facts"))
    place = site.folder / "public/here/facts/index.html"
    assert f"the generated pages start at {place}" in site.build().log
    assert place.is_file()


def test_the_pages_are_read_one_after_the_other(make_site: MakeSite) -> None:
    built = make_site(PAGES | config(NAV)).built()
    assert neighbours(built, "about/index.html") == ["..", "../traceability/"]
    assert neighbours(built, "traceability/index.html") == ["../about/", "graph/"]
    assert neighbours(built, "traceability/graph/index.html") == ["../", "../flows/"]
    assert neighbours(built, "traceability/legend/index.html") == ["../findings/"]


def test_a_page_that_the_user_placed_brings_no_second_section(make_site: MakeSite) -> None:
    nav = "nav:\n  - Home: index.md\n  - All flows: traceability/flows.md\n  - About: about.md\n"
    built = make_site(PAGES | config(nav, STRICTEST)).built("--strict")
    assert menu(built) == ["Home", "All flows", "About"]
    assert built.has("traceability/legend/index.html")


def test_a_page_placed_without_a_title_has_its_own(make_site: MakeSite) -> None:
    nav = "nav:\n- index.md\n- Facts: [traceability/index.md, traceability/flows.md]\n- about.md\n"
    built = make_site(PAGES | config(nav)).built("--strict")
    assert menu(built) == ["Home", "Facts", "Overview", "Flows", "About"]


def test_nav_false_keeps_them_out_of_the_navigation_but_in_the_site(make_site: MakeSite) -> None:
    built = make_site(PAGES | config(NAV, STRICTEST, settings="nav: false")).built("--strict")
    assert menu(built) == ["Home", "About"]
    assert built.has("traceability/flows/index.html")


@pytest.mark.parametrize("settings", ["nav: Facts & <figures>", "nav: {title: Facts & <figures>}"])
def test_the_section_may_have_another_title(make_site: MakeSite, settings: str) -> None:
    built = make_site(PAGES | config(NAV, settings=settings)).built("--strict")
    assert menu(built) == ["Home", "About", "Facts & <figures>", *OUR_PAGES]


def test_the_pages_may_stand_in_another_folder(make_site: MakeSite) -> None:
    built = make_site(PAGES | config(NAV, settings="page_dir: reference/facts")).built("--strict")
    assert built.has("reference/facts/index.html")
    assert built.has("reference/facts/assets/traceability.css")
    assert not (built.folder / "traceability").exists()
    assert menu(built) == ["Home", "About", "Traceability", *OUR_PAGES]


@pytest.mark.parametrize("theme", ["material", "mkdocs", "readthedocs"])
@pytest.mark.parametrize("nav", ["", NAV], ids=["without-nav", "with-nav"])
def test_the_strictest_validation_has_nothing_to_say(make_site: MakeSite, theme: str, nav: str) -> None:
    about = """# About

[A flow](traceability/flows.md#flow-EVAL-001), [a section](traceability/flows.md#section-EVAL),
[its page](traceability/flows.md#flows), [findings](traceability/findings.md#findings),
[a component](traceability/components.md#component-batcher), [overview](traceability/index.md#kinds),
[legend](traceability/legend.md#kind-flow), [a panel](worker.md#component-worker)
"""
    worker = "---\ntraceability:\n  component: {id: worker, depends_on: batcher}\n---\n\n# Worker\n"
    pages = PAGES | {"docs/about.md": about, "docs/worker.md": worker}
    nav = nav and nav + "  - worker.md\n"
    done = make_site(pages | config(nav, STRICTEST, theme=theme)).build("--strict")
    assert done.status == 0, done.log + done.out
    assert "WARNING" not in done.log


def test_an_anchor_that_no_generated_page_has_is_noticed(make_site: MakeSite) -> None:
    about = "# About\n\n[A flow](traceability/flows.md#flow-EVAL-999), [a page](traceability/nothing.md)\n"
    done = make_site(PAGES | {"docs/about.md": about} | config(STRICTEST)).build("--strict")
    assert done.status == 1
    assert "does not contain an anchor '#flow-EVAL-999'" in done.log
    assert "'traceability/nothing.md'" in done.log


def test_an_anchor_of_a_finding_is_known(make_site: MakeSite) -> None:
    about = "# About\n\n[Broken](traceability/findings.md#rule-TR101)\n"
    done = make_site(BROKEN | {"docs/about.md": about} | config(STRICTEST)).build()
    assert "does not contain an anchor" not in done.log


@pytest.mark.parametrize("theirs", ["traceability/flows.md", "traceability/flows/index.md"])
def test_a_page_of_the_user_stays_and_is_spoken_of(make_site: MakeSite, theirs: str) -> None:
    site = make_site(PAGES | {f"docs/{theirs}": "# My own flows\n"})
    done = site.build("--strict")
    assert done.status == 1
    assert f"docs/{theirs} conflicts with the generated page `Flows`; move it" in done.log
    assert "set `page_dir`" in done.log
    assert "Deprecat" not in done.log
    built = site.built()
    assert "My own flows" in built.text("traceability/flows/index.html")
    assert "EVAL-001" in built.text("traceability/findings/index.html") or built.has(
        "traceability/index.html"
    )


def test_a_page_that_is_left_out_stands_in_nobodys_way(make_site: MakeSite) -> None:
    site = make_site(PAGES | {"docs/traceability/flows/index.md": "# Left out\n"})
    site.write(config("exclude_docs: /traceability/flows/\n"))
    assert "EVAL-001" in site.built("--strict").text("traceability/flows/index.html")


def test_a_page_of_the_user_beside_ours_is_no_trouble(make_site: MakeSite) -> None:
    built = make_site(PAGES | {"docs/traceability/why.md": "# Why\n"} | config(STRICTEST)).built("--strict")
    assert built.has("traceability/why/index.html")
    assert built.has("traceability/flows/index.html")


def with_item_pages(theme: str, nav: str) -> dict[str, str]:
    return PAGES | config(nav, settings="item_pages: [flow, component]", theme=theme)


@pytest.mark.parametrize("nav", ["", NAV], ids=["without-nav", "with-nav"])
def test_the_page_of_an_item_has_the_place_of_its_register_in_the_navigation(
    make_site: MakeSite, nav: str
) -> None:
    built = make_site(with_item_pages("material", nav)).built("--strict")
    page = BeautifulSoup(built.text("traceability/flows/EVAL-001/index.html"), "html.parser")
    bar = page.select_one(".md-nav--primary")
    assert isinstance(bar, Tag)
    active = [link.get_text(" ", strip=True) for link in bar.select(".md-nav__item--active > a.md-nav__link")]
    assert active == ["Flows"]
    sections = [label.get_text(" ", strip=True) for label in bar.select(".md-nav__item--active > label")]
    assert sections == ["Traceability", "Registers"]


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs"])
def test_the_pages_of_items_follow_each_other(make_site: MakeSite, theme: str) -> None:
    built = make_site(with_item_pages(theme, NAV)).built("--strict")
    if theme == "mkdocs":  # it alone says which is which
        assert neighbours(built, "traceability/components/batcher/index.html") == ["../", "../eval-worker/"]
        assert neighbours(built, "traceability/components/eval-worker/index.html") == ["../batcher/"]
    else:
        last = BeautifulSoup(built.text("traceability/components/eval-worker/index.html"), "html.parser")
        assert last.select('a[href="../batcher/"]')
