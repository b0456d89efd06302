"""The generated pages of small sites, built by MkDocs: what they show and where they link."""

import json
import logging
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from textwrap import dedent

import pytest
from bs4 import BeautifulSoup, Tag
from e2e.links import follow_all
from generated_matrix import text_of as as_read
from mkdocs.commands.build import build
from mkdocs.config import load_config
from support import table, write_site

from mkdocs_traceability.pages import rendering
from mkdocs_traceability.pages.parts.cells import PIPS
from mkdocs_traceability.pages.parts.status_counts import BadgeCount
from mkdocs_traceability.pages.site import pagination as division
from mkdocs_traceability.pages.views.evidence import claim_lines
from mkdocs_traceability.pages.views.overview.overview import bar

SITE_URL = "https://example.org/docs/"
OUR_SCRIPTS = {f"{'../' * depth}traceability/assets/traceability.js" for depth in range(1, 4)}

BARE_THEME = """\
<title>{{ page.title }}</title>
{% for path in config.extra_css %}<link rel="stylesheet" href="{{ path|url }}">{% endfor %}
<nav>{{ nav }}</nav>
<main>{{ page.content }}</main>
"""
"""Whatever a real theme adds is no matter of these tests."""


class Pages:
    """The pages of a built site, parsed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __getitem__(self, path: str) -> BeautifulSoup:
        """Return a page by its address: `traceability/flows/`."""
        file = self.folder / (path + "index.html" if path.endswith("/") or not path else path)
        return BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")

    def generated(self) -> Iterator[tuple[str, BeautifulSoup]]:
        """Go through all pages that hold something of ours."""
        found = False
        for file in sorted(self.folder.rglob("*.html")):
            page = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")
            if page.select_one(".trace"):
                found = True
                yield file.relative_to(self.folder).as_posix(), page
        assert found, "no page holds anything of ours"


MakePages = Callable[..., Pages]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MakePages:
    """Build a site of some files; a mere text is its one sidecar. `settings` are the plugin's."""

    monkeypatch.setattr(logging.getLogger("mkdocs"), "disabled", True)  # these sites are full of findings

    def build_site(files: dict[str, str] | str, settings: str = "{}", **config: object) -> Pages:
        if isinstance(files, str):
            files = {"docs/a.trace.yml": dedent(files)}
        files = {path: dedent(text) for path, text in files.items()}
        mkdocs_yml = (
            f"site_name: x\nsite_url: {SITE_URL}\ntheme: {{name: null, custom_dir: theme}}\n"
            f"plugins:\n  - traceability: {settings}\n"
        )
        file = write_site(
            tmp_path,
            {"mkdocs.yml": mkdocs_yml, "theme/main.html": BARE_THEME, "docs/index.md": "# Home\n", **files},
        )
        loaded = load_config(str(file), site_dir=str(tmp_path / "site"), **config)
        loaded.plugins.on_startup(command="build", dirty=False)
        build(loaded)
        return Pages(tmp_path / "site")

    return build_site


def text_of(tag: Tag | None) -> str:
    """Return what a reader reads."""
    assert tag is not None
    return as_read(tag)


def row(page: BeautifulSoup, anchor: str) -> Tag:
    """Return the row of an item."""
    found = page.find("tr", id=anchor)
    assert isinstance(found, Tag), f"no row {anchor}"
    return found


def cell(page: BeautifulSoup, anchor: str, head: str) -> Tag:
    """Return what stands in an item's row below a head."""
    item = row(page, anchor)
    parent = item.find_parent("table")
    assert isinstance(parent, Tag)
    heads = [text_of(each) for each in parent.select("thead th")]
    return item.find_all(["th", "td"], recursive=False)[heads.index(head)]


def heads(page: BeautifulSoup) -> list[list[str]]:
    """Return the heads of each table."""
    return [[text_of(each) for each in found.select("thead th")] for found in page.select(".trace table")]


PLAIN = """
components:
  - {id: batcher, title: Batcher, status: implemented}
  - {id: eval-worker, title: Eval worker, status: implemented, depends_on: [batcher]}
flows:
  - id: EVAL-001
    title: Evaluation pipeline
    status: implemented
    implementation: auto
    components: [batcher, {id: eval-worker, role: Evaluator, via: queue}]
    evidence: {docs: [home.md], links: ["https://elsewhere.example/x"]}
  - {id: FCST-001, title: Forecast, status: planned, components: [batcher]}
"""

