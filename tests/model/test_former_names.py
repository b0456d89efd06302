"""Fields that had another name before: `root` is `system` now, read alike wherever either is written."""

from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from published import published, registry_of, what_is_wrong
from support import TODAY, build_here, check, run, said, table, write_site

from mkdocs_traceability.exports.items_csv import items_csv
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.result import Result
from mkdocs_traceability.settings.load import load_settings
from mkdocs_traceability.workspace import Workspace

TWO_SYSTEMS = """\
site_name: x
plugins:
  - traceability:
      code_roots: {shop: [shop], till: [till]}
      systems: {till: The till, shop: The shop}
"""

CODE = {"shop/a.py": "class A: ...\n", "till/a.py": "class B: ...\n"}


def _files(sidecar: str, settings: str = "", **pages: str) -> dict[str, str]:
    indented = "".join(f"      {line}\n" for line in dedent(settings).splitlines())
    docs = {f"docs/{name}.md": dedent(text) for name, text in pages.items()}
    return {"mkdocs.yml": TWO_SYSTEMS + indented, **CODE, "docs/a.trace.yml": dedent(sidecar), **docs}


def _renamed(findings: tuple[Finding, ...] | list[Finding]) -> list[str]:
    return [f"{each.position}: {each.message}" for each in findings if each.code == "TR010"]


# -------------------------------------------------------------------- where it is read

ON_AN_ITEM = "components: [{id: c, external: true, NAME: till, evidence: {code: ['a.py:B']}}]"
IN_DEFAULTS = "defaults: {NAME: till}\ncomponents: [{id: c, external: true, evidence: {code: ['a.py:B']}}]"
IN_AN_ANCHOR = """\
components:
  - &first {id: b, external: true, NAME: till}
  - {<<: *first, id: c, evidence: {code: ['a.py:B']}}
"""
ON_A_PAGE = """\
---
traceability:
  component: {id: c, external: true, NAME: till, evidence: {code: ['a.py:B']}}
---
# Component
"""


@table(
    "path, text",
    ("on an item", "docs/a.trace.yml", ON_AN_ITEM),
    ("in defaults", "docs/a.trace.yml", IN_DEFAULTS),
    ("in an anchor", "docs/a.trace.yml", IN_AN_ANCHOR),
    ("in front matter", "docs/c.md", ON_A_PAGE),
)
def test_either_name_says_where_evidence_is_looked_for(path: str, text: str, tmp_path: Path) -> None:
    here, there = (
        run(tmp_path / name, {"mkdocs.yml": TWO_SYSTEMS, **CODE, path: text.replace("NAME", name)})
        for name in ("system", "root")
    )
    for result in (here, there):
        item = result.registry.get("component", "c")
        assert item is not None
        assert item.text("system") == "till"
        assert (
            result.assessment.badge(item).word == "found" or "verified" in result.assessment.badge(item).word
        )
    assert said(here.findings) == [each for each in said(there.findings) if "TR010" not in each]
    assert len(_renamed(there.findings)) == 1
    assert "`root` is spelled `system` now" in _renamed(there.findings)[0]


def test_the_finding_is_information_at_the_first_place_of_each_file(tmp_path: Path) -> None:
    files = _files(
        """\
        components:
          - {id: a, external: true, system: shop}
          - {id: b, external: true, root: shop}
          - {id: c, external: true, root: shop}
        """,
        page="""\
        # Page

        There are [trace: count components root=shop].

        [trace: matrix components columns=id,root]
        """,
    )
    findings = check(
        tmp_path, {**files, "docs/b.trace.yml": "defaults: {root: shop}\nflows: []\ngaps: [{id: g}]\n"}
    )
    renamed = [each for each in findings if each.code == "TR010"]
    assert [str(each.position) for each in renamed] == [
        "docs/a.trace.yml:3:29",
        "docs/b.trace.yml:1:12",
        "docs/page.md:3:36",
    ]
    assert {str(each.severity) for each in renamed} == {"info"}
    assert {each.help for each in renamed} == {"write `system`"}
    assert renamed[0].item == "b"


def test_defaults_further_down_are_not_the_first_place(tmp_path: Path) -> None:
    sidecar = "gaps:\n  - {id: g, root: shop}\n  - {id: h}\ndefaults: {root: till}\n"
    assert _renamed(check(tmp_path, _files(sidecar))) == [
        "docs/a.trace.yml:2:13: `root` is spelled `system` now"
    ]


