"""`rename` as it is typed: every place that names the item is changed, all other bytes stay, all or nothing."""

import errno
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support import table, write_site

from mkdocs_traceability.cli.main import main
from mkdocs_traceability.edits import changes
from mkdocs_traceability.files import ordinary
from mkdocs_traceability.files.ordinary import Staged
from mkdocs_traceability.reading.text import MAX_BYTES

FACTS = """\
# What eval-worker is: see notes\t
defaults: {maintainer: ana}
components:
  - id: eval-worker   # judges
    title: "Evaluation"
  - {id: batcher, depends_on: [eval-worker]}
flows:
  - id: EVAL-001
    components: ["eval-worker", 'batcher']
    see: [{id: component:eval-worker, role: main}]
    waive:
      TR201: {reason: later, owner: ana, of: {components: eval-worker}}
"""

PAGE = """\
---
title: Page
traceability:
  flow: EVAL-002
---
# Page

See [eval-worker], [the worker][eval-worker] and [EVAL-002].

[trace: badge eval-worker]

[trace: list flows components=eval-worker,batcher]

{{ trace_count("flow", components="eval-worker") }} flows.

<!-- traceability: flows -->
| ID | Title | Components | Former IDs |
| --- | --- | --- | --- |
| EVAL-010 | Ten | `eval-worker` (core) | |

<!-- traceability: restates flows where="components=eval-worker" -->
| ID | Components |
| --- | --- |
| EVAL-001 | eval-worker, batcher |
"""

SITE = {
    "mkdocs.yml": "site_name: x\nplugins: [macros, traceability]\n",
    "docs/a.trace.yml": FACTS,
    "docs/page.md": PAGE,
}


def rename(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["rename", *arguments])


def run(name: str, *arguments: str) -> Result:
    return CliRunner().invoke(main, [name, *arguments])


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_site(tmp_path, SITE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def texts(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and ".cache" not in file.parts
    }


def findings(folder: Path) -> list[tuple[str, str]]:
    found = json.loads(run("check", str(folder), "--format", "json").stdout)
    return [
        (each["code"], each["message"]) for each in (found if isinstance(found, list) else found["findings"])
    ]


def test_every_place_that_names_the_item_is_changed_and_nothing_else(site: Path) -> None:
    before = findings(site)
    done = rename("eval-worker", "evaluator", "--yes")
    assert (done.exit_code, done.stderr) == (0, NOTE)
    facts = FACTS.replace("eval-worker", "evaluator").replace("# What evaluator", "# What eval-worker")
    facts = facts.replace("# judges\n", "# judges\n    former_ids: [eval-worker]\n")
    assert (site / "docs/a.trace.yml").read_text() == facts
    assert (site / "docs/page.md").read_text() == PAGE.replace("eval-worker", "evaluator")
    assert findings(site) == [(code, text.replace("eval-worker", "evaluator")) for code, text in before]


NOTE = "Note: `eval-worker` also stands in comments or text, which stay as they are: docs/a.trace.yml:1:8\n"


def test_line_ends_and_the_byte_order_mark_stay(site: Path) -> None:
    files = {"docs/a.trace.yml": FACTS, "docs/page.md": PAGE}
    for path, text in files.items():
        (site / path).write_bytes(("\ufeff" + text.replace("\n", "\r\n")).encode())
    assert rename("EVAL-001", "SCORE-1", "-y").exit_code == 0
    facts = FACTS.replace("EVAL-001\n", "SCORE-1\n    former_ids: [EVAL-001]\n")
    page = PAGE.replace("EVAL-001", "SCORE-1")
    assert (site / "docs/a.trace.yml").read_bytes() == ("\ufeff" + facts.replace("\n", "\r\n")).encode()
    assert (site / "docs/page.md").read_bytes() == ("\ufeff" + page.replace("\n", "\r\n")).encode()


@table(
    "old, new, before, after",
    ("a page", "EVAL-002", "GO-1", "  flow: EVAL-002", "  flow: {id: GO-1, former_ids: [EVAL-002]}"),
    (
        "a row",
        "EVAL-010",
        "GO-1",
        "| EVAL-010 | Ten | `eval-worker` (core) | |",
        "| GO-1 | Ten | `eval-worker` (core) | EVAL-010 |",
    ),
    (
        "a name that needs quotes",
        "EVAL-001",
        "yes",
        "  - id: EVAL-001\n",
        '  - id: "yes"\n    former_ids: [EVAL-001]\n',
    ),
    ("in brackets", "batcher", "b", "{id: batcher, ", "{id: b, former_ids: [batcher], "),
    ("with its kind", "component:batcher", "component:b", "'batcher'", "'b'"),
)
def test_the_old_id_becomes_a_former_one(site: Path, old: str, new: str, before: str, after: str) -> None:
    assert any(before.encode() in data for data in texts(site).values())
    assert rename(old, new, "-y").exit_code == 0
    assert any(after.encode() in data for data in texts(site).values())


@table(
    "facts, after",
    ("a list", "components: [{id: a, former_ids: [x]}]", "components: [{id: b, former_ids: [x, a]}]"),
    ("an empty one", "components: [{id: a, former_ids: []}]", "components: [{id: b, former_ids: [a]}]"),
    ("one word", "components:\n- id: a\n  former-ids: x\n", "components:\n- id: b\n  former-ids: [x, a]\n"),
    ("nothing", "components:\n- id: a\n  former_ids:\n", "components:\n- id: b\n  former_ids: [a]\n"),
    (
        "lines",
        "components:\n- former_ids:\n  - x # y\n  id: a\n",
        "components:\n- former_ids:\n  - x # y\n  - a\n  id: b\n",
    ),
    ("the new one", "components: [{id: a, former_ids: [b, x]}]", "components: [{id: b, former_ids: [a, x]}]"),
)
def test_former_ids_that_are_there_stay(tmp_path: Path, facts: str, after: str) -> None:
    write_site(tmp_path, {"docs/a.trace.yml": facts})
    done = rename("a", "b", str(tmp_path), "-y")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "docs/a.trace.yml").read_text() == after


