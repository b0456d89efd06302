"""`brief`: what must not be broken at a path, worked out and as it was kept."""

import json
import shutil
from collections.abc import Callable, Sequence
from datetime import date
from importlib.resources import files
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from support import EXAMPLE, TODAY, table

from mkdocs_traceability.agents.brief import kept
from mkdocs_traceability.agents.brief.brief import brief_of
from mkdocs_traceability.agents.brief.compose import compose
from mkdocs_traceability.agents.brief.facts import ResultFacts
from mkdocs_traceability.agents.brief.kept import keep, kept_facts
from mkdocs_traceability.agents.brief.text import BriefText
from mkdocs_traceability.agents.plain import as_plain
from mkdocs_traceability.cli.main import main
from mkdocs_traceability.result import Result
from mkdocs_traceability.settings.load import load_settings
from mkdocs_traceability.workspace import Workspace
from mkdocs_traceability.workspace.witnessed import run_witnessed

from .brief_site import FILES, brief_site

SCHEMA = json.loads(files("mkdocs_traceability.agents").joinpath("answers.schema.json").read_text("utf-8"))


def ask(site: Path, *paths: str, form: str = "text") -> str:
    done = CliRunner().invoke(
        main, ["brief", "-C", str(site), "--format", form, *(str(site / path) for path in paths)]
    )
    assert done.exit_code == 0, done.output
    return done.stdout


def data(site: Path, *paths: str) -> Any:
    return json.loads(ask(site, *paths, form="json"))


def section(text: str, title: str) -> list[str]:
    """Return the lines below a heading, up to the next empty one."""
    return text.partition(f"\n{title}\n")[2].partition("\n\n")[0].rstrip("\n").split("\n")


def permissions(site: Path, path: str, *, allowed: bool) -> list[tuple[str, str, str, str]]:
    [component] = data(site, path)["components"]
    return [
        (each["way"], each["id"], each["reason"], each["rule"])
        for each in component["permissions"]
        if each["is_allowed"] is allowed
    ]


# ------------------------------------------------------------------------ what it says


def test_who_owns_a_path(site: Path) -> None:
    assert ask(site, "app/api/routes.py").startswith(
        "app/api/routes.py\n  owned by api\n\napi  Public API\ncomponent\nfound: 1 claim\n\n"
        "  Declared  docs/a.trace.yml:5:9\n"
        "  Layer     doors  Doors\n"
        "  Owner     team-web\n"
        "  Paths     app/api\n\n"
        "Answers customers.\n\nNever blocks.\n\n"
    )


@table(
    "path, owners, claimed_by, nearest",
    ("a file below a folder", "app/store/rows.py", ["store"], [], []),
    ("one that is still to be made", "app/store/new/deep.py", ["store"], [], []),
    ("the most specific path", "app/wild.py", ["wild"], [], []),
    ("a folder that is owned", "app/api", ["api"], [], []),
    ("a folder with owned files in it", "app", ["api", "extra", "store", "wild"], ["helper"], []),
    ("the whole site", ".", ["api", "extra", "store", "wild"], ["helper"], []),
    ("code that is only named as evidence", "app/lonely.py", [], ["helper"], []),
    ("nobody's, beside others", "app/neighbour.py", [], [], ["api", "extra", "store", "wild"]),
    ("nobody's, far away", "lib/other.py", [], [], []),
    ("outside the site", "../elsewhere/x.py", [], [], []),
)
def test_owners(site: Path, path: str, owners: list[str], claimed_by: list[str], nearest: list[str]) -> None:
    [asked] = data(site, path)["paths"]
    assert asked["path"] == path
    assert (asked["owners"], asked["claimed_by"], asked["nearest"]) == (owners, claimed_by, nearest)


def test_a_path_that_nobody_owns_says_so(site: Path) -> None:
    assert ask(site, "lib/other.py") == (
        "lib/other.py\n  no component owns this path (add it to the `paths` of a component)\n"
    )
    assert "the nearest: api, extra, store, wild (add" in ask(site, "app/neighbour.py")


def test_what_code_must_not_do_comes_with_reason_rule_and_place(site: Path) -> None:
    assert section(ask(site, "app/api"), "Must not") == [
        "  write plans",
        "      only the store may write it (TR301, docs/a.trace.yml:25:22)",
        "  write secrets",
        "      the code writes it, but `writers` of secrets do not name this component (TR310, app/api/routes.py:6:16)",
        "  import extra",
        "      the code imports it, but `depends_on` does not name it (TR307, app/api/routes.py:1:1)",
        "  write any other resource that lists its writers",
        "      `writers` must name the component (TR303, TR310)",
        "  read any other resource that lists its readers",
        "      `readers` must name the component (TR303)",
        "  import any other component",
        "      declare it in `depends_on` first (TR307)",
    ]
    assert permissions(site, "app/store", allowed=False)[0] == (
        "import",
        "doors",
        "upwards from rank 2 to rank 1",
        "TR305",
    )


