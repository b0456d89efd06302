"""The pictures of the manual, taken anew each time: what they show is there, and the manual shows all of them.

Pixels are not compared: fonts differ. `WRITE_EXPECTED=1` writes the pictures into docs/images/.
"""

import os
import re
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Locator, Page

from .conftest import ROOT, build_site, serve

IMAGES = ROOT / "docs/images"
HEAVIEST = 150_000
MANUAL = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]

Act = Callable[[Page], None]


class Picture(NamedTuple):
    """A page, what is done on it, and the part of it that is shown: an element, and of it so many pixels."""

    page: str
    element: str
    act: Act = lambda page: None
    width: int = 1200
    height: int = 700
    scheme: str = "light"


def filter_rows(page: Page) -> None:
    page.get_by_role("searchbox").fill("retry")
    page.locator("[data-trace-facet=badge] summary").click()


def open_a_cell(page: Page) -> None:
    page.locator("tr", has=page.get_by_role("rowheader", name="eval-worker")).locator(
        ".trace-cell"
    ).last.click()


def point_at_a_row(page: Page) -> None:
    page.locator("#flow-EVAL-002 > th .trace-id").focus()


EXAMPLE = "example/traceability/"
PLACING = "placing/"

PICTURES = {
    "overview": Picture(EXAMPLE, ".trace--page", height=980),
    "overview-dark-phone": Picture(EXAMPLE, "body", width=390, height=800, scheme="dark"),
    "flow-matrix": Picture(EXAMPLE + "flows/", ".trace--page", filter_rows, width=1300, height=640),
    "flow-matrix-phone": Picture(EXAMPLE + "flows/?find=retry", "body", width=390, height=1100),
    "divided-matrix": Picture("divided/traceability/flows/", ".trace--page", height=500),
    "lasting-address": Picture(
        EXAMPLE + "flows/?section=EVAL", ".trace-block:not([hidden])", point_at_a_row, height=330
    ),
    "index": Picture(EXAMPLE + "id/flows/", ".trace--page", height=330),
    "cross-flows": Picture(EXAMPLE + "flows-by-components/", ".trace--page", width=1350, height=760),
    "cross-resources": Picture(
        EXAMPLE + "components-by-resources/", "body", open_a_cell, width=1200, height=900, scheme="dark"
    ),
    "panel": Picture("example/watchpoint/07-eval-worker/", ".trace-panel", height=1000),
    "item-page": Picture(PLACING + "traceability/flows/EVAL-001/", ".trace-item", width=1000),
    "findings": Picture("mistakes/traceability/findings/", ".trace--page", height=620),
    "evidence": Picture(EXAMPLE + "evidence/", ".trace--page", width=1350, height=620),
    "legend": Picture(EXAMPLE + "legend/", ".trace--page", height=560),
    "prose": Picture(PLACING + "prose/", "article", width=1000, height=260),
    "placed-words": Picture(PLACING + "words/", "article", width=1000, height=260),
    "placed-list": Picture(PLACING + "list/", "article", width=1000, height=330),
    "placed-matrix": Picture(PLACING + "matrix/", "article", width=1000, height=330),
    "placed-panel": Picture(PLACING + "panel/", "article", width=1000, height=760),
    "placed-graph": Picture(PLACING + "graph/", "article", width=1000, height=330),
    "badge": Picture("badge.html", "img", height=40),
}

CONFIG = """\
site_name: Site
theme: {name: material, font: false}
plugins:
  - macros
  - traceability: {item_pages: [flow]}
"""

FACTS = """\
components:
  - {id: batcher, title: Batcher, status: implemented, evidence: {code: [src/worker.py:Batcher]}}
  - {id: eval-worker, title: Evaluation worker, status: implemented, depends_on: [batcher],
     evidence: {code: [src/worker.py:Worker]}}
  - {id: mailer, title: Mailer, status: planned, depends_on: [eval-worker]}
flows:
  - {id: EVAL-001, title: Evaluation pipeline, status: implemented, implementation: auto,
     components: [batcher, {id: eval-worker, role: Evaluator}], evidence: {code: [src/worker.py:Worker]}}
  - {id: EVAL-002, title: Replay, status: implemented, components: [eval-worker],
     evidence: {code: [src/worker.py:Replay]}}
  - {id: EVAL-003, title: Digest by mail, status: planned, components: [mailer]}
"""

