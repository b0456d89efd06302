"""An id opens what it is: the panel beside the page, cards, the palette, and ids typed into the search."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from mkdocs_traceability.pages.parts.item_pieces import number_of_pieces, piece_of

from .conftest import OVERFLOW, Visit, build_site, serve

FACTS = """\
components:
  - {id: api, title: The API, aliases: [gateway], notes: "As `X` and EVAL-001 say <b>it</b>"}
  - {id: worker, title: The worker, depends_on: [api, {id: nobody, because: Not yet *here*}]}
  - {id: "Größe:m²/%", title: Every letter}
flows:
  - {id: EVAL-001, title: Evaluation, status: implemented, components: [api, worker], evidence: {docs: [ids.md#ids]}}
  - {id: EVAL-002, title: "<img src=x onerror=alert(1)>", former_ids: [OLD-2], components: [api], notes: As EVAL-001}
  - {id: EVAL-003, title: Third, notes: Without anything}
"""

IDS = "# Ids\n\n## Ids\n\nSee [EVAL-001], and [the worker][worker].\n\n" + "Words.\n\n" * 60


def config(theme: str, more: str = "") -> str:
    features = (
        "font: false, features: [navigation.instant], " if theme == "material" else "highlightjs: false, "
    )
    views = "views: {Ours: {kind: flows, filter: Third}, Nothing: {kind: metric}}"
    return (
        f"site_name: Site\nsite_url: BASE\ntheme: {{{features}name: {theme}}}\n"
        f"plugins: [search, {{traceability: {{{views}{more}}}}}]\n"
    )


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One site in three themes, below a folder each; `quiet` has no shortcuts and no folders in its addresses."""
    folder = tmp_path_factory.mktemp("panel")
    with serve(folder / "served") as address:
        files = {"docs/index.md": "# Home\n", "docs/ids.md": IDS, "docs/facts.trace.yml": FACTS}
        for name in ("material", "mkdocs", "readthedocs", "quiet"):
            text = (
                config("material", ", shortcuts: false, page_dir: deep/er")
                if name == "quiet"
                else config(name)
            )
            text = text.replace("BASE", f"{address}{name}/")
            text += "use_directory_urls: false\n" if name == "quiet" else ""
            build_site(folder / name, files | {"mkdocs.yml": text}, folder / "served" / name)
        yield address


@pytest.fixture
def window(browser: Browser, address: str) -> Iterator[Callable[..., Visit]]:
    contexts = []

    def begin(width: int = 1440, **options: Any) -> Visit:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        context.set_default_timeout(20_000)
        contexts.append(context)
        return Visit(context, address)

    yield begin
    for context in contexts:
        context.close()


SIDE = "dialog.trace-side[open]"
CARD = ".trace-hover"
PALETTE = "dialog.trace-palette[open]"
ROW = "#flow-EVAL-001 > :first-child a.trace-id"


def ready(page: Page) -> Page:
    page.locator("html[data-trace-items]").wait_for(state="attached")
    return page


def title(page: Page) -> str:
    return page.locator(f"{SIDE} #trace-side-title").inner_text()


def complaints(visit: Visit) -> list[str]:
    """What went wrong, but for what the search of MkDocs tells of itself."""
    return [each for each in visit.complaints if "Lunr" not in each and "search scripts" not in each]


THEMES = ("material", "mkdocs", "readthedocs")


@pytest.mark.parametrize("theme", THEMES)
def test_an_id_opens_beside_the_page_which_keeps_its_filter_and_place(
    window: Callable[..., Visit], theme: str
) -> None:
    visit = window()
    page = ready(visit.to(f"{theme}/traceability/flows/?find=EVAL"))
    page.locator(ROW).focus()
    page.keyboard.press("Enter")
    page.locator(SIDE).wait_for()

    assert title(page) == "Evaluation"
    assert page.url.endswith("traceability/flows/?find=EVAL&item=flow-EVAL-001")
    said = page.locator(SIDE).inner_text()
    assert "ids.md#ids" in said
    assert "The worker" in said
    assert "implemented" in said
    assert page.evaluate("document.activeElement.closest('dialog') !== null")

    page.keyboard.press("Escape")
    page.wait_for_url("**/flows/?find=EVAL")
    expect(page.locator(SIDE)).to_have_count(0)
    assert page.evaluate(f"document.activeElement === document.querySelector('{ROW}')")
    assert page.locator("[name=find]").input_value() == "EVAL"
    assert not complaints(visit)


@pytest.mark.parametrize("theme", THEMES)
def test_an_id_in_prose_opens_there(window: Callable[..., Visit], theme: str) -> None:
    page = ready(window().to(f"{theme}/ids/"))
    page.get_by_role("link", name="the worker").click()
    page.locator(SIDE).wait_for()
    assert title(page) == "The worker"
    assert page.url.endswith("/ids/?item=component-worker")
    assert page.locator(f"{SIDE} span.trace-flag--error").inner_text() == "unknown"
    assert page.locator(f"{SIDE} .trace-remark em").inner_text() == "here"

    page.locator(f"{SIDE} [aria-label=Close]").click()
    page.wait_for_url("**/ids/")


def test_ids_in_the_panel_open_in_it_and_back_goes_through_them(window: Callable[..., Visit]) -> None:
    page = ready(window().to("material/traceability/flows/"))
    page.locator(ROW).click()
    page.locator(f"{SIDE} .trace-around >> text=worker").click()
    expect(page.locator("#trace-side-title")).to_have_text("The worker")
    page.go_back()
    expect(page.locator("#trace-side-title")).to_have_text("Evaluation")
    page.go_back()
    expect(page.locator(SIDE)).to_have_count(0)
    page.go_forward()
    expect(page.locator("#trace-side-title")).to_have_text("Evaluation")

    page.locator(f"{SIDE} .trace-around >> text=worker").click()
    expect(page.locator("#trace-side-title")).to_have_text("The worker")
    page.keyboard.press("Escape")
    page.wait_for_url("**/flows/")


def test_a_click_beside_closes_and_on_another_id_opens_that(window: Callable[..., Visit]) -> None:
    page = ready(window().to("material/traceability/flows/"))
    page.locator(ROW).click()
    page.locator(SIDE).wait_for()
    page.wait_for_timeout(300)
    box = page.locator("#flow-EVAL-003 > :first-child a.trace-id").bounding_box()
    assert box
    page.mouse.click(box["x"] + 5, box["y"] + 5)
    expect(page.locator("#trace-side-title")).to_have_text("Third")
    page.mouse.click(300, 20)
    page.wait_for_url("**/flows/")
    expect(page.locator(SIDE)).to_have_count(0)


def test_the_place_on_the_page_stays(window: Callable[..., Visit]) -> None:
    page = ready(window().to("material/ids/#ids"))
    page.evaluate("scrollTo(0, 40)")
    page.wait_for_timeout(300)
    page.get_by_role("link", name="EVAL-001").click()
    page.locator(SIDE).wait_for()
    page.keyboard.press("Escape")
    page.wait_for_url("**/ids/#ids")
    page.wait_for_timeout(500)
    assert page.evaluate("scrollY") == 40


@pytest.mark.parametrize("theme", THEMES)
def test_a_deep_link_opens_what_it_names_and_nothing_else(window: Callable[..., Visit], theme: str) -> None:
    visit = window()
    page = visit.to(f"{theme}/traceability/?item=flow-EVAL-002")
    page.locator(SIDE).wait_for()
    assert title(page) == "<img src=x onerror=alert(1)>"
    page.keyboard.press("Escape")
    page.wait_for_url(f"**/{theme}/traceability/")

    page = visit.to(f"{theme}/traceability/?item=flow-NOPE")
    page.wait_for_timeout(400)
    expect(page.locator(SIDE)).to_have_count(0)
    assert not complaints(visit)


def test_instant_navigation_keeps_one_panel(window: Callable[..., Visit]) -> None:
    visit = window()
    page = ready(visit.to("material/ids/"))
    page.get_by_role("link", name="EVAL-001").click()
    page.locator(SIDE).wait_for()
    page.evaluate("window.isSame = true")
    page.locator(f"{SIDE} >> text=Show in table").click()
    page.wait_for_url("**/flows/#flow-EVAL-001")
    expect(page.locator(SIDE)).to_have_count(0)
    page.locator(ROW).click()
    page.locator(SIDE).wait_for()
    expect(page.locator("dialog.trace-side")).to_have_count(1)
    assert page.evaluate("window.isSame")
    page.keyboard.press("Escape")
    page.wait_for_url("**/flows/#flow-EVAL-001")
    page.go_back()
    page.wait_for_url("**/ids/?item=flow-EVAL-001")
    page.locator(SIDE).wait_for()
    assert not complaints(visit)


def test_with_ctrl_or_without_scripts_a_link_leads_where_it_says(window: Callable[..., Visit]) -> None:
    page = ready(window().to("material/ids/"))
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="EVAL-001").click(modifiers=["Control"])
    assert opened.value.url.endswith("traceability/flows/#flow-EVAL-001")

    page = window(java_script_enabled=False).to("material/ids/")
    page.get_by_role("link", name="EVAL-001").click()
    page.wait_for_url("**/traceability/flows/#flow-EVAL-001")


def test_page_and_build_agree_on_the_piece_of_every_item(window: Callable[..., Visit], address: str) -> None:
    anchors = [f"flow-EVAL-00{number}" for number in (1, 2, 3)]
    anchors += ["component-api", "component-worker", "component-Größe:m²/%"]
    page = ready(window().to("material/"))
    for anchor in anchors:
        asked = f"{address}material/traceability/items/{piece_of(anchor, number_of_pieces(6))}.json"
        piece = page.request.get(asked).json()
        assert anchor in piece
        page.goto(f"{address}material/?item={quote(anchor, safe='')}")
        page.locator(SIDE).wait_for()
        assert page.locator(f"{SIDE} .trace-side-kind code").inner_text() == piece[anchor]["id"]


def test_the_page_reckons_a_checksum_as_the_build_does(window: Callable[..., Visit]) -> None:
    script = (
        Path(__file__).parents[2] / "mkdocs_traceability/pages/rendering/assets/script/items.js"
    ).read_text()
    reckons = script[script.index("function checksum") : script.index("function addressOf")]
    page = window().to("material/")
    for text in ("", "a", "flow-EVAL-001", "component-Größe:m²/%", "x" * 500, "\U0001f600"):
        assert page.evaluate(f"(text) => {{ {reckons}; return checksum(text) % 997; }}", text) == piece_of(
            text, 997
        )


def test_a_small_site_without_folders_in_its_addresses(window: Callable[..., Visit]) -> None:
    visit = window()
    page = ready(visit.to("quiet/ids.html"))
    page.get_by_role("link", name="EVAL-001").click()
    page.locator(SIDE).wait_for()
    page.locator(f"{SIDE} >> text=Show in table").click()
    page.wait_for_url("**/quiet/deep/er/flows.html#flow-EVAL-001")
    page.keyboard.press("g")
    page.wait_for_timeout(300)
    expect(page.locator(PALETTE)).to_have_count(0)
    page.locator(".trace-goto").click()
    page.locator(PALETTE).wait_for()
    assert not complaints(visit)


@pytest.mark.parametrize("theme", THEMES)
def test_on_a_phone_the_panel_is_the_window(window: Callable[..., Visit], theme: str) -> None:
    page = window(390).to(f"{theme}/traceability/flows/?item=flow-EVAL-001")
    page.locator(SIDE).wait_for()
    page.wait_for_timeout(300)
    box = page.locator(SIDE).bounding_box()
    assert box
    assert (box["x"], box["width"], box["height"]) == (0, 390, 900)
    assert (
        page.locator(f"{SIDE} .trace-side-body").evaluate("each => each.scrollWidth - each.clientWidth") <= 0
    )
    assert page.evaluate(OVERFLOW) <= 0


OURS = ".trace-side, .trace-palette, .trace-hover, .trace-goto"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_in_panel_palette_and_card(
    window: Callable[..., Visit], theme: str, scheme: str
) -> None:
    page = window(color_scheme=scheme, reduced_motion="reduce").to(
        f"{theme}/traceability/flows/?item=flow-EVAL-001"
    )
    page.locator(SIDE).wait_for()
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}

    def wrong(part: str) -> list[str]:
        found = Axe().run(page, context=part, options=options).response["violations"]
        return [f"{each['id']}: {node['html']}" for each in found for node in each["nodes"]]

    assert wrong(".trace-side") == []
    page.keyboard.press("Escape")
    page.locator(".trace-goto").first.click()
    page.locator(PALETTE).wait_for()
    page.keyboard.type("eval")
    page.locator("#trace-palette-0").wait_for()
    assert wrong(".trace-palette") == []
    page.keyboard.press("Escape")
    page.locator(ROW).hover()
    page.locator(CARD).wait_for()
    assert wrong(CARD) == []


# ---------------------------------------------------------------- cards


def test_a_card_says_what_an_id_is_and_stays_out_of_the_way(window: Callable[..., Visit]) -> None:
    page = ready(window().to("material/ids/"))
    link = page.get_by_role("link", name="the worker")
    before = link.get_attribute("title")
    link.hover()
    card = page.locator(CARD)
    card.wait_for()
    assert "The worker" in card.inner_text()
    assert "component" in card.inner_text()
    assert link.get_attribute("aria-describedby") == "trace-hover"
    assert link.get_attribute("title") is None
    place, own = card.bounding_box(), link.bounding_box()
    assert place
    assert own
    assert place["y"] >= own["y"] + own["height"]

    page.mouse.move(place["x"] + 20, place["y"] + 10, steps=3)
    page.wait_for_timeout(500)
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    assert link.get_attribute("title") == before
    link.hover()
    card.wait_for()
    page.mouse.move(5, 500)
    expect(card).to_have_count(0)


def test_a_card_comes_with_the_focus_and_escape_leaves_the_panel_open(window: Callable[..., Visit]) -> None:
    page = window().to("material/traceability/flows/?item=flow-EVAL-001")
    page.locator(SIDE).wait_for()
    page.locator(f"{SIDE} .trace-around a").first.focus()
    page.keyboard.press("Tab")
    page.locator(f"{SIDE} {CARD}").wait_for()
    page.keyboard.press("Escape")
    expect(page.locator(CARD)).to_have_count(0)
    expect(page.locator(SIDE)).to_have_count(1)


def test_a_long_press_shows_the_card_and_opens_nothing(window: Callable[..., Visit]) -> None:
    page = ready(window(390, has_touch=True).to("material/ids/"))
    box = page.get_by_role("link", name="the worker").bounding_box()
    assert box
    touch = page.context.new_cdp_session(page)
    point = {"x": box["x"] + 10, "y": box["y"] + 5}
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    page.locator(CARD).wait_for()
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_timeout(300)
    expect(page.locator(SIDE)).to_have_count(0)


# ---------------------------------------------------------------- palette and search


@pytest.mark.parametrize("theme", THEMES)
def test_g_finds_items_pages_and_views_by_keyboard(window: Callable[..., Visit], theme: str) -> None:
    visit = window()
    page = ready(visit.to(f"{theme}/ids/"))
    page.locator(".trace-goto").wait_for()
    page.keyboard.press("g")
    page.locator(PALETTE).wait_for()
    offered = page.locator("#trace-palette-list").inner_text()
    assert "Ours" in offered
    assert "Flows without tests" in offered
    assert "Overview" in offered
    assert "Nothing" not in offered
    assert "Signals without a producer" not in offered
    for typed in ("OLD-2", "eval-002", "onerror"):
        page.locator(f"{PALETTE} input").fill(typed)
        assert page.locator("#trace-palette-0").inner_text().split("\n")[0] == "EVAL-002"
    page.keyboard.press("Enter")
    page.locator(SIDE).wait_for()
    assert page.url.endswith("/ids/?item=flow-EVAL-002")
    page.keyboard.press("Escape")
    page.wait_for_url("**/ids/")

    page.keyboard.press("g")
    page.keyboard.type("Ours")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{theme}/traceability/flows/?find=Third")
    assert not complaints(visit)


def by_enter(page: Page, theme: str, typed: str) -> None:
    field = {
        "material": "[data-md-component=search-query]",
        "mkdocs": "#mkdocs-search-query",
        "readthedocs": "#rtd-search-form input",
    }[theme]
    page.wait_for_load_state("networkidle")
    with page.expect_response("**/items/index.json"):
        if theme == "readthedocs":
            page.locator(field).first.focus()
        else:
            page.keyboard.press("/" if theme == "material" else "s")
    page.locator(field).first.press_sequentially(typed)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("worker", "components/#component-worker"),
        ("Gateway", "components/#component-api"),
        ("OLD-2", "flows/#flow-EVAL-002"),
    ],
)
def test_an_exact_id_and_enter_leads_to_the_item(
    window: Callable[..., Visit], theme: str, typed: str, place: str
) -> None:
    page = ready(window().to(f"{theme}/"))
    by_enter(page, theme, typed)
    page.wait_for_url(f"**/{theme}/traceability/{place}")


def test_an_unknown_permanent_id_says_so(window: Callable[..., Visit]) -> None:
    page = window().to("material/traceability/id/flows/#flow-EVAL-0001")
    notice = page.locator(".trace-unknown")
    notice.wait_for()
    assert notice.inner_text() == "No such id: EVAL-0001. Did you mean EVAL-001?"
    notice.locator("a").click()
    page.wait_for_url("**/flows/#flow-EVAL-001")

    page = window().to("material/traceability/id/flows/#flow-NOTHING-LIKE-IT")
    assert page.locator(".trace-unknown").inner_text() == "No such id: NOTHING-LIKE-IT."
