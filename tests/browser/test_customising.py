"""A site that sets our colours, as the manual says: its style sheet comes after ours, whichever theme it has."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from .conftest import ROOT, build_site

CONFIG = """\
site_name: Site
theme: {{name: {theme}}}
plugins: [traceability]
extra_css: [style/own.css]
"""
FACTS = "flows:\n  - {id: A-1, title: One, status: implemented, evidence: {code: [gone.py]}}\n"
MANUAL = (ROOT / "docs/customising.md").read_text(encoding="utf-8")
OF_THE_MANUAL = MANUAL.partition("```css\n")[2].partition("```")[0]
VARIABLES = re.findall(r"`(--trace-\w+)`", MANUAL)


def colours(browser: Browser, page: Path, scheme: str = "light") -> dict[str, str]:
    """Return what the variables of the manual are on a page, and the colour of a badge that says not found."""
    context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
    window = context.new_page()
    window.goto(page.as_uri())
    found: dict[str, str] = window.evaluate(
        """names => {
            const style = getComputedStyle(document.querySelector(".trace--page"));
            const lost = getComputedStyle(document.querySelector("td .trace-badge--missing")).color;
            return {...Object.fromEntries(names.map(name => [name, style.getPropertyValue(name)])), lost};
        }""",
        VARIABLES,
    )
    context.close()
    return found


@pytest.mark.parametrize("theme", ["material, font: false", "mkdocs", "readthedocs"])
def test_every_variable_of_the_manual_can_be_set(browser: Browser, tmp_path: Path, theme: str) -> None:
    own = ".trace { " + "; ".join(f"{name}: rgb(1, 2, 3)" for name in VARIABLES) + " }\n"
    files = {"docs/index.md": "# Home\n", "docs/a.trace.yml": FACTS, "docs/style/own.css": own}
    build_site(tmp_path / "source", files | {"mkdocs.yml": CONFIG.format(theme=theme)}, tmp_path / "site")

    assert len(VARIABLES) == 13
    page = tmp_path / "site/traceability/flows/index.html"
    assert set(colours(browser, page).values()) == {"rgb(1, 2, 3)"}


def test_the_manual_s_colours_are_used_in_their_scheme(browser: Browser, tmp_path: Path) -> None:
    files = {"docs/index.md": "# Home\n", "docs/a.trace.yml": FACTS, "docs/style/own.css": OF_THE_MANUAL}
    palette = (
        "[{media: '(prefers-color-scheme: light)', scheme: default}, "
        "{media: '(prefers-color-scheme: dark)', scheme: slate}]"
    )
    config = CONFIG.format(theme=f"material, font: false, palette: {palette}")
    build_site(tmp_path / "source", files | {"mkdocs.yml": config}, tmp_path / "site")

    page = tmp_path / "site/traceability/flows/index.html"
    assert colours(browser, page)["lost"] == "rgb(179, 38, 30)"
    assert colours(browser, page, "dark")["lost"] == "rgb(255, 138, 128)"
