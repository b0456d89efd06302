"""Items in full: their panels, their own pages, and the links to the source, in sites that are really built."""

import pytest
from bs4 import BeautifulSoup, Tag
from generated_matrix import text_of as as_read

from .conftest import MakeSite
from .links import follow_all
from .sites import Built

SITE_URL = "https://example.org/team/handbook/"

FACTS = """\
components:
  - {id: batcher, title: Batcher, summary: Cuts *tiles*., status: implemented, depends_on: [queue, a/b]}
  - {id: queue, page: queue.md}
  - {id: .., title: Up, depends_on: [batcher]}
  - {id: a/b, title: '"><script>alert(1)</script>', notes: "<img src=x onerror=alert(2)>"}
  - {id: 'x"onfocus="alert(3)'}
  - {id: CON}
  - {id: Batcher, title: Of another case}
  - {id: index}
flows:
  - id: EVAL-001
    title: Evaluation
    status: implemented
    implementation: auto
    components: [batcher, nobody]
    evidence: {code: ["src/worker.py:run", "src/worker.py:1-2", src/gone.py], tests: unknown}
"""

FILES = {
    "docs/index.md": "# Home\n",
    "docs/queue.md": "# The queue\n",
    "docs/facts.trace.yml": FACTS,
    "src/worker.py": "LIMIT = 3\n\n\ndef run():\n    pass\n",
}


def config(
    theme: str = "mkdocs", directories: bool = True, rest: str = "", kinds: str = "component, flow"
) -> str:
    return (
        f"site_name: Site\nsite_url: {SITE_URL}\nuse_directory_urls: {str(directories).lower()}\n"
        f"theme: {{name: {theme}{', font: false' if theme == 'material' else ''}}}\n{rest}"
        f"plugins:\n  - search\n  - traceability: {{item_pages: [{kinds}]}}\n"
    )


REPOSITORY = "repo_url: https://forge.example/o/r\nedit_uri: src/branch/main/project/docs/\n"
AT_THE_FORGE = "https://forge.example/o/r/src/branch/main/project"


def page(built: Built, path: str) -> BeautifulSoup:
    return BeautifulSoup(built.text(path), "html.parser")


def text_of(tag: Tag | None) -> str:
    assert tag is not None
    return as_read(tag)


@pytest.mark.parametrize("directories", [True, False])
@pytest.mark.parametrize("theme", ["material", "mkdocs", "readthedocs"])
def test_every_link_of_pages_of_items_leads_somewhere(
    make_site: MakeSite, theme: str, directories: bool
) -> None:
    built = make_site(FILES | {"mkdocs.yml": config(theme, directories)}).built()
    followed = follow_all(built.folder, SITE_URL)

    end = "/index.html" if directories else ".html"
    assert followed.broken == []
    assert f"traceability/flows/EVAL-001{end}#flow-EVAL-001" in followed.reached
    assert f"traceability/components/batcher{end}#component-batcher" in followed.reached
    assert f"traceability/components{end}#component-batcher" in followed.reached, "rows keep their anchors"
    assert f"queue{end}#component-queue" in followed.reached


def test_an_item_has_one_page_outside_the_navigation(make_site: MakeSite) -> None:
    built = make_site(FILES | {"mkdocs.yml": config()}).built()
    names = sorted(path.name for path in (built.folder / "traceability/components").iterdir())

    assert {"batcher"} <= set(names)
    assert not {"..", "CON", "queue", "Batcher"} & set(names)
    assert len([name for name in names if name != "index.html"]) == 7, "all but the one with a home"
    assert "EVAL-001" not in text_of(page(built, "index.html").select_one("nav, .navbar"))
    assert "not included in the" not in built.done.log


def test_a_page_of_an_item_shows_all_of_it(make_site: MakeSite) -> None:
    built = make_site(FILES | {"mkdocs.yml": config()}).built()
    shown = page(built, "traceability/flows/EVAL-001/index.html")

    assert text_of(shown.h1) == "EVAL-001 Evaluation"
    assert text_of(shown.title).startswith("EVAL-001 Evaluation")
    crumbs = shown.select(".trace-crumbs a")
    assert [each["href"] for each in crumbs] == ["../../", "../#flow-EVAL-001"]
    said = text_of(shown.select_one(".trace-item"))
    assert "TR101" in said
    assert "unknown component nobody" in said
    assert "not found src/gone.py" in said
    assert "found src/worker.py:run" in said
    assert "Declared in docs/facts.trace.yml:11" in said
    assert shown.select_one(".trace-graph svg") is not None
    assert shown.find(id="flow-EVAL-001") is shown.h1