MISTAKES = """
components:
  - id: batcher
    page: home.md
    part_of: batcher
  - id: batcher
  - {id: batcher, title: a third}
  - {id: worker, part_of: batcher, depends_on: [nobody, batcher]}
flows:
  - id: EVAL-001
    components: [nobody, nobody, EVAL-001]
    status: finished
    colour: red
    waive:
      TR101: {reason: "it is **being** written", owner: ana, until: 2999-01-31}
  - id: EVAL-002
    components: [worker, nobodi]
  - id: an id with blanks
resources:
  - id: table.a
    writers: [batcher]
    forbidden: [{id: worker, because: "it must <not>", via: SQL}]
  - {id: table.a.b, part_of: table.a}
  - {id: table.a.b.c, part_of: table.a.b}
  - {id: other}
"""


# ---------------------------------------------------------------- what holds on every page

SITES = table(
    "files",
    ("plain", {"docs/a.trace.yml": PLAIN, "docs/home.md": "# A page\n"}),
    ("mistaken", {"docs/a.trace.yml": MISTAKES, "docs/home.md": "# Batcher\n"}),
    ("unreadable", {"docs/a.trace.yml": PLAIN, "docs/home.md": "# A\n", "docs/b.trace.yml": "flows: [{"}),
)


@SITES
@pytest.mark.parametrize("use_directory_urls", [True, False], ids=["folders", "files"])
@pytest.mark.parametrize("settings", ["{}", "{page_dir: a/b}"], ids=["default", "elsewhere"])
def test_every_link_leads_to_a_page_and_an_anchor(
    make: MakePages, files: dict[str, str], use_directory_urls: bool, settings: str
) -> None:
    pages = make(files, settings, use_directory_urls=use_directory_urls)

    followed = follow_all(pages.folder, SITE_URL)

    assert followed.broken == []
    below = "a/b" if "a/b" in settings else "traceability"
    assert (pages.folder / below / "index.html").is_file()


@SITES
def test_headings_skip_no_level_and_ids_are_unique(make: MakePages, files: dict[str, str]) -> None:
    generated = dict(make(files).generated())

    for path, page in generated.items():
        main = page.main
        assert main is not None
        levels = [int(each.name[1]) for each in main.find_all(["h1", "h2", "h3", "h4", "h5", "h6"])]
        assert levels[0] == 1, path
        assert levels.count(1) == 1, path
        assert all(after <= before + 1 for before, after in pairwise(levels)), path
        ids = [tag["id"] for tag in page.find_all(id=True)]
        assert len(ids) == len(set(ids)), path
        assert not [each for each in ids if any(character.isspace() for character in each)], path


@SITES
def test_tables_can_be_read_aloud(make: MakePages, files: dict[str, str]) -> None:
    tables = 0
    for path, page in make(files).generated():
        for found in page.select(".trace table"):
            tables += 1
            assert text_of(found.caption), path
            first, *others = found.select("thead tr")
            assert all(each.get("scope") == "col" for each in first.select("th"))
            width = len(first.select("th"))
            for each in (*others, *found.select("tbody tr")):
                cells = each.find_all(["th", "td"], recursive=False)
                assert sum(int(str(cell.get("colspan", 1))) for cell in cells) == width
                assert cells[0].name == "th", (path, str(each)[:300])
                assert cells[0]["scope"] in ("row", "rowgroup")
            region = found.find_parent(attrs={"role": "region"})
            if region is None:  # a table that never scrolls by itself
                assert found.find_parent(class_="trace-scroll") is None
                continue
            assert isinstance(region, Tag)
            assert region["tabindex"] == "0"
            label = region.get("aria-label") or text_of(page.find(id=region["aria-labelledby"]))
            assert label
    assert tables


@SITES
def test_pages_need_no_script_and_fetch_nothing(make: MakePages, files: dict[str, str]) -> None:
    for _, page in make(files).generated():
        for ours in page.select(".trace"):
            assert not ours.select("img, iframe, object, embed, link")
            assert {script["src"] for script in ours.select("script")} <= OUR_SCRIPTS
            assert all("hidden" in form.attrs for form in ours.select("form")), "of use with the script only"
            assert not [
                tag for tag in ours.find_all(True) if any(name.startswith("on") for name in tag.attrs)
            ]


