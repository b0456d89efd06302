"""The evidence in a browser: chosen by verdict, kind and type, sorted by what is worst, downloaded, read anywhere."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .conftest import CONTRAST, MISTAKEN_CONFIG, OVERFLOW, Visit, build_site, settled

Begin = Callable[..., Visit]

EVIDENCE = "more/claims/traceability/evidence/"

CODE = "\n".join(f"def f{number}(): ..." for number in range(0, 250, 2)) + "\n"
"""Every other function that is claimed."""

FACTS = """\
components:
  - {id: api, title: The API, evidence: {code: [CLAIMS]}}
  - {id: core, status: implemented, evidence: {endpoints: [GET /a], files: {not_applicable: it has none}}}
flows:
  - {id: F-1, title: A flow, status: implemented, components: [api], evidence: {docs: [index.md, gone.md]}}
""".replace("CLAIMS", ", ".join(f"src/b.py:f{number}" for number in range(250)))


@pytest.fixture(scope="module", autouse=True)
def claims(sites: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A site with 250 claims of one type, which are laid out in groups, and some of others."""
    files = {
        "mkdocs.yml": MISTAKEN_CONFIG,
        "docs/index.md": "# Home\n",
        "docs/facts.trace.yml": FACTS,
        "src/b.py": CODE,
    }
    build_site(tmp_path_factory.mktemp("claims"), files, sites / "more/claims")


def shown(page: Page) -> list[str]:
    """Return the claims that can be seen."""
    return (
        settled(page)
        .locator("tbody tr")
        .evaluate_all(
            "rows => rows.filter(row => row.checkVisibility({contentVisibilityAuto: false}))"
            ".map(row => row.cells[1].textContent.trim())"
        )
    )


def count(page: Page) -> Any:
    return expect(page.locator("[data-trace-count]"))


def test_claims_are_chosen_by_verdict_kind_and_type(visit: Begin) -> None:
    window = visit()

    page = window.to(EVIDENCE + "?badge=missing")
    count(page).to_have_text("126 of 255")
    page = window.to(EVIDENCE + "?kind=flow")
    assert shown(page) == ["gone.md", "index.md", "code"]
    page = window.to(EVIDENCE + "?section=files&section=docs")
    assert shown(page) == ["gone.md", "index.md", "it has none"]
    page = window.to(EVIDENCE + "?badge=missing&kind=flow")
    assert shown(page) == ["gone.md"]
    page.get_by_role("button", name="Clear filters").click()
    count(page).to_have_text("255 of 255")
    assert window.complaints == []


def test_gaps_only_leaves_out_what_holds_and_what_cannot_be_checked(visit: Begin) -> None:
    page = visit().to(EVIDENCE)

    page.get_by_label("Needs attention").check()
    page.wait_for_url("**?attention=yes")
    count(page).to_have_text("127 of 255")
    assert len(shown(page)) > 1
    assert set(shown(page)) & {"src/b.py:f0", "GET /a", "it has none"} == set()


def test_verdicts_sort_by_what_is_worst_and_places_by_their_text(visit: Begin) -> None:
    page = visit().to(EVIDENCE + "?section=code&sort=-evidence")

    badges = page.locator("[data-trace-section=code] tbody .trace-badge")
    assert badges.first.text_content() == "found"
    assert badges.last.text_content() == "not found"
    page = visit().to(EVIDENCE + "?section=code&find=f10&sort=place")
    assert shown(page)[0] == "src/b.py:f10"


def test_the_claims_that_are_shown_can_be_downloaded(visit: Begin) -> None:
    page = visit().to(EVIDENCE + "?section=docs")
    page.locator(".trace-export > summary").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Shown rows").click()

    text = download.value.path().read_text(encoding="utf-8-sig")
    missing, found = csv.DictReader(io.StringIO(text))
    assert (missing["id"], missing["claim"]) == ("F-1", "gone.md")
    assert (missing["verdict"], found["verdict"]) == ("missing", "found")
    assert (found["claim"], found["found_at"]) == ("index.md", "docs/index.md")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 360])
def test_the_evidence_can_be_read_in_any_window(visit: Begin, width: int, scheme: str) -> None:
    window = visit(width, scheme)
    page = window.to(EVIDENCE)

    assert page.evaluate(OVERFLOW) <= 0
    assert page.evaluate(CONTRAST) == []
    claims = page.locator("[data-trace-section=code] tbody tr:first-child td:nth-child(2)").first
    assert claims.evaluate("cell => cell.offsetWidth") > 150
    page.get_by_role("link", name="index.md").first.click()
    expect(page).to_have_url(re.compile(r"/claims/$"))
    assert window.complaints == []


def test_all_claims_are_there_without_scripts(visit: Begin) -> None:
    page = visit(java_script_enabled=False).to(EVIDENCE)

    assert page.locator("tbody tr").count() == 255
    assert not page.locator("[data-trace-filter]").is_visible()
    assert page.locator("tbody tr").first.is_visible()
    expect(page.get_by_text("Not configured").last).to_be_visible()
