"""`mkdocs-traceability fmt`: which files it formats, how it ends, and what a fault leaves behind."""

from pathlib import Path

import pytest

from .conftest import MakeSite
from .sites import Done, Site, run_module
from .test_fix import killed, with_a_full_disk

UNFORMATTED = "components:\n- title: 'Api'  # shown\n  external: true\n  id: api\n"
FORMATTED = "components:\n  - id: api\n    title: Api  # shown\n    external: true\n"
BROKEN = "components:\n- id: api\n title: x\n"

OWN_KIND = """\
site_name: x
plugins:
  - traceability:
      kinds: {widget: {plural: widgets, fields: {size: text, weight: text}}}
"""


def fmt(site: Site, *arguments: str, folder: Path | None = None, stdin: str | None = None) -> Done:
    return run_module("mkdocs_traceability", "fmt", *arguments, folder=folder or site.folder, stdin=stdin)


def text(site: Site, path: str = "docs/a.trace.yml") -> str:
    return (site.folder / path).read_text(encoding="utf-8")


def test_all_sidecars_below_a_folder_are_formatted_and_nothing_else(make_site: MakeSite) -> None:
    paths = ("docs/a.trace.yml", "docs/x/b.trace.yaml", "docs/c.yml", "docs/.hidden/d.trace.yml", "docs/e.md")
    site = make_site(dict.fromkeys(paths, UNFORMATTED) | {"docs/f.trace.yml": FORMATTED})
    done = fmt(site)
    assert (done.status, done.out, done.log) == (0, "", "2 files formatted, 1 unchanged\n")
    assert [path for path in paths if text(site, path) == FORMATTED] == list(paths[:2])
    assert all(text(site, path) == UNFORMATTED for path in paths[2:])
    assert fmt(site).log == "0 files formatted, 3 unchanged\n"


def test_check_lists_and_diff_shows_what_would_change(make_site: MakeSite) -> None:
    site = make_site({"docs/a.trace.yml": UNFORMATTED})
    before = site.digests("docs")
    done = fmt(site, "--check")
    assert (done.status, done.out) == (1, "Would format: docs/a.trace.yml\n")
    assert done.log == "1 file would be formatted, 0 unchanged\n"
    done = fmt(site, "--diff")
    assert done.status == 1
    assert done.out.startswith("--- docs/a.trace.yml\n+++ docs/a.trace.yml\n")
    assert site.digests("docs") == before
    fmt(site)
    assert (fmt(site, "--check").status, fmt(site, "--diff").status) == (0, 0)


def test_a_file_that_cannot_be_read_is_said_and_the_others_are_formatted(make_site: MakeSite) -> None:
    site = make_site({"docs/a.trace.yml": UNFORMATTED, "docs/b.trace.yml": BROKEN})
    (site.folder / "docs/c.trace.yml").write_bytes(b"flows: \xff\n")
    done = fmt(site)
    assert done.status == 2
    assert done.log == (
        "docs/b.trace.yml:3:2: cannot be read: this line fits neither the list nor the mapping above it; "
        "check its indentation, and the `:` after its key\n"
        "docs/c.trace.yml:1:8: cannot be read: the byte 0xFF here is not UTF-8; save the file as UTF-8\n"
        "1 file formatted, 0 unchanged\n"
    )
    assert text(site) == FORMATTED
    assert text(site, "docs/b.trace.yml") == BROKEN


def test_standard_input_is_formatted_to_standard_output(make_site: MakeSite) -> None:
    site = make_site({"docs/index.md": "# Home"})
    assert fmt(site, "-", stdin=UNFORMATTED) == Done(0, FORMATTED, "")
    done = fmt(site, "-", stdin=BROKEN)
    assert done.status == 2
    assert done.log.startswith("Error: -:3:2: cannot be read: ")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["mkdocs.yml"],
            "Error: mkdocs.yml is not a sidecar: the name of one ends in .trace.yml or .trace.yaml\n",
        ),
        (["nowhere"], "Error: nowhere does not exist\n"),
    ],
)
def test_what_is_no_sidecar_is_refused(make_site: MakeSite, arguments: list[str], message: str) -> None:
    done = fmt(make_site({}), *arguments)
    assert (done.status, done.log) == (2, message)


def test_items_of_the_kinds_of_the_site_are_formatted(make_site: MakeSite) -> None:
    widgets = "widgets:\n  - {weight: 2, size: 1, id: w}\n"
    site = make_site({"mkdocs.yml": OWN_KIND, "docs/x/a.trace.yml": widgets})
    assert fmt(site, "a.trace.yml", folder=site.folder / "docs/x").status == 0
    assert text(site, "docs/x/a.trace.yml") == "widgets:\n  - {id: w, weight: 2, size: 1}\n"


def test_a_link_is_followed_only_where_it_is_named(make_site: MakeSite, tmp_path: Path) -> None:
    site = make_site({})
    outside = tmp_path / "outside.trace.yml"
    outside.write_text(UNFORMATTED)
    (site.folder / "docs").mkdir()
    (site.folder / "docs/a.trace.yml").symlink_to(outside)
    fmt(site)
    assert outside.read_text() == UNFORMATTED
    fmt(site, "docs/a.trace.yml")
    assert outside.read_text() == FORMATTED
    assert (site.folder / "docs/a.trace.yml").is_symlink()


@pytest.mark.slow
def test_a_fault_leaves_the_old_file(make_site: MakeSite) -> None:
    site = make_site({"docs/a.trace.yml": UNFORMATTED})
    before = site.digests("docs")
    assert killed(site, "fmt").status == 9
    assert text(site) == UNFORMATTED
    for leftover in (site.folder / "docs").glob(".a.trace.yml.*"):
        leftover.unlink()
    done = with_a_full_disk(site, "fmt")
    assert done.status == 2
    assert done.log.endswith(": File too large; nothing was changed\n")
    assert site.digests("docs") == before
