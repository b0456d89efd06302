"""What formatting does to a sidecar, and what it leaves as it is."""

from textwrap import dedent

import pytest
from support import EXAMPLE, ROOT, table

from mkdocs_traceability.edits.formatting.sameness import is_same
from mkdocs_traceability.edits.formatting.sidecar import formatted
from mkdocs_traceability.reading.yaml.unreadable import Unreadable
from mkdocs_traceability.settings.load import built_in_schema

SCHEMA = built_in_schema()


def fmt(text: str) -> str:
    done = formatted(text.encode(), "docs/a.trace.yml", SCHEMA)
    assert done.left == ()
    assert formatted(done.data, "docs/a.trace.yml", SCHEMA).data == done.data
    return done.data.decode()


@table(
    "before, after",
    (
        "keys in order, each with its comments",
        """\
        flows:
          # about the flow
          - title: One  # shown
            evidence: {code: [a.py]}
            # who does it
            components:
              # first
              - api  # it
            odd: x
            notes: >-
              a # no comment
              b

            # what it is called
            id: F-1

          # about the next
          - id: F-2
        """,
        """\
        flows:
          # about the flow
          # what it is called
          - id: F-1
            title: One  # shown
            evidence: {code: [a.py]}
            # who does it
            components:
              # first
              - api  # it
            odd: x

            notes: >-
              a # no comment
              b

          # about the next
          - id: F-2
        """,
    ),
    (
        "an item in braces",
        "flows:\n  - {title: a, id: F-1,\n     components: [b,\n      c], status: planned}  # c\n",
        "flows:\n  - {id: F-1, title: a,\n     components: [b,\n      c], status: planned}  # c\n",
    ),
    (
        "former names and hyphens",
        "components:\n  - id: a\n    root: x\n    superseded-by: b\n  - id: b\n    superseded_by: b\n    system: x\n",
        "components:\n  - id: a\n    root: x\n    superseded-by: b\n  - id: b\n    system: x\n    superseded_by: b\n",
    ),
    (
        "an order that most items have",
        "flows:\n  - {id: a, status: x, title: y}\n  - {id: b, title: y, notes: n, status: x}\n  - {id: c, title: y, status: x}\n",
        "flows:\n  - {id: a, title: y, status: x}\n  - {id: b, title: y, notes: n, status: x}\n  - {id: c, title: y, status: x}\n",
    ),
    (
        "orders that do not contradict each other",
        "flows:\n  - {id: a, status: x, odd: 1}\n  - {id: b, status: x, title: y, components: []}\n  - {id: c, components: [], odd: 1}\ncomponents:\n  - {title: y, status: x}\n",
        "flows:\n  - {id: a, status: x, odd: 1}\n  - {id: b, status: x, title: y, components: []}\n  - {id: c, components: [], odd: 1}\ncomponents:\n  - {title: y, status: x}\n",
    ),
    (
        "quotes",
        """\
        components:
          - id: "api"
            title: 'a: b'
            summary: "say 'hi'"
            tags: ["a", 'b c', "d, e", "0016", "no", '2026-01-01', "x: y"]
            aliases: ["component:x", "a:b.py"]
            "notes": "it's"  # c
            waive: {'TR201': "#12"}
        """,
        """\
        components:
          - id: api
            title: 'a: b'
            summary: "say 'hi'"
            tags: [a, b c, "d, e", "0016", "no", '2026-01-01', "x: y"]
            aliases: ["component:x", "a:b.py"]
            notes: "it's"  # c
            waive: {TR201: "#12"}
        """,
    ),
    (
        "indentation",
        """\
        # head
        components:   # all
        # about a
        -   id: a
            notes: |
                  deep
                    deeper

                  end
            paths:
            - x
            # between
            -   y
            evidence:
                  code: [a,
                      b]
                  # last
                  files:
                         - z
        -
          id: b
        # end
        """,
        """\
        # head
        components:   # all
          # about a
          - id: a
            notes: |
                  deep
                    deeper

                  end
            paths:
              - x
              # between
              - y
            evidence:
              code: [a,
                  b]
              # last
              files:
                - z
          -
            id: b
        # end
        """,
    ),
    (
        "anchors",
        "components:\n- id: b\n  waive: &w\n   TR1: x\n   TR2: y\n- id: a\n  paths: &p-q\n  - x\n- id: c\n  paths: *p-q\n  waive: *w\n",
        "components:\n  - id: b\n    waive: &w\n      TR1: x\n      TR2: y\n  - id: a\n    paths: &p-q\n      - x\n  - id: c\n    paths: *p-q\n    waive: *w\n",
    ),
    (
        "blank lines that belong to a text",
        "flows:\n- id: a\n  notes: |+\n    x\n\n\n",
        "flows:\n  - id: a\n    notes: |+\n      x\n\n\n",
    ),
    (
        "blanks at the end of lines",
        "flows:  \n  - id: a \t\n\t\n  - id: b\n\n\n",
        "flows:\n  - id: a\n\n  - id: b\n",
    ),
    ("no line end", "flows:\n  - id: a", "flows:\n  - id: a\n"),
    ("the marks of a document", "---\nflows:\n- id: 'a'\n...\n", "---\nflows:\n  - id: a\n...\n"),
    (
        "an odd blank at the end",
        "flows:\n  - id: a\n    title: x\u00a0\n",
        "flows:\n  - id: a\n    title: x\u00a0\n",
    ),
    (
        "a line end of YAML 1.1",
        "flows:\n  - title: 'a\u2028b'\n    id: x\n",
        "flows:\n  - id: x\n    title: 'a\u2028b'\n",
    ),
)
def test_a_sidecar_is_formatted(before: str, after: str) -> None:
    assert fmt(dedent(before)) == dedent(after)