def test_twice_changes_nothing_more(site: Path) -> None:
    rename("eval-worker", "evaluator", "-y")
    before = texts(site)
    again = rename("eval-worker", "evaluator", "-y")
    assert (again.exit_code, again.output) == (
        0,
        "Nothing to do: `eval-worker` is a former id of component evaluator.\n",
    )
    assert texts(site) == before


def test_back_again_leaves_a_former_id_only(site: Path) -> None:
    rename("eval-worker", "evaluator", "-y")
    assert rename("evaluator", "eval-worker", "-y").exit_code == 0
    facts = FACTS.replace("# judges\n", "# judges\n    former_ids: [evaluator]\n")
    assert texts(site)["docs/a.trace.yml"].decode() == facts
    assert texts(site)["docs/page.md"].decode() == PAGE


def test_a_diff_is_shown_and_nothing_is_written_unless_it_is_confirmed(site: Path) -> None:
    before = texts(site)
    shown = rename("EVAL-001", "GO-1", "--diff")
    assert shown.exit_code == 1
    assert "-  - id: EVAL-001\n+  - id: GO-1\n+    former_ids: [EVAL-001]\n" in shown.stdout
    unasked = rename("EVAL-001", "GO-1")
    assert unasked.exit_code == 1
    assert unasked.stderr.endswith("Nothing was changed: run in a terminal to confirm, or add --yes\n")
    assert texts(site) == before


@table(
    "old, new, message",
    ("unknown", "eval-wroker", "x", "unknown item `eval-wroker`; did you mean `eval-worker`?"),
    (
        "taken",
        "batcher",
        "eval-worker",
        "a component with the id `eval-worker` is declared:\n  docs/a.trace.yml:4:9",
    ),
    (
        "no id",
        "batcher",
        "a b",
        "`a b` is not a valid id: it contains a space; write `a-b`; a display name belongs in `title`",
    ),
    ("the same", "batcher", "batcher", "`batcher` is the id of component batcher already"),
    ("a word of filters", "eval-worker", "none", "`none` has another meaning in the filters of markers:"),
    ("empty", "batcher", "component:", "the new id is empty"),
    ("blank", "batcher", " ", "the new id is empty"),
    ("the end of code", "eval-worker", "x`y", "with `x`y` this file would read differently in other ways"),
)
def test_what_cannot_be_is_refused_before_anything_is_written(
    site: Path, old: str, new: str, message: str
) -> None:
    before = texts(site)
    done = rename(old, new, "-y")
    assert done.exit_code == 2
    assert done.stderr.startswith(f"Error: {message}")
    assert texts(site) == before


