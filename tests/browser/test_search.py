"""Who types an item's id or title into the search of the theme lands on the item's row, or on its panel."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from .conftest import build_site, serve

FACTS = {
    "docs/index.md": "# Home\n",
    "docs/worker.md": (
        "---\ntraceability:\n  component: {id: eval-worker, title: Evaluation worker, aliases: [evaluator],"
        " depends_on: ['m10:evaluate']}\n---\n\n# The worker\n"
    ),
    "docs/facts.trace.yml": (
        "components:\n"
        "  - {id: 'm10:evaluate', title: Verdicts, aliases: [judge]}\n"
        "  - {id: batcher, title: Batcher}\n"
        "resources:\n"
        "  - {id: watchpoints.config, title: Settings <i>of</i> points, writers: [batcher]}\n"
        "flows:\n"
        "  - {id: EVAL-001, title: Evaluation pipeline, components: [eval-worker]}\n"
        "  - {id: EVAL-002, title: Nightly evaluation, components: [eval-worker]}\n"
        "  - {id: NOTIF-001, title: Notification, components: [batcher]}\n"
    ),
}

TYPED = {
    "EVAL-001": "traceability/flows/#flow-EVAL-001",
    "EVAL-002": "traceability/flows/#flow-EVAL-002",
    "nightly": "traceability/flows/#flow-EVAL-002",
    "watchpoints.config": "traceability/resources/#resource-watchpoints.config",
    "m10:evaluate": "traceability/components/#component-m10:evaluate",
    "judge": "traceability/components/#component-m10:evaluate",
    "eval-worker": "worker/#component-eval-worker",
    "evaluator": "worker/#component-eval-worker",
}


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of one site in three themes: a folder for each."""
    folder = tmp_path_factory.mktemp("search")
    for theme in ("material", "mkdocs", "readthedocs"):
        config = (
            f"site_name: Site\nsite_url: http://127.0.0.1/{theme}/\n"
            f"theme: {{name: {theme}, {'font: false' if theme == 'material' else 'highlightjs: false'}}}\n"
            "plugins: [search, traceability]\n"
        )
        build_site(folder / theme, FACTS | {"mkdocs.yml": config}, folder / "served" / theme)
    with serve(folder / "served") as address:
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A window of its own."""
    context = browser.new_context()
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


WEIGHTIEST = """place => {
  const weight = link => parseFloat(link.firstElementChild.getAttribute("data-md-score"))
  const links = [...document.querySelectorAll(".md-search-result__list [href]")]
  return links.sort((a, b) => weight(b) - weight(a))[0]?.href.endsWith(place)
}"""


def by_material(page: Page, typed: str, place: str) -> None:
    """Type, and press Enter, which follows what weighs most: while it is half typed, that may be another."""
    page.keyboard.press("f")
    page.locator("[data-md-component=search-query]").press_sequentially(typed)
    page.wait_for_function(WEIGHTIEST, arg=place)
    page.keyboard.press("Enter")


def by_mkdocs(page: Page, typed: str, place: str) -> None:
    """Type, and follow one of the first results."""
    page.wait_for_load_state("networkidle")
    page.keyboard.press("s")
    page.locator("#mkdocs-search-query").press_sequentially(typed)
    among_the_first(page, place)


def by_readthedocs(page: Page, typed: str, place: str) -> None:
    """Type and press Enter, and follow one of the first results; of an exact id there is no list of them."""
    with page.expect_response("**/items/index.json"):
        page.locator("#rtd-search-form input").first.fill(typed)
    page.keyboard.press("Enter")
    if typed == "nightly":
        among_the_first(page, place)


def among_the_first(page: Page, place: str) -> None:
    """MkDocs' own search weighs pages and items alike, so that the page an item is at home on may be before it."""
    page.locator(f'#mkdocs-search-results article:nth-child(-n+3) a[href$="{place}"]').click()


@pytest.mark.parametrize(
    ("theme", "search"), [("material", by_material), ("mkdocs", by_mkdocs), ("readthedocs", by_readthedocs)]
)
def test_who_types_an_id_or_a_title_lands_on_the_item(
    page: Page, searched: str, theme: str, search: Callable[[Page, str, str], None]
) -> None:
    for typed, place in TYPED.items():
        page.goto("about:blank")
        page.goto(f"{searched}{theme}/")
        search(page, typed, place)

        page.wait_for_url(f"**/{place}")
        assert page.locator("css=:target").get_attribute("id") == place.partition("#")[2], typed


def test_a_title_is_text_in_the_results(page: Page, searched: str) -> None:
    page.goto(f"{searched}material/")
    page.keyboard.press("f")
    page.locator("[data-md-component=search-query]").press_sequentially("watchpoints.config")
    result = page.locator(".md-search-result__item", has_text="Settings <i>of</i> points")
    result.wait_for()
    assert result.locator("i").count() == 0
