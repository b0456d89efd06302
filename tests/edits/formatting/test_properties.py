"""Formatting random sidecars: the same values and comments, each comment by its neighbour, and twice changes nothing."""

import re
from collections.abc import Iterator
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_traceability.edits.formatting.sameness import comments_of, is_same
from mkdocs_traceability.edits.formatting.sidecar import formatted
from mkdocs_traceability.edits.yaml_spans import Span, spans_of
from mkdocs_traceability.settings.load import built_in_schema

SCHEMA = built_in_schema()

KEYS = (
    "id",
    "title",
    "status",
    "notes",
    "components",
    "evidence",
    "waive",
    "summary",
    "tags",
    "odd",
    "superseded-by",
)

SCALARS = st.sampled_from(
    [
        "x",
        "'x'",
        '"x y"',
        '"0016"',
        "'a: b'",
        '"#12"',
        "0016",
        "",
        "~",
        "[a, 'b']",
        "{a: b, 'c': \"d\"}",
        "'ein Ü'",
        '"“x”"',
        '"a\\tb"',
        "'it''s'",
        "no",
        "'no'",
        '"2026-01-01"',
        "2026-01-01",
        '"a:b"',
        "' x '",
        '"null"',
        "a #b",
        "x#y",
    ]
)

BLOCKS = st.sampled_from(
    [
        ["|", "line # no comment", "", "  deeper", "end"],
        [">-", "folded", "text"],
        ["|2", "  two more"],
        ["|+", "kept", ""],
        ["plain", "goes on"],
        ['"quoted', "", 'goes on"'],
        ["[a,", "  'b',", "c]"],
        ["", "- 'x'", "- y  # NUMBER", "# NUMBER", "-   z"],
        ["", "a: 'b'", "# NUMBER", "c:", "  - d"],
        ["  # NUMBER", "-   id: x", "    role: 'y'"],
    ]
)


@st.composite
def sidecars(draw: st.DrawFn) -> str:
    """Return a sidecar in some form: indentation, quotes, comments and blank lines as people write them."""
    numbers = count(1)
    lines = ["# 0 head"] if draw(st.booleans()) else []
    for plural in draw(
        st.lists(st.sampled_from(["flows", "components", "widgets"]), min_size=1, max_size=2, unique=True)
    ):
        lines.append(f"{plural}:{f'  # {next(numbers)}' if draw(st.booleans()) else ''}")
        dash = " " * draw(st.sampled_from([0, 2, 3, 4]))
        gap = " " * draw(st.sampled_from([1, 1, 3]))
        for _ in range(draw(st.integers(1, 3))):
            if draw(st.booleans()):
                lines.append(f"{dash if draw(st.booleans()) else ''}# {next(numbers)}")
            lines += _item(draw, dash, gap, numbers)
            lines += [""] * draw(st.integers(0, 1))
    text = "\n".join(lines)
    text = re.sub("NUMBER", lambda _: str(next(numbers)), text)
    return text + draw(st.sampled_from(["", "\n", "\n\n", "\n# 999 end\n"]))


def _item(draw: st.DrawFn, dash: str, gap: str, numbers: "count[int]") -> list[str]:
    names = draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=6, unique=True))
    if draw(st.integers(0, 5)) == 0:
        pairs = ", ".join(
            f"{name}: {draw(st.sampled_from(['x', chr(34) + 'y' + chr(34), '[a, b]', '0016']))}"
            for name in names
        )
        return [f"{dash}-{gap}{{{pairs}}}  # {next(numbers)}"]
    lines: list[str] = []
    column = len(dash) + 1 + len(gap)
    for index, name in enumerate(names):
        begin = f"{dash}-{gap}" if index == 0 else " " * column
        if index and draw(st.integers(0, 3)) == 0:
            lines += [""] * draw(st.integers(0, 1))
            lines.append(f"{' ' * draw(st.sampled_from([column, column, 0]))}# {next(numbers)}")
            lines += [""] * (draw(st.integers(0, 4)) == 0)
        if draw(st.integers(0, 2)) == 0:
            first, *rest = draw(BLOCKS)
            lines.append(f"{begin}{name}: {first}".rstrip())
            lines += [f"{' ' * (column + 2)}{line}" if line else "" for line in rest]
        else:
            comment = f"  # {next(numbers)}" if draw(st.booleans()) else ""
            lines.append(f"{begin}{name}: {draw(SCALARS)}{comment}")
    if draw(st.integers(0, 5)) == 0:
        lines.append(f"{' ' * column}# {next(numbers)}")
    return lines


Places = dict[str, set[str]]


def neighbours(text: str) -> Places:
    """Return by comment what it may belong to: the key whose line it ends or stands above, or the entry that begins there."""
    root = spans_of(text)
    assert root is not None
    keys = dict(reversed(list(_keys(root))))
    entries = dict(_entries(root, ""))
    lines = text.split("\n")
    found: Places = {}
    for number, line in enumerate(lines):
        for comment in re.findall(r"# \d+", line):
            if number in keys or number in entries:
                found[comment] = {keys.get(number) or entries[number]}
            elif line.lstrip().startswith("#") and lines[number + 1 :] and lines[number + 1].strip():
                below = next(
                    (n for n in range(number + 1, len(lines)) if not lines[n].lstrip().startswith("#")), 0
                )
                found[comment] = {places[below] for places in (entries, keys) if below in places}
    return {comment: places for comment, places in found.items() if places}


def _keys(span: Span) -> Iterator[tuple[int, str]]:
    """Go through the keys with their lines, the first of a line before the others."""
    for key, value in span.entries if not span.is_flow else ():
        yield key.line, key.text
        yield from _keys(value)
    for part in span.parts if span.is_list else ():
        yield from _keys(part)


def _entries(span: Span, name: str) -> Iterator[tuple[int, str]]:
    """Go through the entries of lists with their lines."""
    for key, value in span.entries:
        yield from _entries(value, key.text)
    for index, part in enumerate(span.parts if span.is_list and not span.is_flow else ()):
        yield part.line, f"{name} {index}"
        yield from _entries(part, f"{name} {index}")


@settings(max_examples=300, deadline=None)
@given(sidecars())
def test_formatting_changes_no_value_and_no_comment(text: str) -> None:
    if spans_of(text) is None:
        return
    done = formatted(text.encode(), "docs/a.trace.yml", SCHEMA)
    after = done.data.decode()
    assert is_same(text, after, "docs/a.trace.yml", SCHEMA)
    assert sorted(comments_of(text)) == sorted(comments_of(after))
    again = formatted(done.data, "docs/a.trace.yml", SCHEMA)
    assert again.data.decode() == after


@settings(max_examples=300, deadline=None)
@given(sidecars())
def test_a_comment_stays_with_its_key(text: str) -> None:
    if spans_of(text) is None:
        return
    after = neighbours(formatted(text.encode(), "docs/a.trace.yml", SCHEMA).data.decode())
    for comment, places in neighbours(text).items():
        own = {place for place in places if place[-1].isdigit()} or places  # above an entry: of the entry
        assert own & after[comment], comment
