"""Any table imports without loss: items come back equal, every word of a cell is kept, and a second time nothing changes."""

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from support import write_site

from mkdocs_traceability.importing.choices import Choices
from mkdocs_traceability.importing.plan import PagePlan, PageText, plan
from mkdocs_traceability.reading.declarations import declare_sidecar
from mkdocs_traceability.reading.tables.words import built_in_words
from mkdocs_traceability.reading.yaml.tree import parse
from mkdocs_traceability.settings.load import built_in_schema

from .support import PAGE, form_findings, run_import

SCHEMA = built_in_schema()


def planned(text: str) -> PagePlan:
    (made,) = plan(
        [PageText("docs/a.md", text, "docs/a.trace.yml")], SCHEMA, None, Choices(), built_in_words()
    )
    return made


def items_of(made: PagePlan, plural: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(made.sidecar)[plural]
    return found


words = st.from_regex(r"[a-zäöé]{2,8}( [a-zäöé]{2,8}){0,3}", fullmatch=True).filter(
    lambda text: (
        not {"none", "nil", "to", "et", "bis", "och", "und", "or", "ou", "og", "nothing"} & set(text.split())
    )
)
slugs = st.from_regex(r"[a-z]{3,8}(-[a-z]{3,8}){0,2}", fullmatch=True)
numbers = st.integers(1, 999).map(lambda number: f"{number:03}")

flows = st.lists(
    st.fixed_dictionaries(
        {
            "id": numbers.map(lambda number: f"PAY-{number}"),
            "title": words.map(lambda text: f"Flow {text}"),
            "status": st.sampled_from(["planned", "partial", "implemented", "retired"]),
            "implementation": st.sampled_from(["auto", "infra", "proc", "deleg"]),
            "components": st.lists(slugs.map(lambda slug: f"c-{slug}"), min_size=1, max_size=3, unique=True),
        },
        optional={"notes": words.map(lambda text: f"Because {text}")},
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda item: item["id"],
)


@given(flows, st.sampled_from([", ", "<br>", " → ", "; ", " + "]))
def test_items_come_back_from_a_table_as_they_were(items: list[dict[str, Any]], between: str) -> None:
    rows = [
        [
            f"`{item['id']}`",
            item["title"],
            item["status"].upper(),
            f"**{item['implementation']}**",
            between.join(f"`{each}`" for each in item["components"]),
            item.get("notes", "–"),
        ]
        for item in items
    ]
    lines = [["Flow ID", "Flow Name", "Status", "Impl Type", "Components", "Notes"], ["---"] * 6, *rows]
    made = planned("".join(f"| {' | '.join(cells)} |\n" for cells in lines))
    assert items_of(made, "flows") == items
    assert made.doubts == []


requirements = st.lists(
    st.fixed_dictionaries(
        {"id": numbers.map(lambda number: f"REQ-{number}"), "title": words},
        optional={
            "priority": st.sampled_from(["High", "Low", "Must"]),
            "evidence": st.fixed_dictionaries(
                {},
                optional={
                    "code": st.lists(
                        slugs.map(lambda slug: f"src/{slug}.py:{slug.title().replace('-', '')}"),
                        min_size=1,
                        max_size=2,
                    ),
                    "tests": st.lists(
                        slugs.map(lambda slug: f"tests/test_{slug}.py::test_it"), min_size=1, max_size=2
                    ),
                    "endpoints": st.just(["GET /a/{id}", "POST /b"]),
                },
            ).filter(bool),
        },
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda item: item["id"],
)


@given(requirements)
def test_evidence_comes_back_as_it_was(items: list[dict[str, Any]]) -> None:
    rows = [
        [
            item["id"],
            item["title"],
            item.get("priority", ""),
            *(
                "<br>".join(f"`{each}`" for each in item.get("evidence", {}).get(type_, ()))
                for type_ in ("code", "tests", "endpoints")
            ),
        ]
        for item in items
    ]
    lines = [["Req ID", "Requirement", "Priority", "Code", "Tests", "Endpoints"], ["---"] * 6, *rows]
    made = planned("".join(f"| {' | '.join(cells)} |\n" for cells in lines))
    assert items_of(made, "requirements") == items


cells = st.one_of(
    st.text(alphabet="abcXYZ 019-–_.:,;/()<>[]`*#!?&@'\"{}~=+→✅❌⚠️é漢", max_size=14),
    st.sampled_from(
        [
            "✅ Done",
            "❌",
            "N/A",
            "TBD",
            "Unknown",
            "–",
            "REQ-001..REQ-003",
            "`a.py:f`",
            "[x](y.md)",
            "a<br>b",
            "`p`, `q`",
            "yes",
            "null",
            "12",
            "[trace: count flows]",
            "1.5",
            "~",
            "2027-01-31",
            "- a",
            "<!-- x -->",
            "{a: b}",
            "| ",
            "\\|",
            "“x”",
            "x # y",
            "x: y",
        ]
    ),
).map(lambda text: text.replace("\n", " ").replace("|", "\\|") if "\\|" not in text else text)
headers = st.one_of(
    st.sampled_from(
        [
            "ID",
            "Requirement",
            "Status",
            "Component",
            "Notes",
            "Owner",
            "Layer",
            "Test",
            "Code",
            "Trigger",
            "Severity",
            "Due",
            "Persistence",
            "Producer",
            "Target",
            "Primary Document",
            "Rank",
            "Required Alerts",
            "Part of",
            "Affects",
            "Supports",
            "",
            "#",
            "Page",
        ]
    ),
    st.text(alphabet="abcd XYZ", max_size=8),
)
tables = st.integers(1, 5).flatmap(
    lambda width: st.tuples(
        st.lists(headers, min_size=width, max_size=width),
        st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1, max_size=4),
    )
)


def as_markdown(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n# A heading\n\n" + "".join(f"| {' | '.join(each)} |\n" for each in lines)


def said(text: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"[^\W_]+", text)}


@given(tables)
def test_any_table_becomes_a_sidecar_that_reads_back_and_keeps_every_word(
    table: tuple[list[str], list[list[str]]],
) -> None:
    text = as_markdown(*table)
    made = planned(text)
    if not made.sidecar:
        return
    declared = declare_sidecar(parse(made.sidecar), "docs/a.trace.yml", SCHEMA)
    assert [f"{each.code} {each.message}" for each in declared.findings if each.code != "TR007"] == []
    listed = [word for doubt in made.doubts for word in said(doubt.message)]
    kept = said(made.sidecar) | said(made.text) | set(listed)
    kept |= said(" ".join(table[0]))  # a row that repeats the header says nothing
    kept |= {"true", "false", "done", "unknown", "br", "yes", "x"}
    lost = [word for row in table[1] for cell in row for word in said(cell) if word not in kept]
    assert lost == [], made.sidecar


@given(tables)
@example((["ID"], [["a"], ["A"]]))
def test_any_page_is_read_without_a_finding_about_its_form_and_imports_once(
    table: tuple[list[str], list[list[str]]],
) -> None:
    with TemporaryDirectory() as place:
        folder = Path(place)
        write_site(folder, {PAGE: as_markdown(*table)})
        before = form_findings(folder)
        done = run_import(folder, "--write")
        assert done.exit_code == 0, done.output
        assert [each for each in form_findings(folder) if each not in before] == []
        files = {file: file.read_bytes() for file in (folder / "docs").iterdir()}
        again = run_import(folder, "--write")
        assert again.exit_code == 0
        assert {file: file.read_bytes() for file in (folder / "docs").iterdir()} == files, again.output


gaps = st.lists(
    st.fixed_dictionaries(
        {
            "id": numbers.map(lambda number: f"GAP-{number}"),
            "title": words,
            "severity": st.sampled_from(["High", "P2"]),
        },
        optional={
            "impact": words.map(lambda text: f"So {text}"),
            "resolution": words.map(lambda text: f"Then {text}"),
        },
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda item: item["id"],
)


@given(gaps, st.sampled_from(["**{}**: {}", "**{}:** {}", "- **{}:** {}"]))
def test_items_come_back_from_sections_as_they_were(items: list[dict[str, Any]], form: str) -> None:
    text = "# Known gaps\n\n"
    for item in items:
        said = [
            form.format(name.title(), item[name])
            for name in ("severity", "impact", "resolution")
            if name in item
        ]
        text += f"## {item['id']}: {item['title']}\n\n" + "\n".join(said) + "\n\nMore words.\n\n"
    made = planned(text)
    assert items_of(made, "gaps") == items
    assert made.doubts == []
    assert made.text.count("More words.") == len(items)
    assert "**" not in made.text
