"""Items in full in a browser: the drawing by mouse, by keyboard and read aloud, in both schemes and on a phone."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from .conftest import CONTRAST, OVERFLOW, Visit

CONFIG = """\
site_name: Items
site_url: {base}
theme:
  name: material
  font: false
  features: [navigation.instant]
  palette:
    - {{media: "(prefers-color-scheme: light)", scheme: default}}
    - {{media: "(prefers-color-scheme: dark)", scheme: slate}}
plugins: [{{traceability: {{item_pages: [component, flow]}}}}]
"""

FACTS = """\
components:
  - {id: api, title: The API, status: planned, depends_on: [db, nobody]}
  - {id: db, title: Database, status: implemented, paths: [docs/index.md]}
  - {id: mailer-with-a-long-name, title: Mails, part_of: api, depends_on: [api, db]}
flows:
  - {id: A-1, title: First flow, status: implemented, components: [api, db]}
  - {id: A-2, title: Second flow, components: [api]}
resources:
  - {id: state, writers: [api], forbidden: [{id: db, because: One author}]}
"""

API = "traceability/components/api/"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site whose items have pages."""
    folder = tmp_path_factory.mktemp("items")

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder / "site")))
    address = f"http://127.0.0.1:{server.server_port}/"
    (folder / "docs").mkdir()
    (folder / "docs/index.md").write_text(
        "# Home\n\n[The API](traceability/components/api.md)\n", encoding="utf-8"
    )
    (folder / "docs/facts.trace.yml").write_text(FACTS, encoding="utf-8")
    (folder / "mkdocs.yml").write_text(CONFIG.format(base=address), encoding="utf-8")
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q"], cwd=folder, check=True, capture_output=True
    )
    Thread(target=server.serve_forever, daemon=True).start()
    yield address
    server.shutdown()
    server.server_close()


@pytest.fixture
def open_window(browser: Browser, base: str) -> Iterator[Callable[..., Visit]]:
    contexts = []

    def begin(width: int = 1440, scheme: Any = "light", **options: Any) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, **options
        )
        contexts.append(context)
        return Visit(context, base)

    yield begin
    for context in contexts:
        context.close()


Begin = Callable[..., Visit]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_of_an_item_can_be_read_in_each_scheme_and_width(open_window: Begin, scheme: str) -> None:
    window = open_window(scheme=scheme)
    page = window.to(API)

    for width in (1440, 768, 360):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(OVERFLOW) <= 0, width
        assert page.evaluate(CONTRAST) == [], width
    assert window.complaints == []


def read_aloud(page: Page) -> list[tuple[str, str]]:
    """What Chromium tells assistive technology, as roles and names, in the order of reading."""
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")
    told = [node for node in tree["nodes"] if not node["ignored"]]
    return [(node["role"]["value"], node.get("name", {}).get("value", "")) for node in told]


def test_the_drawing_is_read_as_lists_of_links(open_window: Begin) -> None:
    told = read_aloud(open_window().to(API))

    assert ("region", "Neighbourhood of api") in told
    assert ("group", "Items related to api") in told
    wanted = ["Incoming", "Outgoing"]
    assert [name for role, name in told if role == "list" and name in wanted] == wanted
    assert {"implements", "may write", "depends on"} <= {name for _, name in told}
    assert ("link", "A-1: First flow (no evidence)") in told
    assert ("link", "db: Database") in told
    assert ("listitem", "nobody: unknown") in told


def test_the_keyboard_goes_through_it_from_left_to_right(open_window: Begin) -> None:
    page = open_window().to(API)
    page.locator(".trace-graph").focus()

    met = []
    for _ in range(5):
        page.keyboard.press("Tab")
        met.append(page.evaluate("document.activeElement.querySelector('text')?.textContent"))
    assert met == ["mailer-with-a-long-n…", "db", "A-1", "A-2", "state"]
    box = page.locator(".trace-graph a:focus rect")
    assert box.evaluate("box => getComputedStyle(box).strokeWidth") == "2.25px"
    for _ in range(3):
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{API}?item=component-db")
    assert page.locator("dialog[open] h2").inner_text() == "Database"


def test_its_links_work_after_instant_navigation_too(open_window: Begin) -> None:
    window = open_window()
    page = window.to("")
    page.wait_for_load_state("networkidle")  # a click before the theme has read the sitemap loads anew
    page.evaluate("window.kept = true")

    page.get_by_role("link", name="The API").first.click()
    page.wait_for_url(f"**/{API}")
    page.locator(".trace-graph svg").wait_for()
    assert page.evaluate("window.kept"), "the page was not loaded anew"
    for text, place in (("A-1", "traceability/flows/A-1/#flow-A-1"), ("api", f"{API}#component-api")):
        page.locator(".trace-graph a", has_text=text).first.click()
        page.locator("dialog[open]").get_by_role("link", name="Open page").click()
        page.wait_for_url(f"**/{place}")
    assert page.evaluate("window.kept")
    assert window.complaints == []


def test_on_a_phone_it_scrolls_in_its_own_region(open_window: Begin) -> None:
    page = open_window(360).to(API)
    region = page.locator(".trace-graph")

    assert region.evaluate("region => region.scrollWidth > region.clientWidth")
    assert (
        page.locator(".trace-graph text").first.evaluate("text => text.getBoundingClientRect().height") >= 9
    )
    region.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.trace-graph').scrollLeft > 0")
    assert page.evaluate(OVERFLOW) <= 0


def test_without_scripts_all_of_it_is_there(open_window: Begin) -> None:
    page = open_window(java_script_enabled=False).to(API)

    assert page.locator(".trace-graph a").count() == 5
    page.locator(".trace-graph a", has_text="db").click()
    assert page.url.endswith("traceability/components/db/#component-db")


def test_printed_it_is_not_cut_off(open_window: Begin) -> None:
    page = open_window(700).to(API)
    page.emulate_media(media="print")

    region = page.locator(".trace-graph")
    assert region.evaluate("region => region.scrollWidth <= region.clientWidth + 1")
