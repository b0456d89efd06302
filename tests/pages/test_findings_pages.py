"""The page of findings: their order, their addresses, and which of very many are shown."""

import json
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

from mkdocs_traceability.model.finding import SEVERITIES, Finding, Severity
from mkdocs_traceability.model.item import Waiver
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.pages.publication import Site as Generated
from mkdocs_traceability.pages.rendering.translations import language
from mkdocs_traceability.pages.site import finding_places
from mkdocs_traceability.pages.site.finding_places import FindingPlaces
from mkdocs_traceability.pages.site_context import SiteContext
from mkdocs_traceability.rules import all_rules
from mkdocs_traceability.rules.engine.rule import Rule
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

CODE = re.compile(r"`[^`]+`")

TRANSLATED = ("`[Text][ID]`", "`[Text][#Überschrift]`")
"""Code in German explanations that holds a word of prose."""

HERE = Position("docs/a.trace.yml", 1, 1)


def finding(number: int, code: str, weighs: str) -> Finding:
    waiver = Waiver(code, "so it is", "", None, HERE) if weighs == "waived" else None
    is_known = weighs == "baseline"
    severity = Severity.ERROR if waiver or is_known else Severity(weighs)
    at = Position("docs/a.trace.yml", number + 1, 1)
    return Finding(code, f"mistake {number}", at, severity=severity, waiver=waiver, in_baseline=is_known)


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

    assert [(group.code, group.severity, group.anchor) for group in places.groups] == [
        ("TR101", "error", "rule-TR101"),
        ("TR201", "error", "rule-TR201"),
        ("TR416", "warning", "rule-TR416"),
        ("TR110", "info", "rule-TR110"),
        ("TR101", "waived", "rule-TR101-waived"),
    ]
    assert places.of_rule("TR101") == ("findings.md", "rule-TR101")
    assert places.of_rule("TR101", "waived") == ("findings.md", "rule-TR101-waived")
    assert places.of_severity("info") == ("findings.md", "rule-TR110")
    assert places.of_rule("TR999") == ("findings.md", "")


@given(
    st.lists(
        st.tuples(st.sampled_from(["TR101", "TR102", "TR201"]), st.sampled_from(SEVERITIES)), max_size=60
    )
)
def test_every_finding_is_counted_once_and_the_page_shows_no_more_than_it_can_bear(
    kinds: list[tuple[str, str]],
) -> None:
    found = [finding(number, *each) for number, each in enumerate(kinds)]
    findings = with_fingerprints(found, frozenset())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(finding_places, "MOST", 20)
        places = FindingPlaces(findings, frozenset())
        groups = places.groups

    assert sum(group.total for group in groups) == len(findings)
    shown = [each for group in groups for each in group.findings]
    assert len(shown) <= 20
    if len(findings) <= 20:
        assert sorted(map(repr, shown)) == sorted(map(repr, findings))
    ranks = [SEVERITIES.index(each.effective_severity) for each in shown]
    assert ranks == sorted(ranks)
    assert len({places.of(each) for each in shown}) == len(shown)
    most = max((len(group.findings) for group in groups), default=0)
    for group in groups:
        assert group.findings, "every rule shows some"
        assert group.left_out == 0 or len(group.findings) == most, "no rule gives way to one that shows more"
        assert group.left_out == group.total - len(group.findings)
    for each in findings:
        if each not in shown:
            assert places.of(each) == places.of_rule(each.code, each.effective_severity)


def test_counts_by_weight_lead_to_the_first_that_weighs_so_much(tmp_path: Path) -> None:
    built = Site(
        tmp_path, {"mkdocs.yml": CONFIG, "docs/index.md": "# H\n", "docs/a.trace.yml": MIXED}
    ).built()
    page = soup(built, "traceability/findings/index.html")

    links = {link.get_text(): link["href"] for link in page.select(".trace-weights a")}
    assert links == {"1 error": "#rule-TR101", "1 info": "#rule-TR110", "1 waived": "#rule-TR101-waived"}
    assert "not shown" not in page.get_text()
    assert [heading.contents[0].strip() for heading in page.select("h2")][::2] == [
        "TR101 Reference to an unknown id",
        "TR101 Reference to an unknown id · waived",
    ]
    overview = soup(built, "traceability/index.html")
    assert {link["href"] for link in overview.select("table a")} == {
        "findings/#rule-TR101", "findings/#rule-TR110", "findings/#rule-TR101-waived",
    }  # fmt: skip
    assert follow_all(built.folder, SITE_URL).broken == []


