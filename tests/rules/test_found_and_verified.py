"""What exists is found, what a passing test shows is verified: claims, items, shares, gates, filters, exports."""

import json
from collections.abc import Iterator
from itertools import chain, combinations
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from published import published, rows
from support import build_here, check, run, table, write_site

from mkdocs_traceability.result import Result
from mkdocs_traceability.settings.load import load_settings
from mkdocs_traceability.workspace import Workspace

REPORT = """\
<testsuite>
  <testcase classname="test_x" name="test_passes"/>
  <testcase classname="test_x" name="test_fails"><failure/></testcase>
  <testcase classname="test_x" name="test_skips"><skipped/></testcase>
</testsuite>
"""
CLAIMS = {
    "code": "code: [a.py:run]",
    "endpoint": 'endpoints: ["GET /things"]',
    "event": "events: [send things.made]",
    "table": "tables: [things]",
    "section": "docs: [index.md#usage]",
    "file": "files: [there.txt]",
    "test": "tests: [test_x.py::test_passes]",
}
BAD = {
    "absent": "code: [gone.py]",
    "failing": "tests: [test_x.py::test_fails]",
    "skipped": "tests: [test_x.py::test_skips]",
    "not covered": "tests: [test_y.py::test_y]",
    "unknown": "tables: unknown",
}
FILES = {
    "a.py": "def run(): ...\n",
    "there.txt": "x",
    "api.yaml": "openapi: 3.0.0\npaths: {/things: {get: {}}}\n",
    "events.yaml": "asyncapi: 2.6.0\nchannels: {things.made: {subscribe: {}}}\n",
    "db.sql": "CREATE TABLE things (id int);\n",
    "test_x.py": "def test_passes(): ...\ndef test_fails(): ...\ndef test_skips(): ...\n",
    "test_y.py": "def test_y(): ...\n",
    "report.xml": REPORT,
}


def config(settings: str = "") -> str:
    inputs = f"junit: [report.xml], openapi: [api.yaml], asyncapi: [events.yaml], sql: [db.sql]{settings and ', '}{settings}"
    return f"site_name: x\ntheme: mkdocs\nplugins: [{{traceability: {{{inputs}}}}}]\n"


def flows(claims: dict[str, list[str]]) -> str:
    return "flows:\n" + "".join(
        f"  - {{id: {id_}, evidence: {{{', '.join(each)}}}}}\n" for id_, each in claims.items()
    )


def site(claims: dict[str, list[str]], settings: str = "", page: str = "") -> dict[str, str]:
    home = f"# Home\n\n## Usage\n\n{page}\n"
    return FILES | {"mkdocs.yml": config(settings), "docs/index.md": home, "docs/a.trace.yml": flows(claims)}


def data(result: Result) -> dict[str, dict[str, object]]:
    return {item["id"]: item for item in json.loads(published(result)["traceability.json"])["items"]}


# ---------------------------------------------------------------- claims and items


def test_a_test_that_passed_is_verified_and_all_else_that_is_there_is_found(tmp_path: Path) -> None:
    items = data(run(tmp_path, site({name.title(): [claim] for name, claim in CLAIMS.items()})))
    assert {id_: item["badge"] for id_, item in items.items()} == {
        "Code": "found",
        "Endpoint": "found",
        "Event": "found",
        "Table": "found",
        "Section": "found",
        "File": "found",
        "Test": "verified",
    }
    for item in items.values():
        ((evidence,),) = [list(each["claims"]) for each in item["evidence"].values()]  # type: ignore[attr-defined]
        assert evidence["verdict"] == item["badge"]


@table(
    "claims, badge",
    ("two that exist", ["code", "file"], "found"),
    ("one of them a test that passed", ["code", "test", "file"], "verified"),
    ("a test that passed and code that is gone", ["test", "absent"], "missing"),
    ("a test that failed beside code", ["code", "failing"], "failing"),
    ("a test that was skipped", ["code", "skipped"], "unverified"),
    ("a test that no report covers", ["code", "not covered"], "unverified"),
    ("a test that passed and missing knowledge", ["test", "unknown"], "unclaimed"),
)
def test_an_item_is_verified_if_all_holds_and_a_test_is_part_of_it(
    claims: list[str], badge: str, tmp_path: Path
) -> None:
    items = data(run(tmp_path, site({"F-1": [(CLAIMS | BAD)[each] for each in claims]})))
    assert items["F-1"]["badge"] == badge


