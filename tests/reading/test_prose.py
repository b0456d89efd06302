"""What the text of a page says of items: which ids it mentions and which markers it holds, and where."""

from collections.abc import Callable
from textwrap import dedent

import pytest
from processor_time import LINEAR, growth_of_text
from support import table

from mkdocs_traceability.reading.markdown.macro_calls import SeenMarker, markers_of_page
from mkdocs_traceability.reading.markdown.prose import may_hold_prose, read_prose

EVERYTHING = frozenset({"code", "bare", "macros"})


def mentions(text: str, *asked: str) -> list[str]:
    found, *_ = read_prose(text, "docs/a.md", frozenset(asked))
    return [f"{each.position.line}:{each.position.column} {each.form} {each.text}" for each in found]


def markers(text: str) -> list[str]:
    _, found, _ = read_prose(text, "docs/a.md")
    return [f"{each.position.line}:{each.position.column} {each.text}" for each in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See [EVAL-001].", ["1:6 short EVAL-001"]),
        ("See [the pipeline][EVAL-001].", ["1:20 full EVAL-001"]),
        ("See [EVAL-001][].", ["1:6 full EVAL-001"]),
        ("[EVAL-001]: it runs at night.", ["1:2 short EVAL-001"]),
        ("[EVAL-001] [EVAL-002]", ["1:2 short EVAL-001", "1:13 short EVAL-002"]),
        ("([flow:EVAL-001])", ["1:3 short flow:EVAL-001"]),
        ("**[EVAL-001]** and *[EVAL-002]*", ["1:4 short EVAL-001", "1:22 short EVAL-002"]),
        ("[two\nlines][EVAL-001]", ["2:8 full EVAL-001"]),
        ("[a `code]` label][EVAL-001]", ["1:19 full EVAL-001"]),
        ("# The [EVAL-001]", ["1:8 short EVAL-001"]),
        ("> quoted [EVAL-001]", ["1:11 short EVAL-001"]),
        ("- an item\n- [EVAL-001]\n", ["2:4 short EVAL-001"]),
        ("- [ ] to do\n- [x] done [EVAL-001]\n", ["2:13 short EVAL-001"]),
        (
            "| a | b |\n| - | - |\n| [EVAL-001] | `x |\n| ` | [EVAL-002] |",
            ["3:4 short EVAL-001", "4:8 short EVAL-002"],
        ),
        ("Term\n:   [EVAL-001]\n", ["2:6 short EVAL-001"]),
        ("Text[^1].\n\n[^1]: See [EVAL-001].\n", ["3:12 short EVAL-001"]),
        ('!!! note "On [EVAL-001]"\n    More of [EVAL-002]', ["1:15 short EVAL-001", "2:14 short EVAL-002"]),
        ("---\ntitle: '[EVAL-009]'\n---\n\n[EVAL-001]", ["5:2 short EVAL-001"]),
        ("Ein Weg: Ä [EVAL-001]", ["1:13 short EVAL-001"]),
        ("- a\n\n\tb\t[EVAL-001]", ["3:5 short EVAL-001"]),
    ],
)
def test_ids_are_found_where_they_stand(text: str, expected: list[str]) -> None:
    assert mentions(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "`[EVAL-001]`",
        "`` a ` [EVAL-001] ``",
        "`two\n[EVAL-001] lines`",
        "```\n[EVAL-001]\n```",
        "~~~ yaml\n\n[EVAL-001]\n~~~",
        "````\n```\n[EVAL-001]\n```\n[EVAL-001]\n````",
        "- item\n\n    ```\n    [EVAL-001]\n\n    [EVAL-001]\n    ```",
        "> ```\n> [EVAL-001]\n> ```",
        "!!! note\n\n    ~~~\n    [EVAL-001]\n    ~~~",
        '=== "Tab"\n\n    ```\n    [EVAL-001]\n    ```',
        "    [EVAL-001]",
        "text\n\n    [EVAL-001]\n\n    [EVAL-001]",
        "\t[EVAL-001]",
        "- item\n\n        [EVAL-001]",
        "- item\n    - inner\n\n            [EVAL-001]",
        "!!! note\n        [EVAL-001]",
        "??? note\n\n        [EVAL-001]",
        ">     [EVAL-001]",
        "- item\n\ntext\n\n    [EVAL-001]",
        "<!-- [EVAL-001] -->",
        "<!--\n\n[EVAL-001]\n\n-->",
        "text <!-- [EVAL-001] --> text",
        "<div>\n\n[EVAL-001]\n\n</div>",
        "<pre>[EVAL-001]</pre>",
        '<img alt="[EVAL-001]">',
        'An <span title="[EVAL-001]">inline</span> tag',
        'A <a href="x">[EVAL-001]</a> of HTML',
        "Some <code>[EVAL-001]</code>",
        "<https://example.org/[EVAL-001]>",
        "[EVAL-001](page.md)",
        "[a [EVAL-001] b](page.md)",
        "![EVAL-001](a.png)",
        "![EVAL-001]",
        "![alt][EVAL-001]",
        "[EVAL-001]\n\n[EVAL-001]: https://example.org\n",
        "[eval-001]\n\n[EVAL-001]: <https://example.org> 'A title'\n",
        "[a label][EVAL-001]\n\n- item\n\n    [EVAL-001]: page.md\n",
        "[a label] [EVAL-001]\n\n[EVAL-001]: page.md\n\n[a label]: b.md",
        "[^1]",
        "- [x] done",
        r"\[EVAL-001]",
        r"[EVAL-001\]",
        "[[EVAL-001]]",
        "*[EVAL-001]: An abbreviation",
        "rows[i][j] and row[EVAL-001]",
        "[two words]",
        "[]",
        "[ ]",
    ],
)
def test_what_has_another_meaning_is_left_alone(text: str) -> None:
    assert mentions(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("```\nnever closed\n\n[EVAL-001]", ["4:2 short EVAL-001"]),
        ("- item\n\n    [EVAL-001]", ["3:6 short EVAL-001"]),
        ("- item\n    - inner\n\n        [EVAL-001]", ["4:10 short EVAL-001"]),
        ("text\n    [EVAL-001]", ["2:6 short EVAL-001"]),
        ("> - quoted\n>\n>     [EVAL-001]", ["3:8 short EVAL-001"]),
        ("```\ncode\n```\n[EVAL-001]", ["4:2 short EVAL-001"]),
        (
            "<div markdown>\n\n[EVAL-001]\n\n</div>\n\n[EVAL-002]",
            ["3:2 short EVAL-001", "7:2 short EVAL-002"],
        ),
        ("<div>\n</div>\n\n[EVAL-001]", ["4:2 short EVAL-001"]),
        ("<!-- a\n\n-->\n\n[EVAL-001]", ["5:2 short EVAL-001"]),
        ("A `<!--` and [EVAL-001] and `-->`", ["1:15 short EVAL-001"]),
        ("A \\` and [EVAL-001] and \\`", ["1:11 short EVAL-001"]),
        ("an odd ` and [EVAL-001]", ["1:15 short EVAL-001"]),
        ("a <b>[EVAL-001]</b>", ["1:7 short EVAL-001"]),
    ],
)
def test_what_only_looks_left_alone_is_found(text: str, expected: list[str]) -> None:
    assert mentions(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("`EVAL-001` and `two words` and ` EVAL-002 `", ["1:2 code EVAL-001", "1:34 code EVAL-002"]),
        (
            "Of EVAL-001, EVAL-002: and EVAL-003.",
            ["1:4 bare EVAL-001", "1:14 bare EVAL-002", "1:28 bare EVAL-003"],
        ),
        ("```\nEVAL-001 `EVAL-001`\n```", []),
        ("[EVAL-001](a.md) and [b](EVAL-001)", []),
        ("https://example.org/EVAL-001 and a/EVAL-001 and EVAL-001-based", []),
        ("[EVAL-001] and (EVAL-002)", ["1:2 short EVAL-001", "1:17 bare EVAL-002"]),
    ],
)
def test_code_spans_and_bare_ids_are_found_where_they_are_asked_for(text: str, expected: list[str]) -> None:
    assert mentions(text, "code", "bare") == expected
    assert [each for each in expected if " short " in each] == mentions(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("There are [trace: count flow] flows.", ["1:18  count flow"]),
        ("[trace:badge EVAL-001]", ["1:8 badge EVAL-001"]),
        (
            "[trace: matrix flow title=\"a ] b\" x='c ] d'] and [e]",
            ["1:8  matrix flow title=\"a ] b\" x='c ] d'"],
        ),
        ("[trace: list flow don't] and it's", ["1:8  list flow don't"]),
        ("[trace: list\nflow]", ["1:8  list\nflow"]),
        ("    [trace: list flow]", []),
        ("`[trace: list flow]`", []),
        (r"\[trace: list flow]", []),
        ("[trace: list `flow`]", []),
        ("```\n[trace: list flow]\n```", []),
    ],
)
def test_markers_are_found_to_the_letter(text: str, expected: list[str]) -> None:
    assert markers(text) == expected


