"""Plain YAML is read by line, without libyaml: whatever is read so is the tree that libyaml's events make."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from processor_time import LINEAR, growth_of_text
from support import table

from mkdocs_traceability.reading.yaml.events import read_events
from mkdocs_traceability.reading.yaml.loading import surely_loads
from mkdocs_traceability.reading.yaml.nodes import Mapping, Node, Scalar, Sequence
from mkdocs_traceability.reading.yaml.plain import Refused, read_plain
from mkdocs_traceability.reading.yaml.tree import BREAKS, parse
from mkdocs_traceability.reading.yaml.unreadable import Unreadable

ROOT = Path(__file__).parent.parent.parent
SIDECARS = sorted([*ROOT.glob("example_site/docs/**/*.trace.yml"), *ROOT.glob("tests/seeds/**/*.trace.yml")])


def written_out(node: Node | None) -> Any:
    """All that a tree holds."""
    if node is None:
        return None
    at = (type(node), node.line, node.column, node.length)
    if isinstance(node, Scalar):
        return (*at, node.text, node.plain)
    if isinstance(node, Mapping):
        return (*at, [(written_out(key), written_out(value)) for key, value in node.entries])
    return (*at, [written_out(each) for each in node.items])


def is_read(text: str, first_line: int = 1) -> bool:
    """Whether a text is read as plain YAML; then it is what libyaml makes of it."""
    try:
        found = written_out(read_plain(text, first_line))
    except Refused:
        return False
    try:
        expected = written_out(read_events(text, first_line))
    except Unreadable as error:
        expected = error
    assert found == expected
    return True


# ---------------------------------------------------------------- what is read


@table(
    "text",
    ("nothing", ""),
    ("blank lines and comments", "\n  # one\n# two: b\n   \n"),
    ("a mapping", "a: b\nc: two words\n"),
    ("a list", "- a\n- b c\n"),
    ("a list of mappings", "- a: b\n  c: d\n- e: f\n"),
    ("a list of mappings below a key", "x:\n  - a: b\n    c: d\n\n  - e: f\ny: z\n"),
    ("a list no deeper than its key", "x:\n- a\n- b: c\n  d: e\ny: z\n"),
    ("a list no deeper than the key of an entry", "- a:\n  - b\n  - c\n- d: e\n"),
    ("mappings in mappings", "a:\n    b:\n      c: d\n    e:\n     f: g\nh: i\n"),
    ("a mapping that is set in", "  a: b\n  c: d\n"),
    ("more blanks", "-   a:   b\n    c:  d\n"),
    ("blanks behind", "a: b  \nc:  \n  - d   \ne: 'f' \n"),
    ("no line end", "a: b"),
    ("no line end behind brackets", "a: [b]"),
    ("a key without a value", "a:\nb:\n  - c:\n    d:\ne:\n"),
    ("a comment for a value", "a: # none\nb:  #\n"),
    ("a comment below a key", "a:\n# none\n  b: c\n"),
    ("comments behind", "a: b # c\nd: [e, f] # g\nh: 'i' ## j\nk:\n  - l #\n"),
    ("the beginning of a document", "---\na: b\n"),
    ("punctuation in a value", "a: b#c, [d] {e} f:g::h - i ? & * ! | > ' \" % @ ` \\\n"),
    ("an address", "a: https://example.org/#b?c=d&e\n"),
    ("a dash in front", "- -1\n- --flag\n- a: -b\n- [-1, -x]\n- {c: -2}\n"),
    ("other scripts", "é: ß\n日本: [語, 🚀 b]\nc: d\u00a0e\n"),
    ("odd keys", "a b: c\n/p/{id}: d\n200: e\n'q r': f\n\"s\": g\n<<: h\na,b[c]: i\n"),
    ("double quotes", 'a: "b: c # d"\ne: ""\n'),
    ("single quotes", "a: 'it''s'\nb: ''\nc: '\"#'\n"),
    ("an empty list, an empty mapping", "a: []\nb: {}\nc: [ ]\nd: { }\n"),
    ("a list of plain values", "a: [b, c d, e:f, g::h]\n"),
    ("blanks between brackets", "a: [ b ,c,  d ]\ne: { f: g , h:  i }\n"),
    ("a list of mappings between brackets", "a: [{b: c}, d, {e: f, g: h i}]\n"),
    ("mappings and lists in brackets", "- {a: b, c: [d, {e: 'f, g', \"h\": i}], j: {k: []}}\n"),
    ("pairs whose keys end with a colon", "a: [{b:: c, d: e}]\n"),
    ("literal blocks", "a: |\n  b\n  c: d\ne: |-\n   f\n   # g\n"),
    ("folded blocks", "a: >\n  b\n  c: d\ne: >-\n   f \n   - g\nh: i\n"),
    ("a block of an entry", "- >-\n  a\n  b\n- |\n a\n- c: |\n    d\n"),
    ("empty lines in a block", "a: >-\n  b\n\n  c\n  d\n\n\n  e\n\nf: |\n  g\n\n  h\n\n\ni: j\n"),
    ("lines that are set in", "a: >-\n  b\n    c\n  d\n\n    e\n\n  f\ng: |\n  h\n    i\n"),
    ("blanks below a block", "a: |\n  b\n      \n \nc: >\n  d\n     \n"),
    ("a comment below a block", "a:\n  b: >-\n     c\n   # d\n  e: f\n"),
    ("a plain value that goes on", "a: b\n  c\n   d-e 'f\ng: h\n"),
    ("an entry that goes on", "- a\n  b\n- c\n"),
)
def test_plain_yaml_is_read_without_libyaml(text: str) -> None:
    assert is_read(text)


@pytest.mark.parametrize("sidecar", SIDECARS, ids=lambda path: path.name)
def test_real_sidecars_are_read_the_same(sidecar: Path) -> None:
    text = sidecar.read_text(encoding="utf-8")
    read = is_read(text, first_line=3)
    assert read or "&" in text  # all but those with anchors


# ---------------------------------------------------------------- what is left to libyaml


@table(
    "text",
    ("an anchor and an alias", "a: &b c\nd: *b\n"),
    ("a tag", "a: !b c\n"),
    ("a core tag", "a: !!str c\n"),
    ("a directive", "%YAML 1.1\n---\na: b\n"),
    ("a second document", "a: b\n---\nc: d\n"),
    ("the end of a document", "a: b\n...\n"),
    ("what looks like the end of one", "... a: b\n"),
    ("a document that is nothing", "---\n# a\n"),
    ("a beginning with a value", "--- a\n"),
    ("a tab", "a:\tb\n"),
    ("a control character", "a: b\x07\n"),
    ("a byte order mark", "\ufeffa: b\n"),
    ("a line end of YAML only", "a: b\x85c: d\n"),
    ("half a character", "a: \ud800\n"),
    ("an explicit key", "? a\n: b\n"),
    ("a value without a key", "just text\n"),
    ("a list in a list", "- - a\n"),
    ("an entry that begins below its dash", "-\n  a: b\n"),
    ("a key without a blank", "a:b\n"),
    ("a colon in a value", "a: b: c\n"),
    ("a colon behind a value", "a: b:\n"),
    ("a colon in a list", "a: [b: c]\n"),
    ("a colon without a blank between braces", "a: {b:c}\n"),
    ("a mapping without values", "a: {b, c}\n"),
    ("a comma at the end", "a: [b, c,]\n"),
    ("two commas", "a: [b,, c]\n"),
    ("brackets that do not match", "a: [b}\n"),
    ("brackets that are not closed", "a: [b, c\n  ]\n"),
    ("text behind brackets", "a: [b] c\n"),
    ("brackets behind brackets", "a: [b] [c]\n"),
    ("a question mark between brackets", "a: [b?c]\n"),
    ("a comment between brackets", "a: [b #c]\n"),
    ("an escape", 'a: "b\\n"\n'),
    ("a quoted value on two lines", 'a: "b\n  c"\n'),
    ("text behind quotes", "a: 'b' c\n"),
    ("quotes that are not closed", "a: 'b\n"),
    ("a value below its key", "a:\n  b\n"),
    ("a comment that may be a value", "a: #12\n"),
    ("a comment that may be a part of one", "a: b #12\n"),
    ("a line that is set in too far", "a: b\n  c: d\n"),
    ("a line that is set in too little", "a:\n    b: c\n  d: e\n"),
    ("an entry beside keys", "a: b\n- c\n"),
    ("a key beside entries", "- a\nb: c\n"),
    ("a value that goes on below a comment", "a: b\n# c\n  d\n"),
    ("a block that keeps its end", "a: |+\n  b\n\n"),
    ("a block that says its indentation", "a: |2\n  b\n"),
    ("an empty block", "a: |\nb: c\n"),
    ("a block as deep as its key", "a:\n  b: |\n  c: d\n"),
    ("a block that begins with an empty line", "a: |\n\n  b\n"),
    ("a block without the end of its last line", "a: |\n  b"),
    ("a comment behind the mark of a block", "a: | # b\n  c\n"),
    ("a key of more than 1024 characters", f"{'a' * 1025}: b\n"),
    ("a quoted key of more than 1024 characters", f"'{'a' * 1025}': b\n"),
    ("a key of more than 1024 characters in braces", f"x: {{{'a' * 1025}: b}}\n"),
    ("lists that are too deep", f"a: {'[' * 50}{']' * 50}\n"),
    ("mappings that are too deep", "".join(f"{' ' * depth}a:\n" for depth in range(50))),
)
def test_anything_else_is_left_to_libyaml(text: str) -> None:
    assert not is_read(text)
    assert _outcome(lambda: parse(text)) == _outcome(lambda: read_events(text.translate(BREAKS), 1))


def _outcome(reading: Callable[[], Node | None]) -> Any:
    try:
        return written_out(reading())
    except Unreadable as error:
        return error


# ---------------------------------------------------------------- random documents


def forms(written: str, *others: str) -> st.SearchStrategy[str]:
    """One of some texts that stand two blanks apart, or of others."""
    return st.sampled_from([*written.split("  "), *others])


KEYS = forms("""a  b  id  c d  'q'  "r"  é  a.b  /p/{id}  200  x,y  [z]  <<  =  a#b  ~""")
ODD_KEYS = forms(
    r"""-a  ?a  :a  *x  &x a  !t a  ...  ---  %a  @a  a #b  "\n"  'it''s'  a:b  null  |  < a""",
    *("", "a ", "\u00a0a", "k" * 200, "k" * 201, "k" * 1025, f"'{'q' * 1025}'"),
)
VALUES = forms(
    """b  two words  a::b  -x  'it''s'  "a: b"  []  [a, b]  [ a, b ]  {a: b, c: d}  {}  [{a: b}, c]"""
    """  {a: [b, {c: d}], e: 'f'}  a # b  [a] # c  'a' # b  é 😀""",
    *("b  ", "a\u00a0b", ""),
)
ODD_VALUES = forms(
    r"""a:  a :b  a: b  a#b  # c  #12  a #12  #  -  - x  --  ?  ?x  :  :x  @a  `a  %a  'open  "open  "\n"  \ """
    r"""  ''''  ''a''  'a'b  [a,b]  [a , b]  [a, b,]  [,]  [a: b]  [-]  [a]]  [a] b  [a]: b  {a}  {a: }  {a:b}"""
    r"""  {a:: b}  {"a":b}  {a: b}: c  [a:]  [a, - b]  [a, -b]  [a # b]  [a#b, c:d, e::f]  [g?]  [a::, b]  a] b"""
    r"""  &x a  *x  !t a  !!str a  ~  null  0o7  1:20  <<  =  |  >  |-  >-  |+  >2  > # c  >5  ...  ---  {a: :b}""",
    *("a\tb", "\x07", "\ufeff", "\ufffe", "a\x85b", "a\u2028b", "\u00a0", "a \u00a0#x", "x" * 1100),
)
MARKS = st.sampled_from(
    [
        *"ab:-[]{}#&*!|>'\"%@`,?~é\u00a0\\ \n\t",
        "\n  ",
        "\n- ",
        ": ",
        " #",
        "\n\n",
        "  ",
        "- ",
        "---\n",
        "...\n",
    ]
)
BLOCK_LINES = st.sampled_from(
    [
        "text",
        "more text",
        "text: more",
        "# text",
        "- text",
        "text ",
        "'t",
        "",
        "",
        " ",
        "  set in",
        "    in",
        "é",
    ]
)


