"""What is told of the word at the cursor, where it is declared, where it is used, and which items there are."""

from pathlib import Path

import pytest
from lsprotocol import types
from support import table

from mkdocs_traceability.lsp.annotations import SHOW_REFERENCES, code_lenses, inlay_hints
from mkdocs_traceability.lsp.definition import definition
from mkdocs_traceability.lsp.hover import hover
from mkdocs_traceability.lsp.markdown import code, escaped
from mkdocs_traceability.lsp.references import highlight, references
from mkdocs_traceability.lsp.symbols import document_symbols, workspace_symbols
from tests.lsp.typing_site import FILES, TypingSite, document

FLOWS, PAGE, PARTS = "docs/flows.trace.yml", "docs/page.md", "docs/components.trace.yml"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> TypingSite:
    return TypingSite(tmp_path_factory.mktemp("site"))


def told(site: TypingSite, path: str, before: str) -> str:
    """Return what a hover says behind some words of a file."""
    found = site.ask(hover, path, site.with_cursor(path, before))
    return found.contents.value if found else ""


@table(
    "path, before, some",
    ("the card of an item that is named", FLOWS, "[bat", ["**batcher** Batcher", "Implements flows: `EVAL-001`, `EVAL-002`"]),
    ("its own", FLOWS, "id: EVAL-0", ["**EVAL-001** Evaluation", "Flow · implemented", "`worker` (Evaluator)", "`app/batcher.py:Batcher.run` ✓ found"]),
    ("a key", FLOWS, "compon", ["**components**", "Ids of component", "Inverse: `flows`"]),
    ("a status", FLOWS, "status: impl", ["Done; evidence required", "Phase: done"]),
    ("a kind", FLOWS, "flo", ["**Flows**", "User-visible flows"]),
    ("a claim type", FLOWS, "      cod", ["File, or file:Symbol"]),
    ("a claim that holds", FLOWS, "app/batcher.py", ["✓ found", "In `code/app/batcher.py:2`"]),
    ("an item in a sentence", PAGE, "As EVAL", ["**EVAL-001** Evaluation"]),
    ("an item in brackets", PAGE, "[EVAL", ["**EVAL-002** Tile by tile"]),
    ("an item behind a label", PAGE, "[batch", ["**batcher** Batcher"]),
    ("the value of a filter", PAGE, "components=bat", ["**batcher** Batcher"]),
    ("the key of a filter", PAGE, "flows comp", ["**components**"]),
)  # fmt: skip
def test_what_is_told(path: str, before: str, some: list[str], site: TypingSite) -> None:
    text = told(site, path, before)
    assert [each for each in some if each not in text] == [], text


def test_a_rule_is_explained_where_it_is_waived(site: TypingSite) -> None:
    found = site.ask(hover, FLOWS, "flows:\n  - id: A\n    waive: {TR2¦01: {reason: x}}\n")
    assert found.contents.value.startswith("**TR201** ")


def test_a_claim_that_is_not_saved_is_looked_up(site: TypingSite) -> None:
    text = "flows:\n  - id: A\n    evidence: {code: [app/batcher.py:Batcher.go¦]}\n"
    found = site.ask(hover, FLOWS, text).contents.value
    assert "✗ not found" in found
    assert "`Batcher.go` not found in `app/batcher.py`" in found


def test_what_somebody_wrote_has_no_meaning_in_a_hover(site: TypingSite) -> None:
    text = told(site, FLOWS, "id: wor")
    assert r"Worker \<b\>bold\</b\> \[link\](http\://evil.example)" in text


@table(
    "text, expected",
    ("HTML", "<img src=x>", r"\<img src=x\>"),
    ("a link", "[a](b)", r"\[a\](b)"),
    ("an image", "![a](b)", r"\!\[a\](b)"),
    ("a bare address", "see https://x.y", r"see https\://x.y"),
    ("an address without a scheme", "www.x.y", r"www\.x.y"),
    ("a list", "- a", r"\- a"),
    ("a numbered list", "1. a", r"1\. a"),
    ("a heading of two lines", "a\n===", "a ==="),
    ("a rule", "---", r"\---"),
    ("an icon", "$(alert)", r"\$(alert)"),
    ("code", "`a`", r"\`a\`"),
    ("an entity", "&lt;", r"\&lt;"),
)
def test_markdown_is_escaped(text: str, expected: str) -> None:
    assert escaped(text) == expected


def test_code_holds_any_backticks() -> None:
    assert [code("a"), code("`a`"), code("a``b"), code("")] == ["`a`", "`` `a` ``", "``` a``b ```", ""]


# ---------------------------------------------------------------- places


def places(site: TypingSite, found: list[types.Location]) -> list[str]:
    root = site.folder.as_uri() + "/"
    return [
        f"{each.uri.removeprefix(root)}:{each.range.start.line + 1}:{each.range.start.character + 1}"
        for each in found
    ]


@table(
    "path, before, expected",
    ("an id in a relation", FLOWS, "[bat", "docs/components.trace.yml:2:9"),
    ("an id in a sentence", PAGE, "As EVAL", "docs/flows.trace.yml:2:9"),
    ("an id in a filter", PAGE, "components=bat", "docs/components.trace.yml:2:9"),
    ("a symbol", FLOWS, "app/batcher.py:Bat", "code/app/batcher.py:2:1"),
    ("a heading", FLOWS, "[page.md", "docs/page.md:3:1"),
)
def test_where_it_is_declared(path: str, before: str, expected: str, site: TypingSite) -> None:
    assert places(site, site.ask(definition, path, site.with_cursor(path, before))) == [expected]


