"""The gate: silence unless sure. Every row is a case."""

from datetime import date

from support import table

from mkdocs_traceability.grounding.gate import decided
from mkdocs_traceability.grounding.repository import is_foreign
from mkdocs_traceability.grounding.resolver import Answer, Known
from mkdocs_traceability.model.grounding import Grounded, Reading, Removal, Standing, Statement
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.verdict import Place

HERE = Position("README.md", 3, 5, 8)
PATH = Reading("path", "store.py")
NAME = Reading("symbol", "store.py")
GONE = Removal("3faa4a8", date(2026, 10, 2), "Split the store")
MOVED = GONE._replace(now=("shop/stock.py",))

THERE = Answer(Known.THERE, Place("shop/store.py", 4))
MAYBE = Answer(Known.UNKNOWN)
ABSENT = Answer(Known.ABSENT)
OWN = Answer(Known.ABSENT, is_own=True)
NEAR = Answer(Known.ABSENT, is_near=True, nearest=("stores.py",))
OURS = Answer(Known.ABSENT, is_own=True, is_near=True, nearest=("stores.py",))

Answers = list[tuple[Reading, Answer]]
Removals = dict[tuple[str, str], Removal]


def gated(
    answers: Answers, removals: Removals, *, is_weak: bool = False, is_foreign: bool = False
) -> Grounded:
    statement = Statement("store.py", HERE, tuple(reading for reading, _ in answers), is_weak)
    return decided(statement, answers, removals, is_foreign=is_foreign)


@table(
    "answers, removals, standing, kind",
    ("there", [(PATH, THERE)], {}, Standing.HOLDS, "path"),
    ("there in another reading", [(PATH, ABSENT), (NAME, THERE)], {}, Standing.HOLDS, "symbol"),
    ("there, and gone from elsewhere", [(PATH, THERE)], {PATH: GONE}, Standing.HOLDS, "path"),
    (
        "there in one reading, gone in another",
        [(PATH, OURS), (NAME, THERE)],
        {PATH: GONE},
        Standing.HOLDS,
        "symbol",
    ),
    ("nobody knows", [(PATH, MAYBE)], {}, Standing.UNKNOWN, "path"),
    ("nobody knows of one reading", [(PATH, OURS), (NAME, MAYBE)], {PATH: GONE}, Standing.UNKNOWN, "path"),
    ("absent", [(PATH, ABSENT)], {}, Standing.UNKNOWN, "path"),
    ("absent, of ours", [(PATH, OWN)], {}, Standing.UNKNOWN, "path"),
    ("absent, alike", [(PATH, NEAR)], {}, Standing.UNKNOWN, "path"),
    ("absent, of ours and alike", [(PATH, OURS)], {}, Standing.FAILS, "path"),
    ("gone", [(PATH, ABSENT)], {PATH: GONE}, Standing.FAILS, "path"),
    ("gone in one reading", [(PATH, ABSENT), (NAME, ABSENT)], {NAME: GONE}, Standing.FAILS, "symbol"),
    (
        "gone in one, a slip in another",
        [(PATH, OURS), (NAME, ABSENT)],
        {NAME: GONE},
        Standing.FAILS,
        "symbol",
    ),
    ("gone under another kind", [(PATH, ABSENT)], {NAME: GONE}, Standing.UNKNOWN, "path"),
    ("no reading", [], {}, Standing.UNKNOWN, ""),
)
def test_what_becomes_of_a_statement(
    answers: Answers, removals: dict[Reading, Removal], standing: Standing, kind: str
) -> None:
    found = gated(answers, {tuple(reading): removal for reading, removal in removals.items()})
    assert (found.standing, found.kind) == (standing, kind)


def test_a_weak_statement_fails_only_by_history() -> None:
    assert gated([(PATH, OURS)], {}, is_weak=True).standing is Standing.UNKNOWN
    assert gated([(PATH, OURS)], {("path", "store.py"): GONE}, is_weak=True).standing is Standing.FAILS


def test_nothing_fails_in_a_document_of_others() -> None:
    assert gated([(PATH, OURS)], {("path", "store.py"): GONE}, is_foreign=True).standing is Standing.UNKNOWN
    assert gated([(PATH, THERE)], {}, is_foreign=True).standing is Standing.HOLDS


def test_what_holds_has_its_place() -> None:
    assert gated([(PATH, THERE)], {}).place == Place("shop/store.py", 4)


def test_what_is_gone_says_since_when_and_what_it_is_now() -> None:
    found = gated([(PATH, OURS)], {("path", "store.py"): MOVED})
    assert found.message == "path `store.py` not found: held until 3faa4a8 (2026-10-02, Split the store)"
    assert found.help == "now `shop/stock.py`"
    assert found.suggestions == ("shop/stock.py",)
    assert found.removal == MOVED


def test_what_is_gone_for_good_may_be_like_another() -> None:
    removals = {("path", "store.py"): GONE}
    assert gated([(PATH, OURS)], removals).help == "did you mean `stores.py`?"
    assert gated([(PATH, ABSENT)], removals).help == "remove the statement, or name what took its place"


def test_a_mistake_says_what_is_meant() -> None:
    found = gated([(PATH, OURS)], {})
    assert (found.message, found.help) == ("path `store.py` not found", "did you mean `stores.py`?")
    assert found.suggestions == ("stores.py",)


def test_a_resolver_may_say_more() -> None:
    told = OURS._replace(message="`a` has no `b`", help="write `c`")
    assert (gated([(PATH, told)], {}).message, gated([(PATH, told)], {}).help) == (
        "`a` has no `b`",
        "write `c`",
    )
    alone = OURS._replace(nearest=())
    assert gated([(PATH, alone)], {}).help == "remove the statement, or name what is there"


@table(
    "path, text, expected",
    ("a document", "docs/guide.md", "# Guide\n", False),
    ("of a package that is installed", "web/node_modules/a/README.md", "", True),
    ("vendored", "vendor/a/README.md", "", True),
    ("a page about vendors", "docs/vendor.md", "", False),
    ("generated", "docs/api.md", "<!-- Generated by protoc. -->\n", True),
    ("not to be edited", "docs/api.md", "<!-- DO NOT EDIT this file -->\n", True),
    (
        "of generating, further down",
        "docs/a.md",
        "# A\n" + "text\n" * 300 + "It is generated by hand.\n",
        False,
    ),
)
def test_documents_that_nobody_would_correct(path: str, text: str, expected: bool) -> None:
    assert is_foreign(path, text) is expected
