"""The public Python API: its names and signatures, what its docstrings promise, and what it costs to import."""

import ast
import doctest
import json
import re
import subprocess
import sys
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from support import compare_with_file, table, write_site

import mkdocs_traceability
from mkdocs_traceability import CheckedSite, ConfigError, Severity, Verdict, check
from mkdocs_traceability.cli.main import main

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/reference/api.md").read_text(encoding="utf-8")
SITE = {
    "mkdocs.yml": "site_name: x\nplugins: [{traceability: {kinds: {tool: {plural: tools}}}}]\n",
    "docs/a.trace.yml": """\
components:
  - {id: batcher, title: Batcher}
  - {id: eval-worker, depends_on: [batcher]}
tools:
  - {id: T-1}
flows:
  - id: EVAL-001
    title: Evaluation
    status: implemented
    components:
      - {id: eval-worker, role: Evaluator}
      - {id: gone}
    evidence:
      code: [worker.py:run]
      docs: [nowhere.md]
    waive: {TR402: {reason: it is being written, owner: ana, until: 2026-11-30}}
""",
    "docs/traces.yml": "flows: []\n",
    "worker.py": "def run(): ...\n",
}


def tool(call: str) -> Any:
    """Ask the program that writes the reference, which is no part of the package."""
    code = f"import json; from tools.api_reference import *; print(json.dumps({call}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def block(language: str) -> str:
    found = re.search(
        rf"^```{language}[^\n]*\n(.*?)^```", PAGE.partition("## Example")[2], re.MULTILINE | re.DOTALL
    )
    assert found
    return found[1]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> CheckedSite:
    folder = tmp_path_factory.mktemp("site")
    write_site(folder, SITE)
    return check(folder, today=date(2026, 11, 1))


# ---------------------------------------------------------------- the surface


@pytest.mark.slow
def test_the_names_and_signatures_are_these() -> None:
    compare_with_file("\n".join(tool("list(signatures())")) + "\n", Path(__file__).parent / "signatures.txt")


def test_all_that_is_public_is_documented_and_nothing_else() -> None:
    members = tool("MEMBERS")
    assert sorted(members) == sorted(mkdocs_traceability.__all__)
    assert len(members) <= 12
    assert re.findall(r"^## (\w+) \{", PAGE, re.MULTILINE)[1:] == list(members)


def test_every_documented_member_is_there() -> None:
    members = {name: listed.split() for name, listed in tool("MEMBERS").items()}
    assert sum(map(len, members.values())) > 50
    for name, listed in members.items():
        public = getattr(mkdocs_traceability, name)
        known = {each.name for each in fields(public)} if is_dataclass(public) else set()
        assert [each for each in listed if not (each in known or hasattr(public, each))] == []
        if isinstance(public, type) and issubclass(public, Enum):
            assert listed == list(public.__members__)


def test_the_example_of_the_manual_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site(tmp_path, {"docs/evaluation.trace.yml": block("yaml")})
    monkeypatch.chdir(tmp_path)
    example = doctest.DocTestParser().get_doctest(block("python"), {}, "example", None, None)
    said: list[str] = []
    result = doctest.DocTestRunner(verbose=False).run(example, out=said.append)
    assert result.attempted > 6
    assert result.failed == 0, "".join(said)


# ---------------------------------------------------------------- what it costs, and what a type checker sees


