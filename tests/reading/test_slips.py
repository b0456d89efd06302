"""Slips of the pen that YAML reads otherwise: each is one finding, at its own line, with what to write."""

from pathlib import Path

import pytest
from support import check, table

from mkdocs_traceability.reading.slips import odd_blank, slip_in, tight, without_quotes

N = "\u00a0"
B = "  - {id: b, external: true}\n"


def one(folder: Path, sidecar: str) -> tuple[str, str]:
    """Return the place and message of the only finding, and its remedy; what is merely unused apart."""
    found = [each for each in check(folder, {"docs/a.trace.yml": sidecar}) if each.code != "TR202"]
    assert len(found) == 1, found
    position = found[0].position
    return f"{position.line}:{position.column} {found[0].code} {found[0].message}", found[0].help


@table(
    "sidecar, says, remedy",
    (
        "no blank behind a colon, a key below",
        f"components:\n  - id: a\n    title:Batcher\n    depends_on: [b]\n{B}",
        "3:5 TR001 cannot be read: no space after the `:` of `title`",
        "write `title: …`",
    ),
    (
        "no blank behind the last colon",
        "components:\n  - id: a\n    title:Batcher\n",
        "3:5 TR001 cannot be read: no space after the `:` of `title`",
        "write `title: …`",
    ),
    (
        "no blank behind the colon of a kind",
        "components:\n  - id: a\nflows:[]\n",
        "3:1 TR001 cannot be read: no space after the `:` of `flows`",
        "write `flows: …`",
    ),
    (
        "no blank in an item of one word",
        f"components:\n  - id:a\n{B}",
        "2:5 TR003 no space after the `:` of `id`",
        "write `id: a`",
    ),
    (
        "no blank between braces",
        f"components:\n  - {{id:a, depends_on: [b]}}\n{B}",
        "2:6 TR003 no space after the `:` of `id`",
        "write `id: a`",
    ),
    (
        "no blank behind a dash",
        "components:\n  - id: a\n  -id: x\n    title: x\n",
        "3:3 TR001 cannot be read: no space after the `-` of a list's entry",
        "write `- id: x`",
    ),
    (
        "no blank behind the first dash",
        "components:\n  -id: a\n   title: x\n",
        "2:3 TR001 cannot be read: no space after the `-` of a list's entry",
        "write `- id: a`",
    ),
    (
        "no blank behind all dashes",
        "components:\n  -id: a\n  -title: b\n",
        "2:3 TR003 `components` is a list",
        "put a space after each `-`: `- id: …`",
    ),
    (
        "a no-break space behind a colon",
        f"components:\n  - id: a\n    title:{N}Batcher\n    depends_on: [b]\n",
        "3:11 TR001 cannot be read: a no-break space (U+00A0)",
        "replace it with a regular space",
    ),
    (
        "a no-break space behind the first colon",
        f"components:\n  - id:{N}a\n    title: Batcher\n",
        "2:8 TR001 cannot be read: a no-break space (U+00A0)",
        "replace it with a regular space",
    ),
    (
        "a no-break space before a colon",
        f"components:\n  - id: b\n    title{N}: Batcher\n",
        "3:5 TR003 a no-break space (U+00A0) in the key `title`",
        "replace it with a regular space",
    ),
    (
        "no-break spaces that indent",
        f"components:\n  - id: a\n  {N} title: x\n    depends_on: [b]\n",
        "3:3 TR001 cannot be read: a no-break space (U+00A0)",
        "replace it with a regular space",
    ),
    (
        "no-break spaces that indent the last line",
        f"components:\n  - id: a\n{N}{N}{N}{N}title: x\n",
        "3:1 TR003 a no-break space (U+00A0) in the key `title`",
        "replace it with a regular space",
    ),
    (
        "a no-break space behind a dash",
        f"components:\n  - id: b\n  -{N}id: a\n",
        "3:4 TR001 cannot be read: a no-break space (U+00A0)",
        "replace it with a regular space",
    ),
    (
        "an ideographic space",
        "components:\n  - id:\u3000a\n    title: x\n",
        "2:8 TR001 cannot be read: an unusual space (ideographic space, U+3000)",
        "replace it with a regular space",
    ),
    (
        "a zero width space in a key",
        "components:\n  - \u200bid: a\n    title: x\n",
        "2:5 TR003 an unusual space (zero width space, U+200B) in the key `\u200bid`",
        "replace it with a regular space",
    ),
    (
        "a no-break space in an id that is referred to",
        f"components:\n  - id: {N}a\n  - id: c\n    depends_on: [a]\n",
        f"2:9 TR006 `{N}a` is not a valid id: it contains a no-break space (U+00A0)".replace(N, ""),
        "write `a`; a display name belongs in `title`",
    ),
    (
        "a full-width colon",
        "components:\n  - id：a\n    title: x\n",
        "2:7 TR001 cannot be read: a full-width `：` after a key",
        "write `id: …`",
    ),
    (
        "a brace that is never closed",
        "components:\n  - {id: a, title: x\n  - {id: b}\n",
        "2:5 TR001 cannot be read: `{` is never closed, or what it holds is not a mapping",
        "close it, or quote the value if the bracket is part of it",
    ),
    (
        "a comment that swallows a title",
        "components:\n  - id: b\n    title: #x\n    external: true\n",
        "3:11 TR003 `title` has no value: `#x` is a comment",
        'quote the whole value: `"#x"`',
    ),
    (
        "a comment that swallows an id",
        "components:\n  - id: #b\n",
        "2:8 TR004 a component without an `id`: `#b` is a comment",
        'quote the whole value: `"#b"`',
    ),
    (
        "a comment that swallows a reference",
        "components:\n  - id: a\n    depends_on:\n      - #b\n",
        "4:8 TR003 an empty entry in `depends_on`: `#b` is a comment",
        'quote the whole value: `"#b"`',
    ),
    (
        "a comment that cuts a title",
        "components:\n  - id: b\n    title: Sée issue #12\n",
        "3:12 TR007 `title` ends before `#12`, which is a comment",
        'quote the whole value: `"Sée issue #12"`',
    ),
    (
        "a comment between brackets",
        "components:\n  - id: a\n    depends_on: [#b, c]\n",
        "3:17 TR001 cannot be read: `[` is never closed: `#` begins a comment",
        "quote the value that holds the `#`",
    ),
    (
        "typographic quotes around an id that is referred to",
        "components:\n  - id: “a”\n  - id: c\n    depends_on: [a]\n",
        "2:9 TR006 `“a”` is not a valid id: it contains typographic quotes",
        'write `"a"`',
    ),
    (
        "typographic quotes around a title",
        "components:\n  - id: a\n    title: „Batcher“\n",
        "3:12 TR007 the quotes are part of `title`: YAML knows straight ones only",
        'write `"Batcher"`',
    ),
    (
        "typographic quotes around a status",
        "components:\n  - id: a\n    status: ‘planned’\n",
        "3:13 TR003 the quotes are part of `‘planned’`: YAML knows straight ones only",
        'write `"planned"`',
    ),
    (
        "typographic quotes around a reference",
        f"components:\n  - id: a\n    depends_on: [«b»]\n{B}",
        "3:18 TR003 the quotes are part of `«b»`: YAML knows straight ones only",
        'write `"b"`',
    ),
    (
        "an empty text in a relation",
        'components:\n  - id: a\n    depends_on: [""]\n',
        "3:18 TR003 an empty entry in `depends_on`",
        "remove it",
    ),
    (
        "an empty text in a list",
        'components:\n  - id: a\n    aliases: ["", x]\n',
        "3:15 TR003 an empty entry in `aliases`",
        "remove it",
    ),
    (
        "an empty text for an id",
        'components:\n  - id: a\n    depends_on: [{id: "", via: x}]\n',
        "3:23 TR003 an empty id in `depends_on`",
        "name an item, or remove the entry",
    ),
    (
        "tags that are one text",
        "components:\n  - id: a\n    tags: a b c\n",
        "3:11 TR003 `tags` is a list",
        "write `tags: [a, b, c]`",
    ),
    (
        "aliases with a comma",
        "components:\n  - id: a\n    aliases: x, y\n",
        "3:14 TR003 `aliases` is a list",
        "write `aliases: [x, y]`",
    ),
    (
        "words of a vocabulary with a comma",
        "components:\n  - id: b\n    trigger: import, request\n",
        "3:14 TR003 `trigger` is a list",
        "write `trigger: [import, request]`",
    ),
    (
        "ids as keys",
        f"flows:\n  - id: f\n    components: {{b: Evaluator}}\ncomponents:\n{B}",
        "3:18 TR002 `components` is a list of ids, not a mapping of them",
        "write a list: `components: [{id: b, role: Evaluator}]`",
    ),
    (
        "ids as keys of entries",
        f"flows:\n  - id: f\n    components:\n      - b:\ncomponents:\n{B}",
        "4:9 TR002 `components` is a list of ids, not a mapping of them",
        "write a list: `components: [b]`",
    ),
)
def test_a_slip_is_one_finding_at_its_own_line(tmp_path: Path, sidecar: str, says: str, remedy: str) -> None:
    assert one(tmp_path, sidecar) == (says, remedy)


