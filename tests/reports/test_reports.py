"""Findings as people and programs read them: to the letter."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from processor_time import LINEAR, growth
from support import check, report_of, run, table, write_site

from mkdocs_traceability.cli.main import main
from mkdocs_traceability.model.finding import Finding, Related, Severity, as_stored, from_stored
from mkdocs_traceability.model.item import Waiver
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.reading.excerpts import Excerpts
from mkdocs_traceability.reading.read import Source
from mkdocs_traceability.reports import json_report, text
from mkdocs_traceability.reports.report import Report

FORM = {
    "docs/evaluation/07-eval-worker.md": "---\ntraceability:\n  component:\n    id: eval-worker\n---\n# Evaluation worker\n",
    "docs/evaluation/eval-worker.trace.yml": "flows:\n"
    + "".join(f"  - id: EVAL-00{n}\n    components:\n      - eval-worker\n\n" for n in (1, 2))
    + "  - id: EVAL-003\n    title: Monitor mode\n    domain: EVAL\n    components:\n      - evel-worker\n",
}


def test_a_finding_looks_as_the_design_says(tmp_path: Path) -> None:
    result = run(tmp_path, FORM)
    assert text.render(result.findings, result.excerpts) == (
        "docs/evaluation/eval-worker.trace.yml:14:9: TR101 [error] unknown component `evel-worker`\n"
        "   |\n"
        "14 |       - evel-worker\n"
        "   |         ^^^^^^^^^^^ in `components` of flow EVAL-003\n"
        "   |\n"
        "   = did you mean `eval-worker`? (docs/evaluation/07-eval-worker.md:4)\n"
    )


def test_a_second_place_is_shown_below_the_first(tmp_path: Path) -> None:
    result = run(
        tmp_path,
        {
            "docs/a.trace.yml": "components:\n  - id: a\n    external: true\n"
            + "\n" * 7
            + "  - id: a\n    external: true\n"
        },
    )
    assert text.render(result.findings, result.excerpts) == (
        "docs/a.trace.yml:11:9: TR103 [error] component a is declared twice\n"
        "   |\n"
        "11 |   - id: a\n"
        "   |         ^ declared again here\n"
        "   |\n"
        "  ::: docs/a.trace.yml:2:9\n"
        "   |\n"
        " 2 |   - id: a\n"
        "   |         - first declared here\n"
        "   |\n"
        "   = give one of them another id, or merge the two\n"
    )


def test_what_is_no_error_says_what_it_is(tmp_path: Path) -> None:
    result = run(
        tmp_path,
        {
            "docs/a.trace.yml": "flows:\n  - id: 0016\n    waive: {TR201: {reason: being written, owner: ana}}\n"
        },
    )
    assert text.render(result.findings, result.excerpts) == (
        "docs/a.trace.yml:2:9: TR007 [info] YAML reads the id `0016` as another type; here it is taken as written\n"
        "  |\n"
        "2 |   - id: 0016\n"
        "  |         ^^^^ in `id` of flow 0016\n"
        "  |\n"
        '  = quote it: "0016"\n'
        "\n"
        "docs/a.trace.yml:2:9: TR201 [waived] flow 0016 has no component\n"
        "  |\n"
        "2 |   - id: 0016\n"
        "  |         ^^^^\n"
        "  |\n"
        "  = add a component to `components`\n"
        "  = waived: being written (ana)\n"
    )


# ---------------------------------------------------------------- excerpts


def shown(line: str, column: int, length: int, label: str = "here", message: str = "m") -> list[str]:
    """The excerpt of a finding in a file of one line."""
    finding = Finding("TR101", message, Position("a.yml", 1, column, length), label=label)
    excerpts = Excerpts(Path(), [Source("a.yml", line.encode())])
    return text.render_one(finding, excerpts).rstrip("\n").split("\n")[1:]


@table(
    "line, column, length, lines",
    ("a word", "a: word", 4, 4, ["1 | a: word", "  |    ^^^^ here"]),
    (
        "to the end of the line",
        "a: word and more",
        4,
        0,
        ["1 | a: word and more", "  |    ^^^^^^^^^^^^^ here"],
    ),
    ("without the blanks at the end", "a: word   ", 4, 0, ["1 | a: word", "  |    ^^^^ here"]),
    ("behind the end", "a: ", 9, 1, ["1 | a:", "  |   ^ here"]),
    ("behind a tab", "a:\tword", 4, 4, ["1 | a: word", "  |    ^^^^ here"]),
    ("wide characters", "名前: 日本 x", 5, 2, ["1 | 名前: 日本 x", "  |       ^^^^ here"]),
    ("an emoji", "😀: x", 4, 1, ["1 | 😀: x", "  |     ^ here"]),
    ("a combining accent", "e\u0301: x", 5, 1, ["1 | e\u0301: x", "  |    ^ here"]),
    ("a no-break space", "a\u00a0b: x", 6, 1, ["1 | a\u00a0b: x", "  |      ^ here"]),
    ("a control character", "a: \x1b[31m", 4, 0, ["1 | a: �[31m", "  |    ^^^^^ here"]),
    ("a character that turns the direction", "a: \u202ex", 5, 1, ["1 | a: �x", "  |     ^ here"]),
)
def test_an_excerpt_points_at_what_it_speaks_of(
    line: str, column: int, length: int, lines: list[str]
) -> None:
    assert shown(line, column, length) == ["  |", *lines, "  |"]


def test_a_long_line_is_shown_around_what_is_pointed_at() -> None:
    _, line, pointer, _ = shown("x" * 500 + "word" + "y" * 500, 501, 4)
    assert line == "1 | …" + "x" * 19 + "word" + "y" * 85 + "…"
    assert pointer == "  | " + " " * 20 + "^^^^ here"
    _, line, pointer, _ = shown("word" + "y" * 500, 1, 4)
    assert (line, pointer) == ("1 | word" + "y" * 105 + "…", "  | ^^^^ here")
    _, line, pointer, _ = shown("x" * 500 + "word", 501, 4)
    assert (line, pointer) == ("1 | …" + "x" * 105 + "word", "  | " + " " * 106 + "^^^^ here")
    _, line, pointer, _ = shown("a: " + "x" * 5000, 4, 5000)
    assert len(line) == 4 + 110
    assert pointer == "  |    " + "^" * 107 + " here"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_are_not_shown(end: str) -> None:
    finding = Finding("TR101", "m", Position("a.yml", 2, 1, 1))
    excerpts = Excerpts(Path(), [Source("a.yml", f"a{end}b{end}c".encode())])
    assert text.excerpt(finding, excerpts) == "  |\n2 | b\n  | ^\n  |"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_file_of_another_encoding_is_shown_as_text(encoding: str) -> None:
    finding = Finding("TR001", "m", Position("a.yml", 1, 1, 1))
    excerpts = Excerpts(Path(), [Source("a.yml", "a: b\n".encode(encoding))])
    assert text.excerpt(finding, excerpts) == "  |\n1 | a: b\n  | ^\n  |"


def test_a_file_that_is_not_a_source_is_read_from_disk(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("first\nsecond\n", encoding="utf-8")
    excerpts = Excerpts(tmp_path)
    assert [excerpts.line("a.py", n) for n in (0, 1, 2, 3, 9)] == ["", "first", "second", "", ""]


def test_a_file_that_is_gone_has_no_excerpt(tmp_path: Path) -> None:
    finding = Finding("TR101", "m", Position("gone.yml", 3, 1, 1), label="in `a` of b", help="do this")
    assert (
        text.render_one(finding, Excerpts(tmp_path))
        == "gone.yml:3:1: TR101 [error] m\n  | in `a` of b\n  = do this\n"
    )
    bare = Finding(
        "TR101", "m", Position("gone.yml", 3, 1, 1), related=(Related(Position("also.yml", 10, 2), ""),)
    )
    assert text.render_one(bare, Excerpts(tmp_path)) == "gone.yml:3:1: TR101 [error] m\n  ::: also.yml:10:2\n"


def test_nothing_in_a_file_steers_the_terminal() -> None:
    nasty = "\x1b[2J\x07\u202e\x9b"
    waiver = Waiver("TR101", nasty, nasty, None, Position("a", 1, 1))
    finding = Finding(
        "TR101",
        nasty,
        Position(f"{nasty}.yml", 1, 1),
        label=nasty,
        help=nasty,
        related=(Related(Position(nasty, 1, 1), nasty),),
        waiver=waiver,
    )
    shown = text.render_one(finding, Excerpts(Path(), [Source(f"{nasty}.yml", nasty.encode())]))
    assert all(character.isprintable() for character in shown.replace("\n", ""))


# ---------------------------------------------------------------- the last line


def some(**severities: int) -> list[Finding]:
    at = Position("a", 1, 1)
    return [
        Finding("TR101", str(n), at, severity=Severity(name))
        for name, count in severities.items()
        for n in range(count)
    ]


@table(
    "items, findings, expected",
    ("nothing at all", 0, [], "no items declared: 0 errors, 0 warnings, 0 info"),
    ("one of each", 1, some(error=1, warning=1, info=1), "1 item: 1 error, 1 warning, 1 info"),
    ("several", 20, some(error=2, warning=3, info=4), "20 items: 2 errors, 3 warnings, 4 info"),
    (
        "one waived",
        2,
        [some(error=1)[0].waived_by(Waiver("TR101", "r", "", None, Position("a", 1, 1)))],
        "2 items: 0 errors, 0 warnings, 0 info, 1 waived",
    ),
)
def test_the_last_line_counts(items: int, findings: list[Finding], expected: str) -> None:
    assert text.summary(items, findings) == expected


# ---------------------------------------------------------------- one mistake at many places

RENAMED = """\
components:
  - {id: w, external: true}
