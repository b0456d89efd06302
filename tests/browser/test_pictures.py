"""The pictures of the manual, taken anew each time: what they show is there, and the manual shows all of them.

Pixels are not compared: fonts differ. `WRITE_EXPECTED=1` writes the pictures into docs/images/.
"""

import json
import os
import re
import struct
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest
from playwright.sync_api import Browser, Locator, Page

from mkdocs_traceability.model.directives import FORMS

from .conftest import ROOT, build_site, serve
from .pictures import (
    CODE,
    CONFIG,
    DIVIDED_CONFIG,
    DIVIDED_FACTS,
    EXAMPLE,
    FACTS,
    PICTURES,
    PLACED,
    TABLE,
    Picture,
)

IMAGES = ROOT / "docs/images"
HEAVIEST, HEAVIEST_OF_ALL = 120_000, 2_000_000
MANUAL = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
IMAGE = re.compile(r"!\[([^\]]*)\]\((?!https?:)([^)\s]+)\)")
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)

Clip = dict[str, float]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, sites: Path) -> Iterator[str]:
    """Where the sites of the pictures are served."""
    folder = tmp_path_factory.mktemp("pictures")
    served = folder / "served"
    served.mkdir()
    (served / "example").symlink_to(sites / "traceability")
    (served / "mistakes").symlink_to(sites / "mistakes")
    home = {"docs/index.md": "# Home\n"}
    pages = {f"docs/{name}.md": text for name, text in PLACED.items()}
    placing = home | pages | {"mkdocs.yml": CONFIG, "docs/facts.trace.yml": FACTS, "src/worker.py": CODE}
    build_site(folder / "placing", placing, served / "placing")
    components, _, _ = FACTS.partition("flows:")
    table = home | {
        "mkdocs.yml": "site_name: Site\ntheme: {name: material, font: false}\nplugins: [traceability]\n"
    }
    table |= {"docs/evaluation.md": TABLE, "docs/facts.trace.yml": components, "src/worker.py": CODE}
    table["worker.py"] = CODE
    build_site(folder / "table", table, served / "table")
    divided = home | {"mkdocs.yml": DIVIDED_CONFIG, "docs/facts.trace.yml": DIVIDED_FACTS}
    build_site(folder / "divided", divided, served / "divided")
    badge = '<body style="margin: 8px"><img src="example/traceability/badges/flows.svg" alt="flows">'
    (served / "badge.html").write_text(badge, encoding="utf-8")
    with serve(served) as base:
        yield base


def taken(browser: Browser, address: str, picture: Picture) -> bytes:
    """Take a picture, in which everything is to be seen that it is taken for."""
    size = {"width": picture.width, "height": 1000}
    context = browser.new_context(viewport=size, color_scheme=picture.scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address + picture.page)
    page.wait_for_load_state("networkidle")
    shown = page.locator(picture.element).first
    shown.wait_for(state="visible")
    picture.act(page)
    page.wait_for_timeout(300)
    clip = clip_of(shown, picture)
    missing = [wanted for wanted in picture.shows if not is_in(page, wanted, clip)]
    assert missing == [], "the picture does not show this"
    image = page.screenshot(clip=clip, full_page=True, animations="disabled")  # type: ignore[arg-type]
    context.close()
    return image


def clip_of(shown: Locator, picture: Picture) -> Clip:
    """Return the part of the page that is shown, with a narrow margin."""
    box = shown.bounding_box()
    assert box is not None
    return {
        "x": max(box["x"] - 8, 0),
        "y": max(box["y"] - 8, 0),
        "width": min(box["width"] + 16, picture.width),
        "height": min(box["height"] + 16, picture.height),
    }


def is_in(page: Page, wanted: str, clip: Clip) -> bool:
    """Whether the first of such elements that can be seen has its middle in a part of the page."""
    found = page.locator(wanted).locator("visible=true")
    box = found.first.bounding_box() if found.count() else None
    if box is None:
        return False
    x, y = box["x"] + min(box["width"], clip["width"]) / 2, box["y"] + box["height"] / 2
    return clip["x"] <= x <= clip["x"] + clip["width"] and clip["y"] <= y <= clip["y"] + clip["height"]


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
        assert abs(now - then) <= max(16, then * 0.08), f"{name}: {size_of(image)}, not {size_of(kept)}"
    assert len(kept) <= HEAVIEST


def test_the_manual_shows_every_picture_and_no_other_and_says_what_each_shows() -> None:
    shown = set()
    for file in MANUAL:
        for alt, path in IMAGE.findall(FENCED.sub("", file.read_text(encoding="utf-8"))):
            assert len(alt.split()) >= 3, f"{file.name}: {path}"
            shown.add((file.parent / path).resolve().relative_to(ROOT / "docs").as_posix())

    assert shown == {f"images/{name}.png" for name in PICTURES}
    assert {file.name for file in IMAGES.iterdir()} == {f"{name}.png" for name in PICTURES}


def test_all_pictures_together_are_light() -> None:
    assert sum(file.stat().st_size for file in IMAGES.iterdir()) <= HEAVIEST_OF_ALL


def test_every_generated_page_has_its_picture(sites: Path) -> None:
    """A page that comes to the package comes to the manual."""
    pages = {path.parent.name for path in (sites / "traceability/traceability").glob("*/index.html")}
    registry = json.loads((sites / "traceability/traceability/traceability.json").read_text(encoding="utf-8"))
    kinds = {PurePosixPath(kind["url"]).name for kind in registry["kinds"] if kind["url"]} - {"flows"}
    crosses = {name for name in pages if "-by-" in name}
    pictured = {picture.page.removeprefix(EXAMPLE).partition("/")[0] for picture in PICTURES.values()}

    assert pages - kinds - crosses <= pictured | {"findings"}


def test_all_that_a_marker_places_has_its_picture() -> None:
    placed = "".join(PLACED.values())
    assert [
        form for form in FORMS if f"[trace: {form} " not in placed and f"trace_{form}(" not in placed
    ] == []
    assert {picture.page for picture in PICTURES.values()} >= {f"placing/{name}/" for name in PLACED}