def test_a_site_that_declares_nothing_has_no_page_and_no_style_sheet(make: MakePages) -> None:
    pages = make({"docs/index.md": "# Home\n"})

    assert "Home" in (pages.folder / "index.html").read_text(encoding="utf-8")
    assert not (pages.folder / "traceability").exists()
    assert "traceability" not in (pages.folder / "index.html").read_text(encoding="utf-8")


# ---------------------------------------------------------------- data is data

NASTY = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"quoted" & \'single\' "><b>bold</b>',
    "{{ 7 * 7 }} {% raw %} {# no #}",
    "</td></tr></table><h1>x</h1>",
    "&lt;b&gt; &amp; &#39;",
    "ünïcödé — 火水 🙂 ‮txet",
    "--- | a | b |",
]


@pytest.mark.parametrize("text", NASTY)
def test_titles_notes_and_ids_are_shown_as_the_text_they_are(make: MakePages, text: str) -> None:
    quoted = "'" + text.replace("'", "''") + "'"
    id_ = "'" + text.replace("'", "''").replace(" ", "_") + "'"
    pages = make(
        f"""
        components:
          - id: {id_}
            title: {quoted}
            inputs: [{quoted}]
            notes: {quoted}
        flows:
          - id: F-1
            title: {quoted}
            notes: {quoted}
            components: [{{id: {id_}, role: {quoted}, via: {quoted}, because: {quoted}, note: {quoted}}}]
            evidence: {{code: [{quoted}], docs: {{not_applicable: {quoted}}}}}
            waive: {{TR202: {{reason: {quoted}, owner: {quoted}}}}}
        """,
        settings=f"{{domains: {{F: {{title: {quoted}, description: {quoted}}}}}}}",
    )

    flows = pages["traceability/flows/"]
    shown = " ".join(text.split())
    assert text_of(cell(flows, "flow-F-1", "Title")).startswith(shown)
    assert shown in text_of(cell(flows, "flow-F-1", "Components"))
    assert shown in text_of(flows.select_one("h2"))
    anchor = re.sub(r'["<>]', "-", f"component-{text.replace(' ', '_')}")
    assert text_of(row(pages["traceability/components/"], anchor).a)
    for path, page in pages.generated():
        for ours in page.select(".trace"):
            assert not ours.select("img, b, h4"), path
            assert not [script for script in ours.select("script") if script.string or not script.get("src")]
            for data in ours.select("template[data-trace-rows]"):
                assert json.loads(data.get_text())["keys"]
        assert len(page.select(".trace h1")) == len(page.select(".trace--page")), path
    assert follow_all(pages.folder, SITE_URL).broken == []


def test_notes_are_markdown_without_html_or_unsafe_links(make: MakePages) -> None:
    pages = make(
        r"""
        flows:
          - id: F-1
            notes: >-
              **bold** `code` [web](https://example.org/) [bad](javascript:alert(1)) [sly](java&#10;script:x)
              ![pixel](https://tracker.example/x.png) <u>html</u>
        """
    )

    notes = cell(pages["traceability/flows/"], "flow-F-1", "Notes")
    assert text_of(notes.strong) == "bold"
    assert text_of(notes.code) == "code"
    assert [a.get("href") for a in notes.select("a[href]")] == ["https://example.org/"]
    assert not notes.select("u, img")
    assert "<u>html</u>" in text_of(notes)


def test_links_are_made_of_safe_claims_only(make: MakePages) -> None:
    pages = make(
        {
            "docs/page.md": "# A page\n",
            "docs/a.trace.yml": """
            flows:
              - id: F-1
                evidence:
                  docs: [page.md, gone.md]
                  links: ["https://elsewhere.example/x", "javascript:alert(1)"]
            """,
        }
    )

    evidence = cell(pages["traceability/flows/"], "flow-F-1", "Evidence")
    assert [a["href"] for a in evidence.select("a")] == ["../../page/", "https://elsewhere.example/x"]
    assert "javascript:alert(1)" in text_of(evidence)


# ---------------------------------------------------------------- rows, columns, sections


