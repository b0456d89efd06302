"""What findings offer: each fix, put into the text, leaves nothing of its finding and changes nothing else."""

from pathlib import Path
from textwrap import dedent

import pytest
from support import run, table

from mkdocs_traceability.edits.fixes import FIXERS, HAVE_SAFE_FIXES, fixes_of, how_fixed
from mkdocs_traceability.edits.text_edits import apply_edits
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.fix import Fix
from mkdocs_traceability.rules import all_rules


def offered(folder: Path, sidecar: str, code: str) -> list[tuple[Fix, str]]:
    """Return the fixes of what a rule finds in one sidecar, each with the sidecar that it makes."""
    text = dedent(sidecar)
    findings = run(folder, {"docs/a.trace.yml": text, "src/x/a.py": "class A: ...\n"}).findings
    every = [each for finding in findings for each in (finding, *finding.entries) if each.code == code]
    assert every, findings
    return [
        (fix, apply_edits(text, fix.edits)) for finding in every for fix in fixes_of(finding, lambda _: text)
    ]


@table(
    "code, before, after",
    ("an id that is a number elsewhere", "TR007", "- id: 0016", '- id: "0016"'),
    ("one in brackets", "TR007", "- {id: no, title: x}", '- {id: "no", title: x}'),
    ("one with a comment", "TR007", "- id: 1e3 # old", '- id: "1e3" # old'),
    ("an id in typographic quotes", "TR006", "- id: “api”", '- id: "api"'),
    (
        "a status in typographic quotes",
        "TR003",
        "- id: api\n  status: „planned“",
        '- id: api\n  status: "planned"',
    ),
    ("no space behind a colon", "TR003", "- id:api", "- id: api"),
    ("no space behind a colon, in brackets", "TR003", "- {id:api, title: x}", "- {id: api, title: x}"),
    ("an odd blank in a key", "TR003", "- id: api\n  title\u00a0: x", "- id: api\n  title : x"),
    (
        "several odd blanks",
        "TR001",
        "- id: api\n  title:\u00a0x\n  notes:\u2003y\n  summary: z\n",
        "- id: api\n  title: x\n  notes: y\n  summary: z\n",
    ),
    ("a full-width colon", "TR001", "- id: api\n  title：x\n  notes: y", "- id: api\n  title: x\n  notes: y"),
    ("no space behind a dash", "TR001", "-id: api\n- id: b", "- id: api\n- id: b"),
    (
        "a value that begins with @",
        "TR001",
        "- id: api\n  title: @me, you # c",
        '- id: api\n  title: "@me, you" # c',
    ),
    ("a value that begins with a backquote", "TR001", "- id: api\n  title: `x`", '- id: api\n  title: "`x`"'),
    ("a former name", "TR010", "- id: api\n  root: x", "- id: api\n  system: x"),
    (
        "a former name in all items",
        "TR010",
        "- {id: api, root: x}\n- id: b\n  title: root\n  root: x\n- {root: y, id: c}\n- {root: y, system: y, id: d}",
        "- {id: api, system: x}\n- id: b\n  title: root\n  system: x\n- {system: y, id: c}\n- {root: y, system: y, id: d}",
    ),
    (
        "a full path",
        "TR412",
        "- id: a\n  evidence: {code: [a.py:A]}",
        "- id: a\n  evidence: {code: [src/x/a.py:A]}",
    ),
)
def test_a_safe_fix(tmp_path: Path, code: str, before: str, after: str) -> None:
    fixes = offered(tmp_path, f"components:\n{before}\n", code)
    fix, text = fixes[0]
    assert fix.is_safe
    assert text == f"components:\n{after}\n"


@table(
    "code, before, after",
    ("a title in typographic quotes", "TR007", "title: “Hi” # x", 'title: "Hi" # x'),
    ("a title with a number", "TR007", "title: Fix #12", 'title: "Fix #12"'),
    ("a title that is a number", "TR003", "title: #12", 'title: "#12"'),
    ("a colon within a title", "TR001", "title: Threshold: crossed  # c", 'title: "Threshold: crossed"  # c'),
)
def test_an_unsafe_fix(tmp_path: Path, code: str, before: str, after: str) -> None:
    ((fix, text),) = offered(tmp_path, f"components:\n- id: api\n  {before}\n", code)
    assert not fix.is_safe
    assert text == f"components:\n- id: api\n  {after}\n"


