"""WCAG 2.2, levels A and AA, as far as axe can tell: our content has no violation, and adds none to a page."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from .conftest import MISTAKEN_CONFIG, MISTAKES, ROOT, build_site, serve, three_of_those_alike

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

# What axe looks at depends on the scheme (contrast) or on the width (targets, regions that scroll), not on both.
WINDOWS = [("light", 1440), ("dark", 360)]

PARTS = {"example": 4, "mistakes": 1, "mkdocs": 1, "readthedocs": 1}
"""Into how many parts the pages of each site are divided: all of the example in one test would take minutes."""

PLAIN_NAV = "nav: [index.md, {Part: [page.md, {Deeper: [deeper.md]}]}]\n"
"""As deep as that of a site with the plugin: what a theme does wrong there is its own."""

OTHER_THEMES = {
    "mkdocs": "{name: mkdocs, highlightjs: false, color_mode: auto}",
    "readthedocs": "{name: readthedocs, highlightjs: false}",
}


@dataclass(frozen=True)
class Violation:
    """A rule that is broken, where, and whether within our content."""

    rule: str
    target: str
    ours: bool


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, sites: Path) -> Path:
    """The folder that is served: each site, and in `plain` the same without the plugin."""
    made = tmp_path_factory.mktemp("axe")
    served = made / "served"
    served.mkdir()
    (served / "example").symlink_to(sites / "traceability")
    (served / "mistakes").symlink_to(sites / "mistakes")
    example = (ROOT / "example_site/mkdocs.yml").read_text(encoding="utf-8")
    before, _, rest = example.partition("  - traceability:\n")
    after = rest[rest.index("\nmarkdown_extensions:") :]
    docs = f"docs_dir: {ROOT / 'example_site/docs'}\nnot_in_nav: '*'\n"
    build_site(made / "example", {"mkdocs.yml": docs + before + after}, served / "plain/example")
    configs = {"mistakes": MISTAKEN_CONFIG}
    for theme, settings in OTHER_THEMES.items():
        configs[theme] = f"site_name: Mistakes\ntheme: {settings}\nplugins: [traceability]\n"
        build_site(made / theme, source(configs[theme]), served / theme)
    for name, config in configs.items():
        plain = config.replace("plugins: [traceability]", "plugins: []") + PLAIN_NAV
        build_site(made / f"plain-{name}", source(plain), served / "plain" / name)
    return served


def source(config: str) -> dict[str, str]:
    return {
        "mkdocs.yml": config,
        "docs/index.md": "# Home\n",
        "docs/page.md": "# A page\n\n## One\n\nWords.\n\n## Two\n\nMore words.\n",
        "docs/deeper.md": "# Deeper\n",
        "docs/facts.trace.yml": MISTAKES,
    }


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with serve(folder) as address:
        yield address


SCROLLED_BELOW = ".md-sidebar"
"""Where Material scrolls a long navigation below its own title: it takes links there for too small."""


THREE_OF_THOSE_ALIKE = """() => {
  const seen = new Map();
  for (const one of document.querySelectorAll('.trace tbody > tr, .trace li')) {
    const parts = [one, ...one.querySelectorAll('*')].map(each => [each.localName, ...each.getAttributeNames(),
      each.getAttribute('class'), each.getAttribute('role'), !each.children.length && !each.textContent].join(' '));
    const made = [one.parentElement.className, ...new Set(parts)].join();
    seen.set(made, (seen.get(made) ?? 0) + 1);
    if (seen.get(made) > 3) one.remove();
  }
}"""
"""Of rows and entries that consist of the same elements, with the same attributes and classes, axe sees three.

To look at each of hundreds takes minutes, and says of the fourth what it said of the first.
"""


def violations(page: Page, url: str) -> list[Violation]:
    """What axe finds on a page, all of it laid out as for somebody who has scrolled there."""
    page.goto(url)
    page.add_style_tag(content=".trace.trace .trace-table--grouped > tbody { content-visibility: visible; }")
    page.evaluate(THREE_OF_THOSE_ALIKE)
    found: dict[str, Any] = (
        Axe().run(page, options={"runOnly": LEVELS, "resultTypes": ["violations"]}).response
    )
    return [
        Violation(
            rule["id"],
            node["target"][-1],
            page.evaluate(
                "target => !!document.querySelector(target)?.closest('.trace')", node["target"][-1]
            ),
        )
        for rule in found["violations"]
        for node in rule["nodes"]
        if rule["id"] != "target-size"
        or not page.evaluate(
            "([target, where]) => !!document.querySelector(target)?.closest(where)",
            [node["target"][-1], SCROLLED_BELOW],
        )
    ]


def generated(folder: Path, site: str) -> list[str]:
    """The generated pages of a site, three of those that are alike, and the one that has panels."""
    pages = three_of_those_alike(sorted((folder / site / "traceability").rglob("index.html")))
    found = [f"{page.parent.relative_to(folder / site).as_posix()}/" for page in pages]
    assert len(found) >= 5
    return [*found, "watchpoint/07-eval-worker/"] if site == "example" else found


@pytest.mark.parametrize(("scheme", "width"), WINDOWS)
@pytest.mark.parametrize(
    ("site", "part"), [(site, part) for site, parts in PARTS.items() for part in range(parts)]
)
def test_our_content_has_no_violation_and_adds_none(
    browser: Browser, folder: Path, address: str, site: str, part: int, scheme: Any, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    plain = [
        *(["watchpoint/07-eval-worker/"] if site == "example" else ["page/", "deeper/"]),
        "",
    ]
    theirs = {found.rule for path in plain for found in violations(page, f"{address}plain/{site}/{path}")}

    paths = generated(folder, site)[part :: PARTS[site]]
    assert paths
    wrong = [
        f"{path} {found.rule} {found.target}"
        for path in paths
        for found in violations(page, f"{address}{site}/{path}")
        if found.ours or found.rule not in theirs
    ]
    context.close()
    assert wrong == []
