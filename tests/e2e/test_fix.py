"""`mkdocs-traceability check --fix`: what it writes, what it leaves, how it ends, and what a fault leaves behind."""

import json
import sys

import pytest

from .conftest import MakeSite
from .sites import Done, Site, run

FACTS = """\
# The parts of the system.
components:
  - {id: 0016, title: Batcher, former_ids: [old-batcher]}  # a number elsewhere
  - id: api
    root: shop   # whose it is
    part_of: old-batcher
    flows: [F-1]
  - id: web
    status: “planned”
    flows: [F-1]

flows:
  - id: F-1
    # who does it
    components:
      - old-batcher  # reads
"""

FIXED = """\
# The parts of the system.
components:
  - {id: "0016", title: Batcher, former_ids: [old-batcher]}  # a number elsewhere
  - id: api
    system: shop   # whose it is
    part_of: "0016"
    flows: [F-1]
  - id: web
    status: "planned"
    flows: [F-1]

flows:
  - id: F-1
    # who does it
    components:
      - "0016"  # reads
      - api
      - web
"""

SHORT_PATH = "requirements:\n  - id: R-1\n    status: partial\n    evidence: {code: [a.py:A]}\n"

PAGE = """\
---
title: Web
traceability:
  component: {id: site, depends_on: [old-batcher]}
---
# Web

<!-- traceability: component -->

| Component | Part of |
| --- | --- |
| shop | `old-batcher` |
"""


def facts(site: Site) -> str:
    return (site.folder / "docs/a.trace.yml").read_bytes().decode()


def test_what_has_one_safe_fix_is_fixed_and_the_rest_is_checked(make_site: MakeSite) -> None:
    site = make_site(
        {"docs/a.trace.yml": FACTS, "docs/b.trace.yml": SHORT_PATH, "src/x/a.py": "class A: ...\n"}
    )
    done = site.check("--fix")
    assert facts(site) == FIXED
    assert "[src/x/a.py:A]" in (site.folder / "docs/b.trace.yml").read_text()
    assert done.log == "Fixed 8 findings in 2 files\n"
    assert done.out == "5 items: 0 errors, 0 warnings, 0 info\n"
    assert done.status == 0

    again = site.check("--fix")
    assert again.log == "Nothing to fix\n"
    assert facts(site) == FIXED


def test_the_exit_status_is_that_of_what_is_left(make_site: MakeSite) -> None:
    site = make_site({"docs/a.trace.yml": FACTS + "      - unknown\n"})
    done = site.check("--fix")
    assert done.status == 1
    assert "TR101" in done.out
    assert json.loads(site.check("--fix", "--format", "json").out)["counts"]["error"] == 1


def test_a_plain_check_writes_nothing(make_site: MakeSite) -> None:
    site = make_site({"docs/a.trace.yml": FACTS})
    before = site.digests("docs")
    assert site.check("-v").status == 1
    assert site.digests("docs") == before


def test_a_diff_is_shown_and_nothing_is_written(make_site: MakeSite) -> None:
    site = make_site({"docs/a.trace.yml": FACTS})
    before = site.digests("docs")
    done = site.check("--diff")
    assert site.digests("docs") == before
    assert done.status == 1
    assert done.log == "Would fix 7 findings in 1 file\n"
    assert done.out.startswith("--- docs/a.trace.yml\n+++ docs/a.trace.yml\n@@ ")
    assert '+      - "0016"  # reads\n' in done.out

    site.check("--fix")
    done = site.check("--diff")
    assert (done.status, done.out, done.log) == (0, "", "Nothing to fix\n")


def test_a_suggestion_is_applied_only_where_that_is_asked_for(make_site: MakeSite) -> None:
    site = make_site(
        {"docs/a.trace.yml": "components:\n  - id: api\n    title: Fix #12\n    external: true\n"}
    )
    assert site.check("--fix").log == "Nothing to fix (1 more with --unsafe-fixes)\n"
    assert site.check("--diff").status == 0
    assert site.check("--diff", "--unsafe-fixes").status == 1
    assert site.check("--fix", "--unsafe-fixes").log == "Fixed 1 finding in 1 file\n"
    assert 'title: "Fix #12"\n' in facts(site)


def test_mistakes_that_make_a_file_unreadable_are_fixed_down_to_one_that_has_no_fix(
    make_site: MakeSite,
) -> None:
    lines = "components:\n  - id: a\n    title: `x`  # c\n  - id: b\n    title: @y\n    notes: [\n"
    site = make_site({"docs/a.trace.yml": lines})
    done = site.check("--fix")
    assert facts(site) == lines.replace("`x`", '"`x`"').replace("@y", '"@y"')
    assert done.status == 1
    assert done.log.startswith("Fixed 2 findings in 1 file\n")
    assert site.check("--fix").log.startswith("Nothing to fix\n")


