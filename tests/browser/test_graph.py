"""The system graph in a browser: it filters, focuses, tells what a change reaches, and works without scripts."""

from collections.abc import Callable

from playwright.sync_api import Page

from browser.conftest import OVERFLOW, Visit

GRAPH = "traceability/traceability/graph/"
Begin = Callable[..., Visit]


def shown(page: Page) -> list[str]:
    """The items that are shown, in the order of the page."""
    found: list[str] = page.evaluate(
        "[...document.querySelectorAll('.trace-map a:not([hidden])')].map((a) => a.dataset.traceItem)"
    )
    return found


def test_filters_leave_what_is_asked_for_and_the_address_keeps_it(visit: Begin) -> None:
    window = visit()
    page = window.to(GRAPH)
    page.locator("[data-trace-facet=system] summary").click()
    page.locator("input[name=system][value=signals]").check()
    page.locator("[data-trace-facet=kind] summary").click()
    page.locator("input[name=kind][value=signal]").check()

    assert {each.split()[0] for each in shown(page)} == {"signal"}
    assert len(shown(page)) == 30
    page.reload()
    assert len(shown(page)) == 30
    page.get_by_role("button", name="Clear filters").click()
    page.wait_for_function("document.querySelectorAll('.trace-map a[hidden]').length === 0")
    assert window.complaints == []


def test_enter_focuses_on_an_item_and_steps_widen_what_is_shown(visit: Begin) -> None:
    page = visit().to(GRAPH)
    page.get_by_label("Find an item").fill("eval-worker")
    assert page.locator(".trace-map a.trace-lit").count() > 0
    page.keyboard.press("Enter")

    near = set(shown(page))
    assert {"component eval-worker", "flow EVAL-001"} <= near
    page.get_by_label("2 steps").check()
    assert set(shown(page)) > near
    page.reload()
    assert page.get_by_label("2 steps").is_checked()
    assert set(shown(page)) > near
    page.get_by_role("button", name="eval-worker").click()
    assert len(shown(page)) == 633


def test_impact_follows_what_depends_on_an_item_and_nothing_else(visit: Begin) -> None:
    page = visit().to(f"{GRAPH}?focus=metric+ForecastReady&depth=impact")
    reached = set(shown(page))

    assert reached == {"metric ForecastReady", "flow OBS-010"}
    page.goto(page.url.replace("metric+ForecastReady", "component+batcher"))
    wider = set(shown(page))
    assert reached < wider
    assert "component db" not in wider  # the batcher depends on it, not the other way round
    assert page.locator("output").first.inner_text() == f"{len(wider) - 1} items depend on batcher"


def test_lines_meet_the_boxes_they_join_wherever_those_are_put(visit: Begin) -> None:
    page = visit().to(GRAPH)
    before = page.evaluate(_LINES)
    assert before == []
    page.goto(f"{page.url}?focus=component+batcher")
    assert page.evaluate(_LINES) == []


_LINES = """() => {
  const nodes = [...document.querySelectorAll('.trace-map a[data-trace-item]')];
  const beside = (node, x, y) => {
    const { e, f } = node.transform.baseVal.consolidate().matrix;
    return x >= e && x <= e + 176 && (y === f || y === f + 26);
  };
  return [...document.querySelectorAll('[data-trace-ends]:not([hidden])')].filter((line) => {
    const [source, target] = line.dataset.traceEnds.split(' ').map((at) => nodes[at]);
    const [x1, y1, , , , , x2, y2] = line.getAttribute('d').match(/-?[0-9.]+/g).map(Number);
    return !beside(source, x1, y1) || !beside(target, x2, y2);
  }).map((line) => line.dataset.traceEnds);
}"""


def test_a_click_opens_the_item(visit: Begin) -> None:
    page = visit(java_script_enabled=False).to(GRAPH)
    page.locator('a[data-trace-item="component batcher"]').click()
    assert "06-batcher" in page.url


def test_it_is_enlarged_by_buttons_and_keys_and_keeps_within_the_page(visit: Begin) -> None:
    for width in (1440, 390):
        page = visit(width).to(GRAPH)
        svg = page.locator(".trace-map svg")
        start = svg.bounding_box()
        assert start
        page.get_by_role("button", name="Zoom in").click()
        larger = svg.bounding_box()
        assert larger
        assert larger["width"] > start["width"] * 1.2
        page.locator(".trace-map").focus()
        page.keyboard.press("-")
        again = svg.bounding_box()
        assert again
        assert abs(again["width"] - start["width"]) < 3
        assert page.evaluate(OVERFLOW) <= 0


def test_without_scripts_all_of_it_is_there_and_nothing_offers_what_does_not_work(visit: Begin) -> None:
    page = visit(java_script_enabled=False).to(GRAPH)
    assert page.locator(".trace-map a[data-trace-item]").count() == 633
    assert not page.locator("[data-trace-map-tools]").is_visible()


def test_the_page_is_not_heavy(visit: Begin) -> None:
    page = visit().to(GRAPH)
    assert page.evaluate("document.querySelectorAll('*').length") < 6_000
    assert len(page.content().encode()) < 600_000


def test_the_text_of_a_picture_is_copied(visit: Begin) -> None:
    page = visit(permissions=["clipboard-read", "clipboard-write"]).to("traceability/traceability/layer-map/")
    page.get_by_text("Copy as Mermaid or Graphviz").click()
    page.locator("[data-trace-copy-text]").first.click()
    page.get_by_role("button", name="Copied").first.wait_for()
    assert page.evaluate("navigator.clipboard.readText()").startswith("flowchart TB\n")
