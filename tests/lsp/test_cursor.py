"""What stands at the cursor: in sidecars, front matter, tables, markers and sentences, however broken."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support import ROOT, table

from mkdocs_traceability.edits.yaml_text import as_yaml
from mkdocs_traceability.lsp.cursor.find import slot_at
from mkdocs_traceability.lsp.cursor.slot import Slot
from mkdocs_traceability.lsp.cursor.word import ENTRY
from mkdocs_traceability.lsp.cursor.yaml import word_in_sidecar
from mkdocs_traceability.model.kinds import Schema
from mkdocs_traceability.reading.yaml.nodes import Mapping, Node, Scalar
from mkdocs_traceability.reading.yaml.tree import parse
from tests.lsp.cursors import built_in_schema, slot_of, typed


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Schema:
    return built_in_schema(tmp_path_factory.mktemp("site"))


def said(slot: Slot | None) -> str:
    """Return a slot in a few words: its role, the kind, the name, and what is typed by now."""
    if slot is None:
        return "nothing"
    kind = slot.kind.name if slot.kind and not slot.is_default else "any" if slot.is_default else ""
    words = [slot.role.name, f"{kind}.{slot.name}".strip(".")]
    return " ".join(filter(None, [*words, f"{slot.word.before}¦{slot.word.text[len(slot.word.before) :]}"]))


SIDECAR = """\
defaults: {system: x}
flows:
  - id: EVAL-001
    title: "What: is it"