def test_a_german_site_explains_rules_in_german_and_quotes_findings_in_english(tmp_path: Path) -> None:
    config = CONFIG.replace("theme: mkdocs", "theme: {name: mkdocs, locale: de}")
    built = Site(
        tmp_path, {"mkdocs.yml": config, "docs/index.md": "# H\n", "docs/a.trace.yml": MIXED}
    ).built()
    page = soup(built, "traceability/findings/index.html")

    heading = page.find(id="rule-TR110")
    assert heading is not None
    assert heading.contents[0].strip() == "TR110 Lücken in der Nummerierung"
    explained = heading.find_next_sibling("details")
    assert explained is not None
    assert not explained.has_attr("open")
    assert explained.summary.get_text() == "Über diese Regel"
    said = [paragraph.get_text() for paragraph in explained.select("p")]
    assert (
        said[0] == "Meldet Nummern, die eine Reihe von Kennungen zwischen ihrer ersten und letzten auslässt."
    )
    assert said[-1].startswith("Warum das wichtig ist: ")
    assert explained.select_one("code").get_text() == "6.1"
    message = heading.parent.select_one("h3")
    assert message.get_text() == "gaps in the numbering of flows: EVAL-003"
    overview = soup(built, "traceability/index.html").get_text()
    assert "Verweis auf unbekannte Kennung" in overview
    assert "Reference to an unknown id" not in overview


@pytest.mark.parametrize("rule", all_rules().values(), ids=lambda rule: rule.code)
def test_german_has_the_title_and_every_paragraph_of_a_rule(rule: Rule) -> None:
    german = language("de")
    assert german.gettext(rule.title) != rule.title
    paragraphs = [german.gettext(text) for text in rule.paragraphs]
    assert paragraphs[0].startswith("Meldet ")
    assert sum(text.startswith("Warum das wichtig ist: ") for text in paragraphs) == 1
    for text, said in zip(rule.paragraphs, paragraphs, strict=True):
        assert said != text
        assert set(CODE.findall(said)) <= {*CODE.findall(text), *TRANSLATED}


def test_where_nothing_was_found_the_page_says_so(tmp_path: Path) -> None:
    facts = "components: [{id: api, external: true}]\n"
    built = Site(
        tmp_path, {"mkdocs.yml": CONFIG, "docs/index.md": "# H\n", "docs/a.trace.yml": facts}
    ).built()
    page = soup(built, "traceability/findings/index.html")

    assert "No findings." in page.get_text()
    assert page.select("nav.trace-weights, nav.trace-jump") == []


@pytest.mark.parametrize(
    ("theme", "folders"), [("mkdocs", "true"), ("readthedocs", "false"), ("material", "true")]
)
def test_of_very_many_findings_each_rule_shows_its_first_and_says_where_all_are(
    tmp_path: Path, theme: str, folders: str
) -> None:
    config = CONFIG.replace("mkdocs\n", f"{theme}\n") + f"use_directory_urls: {folders}\n"
    home = "# H\n\n[a finding](traceability/findings.md)\n"
    site = Site(tmp_path, {"mkdocs.yml": config, "docs/index.md": home, "docs/a.trace.yml": many(600)})
    built = site.built("-q")

    ending = "/index.html" if folders == "true" else ".html"
    page = soup(built, f"traceability/findings{ending}")
    assert len(page.select("tr.trace-finding")) == 500
    counts = [heading.select_one("small").get_text(strip=True) for heading in page.select("h2")]
    assert counts == ["600", "600"]
    assert [each.get_text() for each in page.select("p.trace-quiet")] == ["and 350 more", "and 350 more"]
    note = next(each for each in page.select("p") if "not shown" in each.get_text())
    assert note.get_text().startswith(
        "700 findings are not shown: this page lists the first ones of each rule. "
        "The JSON file and mkdocs-traceability check list all of them."
    )
    assert note.a["href"].endswith("traceability.json")
    registry = json.loads(built.text("traceability/traceability.json"))
    assert len(registry["findings"]) == 1200
    assert not built.has(f"traceability/findings-2{ending}")
    assert follow_all(built.folder, SITE_URL).broken == []
    assert len(built.text(f"traceability/findings{ending}")) < 1_500_000


def test_a_row_links_to_its_finding_or_to_those_of_its_rule_where_it_is_not_shown(tmp_path: Path) -> None:
    site = Site(tmp_path, {"mkdocs.yml": CONFIG, "docs/index.md": "# H\n", "docs/a.trace.yml": many(1001)})
    built = site.built("-q")
    rows = soup(built, "traceability/components/index.html")

    def href(row: str) -> str:
        return str(rows.find(id=f"component-{row}").select_one("a.trace-flag--error")["href"])

    assert re.fullmatch(r"\.\./findings/#finding-[0-9a-f]{24}", href("c-0"))
    assert href("c-1000") == "../findings/#rule-TR101"


@pytest.fixture
def heaviest(tmp_path: Path) -> Callable[[int], int]:
    """The length of the heaviest page of findings of a site with so many; a site is read and judged once."""

    @cache
    def site_with(number: int) -> Generated:
        result = run(tmp_path / str(number), {"docs/a.trace.yml": many(number)})
        return Generated(result, SiteContext(lambda page: page.removesuffix(".md") + "/"))

    def render(number: int) -> int:
        site = site_with(number)
        return max(len(site.page_html(page)) for page in site.pages if page.template == "findings.html")

    return render


def test_thousands_of_findings_stay_bearable(heaviest: Callable[[int], int]) -> None:
    assert heaviest(2_500) < 600_000
    assert growth(heaviest, 300) < LINEAR
