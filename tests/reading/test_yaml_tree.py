"""The tree says what YAML says, and where each word of it stands."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from processor_time import effort
from support import table

from mkdocs_traceability.reading.yaml.events import MAX_DEPTH
from mkdocs_traceability.reading.yaml.nodes import Mapping, Node, Scalar, Sequence
from mkdocs_traceability.reading.yaml.tree import parse
from mkdocs_traceability.reading.yaml.unreadable import Unreadable


def mapping(node: Node | None) -> Mapping:
    assert isinstance(node, Mapping)
    return node


def scalars(node: Node | None) -> dict[str, Scalar]:
    """Every scalar of a tree, by its text."""
    if isinstance(node, Scalar):
        return {node.text: node}
    found: dict[str, Scalar] = {}
    if isinstance(node, Sequence):
        for entry in node.items:
            found |= scalars(entry)
    elif isinstance(node, Mapping):
        for key, value in node.entries:
            found |= scalars(key) | scalars(value)
    return found


def excerpt(text: str, scalar: Scalar, first_line: int = 1) -> str:
    """What the text has at a scalar's place."""
    line = text.split("\n")[scalar.line - first_line]
    start = scalar.column - 1
    return line[start : start + scalar.length] if scalar.length else line[start:]


def reason(text: str) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        parse(text)
    return caught.value


# ---------------------------------------------------------------- positions


@table(
    "text, value, written",
    ("in a block mapping", "a:\n  b: word\n", "word", "word"),
    ("in a block list", "a:\n  - b\n  - word\n", "word", "word"),
    ("in a flow list", "a: [b, word, c]\n", "word", "word"),
    ("in a flow mapping", "a: {b: c, d: word}\n", "word", "word"),
    ("as a key", "a:\n  word: b\n", "word", "word"),
    ("as a key between brackets", "a: {b: c, word: d}\n", "word", "word"),
    ("in double quotes", 'a: [b, "word"]\n', "word", '"word"'),
    ("in single quotes", "a: [b, 'it''s']\n", "it's", "'it''s'"),
    ("with an escape", 'a: "w\\u00f6rd"\n', "wörd", '"w\\u00f6rd"'),
    ("behind letters beyond ASCII", "ä: {ö: ü, ß: word}\n", "word", "word"),
    ("behind an emoji, which is one character", "a: [😀🚀, word]\n", "word", "word"),
    ("behind a family of emoji", "a: [👩‍💻, word]\n", "word", "word"),
    ("behind a tab", "a:\tword\n", "word", "word"),
    ("with a tab within", 'a: "x\ty"\n', "x\ty", '"x\ty"'),
    ("with a comment behind it", "a: word  # comment\n", "word", "word"),
    ("with a hash that is no comment", "a: word#1\n", "word#1", "word#1"),
    ("behind an anchor", "a: &here word\n", "word", "word"),
    ("behind a core tag", "a: !!str word\n", "word", "word"),
    ("behind a tag and an anchor", 'a: !!str &here "word"\n', "word", '"word"'),
    ("on several lines, plain", "a: one\n  two\n", "one two", "one"),
    ("on several lines, quoted", 'a: "one\n  two"\n', "one two", '"one'),
    ("as a literal block", "a: |\n  one\n  two\n", "one\ntwo\n", "|"),
    ("as a folded block", "a: >-\n  one\n  two\n", "one two", ">-"),
)
def test_a_scalar_stands_where_it_is_written(text: str, value: str, written: str) -> None:
    found = scalars(parse(text))
    assert excerpt(text, found[value]) == written


@table(
    "character",
    ("next line", "\x85"),
    ("line separator", "\u2028"),
    ("paragraph separator", "\u2029"),
)
def test_what_ends_a_line_in_yaml_but_in_no_editor_ends_none(character: str) -> None:
    found = scalars(parse(f"a: 'x{character}y'\nb: word\n"))
    assert (found["word"].line, found["word"].column) == (2, 4)


def test_lines_are_counted_from_where_the_caller_says() -> None:
    found = scalars(parse("a: word\nb: other\n", first_line=2))
    assert (found["word"].line, found["other"].line) == (2, 3)


def test_containers_stand_where_they_begin() -> None:
    root = mapping(parse("a:\n  - b\nc: [d]\n"))
    (_, block), (_, flow) = root.entries
    assert (block.line, block.column) == (2, 3)
    assert (flow.line, flow.column) == (3, 4)


def test_a_key_may_stand_twice() -> None:
    assert [key.text for key, _ in mapping(parse("a: 1\na: 2\n")).entries if isinstance(key, Scalar)] == [
        "a",
        "a",
    ]