HERE
    status: planned

  - id: EVAL-002
    broken: [
components:
  - {id: a, depends_on: [b]}
"""


@table(
    "line, expected",
    ("an empty line is a key", "    ¦", "ITEM_KEY flow ¦"),
    ("a key that is typed", "    comp¦", "ITEM_KEY flow comp¦"),
    ("a key that stands", "    compo¦nents: [a]", "ITEM_KEY flow compo¦nents"),
    ("a value behind a blank", "    components: ¦", "REFERENCE flow.components ¦"),
    ("a value right behind the colon", "    components:¦", "REFERENCE flow.components ¦"),
    ("an open list", "    components: [¦", "REFERENCE flow.components ¦"),
    ("the second of an open list", "    components: [a, wo¦", "REFERENCE flow.components wo¦"),
    ("an open quote", '    components: [a, "wo¦', "REFERENCE flow.components wo¦"),
    ("an empty entry", "    components:\n      - ¦", "REFERENCE flow.components ¦"),
    ("an entry without its dash", "    components:\n      - a\n      ¦", "REFERENCE flow.components ¦"),
    ("an id in a mapping", "    components: [{id: ba¦}]", "REFERENCE flow.components ba¦"),
    ("an attribute of a reference", "    components: [{id: a, ro¦", "REFERENCE_KEY flow.components ro¦"),
    ("a status", "    status: pl¦", "STATUS flow.status pl¦"),
    ("a vocabulary", "    implementation: ¦", "CHOICE flow.implementation ¦"),
    ("a claim type", "    evidence:\n      te¦", "EVIDENCE_KEY flow.evidence te¦"),
    ("a claim type in brackets", "    evidence: {¦", "EVIDENCE_KEY flow.evidence ¦"),
    ("a claim", "    evidence: {code: [app/main.py:st¦", "CLAIM flow.code app/main.py:st¦"),
    ("a claim that is a mapping", "    evidence: {code: [{claim: app¦", "CLAIM flow.code app¦"),
    ("a key of a claim", "    evidence: {code: [{claim: app, l¦", "CLAIM_KEY flow.code l¦"),
    ("a rule", "    waive: {TR2¦", "RULE flow.waive TR2¦"),
    ("a key of a waiver", "    waive:\n      TR201: {reason: x, ¦", "WAIVER_KEY flow.TR201 ¦"),
    ("a key of a waiver on a line", "    waive:\n      TR201:\n        ¦", "WAIVER_KEY flow.TR201 ¦"),
    ("what a waiver is limited to", "    waive: {TR201: {of: [¦", "WAIVED flow.TR201 ¦"),
    ("an inverse", "    gaps: [G¦", "REFERENCE flow.gaps G¦"),
    ("a text", "    summary: what ¦", "TEXT flow.summary what ¦"),
    ("a system", "    system: ¦", "SYSTEM flow.system ¦"),
    ("a comment", "    # status: ¦", "nothing"),
    ("a key nobody knows", "    nonsense: ¦", "nothing"),
    ("behind a bracket that was forgotten", "    see: [\n    sta¦", "ITEM_KEY flow sta¦"),
    ("a new item", "  - ¦", "ITEM_KEY flow ¦"),
    ("a kind", "pat¦", "TOP_KEY pat¦"),
)
def test_in_a_sidecar_that_is_typed(line: str, expected: str, schema: Schema) -> None:
    assert said(slot_of(SIDECAR.replace("HERE", line), schema, is_page=False)) == expected


@table(
    "text, expected",
    ("a key of defaults", "defaults:\n  ¦", "ITEM_KEY any ¦"),
    ("a status of defaults", "defaults: {status: ¦}", "STATUS any.status ¦"),
    ("a list at the margin", "flows:\n- id: A\n  components:\n  - ¦", "REFERENCE flow.components ¦"),
    ("an action", "gaps:\n  - id: G\n    action: {te¦", "ACTION_KEY gap.action te¦"),
    ("an artifact", "gaps:\n  - id: G\n    action: {artifacts: [a¦", "CLAIM gap.action a¦"),
    ("a field with claims", "patches:\n  - id: P\n    target: de¦", "CLAIM patch.target de¦"),
    ("a page", "components:\n  - {id: a, page: in¦}", "CLAIM component.page in¦"),
    ("a yes or no", "components:\n  - {id: a, external: ¦}", "BOOLEAN component.external ¦"),
    ("an anchor elsewhere", "flows:\n  - {id: A, see: *x}\n  - {id: B, see: *x, st¦}", "ITEM_KEY flow st¦"),
    ("an id", "flows:\n  - id: EV¦", "ID flow.id EV¦"),
    ("an empty file", "¦", "TOP_KEY ¦"),
    ("a file of another shape", "openapi: 3.0\ninfo: {ti¦}", "nothing"),
    ("windows", "flows:\r\n  - id: A\r\n    status: ¦\r\n", "STATUS flow.status ¦"),
)
def test_in_whole_sidecars(text: str, expected: str, schema: Schema) -> None:
    text = text.replace("\r\n", "\n")  # as the server's lines are
    assert said(slot_of(text, schema, is_page=False)) == expected


PAGE = """\
---
title: A page
traceability:
  component:
    id: batcher
FRONT
---
# Heading

<!-- traceability: flowsCOMMENT -->

| Flow ID | Components | Status | Tests |
| ------- | ---------- | ------ | ----- |
| EVAL-001 | `a`, `b` | ✅ | |
ROW

TEXT

```yaml
CODE
```
"""


@table(
    "where, written, expected",
    ("front matter", "FRONT", "    depends_on: [¦", "REFERENCE component.depends_on ¦"),
    ("a key in front matter", "FRONT", "    ¦", "ITEM_KEY component ¦"),
    ("a kind in front matter", "FRONT", "  fl¦", "TOP_KEY fl¦"),
    ("what is not ours", "FRONT", "tags: [¦]", "nothing"),
    ("a cell of references", "ROW", "| EVAL-002 | `a`, ba¦ | |", "REFERENCE flow.components ba¦"),
    ("a cell in code", "ROW", "| EVAL-002 | `ba¦` | |", "REFERENCE flow.components ba¦"),
    ("an empty cell", "ROW", "| EVAL-002 | a | ¦ |", "STATUS flow.status ¦"),
    ("a cell of claims", "ROW", "| EVAL-002 | a | | `tests/x¦` |", "CLAIM flow.tests tests/x¦"),
    ("a row that is not closed", "ROW", "| EVAL-002 | ba¦", "REFERENCE flow.components ba¦"),
    ("an id in a table", "ROW", "| EV¦ |", "ID flow.id EV¦"),
    ("the field of a comment", "COMMENT", " te¦", "TABLE_FIELD flow te¦"),
    ("the header of a comment", "COMMENT", ' id="Fl¦"', "TABLE_HEADER flow.id Fl¦"),
    ("the second header", "COMMENT", ' components="Flow ID, Co¦', "TABLE_HEADER flow.components Co¦"),
    ("the form of a marker", "TEXT", "[trace: li¦", "FORM li¦"),
    ("right behind the colon of a marker", "TEXT", "[trace:¦", "FORM ¦"),
    ("the kind of a marker", "TEXT", "There are [trace: count fl¦] flows", "MARKER_KIND fl¦"),
    ("the item of a marker", "TEXT", "[trace: badge EV¦]", "MARKER_ITEM EV¦"),
    ("the key of a filter", "TEXT", "[trace: list flows com¦", "FILTER_KEY flow com¦"),
    ("the value of a filter", "TEXT", "[trace: list flows components=a,b¦c]", "FILTER_VALUE flow.components b¦c"),
    ("a value in quotes", "TEXT", '[trace: list flows domain="two w¦', "FILTER_VALUE flow.domain two w¦"),
    ("a negated value", "TEXT", "[trace: list flows status!=¦]", "FILTER_VALUE flow.status ¦"),
    ("a typed number", "TEXT", "3 flows<!-- traceability: count flows status=¦ -->", "FILTER_VALUE flow.status ¦"),
    ("an id in brackets", "TEXT", "as [EVAL-0¦", "MENTION.[ EVAL-0¦"),
    ("an id behind a label", "TEXT", "as [the flow][EV¦]", "MENTION.[ EV¦"),
    ("a bare id", "TEXT", "as EVAL-0¦01 says.", "MENTION EVAL-0¦01"),
    ("an id in code", "TEXT", "as `EVAL-001¦` says", "MENTION EVAL-001¦"),
    ("an escaped bracket", "TEXT", "as \\[¦", "nothing"),
    ("code", "CODE", "[trace: li¦", "nothing"),
)  # fmt: skip
def test_in_a_page(where: str, written: str, expected: str, schema: Schema) -> None:
    text = PAGE.replace(where, written)
    for other in ("FRONT\n", "COMMENT", "ROW", "TEXT", "CODE"):
        text = text.replace(other, "")
    answer = said(slot_of(text, schema, is_page=True))
    assert answer.replace("MENTION [", "MENTION.[") == expected


def test_front_matter_that_is_not_closed_yet(schema: Schema) -> None:
    assert (
        said(slot_of("---\ntraceability:\n  flow:\n    sta¦", schema, is_page=True)) == "ITEM_KEY flow sta¦"
    )


# ---------------------------------------------------------------- whatever is typed

_WORDS = st.text("abXY019 :-#'\"[]{},&*!|>%@é😀", max_size=12)
_VALUES = st.recursive(
    _WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_WORDS, inner, max_size=3),
    max_leaves=8,
)
_KEYS = st.sampled_from(["title", "components", "evidence", "status", "waive", "notes", "see"])
_ITEMS = st.lists(
    st.dictionaries(_KEYS, _VALUES, max_size=4).map(lambda more: {"id": "A-1"} | more), min_size=1, max_size=3
)
_DOCUMENTS = st.dictionaries(
    st.sampled_from(["flows", "components", "gaps", "notes"]), _ITEMS, min_size=1, max_size=3
)


def scalars(
    node: Node | None, path: tuple[str, ...] = (), *, is_key: bool = False
) -> list[tuple[Scalar, tuple[str, ...], bool]]:
    if node is None:
        return []
    if isinstance(node, Scalar):
        return [(node, path, is_key)]
    if isinstance(node, Mapping):
        return [
            found
            for key, value in node.entries
            if isinstance(key, Scalar)
            for found in (*scalars(key, path, is_key=True), *scalars(value, (*path, key.text)))
        ]
    return [found for each in node.items for found in scalars(each, (*path, ENTRY))]


@pytest.mark.slow
@given(_DOCUMENTS, st.booleans())
@example({"flows": [{"id": "A-1", "title": {"[*0": ""}}]}, False)
@settings(max_examples=30, deadline=None)
def test_of_a_sound_document_it_says_what_the_tree_says(document: dict[str, object], indented: bool) -> None:
    text = as_yaml(document)
    if indented:
        text = "\n".join(f"  {line}" if line[:1] in "- " else line for line in text.split("\n"))
    lines = text.split("\n")
    for node, path, is_key in scalars(parse(text)):
        if not node.length:
            continue
        for column in {node.column, node.column + node.length // 2, node.column + node.length}:
            word = word_in_sidecar(lines, node.line - 1, column - 1)
            assert word is not None
            assert (word.path, word.is_key, word.line, word.column) == (path, is_key, node.line, node.column)


@pytest.mark.slow
@given(_DOCUMENTS, st.data())
@settings(max_examples=30, deadline=None)
def test_nothing_raises_wherever_a_document_ends(document: dict[str, object], data: st.DataObject) -> None:
    schema = _schema_of_this_house()
    text = as_yaml(document)
    text = text[: data.draw(st.integers(0, len(text)))]
    lines = text.split("\n")
    line = data.draw(st.integers(0, len(lines)))
    for is_page in (False, True):
        for column in range(1, len(lines[line - 1]) + 2):
            slot_at(lines, line, column, schema, is_page=is_page)
            slot_at(["---", "traceability:", *lines], line + 2, column, schema, is_page=True)


_MARKDOWN = st.lists(
    st.sampled_from(
        ["---", "traceability:", "| a | b |", "|---|---|", "<!-- traceability: flows", '"', "=", "-->", "[trace:", " list", "]", "\n", "`", "[EVAL-1", "```"]
    )
    | _WORDS,
    max_size=25,
).map("".join)  # fmt: skip


@pytest.mark.slow
@given(_MARKDOWN)
@settings(max_examples=80, deadline=None)
def test_nothing_raises_in_any_page(text: str) -> None:
    schema = _schema_of_this_house()
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        for column in range(1, len(line) + 2):
            slot_at(lines, number, column, schema, is_page=True)


_KNOWN: list[Schema] = []


def _schema_of_this_house() -> Schema:
    from mkdocs_traceability.settings.load import load_settings

    if not _KNOWN:
        _KNOWN.append(load_settings(ROOT / "mkdocs.yml").schema)
    return _KNOWN[0]


@pytest.mark.slow
def test_every_value_of_the_example_is_what_the_tree_says() -> None:
    wrong = []
    for file in sorted(ROOT.glob("example_site/docs/**/*.trace.yml")):
        text = file.read_text(encoding="utf-8")
        lines = text.split("\n")
        for node, path, is_key in scalars(parse(text)):
            if node.length and "<<" not in path:
                word = word_in_sidecar(lines, node.line - 1, node.column - 1 + node.length // 2)
                if word is None or (word.path, word.is_key) != (path, is_key):
                    wrong.append((file.name, node.line, node.column, path, word))
    assert not wrong, wrong[:5]


def test_the_cursor_is_taken_out_of_a_text() -> None:
    assert typed("a\nb¦c") == ("a\nbc", 2, 2)