@table(
    "before, after",
    ("in brackets", "flows: [F-1]", "flows: [F-1, F-2]"),
    ("in empty brackets", "flows: []", "flows: [F-2]"),
    ("with a comma at the end", "flows: [F-1,]  # c", "flows: [F-1, F-2,]  # c"),
    ("over several lines", "flows: [F-1,\n      F-3\n      ]", "flows: [F-1,\n      F-3, F-2\n      ]"),
    ("a mere id", "flows: F-1 # c", "flows: [F-1, F-2] # c"),
    ("a mapping", "flows: {id: F-1, role: x}", "flows: [{id: F-1, role: x}, F-2]"),
    ("entry by entry", "flows:\n    - F-1 # c\n    # end", "flows:\n    - F-1 # c\n    - F-2\n    # end"),
    ("with mappings", "flows:\n  - id: F-1\n    role: x", "flows:\n  - id: F-1\n    role: x\n  - F-2"),
)
def test_the_missing_side_of_a_relation(tmp_path: Path, before: str, after: str) -> None:
    flows = "flows:\n- {id: F-1, components: [api]}\n- {id: F-2, components: [api]}\n- {id: F-3, components: [api]}\n"
    fixes = offered(tmp_path, f"{flows}components:\n- id: api\n  {before}\n", "TR108")
    assert f"{flows}components:\n- id: api\n  {after}\n" in [text for _, text in fixes]
    assert all(fix.is_safe for fix, _ in fixes)


@table(
    "components",
    ("the list of defaults", "defaults: {flows: [F-1]}\ncomponents:\n- id: api\n"),
    ("a list that an anchor repeats", "components:\n- {id: b, flows: &f [F-1]}\n- {id: api, flows: *f}\n"),
    ("a list that is anchored", "components:\n- {id: api, flows: &f [F-1]}\n- {id: b, external: true}\n"),
)
def test_a_side_that_is_shared_is_not_added_to(tmp_path: Path, components: str) -> None:
    flows = "flows:\n- {id: F-1, components: [api]}\n- {id: F-2, components: [api]}\n"
    assert all(components in text for _, text in offered(tmp_path, flows + components, "TR108"))


@table(
    "written, after",
    ("plain", "old", '"0016"'),
    ("quoted", "'old'", "'0016'"),
    ("in double quotes", '"old"', '"0016"'),
    ("with its kind", "component:old", "component:0016"),
)
def test_a_former_id_is_written_as_it_has_to_be(tmp_path: Path, written: str, after: str) -> None:
    rest = "components: [{id: '0016', former_ids: [old]}]\n"
    before = f"flows:\n- id: F-1\n  components:\n  - {written} # c\n{rest}"
    ((fix, text),) = offered(tmp_path, before, "TR107")
    assert text == f"flows:\n- id: F-1\n  components:\n  - {after} # c\n{rest}"
    assert fix.is_safe


@table(
    "code, before, after",
    ("a key", "TR002", "title: x\n  exteral: true", "title: x\n  external: true"),
    ("a key with a hyphen", "TR002", "former-idz: [x]", "former_ids: [x]"),
    ("a status", "TR003", "status: plannd", "status: planned"),
    ("a quoted value", "TR003", "trigger: 'requets'", "trigger: 'request'"),
    ("a claim type", "TR002", "evidence: {cod: [a.py]}", "evidence: {code: [a.py]}"),
)
def test_what_is_misspelt_has_a_suggestion(tmp_path: Path, code: str, before: str, after: str) -> None:
    ((fix, text),) = offered(tmp_path, f"components:\n- id: api\n  {before}\n", code)
    assert not fix.is_safe
    assert text == f"components:\n- id: api\n  {after}\n"


def test_a_kind_is_fixed_at_its_key(tmp_path: Path) -> None:
    before = "componets:\n- id: api\nflows:\n- id: F-1\n"
    ((_, text),) = offered(tmp_path, before, "TR002")
    assert text == before.replace("componets", "components")


@pytest.mark.parametrize("code", all_rules())
def test_the_manual_says_what_can_be_fixed(code: str) -> None:
    assert bool(how_fixed(code)) == (code in FIXERS)
    assert FIXERS.keys() >= HAVE_SAFE_FIXES


def test_a_file_that_is_not_to_be_edited_has_no_fixes() -> None:
    from mkdocs_traceability.model.position import Position

    finding = Finding("TR007", "x", Position("a.yml", 1, 5, 4), field="id", subject="0016")
    assert fixes_of(finding, lambda _: "id: 0016")
    assert fixes_of(finding, lambda _: None) == ()