def test_each_item_has_a_row_and_a_section_counts_its_own(make: MakePages) -> None:
    pages = make(PLAIN)

    flows = pages["traceability/flows/"]
    assert [tr["id"] for tr in flows.select(".trace tbody tr")] == ["flow-EVAL-001", "flow-FCST-001"]
    assert [text_of(each) for each in flows.select("h2")] == ["EVAL 1", "FCST 1"]
    assert text_of(cell(flows, "flow-EVAL-001", "Components")) == "batcher eval-worker Evaluator via queue"
    assert "planned" in text_of(cell(flows, "flow-FCST-001", "Status"))


def test_columns_in_which_no_row_of_a_table_has_anything_are_left_out(make: MakePages) -> None:
    pages = make(PLAIN)

    assert heads(pages["traceability/flows/"]) == [
        ["ID", "Title", "Implementation", "Status", "Evidence", "Components"],
        ["ID", "Title", "Implementation", "Status", "Evidence", "Components"],
    ], "the sections of a page have one head"
    assert heads(pages["traceability/components/"]) == [
        ["ID", "Title", "Depends on", "Implements flows", "Status"]
    ]


def test_sections_stand_in_the_order_of_the_settings(make: MakePages) -> None:
    settings = """
      domains:
        FCST: {title: The forecast, description: "What is **to come**"}
        REST: {title: All else, prefixes: [EVAL, OBS]}
        NONE: {title: Without flows}
    """
    pages = make(PLAIN + "  - {id: OBS-1}\n  - {id: XYZ-1}\n", settings=settings)

    flows = pages["traceability/flows/"]
    assert [text_of(each) for each in flows.select("h2")] == ["The forecast 1", "All else 2", "XYZ 1"]
    assert flows.find("strong", string="to come")
    assert [a["href"] for a in flows.select(".trace-jump a")] == [f"#{h['id']}" for h in flows.select("h2")]


def test_of_items_with_one_id_each_has_a_row_and_the_first_the_address(make: MakePages) -> None:
    pages = make("flows:\n  - {id: A, title: one}\n  - {id: A, title: two}\n  - {id: A, title: three}\n")

    flows = pages["traceability/flows/"]
    rows = flows.select(".trace tbody tr")
    assert rows[0]["id"] == "flow-A"
    assert len({tr["id"] for tr in rows}) == 3
    assert text_of(cell(flows, "flow-A", "Title")).startswith("one")


def test_parts_stand_below_their_whole_and_say_so(make: MakePages) -> None:
    pages = make(
        """
        components:
          - {id: inner, part_of: middle}
          - {id: other, part_of: other-2}
          - {id: other-2, part_of: other}
          - {id: middle, part_of: whole}
          - {id: whole}
        """
    )

    components = pages["traceability/components/"]
    ids = [text_of(each.th.a) for each in components.select(".trace tbody tr")]
    assert ids == ["whole", "middle", "inner", "other", "other-2"]
    assert "trace-part--2" in row(components, "component-inner")["class"]
    assert "part of middle" in text_of(row(components, "component-inner").th)


def test_data_authority_tells_who_may_and_who_must_not(make: MakePages) -> None:
    pages = make(
        """
        components: [{id: api}, {id: worker}]
        resources:
          - id: state
            owned_by: worker
            writers: [{id: worker, via: queue}]
            readers: [api]
            forbidden: [{id: api, because: "Transitions have *one* author"}]
        """
    )

    resources = pages["traceability/resources/"]
    assert text_of(cell(resources, "resource-state", "Writers")) == "worker via queue"
    assert "reason: Transitions have one author" in text_of(
        cell(resources, "resource-state", "Forbidden writers")
    )


def test_what_is_said_of_a_link_stands_at_one_end(make: MakePages) -> None:
    pages = make(PLAIN)

    components = pages["traceability/components/"]
    assert text_of(cell(components, "component-eval-worker", "Implements flows")) == "EVAL-001"