@table(
    "item",
    ("an anchor", "- title: &t x\n    id: a\n    notes: *t\n"),
    ("a merge key", "- <<: {title: x}\n    id: a\n"),
    ("a tag", "- title: !!str x\n    id: a\n"),
    ("a key twice", "- title: x\n    id: a\n    title: y\n"),
    ("a comment that stands by itself", "- title: x\n    # of what?\n\n    id: a\n"),
    ("a comment at the end of what moves there", "- title: x\n    id: a\n    # of what?\n"),
    ("a comment in braces", "- {title: x,  # c\n     id: a}\n"),
    ("blank lines that belong to a text", "- notes: |+\n      x\n\n    id: a\n"),
    ("a text that would keep blank lines", "- title: x\n\n    id: >+\n      a\n    # c\n"),
    ("a question mark", "- ? title\n    : x\n    id: a\n"),
)
def test_an_item_whose_keys_cannot_be_moved_safely_keeps_their_order(item: str) -> None:
    text = f"components:\n  {item}  - title: x\n    id: b\n"
    assert fmt(text) == f"components:\n  {item}  - id: b\n    title: x\n"


def test_cycles_of_orders_end_in_one_that_stays() -> None:
    items = ("id: 1, title: x, status: y", "id: 2, status: y, notes: z", "id: 3, notes: z, title: x")
    done = fmt("flows:\n" + "".join(f"  - {{{item}}}\n" for item in items))
    assert done.endswith("  - {id: 3, title: x, notes: z}\n")


def test_a_list_with_very_many_keys_keeps_their_order_but_for_the_id() -> None:
    keys = ", ".join(f"k{number}: x" for number in range(200))
    text = "flows:\n  - {id: a, title: x, status: y}\n  - {status: y, title: x, KEYS, id: b}\n".replace(
        "KEYS", keys
    )
    assert fmt(text) == text.replace("{status", "{id: b, status").replace(", id: b}", "}")


def test_order_is_left_where_it_means_something() -> None:
    text = "widgets:\n  - b: 1\n    id: 2\nflows:\n  - id: b\n  - id: a\ncomponents: []\n"
    assert fmt(text) == text


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_marks_stay(line_end: str, mark: str) -> None:
    before = mark + line_end.join(["flows:", "- title: 'x'", "  id: a", ""])
    assert fmt(before) == mark + line_end.join(["flows:", "  - id: a", "    title: x", ""])


def test_mixed_line_ends_become_those_of_the_first_line() -> None:
    assert fmt("flows:\r\n  - id: a\n  - id: b\r") == "flows:\r\n  - id: a\r\n  - id: b\r\n"


@table(
    "text, message",
    ("a mistake", "flows:\n  - id: a\n   title: x\n", "3:"),
    ("a second document", "flows: []\n---\nflows: []\n", "2:1"),
    ("a tag", "flows:\n  - !x {id: a}\n", "2:5"),
)
def test_what_cannot_be_read_is_refused(text: str, message: str) -> None:
    with pytest.raises(Unreadable) as caught:
        formatted(text.encode(), "a", SCHEMA)
    assert f"{caught.value.line}:{caught.value.column}".startswith(message)


@pytest.mark.parametrize("text", ["", "# only a comment\n", "null\n", "- a\n", "{flows: [{id: a}]}\n"])
def test_what_declares_nothing_stays(text: str) -> None:
    assert fmt(text) == text


@pytest.mark.parametrize(
    "file",
    sorted((*EXAMPLE.rglob("*.trace.yml"), *ROOT.glob("docs/*.trace.yml"))),
    ids=lambda file: file.stem,
)
def test_the_sidecars_of_real_sites_say_the_same(file: object) -> None:
    from pathlib import Path

    assert isinstance(file, Path)
    text = file.read_text(encoding="utf-8")
    assert is_same(text, fmt(text), file.name, SCHEMA)


def test_a_step_that_cannot_be_proven_is_not_taken_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mkdocs_traceability.edits.formatting.sidecar.is_same", lambda *_: False)
    data = b"flows:\n- title: 'x'\n  id: a\n"
    done = formatted(data, "docs/a.trace.yml", SCHEMA)
    assert done.data == data
    assert done.left == (
        "the order of keys is left as it is",
        "quotes are left as they are",
        "the indentation is left as it is",
    )


@table(
    "after",
    ("a value lost", "flows:\n  - id: a\n"),
    ("another type", "flows:\n  - id: a\n    notes: 1 # c\n"),
    ("a comment lost", "flows:\n  - id: a\n    notes: '1'\n"),
    ("a comment swallowed", "flows:\n  - id: a\n    notes: '1# c'\n"),
    ("items in another order", "flows:\n  - notes: '1' # c\n  - id: a\n"),
    ("unreadable", "flows:\n  - id: a\n   notes: '1' # c\n"),
)
def test_what_says_something_else_is_not_the_same(after: str) -> None:
    assert not is_same("flows:\n  - id: a\n    notes: '1' # c\n", after, "docs/a.trace.yml", SCHEMA)