def test_the_finding_can_be_waived_and_switched_off(tmp_path: Path) -> None:
    item = "components: [{id: c, external: true, root: shop, waive: {TR010: {reason: Later, owner: Ann}}}]"
    waived = [each for each in check(tmp_path / "waived", _files(item)) if each.code == "TR010"]
    assert [each.effective_severity for each in waived] == ["waived"]
    off = check(tmp_path / "off", _files("gaps: [{id: g, root: shop}]", "rules: {TR010: off}"))
    assert not _renamed(off)


# -------------------------------------------------------------------- both names, and misspelt ones


@table(
    "sidecar, expected",
    (
        "the new one first",
        "gaps: [{id: g, system: shop, root: till}]",
        "1:30 TR005 `root` and `system` in line 1 are the same field",
    ),
    (
        "the former one first",
        "gaps: [{id: g, root: till, system: shop}]",
        "1:28 TR005 `system` and `root` in line 1 are the same field",
    ),
    (
        "in defaults",
        "defaults: {root: till, system: shop}\ngaps: [{id: g}, {id: h}]\nlayers: [{id: l}]",
        "1:24 TR005 `system` and `root` in line 1 are the same field",
    ),
)
def test_both_names_are_one_mistake_and_nothing_is_lost(sidecar: str, expected: str, tmp_path: Path) -> None:
    result = run(tmp_path, _files(sidecar))
    ours = [each for each in result.findings if each.code in ("TR002", "TR003", "TR005", "TR010")]
    assert said(ours) == [expected]
    assert ours[0].help == "keep one of the two, as `system`"
    assert result.registry.get("gap", "g") is not None


def test_an_item_overrides_what_defaults_and_anchors_say_by_the_other_name(tmp_path: Path) -> None:
    result = run(
        tmp_path,
        _files(
            """\
            defaults: {root: shop}
            gaps:
              - &first {id: a, system: till}
              - {<<: *first, id: b, root: shop}
              - {id: c}
            """
        ),
    )
    assert [result.registry.schema.system(item) for item in result.registry.all] == ["till", "shop", "shop"]
    assert not [each for each in result.findings if each.code == "TR005"]


def test_a_misspelt_former_name_leads_to_the_name_of_now(tmp_path: Path) -> None:
    sidecar = "defaults: {roots: shop}\ngaps: [{id: g, roots: shop}]\n"
    page = "# Page\n\nThere are [trace: count gaps roots=shop].\n\n[trace: matrix gaps columns=id,Root]\n"
    files = _files(sidecar, "kinds: {gap: {matrix: {section: Roots}}}", page=page)
    found = [each for each in check(tmp_path, files) if "oots`" in each.message or "Root`" in each.message]
    assert [each.code for each in found] == ["TR002", "TR002", "TR501", "TR501", "TR008"]
    assert {each.help for each in found} == {"did you mean `system`?"}


def test_an_unknown_system_is_called_a_system(tmp_path: Path) -> None:
    sidecar = "components: [{id: c, external: true, root: tlil, evidence: {code: ['a.py:B']}}]"
    found = [each for each in check(tmp_path, _files(sidecar)) if each.code == "TR003"]
    assert [(each.message, each.help) for each in found] == [
        ("the settings have no system `tlil`", "did you mean `till`?")
    ]


# -------------------------------------------------------------------- settings, filters, columns

SECTIONS = """\
kinds:
  gap:
    matrix: {columns: [id, NAME], section: NAME}
"""


def test_settings_may_use_either_name(tmp_path: Path) -> None:
    sidecar = "gaps: [{id: g, system: shop}, {id: h, system: till}]\n"
    built = {}
    for name in ("system", "root"):
        files = _files(sidecar, SECTIONS.replace("NAME", name))
        site = build_here(tmp_path / name, files)
        built[name] = (site / "traceability" / "gaps" / "index.html").read_text(encoding="utf-8")
    assert built["root"] == built["system"]
    assert built["root"].index("The till") < built["root"].index("The shop")
    findings = check(tmp_path / "checked", _files(sidecar, SECTIONS.replace("NAME", "root")))
    assert _renamed(findings) == ["mkdocs.yml:8:34: `root` is spelled `system` now"]
    assert not [each for each in findings if each.code == "TR008"]


EVIDENCE = """\
kinds:
  gap:
    evidence: [{when: {NAME: [shop]}, all_of: [code]}]
    status: {done: complete}
"""