@table(
    "text, is_null",
    ("nothing", "a:\n", True),
    ("a tilde", "a: ~\n", True),
    ("null", "a: null\n", True),
    ("an empty text", 'a: ""\n', False),
    ("a quoted null", 'a: "null"\n', False),
    ("null that is said to be text", "a: !!str null\n", False),
    ("a word", "a: nothing\n", False),
)
def test_null_is_what_yaml_reads_as_nothing(text: str, is_null: bool) -> None:
    ((_, value),) = mapping(parse(text)).entries
    assert isinstance(value, Scalar)
    assert value.is_null is is_null


def test_an_empty_document_has_no_tree() -> None:
    assert parse("") is None
    assert parse("# nothing but a comment\n") is None


def test_an_alias_repeats_its_anchor() -> None:
    root = mapping(parse("a: &x [1, 2]\nb: *x\n"))
    (_, first), (_, second) = root.entries
    assert first is second


# ---------------------------------------------------------------- the same as PyYAML


def as_data(node: Node | None) -> Any:
    """A tree as PyYAML's loader without types makes it."""
    if node is None:
        return None
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [as_data(entry) for entry in node.items]
    return {as_data(key): as_data(value) for key, value in node.entries}


TEXTS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x85\u2028\u2029"))
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.dates() | TEXTS
DATA = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(TEXTS, inner, max_size=5),
    max_leaves=25,
)


@given(DATA, st.sampled_from([True, False, None]), st.booleans(), st.sampled_from([40, 80, 4000]))
def test_the_tree_has_the_structure_that_pyyaml_reads(
    data: Any, flow: bool | None, unicode: bool, width: int
) -> None:
    text = yaml.safe_dump(data, default_flow_style=flow, allow_unicode=unicode, width=width, sort_keys=False)
    assert as_data(parse(text)) == yaml.load(text, Loader=yaml.CBaseLoader)


@given(DATA)
def test_every_plain_or_quoted_scalar_is_found_at_its_place(data: Any) -> None:
    text = yaml.safe_dump(data, allow_unicode=True, width=10_000)
    stack = [parse(text)]
    while stack:
        node = stack.pop()
        if isinstance(node, Scalar):
            if node.length and node.text:
                again = parse(excerpt(text, node))
                assert isinstance(again, Scalar)
                assert again.text == node.text
        elif isinstance(node, Sequence):
            stack += node.items
        elif isinstance(node, Mapping):
            stack += [part for entry in node.entries for part in entry]


@given(st.text(max_size=200))
def test_any_text_is_a_tree_or_unreadable_at_a_place_within_it(text: str) -> None:
    problem = None
    try:
        parse(text)
    except Unreadable as error:
        problem = error
    if problem is not None:
        assert 1 <= problem.line <= text.count("\n") + 2
        assert problem.column >= 1
        assert problem.message


YAMLISH = st.text(st.sampled_from(list("ab:-[]{}#&*!|>'\"%@`,? \n\t~0")), max_size=60)


@given(YAMLISH)
def test_any_marks_of_yaml_are_a_tree_or_unreadable(text: str) -> None:
    try:
        tree = parse(text)
    except Unreadable:
        return
    try:
        expected = yaml.load(text, Loader=yaml.CBaseLoader)
    except yaml.YAMLError:
        return  # keys that cannot be hashed, say
    assert as_data_or_none(tree) == expected


def as_data_or_none(tree: Node | None) -> Any:
    try:
        return as_data(tree)
    except TypeError:
        return None


# ---------------------------------------------------------------- what cannot be read


