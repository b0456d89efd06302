"""Pages that hooks and plugins add: a build judges them, the command says that only a build can, and fails nothing.

On a site without hooks, and with plugins only that are known to add no page, what is absent is an error.
"""

from pathlib import Path

from support import table

from mkdocs_traceability.evidence.documents.makers import (
    ADD_NO_PAGES,
    ADD_PAGES_THAT_DECLARE_NOTHING,
    doubts_of,
)

from .conftest import MakeSite
from .sites import Site

HOOK = '''\
from mkdocs.structure.files import File

PAGE = """---
traceability:
  component: {id: made, title: Made, depends_on: [a]@FIELDS@}
---
# Made

## Rates

Runs [F-1].
"""
SIDECAR = "flows: [{id: F-7, title: Seven, components: [a]}]\\n"


def on_files(files, config):
    files.append(File.generated(config, "made.md", content=PAGE))
    files.append(File.generated(config, "made.trace.yml", content=SIDECAR))
    return files


def on_page_markdown(markdown, page, config, files):
    return markdown + "\\n\\n## Added\\n"
'''

FACTS = """\
components:
  - {id: a, title: A, depends_on: [b]}
  - {id: b, title: B}
flows:
  - {id: F-1, title: One, components: [a]}
"""
HEAD = "site_name: Site\ntheme: mkdocs\n"
HOOKED = {
    "hook.py": HOOK.replace("@FIELDS@", ""),
    "mkdocs.yml": f"{HEAD}hooks: [hook.py]\nplugins: [traceability]\n",
}
DOUBT = "all pages of this site are known only in a build: the hook `hook.py` may add some"
ON_THE_PAGE = "the headings of `index.md` are known only in a build: the hook `hook.py` may change it"

CASES = table(
    "code, page, more, fields",
    ("a page", "TR408", "", "  - {id: F-2, components: [a], evidence: {docs: [made.md]}}\n", ""),
    (
        "a heading on it",
        "TR408",
        "",
        "  - {id: F-2, components: [a], evidence: {docs: ['made.md#rates']}}\n",
        "",
    ),
    ("an item of a page", "TR101", "", "  - {id: F-2, components: [made]}\n", ""),
    ("an item of a sidecar", "TR101", "", "  - {id: F-2, components: [a], see: [F-7]}\n", ""),
    ("an item in prose", "TR106", "It runs [F-7].\n", "", ""),
    ("an item with a text in prose", "TR106", "It runs [the seventh][F-7].\n", "", ""),
    ("an item in a marker", "TR501", "[trace: count flows components=made]\n", "", ""),
    ("an id pattern in a marker", "TR501", "[trace: count flows id=F-7*]\n", "", ""),
    ("who serves a flow", "TR201", "", "  - {id: F-2}\n", "flows: [F-2]"),
    ("who emits", "TR208", "", "metrics:\n  - {id: m, purpose: x, supports: [F-1]}\n", "emits: [m]"),
)


def site_with(make_site: MakeSite, page: str, more: str, config: dict[str, str], name: str) -> Site:
    files = {"docs/index.md": f"# Home\n\n{page}", "docs/facts.trace.yml": FACTS + more}
    return make_site(files | config, name)


@CASES
def test_what_a_hook_may_add_is_not_checked_and_a_build_has_it(
    make_site: MakeSite, code: str, page: str, more: str, fields: str
) -> None:
    hook = {"hook.py": HOOK.replace("@FIELDS@", f", {fields}" if fields else "")}
    hooked = site_with(make_site, page, more, HOOKED | hook, "hooked")
    done = hooked.check()
    assert done.status == 0, done.out
    assert [each["message"] for each in hooked.findings() if each["code"] == "TR413"] == [DOUBT]
    built = hooked.build("--strict")
    assert built.status == 0, built.log
    assert "TR413" not in built.log

    plain = site_with(make_site, page, more, {}, "plain")
    assert code in [each["code"] for each in plain.findings()]
    assert plain.check().status == 1
    assert code in plain.build("--strict").codes


def test_what_is_absent_in_a_build_too_fails_there(make_site: MakeSite) -> None:
    more = "  - {id: F-2, components: [nowhere], evidence: {docs: [nowhere.md]}}\n"
    site = site_with(make_site, "See [F-9].\n", more, HOOKED, "site")
    assert site.check().status == 0
    assert {"TR101", "TR106", "TR408"} <= set(site.build("--strict").codes)


def test_one_finding_for_all_that_a_hook_may_add(make_site: MakeSite) -> None:
    more = "  - {id: F-2, components: [made], see: [F-7], evidence: {docs: [made.md]}}\n  - {id: F-3}\n"
    site = site_with(make_site, "See [F-7].\n", more, HOOKED, "site")
    found = [each for each in site.findings() if each["code"] == "TR413"]
    assert [(each["path"], each["line"], each["severity"]) for each in found] == [
        ("docs/facts.trace.yml", 6, "info")
    ]
    assert "not checked: unknown component `made` (TR101), and 4 more" in site.check("-v").out