@table(
    "facts, old, new, message",
    (
        "an alias",
        "components: [{id: a, aliases: [x]}]",
        "x",
        "b",
        "`x` is an alias of component a; write `a`:\n  docs/a.trace.yml:1:19",
    ),
    (
        "the alias of another",
        "components: [{id: a, aliases: [x]}, {id: c}]",
        "c",
        "x",
        "`x` is an alias of component a:\n  docs/a.trace.yml:1:19",
    ),
    (
        "declared twice",
        "components: [{id: a}, {id: a}]",
        "a",
        "b",
        "component a is declared twice; give one of them another id:\n  docs/a.trace.yml:1:19\n  docs/a.trace.yml:1:28",
    ),
    (
        "of two kinds",
        "components: [{id: a}]\nflows: [{id: a}]",
        "a",
        "b",
        "`a` is the id of several items; write `flow:a` or `component:a`",
    ),
    (
        "ambiguous where it is used",
        "components: [{id: a}]\nflows: [{id: a}, {id: f, see: [a]}]",
        "flow:a",
        "b",
        "`a` may mean several items here; write `flow:a` where this one is meant:\n  docs/a.trace.yml:2:32",
    ),
    (
        "ambiguous then",
        "components: [{id: a}]\nflows: [{id: b}, {id: f, see: [a]}]",
        "a",
        "b",
        "`b` would not lead to the same item here:\n  docs/a.trace.yml:2:32",
    ),
)
def test_the_author_is_asked_where_the_meaning_is_not_clear(
    tmp_path: Path, facts: str, old: str, new: str, message: str
) -> None:
    write_site(tmp_path, {"docs/a.trace.yml": facts})
    done = rename(old, new, str(tmp_path), "-y")
    assert (done.exit_code, done.stderr) == (2, f"Error: {message}\n")
    assert (tmp_path / "docs/a.trace.yml").read_text() == facts


def test_a_file_that_cannot_be_read_is_named_if_it_has_the_id(tmp_path: Path) -> None:
    write_site(
        tmp_path, {"docs/a.trace.yml": "components: [{id: api}]", "docs/b.trace.yml": "flows: [{see: api"}
    )
    done = rename("api", "b", str(tmp_path), "-y")
    assert (done.exit_code, done.stderr) == (
        2,
        "Error: files that cannot be read may use `api`; fix them first:\n  docs/b.trace.yml:1:1\n",
    )
    (tmp_path / "docs/b.trace.yml").write_text("flows: [{see: x")
    assert rename("api", "b", str(tmp_path), "-y").exit_code == 0


def test_a_file_of_which_nothing_is_known_may_use_the_id(tmp_path: Path) -> None:
    write_site(tmp_path, {"docs/a.trace.yml": "components: [{id: api}]"})
    (tmp_path / "docs/b.trace.yml").write_bytes(b"#" * (MAX_BYTES + 1))
    done = rename("api", "b", str(tmp_path), "-y")
    assert (done.exit_code, done.stderr) == (
        2,
        "Error: files that cannot be read may use `api`; fix them first:\n  docs/b.trace.yml:1:1\n",
    )
    assert (tmp_path / "docs/a.trace.yml").read_text() == "components: [{id: api}]"


@table(
    "before, after",
    ("no blank", "|`t-1`||x|", "|`new`| t-1|x|"),
    ("no blank at the end", "|`t-1`||", "|`new`| t-1|"),
    ("blanks", "| t-1 |    | x |", "| new | t-1    | x |"),
)
def test_an_empty_cell_for_former_ids_is_filled(tmp_path: Path, before: str, after: str) -> None:
    page = "<!-- traceability: components -->\n| ID | Former IDs | Title |\n|---|---|---|\n{}\n"
    write_site(tmp_path, {"docs/a.md": page.format(before)})
    done = rename("t-1", "new", str(tmp_path), "-y")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "docs/a.md").read_text() == page.format(after)


