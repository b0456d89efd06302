"""An item that is read in one pass is the item that the careful reading makes of the same text."""

from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import table

from mkdocs_traceability.model.declared import DeclaredKind
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import resolve
from mkdocs_traceability.reading import declarations
from mkdocs_traceability.reading.built_in import built_in
from mkdocs_traceability.reading.declarations import declare_sidecar
from mkdocs_traceability.reading.yaml.tree import parse
from mkdocs_traceability.reading.yaml.unreadable import Unreadable
from mkdocs_traceability.settings.load import of_every_item

OWN_KIND = {
    "plural": "machines",
    "id": "[a-z]+-[0-9a-z-]+",
    "fields": {
        "made_of": {"one_of": ["steel", "“steel”", "cast_iron", "cast-iron"], "many": True},
        "look": {"one_of": ["“old”", "new_er", "new-er"]},
        "guide": {"type": "page"},
        "weight": {"type": "number"},
        "facts": {"type": "structure"},
    },
    "relations": {
        "built_by": {"to": "any", "inverse": "builds", "or_text": True},
        "twin": {"to": "self", "single": True},
    },
}
KINDS = {
    name: DeclaredKind.model_validate(kind)
    for name, kind in {**built_in().kinds, "machine": OWN_KIND}.items()
}
SCHEMA = resolve(KINDS, of_every_item(), built_in=built_in().kinds)[0]

IDS = (
    "a-1",
    "a.b-c",
    "machine-1",
    "a",
    "1e3",
    "no",
    "0x1f",
    "'quoted-1'",
    "“a-1”",
    "a b-1",
    "a-ü",
    "#a",
    "'#a'",
    "",
)
VALUES = (
    *IDS,
    *(
        "~",
        "null",
        "'null'",
        "'~'",
        "''",
        "' '",
        "“quoted text”",
        "„open text",
        "text #1",
        "text # comment",
        "12",
    ),
    *(
        "steel",
        "STEEL",
        "Cast_Iron",
        "“steel”",
        "“old”",
        "NEW_ER",
        "auto",
        "Infra",
        "implemented",
        "Planned",
        "done",
    ),
    *("true", "2027-01-31", "unknown", "a, b", "a; b", "[]", "[a-1]", "[a-1, b-2]", "[a-1, a-1]", "[a, [b]]"),
    *(
        "[a-1, '']",
        "[a-1, ~]",
        "[“a-1”, b]",
        "[steel, CAST_IRON]",
        "{}",
        "{id: a-1}",
        "{id: a-1, role: owner}",
    ),
    *(
        "[{id: a-1, role: owner, because: of it}, b-2]",
        "[{id: a-1, optional: true}]",
        "[{id: a-1, optional: maybe}]",
    ),
    *(
        "[{id: a-1, role: ~}]",
        "[{id: ' '}]",
        "[{id: “a-1”}]",
        "[{role: owner}]",
        "[{a-1: owner}]",
        "{id: a-1, id: b-2}",
    ),
    *(
        "[{text: free words}]",
        "[{id: a-1, ROLE: x}]",
        "[free words of a kind, a-1]",
        "{code: [a.py], tests: unknown}",
    ),
    *(
        "{code: {not_applicable: why}}",
        "{cod: [a.py]}",
        "{code: [n/a]}",
        "{TR101: because}",
        "[{code: TR101, reason: x}]",
    ),
    *("&one a-1", "*one", "!!str a-1", "|\n      several\n      lines", ">-\n      folded\n      text"),
)
KEYS = {
    kind.name: sorted(
        {
            *(each for key in kind.keys for each in (key, key.replace("_", "-"))),
            *kind.former_names,
            *("ID", "titel", "<<", "part_off", "Title", "'title'", "made_of-", "allow", "a:b", "tïtle"),
        }
    )
    for kind in SCHEMA
}


@st.composite
def sidecars(draw: st.DrawFn) -> str:
    lines = ["defaults: {status: planned, tags: [x]}"] if draw(st.booleans()) else []
    for name in draw(st.lists(st.sampled_from(sorted(SCHEMA.kinds)), min_size=1, max_size=2, unique=True)):
        lines.append(f"{SCHEMA[name].plural}:")
        for _ in range(draw(st.integers(1, 3))):
            keys = draw(st.lists(st.sampled_from(KEYS[name]), max_size=6))
            entries = [f"{key}: {draw(st.sampled_from(VALUES))}" for key in keys]
            entries.insert(draw(st.integers(0, len(entries))), f"id: {draw(st.sampled_from(IDS))}")
            lines += [f"{'    ' if number else '  - '}{entry}" for number, entry in enumerate(entries)]
    return "\n".join(lines) + "\n"


def declared(text: str) -> Any:
    """All that a sidecar declares, down to the order of what its items say."""
    try:
        root = parse(text)
    except Unreadable:  # it is no YAML: nothing to compare
        return None
    read = declare_sidecar(root, "docs/a.trace.yml", SCHEMA)
    return [everything(item) for item in read.items], read.findings, read.unread_ids, read.nameless


def everything(item: Item) -> Any:
    references = [
        (
            name,
            [
                (r.text, r.position, list(r.attributes.items()), r.optional, r.is_text, r.between)
                for r in all_
            ],
        )
        for name, all_ in item.references.items()
    ]
    said = [
        *map(list, (item.values.items(), item.keys.items(), item.evidence.items())),
        item.waivers,
        item.invalid,
    ]
    return item.kind, item.id, item.position, item.page, references, *said


def carefully(text: str) -> Any:
    with patch.object(declarations, "read_regular", return_value=None):
        return declared(text)


@given(sidecars())
def test_both_ways_of_reading_give_the_same_items(text: str) -> None:
    assert declared(text) == carefully(text)


@pytest.mark.parametrize("kind", sorted(SCHEMA.kinds))
def test_an_item_that_is_odd_in_one_value_is_read_alike_both_ways(kind: str) -> None:
    for value in VALUES:
        items = [f"  - id: a-{n}\n    {key}: {value}" for n, key in enumerate(KEYS[kind])]
        text = "\n".join([f"{SCHEMA[kind].plural}:", *items, ""])
        assert declared(text) == carefully(text)


REGULAR = """\
machines:
  - id: machine-1
    title: A machine
    status: Planned
    notes: >-
      Much can be said
      of it.
    tags: [a, b]
    made-of: [STEEL, cast-iron]
    look: new-er
    guide: a.md
    built_by: [somebody from afar, {id: a-1, role: owner, optional: true}]
    twin: machine-2
    see: flow-1
    evidence: {code: [a.py], files: unknown}
"""


def test_a_regular_item_is_not_looked_at_for_slips(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = carefully(REGULAR)
    monkeypatch.delattr(declarations._ItemReader, "_irregular")
    assert declared(REGULAR) == expected


@table(
    "line",
    ("a field with a former name", "root: x"),
    ("a key that stands twice", "title: x"),
    ("no value", "summary:"),
    ("a list of claims", "evidence: [a.py]"),
    ("a word outside of its vocabulary", "look: odd"),
    ("typographic quotes", "summary: “x”"),
    ("a comment that cuts a value short", "summary: x #1"),
    ("two items where one is wanted", "twin: [machine-2, machine-3]"),
    ("an id that is empty", "see: ['']"),
    ("a key of no field", "colour: red"),
)
def test_of_what_is_out_of_the_ordinary_both_say_the_same(line: str) -> None:
    text = f"{REGULAR.replace('    twin: machine-2', '')}    {line}\n"
    assert declared(text) == carefully(text)
    assert declared(text) != declared(REGULAR)
