"""Whatever stands in a site's files: nothing raises, and what is kept between runs changes nothing."""

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from published import everything, published, what_is_wrong
from support import as_data

from mkdocs_traceability.model.finding import Finding, as_stored, from_stored
from mkdocs_traceability.reading.discovery import find_in_docs
from mkdocs_traceability.reading.read import Source, read_source
from mkdocs_traceability.reading.stored import plain, reading
from mkdocs_traceability.registry.registry import link
from mkdocs_traceability.result import Result
from mkdocs_traceability.settings.load import Settings, load_settings
from mkdocs_traceability.workspace import Workspace

EXAMPLE = Path(__file__).parent.parent / "example_site"
TODAY = date(2026, 11, 1)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The example site's settings, in a copy of its folder."""
    folder = tmp_path_factory.mktemp("site") / "example_site"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns(".cache", "site"))
    return load_settings(folder / "mkdocs.yml")


@pytest.fixture(scope="module")
def sources(example: Settings) -> list[Source]:
    return list(find_in_docs(example.docs_dir, example.docs_path, "", ""))


def without_cache(site: Settings, folder: Path) -> Settings:
    return replace(site, root=folder)


def show(result: Result) -> None:
    for shown in everything(result):
        shown.encode("utf-8")


# ---------------------------------------------------------------- whatever a file holds


@given(st.text() | st.binary(), st.text() | st.binary())
def test_any_text_or_bytes_can_be_a_sidecar_and_a_page(
    tmp_path_factory: pytest.TempPathFactory, sidecar: str | bytes, page: str | bytes
) -> None:
    run_with(tmp_path_factory, as_bytes(sidecar), as_bytes(page))


@given(st.text(), st.text())
def test_any_text_can_stand_in_front_matter(
    tmp_path_factory: pytest.TempPathFactory, above: str, below: str
) -> None:
    run_with(
        tmp_path_factory, b"", as_bytes(f"---\n{above}\ntraceability:\n  component: {below}\n---\n# x\n")
    )


def as_bytes(data: str | bytes) -> bytes:
    return data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data


def run_with(factory: pytest.TempPathFactory, sidecar: bytes, page: bytes) -> None:
    docs = [Source("docs/a.trace.yml", sidecar), Source("docs/page.md", page, "page.md")]
    show(Workspace(empty_site(factory)).run(docs, TODAY))


_EMPTY: dict[str, Settings] = {}


def empty_site(factory: pytest.TempPathFactory) -> Settings:
    if "site" not in _EMPTY:
        folder = factory.mktemp("empty")
        (folder / "docs").mkdir()
        (folder / "mkdocs.yml").write_text(
            "site_name: x\nplugins:\n  - traceability:\n      acyclic: [depends_on]\n      kinds:\n"
            "        enforcer:\n          plural: enforcers\n"
            "          fields: {when: date, steps: lists, proof: {type: claim, many: true}}\n"
            "          relations: {guards: {to: any, inverse: guarded_by, or_text: true}, like: {to: [flow, enforcer], symmetric: true}}\n",
            encoding="utf-8",
        )
        _EMPTY["site"] = load_settings(folder / "mkdocs.yml")
    return _EMPTY["site"]


IDS = st.sampled_from(
    ["a", "b", "c", "a-1", "A-01", "a:b", "flow:a", "0016", "no", "x y", "<b>", "../a", "🚀"]
)


def items_of(site: Settings) -> st.SearchStrategy[dict[str, Any]]:
    """Items under the right keys, with values that are sometimes right."""
    schema = site.schema
    words = IDS | st.text(max_size=4) | st.integers() | st.dates() | st.booleans() | st.none()
    choices = {
        word for kind in schema for field in kind.fields.values() if field.one_of for word in field.one_of
    } | {status for kind in schema for status in kind.statuses}
    value = st.recursive(
        words | st.sampled_from(sorted(choices)),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "id",
                        "text",
                        "claim",
                        "role",
                        "via",
                        "optional",
                        "lines",
                        "code",
                        "docs",
                        "not_applicable",
                        "artifacts",
                        "TR201",
                        "reason",
                        "until",
                    ]
                ),
                inner,
                max_size=3,
            )
        ),
        max_leaves=5,
    )

    def of_kind(name: str) -> st.SearchStrategy[list[dict[str, Any]]]:
        keys = st.sampled_from([key for key in schema[name].keys if key != "id"])
        item = st.tuples(IDS, st.dictionaries(keys, value, max_size=5)).map(
            lambda pair: {"id": pair[0], **pair[1]}
        )
        return st.lists(item, max_size=4)

    lists = {schema[name].plural: of_kind(name) for name in schema.kinds}
    return st.fixed_dictionaries({}, optional=lists)


