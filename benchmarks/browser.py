"""Measure in Chromium what a reader waits for: a long table to come up, a keystroke in its filter, a sort.

The processor is slowed down four times, as on a phone. The figures are of one machine, and for reading; the
budgets are those of `performance.md`. It needs Chromium as /usr/bin/chromium, and the `dev` dependencies.
"""

import argparse
import subprocess
import sys
import tempfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from threading import Thread
from typing import Any, Final

from playwright.sync_api import CDPSession, Page, sync_playwright

from benchmarks.pages import write_table

_CHROMIUM: Final = "/usr/bin/chromium"
_ARGUMENTS: Final = ["--no-sandbox", "--disable-gpu"]
_SLOWER: Final = 4
_TYPED: Final = ("e", "ev", "eva", "eval", "evalu", "", "77", "7")
_KEYSTROKE: Final = 200
"""Milliseconds that a keystroke may take."""

_CONFIG: Final = """\
site_name: Benchmark
theme: {name: material, font: false}
plugins: [traceability]
"""

_TYPE: Final = """\
async (text) => {
  const field = document.querySelector("[data-trace-filter] [name=find]");
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  await frame();
  const start = performance.now();
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await frame();
  document.body.offsetHeight;
  await frame();
  return performance.now() - start;
}
"""
"""Milliseconds from a keystroke to the frame that shows what it did."""

_SORT: Final = """\
async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  await frame();
  const start = performance.now();
  document.querySelector("[data-trace-column=title] button").click();
  document.body.offsetHeight;
  await frame();
  await frame();
  return performance.now() - start;
}
"""

_LOADED: Final = "performance.getEntriesByType('navigation')[0].loadEventEnd"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing of requests."""


def _slowed(page: Page) -> CDPSession:
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": _SLOWER})
    return session


def _measure(address: str, rounds: int) -> list[tuple[str, float, float | None]]:
    loads, keys, sorts = [], [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=_ARGUMENTS)
        for _ in range(rounds):
            page = browser.new_page()
            _slowed(page)
            page.goto(address, wait_until="load")
            page.wait_for_selector("[data-trace-filter]:not([hidden])")
            page.wait_for_timeout(500)
            loads.append(page.evaluate(_LOADED))
            keys += [page.evaluate(_TYPE, text) for text in _TYPED]
            sorts.append(page.evaluate(_SORT))
            page.close()
        browser.close()
    return [
        ("page loaded", median(loads), None),
        ("a keystroke, median", median(keys), _KEYSTROKE),
        ("a keystroke, slowest of all", max(keys), _KEYSTROKE),
        ("a sort", median(sorts), None),
    ]


def main() -> None:
    """Build a site with one long table, and measure it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=3_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "site"
        write_table(folder, options.rows, _CONFIG)
        subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q"], cwd=folder, check=True)
        pages = (folder / "site/traceability/flows").rglob("index.html")
        page = max(pages, key=lambda file: file.stat().st_size)
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder / "site")))
        Thread(target=server.serve_forever, daemon=True).start()
        where = page.parent.relative_to(folder / "site").as_posix()
        rows = page.read_text(encoding="utf-8").count("<tr id=")
        address = f"http://127.0.0.1:{server.server_port}/{where}/"
        print(f"| {rows:,} rows, Chromium slowed {_SLOWER} × | ms | budget |\n| --- | ---: | ---: |")
        for what, figure, budget in _measure(address, options.rounds):
            print(f"| {what} | {figure:.0f} | {f'≤ {budget:.0f}' if budget else '–'} |")
        server.shutdown()


if __name__ == "__main__":
    main()
