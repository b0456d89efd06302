"""A real browser over two sites: the example, and one full of mistakes. Without Chromium these tests fail."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urldefrag

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from support import made_once
from xdist.scheduler import LoadScheduling

ROOT = Path(__file__).parents[2]
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

CONTRAST = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8")
"""Which texts stand out too little from their ground."""

OVERFLOW = """() => {
  document.querySelector('.md-header')?.style.setProperty('overflow-x', 'clip');
  return document.documentElement.scrollWidth - window.innerWidth;
}"""
"""By how many pixels a page is wider than its window, but for the title that Material hides beside its header."""

MISTAKES = """\
components:
  - {id: api, title: The API, status: planned}
  - {id: core, title: Core, part_of: api, depends_on: [{id: nobody, because: It was *promised*}]}
flows:
  - id: EVAL-001
    title: Evaluation pipeline
    status: implemented
    implementation: auto
    components: [core, {id: evel-worker, role: Evaluator, via: queue}, EVAL-001]
    evidence: {code: [src/evaluation/a_long_path/of_a_module.py:Evaluator], tests: unknown}
  - id: EVAL-002
    status: retired
    components: [gone]
    waive: {TR101: {reason: It is being written, owner: ana, until: 2999-01-31}}
  - {id: EVAL-004, status: finished}
resources:
  - {id: state, storage: table, writers: [api], forbidden: [{id: core, because: One author only}]}
"""

MISTAKEN_CONFIG = """\
site_name: Mistakes
site_url: http://127.0.0.1/mistakes/
theme:
  name: material
  font: false
  palette:
    - {media: "(prefers-color-scheme: light)", scheme: default}
    - {media: "(prefers-color-scheme: dark)", scheme: slate}
plugins: [traceability]
"""


_repeated: set[str] = set()


@pytest.hookimpl(optionalhook=True)
def pytest_handlecrashitem(crashitem: str, report: pytest.TestReport, sched: LoadScheduling) -> None:
    """Run a test once more, with a new browser, whose worker came to an unnatural end.

    What is asked of a page has no deadline of its own: where a browser stops to answer, `faulthandler_timeout` ends
    the worker. A test that fails is not repeated, and one that hangs twice has failed.
    """
    if crashitem not in _repeated:
        _repeated.add(crashitem)
        sched.mark_test_pending(crashitem)
        sched.config.get_terminal_writer().line(f"\n{report.longrepr}: it is run once more")
        report.outcome = "rerun"  # type: ignore[assignment]  # as the documentation of the hook has it


class Visit:
    """A page of the browser that writes down what should not happen: console messages, requests elsewhere."""

    def __init__(self, context: BrowserContext, base: str) -> None:
        self.page: Page = context.new_page()
        self.base = base
        self.complaints: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        self.page.on("request", lambda request: self._asked(request.url))

    def _asked(self, url: str) -> None:
        if not url.startswith((self.base, "data:", "blob:")):
            self.complaints.append(f"request: {url}")

    def to(self, path: str) -> Page:
        """Open a page of the sites afresh, also where only another part of the same page is asked for."""
        address = self.base + path
        if urldefrag(address).url == urldefrag(self.page.url).url:
            self.page.goto("about:blank")
        self.page.goto(address)
        return self.page


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory, base: str) -> Path:
    """The folder that is served: `traceability` is the example, `mistakes` a site with some.

    `many` has a long table, and the address at which it is served: only then does the theme navigate instantly.
    """
    folder = tmp_path_factory.mktemp("browser")
    served = tmp_path_factory.getbasetemp() / "served"
    shutil.copytree(
        made_once(tmp_path_factory, "example-for-browsers", _build_example), served / "traceability"
    )
    files = {
        "mkdocs.yml": MISTAKEN_CONFIG,
        "docs/index.md": "# Home\n",
        "docs/facts.trace.yml": MISTAKES,
    }
    build_site(folder / "source", files, served / "mistakes")
    build_site(folder / "many", _many(base), served / "many")
    return served


def _build_example(target: Path) -> None:
    _build(ROOT / "example_site/mkdocs.yml", target)


def _many(base: str) -> dict[str, str]:
    """Return a site with a table of 450 rows, which is laid out in groups, and an id that was another once."""
    config = MISTAKEN_CONFIG.replace("http://127.0.0.1/mistakes/", f"{base}many/")
    config = config.replace("  font: false\n", "  font: false\n  features: [navigation.instant]\n")
    lines = ["components: [{id: worker, title: The worker}, {id: other, title: =1+1}]", "flows:"]
    for number in range(450):
        title = f"Flow number {(number * 7919) % 450}"
        status = ("planned", "partial", "retired")[number % 3]
        lines.append(f"  - {{id: EVAL-{number:03}, title: {title}, status: {status}, components: [worker]}}")
    lines.append("  - {id: EVAL-900, title: Once another, former_ids: [EVAL-899], components: [other]}")
    facts = "\n".join(lines) + "\n"
    return {"mkdocs.yml": config, "docs/index.md": "# Home\n", "docs/facts.trace.yml": facts}


def build_site(folder: Path, files: dict[str, str], target: Path) -> None:
    """Write the files of a site into a folder, and build it."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    _build(folder / "mkdocs.yml", target)


def _build(config: Path, target: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(config), "-d", str(target)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve a folder at an address that ends in `/`."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the served folder, ending in `/`."""
    served = tmp_path_factory.getbasetemp() / "served"
    served.mkdir()
    with serve(served) as address:
        yield address


ALIKE = ("*-by-*", "*/id/*")
"""Pages of one template, of which a site has very many."""


def three_of_those_alike(pages: list[Path]) -> list[Path]:
    """Return pages, but of those that are alike the lightest, the middle and the heaviest."""
    for alike in ALIKE:
        some = [page for page in pages if page.parent.match(alike)]
        some.sort(key=lambda page: page.stat().st_size)
        kept = {some[0], some[len(some) // 2], some[-1]} if some else set()
        pages = [page for page in pages if page not in some or page in kept]
    return pages


@pytest.fixture(scope="session")
def paths(sites: Path) -> list[str]:
    """The generated pages of both sites, three of those that are alike, and one page with a panel."""
    found = three_of_those_alike(sorted(sites.glob("*/traceability/**/index.html")))
    generated = [path.parent for path in found]
    assert len(generated) > 12
    return [f"{path.relative_to(sites).as_posix()}/" for path in generated] + [
        "traceability/watchpoint/07-eval-worker/"
    ]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, which has to be there."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def settled(page: Page) -> Page:
    """Return a page once its tables are in order: its script sorts one in each frame."""
    if page.locator("[data-trace-live]").count():
        frames = min(page.locator("[data-trace-table] tbody").count() + 2, 30)
        page.evaluate("async frames => { while (frames--) await new Promise(requestAnimationFrame) }", frames)
    return page


@pytest.fixture
def visit(browser: Browser, sites: Path, base: str) -> Iterator[Callable[..., Visit]]:
    """Begin a visit with a window of some width, in a light or dark scheme, with scripts or without."""
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
