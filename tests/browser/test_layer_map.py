"""The layer map in a browser: each number leads to the rows that it counts, and to no others."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .conftest import Visit

Begin = Callable[..., Visit]

MAP = "traceability/traceability/layer-map/"


def shown(page: Page) -> int:
    rows = page.locator("[data-trace-table] tbody tr")
    return int(rows.evaluate_all("rows => rows.filter(row => row.checkVisibility()).length"))


@pytest.mark.parametrize("field", ["Confidence", "Trigger"])
def test_a_number_leads_to_the_rows_it_counts(visit: Begin, field: str) -> None:
    here = visit()
    page = here.to(MAP)
    counts = page.locator(f"table:has(caption:text-is('{field}'))")
    links = counts.locator("tbody tr:nth-child(3) td a, tfoot td a").evaluate_all(
        "links => links.map(link => [link.href, Number(link.textContent)])"
    )
    assert len(links) > 6
    for href, number in links:
        here.to(href.removeprefix(here.base))
        expect(page.locator("output")).to_contain_text(f"{number} of ")
        assert shown(page) == number
        expect(page.locator("[data-trace-filter]")).to_be_in_viewport()
    assert here.complaints == []


def test_a_number_that_is_pressed_leads_there_too_and_the_way_back_shows_all(visit: Begin) -> None:
    here = visit()
    page = here.to(MAP)
    everything = shown(page)
    link = page.locator(".trace-counts tfoot td a").first
    number = int(link.inner_text())
    link.click()
    expect(page.locator("output")).to_contain_text(f"{number} of {everything}")
    page.go_back()
    expect(page.locator("output")).to_contain_text(f"{everything} of {everything}")
    assert here.complaints == []


def test_the_tables_of_the_map_can_be_sorted_and_say_what_is_to_be_seen_elsewhere(visit: Begin) -> None:
    here = visit()
    page = here.to(MAP)
    page.locator("[data-trace-column=observed_layer] button").first.click()
    expect(page.locator("[aria-sort=ascending]").first).to_be_visible()
    marked = page.locator(".trace-differs").first
    assert "≠" in marked.evaluate("element => getComputedStyle(element, '::before').content")
    assert here.complaints == []
