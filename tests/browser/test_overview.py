"""Overview and findings in a browser: sites in every state, light and dark, wide and narrow, without scripts."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from .conftest import CONTRAST, MISTAKEN_CONFIG, OVERFLOW, Visit, build_site, serve

FACTS = {
    "verified": "components: [{id: api, external: true, status: implemented, evidence: {docs: [index.md]}}]\n",
    "planned": "components: [{id: api, status: planned}, {id: core, status: planned}]\n",
    "unreadable": "components: [{id: api\n",
    "misspelt": "components:\n  - {id: eval-worker, status: implemented, evidence: {docs: [index.md]}}\nflows:\n"
    + "".join(
        f"  - {{id: EVAL-{number:03}, title: Flow {number}, status: implemented, components: [evel-worker], "
        f"evidence: {{docs: [{('index', 'nowhere')[number % 2]}.md]}}}}\n"
        for number in range(1, 41)
    )
    + "  - {id: EVAL-041, status: planned, components: [eval-worker]}\n",
    "thousand": "components:\n"
    + "".join(f"  - {{id: c-{number}, depends_on: [nobody-{number}]}}\n" for number in range(600)),
}

PAGES = [*(f"{name}/traceability/" for name in FACTS), "thousand/traceability/findings/"]

Begin = Callable[..., Visit]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    made = tmp_path_factory.mktemp("states")
    for name, facts in FACTS.items():
        config = MISTAKEN_CONFIG.replace("mistakes/", f"{name}/")
        files = {"mkdocs.yml": config, "docs/index.md": "# Home\n", "docs/facts.trace.yml": facts}
        build_site(made / name, files, made / "served" / name)
    with serve(made / "served") as served:
        yield served


@pytest.fixture
def begin(browser: Browser, address: str) -> Iterator[Begin]:
    contexts = []

    def open_window(width: int = 1440, scheme: Any = "light", **options: Any) -> Visit:
        size = {"width": width, "height": 900}
        contexts.append(browser.new_context(viewport=size, color_scheme=scheme, **options))
        return Visit(contexts[-1], address)

    yield open_window
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_state_can_be_read_and_fits_the_window(begin: Begin, scheme: str) -> None:
    window = begin(scheme=scheme)

    for path in PAGES:
        page = window.to(path)
        for width in (1440, 360):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(OVERFLOW) <= 0, f"{path} is wider than a window of {width} px"
            assert page.evaluate(CONTRAST) == [], f"{path} at {width} px"
    assert window.complaints == []


@pytest.mark.parametrize("width", [1440, 360])
def test_axe_finds_nothing_wrong(begin: Begin, width: int) -> None:
    window = begin(width)
    levels = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}

    for path in PAGES[:5] + PAGES[-1:]:
        response = Axe().run(window.to(path), context=".trace", options=levels).response
        assert response["passes"], f"{path}: axe looked at nothing"
        found = response["violations"]
        assert [(each["id"], [node["target"] for node in each["nodes"]]) for each in found] == [], path


@pytest.mark.parametrize("width", [1440, 360])
def test_the_answer_stands_on_the_first_screen(begin: Begin, width: int) -> None:
    window = begin(width)

    for path in PAGES[: len(FACTS)]:
        page = window.to(path)
        for what in (".trace-verdict", "#next"):
            box = page.locator(what).bounding_box()
            assert box is not None
            assert box["y"] + box["height"] < 900, f"{what} of {path}"


def test_states_differ_by_more_than_colour(begin: Begin) -> None:
    page = begin().to("misspelt/traceability/")
    bar = page.locator(".trace-health svg[role=img]")

    assert bar.get_attribute("aria-label") == "1 found, 1 planned, 20 no evidence, 20 not found"
    boxes = bar.locator("rect").evaluate_all(
        "parts => parts.map(part => part.getBoundingClientRect()).map(box => [box.left, box.right])"
    )
    assert all(after[0] - before[1] >= 1 for before, after in pairwise(boxes)), "no gaps"
    assert "20 not found" in " ".join(page.locator(".trace-health .trace-meta").inner_text().split())


def test_a_step_leads_to_the_rows_it_speaks_of(begin: Begin) -> None:
    page = begin().to("misspelt/traceability/")

    page.locator(".trace-steps a", has_text="evidence that was not found").click()
    page.wait_for_url("**/flows/?badge=missing")
    page.wait_for_function("document.querySelector('[data-trace-filter] output').textContent.includes('20')")
    assert page.locator(".trace tbody tr:visible").count() == 20


def test_everything_is_there_without_scripts(begin: Begin) -> None:
    window = begin(java_script_enabled=False)
    page = window.to("thousand/traceability/")

    page.locator(".trace-first a", has_text="TR101").first.click()
    assert "/findings/#finding-" in page.url
    page.locator(".trace-weights a", has_text="info").click()
    assert page.url.endswith("/findings/#rule-TR202")
    assert page.locator("tr.trace-finding").count() > 100
    assert page.locator("tr.trace-finding").last.is_visible()
    assert window.complaints == []


def test_a_printed_overview_has_tiles_that_are_not_cut(begin: Begin) -> None:
    page = begin(1040).to("misspelt/traceability/")
    page.emulate_media(media="print")

    assert page.evaluate(OVERFLOW) <= 0
    assert page.locator(".trace-tile").first.evaluate("tile => getComputedStyle(tile).breakInside") == "avoid"
    assert page.locator(".trace-health svg[role=img]").is_visible()