def often(common: st.SearchStrategy[str], rare: st.SearchStrategy[str], times: int) -> st.SearchStrategy[str]:
    """One of common texts, and a rare one once in so many times."""
    return st.integers(0, times).flatmap(lambda number: rare if number == times else common)


@st.composite
def blocks_of_text(draw: st.DrawFn, indent: int) -> list[str]:
    """The lines of a block of text, or of a plain value that goes on, below a line that is set in so far."""
    margin = " " * (indent + draw(st.sampled_from([2, 2, 2, 1, 4, 0])))
    return [margin + each for each in draw(st.lists(BLOCK_LINES, min_size=1, max_size=5))]


@st.composite
def values(draw: st.DrawFn, head: str, indent: int, depth: int) -> list[str]:
    """The lines of a value that begins behind `head`, in a mapping or list that is set in so far."""
    form = draw(st.sampled_from(["value", "value", "value", "value", "block", "block", "below", "goes on"]))
    blank = "" if head.endswith(" ") else draw(often(st.just(" "), st.sampled_from(["  ", ""]), 6))
    if form == "below" and depth < 3 and not head.endswith(" "):
        deeper = indent + draw(st.sampled_from([2, 2, 2, 1, 4, 0]))
        return [head + draw(st.sampled_from(["", "", " ", " # c"])), *draw(lines(deeper, depth + 1))]
    if form == "block":
        style = draw(often(st.sampled_from(["|", ">", "|-", ">-"]), st.sampled_from(["|+", ">1"]), 12))
        return [head + blank + style, *draw(blocks_of_text(indent))]
    if form == "goes on":
        return [f"{head}{blank}some text", *draw(blocks_of_text(indent))]
    return [head + blank + draw(often(VALUES, ODD_VALUES, 10))]


