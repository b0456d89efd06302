"""Sources are found as MkDocs finds pages; what is too large, or cannot be brought, is a finding."""

import os
import socket
from pathlib import Path

import pytest
from processor_time import LINEAR, growth
from support import check, run, table, write_site

from mkdocs_traceability.reading.discovery import find_in_docs, load_source
from mkdocs_traceability.reading.unread_ids import names_in_text

PAGE = "---\ntraceability: {component: %s}\n---\n"


def brought(folder: Path, exclude: str = "", draft: str = "") -> list[str]:
    return [source.path for source in find_in_docs(folder / "docs", "docs", exclude, draft)]


def test_pages_with_front_matter_and_sidecars_are_sources(tmp_path: Path) -> None:
    write_site(
        tmp_path,
        {
            "docs/b.md": PAGE % "b",
            "docs/a/page.markdown": PAGE % "a",
            "docs/plain.md": "# No front matter\n",
            "docs/x.trace.yml": "",
            "docs/a/y.trace.yaml": "",
            "docs/z.yml": "",
            "docs/.hidden/h.trace.yml": "",
            "docs/templates/t.trace.yml": "",
            "docs/a/templates/u.trace.yml": "",
            "docs/a/README.md": PAGE % "r",
            "docs/c/README.md": PAGE % "r",
            "docs/c/index.md": PAGE % "i",
        },
    )
    assert brought(tmp_path) == [
        "docs/b.md",
        "docs/x.trace.yml",
        "docs/a/README.md",
        "docs/a/page.markdown",
        "docs/a/y.trace.yaml",
        "docs/a/templates/u.trace.yml",
        "docs/c/index.md",
    ]


def test_what_mkdocs_excludes_and_drafts_are_no_sources(tmp_path: Path) -> None:
    write_site(tmp_path, {f"docs/{name}.trace.yml": "" for name in ("a", "b", "c", "old/d")})
    assert brought(tmp_path, "b.*\n/old/\n", "c.trace.yml") == ["docs/a.trace.yml"]


def test_a_link_that_leads_back_is_not_followed(tmp_path: Path) -> None:
    write_site(tmp_path, {"docs/a.trace.yml": "", "docs/x/b.trace.yml": "", "else/c.trace.yml": ""})
    (tmp_path / "docs/x/up").symlink_to(tmp_path / "docs")
    (tmp_path / "docs/x/again").symlink_to(tmp_path / "docs/x")
    (tmp_path / "docs/else").symlink_to(tmp_path / "else")
    assert brought(tmp_path) == ["docs/a.trace.yml", "docs/else/c.trace.yml", "docs/x/b.trace.yml"]


def test_a_huge_file_is_one_finding_and_is_not_read_whole(tmp_path: Path) -> None:
    write_site(tmp_path, {"docs/a.trace.yml": "flows:\n  - {id: F-1, components: [huge-1]}\n"})
    with (tmp_path / "docs/huge.trace.yml").open("wb") as stream:
        stream.write(b"components:\n  - id: huge-1\n")
        stream.truncate(100_000_000)
    findings = check(tmp_path, {"docs/b.trace.yml": "components:\n  - {id: b, external: true}\n"})
    assert [f"{finding.position}: {finding.code} {finding.message}" for finding in findings] == [
        "docs/huge.trace.yml:1:1: TR001 cannot be read: the file has 100 MB; the limit is 20 MB"
    ]
    source = load_source(tmp_path / "docs/huge.trace.yml", "x", None)
    assert source is not None
    assert len(source.data) <= 20_000_000


def test_a_huge_page_without_front_matter_is_not_read_at_all(tmp_path: Path) -> None:
    write_site(tmp_path, {})
    with (tmp_path / "docs/huge.md").open("wb") as stream:
        stream.write(b"# Huge\n")
        stream.truncate(100_000_000)
    assert brought(tmp_path) == []


@pytest.mark.skipif(os.name == "nt", reason="there is no such file")
def test_what_is_no_file_is_no_fault(tmp_path: Path) -> None:
    write_site(tmp_path, {"docs/a.trace.yml": "components:\n  - {id: a, external: true}\n"})
    (tmp_path / "docs/gone.trace.yml").symlink_to(tmp_path / "nowhere")
    (tmp_path / "docs/folder.trace.yml").mkdir()
    with socket.socket(socket.AF_UNIX) as unix:
        here = Path.cwd()
        os.chdir(tmp_path / "docs")
        try:
            unix.bind("s.trace.yml")
        finally:
            os.chdir(here)
        os.mkfifo(tmp_path / "docs/pipe.trace.yml")
        result = run(tmp_path, {})
    assert [(f.code, f.position.path) for f in result.findings] == [
        ("TR001", "docs/gone.trace.yml"),
        ("TR001", "docs/pipe.trace.yml"),
        ("TR001", "docs/s.trace.yml"),
    ]
    assert len(result.registry.all) == 1