PLACED = {
    "words": "# Evaluation\n\nOf [trace: count flows] flows [trace: count flows status=planned] is planned; "
    'verified are {{ trace_share("flows") }}.\nThe pipeline is [trace: badge EVAL-001], the replay is '
    "[trace: badge EVAL-002].\n",
    "prose": "# Evaluation\n\nA run is [EVAL-001]. It is [the worker][eval-worker] that decides, "
    "[and a replay][EVAL-002] asks it once more.\n",
    "list": "# Evaluation\n\n[trace: list flows components=eval-worker]\n",
    "matrix": "# Evaluation\n\n[trace: matrix flows status=implemented columns=id,title,components,evidence]\n",
    "panel": "# Evaluation\n\n[trace: panel eval-worker]\n",
    "graph": "# Evaluation\n\n[trace: graph eval-worker]\n",
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, sites: Path) -> Iterator[str]:
    """Where the sites of the pictures are served."""
    folder = tmp_path_factory.mktemp("pictures")
    served = folder / "served"
    served.mkdir()
    (served / "example").symlink_to(sites / "traceability")
    (served / "mistakes").symlink_to(sites / "mistakes")
    pages = {f"docs/{name}.md": text for name, text in PLACED.items()}
    code = {"src/worker.py": "class Batcher: ...\nclass Worker: ...\n", "docs/index.md": "# Home\n"}
    facts = {"mkdocs.yml": CONFIG, "docs/facts.trace.yml": FACTS}
    build_site(folder / "placing", facts | code | pages, served / "placing")
    lines = [f"  - {{id: {'AB'[n % 2]}-{n:04}, title: Flow {n}, status: planned}}" for n in range(5_000)]
    many = {"mkdocs.yml": CONFIG.replace("  - macros\n", "").replace("item_pages: [flow]", "nav: true")}
    many |= {"docs/index.md": "# Home\n", "docs/facts.trace.yml": "flows:\n" + "\n".join(lines) + "\n"}
    build_site(folder / "divided", many, served / "divided")
    badge = '<body style="margin: 8px"><img src="example/traceability/badges/flows.svg" alt="flows">'
    (served / "badge.html").write_text(badge, encoding="utf-8")
    with serve(served) as base:
        yield base


def taken(browser: Browser, address: str, picture: Picture) -> bytes:
    """Take a picture."""
    size = {"width": picture.width, "height": 1000}
    context = browser.new_context(viewport=size, color_scheme=picture.scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address + picture.page)
    page.wait_for_load_state("networkidle")
    shown: Locator = page.locator(picture.element).first
    shown.wait_for(state="visible")
    picture.act(page)
    page.wait_for_timeout(300)
    box = shown.bounding_box()
    assert box is not None
    clip = {
        "x": max(box["x"] - 8, 0),
        "y": max(box["y"] - 8, 0),
        "width": min(box["width"] + 16, picture.width),
        "height": min(box["height"] + 16, picture.height),
    }
    image = page.screenshot(clip=clip, full_page=True, animations="disabled")  # type: ignore[arg-type]
    context.close()
    return image


def size_of(image: bytes) -> tuple[int, int]:
    """Return width and height of a PNG."""
    width, height = struct.unpack(">II", image[16:24])
    return width, height


@pytest.mark.parametrize("name", PICTURES)
def test_what_a_picture_shows_is_there(browser: Browser, address: str, name: str) -> None:
    image = taken(browser, address, PICTURES[name])
    file = IMAGES / f"{name}.png"
    if os.environ.get("WRITE_EXPECTED") == "1":
        file.write_bytes(image)

    kept = file.read_bytes()
    for now, then in zip(size_of(image), size_of(kept), strict=True):
        assert abs(now - then) <= max(12, then * 0.15), f"{name}: {size_of(image)}, not {size_of(kept)}"
    assert len(kept) <= HEAVIEST


def test_the_manual_shows_every_picture_and_no_other() -> None:
    shown = {
        (file.parent / path).resolve().relative_to(ROOT / "docs").as_posix()
        for file in MANUAL
        for alt, path in re.findall(r"!\[([^\]]*)\]\(([^)\s]+\.png)\)", file.read_text(encoding="utf-8"))
        if alt
    }

    assert shown == {f"images/{name}.png" for name in PICTURES}
    assert {file.name for file in IMAGES.glob("*.png")} == {f"{name}.png" for name in PICTURES}


def test_every_generated_page_has_its_picture(sites: Path) -> None:
    """A page that comes to the package comes to the manual."""
    pages = {path.parent.name for path in (sites / "traceability/traceability").glob("*/index.html")}
    kinds = {"components", "patches", "metrics", "resources", "sources-of-truth", "requirements"}  # as flows
    crosses = {name for name in pages if "-by-" in name}
    pictured = {picture.page.removeprefix(EXAMPLE).partition("/")[0] for picture in PICTURES.values()}

    assert pages - kinds - crosses <= pictured | {"findings"}