@table(
    "sidecar",
    (
        "comments",
        "components: # all\n  - id: b # the first\n    title: # none yet\n    external: true #yes\n",
    ),
    ("a hash within a word", "components:\n  - id: b\n    title: C#12\n    external: true\n"),
    ("a number in quotes", 'components:\n  - id: b\n    title: "See #12"\n    external: true\n'),
    ("an alias of two words", "components:\n  - id: b\n    aliases: Eval worker\n    external: true\n"),
    ("a no-break space in a title", f"components:\n  - id: b\n    title: 10{N}km\n    external: true\n"),
    ("an apostrophe", "components:\n  - id: b\n    title: ‘t is\n    external: true\n"),
    ("two quotations", "components:\n  - id: b\n    title: “a” and “b”\n    external: true\n"),
    ("quotes in quotes", 'components:\n  - id: b\n    title: "“Batcher”"\n    external: true\n'),
    (
        "empty fields",
        "components:\n  - id: b\n    title: ~\n    tags:\n    depends_on: []\n    external: true\n",
    ),
)
def test_what_is_meant_so_is_no_slip(tmp_path: Path, sidecar: str) -> None:
    assert check(tmp_path, {"docs/a.trace.yml": sidecar}) == []


@pytest.mark.parametrize(
    "line",
    [
        "title: x",
        "  - id: a",
        "    code: [a.py:B]",
        "- http://x",
        "- a.py:B",
        "--- x",
        "- -1",
        "key: a:b",
        "",
    ],
)
def test_a_sound_line_has_no_slip(line: str) -> None:
    assert slip_in(line) is None


def test_words_are_told_apart() -> None:
    assert tight("id:a") == ("id", "a")
    assert tight(f"id:{N}a") == ("id", "a")
    assert tight("http://x") is None
    assert odd_blank("a b") == ""
    assert without_quotes("”x”") == "x"
    assert without_quotes("“x") == ""