def test_a_label_is_kept_as_it_was_written() -> None:
    found, *_ = read_prose("[the *`a`* one][EVAL-001]", "docs/a.md")
    assert [each.label for each in found] == ["the *`a`* one"]


def test_a_position_spans_the_id() -> None:
    found, *_ = read_prose("See [EVAL-001].", "docs/a.md")
    assert found[0].position == ("docs/a.md", 1, 6, 8)


def test_most_pages_are_told_by_a_glance() -> None:
    plain = b"# A page\n\nA [link](x.md), an ![image](x.png) and a [two words] - [ ] x `EVAL-001`.\n"
    assert not may_hold_prose(plain)
    assert may_hold_prose(plain, frozenset({"code"}))
    assert may_hold_prose(b"EVAL-001", frozenset({"bare"}))
    assert may_hold_prose(b"[trace: list flow]")


ENDLESS = (
    "[",
    "[a](",
    "[a][",
    "![",
    "[x]: ",
    "[trace: '",
    "(",
    "\\",
    "`",
    "``",
    "```\n",
    "```a\n  ",
    "> ",
    "- ",
    "    - ",
    "<div>\n",
    "<a>",
    "<!--",
    "<script>",
    "<",
    "!!! note\n    ",
    "a.b@",
    "-|",
    "a-",
    "a",
)


