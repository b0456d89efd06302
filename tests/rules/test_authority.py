"""What components do to resources, against what they may (TR301 to TR303)."""

from pathlib import Path

from support import check, failing, table


def authority(resources: str, *components: str) -> str:
    """Three components in a flow, `part` a part of `whole`, and what some of them do."""
    does = dict(component.split(" ", 1) for component in components)
    entries = "".join(
        f"  - {{id: {name}, {', '.join(filter(None, (part_of, does.get(name))))}}}\n"
        for name, part_of in (("whole", ""), ("part", "part_of: whole"), ("other", ""))
    )
    return f"resources:\n{resources}components:\n{entries}flows: [{{id: F, components: [part, other]}}]\n"


@table(
    "resources, does, codes",
    ("forbidden to itself", "r, forbidden: [part]", "part writes: [r]", ["TR301"]),
    ("forbidden to its whole", "r, forbidden: [whole]", "part writes: [r]", ["TR301"]),
    ("not to the whole", "r, forbidden: [part], writers: [whole]", "whole writes: [r]", []),
    ("not forbidden is not allowed", "r, forbidden: [part]", "whole writes: [r]", ["TR302"]),
    ("the part is named, and wins", "r, forbidden: [whole], writers: [part]", "part writes: [r]", []),
    ("the part is named, and loses", "r, forbidden: [part], writers: [whole]", "part writes: [r]", ["TR301"]),
    ("forbidden goes before allowed", "r, forbidden: [part], writers: [part]", "part writes: [r]", ["TR301"]),
    ("a contradiction by itself", "r, forbidden: [part], writers: [part]", "other inputs: [x]", ["TR301"]),
    ("not among the writers", "r, writers: [other]", "part writes: [r]", ["TR303"]),
    ("covered by its whole", "r, writers: [whole]", "part writes: [r]", []),
    ("a part does not cover its whole", "r, writers: [part]", "whole writes: [r]", ["TR303"]),
    ("no list of readers", "r, writers: [other]", "part reads: [r]", []),
    ("a reader through its whole", "r, writers: [other], readers: [whole]", "part reads: [r]", []),
    ("who may write may read", "r, writers: [whole], readers: [other]", "part reads: [r]", []),
    ("not among the readers", "r, writers: [other], readers: [other]", "part reads: [r]", ["TR303"]),
    ("nobody may read", "r, writers: [other], readers: []", "part reads: [r]", ["TR303"]),
    ("a misspelt list is not known", "r, writers: [othr]", "part writes: [r]", ["TR101"]),
    ("nobody may write, said once", "r, writers: []", "part writes: [r]", ["TR302"]),
    ("nobody may write, and nobody does", "r, writers: []", "other inputs: [x]", ["TR302"]),
    ("immutable: nobody need write", "r, writers: [], sharing: immutable", "other reads: [r]", []),
    ("immutable: nobody may write", "r, writers: [], sharing: immutable", "part writes: [r]", ["TR303"]),
    ("a resource that nobody names", "r", "other inputs: [x]", []),
    ("read, but has no declared writer", "r", "part reads: [r]", ["TR302"]),
    ("written, but has no declared writer", "r", "part writes: [r]", ["TR302"]),
    ("stateless: read without a writer", "r, sharing: stateless", "part reads: [r]", []),
    ("planned: the writer may still come", "r, status: planned", "part reads: [r]", []),
    ("retired: nobody writes it", "r, status: retired, writers: []", "other inputs: [x]", []),
)
def test_what_a_component_does_is_held_against_what_it_may(
    tmp_path: Path, resources: str, does: str, codes: list[str]
) -> None:
    assert failing(check(tmp_path, authority(f"  - {{id: {resources}}}\n", does))) == codes


@table(
    "table, column, codes",
    ("forbidden on the whole", "forbidden: [part]", "", ["TR301"]),
    ("allowed on the part", "forbidden: [part]", ", writers: [part]", []),
    ("forbidden on the part", "writers: [part]", ", forbidden: [part]", ["TR301"]),
    ("the nearer resource decides first", "forbidden: [part]", ", writers: [whole]", []),
    ("a list of others permits nothing", "forbidden: [part]", ", writers: [other]", ["TR301"]),
    ("the whole's list covers the part", "writers: [part]", "", []),
    ("the whole's list does not cover it", "writers: [other]", "", ["TR303"]),
    ("the part has a list of its own", "writers: [part]", ", writers: [other]", ["TR303"]),
    ("an empty list on the whole is one mistake", "writers: []", "", ["TR302"]),
    ("a list that is not known is not the whole's", "writers: [other]", ", writers: [othr]", ["TR101"]),
)
def test_an_entry_on_a_whole_covers_its_parts(
    tmp_path: Path, table: str, column: str, codes: list[str]
) -> None:
    resources = f"  - {{id: table, {table}}}\n  - {{id: column, part_of: table{column}}}\n"
    assert failing(check(tmp_path, authority(resources, "part writes: [column]"))) == codes


def test_a_whole_has_the_writers_of_its_parts(tmp_path: Path) -> None:
    resources = "  - {id: table}\n  - {id: column, part_of: table, writers: [other]}\n"
    assert check(tmp_path, authority(resources, "part reads: [table]")) == []


def test_a_forbidden_write_names_the_reason_and_both_places(tmp_path: Path) -> None:
    sidecar = authority(
        "  - {id: table, forbidden: [{id: whole, because: only Stripe may}]}\n"
        "  - {id: column, part_of: table}\n",
        "part writes: [column]",
    )
    (finding,) = [finding for finding in check(tmp_path, sidecar) if finding.code == "TR301"]
    assert finding.message == (
        "component part writes column, which is forbidden: it is part of whole, and column is part of table"
    )
    assert [related.text for related in finding.related] == ["whole must not write table: only Stripe may"]
    assert (finding.position.line, finding.related[0].position.line) == (6, 2)


def test_authority_may_be_written_on_the_component(tmp_path: Path) -> None:
    sidecar = authority("  - {id: r}\n", "part writes: [r], forbidden_from: [r]", "other may_write: [r]")
    assert failing(check(tmp_path, sidecar)) == ["TR301"]
