"""The generated pages in a browser: wide and narrow, light and dark, by keyboard, and without scripts."""

from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import CONTRAST, OVERFLOW, Visit, build_site

Begin = Callable[..., Visit]

EXAMPLE = "traceability/traceability/"
MISTAKES = "mistakes/traceability/"

every_window = pytest.mark.parametrize("width", [1440, 360])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_quiet_fit_the_window_and_can_be_read(visit: Begin, paths: list[str], scheme: str) -> None:
    window = visit(scheme=scheme)

    for path in paths:
        window.page.set_viewport_size({"width": 1440, "height": 900})
        page = window.to(path)
        for width in (1440, 360):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(OVERFLOW) <= 0, f"{path} is wider than a window of {width} px"
            assert page.evaluate(CONTRAST) == [], f"{path} at {width} px"
    assert window.complaints == []


@every_window
@pytest.mark.parametrize(
    "place",
    [
        EXAMPLE + "flows/#flow-BULK-006",
        EXAMPLE + "flows/#section-NOTIF",
        EXAMPLE + "components/#component-stripe",
        EXAMPLE + "resources/#resource-watchpoints.config",
        "traceability/watchpoint/07-eval-worker/#component-eval-worker",
        MISTAKES + "findings/#rule-TR102",
    ],
)
def test_what_an_address_names_stands_below_the_header(visit: Begin, width: int, place: str) -> None:
    page = visit(width).to(place)
    target = page.locator("css=:target")

    page.wait_for_function("document.querySelector(':target').getBoundingClientRect().top < innerHeight")
    header = page.locator(".md-header").bounding_box()
    box = target.bounding_box()

    assert header is not None
    assert box is not None
    assert box["y"] >= header["y"] + header["height"]
    assert box["y"] < 900


def test_the_row_that_an_address_names_is_marked(visit: Begin) -> None:
    page = visit().to(EXAMPLE + "flows/#flow-EVAL-003")
    ground = "row => getComputedStyle(row.cells[1]).backgroundImage"

    assert "gradient" in page.locator("css=:target").evaluate(ground)
    assert page.locator("#flow-EVAL-004").evaluate(ground) == "none"


def test_a_matrix_has_the_width_of_the_window(visit: Begin) -> None:
    window = visit(1440)

    for name in ("metrics", "flows"):
        sheet = window.to(EXAMPLE + f"{name}/").locator(".trace-scroll").first
        assert sheet.bounding_box()["width"] > 1000, name


@every_window
def test_ids_are_not_broken_and_titles_not_crushed(visit: Begin, width: int) -> None:
    page = visit(width).to(EXAMPLE + "flows/")

    heights = page.locator("tbody th .trace-id").evaluate_all(
        "ids => ids.map(id => id.getClientRects().length)"
    )
    widths = page.locator("tbody td:nth-of-type(1)").evaluate_all(
        "cells => cells.map(cell => cell.offsetWidth)"
    )
    assert set(heights) == {1}
    assert min(widths) >= 110


@every_window
def test_a_table_scrolls_by_keyboard_and_keeps_its_first_column(visit: Begin, width: int) -> None:
    page = visit(width).to(EXAMPLE + "components-by-resources/")
    region = page.locator(".trace-crossing").first

    region.focus()
    assert region.evaluate("region => region === document.activeElement")
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.trace-crossing').scrollLeft > 40")

    first = region.locator("tbody tr:not(.trace-section) > th").first.bounding_box()
    box = region.bounding_box()
    assert first is not None
    assert box is not None
    assert abs(first["x"] - box["x"]) <= 2


def test_everything_is_there_without_scripts(visit: Begin, paths: list[str]) -> None:
    window = visit(java_script_enabled=False)

    for path in paths:
        page = window.to(path)
        assert page.locator(".trace").first.is_visible(), path
        for row in page.locator(".trace tbody tr").all()[:3]:
            assert row.is_visible(), path
    page = window.to(EXAMPLE + "flows/")
    assert page.locator("#flow-BULK-006").is_visible()
    assert "Evaluation Pipeline" in page.locator("#flow-EVAL-001").inner_text()
    page.locator("#flow-EVAL-003 a", has_text="eval-worker").click()
    assert page.url.endswith("watchpoint/07-eval-worker/#component-eval-worker")


def test_a_printed_matrix_is_not_cut_off(visit: Begin) -> None:
    page = visit(1040).to(EXAMPLE + "components/")  # A4, landscape, at 96 dpi
    page.emulate_media(media="print")

    assert (
        page.locator(".trace-scroll").first.evaluate("region => getComputedStyle(region).overflowX")
        == "visible"
    )
    assert page.evaluate(OVERFLOW) <= 0


def test_ids_that_are_no_selectors_trouble_no_script_of_the_theme(
    visit: Callable[..., Visit], sites: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Bootstrap looks for the anchors of a table of contents by selector."""
    config = "site_name: Odd\nplugins: [{traceability: {item_pages: true}}]\n"
    facts = "components: [{id: api/}, {id: run()}, {id: 100%}, {id: plain}]\n"
    files = {"mkdocs.yml": config, "docs/index.md": "# Home\n", "docs/facts.trace.yml": facts}
    build_site(tmp_path_factory.mktemp("odd"), files, sites / "more/odd")
    pages = sorted((sites / "more/odd/traceability/components").glob("*/index.html"))
    assert len(pages) == 4
    for page in pages:
        window = visit()
        window.page.route("**/cdnjs.cloudflare.com/**", lambda route: route.fulfill(body=""))
        window.to(f"more/odd/traceability/components/{page.parent.name}/")
        assert [said for said in window.complaints if "selector" in said] == []