@pytest.mark.slow
@pytest.mark.parametrize("piece", ENDLESS)
def test_no_text_takes_long(piece: str) -> None:
    def read(text: str) -> None:
        mentions, *_ = read_prose(text, "docs/a.md", EVERYTHING)
        assert "A-1" in [each.text for each in mentions]

    assert growth_of_text(read, lambda size: "[A-1]\n\n" + piece * size, 5_000) < LINEAR
    assert growth_of_text(read, lambda size: "[A-1]\n\n" + (piece + "\n") * size, 1_250) < LINEAR


def test_what_is_nested_without_end_is_left_alone() -> None:
    assert mentions("> " * 500 + "[EVAL-001]") == []


def test_a_page_is_read_as_its_author_laid_it_out() -> None:
    page = """
        # Title

        1. First
            * Nested [A-1]

                Within [A-2]

                    code [A-3]

            Back [A-4]

        2. Second

            ```
            [A-5]
            ```

            After [A-6]
        """
    assert [each.split()[-1] for each in mentions(dedent(page))] == ["A-1", "A-2", "A-4", "A-6"]


@table(
    "text",
    ("references behind a tab in one line", lambda size: "x\t" + "[A-1] " * size),
    ("references and tabs in one line", lambda size: "x\t[A-1] " * size),
    ("a target of quotes", lambda size: "[A-1]\n\n[a]: " + '"' * size + " x"),
    ("blank lines before a macro call", lambda size: "---\n" + "\n" * size + '{{ trace_count("flow") }}'),
    ("tags that are never closed", lambda size: "[A-1]\n" + "<div></p>" * size),
    ("the same with attributes", lambda size: "[A-1]\n" + '<div a="b"><p></section>\n' * size),
    ("counts in one line", lambda size: "7 x<!-- traceability: count flows -->" * size),
    ("counts in one paragraph", lambda size: "7 x\n    <!-- traceability: count flows -->\n" * size),
    ("comments that are never closed", lambda size: "7 x<!-- traceability: count flows " * size),
    ("digits", lambda size: "x <b>" + "1,234" * size + "<!-- traceability: count flows -->"),
    ("link targets", lambda size: "[A-1]\n\n" + "[x]: y\n" * size),
)
def test_time_grows_as_the_text_does(text: Callable[[int], str]) -> None:
    assert growth_of_text(lambda page: read_prose(page, "docs/a.md", EVERYTHING), text, 2_000) < LINEAR


def test_many_macro_calls_are_placed_in_time_that_grows_as_they_do() -> None:
    def read(source: str) -> None:
        seen = [SeenMarker(" count flow", is_alone=False)] * source.count("trace_count")
        markers_of_page("docs/a.md", source, (), seen)

    assert growth_of_text(read, lambda size: "text\n\n{{ trace_count(kind) }}\n" * size, 4_000) < LINEAR


@table(
    "text, instead",
    ("in braces", "{trace: count flows}", "[trace: count flows]"),
    ("without the colon", "[trace count flows status=x]", "[trace: count flows status=x]"),
    ("with a capital", "[Trace: list flows]", "[trace: list flows]"),
    ("a marker", "[trace: count flows]", ""),
    ("code", "`{trace: count flows}`", None),
    ("another word", "[trace the call] and {trace}", None),
    ("a link", "[trace count flows](page.md)", None),
    ("a template", "{{ trace: x }}", None),
    ("escaped", "\\[trace count flows]", None),
)
def test_what_is_meant_to_be_a_marker_is_found(text: str, instead: str | None) -> None:
    _, markers, _ = read_prose(text, "docs/a.md")
    assert [each.instead for each in markers] == ([] if instead is None else [instead])