@table(
    "text, place, message, remedy",
    (
        "a colon in a value",
        "a:\n  title: Threshold: crossed\n  b: c\n",
        (2, 19),
        "`: ` inside an unquoted value",
        'quote it: `key: "a: b"`',
    ),
    (
        "a colon in a value between brackets",
        "- {id: A, title: a: b}\n",
        (1, 19),
        "`: ` inside an unquoted value",
        "quote the value, or add the missing `,`",
    ),
    (
        "a brace at the beginning",
        "title: {id} of it\n",
        (1, 13),
        "a value that begins with `{` or `[` goes on after the bracket is closed",
        "quote it",
    ),
    (
        "a bracket at the beginning",
        "title: [draft] of it\n",
        (1, 16),
        "a value that begins with `{` or `[` goes on after the bracket is closed",
        "quote it",
    ),
    (
        "a brace inside a list's value",
        "endpoints: [GET /a, POST /b/{id}]\n",
        (1, 29),
        "an unquoted `{` inside a value",
        'quote the whole value: `"…"`',
    ),
    (
        "a brace that is never closed",
        "a: {b: c\nd: e\n",
        (1, 4),
        "`{` is never closed, or what it holds is not a mapping",
        "close it, or quote the value if the bracket is part of it",
    ),
    (
        "a bracket that is never closed",
        "a: [b, c\n",
        (1, 4),
        "`[` is never closed, or what it holds is not a list",
        "close it, or quote the value if the bracket is part of it",
    ),
    (
        "a hash between brackets",
        "a: [issue #5, b]\nc: d\n",
        (1, 4),
        "`[` is never closed: `#` begins a comment",
        "quote the value that holds the `#`",
    ),
    ("an at sign", "a: @home\n", (1, 4), "an unquoted value cannot begin with `@`", "quote it"),
    ("a backquote", "a: `code`\n", (1, 4), "an unquoted value cannot begin with `` ` ``", "quote it"),
    ("a per cent sign", "a: %done\n", (1, 4), "an unquoted value cannot begin with `%`", "quote it"),
    (
        "a per cent sign, first of a line",
        "%done\n",
        (1, 1),
        "an unquoted value cannot begin with `%`",
        "quote it",
    ),
    ("a template", "a: {% if x %}\n", (1, 5), "an unquoted value cannot begin with `%`", "quote it"),
    ("emphasis", "a: *word*\n", (1, 4), "an unquoted value cannot begin with `*`", "quote it"),
    ("a glob", "a: *.py\n", (1, 4), "an unquoted value cannot begin with `*`", "quote it"),
    ("an ampersand", "a: & b\n", (1, 4), "an unquoted value cannot begin with `&`", "quote it"),
    ("a closing brace", "a: } b\n", (1, 4), "an unquoted value cannot begin with `}`", "quote it"),
    ("a question mark", "a: ? b\n", (1, 4), "an unquoted value cannot begin with `?`", "quote it"),
    (
        "a comparison",
        "a: >5 items\n",
        (1, 4),
        "an unquoted value cannot begin with `>`",
        "quote it, or begin the text on the next line",
    ),
    (
        "an alias of nothing",
        "a: *word\n",
        (1, 4),
        "the alias `*word` repeats an anchor that does not exist",
        "quote it if it is text",
    ),
    (
        "a tag of one's own",
        "a: !important\n",
        (1, 4),
        "the tag `!important` is not allowed here",
        "quote it if it is text; sources are never executed",
    ),
    (
        "a tag that would run something",
        "a: !!python/object/apply:os.system [ls]\n",
        (1, 4),
        "the tag `!!python/object/apply:os.system` is not allowed here",
        "quote it if it is text; sources are never executed",
    ),
    (
        "an environment variable",
        "a: !ENV [HOME, b]\n",
        (1, 4),
        "the tag `!ENV` is not allowed here",
        "quote it if it is text; sources are never executed",
    ),
    ("a tab as indentation", "a:\n\tb: c\n", (2, 1), "a tab where YAML expects spaces", "indent with spaces"),
    (
        "a tab below a value",
        "a:\n  - b\n\tc: d\n",
        (3, 1),
        "a tab where YAML expects spaces",
        "indent with spaces",
    ),
    (
        "a quote that is never closed",
        'a: "b\nc: d\n',
        (1, 4),
        "a quoted value that never ends",
        "add the missing quote",
    ),
    (
        "a quote within the quotes",
        "a: 'it's'\n",
        (1, 8),
        "a value goes on after its closing quote",
        "quote the whole value",
    ),
    (
        "an escape that is none",
        'a: "C:\\quux"\n',
        (1, 7),
        "`\\q` is not an escape sequence in double quotes",
        "write `\\\\` for a backslash, or put the value in single quotes",
    ),
    (
        "a lone surrogate as an escape",
        'a: "\\ud800"\n',
        (1, 5),
        "`\\ud800` is not an escape sequence in double quotes",
        "write `\\\\` for a backslash, or put the value in single quotes",
    ),
    (
        "a second document",
        "a: b\n---\nc: d\n",
        (2, 1),
        "a second document starts here",
        "write one document per file: remove the `---`",
    ),
    (
        "a document after its end",
        "a: b\n...\nc: d\n",
        (3, 1),
        "a second document starts here",
        "write one document per file: remove the `...`",
    ),
    (
        "a line indented too little",
        "a:\n    - b: c\n   d: e\n",
        (3, 4),
        "this line fits neither the list nor the mapping above it",
        "check its indentation, and the `:` after its key",
    ),
    (
        "a line indented too much",
        "a: b\n  c: d\n",
        (2, 3),
        "this line is indented more than the keys above it",
        "align it with them, or quote what it continues",
    ),
    ("a key without a blank", "- id:A\n  b: c\n", (1, 3), "no space after the `:` of `id`", "write `id: …`"),
    (
        "a key without a colon",
        "a: b\nc\nd: e\n",
        (2, 1),
        "a key without `:` after it",
        "write `key: value`, or indent the line if it continues the one above",
    ),
    (
        "a list behind its key",
        "a: - b\n",
        (1, 4),
        "a list cannot begin on the line of its key",
        "begin it on the next line",
    ),
    (
        "a merge conflict",
        "a: b\n<<<<<<< HEAD\nc: d\n=======\nc: e\n>>>>>>> x\n",
        (2, 1),
        "an unresolved merge conflict",
        "resolve it",
    ),
    ("a NUL", "a: b\nc: \0\n", (2, 4), "the character U+0000, which YAML does not allow", "remove it"),
    (
        "a control character",
        "a: \x07\n",
        (1, 4),
        "the character U+0007, which YAML does not allow",
        "remove it",
    ),
    (
        "a lone surrogate",
        "a: \ud800\n",
        (1, 4),
        "the character U+D800, which YAML does not allow",
        "remove it",
    ),
    (
        "a version to come",
        "%YAML 3.0\n---\na: b\n",
        (1, 1),
        "a version of YAML that is not known",
        "remove the line `%YAML`",
    ),
)
def test_what_cannot_be_read_is_said_in_plain_words(
    text: str, place: tuple[int, int], message: str, remedy: str
) -> None:
    error = reason(text)
    assert (error.message, error.help) == (message, remedy)
    assert (error.line, error.column) == place


