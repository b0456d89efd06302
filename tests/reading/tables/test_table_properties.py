"""Tables keep what is written into them: random items come back, and random tables end in no crash."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from processor_time import LINEAR, growth_of_text

from mkdocs_traceability.model.item import Item
from mkdocs_traceability.reading.read import Source, SourceReading, read_source
from mkdocs_traceability.settings.load import built_in_schema

SCHEMA = built_in_schema()
KINDS = tuple(kind.plural for kind in SCHEMA)

IDS = st.from_regex(r"[A-Z]{2,5}-[0-9]{3}", fullmatch=True)
NAMES = st.from_regex(r"[a-z][a-z-]{0,8}[0-9a-z]", fullmatch=True)
WORD = st.text(string.ascii_letters + "éüß構成", min_size=1, max_size=8)
TEXT = st.lists(WORD, min_size=2, max_size=4).map(lambda words: " ".join(("Is", *words)))
SEPARATORS = st.sampled_from([", ", "; ", "<br>", " + ", " → ", " / ", "<br/> "])
STATUSES = {"planned": "🔜 Planned", "partial": "⚠️", "implemented": "✅ Done", "retired": "Deprecated"}
IMPLEMENTATIONS = ("auto", "infra", "proc", "deleg")

FLOWS = st.lists(
    st.fixed_dictionaries(
        {
            "id": IDS,
            "title": TEXT,
            "status": st.sampled_from(sorted(STATUSES)),
            "implementation": st.sampled_from(IMPLEMENTATIONS),
            "components": st.lists(
                st.tuples(NAMES, TEXT | st.just("")), max_size=3, unique_by=lambda each: each[0]
            ),
            "code": st.lists(
                NAMES.map(lambda name: f"app/{name}.py:{name.title()}"), max_size=2, unique=True
            ),
            "notes": TEXT | st.just(""),
        }
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda item: item["id"],
)


def read(page: str) -> SourceReading:
    """Read one page."""
    return read_source(Source("docs/x.md", page.encode(), "x.md"), SCHEMA)


def as_written(item: Item) -> dict[str, object]:
    """Return what an item says, in the form in which it was drawn."""
    evidence = item.evidence.get("code")
    return {
        "id": item.id,
        "title": item.text("title"),
        "status": item.text("status"),
        "implementation": item.text("implementation"),
        "components": [
            (each.text, each.attributes.get("role", "")) for each in item.references.get("components", ())
        ],
        "code": [claim.text for claim in evidence.claims] if evidence else [],
        "notes": item.text("notes"),
    }


def cells_of(item: dict[str, object], separator: str) -> list[str]:
    """Return the cells that say of an item what was drawn."""
    components, code = item["components"], item["code"]
    assert isinstance(components, list)
    assert isinstance(code, list)
    return [
        f"`{item['id']}`",
        str(item["title"]),
        STATUSES[str(item["status"])],
        f"`{str(item['implementation']).upper()}`",
        separator.join(f"`{name}`" + (f" ({role})" if role else "") for name, role in components) or "—",
        separator.join(f"`{claim}`" for claim in code),
        str(item["notes"]) or "-",
    ]


@given(FLOWS, SEPARATORS, st.booleans(), st.sampled_from(["", "> ", "    "]), st.sampled_from(["\n", "\r\n"]))
def test_items_come_back_from_their_table(
    flows: list[dict[str, object]], separator: str, bordered: bool, indent: str, ends: str
) -> None:
    """Whatever separators, pipes, indentation and line ends there are, the items are the same."""
    rows = [["Flow ID", "Flow Name", "Status", "Impl Type", "Component", "Code", "Notes"], ["---"] * 7]
    rows += [cells_of(each, separator) for each in flows]
    lines = [" | ".join(cells) for cells in rows]
    lines = [f"| {line} |" if bordered else line for line in lines]
    before = "- A list.\n\n" if indent == "    " else ""
    page = before + "".join(f"{indent}{line}\n" for line in ("<!-- traceability: flows -->", "", *lines))
    reading = read(page.replace("\n", ends))
    assert not reading.findings
    assert [as_written(item) for item in reading.items] == flows
    written = page.split("\n")
    for item in reading.items:
        at = item.position
        assert written[at.line - 1][at.column - 1 :][: at.length] == item.id
        for reference in item.references.get("components", ()):
            at = reference.position
            assert written[at.line - 1][at.column - 1 :][: at.length] == reference.text


CELL = st.one_of(
    st.text(alphabet="ab1 `*_~[](){}<>\\-–.,;/→&:^!x✅⚠構、…~#=+?\"'|", max_size=20),
    st.sampled_from(
        [
            "N/A",
            "TBD",
            "?",
            "`a`",
            "A-1",
            "A-1..A-3",
            "✅ Done",
            "x, y",
            "[a](b.md)",
            "2027-01-31",
            "yes",
            "12",
            "",
        ]
    ),
).map(lambda text: text.replace("\n", " "))
HEADER = st.one_of(
    st.sampled_from(
        [
            "ID",
            "Flow ID",
            "Name",
            "Status",
            "Component",
            "Notes",
            "Code",
            "Tests",
            "Layer",
            "Owner",
            "Due",
            "Rank",
        ]
    ),
    st.sampled_from(
        ["Producer", "Persistence", "#", "", "Supports", "Target", "Page", "Endpoint", "Gap", "Risk"]
    ),
    st.text(alphabet="ab |`é構", max_size=6),
)


@given(
    st.sampled_from(KINDS),
    st.text(alphabet="ab =\"',idnotes:-", max_size=25),
    st.lists(HEADER, min_size=1, max_size=6),
    st.lists(st.lists(CELL, max_size=7), max_size=5),
)
def test_any_table_is_read_or_it_is_said_why_not(
    kind: str, attributes: str, header: list[str], rows: list[list[str]]
) -> None:
    """No traceback; every finding has a remedy and a place within the page."""
    lines = [
        f"<!-- traceability: {kind} {attributes} -->",
        "",
        f"| {' | '.join(header)} |",
        "|---" * len(header) + "|",
    ]
    lines += [f"| {' | '.join(cells)} |" for cells in rows]
    page = "\n".join(lines) + "\n"
    reading = read(page)
    written = page.split("\n")
    for finding in reading.findings:
        assert finding.help
        at = finding.position
        assert 1 <= at.line <= len(written)
        assert 1 <= at.column <= len(written[at.line - 1]) + 1
        assert at.column - 1 + at.length <= max(len(written[at.line - 1]), at.column)


@given(st.text(alphabet='<!->traceability: flows|\n`#ab"=', max_size=150))
def test_any_page_is_read(text: str) -> None:
    """No page with a comment of ours ends in a crash."""
    read(f"<!-- traceability: flows -->\n{text}\n<!-- traceability")


PIECES = ["`a` ", "(x) ", "*a ", "A-1 - ", "[^1]", "a, ", "<!--", "~~a", "`", "**", "a<br>"]


@pytest.mark.parametrize("piece", PIECES)
def test_a_long_cell_takes_time_that_grows_with_its_length(piece: str) -> None:
    """Whatever a cell repeats, in a column of references, of words and of text."""
    head = "<!-- traceability: flows -->\n\n| Flow ID | Component | Status | Notes |\n|---|---|---|---|\n"

    def page(size: int) -> str:
        return f"{head}| F-1 | {piece * size} | {piece * size} | {piece * size} |\n"

    assert growth_of_text(read, page, 150) < LINEAR


def test_a_long_table_takes_time_that_grows_with_its_rows() -> None:
    """A row more costs what a row costs."""
    head = "<!-- traceability: flows -->\n\n| Flow ID | Component | Status | Notes |\n|---|---|---|---|\n"

    def page(size: int) -> str:
        return head + "".join(f"| `F-{n}` | `a{n % 7}` (x), `b` | ✅ | note |\n" for n in range(size))

    assert growth_of_text(read, page, 50) < LINEAR