@pytest.mark.skipif(os.name == "nt", reason="such names cannot be made there")
def test_a_name_that_is_no_text_is_no_fault(tmp_path: Path) -> None:
    write_site(tmp_path, {})
    with Path(os.fsdecode(os.fsencode(tmp_path) + b"/docs/\xff.trace.yml")).open("w") as stream:
        stream.write("flow:\n")
    (finding,) = check(tmp_path, {})
    assert finding.code == "TR002"


# ---------------------------------------------------------------- hostile sites: one finding, the rest lives

REST = {
    "docs/rest.trace.yml": "components:\n  - id: rest\nflows:\n  - {id: R-1, components: [rest, hostile]}\n"
}


@table(
    "data, message",
    (
        "NUL bytes",
        b"components:\n  - id: hostile\n\0\0",
        "cannot be read: the character U+0000, which YAML does not allow",
    ),
    ("UTF-16", "components:\n  - id: hostile\n".encode("utf-16"), "cannot be read: the file is UTF-16"),
    ("UTF-32", "components:\n  - id: hostile\n".encode("utf-32"), "cannot be read: the file is UTF-32"),
    (
        "not UTF-8",
        b"components:\n  - id: hostile\n# \xe4\n",
        "cannot be read: the byte 0xE4 here is not UTF-8",
    ),
    (
        "a bomb",
        b"components:\n  - id: hostile\na: &a [" + b"x, " * 900 + b"]\nb: [" + b"*a, " * 900 + b"]\n",
        "cannot be read: aliases expand to more than 200000 values",
    ),
    (
        "depth",
        b"components:\n  - id: hostile\nx: " + b"[" * 100_000,
        "cannot be read: nested deeper than 40 levels",
    ),
    (
        "dashes",
        b"components:\n  - id: hostile\nx: \n" + b"- " * 100_000,
        "cannot be read: nested deeper than 40 levels",
    ),
    (
        "a tag",
        b"components:\n  - id: hostile\n    title: !!python/object/apply:os.system [ls]\n",
        "cannot be read: the tag `!!python/object/apply:os.system` is not allowed here",
    ),
    (
        "a second document",
        b"components:\n  - id: hostile\n---\n",
        "cannot be read: a second document starts here",
    ),
    (
        "an open quote",
        b"components:\n  - id: hostile\n    title: 'x\n",
        "cannot be read: a quoted value that never ends",
    ),
)
def test_a_hostile_file_is_one_finding_and_the_rest_of_the_site_lives(
    tmp_path: Path, data: bytes, message: str
) -> None:
    write_site(tmp_path, REST)
    (tmp_path / "docs/hostile.trace.yml").write_bytes(data)
    result = run(tmp_path, REST)
    assert [finding.message for finding in result.findings] == [message]
    assert len(result.registry.all) == 2


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_marks_and_line_ends_make_no_difference(tmp_path: Path, mark: bytes, end: bytes) -> None:
    write_site(tmp_path, {})
    page = b"---\ntitle: T\ntraceability:\n  component: {id: a, external: yes}\n---\n# T\n"
    sidecar = b"flows:\n  - id: F-1\n    components:\n      - a\n      - b\n"
    (tmp_path / "docs/page.md").write_bytes(mark + page.replace(b"\n", end))
    (tmp_path / "docs/a.trace.yml").write_bytes(mark + sidecar.replace(b"\n", end))
    result = run(tmp_path, {})
    assert [str(finding.position) for finding in result.findings] == ["docs/a.trace.yml:5:9"]
    assert result.registry.items("component")[0].position.line == 4


@table(
    "text, names",
    ("ids in lists", "- id: a\n  x: [\n- id: 'b'\n- {id: c, x: y}\n", {"a", "b", "c"}),
    ("ids with odd characters", "- id: GET_/x/{y}\n- {id: m:n}\n", {"GET_/x/{y}", "m:n"}),
    ("aliases in a line", "aliases: [a, 'b']\nformer-ids: c\n", {"a", "b", "c"}),
    ("aliases in a list", "aliases:\n  - a\n  - b\nformer_ids: [c,\n  d]\n", {"a", "b", "c", "d"}),
    ("an id right behind its kind", "traceability:\n  component: a\n", {"a"}),
    ("JSON", '{"flows": [{"id": "a"}]', {"a"}),
)
def test_names_are_found_in_what_is_no_yaml(text: str, names: set[str]) -> None:
    assert names_in_text(text.encode(), ["component"]) >= names
    assert "x" not in names_in_text(text.encode(), ["component"])


def test_a_hostile_text_is_searched_in_bounded_time() -> None:
    for piece in (b"id: ", b"aliases: [", b"aliases:\n  - x\n", b"component: ", b" ", b"\n"):

        def search(length: int, piece: bytes = piece) -> None:
            assert "a-1" in names_in_text(b"id: a-1\n" + piece * (length // len(piece)), ["component"])

        assert growth(search, 60_000) < LINEAR
