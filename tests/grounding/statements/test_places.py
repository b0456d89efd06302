"""Where statements are found, and where they stand: in any Markdown, outside of what is no statement."""

import pytest

from .support_for_statements import placed, stated


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See `src/a.py`.", ["1:6+8 src/a.py"]),
        ("A ``src/a.py`` and ` src/b.py `.", ["1:5+8 src/a.py", "1:22+8 src/b.py"]),
        ("# About `src/a.py`\n\nText", ["1:10+8 src/a.py"]),
        ("About `src/a.py`\n===\n", ["1:8+8 src/a.py"]),
        ("- one\n- `src/a.py`\n  - `src/b.py`\n", ["2:4+8 src/a.py", "3:6+8 src/b.py"]),
        ("1. one\n   `src/a.py`\n\n   `src/b.py`\n", ["2:5+8 src/a.py", "4:5+8 src/b.py"]),
        ("- [ ] `src/a.py`", ["1:8+8 src/a.py"]),
        ("Line one\nand `src/a.py`", ["2:6+8 src/a.py"]),
        ("| a | b |\n| - | - |\n| `src/a.py` | x |", ["3:4+8 src/a.py"]),
        ("a | b\n- | -\nx | `src/a.py`", ["3:6+8 src/a.py"]),
        ("| a | b |\n| - | - |\n| `x \\| y` | `src/a.py` |", ["3:15+8 src/a.py"]),
        ("Ä 😀 `src/ä.py`", ["1:6+8 src/ä.py"]),
        ("\tcode `src/b.py`\n\nText\twith `src/a.py`", ["3:12+8 src/a.py"]),
        ("- a\n\n\tb\t`src/a.py`", ["3:5+8 src/a.py"]),
        ("one\r\ntwo `src/a.py`\r\nthree `src/b.py`\r\n", ["2:6+8 src/a.py", "3:8+8 src/b.py"]),
        ("one\rtwo `src/a.py`", ["2:6+8 src/a.py"]),
        ("---\ntitle: `src/x.py`\n---\n\n`src/a.py`", ["5:2+8 src/a.py"]),
        ("---\nText `src/a.py`\n", ["2:7+8 src/a.py"]),
        ("\\`src/a.py\\`", ["1:3+8 src/a.py"]),
        ("Note: `src/a.py` is first.", ["1:8+8 src/a.py"]),
        (
            "**`src/a.py`** and [`src/b.py`](src/c.py)",
            ["1:4+8 src/a.py", "1:22+8 src/b.py", "1:33+8 src/c.py"],
        ),
        ("![logo](docs/a.png) [t](<docs/b c.md> 'x')", ["1:9+10 docs/a.png", "1:26+11 docs/b c.md"]),
        ("See [it].\n\n[it]: src/a.py\n", ["3:7+8 src/a.py"]),
        ("<details>\n<summary>x</summary>\n\n`src/a.py`\n\n</details>\n", ["4:2+8 src/a.py"]),
        ("> [!NOTE]\n> `src/a.py`\n", ["2:4+8 src/a.py"]),
        ('!!! note "On `src/a.py`"\n    And `src/b.py`\n', ["1:15+8 src/a.py", "2:10+8 src/b.py"]),
        ("Term\n:   `src/a.py`\n", ["2:6+8 src/a.py"]),
        ("Text[^1].\n\n[^1]: `src/a.py`\n", ["3:8+8 src/a.py"]),
        ("In src/a.py, and in lib/b/c.rs.", ["1:4+8 src/a.py", "1:21+10 lib/b/c.rs"]),
        ("`make\ntest`", ["1:2+0 make\ntest"]),
    ],
)
def test_a_statement_stands_where_it_is_written(text: str, expected: list[str]) -> None:
    assert placed(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "```\n`src/a.py`\n```",
        "````md\n```\n`src/a.py`\n```\n`src/a.py`\n````",
        "~~~\n`src/a.py`\n~~~~\n",
        "1. x\n\n   ```sh\n   see `src/a.py`\n   ```\n",
        "```\n`src/a.py`\nnever closed",
        "Text\n\n    see `src/a.py`\n",
        "> as they say: `src/a.py`",
        "> quoted\nlazily `src/a.py`",
        "> ```\n> `src/a.py`\n> ```\n",
        "<!-- `src/a.py` -->",
        "Text <!-- see `src/a.py` --> and",
        "<!--\n`src/a.py`\n-->\n",
        "<pre>\n`src/a.py`\n</pre>\n",
        "<script>\n`src/a.py`\n</script>\n",
        "Text <code>`src/a.py`</code>",
        "Text ~~see `src/a.py`~~",
        "https://host.org/src/a.py and [x](https://host.org/src/a.py)",
        "[x](mailto:a@b.org) [y](//host/a.md) [z](#) <https://h.org/a/b.py>",
        "",
        "---\n",
        "`` ` ``",
    ],
)
def test_what_is_no_text_of_the_document_states_nothing(text: str) -> None:
    assert placed(text) == []


def test_the_text_goes_on_behind_a_fence_and_a_quotation() -> None:
    text = "```\n`src/x.py`\n```\n`src/a.py`\n\n> `src/y.py`\n\n`src/b.py`\n"
    assert placed(text) == ["4:2+8 src/a.py", "8:2+8 src/b.py"]


def test_a_fence_within_a_quotation_ends_with_it() -> None:
    assert placed("> ```\n> never closed\n\n`src/a.py`") == ["4:2+8 src/a.py"]


@pytest.mark.parametrize(
    "path",
    [
        "CHANGELOG.md",
        "CHANGES.md",
        "docs/blog/announcing-1.0.md",
        "docs/release-notes.md",
        "HISTORY.md",
        "docs/releases/v2.md",
        "docs/migration-guide-v3.md",
        "ROADMAP.md",
        ".changeset/odd-cats.md",
    ],
)
def test_a_document_about_the_past_or_the_future_states_nothing(path: str) -> None:
    assert stated("See `src/a.py`.", path) == []


@pytest.mark.parametrize(
    "text",
    [
        "# 3. Use a queue\n\nStatus: superseded by ADR 7\n\n`src/a.py`",
        "# 3. Use a queue\n\n## Status\n\nDeprecated\n\n`src/a.py`",
        "---\nstatus: rejected\n---\n\n`src/a.py`",
        "# Use a queue\n\n* Status: **proposed**\n\n`src/a.py`",
    ],
)
def test_a_decision_that_does_not_hold_states_nothing(text: str) -> None:
    assert stated(text, "docs/adr/0003-queue.md") == []


def test_a_decision_that_holds_states_something() -> None:
    text = "# Use a queue\n\n## Status\n\nAccepted\n\nIt is `src/a.py`."
    assert stated(text, "docs/adr/0003-queue.md") == ["path src/a.py"]