def test_a_kind_of_the_user_has_its_page_with_its_columns(make: MakePages) -> None:
    settings = """
      kinds:
        decision:
          plural: decisions
          title: Decisions
          description: What was decided
          fields:
            weight: {one_of: {big: Big, small: {label: Small, description: Easily undone}}}
            why: markdown
          relations: {affects: {to: component, inverse: decisions, label: Affects}}
          status: {open: ahead, made: complete}
          matrix: {columns: [title, weight, affects, why, badge], section: weight}
    """
    pages = make(
        """
        components: [{id: api}]
        decisions:
          - {id: D-1, title: Use SQL, weight: small, affects: [api], why: "It is **plain**", status: open}
          - {id: D-2, title: Use Go, weight: big, status: made}
          - {id: D-3, title: Undecided}
        """,
        settings=settings,
    )

    decisions = pages["traceability/decisions/"]
    assert text_of(decisions.h1) == "Decisions"
    assert [text_of(each) for each in decisions.select("h2")] == ["Big 1", "Small 1", "Without weight 1"]
    assert heads(decisions)[1] == ["Title", "Weight", "Affects", "Why", "Badge"]
    assert text_of(cell(decisions, "decision-D-1", "Badge")) == "planned : status open"
    assert cell(decisions, "decision-D-1", "Why").strong
    legend = pages["traceability/legend/"]
    assert "Easily undone" in text_of(legend)


def test_an_item_at_home_on_a_page_is_linked_there_and_has_a_panel(make: MakePages) -> None:
    page = """\
        ---
        traceability:
          component: {id: api, title: The API, depends_on: [db]}
        ---
        # API
        """
    pages = make({"docs/api.md": page, "docs/a.trace.yml": "components: [{id: db, title: Database}]\n"})

    components = pages["traceability/components/"]
    assert cell(components, "component-api", "ID").a["href"] == "../../api/#component-api"
    assert cell(components, "component-api", "Title").a["href"] == "../../api/#component-api"
    assert cell(components, "component-db", "ID").a["href"] == "#component-db"
    panel = pages["api/"].find(id="component-api")
    assert isinstance(panel, Tag)
    assert panel["aria-label"] == "Traceability of component api"
    assert text_of(panel.dl) == "Depends on db"


# ---------------------------------------------------------------- what is missing


def test_references_that_lead_nowhere_say_why(make: MakePages) -> None:
    pages = make(
        {
            "docs/a.trace.yml": """
            components: [{id: api, aliases: [a]}, {id: app, aliases: [a]}]
            flows:
              - {id: F-1, components: [nobody, F-1, a, lost]}
            """,
            "docs/b.trace.yml": "components:\n  - id: lost\n  - id: {broken\n",
        }
    )

    components = cell(pages["traceability/flows/"], "flow-F-1", "Components")
    assert [text_of(each) for each in components.select("li")] == [
        "nobody unknown",
        "F-1 wrong kind",
        "a ambiguous",
        "lost not read",
    ]
    assert not components.select("a")


def test_a_row_tells_what_was_found_and_links_to_it(make: MakePages) -> None:
    pages = make(MISTAKES)

    flag = row(pages["traceability/flows/"], "flow-EVAL-002").select_one("a.trace-flag")
    assert flag is not None
    assert text_of(flag) == "TR101 error"
    assert "unknown component nobodi" in text_of(flag.parent)
    found = pages["traceability/findings/"].find(id=str(flag["href"]).partition("#")[2])
    assert "unknown component nobodi" in text_of(found if isinstance(found, Tag) else None)


def test_findings_show_line_help_and_item(make: MakePages) -> None:
    page = make("components: [{id: batcher}]\nflows:\n  - {id: F-1, components: [bacher]}\n")[
        "traceability/findings/"
    ]

    article = page.select_one("tr.trace-finding--error")
    assert article is not None
    assert text_of(article.h3) == "unknown component bacher"
    assert "docs/a.trace.yml:3" in article.select_one(".trace-finding-place").get_text()
    assert article.select_one('a[href$="flows/#flow-F-1"]')
    assert "^^^^^^ in `components` of flow F-1" in article.pre.get_text()
    assert "did you mean batcher ?" in text_of(article)
    heading = page.find(id="rule-TR101")
    assert text_of(heading if isinstance(heading, Tag) else None).startswith(
        "TR101 Reference to an unknown id"
    )


def test_waived_findings_are_shown_with_reason_owner_and_date(make: MakePages) -> None:
    pages = make(
        """
        flows:
          - id: F-1
            components: [nobody]
            waive: {TR101: {reason: "it is **being** written", owner: ana, until: 2999-01-31}}
        """
    )

    article = pages["traceability/findings/"].select_one("tr.trace-finding--waived")
    assert article is not None
    facts = article.select_one("dl")
    assert text_of(facts) == "Waived it is being written Owner ana Until 2999-01-31"
    assert text_of(pages["traceability/"].select_one(".trace-verdict")).startswith("Passing")