@pytest.mark.parametrize("place", range(1, 4))
def test_a_renaming_that_was_killed_can_be_run_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    uses = "flows: [{id: f, components: [api]}]"
    files = {
        "docs/a.trace.yml": "components: [{id: api}]",
        "docs/b.trace.yml": uses,
        "docs/index.md": "[api]\n",
    }
    write_site(tmp_path, files)
    put, calls = Staged.put, iter(range(100))

    def put_until_killed(self: Staged) -> None:
        if next(calls) < place:
            put(self)

    with monkeypatch.context() as patch:
        patch.setattr(Staged, "put", put_until_killed)
        rename("api", "core", str(tmp_path), "-y")
    rename("api", "core", str(tmp_path), "-y")
    assert (tmp_path / "docs/b.trace.yml").read_text() == uses.replace("api", "core")
    assert (tmp_path / "docs/index.md").read_text() == "[core]\n"
    assert (tmp_path / "docs/a.trace.yml").read_text() == "components: [{id: core, former_ids: [api]}]"


def test_a_file_that_is_read_only_is_not_replaced(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = texts(site)
    monkeypatch.setattr(os, "access", lambda file, _: not str(file).endswith("page.md"))
    done = rename("eval-worker", "evaluator", "-y")
    assert done.exit_code == 2
    assert "docs/page.md: it is read-only; nothing was changed\n" in done.stderr
    assert texts(site) == before
    assert leftovers(site) == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away")
def test_a_file_keeps_its_owner_and_mode(site: Path) -> None:
    os.chown(site / "docs/page.md", 1234, 1235)
    (site / "docs/page.md").chmod(0o640)
    assert rename("eval-worker", "evaluator", "-y").exit_code == 0
    status = (site / "docs/page.md").stat()
    assert (status.st_uid, status.st_gid, status.st_mode & 0o777) == (1234, 1235, 0o640)


def test_defaults_and_anchors_are_edited_once(tmp_path: Path) -> None:
    facts = "defaults: {see: [a]}\ncomponents: [{id: a}, {id: c}, {id: d, depends_on: &x [a]}, {id: e, depends_on: *x}]\n"
    write_site(tmp_path, {"docs/a.trace.yml": facts})
    assert rename("a", "b", str(tmp_path), "-y").exit_code == 0
    expected = facts.replace("[a]", "[b]").replace("{id: a}", "{id: b, former_ids: [a]}")
    assert (tmp_path / "docs/a.trace.yml").read_text() == expected


def test_ids_match_the_pattern_of_their_kind(tmp_path: Path) -> None:
    config = "site_name: x\nplugins: [{traceability: {kinds: {flow: {plural: flows, id: 'F-[0-9]+'}}}}]\n"
    write_site(tmp_path, {"mkdocs.yml": config, "docs/a.trace.yml": "flows: [{id: F-1}]\n"})
    done = rename("F-1", "G-1", str(tmp_path), "-y")
    assert done.stderr == (
        "Error: `G-1` does not look like the id of a flow; ids of flows match `F-[0-9]+`\n"
    )


def test_a_range_is_written_out(tmp_path: Path) -> None:
    rows = "".join(f"| F-{n} | x |\n" for n in (1, 2, 4))
    head = "<!-- traceability: components -->\n| ID | See |\n| --- | --- |\n| c | F-1..F-4 |\n\n"
    page = f"{head}<!-- traceability: flows -->\n| ID | Title |\n| --- | --- |\n{rows}"
    write_site(tmp_path, {"docs/page.md": page})
    done = rename("F-2", "G", str(tmp_path), "-y")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "docs/page.md").read_text() == page.replace("F-1..F-4", "F-1, G, F-4").replace(
        "| F-2", "| G"
    )