@table(
    "kind, facts",
    ("a component", "component", "components: [{id: X, evidence: {files: [there.txt]}}]\n"),
    ("a requirement", "requirement", "requirements: [{id: X, evidence: {files: [there.txt]}}]\n"),
    ("a resource", "resource", "resources: [{id: X, evidence: {files: [there.txt]}}]\n"),
    ("a metric", "metric", "metrics: [{id: X, evidence: {files: [there.txt]}}]\n"),
    ("a patch", "patch", "patches: [{id: X, evidence: {files: [there.txt]}}]\n"),
)
def test_the_kind_makes_no_difference(kind: str, facts: str, tmp_path: Path) -> None:
    found = data(run(tmp_path / "a", site({}) | {"docs/a.trace.yml": facts}))["X"]
    tested = facts.replace("files: [there.txt]", "files: [there.txt], tests: [test_x.py::test_passes]")
    verified = data(run(tmp_path / "b", site({}) | {"docs/a.trace.yml": tested}))["X"]
    assert (found["kind"], found["badge"], verified["badge"]) == (kind, "found", "verified")


def test_an_abbreviated_path_of_a_test_that_passed_is_verified(tmp_path: Path) -> None:
    moved = {"pkg/tests/test_z.py": "def test_z(): ...\n"}
    report = '<testsuite><testcase classname="pkg.tests.test_z" name="test_z"/></testsuite>'
    files = site({"F-1": ["tests: [test_z.py::test_z]"], "F-2": ["files: [test_z.py]"]})
    items = data(run(tmp_path, moved | files | {"report.xml": report}))
    assert (items["F-1"]["badge"], items["F-2"]["badge"]) == ("verified", "found")


# ---------------------------------------------------------------- shares and gates

MIXED = {
    "F-1": [CLAIMS["code"]],
    "F-2": [CLAIMS["code"], CLAIMS["test"]],
    "F-3": [CLAIMS["file"]],
    "F-4": [BAD["unknown"]],
}


def gate(folder: Path, asked: str) -> list[str]:
    findings = check(folder, site(MIXED, f"fail_under: {asked}"))
    return [
        f"{each.position.column} {each.message} = {each.help}" for each in findings if each.code == "TR420"
    ]


@table(
    "asked, missed",
    ("a number that is reached", "{flow: 75}", []),
    ("found that is reached", "{flow: {found: 75}}", []),
    ("verified that is reached", "{flow: {verified: 25}}", []),
    ("both, reached", "{flow: {verified: 25, found: 75}}", []),
    ("nothing", "{flow: {verified: 0}}", []),
)
def test_a_gate_that_is_reached_is_silent(asked: str, missed: list[str], tmp_path: Path) -> None:
    assert gate(tmp_path, asked) == missed


def test_a_number_asks_for_what_is_found_or_verified(tmp_path: Path) -> None:
    (finding,) = gate(tmp_path, "{flow: 76}")
    assert finding.partition(" ")[2] == (
        "3 of 4 flows are found (75 %), fewer than the 76 % that `fail_under` asks for"
        " = correct the evidence of 1 more, most serious first: 1 no evidence (`F-4`)"
    )
    assert [each.partition(" ")[2] for each in gate(tmp_path / "b", "{flow: {found: 76}}")] == [
        finding.partition(" ")[2]
    ]


def test_verified_and_found_are_two_gates_each_at_its_place(tmp_path: Path) -> None:
    found, verified = sorted(
        gate(tmp_path, "{flow: {found: 80, verified: 60}}"), key=lambda each: int(each.split()[0])
    )
    assert "3 of 4 flows are found (75 %), fewer than the 80 %" in found
    assert "1 of 4 flows are verified (25 %), fewer than the 60 %" in verified
    assert verified.endswith(
        "= name a test that passes for 2 more, most serious first: 1 no evidence (`F-4`), 2 found"
    )


@table(
    "asked, message",
    ("a word that is none", "{flow: {verifed: 60}}", "unknown setting `verifed` of `flow`"),
    ("too much", "{flow: {verified: 101}}", "`verified` expects a share in per cent, from 0 to 100"),
    ("a text", "{flow: {found: most}}", "`found` expects a share in per cent, from 0 to 100"),
    ("nothing", "{flow: {}}", "`flow` asks for no share"),
    ("null", "{flow: null}", "`flow` expects a share in per cent, from 0 to 100"),
)
def test_what_is_asked_wrongly_is_said_once(asked: str, message: str, tmp_path: Path) -> None:
    findings = [each for each in check(tmp_path, site(MIXED, f"fail_under: {asked}")) if each.code == "TR008"]
    assert [each.message for each in findings] == [message]
    assert findings[0].help


def combined() -> Iterator[tuple[str, ...]]:
    every = [*CLAIMS, *BAD]
    return chain.from_iterable(combinations(every, number) for number in (1, 2, 3))


