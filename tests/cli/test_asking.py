"""`show` and `list`: what they answer, in every format, and what they say of a question that cannot be understood."""

import csv
import json
import os
import pty
import re
import select
import shlex
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator
from openpyxl import Workbook, load_workbook
from support import EXAMPLE, PLAIN_SITE, ROOT, compare_with_file, table, write_site

from mkdocs_traceability.cli.main import main
from mkdocs_traceability.exports import registry_json
from mkdocs_traceability.exports.items_csv import items_csv
from mkdocs_traceability.model.declared import CLAIM_TYPES
from mkdocs_traceability.model.kinds import COMPUTED_COLUMNS
from mkdocs_traceability.settings.load import load_settings
from mkdocs_traceability.workspace import Workspace

FILES = {
    "docs/index.md": "# Home\n",
    "docs/worker.md": "---\ntraceability: {component: {id: page-worker, status: partial}}\n---\n# A page's title\n",
    "src/worker.py": "def work():\n    pass\n",
    "docs/a.trace.yml": """\
components:
  - {id: eval-worker, title: Eval worker, maintainer: team-a, depends_on: [queue], aliases: [evaluator]}
  - {id: queue, title: 待ち行列, depends_on: [store]}
  - {id: store, title: Store, depends_on: [eval-worker]}
  - {id: shared, title: A component}
flows:
  - id: EVAL-001
    title: Evaluate a watchpoint and tell whoever wants to know of it, at once and only once
    status: implemented
    former_ids: [EV-1]
    summary: What it *does*, in a sentence that is longer than a narrow terminal and so has to be wrapped there.
    components:
      - {id: eval-worker, role: owner, via: a queue, because: it is slow}
      - evel-worker
    evidence:
      code: ["src/worker.py:work", "src/worker.py:rest"]
      tests: {not_applicable: nothing runs}
    waive:
      TR403: {reason: known, owner: mm, until: 2999-01-31}
  - {id: EVAL-010, title: Ten, implementation: auto, status: planned, tags: [two words], components: [queue]}
  - {id: EVAL-002, title: "=HYPERLINK(1)", implementation: auto, status: planned, components: [queue]}
  - {id: shared, title: "A flow\\u001b[31m", implementation: auto, status: planned, components: [queue]}
patches:
  - {id: P-1, title: Late, supports: [EVAL-010], due: 2020-01-31}
""",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    write_site(
        folder,
        {"mkdocs.yml": PLAIN_SITE.replace("[traceability]", "[{traceability: {code_roots: [.]}}]"), **FILES},
    )
    return folder


def ask(site: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, [arguments[0], "-C", str(site), *arguments[1:]])


def answer(site: Path, *arguments: str) -> str:
    done = ask(site, *arguments)
    assert done.exit_code == 0, done.output
    return done.stdout


def ids(site: Path, *arguments: str) -> list[str]:
    return [item["id"] for item in json.loads(answer(site, "list", *arguments, "--format", "json"))["items"]]


def rows(site: Path, *arguments: str) -> list[list[str]]:
    return list(csv.reader(StringIO(answer(site, "list", *arguments, "--format", "csv"), newline="")))


# ------------------------------------------------------------------------------------ show


def test_an_item_in_full(site: Path) -> None:
    compare_with_file(answer(site, "show", "EVAL-001"), Path(__file__).with_name("shown_item.txt"))


@table(
    "name",
    ("an id", "EVAL-001"),
    ("a former id", "EV-1"),
    ("a kind and an id", "flow:EVAL-001"),
    ("a kind and a former id", "flow:EV-1"),
)
def test_an_item_is_found_by(site: Path, name: str) -> None:
    assert answer(site, "show", name).startswith("EVAL-001  Evaluate")


def test_several_items_stand_one_below_the_other_each_once(site: Path) -> None:
    text = answer(site, "show", "evaluator", "queue", "eval-worker")
    assert [line for line in text.splitlines() if line.startswith(("eval-worker  ", "queue  "))] == [
        "eval-worker  Eval worker",
        "queue  待ち行列",
    ]


def test_an_item_has_the_title_of_its_page(site: Path) -> None:
    text = answer(site, "show", "page-worker")
    assert text.startswith("page-worker  A page's title\ncomponent, partial (in progress)\n")
    assert "  Page    worker.md\n" in text


def test_a_neighbourhood_spans_as_many_links_as_are_asked_for(site: Path) -> None:
    def tree(*arguments: str) -> list[str]:
        return answer(site, "show", "eval-worker", *arguments).partition("Neighbourhood\n")[2].splitlines()

    assert tree("--depth", "0") == []
    assert tree("--depth", "1") == [
        "  eval-worker",
        "  ├─ ← store depends on  (Store)",
        "  ├─ → depends on queue  (待ち行列)",
        "  └─ → implements EVAL-001  (Evaluate a watchpoint and tell whoever wants to know of it, at once and only once)",
    ]
    assert "  │     └─ ← eval-worker depends on  (Eval worker)  (cycle)" in tree("--depth", "3")


@table(
    "asked, said",
    (
        "unknown",
        "EVAL-01",
        "Error: unknown item `EVAL-01`; did you mean `EVAL-001`? (docs/a.trace.yml:7)\n",
    ),
    ("nothing alike", "zzz", "Error: unknown item `zzz`; no similar id is declared\n"),
    (
        "ambiguous",
        "shared",
        "Error: `shared` matches several items; write `flow:shared` or `component:shared`\n",
    ),
)
def test_an_id_that_is(site: Path, asked: str, said: str) -> None:
    done = ask(site, "show", asked)
    assert (done.exit_code, done.stdout, done.stderr) == (2, "", said)


def test_nothing_of_a_source_steers_the_terminal(site: Path) -> None:
    for text in (answer(site, "show", "flow:shared"), answer(site, "list", "flows")):
        assert "\x1b" not in text
        assert "A flow\N{REPLACEMENT CHARACTER}[31m" in text


def valid(data: dict[str, Any]) -> dict[str, Any]:
    """Hold an answer against the published schema of the registry, of which it is a part."""
    schema = json.loads(Path(registry_json.__file__).with_name("traceability.schema.json").read_text("utf-8"))
    parts = {
        "type": "object",
        "properties": {
            name: schema["$defs"]["registry"]["properties"][name] for name in ("version", "items", "findings")
        },
    }
    Draft202012Validator({**parts, "$defs": schema["$defs"]}).validate(data)
    return data


def test_an_item_as_json_is_that_of_the_registry(site: Path) -> None:
    shown = valid(json.loads(answer(site, "show", "EVAL-001", "--format", "json")))
    done = CliRunner().invoke(main, ["export", str(site)])
    whole = json.loads(done.stdout)
    assert shown["version"] == whole["version"]
    assert shown["items"] == [each for each in whole["items"] if each["id"] == "EVAL-001"]
    assert [each["code"] for each in shown["findings"]] == ["TR101", "TR403"]
    assert shown["findings"] == [each for each in whole["findings"] if each["item"] == "EVAL-001"]


def test_no_site_is_no_traceback(tmp_path: Path) -> None:
    for arguments in (["show", "x"], ["list"], ["list", "flows"]):
        done = ask(tmp_path, *arguments)
        assert done.exit_code == 2
        assert done.stderr.startswith(f"Error: {tmp_path} has no mkdocs.yml")


# ------------------------------------------------------------------------------------ list


def test_a_table_has_what_tells_items_apart(site: Path) -> None:
    done = ask(site, "list", "components")
    assert done.stdout.splitlines() == [
        "id           title           status",
        "eval-worker  Eval worker",
        "queue        待ち行列",
        "store        Store",
        "shared       A component",
        "page-worker  A page's title  partial",
    ]
    assert done.stderr == "5 of 5 components\n"


@table(
    "filters, found",
    ("none", [], ["EVAL-001", "EVAL-010", "EVAL-002", "shared"]),
    ("a relation", ["components=eval-worker"], ["EVAL-001"]),
    ("a relation by an alias", ["components=evaluator"], ["EVAL-001"]),
    ("nothing there", ["tests=none"], ["EVAL-001", "EVAL-010", "EVAL-002", "shared"]),
    ("several", ["status=planned", "id!=EVAL-0*"], ["shared"]),
    ("a value with blanks", ["tags=two words"], ["EVAL-010"]),
    ("a value in quotes", ['tags="two words"'], ["EVAL-010"]),
    ("a title", ["title=Ten"], ["EVAL-010"]),
    ("what was found", ["finding=TR101"], ["EVAL-001"]),
    ("a badge as readers see it", ["badge=waived"], ["EVAL-001"]),
    ("a limit", ["limit=2"], ["EVAL-001", "EVAL-010"]),
    ("nobody", ["status=retired"], []),
)
def test_filters(site: Path, filters: list[str], found: list[str]) -> None:
    assert ids(site, "flows", *filters) == found


def test_no_item_is_no_failure(site: Path) -> None:
    done = ask(site, "list", "flows", "status=retired")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "0 of 4 flows\n")