flows:
  - {id: F-1, components: [w, gone]}
  - {id: F-2, components: [gone], waive: {TR101: {reason: being made, owner: ana, until: 2027-01-31}}}
"""


def test_every_place_of_a_mistake_is_shown_with_its_waiver(tmp_path: Path) -> None:
    result = run(tmp_path, {"docs/a.trace.yml": RENAMED})
    assert text.render(result.findings, result.excerpts) == (
        "docs/a.trace.yml:4:31: TR101 [error] unknown component `gone`\n"
        "  |\n"
        "4 |   - {id: F-1, components: [w, gone]}\n"
        "  |                               ^^^^ in `components` of flow F-1, and at 1 more place\n"
        "  |\n"
        " ::: docs/a.trace.yml:5:28\n"
        "  |\n"
        "5 |   - {id: F-2, components: [gone], waive: {TR101: {reason: being made, owner: ana, until: 2027-01-31}}}\n"
        "  |                            ---- in `components` of flow F-2 [waived: being made (ana, until 2027-01-31)]\n"
        "  |\n"
        "  = no similar id is declared\n"
    )


def test_of_very_many_places_all_are_named_and_the_first_are_shown(tmp_path: Path) -> None:
    flows = "".join(f"  - {{id: F-{n}, components: [gone]}}\n" for n in range(30))
    result = run(tmp_path, {"docs/a.trace.yml": f"flows:\n{flows}"})
    shown = text.render(result.findings, result.excerpts)
    assert shown.count(" ::: docs/a.trace.yml:") == 29
    assert shown.count("----") == 8
    assert "::: docs/a.trace.yml:31:29 in `components` of flow F-29\n" in shown


def test_json_has_every_place_with_its_waiver(tmp_path: Path) -> None:
    (found,) = json.loads(json_report.emit(report_of(run(tmp_path, {"docs/a.trace.yml": RENAMED}))))[
        "findings"
    ]
    assert (found["fails"], found["item"], "waiver" in found) == (True, "F-1", False)
    (entry,) = found["entries"]
    assert (entry["severity"], entry["rule_severity"]) == ("waived", "error")
    assert (entry["fails"], entry["item"], entry["line"]) == (False, "F-2", 5)
    assert entry["waiver"] == {"reason": "being made", "owner": "ana", "until": "2027-01-31"}
    assert entry["fingerprint"] != found["fingerprint"]


def test_what_is_kept_between_runs_has_every_place(tmp_path: Path) -> None:
    for finding in check(tmp_path, {"docs/a.trace.yml": RENAMED}):
        assert from_stored(json.loads(json.dumps(as_stored(finding)))) == finding


def test_a_waived_line_has_its_date() -> None:
    waiver = Waiver("TR101", "because", "ana", date(2027, 1, 31), Position("a", 9, 9))
    shown = text.render_one(Finding("TR101", "m", Position("a", 1, 1), waiver=waiver), Excerpts(Path()))
    assert shown.endswith(" = waived: because (ana, until 2027-01-31)\n")


# ---------------------------------------------------------------- JSON


def test_json_has_all_that_a_finding_is(tmp_path: Path) -> None:
    result = run(tmp_path, FORM)
    findings = result.findings
    assert json.loads(json_report.emit(report_of(result))) == {
        "version": 2,
        "counts": {"error": 1, "warning": 0, "info": 0, "waived": 0, "baseline": 0},
        "items": 4,
        "shares": [],
        "findings": [
            {
                "code": "TR101",
                "severity": "error",
                "rule_severity": "error",
                "fails": True,
                "message": "unknown component `evel-worker`",
                "path": "docs/evaluation/eval-worker.trace.yml",
                "line": 14,
                "column": 9,
                "length": 11,
                "help": "did you mean `eval-worker`? (docs/evaluation/07-eval-worker.md:4)",
                "kind": "flow",
                "item": "EVAL-003",
                "field": "components",
                "fingerprint": findings[0].fingerprint,
                "related": [],
            }
        ],
    }


def test_json_has_second_places_and_waivers() -> None:
    waiver = Waiver("TR103", "because", "ana", date(2027, 1, 31), Position("a", 9, 9))
    finding = Finding(
        "TR103",
        "m",
        Position("a", 1, 2, 3),
        related=(Related(Position("b", 4, 5, 6), "first"),),
        waiver=waiver,
    )
    data = json.loads(json_report.emit(Report([finding], 1, Excerpts(Path()))))
    assert data["counts"]["waived"] == 1
    (found,) = data["findings"]
    assert found["related"] == [{"path": "b", "line": 4, "column": 5, "length": 6, "text": "first"}]
    assert found["waiver"] == {"reason": "because", "owner": "ana", "until": "2027-01-31"}


def test_json_can_be_written_whatever_a_file_is_called() -> None:
    finding = Finding("TR001", "a \0 and a \udcff", Position("docs/\udcff.trace.yml", 1, 1))
    written = json_report.emit(Report([finding], 1, Excerpts(Path())))
    assert json.loads(written.encode())["findings"][0]["path"] == "docs/?.trace.yml"


def test_a_fingerprint_survives_lines_above_and_changes_with_the_subject(tmp_path: Path) -> None:
    path = "docs/evaluation/eval-worker.trace.yml"
    (before,) = check(tmp_path / "a", FORM)
    (moved,) = check(tmp_path / "b", FORM | {path: "# a comment\n\n" + FORM[path]})
    (other,) = check(tmp_path / "c", FORM | {path: FORM[path].replace("evel-worker", "evil-worker")})
    assert moved.position != before.position
    assert moved.fingerprint == before.fingerprint
    assert other.fingerprint != before.fingerprint


# ---------------------------------------------------------------- the command


def command(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, list(arguments), env={"SOURCE_DATE_EPOCH": "1793491200"})
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.output


def test_the_command_ends_with_0_1_or_2(tmp_path: Path) -> None:
    sound = write_site(tmp_path / "sound", {"docs/a.trace.yml": "components:\n  - {id: a, external: true}\n"})
    assert command("check", str(sound.parent)) == (0, "1 item: 0 errors, 0 warnings, 0 info\n")
    broken = write_site(tmp_path / "broken", FORM)
    status, output = command("check", "-f", str(broken))
    assert status == 1
    assert output.endswith("\n\n4 items: 1 error, 0 warnings, 0 info\n")
    assert command("check", str(tmp_path)) == (
        2,
        f"Error: {tmp_path} has no mkdocs.yml: name the folder that has one, or the file with -f, "
        "or set up a site with `mkdocs-traceability init`\n",
    )
    assert command("check", "-f", str(tmp_path))[0] == 2
    assert command("check", "-f", str(tmp_path / "nowhere.yml")) == (
        2,
        "Error: nowhere.yml: No such file or directory\n",
    )


def test_the_command_brings_json(tmp_path: Path) -> None:
    status, output = command("check", str(write_site(tmp_path, FORM).parent), "--format", "json")
    assert (status, json.loads(output)["counts"]["error"]) == (1, 1)


def test_the_command_says_the_same_from_what_it_kept(tmp_path: Path) -> None:
    folder = str(write_site(tmp_path, FORM).parent)
    first = command("check", folder)
    assert (tmp_path / ".cache/traceability").is_dir()
    assert command("check", folder) == first


@pytest.mark.parametrize("epoch", ["", "x", "²", "-1", "9" * 30])
def test_a_strange_epoch_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, epoch: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    folder = write_site(tmp_path, FORM).parent
    assert CliRunner().invoke(main, ["check", str(folder)]).exit_code == 1


def test_many_findings_in_one_long_line_cost_what_is_shown_of_it() -> None:
    def show(number: int) -> None:
        excerpts = Excerpts(Path(), [Source("a.md", b"`a.py` " * number)])
        for each in range(number):
            text.render_one(Finding("TR601", "m", Position("a.md", 1, 7 * each + 2, 4)), excerpts)

    assert growth(show, 1_500) < LINEAR