def test_what_code_may_do_comes_with_its_reason(site: Path) -> None:
    assert permissions(site, "app/api", allowed=True) == [
        ("write", "prices", "`writers` of prices names api", ""),
        ("read", "plans", "What was agreed.", ""),
        ("import", "store", "it has the rows", ""),
        ("import", "data", "layer doors may use it", ""),
    ]


def test_a_part_may_do_what_its_whole_may(site: Path) -> None:
    assert ("write", "plans", "`writers` of plans names store", "") in permissions(
        site, "app/wild.py", allowed=True
    )


def test_an_import_that_is_seen_against_the_layers_is_ruled_out(site: Path) -> None:
    assert (
        "import",
        "api",
        "it is in layer doors, upwards from rank 2 to rank 1",
        "TR305",
    ) in permissions(site, "app/wild.py", allowed=False)


def test_what_rules_find_is_what_a_brief_rules_out(site: Path) -> None:
    """Each finding of authority and layers stands in the brief of its component, by the same rule."""
    result = judged(site)
    codes = ("TR303", "TR305", "TR307", "TR310")
    found = [each for each in result.findings if each.code in codes]
    assert {each.code for each in found} == set(codes)
    for finding in found:
        [component] = [each for each in brief_of(result, ["."]).components if each.id == finding.item]
        ruled_out = {(each.rule, each.id) for each in component.permissions if not each.is_allowed}
        assert (finding.code, finding.subject) in ruled_out


def test_what_is_served_comes_with_status_badge_and_waivers(site: Path) -> None:
    assert section(ask(site, "app/api"), "Serves") == [
        "  flow PLAN-001 Show plans [not found] (Implements flows, implemented)",
        "      1 of 3 claims found; gone not found in app/store/rows.py",
        "      TR401 waived: is coming (mm, docs/a.trace.yml:33:13)",
        "  requirement REQ-1 Plans are there [not checked] (Satisfies, partial, through PLAN-001)",
        "      no JUnit report is configured, so the results of tests are unknown",
    ]
    assert section(ask(site, "app/store"), "Waivers") == [
        "  TR308 waived: known (mm, until 2999-01-31, docs/a.trace.yml:18:13)"
    ]


def test_evidence_in_a_file_comes_claim_by_claim(site: Path) -> None:
    claims = data(site, "app/store/rows.py")["claims"]
    assert [(each["id"], each["text"], each["badge"], each["note"]) for each in claims] == [
        ("PLAN-001", "app/store/rows.py:gone", "missing", "it moved"),
        ("PLAN-002", "app/store/rows.py:save", "found", ""),
    ]
    assert claims[1]["found_at"] == "app/store/rows.py:5"


def test_open_work_is_told_and_finished_work_is_not(site: Path) -> None:
    assert section(ask(site, "app/api"), "Open work") == [
        "  gap GAP-1 Slow (P1, open, about PLAN-001, due 2020-01-31, overdue, docs/a.trace.yml:41:10)",
        "      Make it fast",
        "  patch P-1 Cache (required, about PLAN-001, docs/a.trace.yml:44:10)",
    ]


def test_tests_are_told_once_with_the_command_that_runs_them(site: Path) -> None:
    told = data(site, "app/api", "app/store")
    assert [(each["text"], each["id"]) for each in told["tests"]] == [
        ("tests/test_rows.py::test_load", "PLAN-001"),
        ("tests/test_rows.py", "REQ-1"),
    ]
    assert told["commands"] == ["pytest tests/test_rows.py"]


def test_a_source_tells_what_it_declares(site: Path) -> None:
    told = data(site, "docs/a.trace.yml")
    items = [each for each in judged(site).registry.all if each.position.path == "docs/a.trace.yml"]
    assert len(told["declares"]) == len(items) == 15
    assert told["paths"][0]["nearest"] == []
    assert "docs/a.trace.yml\n  declares 15 items\n" in ask(site, "docs/a.trace.yml")


def test_findings_in_a_file_and_of_its_component(site: Path) -> None:
    assert "TR305" in [each["code"] for each in data(site, "app/wild.py")["findings"]]


def test_lines_fit_and_nothing_steers_the_terminal(tmp_path: Path) -> None:
    hostile = FILES["docs/a.trace.yml"].replace("Show plans", '"\\e[31m{}"'.format("word " * 40))
    folder = brief_site(tmp_path)
    (folder / "docs/a.trace.yml").write_text(hostile, encoding="utf-8")
    told = BriefText(60).of(brief_of(judged(folder), ["."]))
    before_commands = told.partition("Run the tests")[0]
    assert max(len(line) for line in before_commands.splitlines() if " " in line.strip()) <= 100
    assert "\x1b" not in told
    assert "�[31mword" in told