def test_a_date_is_compared(site: Path) -> None:
    assert ids(site, "patch", "due<=2020-12-31") == ["P-1"]
    assert ids(site, "patch", "due>2020-12-31") == []


@table(
    "arguments, said",
    (
        "a misspelt key",
        ["flows", "statsu=planned"],
        "Error: a flow has no `statsu` to filter by; did you mean `status`?\n",
    ),
    (
        "two mistakes",
        ["flows", "status=plnned", "components=evel-worker"],
        "Error: `plnned` is not a value of `status`; did you mean `planned`?\n"
        "       unknown component `evel-worker`; did you mean `eval-worker`? (docs/a.trace.yml:2)\n",
    ),
    ("an unknown kind", ["flwos"], "Error: unknown kind `flwos`; did you mean `flows`?\n"),
    (
        "no filter",
        ["flows", "planned"],
        "Error: `planned` is neither a filter nor an option; write `key=value`, without spaces around `=`; "
        "a value with spaces needs quotes\n",
    ),
    (
        "an unknown column",
        ["flows", "--columns", "id,sttus"],
        "Error: `sttus` is not a column of flows; did you mean `status`?\n",
    ),
    (
        "a column to sort by",
        ["flows", "--sort", "-tittle"],
        "Error: `tittle` is not a column of flows; did you mean `title`?\n",
    ),
)
def test_what_cannot_be_understood(site: Path, arguments: list[str], said: str) -> None:
    done = ask(site, "list", *arguments)
    assert (done.exit_code, done.stdout, done.stderr) == (2, "", said)


