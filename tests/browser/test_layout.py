"""How the tables of the example are laid out: within their place, below one head, as cards on a phone."""

from collections.abc import Callable
from pathlib import Path

from .conftest import OVERFLOW, Visit
from .test_browser import EXAMPLE

Begin = Callable[..., Visit]

MOST_ELEMENTS = 6_000

WIDER = """() => [...document.querySelectorAll('.trace-scroll:not(.trace-crossing)')]
  .filter(region => region.scrollWidth > region.clientWidth + 1).map(region => region.id || region.className)"""

SHIFTS = """new PerformanceObserver(list => {
  for (const shift of list.getEntries()) if (!shift.hadRecentInput) window.shifted = (window.shifted ?? 0) + shift.value;
}).observe({type: 'layout-shift', buffered: true})"""

SHIFTED = "window.shifted ?? 0"


def test_no_page_of_the_example_is_wider_or_larger_than_it_may_be_and_none_moves(
    visit: Begin, sites: Path
) -> None:
    window = visit()
    window.page.add_init_script(SHIFTS)
    pages = sorted((sites / "traceability/traceability").glob("*/index.html"))
    assert len(pages) > 30
    for path in pages:
        page = window.to(f"{EXAMPLE}{path.parent.name}/")
        page.wait_for_timeout(100)
        assert page.evaluate(WIDER) == [], path
        assert page.evaluate(OVERFLOW) <= 0, path
        assert page.evaluate("document.querySelectorAll('*').length") < MOST_ELEMENTS, path
        if page.evaluate(SHIFTED) >= 0.02:  # on a busy machine a style sheet may come after the first picture
            page.reload()
            page.wait_for_timeout(100)
        assert page.evaluate(SHIFTED) < 0.02, path


def test_one_head_stays_below_header_and_filter(visit: Begin) -> None:
    page = visit().to(EXAMPLE + "flows/")
    page.evaluate("window.scrollTo(0, 1500)")
    page.wait_for_timeout(200)
    bottom = "selector => document.querySelector(selector).getBoundingClientRect().bottom"
    top = page.evaluate("document.querySelector('.trace-heads').getBoundingClientRect().top")
    assert abs(top - page.evaluate(bottom, ".trace-filter")) < 3
    assert page.evaluate(bottom, ".md-header") <= top


def test_columns_are_chosen_and_stand_in_the_address(visit: Begin) -> None:
    page = visit().to(EXAMPLE + "flows/?columns=title,notes")
    heads = page.locator(".trace-heads [role=columnheader]:visible")
    assert [text.strip() for text in heads.all_inner_texts()] == ["ID", "Title", "Notes"]


def test_rows_are_cards_on_a_phone(visit: Begin) -> None:
    page = visit(390).to(EXAMPLE + "flows/")
    row = page.locator("#flow-EVAL-001")
    box, title = row.bounding_box(), row.locator("td").first.bounding_box()
    assert box is not None
    assert title is not None
    assert box["width"] <= 390
    assert title["y"] > box["y"] + 15
    assert page.evaluate(OVERFLOW) <= 0
