"""The pages of evidence: what each line is worth, how very many are divided, and that they show data as data."""

import json
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from e2e.links import follow_all
from generated_matrix import text_of
from hypothesis import given
from hypothesis import strategies as st
from support import build_here

from mkdocs_traceability.analysis.badges import Badge, Badges
from mkdocs_traceability.model.item import Claim, Item
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.pages.parts import unchecked
from mkdocs_traceability.pages.views.evidence import claim_lines
from mkdocs_traceability.pages.views.evidence.claim_lines import EvidenceEntry, cut

SITE_URL = "https://example.org/docs/"
CONFIG = (
    f"site_name: x\nsite_url: {SITE_URL}\ntheme: mkdocs\nplugins: [{{traceability: {{junit: [r.xml]}}}}]\n"
)
HERE = Position("docs/a.trace.yml", 1, 1)


class Built:
    """A site that was built in this very process, so that tests can make its pages small."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def text(self, path: str) -> str:
        return (self.folder / path).read_text(encoding="utf-8")


def build(folder: Path, facts: str, config: str = CONFIG, **files: str) -> Built:
    written = {"mkdocs.yml": config, "docs/a.trace.yml": facts, **files}
    return Built(build_here(folder, written))


def soup(built: Built, path: str = "traceability/evidence/index.html") -> BeautifulSoup:
    return BeautifulSoup(built.text(path), "html.parser")


def lines(page: BeautifulSoup, section: str) -> list[list[str]]:
    """Return the texts of the rows of a section: item, title, kind, claim, verdict, place."""
    (table,) = page.select(f'[data-trace-section="{section}"] table')
    heads = [head["data-trace-column"] for head in table.select("thead th")]
    rows = [row.find_all(["th", "td"]) for row in table.select("tbody tr")]
    told = [dict(zip(heads, map(text_of, cells), strict=True)) for cells in rows]
    names = ("item", "item_title", "kind", "claim", "evidence", "place")
    return [[each.get(name, "") for name in names] for each in told]


REPORT = """\
<testsuite><testcase classname="tests.test_a" name="test_a"><failure/></testcase></testsuite>
"""


def test_a_test_that_passed_on_retry_says_so_on_the_page_and_in_the_data(tmp_path: Path) -> None:
    facts = "requirements: [{id: R-1, evidence: {tests: [tests/test_a.py]}}]\n"
    report = (
        '<testsuite><testcase classname="tests.test_a" name="test_a"><flakyFailure/></testcase></testsuite>'
    )
    built = build(tmp_path, facts, **{"tests/test_a.py": "def test_a(): ...\n", "r.xml": report})
    assert lines(soup(built), "tests")[0][4] == "verified passed on retry"
    claim = json.loads(built.text("traceability/traceability.json"))["items"][0]["evidence"]["tests"][
        "claims"
    ][0]
    assert (claim["verdict"], claim["passed_on_retry"]) == ("verified", True)


def test_what_is_claimed_nowhere_says_so_whatever_becomes_of_what_is_claimed(tmp_path: Path) -> None:
    facts = """\
components: [{id: api, external: true}]
flows:
  - {id: F-1, status: implemented, components: [api], evidence: {tests: [tests/test_a.py::test_a]}}
  - id: F-2
    status: implemented
    components: [api]
    waive: {TR401: {reason: It is being written}}