def test_paths_are_relative_to_the_current_folder(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site / "app")
    done = CliRunner().invoke(main, ["brief", "-C", "..", "api/routes.py", "./store/../store"])
    assert done.stdout.startswith("app/api/routes.py\n  owned by api\napp/store\n  owned by store\n")


def test_a_path_may_lead_to_the_site_by_a_link(site: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(site)
    done = CliRunner().invoke(main, ["brief", "-C", str(tmp_path / "link"), str(tmp_path / "link/app/api")])
    assert done.stdout.startswith("app/api\n  owned by api\n")


def test_a_link_within_the_site_is_followed_to_whose_code_it_is(tmp_path: Path) -> None:
    folder = brief_site(tmp_path)
    (folder / "shortcut.py").symlink_to("app/api/routes.py")
    (folder / "etc").symlink_to("/etc")
    assert ask(folder, "shortcut.py").startswith("app/api/routes.py\n  owned by api\n")
    assert ask(folder, "etc/passwd").startswith("etc/passwd\n  no component owns this path")


def test_a_source_that_cannot_be_read_leaves_the_owner_unknown_also_the_second_time(tmp_path: Path) -> None:
    folder = brief_site(tmp_path)
    (folder / "docs/a.trace.yml").write_text("components: [\n", encoding="utf-8")
    for _ in range(2):
        done = CliRunner().invoke(main, ["brief", "-C", str(folder), str(folder / "app/api")])
        assert done.stdout == (
            "app/api\n  the owner is not known: some sources cannot be read (run `mkdocs-traceability check`)\n"
        )
        assert done.stderr == "Note: some sources cannot be read; run `mkdocs-traceability check`\n"
        assert data(folder, "app/api")["is_complete"] is False


def test_a_path_of_another_site_says_whose_it_is(tmp_path: Path) -> None:
    folder = brief_site(tmp_path)
    (folder / "lib/other").mkdir(parents=True, exist_ok=True)
    (folder / "lib/mkdocs.yml").write_text("site_name: y\nplugins: [traceability]\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["brief", "-C", str(folder), str(folder / "lib/other/x.py")])
    assert done.stderr == "Note: lib/ has a site of its own; use -C to ask that\n"


def test_a_file_that_no_component_owns_is_no_site(tmp_path: Path) -> None:
    folder = brief_site(tmp_path)
    done = CliRunner().invoke(main, ["brief", "-C", str(folder), str(folder / "docs/a.trace.yml")])
    assert (done.exit_code, done.stderr) == (0, "")


def test_a_folder_without_a_site_is_refused(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["brief", "-C", str(tmp_path), "x.py"])
    assert done.exit_code == 2
    assert "has no mkdocs.yml" in done.output


def test_the_data_has_the_form_of_the_schema(site: Path) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    form = {**SCHEMA, "oneOf": [{"$ref": "#/$defs/brief"}]}
    for told in (data(site, "."), data(site, "docs"), as_plain(brief_of(judged(EXAMPLE), ["."]))):
        Draft202012Validator(form).validate(told)


# ------------------------------------------------------------------------ as it was kept


def judged(folder: Path) -> Result:
    return Workspace(load_settings(folder / "mkdocs.yml")).run(today=TODAY)


def test_the_kept_brief_is_the_one_that_was_worked_out(tmp_path: Path) -> None:
    folder = brief_site(tmp_path)
    first = ask(folder, ".", form="json")
    assert kept_facts(folder / "mkdocs.yml", day()) is not None
    assert ask(folder, ".", form="json") == first


def day() -> date:
    from mkdocs_traceability.model.day import day_of_check

    return day_of_check()


EDITS: dict[str, Callable[[Path], object]] = {
    "a source": lambda site: _append(site / "docs/a.trace.yml", "# more\n"),
    "code": lambda site: _append(site / "app/store/rows.py", "# more\n"),
    "a page that declares nothing": lambda site: _append(site / "docs/index.md", "more\n"),
    "the configuration": lambda site: _append(site / "mkdocs.yml", "site_url: https://example.org\n"),
    "a new page": lambda site: _append(site / "docs/new.md", "# New\n"),
    "a new sidecar in a new folder": lambda site: _append(site / "docs/deep/b.trace.yml", "flows: []\n"),
    "new code": lambda site: _append(site / "app/store/more.py", "x = 1\n"),
    "code that is gone": lambda site: (site / "app/lonely.py").unlink(),
    "a page that is gone": lambda site: (site / "docs/index.md").unlink(),
    "a file of the same size": lambda site: (site / "app/lonely.py").write_text("def alive():\n    pass\n"),
    "a baseline": lambda site: _append(site / "traceability-baseline.yml", "version: 1\n"),
}


def _append(file: Path, text: str) -> None:
    file.parent.mkdir(exist_ok=True)
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    file.write_text(before + text, encoding="utf-8")


@pytest.mark.parametrize("edited", EDITS)
def test_what_was_kept_is_not_used_after_an_edit_of(edited: str, site: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(site, tmp_path / "site"))
    ask(folder, "app")
    assert kept_facts(folder / "mkdocs.yml", day()) is not None
    EDITS[edited](folder)
    assert kept_facts(folder / "mkdocs.yml", day()) is None


def test_what_was_kept_is_not_used_on_another_day(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(site, "app")
    assert kept_facts(site / "mkdocs.yml", date(2031, 1, 1)) is None


def test_a_variable_of_the_environment_decides(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(site, tmp_path / "site"))
    _append(folder / "mkdocs.yml", "site_url: !ENV [SITE_URL, https://example.org]\n")
    ask(folder, "app")
    assert kept_facts(folder / "mkdocs.yml", day()) is not None
    monkeypatch.setenv("SITE_URL", "https://example.com")
    assert kept_facts(folder / "mkdocs.yml", day()) is None


@table(
    "damage",
    ("nothing in it", lambda data: b""),
    ("cut off", lambda data: data[: len(data) // 2]),
    ("changed", lambda data: data.replace(b"store", b"stare")),
)
def test_a_damaged_file_is_as_if_it_were_not_there(
    damage: Callable[[bytes], bytes], site: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(site, tmp_path / "site"))
    told = ask(folder, "app")
    file = kept.kept_file(folder / "mkdocs.yml")
    file.write_bytes(damage(file.read_bytes()))
    assert kept_facts(folder / "mkdocs.yml", day()) is None
    assert ask(folder, "app") == told


def test_an_unchanged_brief_loads_neither_models_nor_yaml(site: Path) -> None:
    """What costs most of the start: a kept brief has to be there in a moment."""
    import subprocess
    import sys

    ask(site, "app")
    code = (
        "import sys; from mkdocs_traceability.cli.main import main\n"
        f"main(['brief', '-C', {str(site)!r}, {str(site / 'app')!r}], standalone_mode=False)\n"
        "print([name for name in ('pydantic', 'yaml', 'jinja2', 'mkdocs') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


# ------------------------------------------------------------------------ properties


@pytest.fixture(scope="session")
def example() -> Result:
    return judged(EXAMPLE)


def test_every_claim_stands_in_the_brief_of_the_file_it_is_found_in(example: Result) -> None:
    facts = ResultFacts(example)
    claimed = [(each, outcome.found_at) for each, outcome in example.verdicts if outcome.found_at]
    assert len(claimed) > 100
    briefs = {place.path: compose(facts, [place.path]) for _, place in claimed if place}
    for each, place in claimed:
        assert place is not None
        told = [(claim.kind, claim.id, claim.text, claim.found_at) for claim in briefs[place.path].claims]
        assert (each.item.kind, each.item.id, each.claim.text, str(place)) in told


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_a_brief_of_several_paths_has_what_that_of_each_has(example: Result, chosen: st.DataObject) -> None:
    known = sorted({str(PurePosixPath(path).parent) for path in ResultFacts(example).files})
    paths: Sequence[str] = chosen.draw(st.lists(st.sampled_from(known), min_size=1, max_size=4))
    facts = ResultFacts(example)
    together = compose(facts, paths)
    assert together == compose(ResultFacts(example), paths), "the same question, another answer"
    assert set(together.claims) == {claim for path in paths for claim in compose(facts, [path]).claims}
    assert {each.id for each in together.components} == {
        each.id for path in paths for each in compose(facts, [path]).components
    }


def test_all_that_is_kept_is_read_as_it_was(tmp_path: Path) -> None:
    folder = Path(
        shutil.copytree(EXAMPLE, tmp_path / "site", ignore=shutil.ignore_patterns(".cache", "site"))
    )
    result, witness = run_witnessed(Workspace(load_settings(folder / "mkdocs.yml")), TODAY)
    assert witness is not None
    facts = ResultFacts(result)
    keep(folder / "mkdocs.yml", TODAY, facts, witness)
    read = kept_facts(folder / "mkdocs.yml", TODAY)
    assert read is not None
    assert compose(read, ["."]) == compose(facts, ["."])
    for path in facts.files:
        assert read.file(path) == facts.file(path)