@given(st.data())
def test_any_data_under_the_right_keys_is_linked_judged_and_shown(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    site = empty_site(tmp_path_factory)
    sidecar = yaml.safe_dump(data.draw(items_of(site)), sort_keys=False, allow_unicode=True)
    page = yaml.safe_dump(data.draw(items_of(site)), sort_keys=False)
    matter = "---\ntraceability:\n" + "".join(f"  {line}\n" for line in page.split("\n")) + "---\n"
    docs = [Source("docs/a.trace.yml", sidecar.encode()), Source("docs/page.md", matter.encode(), "page.md")]
    result = Workspace(site).run(docs, TODAY)
    show(result)
    assert list(what_is_wrong(published(result))) == []
    as_kept = [from_stored(json.loads(json.dumps(as_stored(finding)))) for finding in result.findings]
    assert tuple(as_kept) == result.findings
    for source in docs:
        whole = read_source(source, site.schema)
        again = reading(json.loads(json.dumps(plain(whole))), site.schema)
        assert (as_data(again.items), again.findings) == (as_data(whole.items), whole.findings)


@given(st.data())
def test_the_order_of_items_makes_no_difference(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    site = empty_site(tmp_path_factory)
    sidecar = yaml.safe_dump(data.draw(items_of(site)), sort_keys=False, allow_unicode=True)
    items = read_source(Source("docs/a.trace.yml", sidecar.encode()), site.schema).items
    shuffled = data.draw(st.permutations(items))
    one, other = link(site.schema, items), link(site.schema, shuffled)
    for attribute in ("all", "broken", "respelled", "duplicates", "disagreements"):
        assert getattr(one, attribute) == getattr(other, attribute)
    for item in one.all:
        assert one.relations_of(item) == other.relations_of(item)


# ---------------------------------------------------------------- edits of a real site

PIECES = st.sampled_from(
    [
        b":",
        b": ",
        b"#",
        b" #",
        b"[",
        b"]",
        b"{",
        b"}",
        b"-",
        b"- ",
        b"\n",
        b"\t",
        b'"',
        b"'",
        b"*a",
        b"&a ",
        b"!x ",
        b"|",
        b"\0",
        b"\xff",
        b"\r\n",
        b"---\n",
        b"id: x\n",
        b"flows:\n",
        "ä😀".encode(),
    ]
) | st.binary(max_size=3)


@st.composite
def edits(draw: st.DrawFn) -> list[tuple[int, float, str, int, bytes]]:
    """Which file, where in it, what is done to how much, and what comes there."""
    edit = st.tuples(
        st.integers(0, 1000), st.floats(0, 1), st.sampled_from(["bytes", "lines"]), st.integers(0, 8), PIECES
    )
    return draw(st.lists(edit, min_size=1, max_size=4))


def edited(sources: list[Source], changes: list[tuple[int, float, str, int, bytes]]) -> list[Source]:
    sources = list(sources)
    for number, place, unit, length, piece in changes:
        index = number % len(sources)
        data = sources[index].data
        if unit == "lines":
            lines = data.splitlines(keepends=True)
            at = int(place * len(lines))
            lines[at : at + length] = [piece]
            data = b"".join(lines)
        else:
            at = int(place * len(data))
            data = data[:at] + piece + data[at + length :]
        sources[index] = replace(sources[index], data=data)
    return sources


@settings(max_examples=15)
@given(edits())
def test_any_edit_of_the_example_site_is_read_linked_judged_and_shown(
    example: Settings, sources: list[Source], changes: list[tuple[int, float, str, int, bytes]]
) -> None:
    show(Workspace(example).run(edited(sources, changes), TODAY))


def places(findings: list[Finding]) -> list[Any]:
    return [as_stored(finding) for finding in findings]


@settings(max_examples=8)
@given(st.lists(edits(), min_size=1, max_size=3))
def test_a_run_that_keeps_what_it_read_finds_what_a_fresh_one_does(
    tmp_path_factory: pytest.TempPathFactory,
    example: Settings,
    sources: list[Source],
    rounds: list[list[tuple[int, float, str, int, bytes]]],
) -> None:
    kept = Workspace(without_cache(example, tmp_path_factory.mktemp("kept")))
    now = sources
    for changes in rounds:
        now = edited(now, changes)
        fresh = Workspace(without_cache(example, tmp_path_factory.mktemp("fresh")))
        from_disk = Workspace(kept.settings)
        expected = places(fresh.run(now, TODAY).findings)
        assert places(kept.run(now, TODAY).findings) == expected
        assert places(from_disk.run(now, TODAY).findings) == expected
        assert places(Workspace(kept.settings).run(now, TODAY).findings) == expected


def test_a_reverted_edit_leaves_nothing_behind(example: Settings, sources: list[Source]) -> None:
    workspace = Workspace(example)
    before = places(workspace.run(sources, TODAY).findings)
    broken = [replace(source, data=source.data.replace(b"id:", b"id", 1)) for source in sources]
    assert places(workspace.run(broken, TODAY).findings) != before
    assert places(workspace.run(sources, TODAY).findings) == before
