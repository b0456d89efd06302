"""Front matter is what MkDocs takes for it; what MkDocs would drop is said, if it holds our key."""

import re
from contextlib import suppress
from pathlib import Path
from textwrap import indent

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.utils import meta
from processor_time import LINEAR, effort, growth_of_text
from support import check, said, table

from mkdocs_traceability.reading.markdown.front_matter import read_front_matter
from mkdocs_traceability.reading.yaml.nodes import Mapping, Scalar
from mkdocs_traceability.reading.yaml.unreadable import Unreadable

OURS = "traceability:\n  component:\n    id: api\n"
TOML = '[traceability.component]\nid = "api"\n'
UNSEEN = "MkDocs does not see this front matter"


def title(text: str, file: str = "guide/some-page.md") -> str:
    found = read_front_matter(text, file)
    assert found is not None
    return found.title.text


def reason(text: str) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read_front_matter(text, "page.md")
    return caught.value


def test_what_stands_under_the_key_is_brought_with_its_place_in_the_page() -> None:
    found = read_front_matter(f"---\ntitle: X\n{OURS}---\n# Text\n", "page.md")
    assert found is not None
    assert isinstance(found.node, Mapping)
    ((key, _),) = found.node.entries
    assert isinstance(key, Scalar)
    assert (key.text, key.line, key.column) == ("component", 4, 3)


@table(
    "text",
    ("closed by three dots", f"---\n{OURS}...\ntext\n"),
    ("with blanks behind the fences", f"--- \t\n{OURS}---  \ntext\n"),
    ("with a date, a number and a boolean", f"---\ndate: 2026-02-03\nno: 010\non: 1_000\n{OURS}---\n"),
    ("with another key twice", f"---\na: 1\na: 2\n{OURS}---\n"),
    ("as a flow mapping", "---\n{title: x, traceability: {component: {id: api}}}\n---\n"),
)
def test_front_matter_is_found(text: str) -> None:
    assert read_front_matter(text, "page.md") is not None


# Every row of the table of traps: what MkDocs silently drops.
@table(
    "written, message, place",
    ("a colon in a value", "title: A: B\n", "`: ` inside an unquoted value", (2, 9)),
    ("a tab", "a:\n\tb: c\n", "a tab where YAML expects spaces", (3, 1)),
    ("an environment variable", "a: !ENV x\n", "the tag `!ENV` is not allowed here", (2, 4)),
    (
        "an object of Python",
        "a: !!python/name:os.system\n",
        "the tag `!!python/name:os.system` is not allowed here",
        (2, 4),
    ),
    ("a control character", "a: \x07\n", "the character U+0007, which YAML does not allow", (2, 4)),
    (
        "a template",
        "a: {{ page }}\n",
        "MkDocs drops this front matter: found unhashable key",
        (2, 5),
    ),
    (
        "a date that is none",
        "a: 2026-02-31\n",
        "MkDocs drops this front matter: a value is not what it looks like",
        (1, 1),
    ),
    (
        "a boolean that is none",
        "a: !!bool x\n",
        "MkDocs drops this front matter: a value is not what it looks like",
        (1, 1),
    ),
    ("an alias of nothing", "a: *b\n", "the alias `*b` repeats an anchor that does not exist", (2, 4)),
)
def test_front_matter_that_mkdocs_drops_is_said_only_where_it_holds_the_key(
    written: str, message: str, place: tuple[int, int]
) -> None:
    page = f"---\n{written}---\n# Text\n"
    assert read_front_matter(page, "page.md") is None
    ours = f"---\n{written}{OURS}---\n# Text\n"
    error = reason(ours)
    assert error.message == message
    assert (error.line, error.column) == place
    assert meta.get_data(ours)[1] == {}