def test_the_overview_tells_what_must_change_and_where(make: MakePages) -> None:
    overview = make(MISTAKES)["traceability/"]

    assert text_of(overview.select_one(".trace-verdict")).startswith("Failing 11 errors")
    first = overview.select(".trace-first > li")
    assert len(first) == 5
    assert all("findings/#finding-" in str(each.a["href"]) for each in first)
    assert all("docs/a.trace.yml:" in text_of(each) for each in first)
    counts = {text_of(tr.th): text_of(tr.find_all("td")[-1]) for tr in overview.select(".trace tbody tr")}
    assert counts["TR103"] == "2"


def test_the_overview_counts_each_kind_by_status_and_badge(make: MakePages) -> None:
    overview = make(PLAIN)["traceability/"]

    drawn = overview.select_one(".trace-heat-map")
    assert drawn is not None
    everything, flows = drawn.select("tbody tr")
    assert flows.th.a["href"] == "flows/"
    counted = dict(
        zip(map(text_of, drawn.select("thead th")), map(text_of, flows.select("th, td")), strict=True)
    )
    assert counted == {
        "Kind": "Flows", "Items": "2", "Found": "0 % 0 of 1", "verified": "0", "found": "0",
        "planned": "1", "not checked": "0", "no evidence": "0", "not found": "1", "failing": "0",
        "no evidence required": "0",
    }  # fmt: skip
    assert text_of(everything.th) == "All"


def test_a_badge_says_what_it_rests_on_without_a_pointer(make: MakePages) -> None:
    pages = make(
        """
        things: [{id: api, status: planned}]
        flows:
          - {id: F-1, evidence: {endpoints: [GET /a], tests: unknown}}
        """,
        settings="{kinds: {thing: {plural: things, matrix: {columns: [id, title]}}}}",
    )

    badge = cell(pages["traceability/things/"], "thing-api", "Evidence").select_one(".trace-badge")
    assert text_of(badge) == "planned : status planned"
    evidence = cell(pages["traceability/flows/"], "flow-F-1", "Evidence")
    assert text_of(evidence).startswith("no evidence 0 of 1 claim found; tests marked unknown")


def test_the_legend_explains_the_words_in_use(make: MakePages) -> None:
    legend = make(PLAIN)["traceability/legend/"]

    said = text_of(legend.select_one(".trace--page"))
    assert "AUTO Code we write" in said
    assert "planned Decided, not started" in said
    assert "Components component Implements flows" in said
    assert "no evidence Required evidence is not named" in said
    assert [text_of(each) for each in legend.select("h2")] == [
        "Badges",
        "Severities",
        "Statuses",
        "Flows",
        "Components",
    ]


def test_a_heading_called_like_an_item_keeps_its_anchor_to_itself(make: MakePages) -> None:
    page = "---\ntraceability: {component: api}\n---\n# Interfaces\n\n## Component api\n"
    site = make({"docs/api.md": page, "docs/a.trace.yml": "flows: [{id: A-1, components: [api]}]\n"})
    assert len(site["api/"].find_all(id="component-api")) == 1
    assert site["api/"].select_one(".trace-panel") is not None
    assert follow_all(site.folder, SITE_URL).broken == []


def test_a_generated_page_is_nobody_s_home(make: MakePages) -> None:
    site = make(
        """
        components: [{id: api, page: traceability/flows.md}]
        flows: [{id: A-1, components: [api]}]
        """
    )
    assert site["traceability/components/"].find("tr", id="component-api") is not None
    assert follow_all(site.folder, SITE_URL).broken == []


def test_values_of_every_type_are_shown_alone_and_several(make: MakePages) -> None:
    fields = "{days: {type: date, many: true}, sizes: {type: number, many: true}, flags: {type: boolean, many: true}}"
    site = make(
        "things: [{id: t, days: [2026-01-31, 2026-02-28], sizes: [1, 2.5], flags: [true, false]}]\n",
        settings=f"{{kinds: {{thing: {{plural: things, fields: {fields}}}}}}}",
    )
    row = text_of(site["traceability/things/"].find("tr", id="thing-t"))
    for word in ("2026-01-31", "2026-02-28", "1", "2.5", "yes", "no"):
        assert word in row.split()


# ---------------------------------------------------------------- the overview