@st.composite
def lines(draw: st.DrawFn, indent: int, depth: int) -> list[str]:
    """The lines of a mapping or list, or of nearly one."""
    written: list[str] = []
    is_list = draw(st.booleans())
    for _ in range(draw(st.integers(1, 3))):
        written += draw(st.sampled_from([[], [], [], [], [""], ["   "], [" " * indent + "# c"], ["#x: y"]]))
        dash = draw(often(st.just("- "), st.sampled_from(["-   ", "- - ", "-"]), 8)) if is_list else ""
        if is_list and draw(st.booleans()):
            written += draw(values(" " * indent + dash, indent, depth))
            continue
        for number in range(draw(st.integers(1, 2))):
            lead = " " * indent + (dash if number == 0 else " " * len(dash))
            written += draw(values(f"{lead}{draw(often(KEYS, ODD_KEYS, 20))}:", indent + len(dash), depth))
    return written


@st.composite
def documents(draw: st.DrawFn) -> str:
    """Documents of nearly plain YAML, broken at one place or nowhere."""
    written = draw(lines(0, 0))
    beginning = draw(often(st.just(""), st.sampled_from(["---\n", "# c\n", "%YAML 1.1\n---\n"]), 8))
    end = draw(often(st.just("\n"), st.sampled_from(["", "\n\n", "\n---\n", "\n...\n"]), 8))
    return draw(broken(beginning + "\n".join(written) + end, most=1))