def test_kinds_with_their_numbers(site: Path) -> None:
    lines = answer(site, "list").splitlines()
    assert lines[:2] == ["kind              items  title", "flows             4      Flows"]
    kinds = json.loads(answer(site, "list", "--format", "json"))
    assert kinds["kinds"][0] == {"name": "flow", "plural": "flows", "title": "Flows", "items": 4}
    assert rows(site)[:2] == [["kind", "items", "title"], ["flows", "4", "Flows"]]


def test_a_list_as_json_is_a_part_of_the_registry(site: Path) -> None:
    valid(json.loads(answer(site, "list", "flows", "--format", "json")))


def test_columns(site: Path) -> None:
    assert rows(
        site, "flows", "id=EVAL-001", "--columns", "id,findings,source,phase,due,owner,components,tests"
    ) == [
        ["id", "findings", "source", "phase", "due", "owner", "components", "tests"],
        [
            "EVAL-001",
            "TR101; TR403 [waived]",
            "docs/a.trace.yml:7:9",
            "complete",
            "",
            "team-a",
            "eval-worker [role: owner, via: a queue, because: it is slow]; evel-worker",
            "not applicable: nothing runs",
        ],
    ]
    assert answer(site, "list", "components", "columns=id,maintainer", "maintainer=any").splitlines() == [
        "id           maintainer",
        "eval-worker  team-a",
    ]


def test_every_column_of_every_kind_has_cells(site: Path) -> None:
    registry = Workspace(load_settings(site / "mkdocs.yml")).link().registry
    for kind in registry.schema:
        names = [*kind.keys, *CLAIM_TYPES, *COMPUTED_COLUMNS, "findings", "phase", "rests_on", "source"]
        names = list(dict.fromkeys(name for name in names if name != "waive"))
        head, *others = rows(site, kind.name, "--columns", ",".join(names))
        assert head == names
        assert [len(row) for row in others] == [len(names)] * len(registry.items(kind.name))


def test_csv_without_columns_is_the_published_file(site: Path) -> None:
    result = Workspace(load_settings(site / "mkdocs.yml")).run()
    published = items_csv(result, result.registry.schema["flow"])
    assert ask(site, "list", "flows", "--format", "csv").stdout_bytes == published
    assert [row[0] for row in rows(site, "flows", "status=planned")] == [
        "id",
        "EVAL-010",
        "EVAL-002",
        "shared",
    ]