@table(
    "claim, expected",
    ("an endpoint", "endpoints: [GET /orders/¦{id}]", "code/openapi.yaml:5:1"),
    ("a table", "tables: [ord¦ers]", "code/db.sql:1:1"),
    ("a file", "files: [app/bat¦cher.py]", "code/app/batcher.py:1:1"),
    ("a test", "tests: ['app/test_batcher.py::test_r¦uns']", "code/app/test_batcher.py:1:1"),
)
def test_where_a_claim_leads_that_is_not_saved(claim: str, expected: str, site: TypingSite) -> None:
    claim = claim.replace("[GET /orders/¦{id}]", "['GET /orders/¦{id}']")
    text = f"flows:\n  - id: A\n    evidence: {{{claim}}}\n"
    assert places(site, site.ask(definition, FLOWS, text)) == [expected]


def test_a_cell_of_a_table_leads_to_the_item(site: TypingSite) -> None:
    text = (
        "<!-- traceability: flows -->\n\n| ID | Components |\n| -- | -- |\n| F-3 | `wor¦ker`, `batcher` |\n"
    )
    assert places(site, site.ask(definition, PAGE, text)) == ["docs/components.trace.yml:4:9"]
    assert "**worker**" in site.ask(hover, PAGE, text).contents.value


def asked(site: TypingSite, path: str, before: str, *, declaration: bool = False) -> list[str]:
    params = types.ReferenceParams(types.ReferenceContext(declaration), document(), types.Position(0, 0))
    return places(site, site.ask(references, path, site.with_cursor(path, before), params))


def test_where_it_is_used(site: TypingSite) -> None:
    used = [
        "docs/flows.trace.yml:5:18",
        "docs/flows.trace.yml:12:18",
        "docs/page.md:5:48",
        "docs/page.md:7:31",
    ]
    assert asked(site, PARTS, "id: bat") == used
    assert asked(site, FLOWS, "[bat", declaration=True) == ["docs/components.trace.yml:2:9", *used]
    assert asked(site, FLOWS, "id: EVAL") == ["docs/page.md:5:4"]


def test_places_move_with_what_is_typed_above(site: TypingSite) -> None:
    text = "# a comment\n" + site.with_cursor(FLOWS, "[bat")
    params = types.ReferenceParams(types.ReferenceContext(False), document(), types.Position(0, 0))
    assert places(site, site.ask(references, FLOWS, text, params))[0] == "docs/flows.trace.yml:6:18"


def test_where_the_id_stands_in_the_text_as_it_is(site: TypingSite) -> None:
    text = "As EVAL-0¦01 and EVAL-001, not EVAL-0011 nor XEVAL-001.\n\n[EVAL-001]\n"
    found = site.ask(highlight, PAGE, text)
    assert [(each.range.start.line, each.range.start.character) for each in found] == [
        (0, 3),
        (0, 16),
        (2, 1),
    ]


# ---------------------------------------------------------------- symbols


def test_items_of_a_file_stand_below_their_kind(site: TypingSite) -> None:
    found = site.ask_file(document_symbols, FLOWS)
    assert [(each.name, [(child.name, child.detail) for child in each.children]) for each in found] == [
        ("flows", [("EVAL-001", "Evaluation"), ("EVAL-002", "Tile by tile")])
    ]
    first, second = found[0].children
    assert (first.range.start.line, first.range.end.line, second.range.end.line) == (1, 7, 11)
    assert found[0].range.start.line == 1


def test_items_are_found_by_id_and_by_title(site: TypingSite) -> None:
    def found(query: str) -> list[str]:
        return [
            each.name for each in workspace_symbols([site.snapshot()], types.WorkspaceSymbolParams(query))
        ]

    assert found("EVAL") == ["EVAL-001 Evaluation", "EVAL-002 Tile by tile"]
    assert found("tile") == ["EVAL-002 Tile by tile"]
    assert len(found("")) == 4


# ---------------------------------------------------------------- within the text


def test_above_an_item_stands_how_often_it_is_used(site: TypingSite) -> None:
    lenses = site.ask_file(code_lenses, PARTS)
    assert [(each.range.start.line, each.command.title) for each in lenses] == [
        (1, "used by 4"),
        (3, "used by 1"),
    ]
    uri, position, locations = lenses[0].command.arguments
    assert lenses[0].command.command == SHOW_REFERENCES
    assert uri.endswith(PARTS)
    assert (position.line, len(locations)) == (1, 4)


def test_behind_an_id_stands_its_badge(site: TypingSite) -> None:
    def hints(last: int) -> list[tuple[int, int, str]]:
        span = types.Range(types.Position(0, 0), types.Position(last, 0))
        found = site.ask_file(inlay_hints, FLOWS, types.InlayHintParams(document(), span))
        return [(each.position.line, each.position.character, each.label) for each in found]

    assert hints(100) == [(1, 16, "✓ found"), (8, 16, "○ planned")]
    assert hints(5) == [(1, 16, "✓ found")]


# ---------------------------------------------------------------- whatever the text has become


@pytest.mark.parametrize("feature", [hover, definition, highlight])
def test_no_feature_raises_while_a_file_is_deleted_bit_by_bit(feature: object, site: TypingSite) -> None:
    text = FILES[FLOWS]
    for end in range(0, len(text), 7):
        site.ask(feature, FLOWS, f"{text[:end]}¦{text[end + 40 :]}")  # type: ignore[arg-type]


def test_features_of_a_file_that_is_empty_now(site: TypingSite, tmp_path: Path) -> None:
    for feature in (document_symbols, code_lenses):
        assert isinstance(site.ask_file(feature, FLOWS, None, ""), list)