DONE = """
components:
  - {id: batcher, status: implemented}
flows:
  - {id: F-1, status: implemented, components: [batcher], evidence: {code: [src/a.py:one]}}
  - {id: F-2, status: planned, components: [batcher]}
"""


def steps(pages: Pages) -> list[str]:
    return [text_of(each) for each in pages["traceability/"].select(".trace-steps > li")]


def test_a_whole_site_has_nothing_to_do(make: MakePages) -> None:
    pages = make({"docs/a.trace.yml": DONE, "src/a.py": "def one(): ...\n"})

    overview = pages["traceability/"]
    assert text_of(overview.select_one(".trace-verdict")) == "Passing no errors in 3 items"
    assert text_of(overview.select_one(".trace-tile--found")).startswith("100 % 1 of 1 found")
    assert text_of(overview.select_one(".trace-tile--verified")).startswith("0 % 0 of 1 verified")
    assert overview.select_one("#next")
    assert steps(pages) == []
    assert "Nothing to do: all evidence was checked and holds." in text_of(overview)


def test_the_first_step_is_what_fails_and_the_others_lead_to_the_rows(make: MakePages) -> None:
    pages = make({"docs/a.trace.yml": DONE, "src/a.py": "def two(): ...\n"})

    first, second = pages["traceability/"].select(".trace-steps a")
    assert (text_of(first), first["href"]) == ("Fix 1 error", "findings/#rule-TR403")
    assert text_of(second) == "1 flow has evidence that was not found"
    assert second["href"] == "flows/?badge=missing"