def test_conditions_of_evidence_may_use_either_name(tmp_path: Path) -> None:
    sidecar = "gaps: [{id: g, system: shop, status: done}, {id: h, system: till, status: done}]\n"
    found = {
        name: check(tmp_path / name, _files(sidecar, EVIDENCE.replace("NAME", name)))
        for name in ("system", "root")
    }
    assert [each.item for each in found["system"] if each.code == "TR401"] == ["g"]
    assert said(found["system"]) == [each for each in said(found["root"]) if "TR010" not in each]
    assert _renamed(found["root"]) == ["mkdocs.yml:8:30: `root` is spelled `system` now"]


def test_markers_and_macros_may_use_either_name(tmp_path: Path) -> None:
    sidecar = "gaps: [{id: g, system: shop}, {id: h, system: till}]\n"
    page = "# Page\n\n[trace: matrix gaps NAME=till columns=id,NAME]\n"
    shown = {
        name: (
            build_here(tmp_path / name, _files(sidecar, page=page.replace("NAME", name)))
            / "page"
            / "index.html"
        ).read_text(encoding="utf-8")
        for name in ("system", "root")
    }
    assert shown["root"] == shown["system"]
    assert "till" in shown["root"]


def test_a_call_of_a_macro_is_named_too(tmp_path: Path) -> None:
    settings = TWO_SYSTEMS.replace(
        "plugins:\n", "plugins:\n  - macros:\n      modules: [mkdocs_traceability.markdown.macros]\n"
    )
    page = '# Page\n\nThere are {{ trace_count("gaps", root="shop") }}.\n'
    files = _files("gaps: [{id: g, system: shop}]\n", page=page) | {"mkdocs.yml": settings}
    assert _renamed(check(tmp_path, files)) == ["docs/page.md:3:14: `root` is spelled `system` now"]


# -------------------------------------------------------------------- names that a kind has itself

OWN = {
    "a field `system`": ("kinds: {gap: {fields: {system: text}}}", "root"),
    "a wrong field `system`": ("kinds: {gap: {fields: {system: bogus}}}", "root"),
    "a relation `system`": ("kinds: {system: {plural: systems}, gap: {relations: {system: system}}}", "root"),
    "a way back `system`": (
        "kinds: {system: {plural: systems, relations: {gaps_in: {to: gap, inverse: system}}}}",
        "root",
    ),
    "a field `root`": ("kinds: {gap: {fields: {root: text}}}", "system"),
    "a relation `root`": ("kinds: {tree: {plural: trees}, gap: {relations: {root: tree}}}", "system"),
    "both": ("kinds: {gap: {fields: {root: text, system: text}}}", ""),
}


@pytest.mark.parametrize(("settings", "field"), OWN.values(), ids=OWN)
def test_what_a_kind_declares_itself_is_no_former_name(settings: str, field: str, tmp_path: Path) -> None:
    result = run(tmp_path, _files("gaps: [{id: g}]\n", settings))
    kind = result.registry.schema["gap"]
    assert kind.system_field == field
    assert not kind.former_names
    assert not [each for each in result.findings if each.code == "TR008" and "bogus" not in each.message]
    assert result.registry.schema["component"].system_field == "system"


def test_a_field_of_that_name_means_what_its_kind_says(tmp_path: Path) -> None:
    settings = (
        "kinds: {disk: {plural: disks, fields: {system: text}}, tree: {plural: trees, fields: {root: text}}}"
    )
    sidecar = """\
    defaults: {root: till}
    disks: [{id: d, system: ext4, evidence: {code: ['a.py:B']}}]
    trees: [{id: t, root: oak, evidence: {code: ['a.py:B']}}]
    """
    result = run(tmp_path, _files(sidecar, settings))
    system = result.registry.schema.system
    disk, tree = result.registry.all
    assert (disk.text("system"), disk.text("root"), system(disk)) == ("ext4", "till", "till")
    assert (tree.text("root"), system(tree)) == ("oak", "")
    assert _items(result) == {"d": {"root": "till", "system": "ext4"}, "t": {"root": "oak"}}
    assert [each for each in result.findings if each.code in ("TR002", "TR003", "TR010")] == []


