"""A cell as values: separators, marks, roles, ranges; and why a cell has none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_traceability.reading.tables.cells import Absence, CellReading, CellValue, read_cell
from mkdocs_traceability.reading.tables.grid import Cell
from mkdocs_traceability.reading.tables.inline import plain
from mkdocs_traceability.reading.tables.words import built_in_words

WORDS = built_in_words()


def read(text: str, stem: str = "") -> CellReading:
    """Read a cell that begins at the first column."""
    return read_cell(Cell(text, 1, 1, len(text)), WORDS, stem)


def texts(text: str, stem: str = "") -> list[str]:
    """Return what the values of a cell say."""
    return [value.text for value in read(text, stem).values]


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("`06-batcher` → `07-eval-worker`", ["06-batcher", "07-eval-worker"]),
        ("`a`, `b`; c", ["a", "b", "c"]),
        ("`a`,`b`", ["a", "b"]),
        ("`a`<br>`b`<br/>c<BR />d", ["a", "b", "c", "d"]),
        ("R2 + PostgreSQL", ["R2", "PostgreSQL"]),
        ("API / Admin Tool", ["API", "Admin Tool"]),
        ("利用者、管理者，監査", ["利用者", "管理者", "監査"]),
        ("api \\| worker", ["api", "worker"]),
        ("a -> b => c", ["a", "b", "c"]),
        ("- a<br>- b", ["a", "b"]),
        ("<ul><li>a</li><li>b</li></ul>", ["a", "b"]),
        ("`a` `b` and `c`", ["a", "b", "c"]),
        ("`a, b`", ["a, b"]),
        ("[a, b](c.md), d", ["a, b", "d"]),
        ("[EVAL-001], **[worker]**", ["EVAL-001", "worker"]),
        ("a,b", ["a,b"]),
        ("REQ-1,REQ-2;ui/REQ-3, 4", ["REQ-1", "REQ-2", "ui/REQ-3", "4"]),
        ("app.py:1,5", ["app.py:1,5"]),
        ("1,000", ["1,000"]),
        ("`REQ-1,REQ-2`", ["REQ-1,REQ-2"]),
        ("a/b", ["a/b"]),
        ("http://a/b, c", ["http://a/b", "c"]),
        ("verify(a, b), c", ["verify(a, b)", "c"]),
        ("x (a, b), y", ["x", "y"]),
        ("Catch & Retry", ["Catch & Retry"]),
        ("well-known", ["well-known"]),
        ("**`x`**, ~~y~~, <b>z</b>, _w_", ["x", "y", "z", "w"]),
        ("`a|b` \\| `c\\|d`", ["a|b", "c|d"]),
        ("snake_case_name, __init__.py", ["snake_case_name", "__init__.py"]),
    ],
)
def test_values(cell: str, values: list[str]) -> None:
    """Separators count between blanks and breaks, and not in code, links, parentheses and words."""
    assert texts(cell) == values


def test_what_stands_beside_a_value() -> None:
    """A role, an address, a sign, a strike-through and footnotes are no part of a value's text."""
    (value,) = read("✅ **`09-jobs`** (`DataPoller` retry logic)[^1]").values
    assert value == CellValue(
        "09-jobs",
        1,
        6,
        7,
        "✅ **`09-jobs`** (`DataPoller` retry logic)[^1]",
        role="DataPoller retry logic",
        signs="✅",
        is_code=True,
        is_strong=True,
    )
    (link,) = read("[ADR-003](adr/003.md)").values
    assert (link.text, link.target, link.column) == ("ADR-003", "adr/003.md", 2)
    assert read("~~A-1~~").values[0].is_struck
    assert [value.text for value in read("x[^1], y¹, z*, <sup>2</sup>").values][:3] == ["x", "y", "z"]


def test_code_with_words_behind_it() -> None:
    """What follows a code span is said of it, in parentheses or not."""
    assert [(each.text, each.role) for each in read("`OBS-010` flow, `x` – the core").values] == [
        ("OBS-010", "flow"),
        ("x", "the core"),
    ]


