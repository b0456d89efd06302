"""Cross matrices of a built site: every link of theirs leads somewhere, in one table and in blocks."""

import pytest

from .conftest import MakeSite
from .links import follow_all
from .sites import CLEAN, GOOD_FACTS

SITE_URL = "https://example.org/team/handbook/"

LARGE = (
    "components:\n"
    + "".join(f"  - {{id: c{n:03}, depends_on: [c{(n + 1) % 150:03}]}}\n" for n in range(150))
    + "flows:\n"
    + "".join(f"  - {{id: {'AB'[n % 2]}-{n:04}, components: [c{n % 149:03}]}}\n" for n in range(600))
    + '  - {id: "a/b c-1", components: [c000]}\n'
)


@pytest.mark.parametrize(
    ("theme", "directories"), [("material", True), ("mkdocs", False), ("readthedocs", True)]
)
def test_links_lead_from_the_matrix_to_its_blocks_and_to_the_items(
    make_site: MakeSite, theme: str, directories: bool
) -> None:
    font = ", font: false" if theme == "material" else ""
    config = (
        f"site_name: Site\nsite_url: {SITE_URL}\ntheme: {{name: {theme}{font}}}\n"
        f"use_directory_urls: {str(directories).lower()}\n"
        "plugins: [search, traceability]\n"
    )
    site = make_site({"mkdocs.yml": config, "docs/index.md": "# Home\n", "docs/a.trace.yml": LARGE})
    built = site.built()
    seen = follow_all(built.folder, SITE_URL)

    end = "/index.html" if directories else ".html"
    assert seen.broken == []
    for name in ("flows-by-components", "flows-by-components/A", "flows-by-components/B"):
        assert f"traceability/{name}{end}" in seen.reached
    assert f"traceability/components{end}#component-c149" in seen.reached
    assert built.text("index.html").count("flows-by-components/A") == 0


def test_a_strict_build_has_nothing_to_say_of_them(make_site: MakeSite) -> None:
    site = make_site(CLEAN | {"docs/evaluation.trace.yml": GOOD_FACTS})
    built = site.built("--strict")
    assert built.has("traceability/flows-by-components/index.html")
    assert "WARNING" not in built.done.log