def test_files_of_another_shape_are_not_edited(tmp_path: Path) -> None:
    config = (
        "site_name: x\nplugins: [{traceability: {sources: [{path: other.yml, kind: component, items: '[]', "
        "map: {depends_on: needs}}]}}]\n"
    )
    other = "- {id: x, needs: [a]}\n"
    write_site(
        tmp_path, {"mkdocs.yml": config, "other.yml": other, "docs/a.trace.yml": "components: [{id: a}]\n"}
    )
    declared = rename("x", "y", str(tmp_path), "-y")
    assert declared.exit_code == 2
    assert "is declared in a file of another shape" in declared.stderr
    lost = rename("a", "b", str(tmp_path), "-y", "--no-former-id")
    assert lost.exit_code == 2
    assert lost.stderr.endswith("name the id; it can only stay a former id:\n  other.yml:1:19\n")
    done = rename("a", "b", str(tmp_path), "-y")
    assert done.exit_code == 0
    assert "`a` stays as a former id: other.yml:1:19" in done.stderr
    assert (tmp_path / "other.yml").read_text() == other


def test_findings_in_the_baseline_stay_there(tmp_path: Path) -> None:
    write_site(
        tmp_path,
        {"docs/a.trace.yml": "components: [{id: a}]\nflows: [{id: f, components: [nope]}, {id: g}]\n"},
    )
    assert run("check", str(tmp_path)).exit_code == 1
    run("check", str(tmp_path), "--write-baseline")
    assert run("check", str(tmp_path)).exit_code == 0
    for old in ("f", "g"):
        done = rename(old, f"{old}-2", str(tmp_path), "-y")
        assert (done.exit_code, "traceability-baseline.json: 1 finding" in done.stdout) == (0, True)
        assert run("check", str(tmp_path)).exit_code == 0
    assert [each for each in findings(tmp_path) if each[0] == "TR903"] == []


# ---------------------------------------------------------------- all or nothing


def leftovers(folder: Path) -> list[str]:
    return [path for path in texts(folder) if Path(path).name.startswith(".")]


@pytest.mark.parametrize("failing", range(3))
@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_a_failure_at_any_file_leaves_all_as_they_were(
    site: Path, monkeypatch: pytest.MonkeyPatch, failing: int, error: BaseException
) -> None:
    run("check", "--write-baseline")
    before = texts(site)
    put, calls = Staged.put, iter(range(100))

    def failing_put(self: Staged) -> None:
        if next(calls) == failing:
            raise error
        put(self)

    monkeypatch.setattr(Staged, "put", failing_put)
    done = rename("EVAL-001", "GO-1", "-y")
    assert done.exit_code != 0 or failing >= calls_of(site, before)
    assert (texts(site) == before) == (done.exit_code != 0)
    assert leftovers(site) == []


def calls_of(site: Path, before: dict[str, bytes]) -> int:
    """Return how many files were changed."""
    return sum(texts(site)[path] != data for path, data in before.items())


@pytest.mark.parametrize("failing", range(4))
def test_a_full_disk_is_said_before_anything_is_replaced(
    site: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    """Of two files four are written before the first is replaced: what is new, and what is there."""
    before = texts(site)
    write, calls = ordinary._write, iter(range(100))

    def on_a_full_disk(handle: int, data: bytes) -> None:
        write(handle, data[: len(data) // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(
        ordinary, "_write", lambda *it: (on_a_full_disk if next(calls) == failing else write)(*it)
    )
    done = rename("eval-worker", "evaluator", "-y")
    assert done.exit_code == 2
    assert done.stderr.endswith("No space left on device; nothing was changed\n")
    assert texts(site) == before
    assert leftovers(site) == []


def test_a_file_that_changes_meanwhile_is_not_overwritten(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = changes.as_diff

    def edited_meanwhile(those: list[changes.Change]) -> Iterator[str]:
        yield from real(those)
        (site / "docs/page.md").write_text("# Mine\n")

    monkeypatch.setattr(changes, "as_diff", edited_meanwhile)
    facts = texts(site)["docs/a.trace.yml"]
    done = rename("eval-worker", "evaluator", "-y")
    assert done.exit_code == 2
    assert "docs/page.md: it has changed in the meantime" in done.stderr
    assert texts(site)["docs/page.md"] == b"# Mine\n"
    assert texts(site)["docs/a.trace.yml"] == facts
