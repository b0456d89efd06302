"""What readers come for, done by hand in a browser: each click, key and typed text is counted."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import Visit, build_site, serve

OVERVIEW = "traceability/traceability/"
SIDE = "dialog.trace-side[open]"
PALETTE = "dialog.trace-palette[open]"

Begin = Callable[..., Visit]


class Hands:
    """A reader at a page, who counts what they do."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.moves = 0
        expect(page.locator(".trace-goto")).to_be_visible()

    def click(self, selector: str, text: str = "") -> None:
        self.page.locator(selector).filter(has_text=text).first.click()
        self.moves += 1

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.moves += 1

    def write(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.moves += 1

    def go_to(self, item: str) -> None:
        """Open the palette, type an id, and open what it finds."""
        self.press("g")
        expect(self.page.locator(f"{PALETTE} input")).to_be_focused()
        self.write(item)
        expect(self.page.locator(f"{PALETTE} [role=option]").first).to_contain_text(item)
        self.press("Enter")

    def view(self, title: str) -> None:
        """Open the palette, and a saved view of it."""
        self.click(".trace-goto")
        self.click(f"{PALETTE} [role=option]", title)

    @property
    def rows(self) -> list[str]:
        """The ids of the rows that are shown, once the view has settled."""
        expect(self.page.locator("[data-trace-count]").first).not_to_be_empty()
        return self.page.locator(".trace-table tbody tr[id]:visible a.trace-id").evaluate_all(
            "links => [...new Set(links.filter(link => !link.closest('td')).map(link => link.textContent))]"
        )


def today() -> date:
    return datetime.now(UTC).date()


def dated_site() -> dict[str, str]:
    """A site with gaps that are due, and a patch that waits for another."""
    soon, later = today(), date(today().year + 2, 1, 1)
    facts = f"""\
components: [{{id: api}}]
gaps:
  - {{id: GAP-1, status: open, due: {soon}}}
  - {{id: GAP-2, status: open, due: {later}}}
  - {{id: GAP-3, status: open}}
patches:
  - {{id: P-1, status: planned, resolves: [GAP-3], blocked_by: [P-2]}}
  - {{id: P-2, status: planned, resolves: [GAP-3]}}
"""
    config = "site_name: Site\ntheme: {name: material, font: false}\nplugins: [traceability]\n"
    return {"mkdocs.yml": config, "docs/index.md": "# Home\n", "docs/facts.trace.yml": facts}


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("tasks")
    build_site(folder / "source", dated_site(), folder / "served")
    with serve(folder / "served") as address:
        yield address


@pytest.fixture
def at_dated(browser: Browser, dated: str) -> Iterator[Hands]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    yield Hands(Visit(context, dated).to("traceability/"))
    context.close()


@pytest.fixture
def hands(visit: Begin) -> Hands:
    return Hands(visit().to(OVERVIEW))


def test_which_flows_have_no_test(hands: Hands) -> None:
    hands.view("Flows without tests")
    expect(hands.page).to_have_url(re.compile("find=tests%3Dnone"))
    expect(hands.page.locator("[data-trace-count]").first).to_have_text("66 of 100")
    assert hands.moves <= 2


def test_who_writes_a_table_and_may_they(hands: Hands) -> None:
    hands.go_to("forecast_runs.status")

    def named(label: str) -> list[str]:
        relation = hands.page.locator(f"{SIDE} dl div").filter(has=hands.page.get_by_text(label, exact=True))
        expect(relation).to_be_visible()
        return relation.locator("a.trace-id").all_text_contents()

    assert set(named("Written by")) == {"scheduled-jobs", "runpod"}
    assert set(named("Written by")) <= set(named("Writers"))
    assert hands.moves <= 3


def test_what_would_unblock_a_patch(at_dated: Hands) -> None:
    at_dated.go_to("P-1")
    blocked = at_dated.page.locator(f"{SIDE} dl div").filter(has_text="Blocked by")
    expect(blocked).to_contain_text("P-2")
    assert at_dated.moves <= 3


def test_what_touches_an_item_two_steps_away(visit: Begin) -> None:
    hands = Hands(visit().to("traceability/traceability/flows/"))
    hands.click("#flow-EVAL-001 > :first-child a.trace-id")
    hands.click(f"{SIDE} a", "Show in graph")
    expect(hands.page.locator("output").first).to_have_text(re.compile(r"^\d\d of \d{3} items"))
    assert hands.moves <= 3


def test_which_gaps_are_due_this_quarter(at_dated: Hands) -> None:
    at_dated.view("Gaps due this quarter")
    expect(at_dated.page.locator("[data-trace-count]").first).to_have_text("1 of 3")
    assert at_dated.rows == ["GAP-1"]
    assert at_dated.moves <= 2


def test_which_signals_have_no_producer(hands: Hands) -> None:
    hands.view("Signals without a producer")
    expect(hands.page.locator("[data-trace-count]").first).to_contain_text("of 30")
    assert 0 < len(hands.rows) < 30
    assert hands.moves <= 2


def test_where_the_evidence_of_a_flow_is_in_the_source(visit: Begin) -> None:
    hands = Hands(visit().to("traceability/traceability/flows/"))
    hands.click("#flow-EVAL-001 > :first-child a.trace-id")
    link = hands.page.locator(f"{SIDE} a", has_text="workers/batcher.py:Batcher.handle").first
    expect(link).to_have_attribute("href", re.compile(r"workers/batcher\.py#L\d+"))
    assert hands.moves + 1 <= 3


def test_a_filtered_list_is_exported(visit: Begin) -> None:
    hands = Hands(visit().to("traceability/traceability/flows/?find=tests%3Dnone"))
    hands.click(".trace-export summary")
    with hands.page.expect_download() as download:
        hands.click('[data-trace-export="shown"]')
    assert download.value.suggested_filename == "flows_tests-none.csv"
    assert hands.moves <= 2


def test_a_filtered_view_is_shared(visit: Begin) -> None:
    visited = visit(permissions=["clipboard-read", "clipboard-write"])
    hands = Hands(visited.to("traceability/traceability/flows/?find=tests%3Dnone"))
    hands.click("[data-trace-link]")
    expect(hands.page.locator("[data-trace-link]")).to_have_attribute("aria-label", "Copied")
    assert hands.page.evaluate("navigator.clipboard.readText()") == hands.page.url
    assert hands.moves <= 1
