"""The findings in a browser: an inbox that is filtered and exported, with waived ones folded at its end."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from .conftest import CONTRAST, MISTAKEN_CONFIG, OVERFLOW, Visit, build_site, settled
from .test_axe import LEVELS

Begin = Callable[..., Visit]

INBOX = "more/inbox/traceability/findings/"

FACTS = """\
components:
  - {id: api, title: The API, system: alpha, maintainer: ana, depends_on: [nobody]}
  - {id: core, system: beta, depends_on: [noone], waive: {TR101: {reason: It is being *written*, owner: ben}}}
flows:
  - {id: EVAL-001, components: [api]}
  - {id: EVAL-002, components: [api]}
  - {id: EVAL-004, components: [api, core]}
"""
"""An error, the same waived, and a note."""

OTHER = """\
components:
  - {id: cache, system: beta, depends_on: [nothing], waive: {TR101: {reason: To be removed, owner: ana}}}
flows: [{id: EVAL-005, components: [cache]}]
"""


@pytest.fixture(scope="module", autouse=True)
def inbox(sites: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    files = {
        "mkdocs.yml": MISTAKEN_CONFIG,
        "docs/index.md": "# Home\n",
        "docs/facts.trace.yml": FACTS,
        "docs/other.trace.yml": OTHER,
    }
    build_site(tmp_path_factory.mktemp("inbox"), files, sites / "more/inbox")


def shown(page: Page) -> list[str]:
    """Return the messages of the findings that can be seen."""
    return (
        settled(page)
        .locator(".trace-finding h3")
        .evaluate_all("heads => heads.filter(head => head.checkVisibility()).map(head => head.textContent)")
    )


OPEN = ["unknown component nobody", "gaps in the numbering of flows: EVAL-003"]
WAIVED = ["unknown component noone", "unknown component nothing"]


def test_waived_findings_are_folded_at_the_end(visit: Begin) -> None:
    window = visit()
    page = window.to(INBOX)

    assert shown(page) == OPEN
    page.get_by_text("2 waived findings").click()
    assert shown(page) == OPEN + WAIVED
    waiver = page.locator(".trace-waiver").first
    assert " ".join(waiver.inner_text().split()) == "Waived It is being written Owner ben"
    assert window.complaints == []


@pytest.mark.parametrize(
    ("asked", "messages"),
    [
        ("severity=error", OPEN[:1]),
        ("severity=info", OPEN[1:]),
        ("severity=waived", WAIVED),
        ("rule=TR110", OPEN[1:]),
        ("finding=TR110", OPEN[1:]),
        ("attention=yes", OPEN[:1]),
        ("system=beta", WAIVED),
        ("owner=ben", WAIVED[:1]),
        ("file=docs/other.trace.yml", WAIVED[1:]),
        ("kind=component&severity=error", OPEN[:1]),
        ("find=noone", WAIVED[:1]),
        ("find=rule%3DTR101+severity!%3Dwaived", OPEN[:1]),
    ],
)
def test_findings_are_chosen(visit: Begin, asked: str, messages: list[str]) -> None:
    page = visit().to(f"{INBOX}?{asked}")

    expect(page.locator("[data-trace-count]")).to_have_text(f"{len(messages)} of 4")
    assert shown(page) == messages


def test_waived_ones_stay_folded_where_others_are_found_too_and_say_how_many(visit: Begin) -> None:
    page = visit().to(INBOX + "?owner=ana")

    assert shown(page) == OPEN, "ana answers for the component of the flows, too"
    expect(page.locator(".trace-waived > summary")).to_have_text("1 of 2 waived findings")
    page.get_by_role("button", name="Clear filters").click()
    expect(page.locator(".trace-waived > summary")).to_have_text("2 waived findings")
    assert shown(page) == OPEN


def test_a_filter_that_opened_what_is_folded_closes_it_again(visit: Begin) -> None:
    page = visit().to(INBOX + "?severity=waived")

    assert shown(page) == WAIVED
    page.get_by_role("button", name="Clear filters").click()
    expect(page.locator("[data-trace-count]")).to_have_text("4 of 4")
    assert shown(page) == OPEN


@pytest.mark.parametrize("scripts", [True, False])
def test_a_link_into_what_is_folded_opens_it(visit: Begin, *, scripts: bool) -> None:
    window = visit(java_script_enabled=scripts)
    page = window.to(INBOX)
    finding = page.locator(".trace-finding--waived").last.get_attribute("id")
    page = window.to(f"{INBOX}#{finding}")

    assert page.locator(f"[id='{finding}']").is_visible()
    page.locator(".trace-weights a", has_text="1 info").click()
    expect(page).to_have_url(re.compile("#rule-TR110$"))


def test_a_flag_of_an_item_leads_to_its_waived_finding(visit: Begin) -> None:
    page = visit().to("more/inbox/traceability/components/")
    page.locator("#component-core a.trace-flag--waived").click()

    expect(page).to_have_url(re.compile("/findings/#finding-"))
    expect(page.get_by_text("unknown component noone")).to_be_visible()


def test_the_findings_that_are_shown_are_exported(visit: Begin) -> None:
    page = visit().to(INBOX + "?severity=waived")
    page.locator(".trace-export > summary").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Shown rows").click()

    head, *rows = csv.reader(io.StringIO(download.value.path().read_text(encoding="utf-8-sig")))
    assert download.value.suggested_filename == "findings_severity-waived.csv"
    assert head[:3] == ["code", "severity", "message"]
    assert [(row[0], row[5], row[9], row[10], row[11]) for row in rows] == [
        ("TR101", "core", "yes", "It is being *written*", "ben"),
        ("TR101", "cache", "yes", "To be removed", "ana"),
    ]


def test_findings_sort_by_their_item(visit: Begin) -> None:
    page = visit().to(INBOX + "?severity=waived&sort=id")
    assert shown(page) == WAIVED[::-1]
    page.get_by_role("button", name="Place").first.click()
    assert shown(page) == WAIVED


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_findings_can_be_read_in_any_window(visit: Begin, width: int, scheme: str) -> None:
    window = visit(width, scheme)
    page = window.to(INBOX + "?severity=waived&severity=error&severity=info")
    page.get_by_text("2 waived findings").click()

    assert page.evaluate(OVERFLOW) <= 0
    assert page.evaluate(CONTRAST) == []
    message = page.locator(".trace-finding-text").first
    assert message.evaluate("cell => cell.offsetWidth") > min(width * 0.25, 300)
    found = Axe().run(page, context=".trace", options={"runOnly": LEVELS}).response["violations"]
    assert [(each["id"], [node["target"] for node in each["nodes"]]) for each in found] == []
    assert window.complaints == []


def test_a_long_list_of_rules_scrolls_and_leaves_the_page_as_wide_as_a_phone(
    visit: Begin, sites: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    facts = """\
