"""The pages of findings: their order, their addresses, and how very many stand on several pages."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from e2e.links import follow_all
from e2e.sites import Built, Site
from hypothesis import given
from hypothesis import strategies as st
from processor_time import LINEAR, growth
from support import run

from mkdocs_traceability.model.finding import Finding, Severity
from mkdocs_traceability.model.item import Waiver
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.pages.publication import Site as Generated
from mkdocs_traceability.pages.site import finding_places
from mkdocs_traceability.pages.site.finding_places import WEIGHTS, FindingPlaces, weight
from mkdocs_traceability.pages.site_context import Surroundings
from mkdocs_traceability.rules.fingerprints import with_fingerprints

SITE_URL = "https://example.org/docs/"
CONFIG = f"site_name: x\nsite_url: {SITE_URL}\ntheme: mkdocs\nplugins: [search, traceability]\n"

MIXED = """\
components:
  - {id: api, depends_on: [nobody]}
  - {id: core, depends_on: [noone], waive: {TR101: {reason: It is being *written*}}}
flows:
  - {id: EVAL-001, components: [api]}
  - {id: EVAL-002, components: [api]}
  - {id: EVAL-004, components: [api, core]}
"""
"""An error, the same waived, and a remark."""

HERE = Position("docs/a.trace.yml", 1, 1)


def finding(number: int, code: str, weighs: str) -> Finding:
    waiver = Waiver(code, "so it is", "", None, HERE) if weighs == "waived" else None
    severity = Severity.ERROR if waiver else Severity(weighs)
    at = Position("docs/a.trace.yml", number + 1, 1)
    return Finding(code, f"mistake {number}", at, severity=severity, waiver=waiver)


def many(number: int) -> str:
    """Declare items of which each names one that is not there."""
    lines = [f"  - {{id: c-{each}, depends_on: [nobody-{each}]}}" for each in range(number)]
    return "\n".join(["components:", *lines]) + "\n"


def soup(built: Built, path: str) -> BeautifulSoup:
    return BeautifulSoup(built.text(path), "html.parser")


def test_what_weighs_most_comes_first_then_rule_by_rule() -> None:
    findings = [
        finding(number, *each)
        for number, each in enumerate(
            [
                ("TR110", "info"),
                ("TR201", "error"),
                ("TR101", "waived"),
                ("TR101", "error"),
                ("TR416", "warning"),
            ]
        )
    ]
    places = FindingPlaces(findings, frozenset())

    assert [(group.code, group.weight, group.anchor) for group in places.groups] == [
        ("TR101", "error", "rule-TR101"),
        ("TR201", "error", "rule-TR201"),
        ("TR416", "warning", "rule-TR416"),
        ("TR110", "info", "rule-TR110"),
        ("TR101", "waived", "rule-TR101-waived"),
    ]
    assert places.of_rule("TR101") == ("findings.md", "rule-TR101")
    assert places.of_rule("TR101", "waived") == ("findings.md", "rule-TR101-waived")
    assert places.of_weight("info") == ("findings.md", "rule-TR110")
    assert places.of_rule("TR999") == ("findings.md", "")


@given(
    st.lists(st.tuples(st.sampled_from(["TR101", "TR102", "TR201"]), st.sampled_from(WEIGHTS)), max_size=40)
)
def test_every_finding_has_one_place_and_no_page_too_many(kinds: list[tuple[str, str]]) -> None:
    found = [finding(number, *each) for number, each in enumerate(kinds)]
    findings = with_fingerprints(found, frozenset())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(finding_places, "PER_PAGE", 7)
        places = FindingPlaces(findings, frozenset())

    shown = [each for page in places.pages for group in page for each in group.findings]
    assert sorted(map(repr, shown)) == sorted(map(repr, findings))
    ranks = [WEIGHTS.index(weight(each)) for each in shown]
    assert ranks == sorted(ranks)
    sizes = [sum(len(group.findings) for group in page) for page in places.pages]
    assert all(size == 7 for size in sizes[:-1])
    assert 0 <= sizes[-1] <= 7
    assert len(places.pages) == max(1, -(-len(findings) // 7))
    assert len({places.of(each) for each in findings}) == len(findings)
    for number, page in enumerate(places.pages, start=1):
        name = "findings.md" if number == 1 else f"findings-{number}.md"
        assert all(places.of(each).page == name for group in page for each in group.findings)
        assert len({group.anchor for group in page}) == len(page)


def test_counts_by_weight_lead_to_the_first_that_weighs_so_much(tmp_path: Path) -> None:
    built = Site(
        tmp_path, {"mkdocs.yml": CONFIG, "docs/index.md": "# H\n", "docs/a.trace.yml": MIXED}
    ).built()
    page = soup(built, "traceability/findings/index.html")

    links = {link.get_text(): link["href"] for link in page.select(".trace-weights a")}
    assert links == {"1 error": "#rule-TR101", "1 remark": "#rule-TR110", "1 waived": "#rule-TR101-waived"}
    assert page.select(".trace-pages") == []
    assert [heading.contents[0].strip() for heading in page.select("h2")][::2] == [
        "TR101 a reference to an id that nothing declares",
        "TR101 a reference to an id that nothing declares · waived",
    ]
    overview = soup(built, "traceability/index.html")
    assert {link["href"] for link in overview.select("table a")} == {
        "findings/#rule-TR101", "findings/#rule-TR110", "findings/#rule-TR101-waived",
    }  # fmt: skip
    assert follow_all(built.folder, SITE_URL).broken == []


def test_where_nothing_was_found_the_page_says_so(tmp_path: Path) -> None:
    facts = "components: [{id: api, external: true}]\n"
    built = Site(
        tmp_path, {"mkdocs.yml": CONFIG, "docs/index.md": "# H\n", "docs/a.trace.yml": facts}
    ).built()
    page = soup(built, "traceability/findings/index.html")

    assert "Nothing was found: every reference holds." in page.get_text()
    assert page.select("nav.trace-weights, nav.trace-jump") == []


@pytest.mark.parametrize(
    ("theme", "folders"), [("mkdocs", "true"), ("readthedocs", "false"), ("material", "true")]
)
def test_very_many_findings_stand_on_several_pages(tmp_path: Path, theme: str, folders: str) -> None:
    config = CONFIG.replace("mkdocs\n", f"{theme}\n") + f"use_directory_urls: {folders}\n"
    home = "# H\n\n[a finding](traceability/findings.md)\n"
    site = Site(tmp_path, {"mkdocs.yml": config, "docs/index.md": home, "docs/a.trace.yml": many(600)})
    built = site.built("-q")

    names = ["findings", "findings-2", "findings-3"]
    files = [f"traceability/{name}" + ("/index.html" if folders == "true" else ".html") for name in names]
    pages = [soup(built, file) for file in files]
    assert [len(page.select("article.trace-finding")) for page in pages] == [500, 500, 200]
    assert [page.select_one("h1").get_text() for page in pages][:2] == ["Findings", "Findings 2/3"]
    assert not built.has(files[-1].replace("-3", "-4"))
    ids = [article["id"] for page in pages for article in page.select("article.trace-finding")]
    assert len(set(ids)) == 1200
    assert "continued" in pages[1].select_one("h2").get_text()
    assert pages[1].select_one("[aria-current=page]").get_text() == "2"
    assert follow_all(built.folder, SITE_URL).broken == []
    assert all(len(built.text(file)) < 1_500_000 for file in files)


def test_a_row_links_to_the_page_on_which_its_finding_stands(tmp_path: Path) -> None:
    site = Site(tmp_path, {"mkdocs.yml": CONFIG, "docs/index.md": "# H\n", "docs/a.trace.yml": many(1001)})
    built = site.built("-q")
    row = soup(built, "traceability/components/index.html").find(id="component-c-1000")

    href = row.select_one("a.trace-flag--error")["href"]
    assert re.fullmatch(r"\.\./findings-3/#finding-[0-9a-f]{24}", href)


def test_further_pages_are_neither_in_the_navigation_nor_in_the_search(tmp_path: Path) -> None:
    config = CONFIG.replace("theme: mkdocs", "theme: material")  # MkDocs' own search has everything
    site = Site(tmp_path, {"mkdocs.yml": config, "docs/index.md": "# H\n", "docs/a.trace.yml": many(600)})
    built = site.built("-q")

    assert "findings/" in built.text("index.html")
    assert "findings-2" not in built.text("index.html")
    assert "findings/" in built.text("search/search_index.json")
    assert "findings-2" not in built.text("search/search_index.json")
    assert "findings-2" in built.text("sitemap.xml")


def test_a_hand_written_page_in_the_place_of_a_further_one_is_named(tmp_path: Path) -> None:
    files = {"mkdocs.yml": CONFIG, "docs/index.md": "# H\n", "docs/a.trace.yml": many(600)}
    site = Site(tmp_path, files | {"docs/traceability/findings-2.md": "# Mine\n"})
    done = site.build()

    assert done.status == 0
    assert "docs/traceability/findings-2.md stands where the generated page `Findings 2/3` would" in done.log
    assert "Mine" in Built(tmp_path / "site", done).text("traceability/findings-2/index.html")


def test_a_kind_called_like_a_further_page_has_its_page(tmp_path: Path) -> None:
    config = (
        "site_name: x\ntheme: mkdocs\nplugins:\n  - traceability:\n      kinds:\n"
        "        finding_2: {plural: findings_2}\n"
    )
    facts = many(600) + "findings_2:\n  - {id: X-1}\n"
    built = Site(tmp_path, {"mkdocs.yml": config, "docs/index.md": "# H\n", "docs/a.trace.yml": facts}).built(
        "-q"
    )

    assert "X-1" in built.text("traceability/findings-2-matrix/index.html")
    assert "Findings 2/3" in built.text("traceability/findings-2/index.html")


@pytest.fixture
def heaviest(tmp_path: Path) -> Callable[[int], int]:
    """The length of the heaviest page of findings of a site with so many; a site is read and judged once."""

    @cache
    def site_with(number: int) -> Generated:
        result = run(tmp_path / str(number), {"docs/a.trace.yml": many(number)})
        return Generated(result, Surroundings(lambda page: page.removesuffix(".md") + "/"))

    def render(number: int) -> int:
        site = site_with(number)
        return max(len(site.page_html(page)) for page in site.pages if page.template == "findings.html")

    return render


def test_thousands_of_findings_stay_bearable(heaviest: Callable[[int], int]) -> None:
    assert heaviest(2_500) < 600_000
    assert growth(heaviest, 300) < LINEAR