@table(
    "text, message, line",
    ("never closed", f"---\ntitle: X\n{OURS}\n# Text\n", "the front matter is never closed", 1),
    ("closed by four dashes", f"---\n{OURS}----\n# Text\n", "the front matter is never closed", 1),
    ("closed by an indented fence", f"---\n{OURS} ---\n# Text\n", "the front matter is never closed", 1),
    ("opened by four dashes", f"----\n{OURS}----\n# Text\n", "MkDocs does not see this front matter", 1),
    ("indented", f" ---\n{OURS}---\n# Text\n", "MkDocs does not see this front matter", 1),
    ("below an empty line", f"\n---\n{OURS}---\n# Text\n", "MkDocs does not see this front matter", 2),
    (
        "a list",
        f"---\n- title: X\n- {OURS.replace(chr(10), chr(10) + '  ')}\n---\n",
        "MkDocs drops this front matter: it is a list",
        3,
    ),
    (
        "closed at the very end of the file",
        f"---\n{OURS}---",
        "MkDocs does not see this front matter: nothing ends the line that closes it",
        5,
    ),
    ("behind a comment", f"<!-- x -->\n---\n{OURS}---\n", "MkDocs does not see this front matter", 2),
    (
        "behind a comment over several lines",
        f"<!-- SPDX-FileCopyrightText: 2026 Acme\nSPDX-License-Identifier: MIT -->\n\n---\n{OURS}---\n",
        "MkDocs does not see this front matter",
        4,
    ),
    ("behind a second mark of the byte order", f"\ufeff---\n{OURS}---\n", UNSEEN, 1),
    ("behind a blank that nobody sees", f"\u200b---\n{OURS}---\n", UNSEEN, 1),
    ("behind the title", f"# Title\n\n---\ntitle: X\n{OURS}---\n", UNSEEN, 3),
    ("behind text", f"Some text\nof two lines.\n\n---\n{OURS}---\n", UNSEEN, 4),
    ("behind text, never closed", f"Some text.\n\n---\n{OURS}\n# Text\n", UNSEEN, 3),
    ("behind an include", f"--8<-- 'licence.md'\n---\n{OURS}---\n", UNSEEN, 2),
    ("in dashes that an editor has made long", f"\u2014-\n{OURS}\u2014-\n", UNSEEN, 1),
    ("between two dashes", f"--\n{OURS}--\n", UNSEEN, 1),
    ("without a line that begins it", f"{OURS}---\n# Text\n", f"{UNSEEN}: no line `---` begins it", 1),
    ("of another generator", f"+++\ntitle = 'x'\n{TOML}+++\n", f"{UNSEEN}: it is TOML", 1),
    ("of it, as dotted keys", "+++\ntraceability.component.id = 'x'\n+++\n", f"{UNSEEN}: it is TOML", 1),
    (
        "as JSON",
        '{\n  "title": "x",\n  "traceability": {"component": {"id": "api"}}\n}\n',
        f"{UNSEEN}: it is JSON",
        1,
    ),
    ("below the first", f"---\ntitle: X\n---\n---\n{OURS}---\n", f"{UNSEEN}: it is below the first", 4),
    (
        "below a line of dashes in a value",
        f"---\na: |\n  b\n---\n  c\n{OURS}---\n",
        f"{UNSEEN}: it is below the first",
        5,
    ),
    ("with a slip of the pen", f"<!-- x -->\n---\n{OURS.replace('ea', 'a')}---\n", UNSEEN, 2),
    ("with the key in capitals", f"\n---\n{OURS.capitalize()}---\n", UNSEEN, 2),
    (
        "with the key twice",
        f"---\n{OURS}{OURS}---\n",
        "duplicate key `traceability`, first in line 2",
        5,
    ),
)
def test_front_matter_that_mkdocs_does_not_see_is_said(text: str, message: str, line: int) -> None:
    error = reason(text)
    assert (error.message, error.line) == (message, line)
    assert not isinstance(meta.get_data(text)[1].get("traceability"), dict) or "duplicate key" in message


@table(
    "text",
    ("no front matter", "# traceability: about\n"),
    ("a rule above the text", "---\n\nWe use traceability: much.\n"),
    ("the key in the text only", "---\ntitle: X\n---\ntraceability: y\n"),
    ("the key below another", "---\nextra:\n  traceability: y\n---\n"),
    ("the key in a value", "---\ntitle: traceability\n---\n"),
    ("nothing between the fences", "---\n---\ntraceability:\n"),
    ("only a comment", "---\n# traceability\n---\n"),
    ("MultiMarkdown", "Note: about traceability\n\ntext\n"),
    ("an address first", "http://example.org/traceability:\n"),
    ("a list", "---\n- traceability\n---\n"),
    ("no YAML, without the key", "---\na: b: c\n---\n"),
    ("never closed, without the key", "---\na: b\n"),
    ("a second document with the key", "---\ntitle: X\n---\n---\ntraceability: x\n---\n"),
    ("empty", ""),
    ("text that begins with the word", "# A\n\n---\n\nTraceability: a must.\n"),
    ("a list below the word", "# A\n\n---\n\nTraceability:\n- one: two\n"),
    ("the word as a link", "# A\n\n---\n[Traceability]\n[traceability.html]: x = y\n"),
    ("an example in indented code", indent(f"---\n{OURS}---\n", "    ")),
    ("an example in a fence", f"# A\n\n```yaml\n---\n{OURS}---\n```\n"),
    ("front matter that is commented out", f"<!--\n---\n{OURS}---\n-->\n# A\n"),
    ("a key that is only like it", "---\nreachability:\n  component: {id: x}\n---\n"),
    ("an example in the text, below a rule", "----\n\n```yaml\n---\ntraceability:\n---\n```\n"),
)
def test_a_page_without_the_key_is_never_reported(text: str) -> None:
    assert read_front_matter(text, "page.md") is None


@given(st.text().filter(lambda text: "traceability" not in text))
def test_a_page_without_the_key_is_never_reported_whatever_it_holds(text: str) -> None:
    assert read_front_matter(f"---\n{text}\n---\n{text}", "page.md") is None