@pytest.mark.parametrize(
    ("cell", "ids"),
    [
        ("REQ-001..REQ-003", ["REQ-001", "REQ-002", "REQ-003"]),
        ("`REQ-001` – `REQ-003`", ["REQ-001", "REQ-002", "REQ-003"]),
        ("REQ-001 thru -003, -007", ["REQ-001", "REQ-002", "REQ-003", "REQ-007"]),
        ("SIG-9 to SIG-11", ["SIG-9", "SIG-10", "SIG-11"]),
        ("REQ-1-REQ-2", ["REQ-1", "REQ-2"]),
        ("[A-1](x.md) bis [A-2](x.md)", ["A-1", "A-2"]),
        ("要件1から要件2", ["要件1", "要件2"]),
        ("A-Z", ["A-Z"]),
        ("2FA – login", ["2FA – login"]),
        ("A-1 – B-2", ["A-1 – B-2"]),
    ],
)
def test_ranges(cell: str, ids: list[str]) -> None:
    """A range stands for all its ids; a dash between other words is a dash."""
    assert texts(cell) == ids


def test_range_that_goes_on_from_another_cell() -> None:
    """What an id begins with may be known from elsewhere: `-010 thru -012`."""
    assert texts("-010 thru -012", "SRS-") == ["SRS-010", "SRS-011", "SRS-012"]
    assert [value.between for value in read("A-1..A-3").values] == [False, True, False]


@pytest.mark.parametrize(
    ("cell", "message", "column"),
    [
        ("x, REQ-010..REQ-001", "the range `REQ-010..REQ-001` ends before it begins", 4),
        ("A-1..A-900", "the range `A-1..A-900` stands for 900 ids; the limit is 500", 1),
        ("-010 thru -012", "the range `-010 thru -012` does not say how its ids begin", 1),
    ],
)
def test_ranges_that_are_none(cell: str, message: str, column: int) -> None:
    """A range that cannot be read is said at its place, and the other values are kept."""
    reading = read(cell)
    assert [(each.message, each.column) for each in reading.doubts] == [(message, column)]
    assert len(reading.values) == cell.count(",")


@pytest.mark.parametrize(
    ("cell", "absence", "reason"),
    [
        ("", Absence.NOTHING, ""),
        ("—", Absence.NOTHING, ""),
        ("`-`", Absence.NOTHING, ""),
        ("TBD", Absence.NOTHING, ""),
        ("None (transient)", Absence.NOTHING, "transient"),
        ("keine", Absence.NOTHING, ""),
        ("未定", Absence.NOTHING, ""),
        ("Unknown", Absence.UNKNOWN, ""),
        ("*unbekannt*", Absence.UNKNOWN, ""),
        ("❓", Absence.UNKNOWN, ""),
        ("N/A", Absence.NOT_APPLICABLE, ""),
        ("n/a (middleware)", Absence.NOT_APPLICABLE, "middleware"),
        ("N/A: done by hand", Absence.NOT_APPLICABLE, "done by hand"),
        ("Sans objet", Absence.NOT_APPLICABLE, ""),
        ("该当 N/A", None, ""),
        ("nothing lost", None, ""),
    ],
)
def test_absence(cell: str, absence: Absence | None, reason: str) -> None:
    """What is absent is told from what does not apply, in several languages."""
    reading = read(cell)
    assert (reading.absence, reading.reason) == (absence, reason)
    assert bool(reading.values) is (absence is None)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("**bold** and `code`", "bold and code"),
        ("a \\| b", "a | b"),
        ("[label](x.md) &amp; ~~old~~<br>new", "label & old new"),
        ("snake_case and `__init__`", "snake_case and __init__"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("\\*not bold\\*", "*not bold*"),
    ],
)
def test_plain_text(cell: str, said: str) -> None:
    """The text is that which a reader sees."""
    assert plain(cell) == said


MARKS = st.text(alphabet="ab1 `*_~[](){}<>|\\-–.,;/→&:^!x✅構、…", max_size=40)


@given(MARKS | st.text(max_size=30))
def test_any_cell_is_read(text: str) -> None:
    """No cell ends in a crash, and every value stands within its cell."""
    text = " ".join(text.split())
    reading = read(text, "X-")
    for value in (*reading.values, *reading.doubts):
        assert 1 <= value.column <= len(text) + 1
        assert value.length >= 1
        assert value.column + value.length - 1 <= max(len(text), value.column)


@given(st.lists(st.from_regex(r"[A-Z]{2,5}-[0-9]{1,4}", fullmatch=True), min_size=1, max_size=5, unique=True))
def test_ids_in_any_separator(ids: list[str]) -> None:
    """Ids come back as they were, each at its very text."""
    for separator in (", ", "; ", "<br>", " + ", " → ", " / ", "、"):
        cell = separator.join(f"`{each}`" for each in ids)
        values = read(cell).values
        assert [value.text for value in values] == ids
        assert [cell[value.column - 1 :][: value.length] for value in values] == ids
