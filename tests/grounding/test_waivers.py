"""Waivers in comments of documents: how they are read, which lines they cover, and what is wrong with them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import table

from mkdocs_traceability.grounding.waivers import waivers_in

WAIVE = '<!-- traceability: waive TR601 reason="gone for good" -->'


def covered(text: str) -> list[tuple[str, int, int]]:
    return [(each.waiver.code, each.first, each.last) for each in waivers_in(text, "a.md").waivers]


@table(
    ("text", "lines"),
    ("at the top all of the document", f"{WAIVE}\n# T\n\nA.\n\nB.\n", (1, 7)),
    ("also below front matter", f"---\ntitle: T\n---\n\n{WAIVE}\n\n# T\n\nA.", (5, 9)),
    ("also below another comment", f"<!-- a\nb -->\n\n{WAIVE}\n\n# T\n\nA.", (1, 8)),
    ("below text the block that follows", f"# T\n\n{WAIVE}\n\nA\nB.\n\nC.\n", (5, 6)),
    ("a table", f"# T\n\n{WAIVE}\n| a |\n| --- |\n| b |\n\nC.\n", (4, 6)),
    ("right below text too", f"# T\n\nA\n{WAIVE}\nB.\n\nC.\n", (5, 5)),
    ("behind text the line", f"# T\n\nA\nB {WAIVE}\nC.\n", (4, 4)),
    ("before text the line", f"# T\n\nA\n{WAIVE} B\nC.\n", (4, 4)),
    ("in a list", f"# T\n\n- A\n- {WAIVE}\n- B\n\nC", (5, 5)),
    ("in a cell the row", f"# T\n\n| a |\n| --- |\n| b {WAIVE} |\n| c |\n", (5, 5)),
    ("over two lines", '# T\n\n<!-- traceability:\n  waive TR601 reason="r" -->\nA\n\nB', (5, 5)),
    ("in any case", "# T\n\nA <!-- Traceability : WAIVE tr601 reason=r -->\n", (3, 3)),
    ("at the end nothing is left", f"# T\n\n{WAIVE}\n", (4, 4)),
)
def test_which_lines_a_waiver_covers(text: str, lines: tuple[int, int]) -> None:
    assert covered(text) == [("TR601", *lines)]


@table(
    "text",
    ("fenced", f"# T\n\n```\n{WAIVE}\n```\n"),
    ("indented", f"# T\n\nA.\n\n    {WAIVE}\n"),
    ("in a code span", f"# T\n\nWrite `{WAIVE}` there.\n"),
    ("about something else", "# T\n\n2 flows<!-- traceability: count flows -->\n"),
    ("not closed", f"# T\n\n{WAIVE[:-3]}\n"),
    ("a word that begins alike", "# T\n\nA <!-- traceability: waiver TR601 -->\n"),
)
def test_what_is_no_waiver(text: str) -> None:
    assert waivers_in(text, "a.md") == ([], [])


def test_a_waiver_has_a_reason_an_owner_a_date_and_what_it_is_limited_to() -> None:
    text = "# T\n\nA <!-- traceability: waive TR601, TR602 reason='gone for good' owner=ana until=2027-01-31 of=\"a/b.py\" -->"
    one, two = (each.waiver for each in waivers_in(text, "docs/a.md").waivers)
    assert (one.code, one.reason, one.owner, str(one.until)) == (
        "TR601",
        "gone for good",
        "ana",
        "2027-01-31",
    )
    assert [each.text for each in one.of] == ["a/b.py"]
    assert str(one.position) == "docs/a.md:3:28"
    assert (two.code, two.position.column, two.reason) == ("TR602", 35, "gone for good")


@table(
    ("comment", "code", "place", "message", "help_"),
    (
        "no reason",
        "waive TR601",
        "TR004",
        "3:20",
        "the waiver of TR601 has no reason",
        'give the reason: `<!-- traceability: waive TR601 reason="…" owner=… until=2027-01-31 -->`',
    ),
    (
        "an empty reason",
        'waive TR601 reason=" "',
        "TR004",
        "3:20",
        "the waiver of TR601 has no reason",
        'give the reason: `<!-- traceability: waive TR601 reason="…" owner=… until=2027-01-31 -->`',
    ),
    (
        "no rule",
        "waive reason=r",
        "TR004",
        "3:20",
        "this waiver names no rule",
        'name it: `<!-- traceability: waive TR601 reason="…" owner=… until=2027-01-31 -->`',
    ),
    (
        "a rule about items",
        "waive TR201 reason=r",
        "TR003",
        "3:26",
        "`TR201` is no rule that a comment can waive",
        "did you mean `TR601`?",
    ),
    (
        "a reason without quotes",
        "waive TR601 reason=gone forever",
        "TR003",
        "3:44",
        "`forever` is no rule that a comment can waive",
        'name rules such as TR601: `<!-- traceability: waive TR601 reason="…" owner=… until=2027-01-31 -->`',
    ),
    (
        "a misspelt key",
        "waive TR601 reason=r onwer=ana",
        "TR002",
        "3:41",
        "unknown key `onwer` of a waiver",
        "did you mean `owner`?",
    ),
    (
        "no date",
        "waive TR601 reason=r until=2027-02-30",
        "TR003",
        "3:47",
        "`2027-02-30` is not a date",
        "write it as 2027-01-31",
    ),
)
def test_what_is_wrong_with_a_waiver_is_said_at_its_place(
    comment: str, code: str, place: str, message: str, help_: str
) -> None:
    (problem,) = waivers_in(f"# T\n\n<!-- traceability: {comment} -->\nA\n", "a.md").problems
    assert (problem.code, str(problem.position), problem.message) == (code, f"a.md:{place}", message)
    assert problem.help == help_


def test_one_that_is_badly_written_still_holds() -> None:
    assert covered("# T\n\nA <!-- traceability: waive TR601 until=never -->\n") == [("TR601", 3, 3)]


_PARTS = st.lists(
    st.sampled_from(
        [
            WAIVE,
            "<!--",
            "-->",
            "`",
            "```\n",
            "\n",
            "\n\n",
            "a",
            "    ",
            "> ",
            "- ",
            "| ",
            "\t",
            "---\n",
            "\x02",
        ]
    )
)


@given(_PARTS)
def test_whatever_a_document_holds_the_lines_are_its_own(parts: list[str]) -> None:
    text = "".join(parts)
    for each in waivers_in(text, "a.md").waivers:
        assert 1 <= each.first <= each.last <= text.count("\n") + 1
        line = text.split("\n")[each.waiver.position.line - 1]
        start = each.waiver.position.column - 1
        assert line[start : start + 5] == "TR601"


@pytest.mark.parametrize(
    "text", [f"{WAIVE}\n" * 4_000, f"`{WAIVE}` " * 4_000, "<!-- traceability: waive " * 10_000]
)
def test_a_long_document_is_read_once(text: str) -> None:
    assert len(waivers_in(f"# T\n\n{text}", "a.md").waivers) in (0, 4_000)