def test_a_heading_that_a_hook_may_add_is_not_checked(make_site: MakeSite) -> None:
    more = "  - {id: F-2, components: [a], evidence: {docs: ['index.md#added', 'index.md#home']}}\n"
    site = site_with(make_site, "", more, HOOKED, "site")
    assert [each["message"] for each in site.findings() if each["code"] == "TR413"] == [ON_THE_PAGE]
    assert site.build("--strict").status == 0


def test_what_is_waived_stays_waived(make_site: MakeSite) -> None:
    more = "  - {id: F-2, components: [made], waive: {TR101: {reason: it is made}}}\n"
    site = site_with(make_site, "", more, HOOKED, "site")
    assert "TR413" not in [each["code"] for each in site.findings()]
    assert site.check().status == 0


def test_who_wants_may_have_it_fail(make_site: MakeSite) -> None:
    config = HOOKED["mkdocs.yml"].replace("[traceability]", "[{traceability: {rules: {TR413: error}}}]")
    more = "  - {id: F-2, components: [made]}\n"
    assert site_with(make_site, "", more, HOOKED | {"mkdocs.yml": config}, "site").check().status == 1


def test_a_share_of_items_is_no_gate_where_only_a_build_knows_them(make_site: MakeSite) -> None:
    config = HOOKED["mkdocs.yml"].replace(
        "[traceability]", "[{traceability: {fail_under: {component: 100}}}]"
    )
    site = site_with(make_site, "", "", HOOKED | {"mkdocs.yml": config}, "site")
    done = site.check("-v")
    assert done.status == 0
    assert "(TR420)" in done.out


@table(
    "plugins, hooks, who",
    ("none", "[traceability]", "", ""),
    ("no `plugins:` but ours", "{traceability: {}}", "", ""),
    ("known ones", "[search, tags, macros, section-index, traceability]", "", ""),
    ("of a theme", "[material/search, /tags, traceability]", "", ""),
    ("a known one twice", "[search, search, traceability]", "", ""),
    ("one that is off", "[gen-files: {enabled: false}, traceability]", "", ""),
    ("an unknown one", "[search, our-pages, traceability]", "", "the plugin `our-pages` may add some"),
    (
        "one that makes pages",
        "[gen-files: {scripts: []}, traceability]",
        "",
        "the plugin `gen-files` generates some",
    ),
    (
        "in a group",
        "[group: {plugins: [our-pages]}, traceability]",
        "",
        "the plugin `our-pages` may add some",
    ),
    ("in a group that is off", "[group: {enabled: false, plugins: [our-pages]}, traceability]", "", ""),
    ("no hooks", "[traceability]", "[]", ""),
    ("hooks", "[traceability]", "[a.py, b.py]", "the hook `a.py` or the hook `b.py` may add some"),
    ("a hook of !ENV", "[traceability]", "[!ENV [NO_SUCH, a.py]]", "the hook `a.py` may add some"),
    ("many", "[x, y, traceability]", "[a.py]", "the hook `a.py`, the plugin `x` and 1 more may add some"),
)
def test_who_may_add_pages(make_site: MakeSite, plugins: str, hooks: str, who: str) -> None:
    rest = f"hooks: {hooks}\n" if hooks else ""
    more = "  - {id: F-2, components: [made], evidence: {docs: [made.md]}}\n"
    config = {"mkdocs.yml": f"{HEAD}{rest}plugins: {plugins}\n"}
    site = site_with(make_site, "", more, config, "site")
    found = [(each["code"], each["message"]) for each in site.findings() if each["code"] != "TR202"]
    expected = [("TR413", f"all pages of this site are known only in a build: {who}")]
    absent = [("TR101", "unknown component `made`"), ("TR408", "page `made.md` not found in `docs`")]
    assert sorted(found) == (expected if who else absent)


def test_pages_that_declare_nothing_leave_ids_to_be_judged(make_site: MakeSite) -> None:
    more = "  - {id: F-2, components: [made], evidence: {docs: [blog/archive/2026.md]}}\n"
    config = {"mkdocs.yml": f"{HEAD}plugins: [blog, traceability]\n"}
    found = site_with(make_site, "", more, config, "site").findings()
    assert sorted(each["code"] for each in found if each["code"] != "TR202") == ["TR101", "TR413"]


def test_the_plugins_that_are_known_are_told_apart() -> None:
    assert not ADD_NO_PAGES & ADD_PAGES_THAT_DECLARE_NOTHING
    assert not any(any(doubts_of([name], [])) for name in ADD_NO_PAGES)
    for name in ADD_PAGES_THAT_DECLARE_NOTHING:
        pages, items, headings = doubts_of([name], [])
        assert (name in pages, items, headings) == (True, "", "")
    assert all(doubts_of(["a-plugin-of-ours"], []))
    assert all(doubts_of([], [Path("hook.py").name]))


def test_every_plugin_of_the_neighbours_page_is_known() -> None:
    rows = Path(__file__).parents[2].joinpath("docs/neighbours.md").read_text(encoding="utf-8")
    named = {line.split("`")[1] for line in rows.splitlines() if line.startswith("| `")}
    assert {"search", "awesome-nav", "i18n"} <= named
    assert named <= ADD_NO_PAGES | ADD_PAGES_THAT_DECLARE_NOTHING