def test_each_note_is_said_once(make_site: MakeSite) -> None:
    site = make_site({"docs/a.trace.yml": FACTS + "      - unknown\n"})
    done = site.check("--fix", "--changed")
    assert done.log.count("Note: --changed ") == 1


def test_unsafe_fixes_alone_make_no_sense(make_site: MakeSite) -> None:
    done = make_site({"docs/a.trace.yml": FACTS}).check("--unsafe-fixes")
    assert done.status == 2
    assert "--unsafe-fixes works only with --fix or --diff" in done.log


def test_front_matter_and_tables_are_fixed_too(make_site: MakeSite) -> None:
    batcher = "components: [{id: batcher, former_ids: [old-batcher]}]\n"
    site = make_site({"docs/a.trace.yml": batcher, "docs/web.md": PAGE})
    done = site.check("--fix")
    assert done.log == "Fixed 2 findings in 1 file\n"
    expected = PAGE.replace("[old-batcher]", "[batcher]").replace("`old-batcher`", "`batcher`")
    assert (site.folder / "docs/web.md").read_text() == expected


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_line_ends_and_marks_stay(make_site: MakeSite, line_end: str) -> None:
    site = make_site({})
    file = site.folder / "docs/a.trace.yml"
    file.parent.mkdir()
    file.write_bytes(b"\xef\xbb\xbf" + FACTS.rstrip("\n").replace("\n", line_end).encode())
    site.check("--fix")
    assert file.read_bytes() == b"\xef\xbb\xbf" + FIXED.rstrip("\n").replace("\n", line_end).encode()


def test_what_is_waived_or_in_the_baseline_stays(make_site: MakeSite) -> None:
    waived = FACTS.replace("    flows: [F-1]\n", "    flows: [F-1]\n    waive: {TR108: one side is enough}\n")
    site = make_site({"docs/a.trace.yml": waived})
    site.check("--fix")
    assert facts(site).endswith('      - "0016"  # reads\n')

    site = make_site({"docs/a.trace.yml": FACTS}, name="other")
    assert site.check("--write-baseline").status == 0
    site.check("--fix")
    assert facts(site).endswith('      - "0016"  # reads\n')
    assert "“planned”" in facts(site)


def test_files_of_other_tools_stay(make_site: MakeSite) -> None:
    mapped = "site_name: x\nplugins:\n  - traceability:\n      sources:\n        - {path: other/*.yml, kind: component, id: name}\n"
    other = "- {name: 0016, part_of: old-api}\n"
    site = make_site(
        {
            "mkdocs.yml": mapped,
            "other/x.yml": other,
            "docs/a.trace.yml": "components: [{id: api, former_ids: [old-api]}]\n",
        }
    )
    assert any(
        each["position"] if "position" in each else each["path"] == "other/x.yml" for each in site.findings()
    )
    site.check("--fix")
    assert (site.folder / "other/x.yml").read_text() == other


KILLED = """
import os, sys
from pathlib import Path
Path.replace = lambda *_: os._exit(9)
sys.argv = ["mkdocs-traceability", {arguments}]
from mkdocs_traceability.cli.main import main
main()
"""


def killed(site: Site, *arguments: str) -> Done:
    """Run a command that ends between writing a file beside the old one and putting it in its place."""
    return run(
        sys.executable, "-c", KILLED.format(arguments=", ".join(map(repr, arguments))), folder=site.folder
    )


def with_a_full_disk(site: Site, *arguments: str) -> Done:
    """Run a command that can write no file of more than nothing."""
    return run(
        "sh",
        "-c",
        'ulimit -f 0; exec "$@"',
        "sh",
        sys.executable,
        "-m",
        "mkdocs_traceability",
        *arguments,
        folder=site.folder,
    )


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [("check", "--fix")], ids=" ".join)
def test_a_fault_leaves_the_old_file(make_site: MakeSite, arguments: tuple[str, ...]) -> None:
    site = make_site({"docs/a.trace.yml": FACTS})
    before = site.digests("docs")
    site.check()  # what is kept between runs is written
    assert killed(site, *arguments).status == 9
    assert site.digests("docs").items() >= before.items()
    for leftover in (site.folder / "docs").glob(".a.trace.yml.*"):
        leftover.unlink()
    done = with_a_full_disk(site, *arguments)
    assert done.status == 2
    assert done.log.startswith("Error: ")
    assert done.log.endswith(": File too large; nothing was changed\n")
    assert site.digests("docs") == before