def test_the_panel_shows_the_same(make_site: MakeSite) -> None:
    built = make_site(FILES | {"mkdocs.yml": config()}).built()
    panel = page(built, "queue/index.html").select_one("aside#component-queue")

    assert "Used by batcher" in text_of(panel)
    assert "Declared in docs/facts.trace.yml:3" in text_of(panel)
    assert panel is not None
    (link,) = panel.select("svg a")
    assert link["xlink:href"] == "../traceability/components/batcher/#component-batcher"


def test_what_is_named_links_to_its_lines_at_the_forge(make_site: MakeSite) -> None:
    built = make_site(FILES | {"mkdocs.yml": config(rest=REPOSITORY)}).built()

    shown = page(built, "traceability/flows/EVAL-001/index.html")
    claims = [each["href"] for each in shown.select("a.trace-claim")]
    assert claims == [f"{AT_THE_FORGE}/src/worker.py#L4", f"{AT_THE_FORGE}/src/worker.py#L1-L2"]
    source = shown.select_one("a.trace-source")
    assert source is not None
    assert source["href"] == f"{AT_THE_FORGE}/docs/facts.trace.yml#L11"
    matrix = page(built, "traceability/flows/index.html")
    assert [each["href"] for each in matrix.select("a.trace-claim")] == claims
    findings = page(built, "traceability/findings/index.html")
    assert f"{AT_THE_FORGE}/docs/facts.trace.yml#L15" in [
        each["href"] for each in findings.select("a.trace-source")
    ]


def test_without_a_repository_nothing_links_to_one(make_site: MakeSite) -> None:
    built = make_site(FILES | {"mkdocs.yml": config()}).built()

    for path in ("traceability/flows/EVAL-001/index.html", "traceability/findings/index.html"):
        assert page(built, path).select(".trace"), path
        assert page(built, path).select("a.trace-source, a.trace-claim") == []


def test_ids_titles_and_notes_are_text_wherever_they_are_drawn(make_site: MakeSite) -> None:
    built = make_site(FILES | {"mkdocs.yml": config()}).built()

    for file in sorted((built.folder / "traceability").rglob("*.html")):
        shown = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")
        is_piece = file.name == "panel.html" and file.parent.name == "items"
        assert is_piece or shown.select(".trace"), file
        for part in [shown] if is_piece else shown.select(".trace"):
            scripts = part.select('script:not([src$="/traceability.js"], [type="application/json"])')
            assert scripts == part.select("img, [onfocus], [onerror]") == [], file
    drawn = page(built, "traceability/components/batcher/index.html").select_one(".trace-graph svg")
    assert drawn is not None
    assert 'a/b: "><script>alert(1)</script>' in [title.get_text() for title in drawn.select("title")]


def test_a_usual_neighbourhood_is_light(make_site: MakeSite) -> None:
    built = make_site(FILES | {"mkdocs.yml": config()}).built()
    text = built.text("traceability/components/batcher/index.html")

    begin = text.index('<div class="trace-graph"')
    drawn = text[begin : text.index("</svg>", begin)]
    assert drawn.count("<rect") == 5
    assert len(drawn.encode()) < 3_200


def test_no_item_has_a_page_unless_asked_for(make_site: MakeSite) -> None:
    built = make_site(FILES | {"mkdocs.yml": config(kinds="")}).built()

    assert [path.name for path in (built.folder / "traceability/flows").iterdir()] == ["index.html"]


def test_the_words_are_those_of_the_site_s_language(make_site: MakeSite) -> None:
    german = config("material").replace("font: false", "font: false, language: de")
    shown = page(make_site(FILES | {"mkdocs.yml": german}).built(), "traceability/flows/EVAL-001/index.html")

    said = text_of(shown.select_one(".trace-item"))
    assert "Deklariert in docs/facts.trace.yml:11" in said
    region = shown.select_one(".trace-graph:not(.trace-lanes)")
    assert region is not None
    assert region["aria-label"] == "Umfeld von EVAL-001"


def test_a_title_with_characters_of_every_kind_is_that_of_its_page(make_site: MakeSite) -> None:
    """Front matter that cannot be read would be text of the page, which macros run then."""
    facts = 'components:\n  - {id: a, title: "Smile \U0001f600 \\x85\\u2028 {{ 1 + 1 }}"}\n'
    files = {"docs/index.md": "# Home\n", "docs/facts.trace.yml": facts}
    built = make_site(files | {"mkdocs.yml": config(kinds="component")}).built()
    title = text_of(page(built, "traceability/components/a/index.html").title)
    assert title.startswith("a Smile \U0001f600")
    assert "{{ 1 + 1 }}" in title