def test_no_spreadsheet_runs_a_cell(site: Path, tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    for row in rows(site, "flows", "--columns", "id,title"):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    read = load_workbook(tmp_path / "a.xlsx").active
    assert read is not None
    cells = {cell.value: cell.data_type for row in read.iter_rows() for cell in row}
    assert cells["'=HYPERLINK(1)"] == cells["A flow\N{REPLACEMENT CHARACTER}[31m"] == "s"
    assert "f" not in cells.values()


def test_sorting_counts_numbers_and_puts_what_has_nothing_last(site: Path) -> None:
    assert ids(site, "flows", "--sort", "id") == ["EVAL-001", "EVAL-002", "EVAL-010", "shared"]
    assert ids(site, "flows", "--sort", "-id") == ["shared", "EVAL-010", "EVAL-002", "EVAL-001"]
    assert ids(site, "flows", "--sort", "tags") == ["EVAL-010", "EVAL-001", "EVAL-002", "shared"]


def test_columns_and_json_do_not_go_together(site: Path) -> None:
    done = ask(site, "list", "flows", "--columns", "id", "--format", "json")
    assert done.exit_code == 2
    assert "--columns works with text and CSV" in done.stderr


def offered(site: Path, typed: str, *words: str) -> list[str]:
    """What a shell offers for the word that is being typed behind others."""
    variables = {
        "COMP_WORDS": " ".join(["mkdocs-traceability", *words, typed]),
        "COMP_CWORD": str(len(words) + 1),
    }
    variables["_MKDOCS_TRACEABILITY_COMPLETE"] = "bash_complete"
    done = CliRunner().invoke(main, [], prog_name="mkdocs-traceability", env=variables)
    return [line.partition(",")[2] for line in done.stdout.splitlines() if line]


def test_a_shell_offers_ids_and_kinds(site: Path) -> None:
    assert offered(site, "eval-0", "show", "-C", str(site)) == ["EVAL-001", "EVAL-002", "EVAL-010"]
    assert offered(site, "fl", "list", "-C", str(site)) == ["flows"]
    assert offered(site, "fl", "list", "-C", str(site / "nowhere")) == []


# ------------------------------------------------------------------------------------ the manual

MANUAL = (ROOT / "docs/tools/asking.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", MANUAL, re.MULTILINE | re.DOTALL)


@pytest.mark.slow
def test_the_manual_shows_what_the_example_site_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(EXAMPLE)
    for block in blocks("console"):
        command, *said = block.splitlines()
        text = answer(EXAMPLE, *shlex.split(command)[2:])
        told = "\n".join(said).removesuffix("…")
        assert text.startswith(told)
    assert blocks("text")[0].strip() in answer(EXAMPLE, "show", "EVAL-001")


@pytest.mark.slow
def test_the_commands_of_the_manual_work() -> None:
    lines = [line for block in blocks("bash") for line in block.splitlines()]
    assert len(lines) > 3
    for line in lines:
        answer(EXAMPLE, *shlex.split(line.partition(" | ")[0])[1:])


# ------------------------------------------------------------------------------------ a terminal


def in_terminal(site: Path, *arguments: str, columns: int = 60, **variables: str) -> list[str]:
    """Return what the command writes to a terminal that is so wide."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(COLUMNS=str(columns), TERM="xterm", NO_MKDOCS_2_WARNING="1", **variables)
        os.execv(
            sys.executable,
            [sys.executable, "-m", "mkdocs_traceability", arguments[0], "-C", str(site), *arguments[1:]],
        )
    written = b""
    while select.select([terminal], [], [], 60)[0]:
        try:
            part = os.read(terminal, 65536)
        except OSError:
            break
        if not part:
            break
        written += part
    os.waitpid(pid, 0)
    os.close(terminal)
    return written.decode().replace("\r\n", "\n").splitlines()


@pytest.mark.slow
def test_a_terminal_has_colours_and_an_end(site: Path) -> None:
    lines = in_terminal(site, "show", "EVAL-001", "--depth", "0")
    assert lines[0].startswith("\x1b[1mEVAL-001\x1b[0m  ")
    assert "What it *does*, in a sentence that is longer than a narrow" in lines
    assert "\x1b" not in "".join(in_terminal(site, "show", "EVAL-001", NO_COLOR="1"))
    assert in_terminal(site, "list", "flows", columns=40, NO_COLOR="1") == [
        "id        title      status      badge",
        "EVAL-001  Evaluate…  implement…  waived",
        "EVAL-010  Ten        planned     planned",
        "EVAL-002  =HYPERLI…  planned     planned",
        "shared    A flow�[…  planned     planned",
        "4 of 4 flows",
    ]


@pytest.mark.slow
def test_a_console_without_lines_and_arrows_has_others(site: Path) -> None:
    command = [sys.executable, "-m", "mkdocs_traceability", "show", "-C", str(site), "EVAL-001"]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, env=environment, capture_output=True, timeout=120, check=True)
    lines = done.stdout.decode("ascii").splitlines()
    assert "  <- Components" in lines
    assert "  `- <- eval-worker implements  (Eval worker)" in lines