def test_a_filter_on_a_field_of_ones_own_takes_its_words(tmp_path: Path) -> None:
    settings = "kinds: {tree: {plural: trees, fields: {root: {one_of: [oak, elm]}}}}"
    sidecar = "trees: [{id: t, root: oak}]\ngaps: [{id: g, system: shop}]\n"
    page = "# Page\n\nThere are [trace: count trees root=elm] and [trace: count trees root=shop].\n"
    found = [each for each in check(tmp_path, _files(sidecar, settings, page=page)) if each.code != "TR202"]
    assert [(each.code, each.message, each.help) for each in found] == [
        ("TR501", "`shop` is not a value of `root`", "it is one of `oak`, `elm`")
    ]


@pytest.mark.parametrize(("own", "key"), [("system", "root"), ("root", "system")])
def test_the_table_is_that_of_the_writer_s_system_whatever_names_it(
    own: str, key: str, tmp_path: Path
) -> None:
    settings = f"kinds: {{resource: {{fields: {{{own}: text}}}}}}"
    sidecar = f"""\
    components: [{{id: till-code, system: till, paths: [a.py]}}]
    resources:
      - {{id: rows, {own}: till, {key}: shop}}
      - {{id: rows2, {own}: shop, {key}: till, evidence: {{tables: [rows]}}, writers: [other]}}
    flows: [{{id: F-1, components: [till-code, other]}}]
    """
    files = _files(sidecar, settings) | {
        "till/a.py": "q = 'UPDATE rows SET plan = 1'\n",
        "docs/b.trace.yml": "components: [{id: other}]\n",
    }
    assert [each.message for each in check(tmp_path, files) if each.code == "TR310"] == [
        "component till-code writes rows2 in its code, but is not among the `writers` of resource rows2"
    ]


def test_a_field_of_ones_own_has_former_names_as_well(tmp_path: Path) -> None:
    settings = "kinds: {disk: {plural: disks, fields: {format: {formerly: [fs, kind_of], label: Format}}}}"
    sidecar = "disks: [{id: d, fs: ext4}, {id: e, kind-of: xfs}, {id: f, format: fat}]\n"
    result = run(tmp_path, _files(sidecar, settings))
    assert _items(result) == {"d": {"fs": "ext4"}, "e": {"fs": "xfs"}, "f": {"fs": "fat"}}
    assert _renamed(result.findings) == ["docs/a.trace.yml:1:17: `fs` is spelled `format` now"]


def test_a_former_name_of_two_fields_is_said(tmp_path: Path) -> None:
    settings = "kinds: {disk: {plural: disks, fields: {a: {formerly: x}, b: {formerly: x}}}}"
    found = [each for each in check(tmp_path, _files("disks: []\n", settings)) if each.code == "TR008"]
    assert [each.message for each in found] == ["`x` is a former name of `b` already"]


# -------------------------------------------------------------------- exports, and what is kept


def _items(result: Result) -> dict[str, Any]:
    assert not list(what_is_wrong(published(result)))
    return {each["id"]: each.get("fields", {}) for each in registry_of(result)["items"]}


def test_exports_keep_the_key_root(tmp_path: Path) -> None:
    result = run(tmp_path, _files("gaps: [{id: g, system: shop}, {id: h, root: till}]\n"))
    assert _items(result) == {"g": {"root": "shop"}, "h": {"root": "till"}}
    lines = items_csv(result, result.registry.schema["gap"]).decode().splitlines()
    at = lines[0].lstrip("\ufeff").split(",").index("root")
    assert "system" not in lines[0].split(",")
    assert [line.split(",")[at] for line in lines[1:]] == ["shop", "till"]


def test_what_was_kept_says_the_same(tmp_path: Path) -> None:
    files = _files(
        "defaults: {root: shop}\ngaps: [{id: g, root: till, system: shop}, {id: h, root: till}]\n",
        SECTIONS.replace("NAME", "root"),
        page="# Page\n\n[trace: list gaps root=till]\n",
    )
    config = write_site(tmp_path, files)
    first, kept = (Workspace(load_settings(config)).check(TODAY).findings for _ in range(2))
    assert said(kept) == said(first)
    sidecar = tmp_path / "docs" / "a.trace.yml"
    sidecar.write_text("gaps: [{id: g, root: till}]\n", encoding="utf-8")
    changed = Workspace(load_settings(config)).check(TODAY).findings
    (tmp_path / ".cache").rename(tmp_path / "away")
    clean = Workspace(load_settings(config)).check(TODAY).findings
    assert said(changed) == said(clean)
    assert len(_renamed(clean)) == 3