@table(
    "text",
    ("a text with a tab", 'a: "b\tc"\n'),
    ("a literal block with anything in it", "a: |\n  {id}: [x @ `y` %z #w\n"),
    ("a document start", "---\na: b\n"),
    ("a core tag", "a: !!str 0016\n"),
    ("a version", "%YAML 1.2\n---\na: b\n"),
    ("an address", "a: https://example.org/a#b\n"),
    ("a brace within a block value", "a: POST /a/{id}\n"),
)
def test_what_is_sound_is_read(text: str) -> None:
    assert parse(text) is not None


# ---------------------------------------------------------------- hostile input, in bounded time


def test_aliases_that_explode_are_refused() -> None:
    bomb = 'a0: &a0 ["x", "x"]\n' + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 30)
    )
    assert reason(bomb).message == "aliases expand to more than 200000 values"


@pytest.mark.slow
def test_a_large_file_with_a_few_aliases_is_no_bomb() -> None:
    text = "a: &a [1, 2]\nb: *a\nc:\n" + "  - {d: e, f: g}\n" * 60_000
    assert parse(text) is not None


def test_an_alias_cannot_stand_inside_what_it_repeats() -> None:
    error = reason("a: &a\n  b: [*a]\n")
    assert (error.message, error.line, error.column) == ("the alias `*a` is inside its own anchor", 2, 7)


@table(
    "text",
    ("brackets", "[" * 100_000),
    ("braces", "{a: " * 100_000),
    ("dashes", "- " * 100_000),
    ("questions", "? " * 100_000),
    ("indentation", "".join(f"{' ' * n}a:\n" for n in range(2_000))),
)
def test_absurd_depth_is_refused(text: str) -> None:
    assert reason(text).message == f"nested deeper than {MAX_DEPTH} levels"


def test_depth_that_aliases_bring_is_refused_too() -> None:
    text = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 400))
    error = reason(text)
    assert error.message == f"nested deeper than {MAX_DEPTH} levels"
    assert error.line == MAX_DEPTH


def test_the_depth_that_is_allowed_is_allowed() -> None:
    assert parse("[" * MAX_DEPTH + "]" * MAX_DEPTH) is not None
    assert parse("a: &a [[b]]\nc: " + "[" * (MAX_DEPTH - 3) + "*a" + "]" * (MAX_DEPTH - 3)) is not None


BEARABLE = 10
"""How much `effort` a line of a million characters may take."""


@table(
    "text",
    ("plain", "a: " + "x" * 1_000_000 + "\n"),
    ("quoted", 'a: "' + "x" * 1_000_000 + '"\n'),
    ("of blanks", "a: b" + " " * 1_000_000 + "\n"),
    ("of hashes", "a: b " + "#" * 1_000_000 + "\n"),
    ("a list", "a: [" + "x, " * 300_000 + "]\n"),
)
def test_lines_of_a_million_characters_are_read(text: str) -> None:
    assert effort(lambda: parse(text)) < BEARABLE
    assert parse(text) is not None


@table(
    "text",
    ("a key", "x" * 1_000_000 + ": b\n"),
    ("an open quote", "a: '" + "x" * 1_000_000),
    ("brackets closed too often", "a: [x" + "]" * 1_000_000),
    ("colons", "a: " * 300_000),
    ("dashes and blanks", "a\n" + "-" * 500_000 + " " * 500_000 + "b: c: d"),
)
def test_lines_of_a_million_characters_are_refused_in_bounded_time(text: str) -> None:
    assert effort(lambda: reason(text)) < BEARABLE
    assert reason(text).message
