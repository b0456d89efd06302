"""Cross matrices in a browser: what stands behind a cell opens by pointer and by keyboard, and heads stay in sight."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .conftest import CONTRAST, OVERFLOW, Visit
from .test_browser import EXAMPLE

Begin = Callable[..., Visit]

FLOWS = EXAMPLE + "flows-by-components/"
RESOURCES = EXAMPLE + "components-by-resources/"
OPEN = ".trace-behind:popover-open"

every_window = pytest.mark.parametrize("width", [1440, 360])


def cell_of(page: Page, name: str) -> str:
    return f'.trace-cell[aria-label^="{name}"]'


@every_window
def test_a_cell_opens_by_keyboard_and_closes_by_escape(visit: Begin, width: int) -> None:
    window = visit(width)
    page = window.to(FLOWS)
    cell = page.locator(cell_of(page, "EVAL-001 × eval-worker"))

    cell.focus()
    page.keyboard.press("Enter")
    shown = page.locator(OPEN)
    assert "Evaluation Pipeline" in shown.inner_text()
    box = shown.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    page.keyboard.press("Tab")
    assert shown.locator("a").first.evaluate("link => link === document.activeElement")
    page.keyboard.press("Escape")
    assert shown.count() == 0
    assert cell.evaluate("cell => cell === document.activeElement")
    assert window.complaints == []


def test_a_cell_needs_no_script(visit: Begin) -> None:
    """It says the relation, and leads to the item of its row, where the relations that this declares are written."""
    page = visit(java_script_enabled=False).to(RESOURCES)

    forbidden = page.locator(cell_of(page, "user-api × organizations.plan: Must not write"))
    expect(forbidden).to_have_attribute("title", "user-api × organizations.plan: Must not write")
    expect(forbidden).to_have_attribute("href", "../components/#component-user-api")
    page.locator(cell_of(page, "admin-api × organizations.plan")).click()
    page.wait_for_url("**#component-admin-api")
    item = page.locator("css=:target")
    expect(item).to_be_visible()
    expect(item.locator("a", has_text="organizations.plan")).not_to_have_count(0)


@every_window
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_stands_behind_a_cell_can_be_read(visit: Begin, width: int, scheme: str) -> None:
    page = visit(width, scheme).to(RESOURCES)

    page.locator(cell_of(page, "eval-worker × watchpoints.config")).click()
    assert page.locator(OPEN).count() == 1
    assert page.evaluate(CONTRAST) == []


@every_window
def test_heads_stay_in_sight_however_far_one_scrolls(visit: Begin, width: int) -> None:
    page = visit(width).to(RESOURCES)
    region = page.locator(".trace-crossing").first
    region.evaluate("region => { region.scrollLeft = 300 }")
    page.evaluate("window.scrollTo(0, 1200)")
    bar = page.locator(".trace-crossing-bar")
    bar.wait_for()
    frame, head = region.bounding_box(), bar.bounding_box()
    first = page.locator("tbody th[scope=row]").nth(20).bounding_box()
    assert frame is not None
    assert head is not None
    assert first is not None
    assert abs(first["x"] - frame["x"]) <= 2
    bottom = "document.querySelector('.md-header').getBoundingClientRect().bottom"
    assert abs(head["y"] - page.evaluate(bottom)) <= 1
    assert bar.evaluate("bar => bar.scrollLeft") == 300
    assert region.evaluate("region => region.scrollHeight <= region.clientHeight"), "the page scrolls, no box"


def test_a_switch_draws_what_has_no_link_and_the_address_keeps_it(visit: Begin) -> None:
    page = visit().to(RESOURCES)
    size = "table => [table.tBodies.length, table.querySelectorAll('tbody > tr[data-trace-drawn]').length, \
        table.tHead.rows[0].cells.length]"
    table = page.locator(".trace-table--cross").first
    _, _, columns = table.evaluate(size)
    page.get_by_label("Show rows and columns without links").check()
    _, rows, all_columns = table.evaluate(size)
    assert rows > 0
    assert all_columns == 82 + 2 > columns
    widths = (
        "table => [...table.querySelectorAll('tbody > tr:not(.trace-section)')].map(row => row.cells.length)"
    )
    assert set(table.evaluate(widths)) == {all_columns}
    assert page.url.endswith("?unlinked=yes")
    page.get_by_label("Show rows and columns without links").uncheck()
    assert table.evaluate(size)[1:] == [0, columns]


@every_window
def test_a_cell_is_large_enough_for_a_finger(visit: Begin, width: int) -> None:
    page = visit(width).to(FLOWS)
    sizes = page.locator(".trace-cell").evaluate_all(
        "all => all.map(one => Math.min(one.offsetWidth, one.offsetHeight))"
    )
    assert min(sizes) >= 24


@pytest.mark.parametrize("path", [FLOWS, RESOURCES, EXAMPLE + "components-by-components/"])
def test_a_printed_cross_matrix_is_whole(visit: Begin, path: str) -> None:
    page = visit(1040).to(path)  # A4, landscape, at 96 dpi
    page.emulate_media(media="print")

    assert page.evaluate(OVERFLOW) <= 0
    assert page.locator(".trace-crossing").evaluate(
        "region => region.scrollWidth <= region.clientWidth && region.scrollHeight <= region.clientHeight"
    )


def test_the_row_and_the_column_of_a_cell_are_marked(visit: Begin) -> None:
    page = visit().to(FLOWS)
    cell = page.locator(cell_of(page, "FCST-005 × api-forecasts"))

    cell.hover()
    row = "cell => getComputedStyle(cell.closest('tr').cells[3]).backgroundImage"
    column = "cell => getComputedStyle(cell.parentElement, '::after').content"
    assert "gradient" in cell.evaluate(row)
    assert cell.evaluate(column) == '""'