def test_waivers_that_end_soon_are_a_step(make: MakePages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772323200")  # 2026-03-01
    waived = DONE.replace(
        "F-1,",
        "F-1, waive: {TR403: {reason: soon, until: 2026-03-20}, TR401: {reason: x, until: 2026-09-01}},",
    )
    pages = make({"docs/a.trace.yml": waived, "src/a.py": "def two(): ...\n"})

    assert "1 waiver ends within 30 days" in steps(pages)


def test_where_nothing_is_claimed_naming_evidence_is_the_step(make: MakePages) -> None:
    pages = make("components: [{id: api}, {id: core, depends_on: [api]}]\n")

    assert any(step.startswith("Add evidence:") for step in steps(pages))
    assert not pages["traceability/"].select(".trace-health"), "a bar of nothing"
    assert "100" not in text_of(pages["traceability/"].select_one(".trace-tiles"))


def test_a_bar_shows_every_state_and_says_them(make: MakePages) -> None:
    pages = make({"docs/a.trace.yml": DONE, "src/a.py": "def two(): ...\n"})

    drawn = pages["traceability/"].select_one(".trace-health svg")
    assert drawn is not None
    assert drawn["aria-label"] == "1 planned, 1 not found, 1 no evidence required"
    parts = [(each["class"][-1], float(each["x"]), float(each["width"])) for each in drawn.select("rect")]
    assert parts == [
        ("trace-share--planned", 0.0, 330.3),
        ("trace-share--missing", 333.3, 330.3),
        ("trace-share--none", 666.7, 330.3),
    ]


def test_the_smallest_part_of_a_bar_can_be_seen() -> None:
    segments = bar([BadgeCount("missing", 1), BadgeCount("verified", 99_999)])

    assert [each.total for each in segments] == [1, 99_999]
    assert segments[0].width > 10
    assert segments[-1].x + segments[-1].width == pytest.approx(1000, abs=1)


def test_a_gate_is_shown_beside_the_share(make: MakePages) -> None:
    files = {"docs/a.trace.yml": DONE, "src/a.py": "def two(): ...\n"}
    missed = make(files, settings="{fail_under: {flow: 90}}")["traceability/"].select_one(".trace-gate")

    assert text_of(missed) == "✗ Flows : 90 % found required"


def test_a_source_that_cannot_be_read_is_not_whole(make: MakePages) -> None:
    pages = make({"docs/a.trace.yml": "components: [{id: a}]\n", "docs/b.trace.yml": "flows: [{"})

    assert "a source could not be read" in text_of(pages["traceability/"].select_one(".trace-verdict"))


# ---------------------------------------------------------------- the evidence

CLAIMS = {
    "docs/a.trace.yml": """
components:
  - {id: api, title: The API, status: implemented, evidence: {code: [src/a.py:one, src/a.py:two], docs: [home.md#part]}}
  - {id: core, status: planned, evidence: {tests: unknown, files: {not_applicable: it has *none*}}}
flows:
  - {id: F-1, title: A flow, status: implemented, components: [api, core]}
""",
    "docs/home.md": "# Home of it\n\n## Part\n",
}


def test_every_claim_stands_on_the_evidence_page_with_what_was_found(make: MakePages) -> None:
    page = make(CLAIMS | {"src/a.py": "\n\ndef one(): ...\n"})["traceability/evidence/"]

    assert [text_of(each) for each in page.select("h2")] == [
        "Code 2", "Tests 1", "Docs 1", "Files 1", "No evidence named 1",
    ]  # fmt: skip
    code, tests, docs, files, nowhere = page.select(".trace-block")
    rows = [[text_of(cell) for cell in tr.find_all(["th", "td"])] for tr in code.select("tbody tr")]
    assert [row[1] for row in rows] == ["src/a.py:two", "src/a.py:one"], "the worst first"
    assert rows[0][3].startswith("not found ")
    assert rows[1] == ["api", "src/a.py:one", "src/a.py:3", "found", "The API", "component"]
    assert "marked unknown" in text_of(tests)
    assert docs.select_one("td a")["href"] == "../../home/#part"
    assert files.select_one("em") is not None
    assert text_of(nowhere.select_one("tbody tr")) == "F-1 code no evidence no evidence of code A flow flow"


def test_where_nothing_is_claimed_there_is_no_evidence_page(make: MakePages) -> None:
    pages = make("components: [{id: api}]\n")

    assert not (pages.folder / "traceability/evidence").exists()


def test_a_heavy_matrix_is_divided_into_pages_of_whole_sections(
    make: MakePages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(division, "HEAVIEST", 5_500)
    sizes = {"A": 3, "B": 4, "C": 25}
    flows = "".join(
        f"  - {{id: {section}-{number}, domain: {section}}}\n"
        for section, size in sizes.items()
        for number in range(1, size + 1)
    )
    pages = make({"docs/a.trace.yml": f"flows:\n{flows}"})

    first = pages["traceability/flows/"]
    cards = {text_of(link): str(link["href"]) for link in first.select(".trace-card h2 a")}
    assert cards == {
        "A – B": "sections/A/",
        "C 1/3": "sections/C/",
        "C 2/3": "sections/C-2/",
        "C 3/3": "sections/C-3/",
    }
    assert [link["href"] for link in first.select("a[download]")] == ["../flows.csv"]
    rows = [
        tr["id"] for href in cards.values() for tr in pages[f"traceability/flows/{href}"].select("tbody tr")
    ]
    assert rows == [f"flow-{key}-{number}" for key, size in sizes.items() for number in range(1, size + 1)]
    assert follow_all(pages.folder, SITE_URL).broken == []


def test_many_claims_stand_on_several_pages(make: MakePages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claim_lines, "HEAVIEST", 4_000)
    code = "\n".join(f"def f{number}(): ..." for number in range(0, 20, 2)) + "\n"
    claims = ", ".join(f"src/b.py:f{number}" for number in range(20))
    sidecar = f"components: [{{id: api, evidence: {{code: [{claims}], files: [src/b.py]}}}}]\n"
    pages = make({"docs/a.trace.yml": sidecar, "src/b.py": code})

    first = pages["traceability/evidence/"]
    assert [text_of(each) for each in first.select("h2")] == [
        "Code 1/3 7", "Code 2/3 7", "Code 3/3 6", "Files 1",
    ]  # fmt: skip
    shown = [
        (text_of(tr.select("td")[0]), text_of(tr.select_one(".trace-badge")).partition(" ")[0])
        for number in (1, 2, 3)
        for tr in pages[f"traceability/evidence/code-{number}/"].select("tbody tr")
    ]
    assert sorted(shown) == sorted(
        (f"src/b.py:f{number}", "not" if number % 2 else "found") for number in range(20)
    )
    assert [word for _, word in shown] == ["not"] * 10 + ["found"] * 10
    assert follow_all(pages.folder, SITE_URL).broken == []


def test_each_claim_type_has_a_place_of_its_own_among_the_pips_of_a_row() -> None:
    style = (Path(rendering.__file__).parent / "assets/style/cells.css").read_text(encoding="utf-8")
    (places,) = re.findall(r"background-position: (.+);", style)
    assert len(set(places.split(", "))) == len(PIPS)