@st.composite
def broken(draw: st.DrawFn, text: str, most: int) -> str:
    """A text of which a few characters are lost, or others put in their place."""
    for _ in range(draw(st.integers(0, most))):
        at = draw(st.integers(0, len(text)))
        lost = draw(st.sampled_from([0, 0, 1, 1, 2, 3]))
        text = text[:at] + draw(often(MARKS, st.just(""), 3)) + text[at + lost :]
    return text


@st.composite
def parts_of_sidecars(draw: st.DrawFn) -> str:
    """Some lines of a real sidecar, as far to the left as they go, broken at up to three places."""
    text = draw(st.sampled_from(SIDECARS)).read_text(encoding="utf-8").split("\n")
    start = draw(st.integers(0, len(text) - 1))
    part = text[start : start + draw(st.integers(1, 12))]
    left = min((len(each) - len(each.lstrip()) for each in part if each.strip()), default=0)
    return draw(broken("\n".join(each[left:] for each in part) + "\n", most=3))


@settings(max_examples=300)
@given(documents(), st.integers(1, 3))
def test_a_random_document_is_read_as_libyaml_reads_it_or_refused(text: str, first_line: int) -> None:
    is_read(text, first_line)


@settings(max_examples=200)
@given(parts_of_sidecars())
def test_a_broken_sidecar_is_read_as_libyaml_reads_it_or_refused(text: str) -> None:
    is_read(text)