def test_a_number_never_fails_a_site_that_passed_when_verified_meant_that_all_holds(tmp_path: Path) -> None:
    """Before, an item was verified if every claim was there or passed, whatever its types."""
    claims, held = {}, set()
    for number, names in enumerate(combined()):
        texts = [(CLAIMS | BAD)[name] for name in names]
        if len({text.partition(":")[0] for text in texts}) == len(texts):
            claims[f"F-{number}"] = texts
            if not set(names) & set(BAD):
                held.add(f"F-{number}")
    result = run(tmp_path, site(claims))
    share = json.loads(published(result)["traceability.json"])["share"]
    assert len(held) > 30
    assert (share["holds"], share["judged"]) == (len(held), len(claims))
    exact = repr(100 * len(held) / len(claims) - 1e-9)
    above = repr(100 * len(held) / len(claims) + 1e-6)
    for asked, is_missed in ((exact, False), (above, True)):
        path = write_site(tmp_path, site(claims, f"fail_under: {{flow: {asked}}}"))
        codes = [each.code for each in Workspace(load_settings(path)).run().findings]
        assert ("TR420" in codes) is is_missed


# ---------------------------------------------------------------- exports, markers, pages


def test_data_tables_and_badges_count_both_apart(tmp_path: Path) -> None:
    files = published(run(tmp_path, site(MIXED, "fail_under: {flow: {verified: 20, found: 70}}")))
    registry = json.loads(files["traceability.json"])
    flow = next(kind for kind in registry["kinds"] if kind["name"] == "flow")
    assert registry["version"] == 3
    assert flow["share"] == {
        "verified": 1,
        "found": 2,
        "holds": 3,
        "judged": 4,
        "badges": {"unclaimed": 1, "found": 2, "verified": 1},
    }
    assert flow["fail_under"] == {"found": 70, "verified": 20}
    head, *body = rows(files["flows.csv"].decode())
    assert [row[head.index("badge")] for row in body] == ["found", "verified", "found", "unclaimed"]
    assert json.loads(files["badges/flows.json"])["message"] == "3 of 4 found"
    assert json.loads(files["badges/verified/flows.json"])["message"] == "1 of 4 verified"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    markers = (
        "A [trace: share flows] B [trace: share flows badge=verified] C [trace: share flows badge=holds] "
        "D [trace: share flows badge=found] E [trace: share flows badge!=verified] F [trace: count flows badge=holds] "
        "G [trace: count flows badge=verified] H [trace: count flows badge=found] I [trace: share flows id=F-1,F-4] J"
    )
    settings = "fail_under: {flow: {verified: 20, found: 90}}, rules: {TR420: info}"
    return build_here(tmp_path_factory.mktemp("site"), site(MIXED, settings, markers))


def soup(built: Path, page: str) -> BeautifulSoup:
    return BeautifulSoup((built / page).read_text(encoding="utf-8"), "html.parser")


def words(text: str) -> str:
    return " ".join(text.split())


def test_markers_without_a_word_of_their_own_say_found(built: Path) -> None:
    assert (
        "A 3 of 4 found (75 %) B 1 of 4 verified (25 %) C 3 of 4 found (75 %) D 2 of 4 (50 %) E 3 of 4 (75 %) "
        "F 3 G 1 H 2 I 1 of 2 found (50 %) J"
    ) in words(soup(built, "index.html").get_text())


def test_the_overview_counts_both_apart_and_says_which_gate_is_missed(built: Path) -> None:
    page = soup(built, "traceability/index.html")
    assert "3 of 4 found" in words(page.select(".trace-tile--found")[0].get_text())
    assert "1 of 4 verified" in words(page.select(".trace-tile--verified")[0].get_text())
    gates = [words(each.get_text()) for each in page.select(".trace-gate")]
    assert [gate[0] + gate[gate.index(":") :] for gate in gates] == [
        "✗: 90 % found required",
        "✓: 20 % verified required",
    ]
    assert {"trace-share--found", "trace-share--verified"} <= {
        name for each in page.select(".trace-bar rect") for name in each["class"]
    }


def test_badges_differ_by_word_and_class(built: Path) -> None:
    page = soup(built, "traceability/flows/index.html")
    drawn = [tag["class"][1] for tag in page.select("tbody tr .trace-badge")]
    assert {"trace-badge--found", "trace-badge--verified", "trace-badge--unclaimed"} <= set(drawn)
    legend = soup(built, "traceability/legend/index.html")
    assert legend.select(".trace-badge--found")
    assert legend.select(".trace-badge--verified")