@pytest.mark.slow
def test_importing_the_package_loads_nothing_else() -> None:
    code = (
        "import sys\n"
        "before = set(sys.modules)\n"
        "import mkdocs_traceability as package\n"
        "assert set(package.__all__) <= set(dir(package))\n"
        "print(sorted(set(sys.modules) - before))\n"
        "from mkdocs_traceability import *\n"
        "print(check.__module__, [name for name in package.__all__ if name not in globals()])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "['mkdocs_traceability']\nmkdocs_traceability.api.checked_site []\n"


@pytest.mark.slow
def test_checking_and_exporting_load_no_host_and_no_template_engine(tmp_path: Path) -> None:
    write_site(tmp_path, SITE)
    code = (
        "import sys\n"
        "from mkdocs_traceability import check\n"
        "assert check('.').export()['items']\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & "
        "{'mkdocs', 'click', 'jinja2', 'markupsafe', 'markdown', 'pydantic'}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout == "['pydantic']\n"


def test_a_name_that_is_none_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'mkdocs_traceability' has no attribute 'Chekc'"):
        mkdocs_traceability.Chekc  # type: ignore[attr-defined]  # noqa: B018


def test_a_type_checker_sees_each_name_where_it_is_defined() -> None:
    tree = ast.parse(Path(mkdocs_traceability.__file__).read_text(encoding="utf-8"))
    (seen, hidden) = (node for node in tree.body if isinstance(node, ast.If))
    assert ast.unparse(seen.test) == "TYPE_CHECKING"
    imported = {
        alias.name: str(node.module).removeprefix("mkdocs_traceability.")
        for node in seen.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert imported == mkdocs_traceability._MODULES
    assert ast.unparse(hidden.test) == "not TYPE_CHECKING"
    assert [each.name for each in hidden.body if isinstance(each, ast.FunctionDef)] == ["__getattr__"]


@pytest.mark.slow
def test_mypy_knows_the_types_and_refuses_other_names(tmp_path: Path) -> None:
    (tmp_path / "use.py").write_text(
        "from mkdocs_traceability import Finding, check, chekc\n"
        "found: tuple[Finding, ...] = check('.').findings\n"
        "wrong: int = found[0].code\n",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "mypy", "--strict", tmp_path / "use.py"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert [re.sub(r"^.*?:(\d+): ", r"\1 ", line) for line in done.stdout.splitlines()[:-1]] == [
        '1 error: Module "mkdocs_traceability" has no attribute "chekc"; maybe "check"?  [attr-defined]',
        '3 error: Incompatible types in assignment (expression has type "str", variable has type "int")  [assignment]',
    ]


# ---------------------------------------------------------------- what it says


def test_items_are_found_by_kind_and_id(site: CheckedSite) -> None:
    assert [item.id for item in site.items()] == ["batcher", "eval-worker", "T-1", "EVAL-001"]
    assert [item.title for item in site.items("component")] == ["Batcher", "eval-worker"]
    assert site.items("signal") == ()
    assert "tool" in site.kinds
    flow = site.item("flow", "EVAL-001")
    assert flow is not None
    assert (flow.text("status"), flow.text("domain")) == ("implemented", "")
    assert str(flow.position) == "docs/a.trace.yml:7:9"
    assert site.item("flow", "EVAL-002") is None


@table(
    "call",
    ("a kind of items", lambda site: site.items("flows")),
    ("the kind of an item", lambda site: site.item("Flow", "EVAL-001")),
    ("a relation", lambda site: site.related(site.items("flow")[0], "component")),
)
def test_a_name_that_the_site_does_not_know_is_a_lookup_error(site: CheckedSite, call: Any) -> None:
    with pytest.raises(LookupError, match=r"there is no kind '\w+'|flow has no relation 'component'"):
        call(site)


def test_relations_lead_both_ways(site: CheckedSite) -> None:
    (flow,) = site.items("flow")
    batcher, worker = site.items("component")
    assert site.related(flow, "components") == (worker,)
    assert site.related(worker, "flows") == (flow,)
    assert site.related(batcher, "used_by") == (worker,)
    assert site.related(batcher, "depends_on") == ()
    assert list(site.relations(batcher)) == ["used_by"]
    known, broken = site.relations(flow)["components"]
    assert (known.item, known.reference.attributes, known.is_own) == (worker, {"role": "Evaluator"}, True)
    assert (broken.item, broken.reference.text) == (None, "gone")


def test_each_claim_has_its_verdict_and_each_item_its_badge(site: CheckedSite) -> None:
    (flow,) = site.items("flow")
    code, docs = site.claims(flow)
    assert (code.type, code.text, site.outcome(flow, code).verdict) == (
        "code", "worker.py:run", Verdict.FOUND,
    )  # fmt: skip
    assert site.outcome(flow, docs).verdict is Verdict.MISSING
    assert "nowhere.md" in site.outcome(flow, docs).message
    assert site.badge(flow).word == "missing"
    assert [site.badge(each).word for each in site.items("component")] == ["", ""]


def test_findings_are_those_of_the_command(site: CheckedSite, tmp_path: Path) -> None:
    write_site(tmp_path, SITE)
    done = CliRunner().invoke(main, ["check", str(tmp_path), "--format", "json"])
    said = [
        (each["code"], each["severity"], each["message"], each["line"], each["help"], each["fingerprint"])
        for each in json.loads(done.stdout)["findings"]
    ]
    assert said == [
        (each.code, each.severity, each.message, each.position.line, each.help, each.fingerprint)
        for each in site.findings
    ]
    assert [note for note in site.notes if "traces.yml" in note]
    assert all(f"Note: {note}\n" in done.stderr for note in site.notes)
    assert done.exit_code == 1
    assert site.passes is False
    (flow,) = site.items("flow")
    assert {each.item for each in site.findings_of(flow)} == {"EVAL-001"}
    assert "TR101" in [each.code for each in site.findings_of(flow) if each.severity is Severity.ERROR]


def test_waivers_are_compared_with_the_given_day(tmp_path: Path) -> None:
    facts = SITE["docs/a.trace.yml"].replace("TR402", "TR408").replace("      - {id: gone}\n", "")
    write_site(tmp_path, SITE | {"docs/a.trace.yml": facts})
    assert check(tmp_path, today=date(2026, 11, 30)).passes
    assert not check(tmp_path, today=date(2026, 12, 1)).passes


def test_the_export_is_what_the_command_writes(site: CheckedSite, tmp_path: Path) -> None:
    write_site(tmp_path, SITE)
    done = CliRunner().invoke(main, ["export", str(tmp_path)])
    assert len(site.export()["items"]) == 4
    assert site.export() == json.loads(done.stdout)


@table(
    "path",
    ("a folder without a configuration", "docs"),
    ("nothing", "nowhere"),
    ("a file that is not YAML", "broken.yml"),
)
def test_a_site_that_cannot_be_read_is_a_config_error(tmp_path: Path, path: str) -> None:
    write_site(tmp_path, SITE | {"broken.yml": "plugins: [\n"})
    with pytest.raises(ConfigError):
        check(str(tmp_path / path))


def test_the_configuration_itself_may_be_named(tmp_path: Path) -> None:
    config = write_site(tmp_path, SITE)
    assert len(check(config).items()) == len(check(str(tmp_path)).items()) == 4
