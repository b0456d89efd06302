"""Whatever a user's files hold, reading, linking, judging and showing end in findings, not in an exception."""

import json
import random
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_traceability.pages.render import Site
from mkdocs_traceability.reading.discovery import find_in_docs
from mkdocs_traceability.reading.read import Source, read_source
from mkdocs_traceability.reading.stored import plain, reading
from mkdocs_traceability.reports import json_report, text
from mkdocs_traceability.settings import built_in_schema, load_settings
from mkdocs_traceability.workspace import Result, Workspace

EXAMPLE = Path(__file__).parent.parent / "example_site"
TODAY = date(2026, 11, 1)
SCHEMA = built_in_schema()


def run(sources: list[Source], folder: Path) -> Result:
    return Workspace(load_settings(folder / "mkdocs.yml", {})).run(sources, TODAY)


def show_everything(result: Result) -> str:
    """Render every view of a result; the site has every page it is asked for."""
    site = Site(result, lambda uri: uri.removesuffix(".md") + "/" if uri.endswith(".md") else None)
    pages = [site.page_html(page) for page in site.pages]
    panels = [site.panels_html(item.page) for item in result.registry.all if item.page]
    return "".join(
        [text.render(result.findings, result.excerpts), json_report.render(result.findings), *pages, *panels]
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    (folder / "docs").mkdir()
    (folder / "mkdocs.yml").write_text("site_name: x\nplugins: [traceability]\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("example") / "site"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns(".cache", "site"))
    return folder


@given(data=st.binary(max_size=400))
def test_any_bytes_are_read_as_a_sidecar_and_as_a_page(data: bytes, folder: Path) -> None:
    show_everything(
        run(
            [
                Source("docs/a.trace.yml", data),
                Source("docs/b.md", b"---\ntraceability:\n  flow:\n    id: " + data + b"\n---\n", "b.md"),
                Source("docs/c.trace.yml", b"flows:\n  - id: A\n    components: [x]\n"),
            ],
            folder,
        )
    )


@given(written=st.text(max_size=300))
def test_any_text_is_read_as_a_sidecar(written: str, folder: Path) -> None:
    data = f"flows:\n  - id: {written}\n".encode("utf-8", "surrogatepass")
    show_everything(run([Source("docs/a.trace.yml", data)], folder))


WORDS = sorted(
    {name for kind in SCHEMA for name in (kind.name, kind.plural, *kind.keys)}
    | {
        "code",
        "tests",
        "docs",
        "unknown",
        "not_applicable",
        "claim",
        "reason",
        "until",
        "role",
        "optional",
        "text",
    }
    | {
        "A-1",
        "A-002",
        "x",
        "flow:A-1",
        "<<",
        "defaults",
        "implemented",
        "auto",
        "TR201",
        "2026-01-31",
        "artifacts",
    }
)
VALUES = st.recursive(
    st.one_of(
        st.sampled_from(WORDS), st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12)
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.sampled_from(WORDS), inner, max_size=5)
    ),
    max_leaves=25,
)
ITEMS = st.dictionaries(st.sampled_from(WORDS), VALUES, max_size=6)
SIDECARS = st.dictionaries(
    st.sampled_from([*SCHEMA.by_plural, "defaults", "flow"]),
    st.one_of(st.lists(ITEMS, max_size=4), VALUES),
    max_size=5,
)


@given(content=SIDECARS, flow_style=st.booleans())
def test_any_data_under_the_right_keys_is_judged_and_shown(
    content: Any, flow_style: bool, folder: Path
) -> None:
    dumped = yaml.safe_dump(content, default_flow_style=flow_style, allow_unicode=True)
    result = run([Source("docs/a.trace.yml", dumped.encode())], folder)
    show_everything(result)
    assert [f for f in result.findings if f.code == "TR001"] == []


@given(content=SIDECARS)
def test_a_reading_survives_being_kept(content: Any) -> None:
    source = Source("docs/a.trace.yml", yaml.safe_dump(content).encode())
    read = read_source(source, SCHEMA)
    kept = reading(json.loads(json.dumps(plain(read))))
    assert kept.items == read.items
    assert kept.findings == read.findings


def _edited(data: bytes, chance: random.Random) -> bytes:
    """Change a file as people and merges do: a character, a word, a line gone, twice, or in another place."""
    lines = data.split(b"\n")
    number = chance.randrange(len(lines))
    line = lines[number]
    edits = [
        list,
        lambda: [line, line],
        lambda: [line[: chance.randrange(len(line) + 1)]],
        lambda: [b"  " + line],
        lambda: [line.lstrip()],
        lambda: [line.replace(b":", b"", 1)],
        lambda: [line.replace(b"[", b"", 1)],
        lambda: [line.replace(b"-", chance.choice([b"_", b"", b"--"]), 1)],
        lambda: [
            line
            + chance.choice(
                [b" {", b" [", b": x", b" # y", b'"', b"\t", b"\0", b"\xff", b" &a", b" *a", b" !t"]
            )
        ],
        lambda: [bytes(chance.sample(list(line), len(line)))],
    ]
    return b"\n".join([*lines[:number], *chance.choice(edits)(), *lines[number + 1 :]])


@settings(max_examples=40)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_any_edit_of_the_example_is_judged_the_same_anew_and_incrementally(seed: int, example: Path) -> None:
    chance = random.Random(seed)
    loaded = load_settings(example / "mkdocs.yml")
    sources = list(find_in_docs(loaded.docs_dir, loaded.docs_path, "", ""))
    kept = Workspace(loaded)
    kept.run(sources, TODAY)
    for _ in range(3):
        place = chance.randrange(len(sources))
        old = sources[place]
        sources[place] = Source(old.path, _edited(old.data, chance), old.page)
        again = kept.run(sources, TODAY)
        shutil.rmtree(example / ".cache", ignore_errors=True)
        anew = Workspace(loaded).run(sources, TODAY)
        assert again.findings == anew.findings
        assert again.registry.all == anew.registry.all
    show_everything(again)