@table(
    "front, body, expected",
    ("as given", "title: Given\n", "# Heading\n", "Given"),
    ("as given, a number", "title: 2020\n", "", "2020"),
    ("from the heading", "", "# Heading\n", "Heading"),
    ("from an underlined heading", "", "Heading\n=======\n", "Heading"),
    ("without marks and attributes", "", "# The `api` of *ours* # {#top .x}\n", "The api of ours"),
    ("with the underscore of a name", "", "# _the_ snake_case\n", "the snake_case"),
    ("not from a code block", "", "```sh\n# comment\n```\n\n# Heading\n", "Some page"),
    ("not from a heading below a text", "", "Text.\n\n# Heading\n", "Some page"),
    ("not from a heading of the second level", "", "## Second\n\n# Heading\n", "Some page"),
    ("from the file where its list is none", "title: [a]\n", "", "Some page"),
    ("as given, with an entity", "title: A &amp; B\n", "", "A & B"),
    ("from the heading where it is empty", "title:\n", "# Heading\n", "Heading"),
    ("from the file", "", "text\n## Second\n", "Some page"),
)
def test_the_title_is_the_page_s(front: str, body: str, expected: str) -> None:
    assert title(f"---\n{front}{OURS}---\n\n{body}") == expected


@table(
    "file, expected",
    ("lower case", "guide/some_page.md", "Some page"),
    ("with capitals", "guide/API-notes.md", "API notes"),
    ("the home page", "index.md", "Home"),
    ("an index", "guide/index.md", "Index"),
    ("a readme", "guide/README.md", "Index"),
)
def test_a_title_from_the_file_is_as_mkdocs_makes_it(file: str, expected: str) -> None:
    assert title(f"---\n{OURS}---\n", file) == expected


def test_a_heading_of_a_million_characters_takes_no_time() -> None:
    def read() -> None:
        for middle in (" " * 1_000_000, " #" * 500_000, "{" * 1_000_000, "`" * 1_000_000):
            assert title(f"---\n{OURS}---\n# a{middle}b\n").startswith("a")
        assert title(f"---\n{OURS}---\n{'`' * 1_000_000}\n# x\n")

    assert effort(read) < 10


@given(
    st.lists(
        st.sampled_from(
            [
                "---",
                "",
                "text",
                "title: X",
                " ",
                "traceability:",
                "  component:",
                "    id: x",
                "<!-- -->",
                "+++",
            ]
        ),
        max_size=12,
    )
)
def test_what_mkdocs_sees_is_read_and_what_it_does_not_see_is_said(lines: list[str]) -> None:
    text = "\n".join(lines) + "\n"
    seen = meta.get_data(text)[1].get("traceability") if text.startswith("---") else None
    is_written = "\ntraceability:\n  component:\n    id: x\n" in f"\n{text}"
    try:
        found = read_front_matter(text, "page.md")
    except Unreadable:
        return
    if isinstance(seen, dict):
        assert found is not None
        assert isinstance(found.node, Mapping)
    elif is_written and re.search(r"^(---|\+\+\+)\ntraceability:\n  component:", text, re.MULTILINE):
        assert found is not None  # then another one that MkDocs sees


@table(
    "key",
    ("a letter missing", "tracability"),
    ("another one missing", "traceabilty"),
    ("a capital", "Traceability"),
    ("a hyphen", "trace-ability"),
    ("two letters swapped", "traecability"),
)
def test_a_key_that_is_meant_to_be_ours_is_said_and_hides_what_follows(tmp_path: Path, key: str) -> None:
    findings = check(
        tmp_path,
        {
            "docs/page.md": f"---\ntitle: X\n{OURS.replace('traceability', key)}---\n# Text\n",
            "docs/a.trace.yml": "components:\n  - {id: b, depends_on: [api]}\n",
        },
    )
    assert said(finding for finding in findings if finding.fails) == [
        f"3:1 TR002 the key `{key}` has no effect"
    ]
    assert findings[-1].help == "did you mean `traceability`?"


def test_a_key_that_is_misspelt_beside_the_right_one_is_said_too(tmp_path: Path) -> None:
    page = f"---\n{OURS}{OURS.replace('traceability', 'tracability').replace('api', 'b')}---\n"
    assert said(check(tmp_path, {"docs/page.md": page})) == ["5:1 TR002 the key `tracability` has no effect"]


@table(
    "line",
    ("of text", "traceability: x\n"),
    ("without a mapping", "Traceability:\n# x\n"),
    ("in blocks of their own", "---\ntraceability:\n"),
    ("between texts", "text\ntracability:\n\n"),
)
def test_many_lines_with_the_key_take_time_that_grows_as_they_do(line: str) -> None:
    def read(text: str) -> None:
        with suppress(Unreadable):
            read_front_matter(text, "page.md")

    assert growth_of_text(read, lambda size: "# A\n" + line * size, 2_000) < LINEAR