"""
    built = build(tmp_path, facts, **{"r.xml": REPORT, "tests/test_a.py": "def test_a(): ...\n"})
    page = soup(built)

    ((_, _, _, claim, verdict, place),) = lines(page, "tests")
    assert (claim, verdict, place) == (
        "tests/test_a.py::test_a", "failing tests/test_a.py::test_a failed", "tests/test_a.py:1",
    )  # fmt: skip
    assert [line[0] for line in lines(page, "nowhere")] == ["F-1", "F-2"]
    assert [line[4].partition(" no evidence of")[0] for line in lines(page, "nowhere")] == [
        "no evidence",
        "waived",
    ]
    assert lines(page, "nowhere")[0][3:] == ["code", "no evidence no evidence of code", ""]


def test_what_nothing_here_can_check_is_said_once_with_a_link_to_the_finding(tmp_path: Path) -> None:
    facts = "components: [{id: api, evidence: {endpoints: [GET /a, GET /b], tests: [tests/a.py::test_a]}}]\n"
    config = CONFIG.replace("junit: [r.xml]", "")
    built = build(tmp_path, facts, config, **{"tests/a.py": "def test_a(): ...\n"})
    page = soup(built)

    assert page.select("h2")[-1].get_text() == "Not configured"
    said = page.find(id="claims-unchecked").find_parent("section").select("li")
    assert [text_of(each).partition(" · ")[2].partition(" · ")[0] for each in said] == ["2 claims", "1 claim"]
    assert all(each.a["href"].startswith("../findings/#finding-") for each in said)
    reasons = [each["id"] for each in said]
    assert [line[4] for line in lines(page, "endpoints")] == ["not checked not configured"] * 2
    links = page.select('[data-trace-section="endpoints"] tbody a[href*="#claims-unchecked-"]')
    assert [link["href"] for link in links] == [f"#{reasons[0]}"] * 2
    assert built.text("traceability/evidence/index.html").count("no OpenAPI document") == 1
    assert "claims-unchecked" in [link["href"].strip("#") for link in page.select("a[href^='#']")]
    assert follow_all(built.folder, SITE_URL).broken == []


def test_very_many_reasons_are_cut_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unchecked, "MOST_REASONS", 1)
    facts = "components: [{id: api, evidence: {endpoints: [GET /a], tables: [users]}}]\n"
    section = soup(build(tmp_path, facts)).find(id="claims-unchecked").find_parent("section")

    assert len(section.select("li")) == 1
    assert "and 1 more" in section.get_text()


def test_where_everything_can_be_checked_nothing_is_said(tmp_path: Path) -> None:
    built = build(
        tmp_path, "components: [{id: api, evidence: {files: [a.txt]}}]\n", **{"a.txt": "x", "r.xml": REPORT}
    )

    assert any("a.txt" in cell for line in lines(soup(built), "files") for cell in line)
    assert soup(built).find(id="claims-unchecked") is None


@pytest.mark.parametrize("folders", ["true", "false"])
def test_all_links_of_divided_evidence_lead_somewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folders: str
) -> None:
    monkeypatch.setattr(claim_lines, "HEAVIEST", 3_000)
    claims = ", ".join(f"src/b.py:f{number}" for number in range(20))
    facts = f"components: [{{id: api, evidence: {{code: [{claims}], endpoints: [GET /a]}}}}]\n"
    built = build(tmp_path, facts, f"{CONFIG}use_directory_urls: {folders}\n", **{"src/b.py": ""})

    followed = follow_all(built.folder, SITE_URL)
    assert followed.broken == []
    end = "/index.html" if folders == "true" else ".html"
    assert f"traceability/evidence/code-4{end}" in followed.reached
    assert "code-2" not in built.text("index.html"), "only the first page is in the navigation"
    first = soup(built, f"traceability/evidence{end}")
    assert len(first.select(".trace-card")) == 5
    assert first.find(id="claims-unchecked") is not None


def test_titles_claims_and_reasons_are_shown_as_the_text_they_are(tmp_path: Path) -> None:
    nasty = "</td><script>alert(1)</script><img src=x onerror=y>\" ' {{ 7 * 7 }}"
    quoted = "'" + nasty.replace("'", "''") + "'"
    facts = f"""\
components:
  - id: api
    title: {quoted}
    evidence: {{code: [{quoted}], files: {{not_applicable: {quoted}}}, links: [{quoted}]}}
"""
    page = soup(build(tmp_path, facts))

    assert page.select(".trace")
    assert page.select(".trace img, .trace script:not([src], [type='application/json'])") == []
    for data in page.select(".trace script[type='application/json']"):
        json.loads(data.get_text())
    (code,) = lines(page, "code")
    shown = " ".join(nasty.split())
    assert (code[1], code[3]) == (shown, shown)
    assert "alert(1)" in lines(page, "files")[0][3]
    assert page.select("[data-trace-section=links] td")
    assert page.select("[data-trace-section=links] td a") == []


def test_what_is_missing_was_found_nowhere_and_what_does_not_apply_says_so(tmp_path: Path) -> None:
    facts = """\
components:
  - {id: api, evidence: {code: [a.py:one, a.py:two], tests: {not_applicable: it is a *page*}, docs: unknown}}
"""
    page = soup(build(tmp_path, facts, **{"a.py": "def one(): ...\n", "r.xml": REPORT}))

    assert [(line[3], line[5]) for line in lines(page, "code")] == [("a.py:two", ""), ("a.py:one", "a.py:1")]
    assert lines(page, "tests")[0][3:] == ["it is a page", "not applicable", ""]
    assert lines(page, "docs")[0][3:5] == ["marked unknown", "no evidence marked unknown"]


# ---------------------------------------------------------------- how lines are divided


def line(length: int) -> tuple[EvidenceEntry, Badge]:
    return EvidenceEntry(Item("flow", "F-1", HERE), "code", Claim("code", "x" * length, HERE), ""), Badge("")


@given(st.lists(st.integers(0, 5_000), min_size=1, max_size=60), st.data())
def test_parts_weigh_alike_whatever_the_order_and_none_is_empty(lengths: list[int], data: Any) -> None:
    entries = [line(length) for length in lengths]
    parts = data.draw(st.integers(1, len(entries)))

    found = cut(entries, parts)

    assert [each for part in found for each in part] == entries
    assert len(found) == parts
    assert all(found)
    weights = [sum(claim_lines._weight(entry) for entry, _ in part) for part in found]
    heaviest = max(claim_lines._weight(entry) for entry, _ in entries)
    assert max(weights) <= sum(weights) / parts + 2 * heaviest


def test_lines_are_judged_once_for_all_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    judged = []
    of_claim = Badges.of_claim
    monkeypatch.setattr(Badges, "of_claim", lambda *given: judged.append(given[3].text) or of_claim(*given))
    claims = ", ".join(f"f{number}.txt" for number in range(60))
    facts = f"components: [{{id: api, evidence: {{files: [{claims}]}}}}]\n"

    def times(heaviest: int) -> int:
        monkeypatch.setattr(claim_lines, "HEAVIEST", heaviest)
        judged.clear()
        build(tmp_path / str(heaviest), facts)
        return len(judged)

    assert times(2_000) == times(1_000_000)
