"""What markers and macros place in hand-written pages, as a build has it."""

import json
import re
from html import unescape
from html.parser import HTMLParser

import pytest
from bs4 import BeautifulSoup

from .conftest import MakeSite
from .sites import Built

CONFIG = "site_name: Site\ntheme: mkdocs\nplugins: [macros, traceability]\n"

FACTS = """\
components:
  - {id: batcher, title: Batcher}
  - {id: eval-worker, title: "Evaluation <b>worker</b>", depends_on: [batcher]}
flows:
  - {id: EVAL-001, title: Pipeline, components: [eval-worker], status: implemented, evidence: {code: [eval.py:run]}}
  - {id: EVAL-002, components: [batcher], status: planned}
  - {id: EVAL-003, components: [batcher], status: partial}
"""

FILES = {"mkdocs.yml": CONFIG, "docs/a.trace.yml": FACTS, "eval.py": "def run(): ...\n"}


def placed(built: Built, path: str = "index.html") -> str:
    """Return the text of a page as HTML, without what the theme puts around it."""
    return re.sub(r"\s+", " ", built.text(path).split('role="main">')[1].split("</div> <footer")[0])


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


def attributes(html: str) -> set[str]:
    """Return the names of all attributes in a page."""
    names: set[str] = set()

    class Names(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            names.update(name for name, _ in attrs)

    Names().feed(html)
    return names


def page(*lines: str) -> dict[str, str]:
    return FILES | {"docs/index.md": "# Home\n\n" + "\n\n".join(lines) + "\n"}


def test_numbers_stand_in_a_sentence(make_site: MakeSite) -> None:
    site = make_site(
        page(
            "A [trace: count flows] B [trace: count flow status=planned] C [trace: share flows] D [trace: share components] E"
        )
    )
    assert "A 3 B 1 C 1 of 1 found (100 %) D n/a E" in words(placed(site.built("--strict")))


def test_a_count_is_that_of_the_matrix(make_site: MakeSite) -> None:
    site = make_site(page("A [trace: count flows status!=planned] B [trace: share flows] C"))
    built = site.built("--strict")
    shown = words(built.text("traceability/flows/index.html"))
    assert "1 of 1 found" in shown
    assert "A 2 B 1 of 1 found (100 %) C" in words(placed(built))


@pytest.mark.parametrize(
    ("marker", "macro"),
    [
        ("count flows", 'count("flows")'),
        ("count flow status=planned,partial", 'count("flow", status=["planned", "partial"])'),
        ("count flow status!=planned", 'count("flow", status_not="planned")'),
        ("share flows badge=verified", 'share("flows", badge="verified")'),
        ("share flow gaps=only", 'share("flow", gaps="only")'),
        ("badge EVAL-001", 'badge("EVAL-001")'),
        (
            "list flow components=batcher title='The two'",
            'list("flow", components="batcher", title="The two")',
        ),
        ("list flow components=none", 'list("flow", components=none)'),
        ("matrix flow columns=id,title limit=2", 'matrix("flow", columns=["id", "title"], limit=2)'),
        ("panel eval-worker", 'panel("eval-worker")'),
        ("graph component:eval-worker", 'graph("component:eval-worker")'),
        ("graph eval-worker as=mermaid", 'graph("eval-worker", as="mermaid")'),
        ("steps EVAL-001", 'steps("EVAL-001")'),
        ("diagram components as=graphviz", 'diagram("components", as="graphviz")'),
        ("diagram flows status=planned", 'diagram("flows", status="planned")'),
    ],
)
def test_a_macro_places_what_its_marker_does(make_site: MakeSite, marker: str, macro: str) -> None:
    by_marker = make_site(page(f"[trace: {marker}]"), "marker").built("--strict")
    by_macro = make_site(page(f"{{{{ trace_{macro} }}}}"), "macro").built("--strict")
    assert placed(by_marker) == placed(by_macro)
    assert "trace-place" not in re.sub("trace-placed", "", placed(by_marker))
    assert "TR501" not in placed(by_marker)


PICTURED = """\
layers: [{id: A, rank: 1}, {id: B, rank: 2}]
components:
  - {id: api, layer: A, depends_on: [db]}
  - {id: db, layer: B}
signals: [{id: S-1, producers: [api], consumers: [db]}, {id: S-2, producers: [db]}]
flows: [{id: F-1, components: [api, db]}]
"""


@pytest.mark.parametrize(
    ("marker", "shown", "mermaid"),
    [
        ("graph api", ".trace-centre", 'n0 -->|"depends on"| n2'),
        ("steps F-1", ".trace-lanes", 'n0["1. api"]'),
        ("diagram layers", ".trace-stack", 'n0 -->|"1"| n1'),
        ("diagram signals", ".trace-paths", '["S-2 (no consumer)"]'),
        ("diagram signals id=S-1", ".trace-paths", '["S-1 (persistence unknown)"]'),
        ("diagram components", ".trace-map", '|"depends on"|'),
        ("diagram flows", ".trace-map", '|"implements"|'),
    ],
)
def test_a_picture_is_placed_as_such_or_as_text(
    make_site: MakeSite, marker: str, shown: str, mermaid: str
) -> None:
    lines = [f"[trace: {marker}]"] + [f"[trace: {marker} as={name}]" for name in ("mermaid", "graphviz")]
    files = {"mkdocs.yml": CONFIG, "docs/a.trace.yml": PICTURED}
    built = make_site(files | {"docs/index.md": "# Home\n\n" + "\n\n".join(lines) + "\n"}).built()
    drawn = BeautifulSoup(built.text("index.html"), "html.parser")

    assert len(drawn.select(f".trace-placed {shown}")) == 1
    one, other = (code.get_text() for code in drawn.select(".trace-placed code"))
    assert one.startswith("flowchart ")
    assert mermaid in one
    assert other.startswith("digraph {")
    assert "TR501" not in built.text("index.html")


def test_a_list_links_to_its_items_with_badges(make_site: MakeSite) -> None:
    html = placed(make_site(page("[trace: list flows status!=partial]")).built("--strict"))
    assert words(html).startswith("Home EVAL-001 Pipeline found: 1 claim EVAL-002 planned: status planned")
    assert 'href="traceability/flows/#flow-EVAL-001"' in html
    assert "<p><div" not in html


def test_a_matrix_has_the_columns_that_are_asked_for_and_no_anchors(make_site: MakeSite) -> None:
    html = placed(
        make_site(page("[trace: matrix flows columns=id,status limit=2]", "[trace: matrix flows]")).built()
    )
    assert re.findall(r"<th scope=\"col\"[^>]*>([^<]*)<", html)[:3] == ["ID", "Status", "ID"]
    assert "and 1 more" in html
    assert 'id="flow-' not in html


@pytest.mark.parametrize("directory_urls", ["true", "false"])
def test_links_are_right_from_every_page(make_site: MakeSite, directory_urls: str) -> None:
    files = FILES | {
        "mkdocs.yml": CONFIG + f"use_directory_urls: {directory_urls}\n",
        "docs/deep/er/page.md": "# Deep\n\n[trace: list flows id=EVAL-001]\n",
    }
    built = make_site(files).built("--strict")
    if directory_urls == "true":
        assert 'href="../../../traceability/flows/#flow-EVAL-001"' in built.text("deep/er/page/index.html")
    else:
        assert 'href="../../traceability/flows.html#flow-EVAL-001"' in built.text("deep/er/page.html")


def test_what_is_wrong_is_said_in_the_page_and_by_the_build(make_site: MakeSite) -> None:
    site = make_site(
        page("There are [trace: count flows staus=planned] flows.", 'And {{ trace_count("flwos") }} more.')
    )
    done = site.build("--strict")
    assert done.status == 1
    assert "docs/index.md:3:31: TR501 [error] a flow has no `staus` to filter by" in done.log
    assert "did you mean `status`?" in done.log
    assert "docs/index.md:5:8: TR501 [error] unknown kind `flwos`" in done.log
    assert done.codes.count("TR501") == 2
    assert site.build().status == 0
    shown = words((site.folder / "site/index.html").read_text(encoding="utf-8"))
    assert (
        "[trace: count flows staus=planned] TR501 a flow has no staus to filter by; did you mean status?"
        in shown
    )


def test_the_command_says_what_the_build_says(make_site: MakeSite) -> None:
    site = make_site(
        page(
            "A [trace: count flwos] and {{ trace_badge('nobody') }} and [trace: list flows].",
            "[trace: panel nobody]",
            "`[trace: count flwos]` and `{{ trace_count('flwos') }}` are code.",
            "- [trace: list flows]",
            "{{ trace_count('flow', statsu='planned') }}",
        )
    )
    found = [(each["line"], each["column"], each["code"]) for each in site.findings()]
    assert found == [(3, 17, "TR501"), (3, 31, "TR501"), (3, 68, "TR501"), (5, 15, "TR501"), (11, 4, "TR501")]
    told = re.findall(r"index\.md:(\d+):(\d+): (TR\d+)", site.build().log)
    assert [(int(line), int(column), code) for line, column, code in told] == found


def test_a_typed_number_is_compared_by_the_build_and_the_command(make_site: MakeSite) -> None:
    right = "100 %<!-- traceability: count flows id=* --> of them"
    site = make_site(page(f"There are 7 flows<!-- traceability: count flows -->, {right}."))
    found = [(each["line"], each["column"], each["code"]) for each in site.findings()]
    assert found == [(3, 11, "TR112")]
    assert site.findings() == site.findings()  # the second time from what is kept
    done = site.build("--strict")
    assert done.status == 1
    assert "docs/index.md:3:11: TR112 [error] the number is 7, but the count is 3" in done.log
    assert site.build().status == 0
    shown = words((site.folder / "site/index.html").read_text(encoding="utf-8"))
    assert "There are 7 flows, 100 % of them." in shown


def test_what_only_a_build_can_know_is_found_there_at_the_call(make_site: MakeSite) -> None:
    site = make_site(
        page("A {{ trace_count('flows') }} B", "{% set kind = 'flwos' %}", "C {{ trace_count(kind) }} D")
    )
    assert site.findings() == []
    done = site.build("--strict")
    assert done.status == 1
    assert "docs/index.md:7:6: TR501 [error] unknown kind `flwos`" in done.log


def test_without_macros_a_call_is_only_text(make_site: MakeSite) -> None:
    files = page("A {{ trace_count('flwos') }} B") | {
        "mkdocs.yml": "site_name: x\ntheme: mkdocs\nplugins: [traceability]\n"
    }
    built = make_site(files).built("--strict")
    assert "A {{ trace_count('flwos') }} B" in words(placed(built))


@pytest.mark.parametrize("plugins", ["[macros, traceability]", "[traceability, macros]"])
def test_a_macro_of_the_site_s_own_stands(make_site: MakeSite, plugins: str) -> None:
    files = page("A {{ trace_count('flow') }} B {{ trace_share('flow') }} C") | {
        "mkdocs.yml": f"site_name: x\ntheme: mkdocs\nplugins: {plugins}\n",
        "main.py": "def define_env(env):\n    @env.macro\n    def trace_count(kind):\n        return 'mine'\n",
    }
    built = make_site(files).built()
    assert "A mine B 1 of 1 found (100 %) C" in words(placed(built))


def test_nothing_in_a_value_becomes_markup(make_site: MakeSite) -> None:
    hostile = "a\" onload='alert(1)' &amp; *b*"
    site = make_site(
        page(
            f"[trace: list flows title='{hostile.replace(chr(39), '')}']",
            f"[trace: count flows components='{hostile.replace(chr(39), '')}']",
            "[trace: list components]",
            '{{ trace_badge("x&quot;onload=alert(1)") }}',
        )
    )
    assert site.build().status == 0
    html = (site.folder / "site/index.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;worker" in html
    assert "<b>worker" not in html
    assert "onload" not in attributes(html)


def test_a_german_site_has_german_words(make_site: MakeSite) -> None:
    config = "site_name: x\ntheme: {name: material, language: de, font: false}\nplugins: [traceability]\n"
    files = page("A [trace: share flows] B [trace: share components] C") | {"mkdocs.yml": config}
    shown = words(make_site(files).built("--strict").text("index.html"))
    assert "A 1 von 1 gefunden (100 %) B k. A. C" in shown


def test_what_is_meant_to_be_a_marker_is_said_by_the_command_and_a_build(make_site: MakeSite) -> None:
    page = "# Home\n\n{trace: count flows} and [trace count flows], not `{trace: x}`.\n"
    site = make_site(FILES | {"docs/index.md": page})
    found = [each for each in site.findings() if each["code"] == "TR501"]
    assert [(each["line"], each["column"]) for each in found] == [(3, 1), (3, 26)]
    assert {each["help"] for each in found} == {"write `[trace: count flows]`"}
    assert site.build("--strict").codes.count("TR501") == 2


@pytest.mark.parametrize("theme", ["mkdocs", "material"])
def test_markers_leave_no_holes_in_the_text_that_is_searched(make_site: MakeSite, theme: str) -> None:
    config = f"site_name: Site\ntheme: {theme}\nplugins: [search, traceability]\n"
    text = "There are [trace: count flows] flows, [trace: share flows] of them shown."
    built = make_site(page(text) | {"mkdocs.yml": config}).built()
    index = json.loads(built.text("search/search_index.json"))
    found = " ".join(words(entry["text"]) for entry in index["docs"])
    assert "There are 3 flows, 1 of 1 found (100 %) of them shown." in found
    assert "There are 3 flows" in words(built.text("index.html"))