components: [{id: a, part_of: a, colour: red, title: [1]}, {id: a}, {id: "b c", status: odd}, {id: d, depends_on: [e]}]
flows: [{id: F-1}, {id: F-2, status: implemented, components: [F-1]}, {id: F-3, components: [d, d]}]
"""
    files = {"mkdocs.yml": MISTAKEN_CONFIG, "docs/index.md": "# Home\n", "docs/facts.trace.yml": facts}
    build_site(tmp_path_factory.mktemp("rules"), files, sites / "more/rules")
    page = visit(390).to("more/rules/traceability/findings/")
    rules = page.locator(".trace-jump ul")
    assert rules.evaluate("list => list.scrollWidth - list.clientWidth") > 100
    assert page.evaluate(OVERFLOW) <= 0


def test_all_findings_are_there_without_scripts(visit: Begin) -> None:
    page = visit(390, java_script_enabled=False).to(INBOX)

    assert shown(page) == OPEN
    page.get_by_text("2 waived findings").click()
    assert shown(page) == OPEN + WAIVED
    assert not page.locator("[data-trace-filter]").is_visible()
    assert page.get_by_role("link", name="Download CSV").is_visible()


def test_waived_findings_are_printed(visit: Begin) -> None:
    page = visit().to(INBOX)
    page.emulate_media(media="print")

    assert shown(page) == OPEN + WAIVED
    assert not page.locator("[data-trace-filter]").is_visible()


def test_what_must_be_fixed_can_be_copied_where_no_forge_shows_it(visit: Begin) -> None:
    window = visit(permissions=["clipboard-read", "clipboard-write"])
    page = window.to("more/inbox/traceability/")
    page.locator(".trace-first").get_by_role("button", name="Copy path").first.click()

    expect(page.locator(".trace-first [data-trace-is-copied]")).to_have_count(1)
    assert page.evaluate("navigator.clipboard.readText()") == "docs/facts.trace.yml:2"


def test_the_findings_of_the_example_are_few_elements(visit: Begin) -> None:
    page = visit().to("traceability/traceability/findings/")

    assert page.evaluate("document.querySelectorAll('*').length") < 6_000
    assert page.evaluate("document.documentElement.scrollHeight") < 5_000