# ---------------------------------------------------------------- what PyYAML loads


@table(
    "text",
    ("words", "a: b\nc: [d, 'e']\n"),
    ("numbers in quotes", 'a: \'1\'\n"2026-13-01": "2026-13-01"\n'),
    ("nothing and booleans", "a: ~\nb: yes\nc:\nnull: null\n"),
    ("numbers in a block", "a: |\n  2026-13-01\n"),
)
def test_what_has_no_numbers_is_loaded_for_certain(text: str) -> None:
    assert surely_loads(text) is not None


@table(
    "text",
    ("a month that there is not", "a: 2026-13-01\n"),
    ("no digits of a number", "a: 0b_\n"),
    ("the value of YAML 1.1", "a: =\n"),
    ("a number as a key", "0b_: a\n"),
    ("a number in a list", "a: [b, 2026-13-01]\n"),
    ("a tag", "a: !!bool b\n"),
    ("an anchor twice", "a: &b c\nd: &b e\n"),
)
def test_what_pyyaml_may_not_load_has_to_be_tried(text: str) -> None:
    assert surely_loads(text) is None


@settings(max_examples=300)
@given(documents() | parts_of_sidecars())
def test_what_is_loaded_for_certain_is_loaded_as_the_tree_says(text: str) -> None:
    tree = surely_loads(text)
    if tree is not None:
        loaded = yaml.load(text, Loader=yaml.CSafeLoader)
        assert isinstance(loaded, dict) is isinstance(tree, Mapping)
        assert isinstance(loaded, list) is isinstance(tree, Sequence)


# ---------------------------------------------------------------- how long it takes


@table(
    "line",
    ("colons", lambda size: f"a: {'b:' * size} c\n"),
    ("blanks", lambda size: f"a: b{' ' * size}c #x\n"),
    ("quotes", lambda size: f"a: [{chr(39) * (2 * size + 1)}\n"),
    ("quoted values", lambda size: f"a: [{'b' * size}, {chr(39)}\n"),
    ("brackets", lambda size: f"a: {'[' * size}{']' * size}\n"),
    ("pairs", lambda size: f"a: [{'{b: c}, ' * size}{chr(34)}]\n"),
    ("blocks", lambda size: "a: |\n  b\n\n" * size),
    ("a value that goes on", lambda size: "a: b\n" + "  c\n" * size),
    ("lines of blanks", lambda size: f"{' ' * 100}\n" * size),
)
def test_the_time_grows_with_the_text_whatever_it_holds(line: Callable[[int], str]) -> None:
    assert growth_of_text(is_read_or_refused, line, 5_000) < LINEAR


def is_read_or_refused(text: str) -> bool:
    try:
        read_plain(text, 1)
    except Refused:
        return False
    return True
