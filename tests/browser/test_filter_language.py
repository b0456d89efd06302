"""The filter field in a browser leaves what a marker with the same words lists: `filter_cases.py` has both."""

from collections.abc import Iterator

import pytest
from filter_cases import CASES, FILES
from playwright.sync_api import Browser, Page

from .conftest import build_site, serve

SETTINGS = "site_name: Filters\ntheme: {name: material, font: false}\nplugins: [traceability]\n"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("filters")
    files = {"mkdocs.yml": SETTINGS, "docs/index.md": "# Home\n", **FILES}
    build_site(folder / "source", files, folder / "site")
    with serve(folder / "site") as address:
        yield f"{address}traceability/"


@pytest.fixture(scope="module")
def pages(browser: Browser, address: str) -> Iterator[dict[str, Page]]:
    """A page for each kind of the cases, whose filter lives."""
    context = browser.new_context()
    opened = {}
    for kind in dict.fromkeys(kind for kind, *_ in CASES):
        page = opened[kind] = context.new_page()
        page.goto(f"{address}{kind}/")
        page.locator("[data-trace-filter]").wait_for()
    yield opened
    context.close()


@pytest.mark.parametrize(("kind", "said", "left"), CASES, ids=[" ".join(case[:2]) for case in CASES])
def test_the_field_leaves_what_a_marker_lists(
    pages: dict[str, Page], kind: str, said: str, left: str
) -> None:
    page = pages[kind]
    page.get_by_role("combobox", name="Filter rows").fill(said)
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    shown = page.locator("[data-trace-table] tbody tr").evaluate_all(
        "rows => rows.filter(row => !row.closest('[hidden]')).map(row => row.querySelector('.trace-id').textContent)"
    )
    assert sorted(shown) == sorted(left.split())
