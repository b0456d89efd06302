"""A fingerprint names one finding of a run, and the same one after edits that have nothing to do with it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from support import run, table, write_site

from mkdocs_traceability.cli.main import main
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.result import Result
from mkdocs_traceability.rules import all_rules
from mkdocs_traceability.rules.engine.rule import Rule
from mkdocs_traceability.settings.load import load_settings
from mkdocs_traceability.workspace import Workspace

each_rule = pytest.mark.parametrize("rule", all_rules().values(), ids=lambda rule: rule.code)

Named = dict[str, Finding]


def shown(result: Result) -> Iterator[Finding]:
    for finding in result.findings:
        yield finding
        yield from finding.entries


def by_fingerprint(result: Result) -> Named:
    findings = list(shown(result))
    named = {finding.fingerprint: finding for finding in findings}
    assert "" not in named
    twice = [each for each in findings if named[each.fingerprint] is not each]
    assert not twice, f"no fingerprint of their own: {twice}"
    return named


def of_sidecar(folder: Path, text: str) -> Named:
    return by_fingerprint(run(folder, {"docs/a.trace.yml": text}))


SIDE_BY_SIDE = table(
    "start, entries, rest",
    ("unknown references in one list", "flows:\n  - id: F-1\n    components:\n", ["x1", "y1", "x2"], ""),
    (
        "entries of a relation without an id",
        "flows:\n  - id: F-1\n    components:\n",
        ["{role: one}", "{role: two}", "{role: one, note: three}"],
        "",
    ),
    (
        "entries of a relation with an unknown key",
        "flows:\n  - id: F-1\n    components:\n",
        ["{id: c1, rule: x}", "{id: c2, rule: x}"],
        "components: [{id: c1, external: true}, {id: c2, external: true}]\n",
    ),
    (
        "entries of a relation that are lists",
        "flows:\n  - id: F-1\n    components:\n",
        ["[a]", "[b]", "[c]"],
        "",
    ),
    (
        "claims without a claim",
        "requirements:\n  - id: R-1\n    evidence:\n      code:\n",
        ["{note: one}", "{note: two}"],
        "",
    ),
    (
        "claims with an unknown key",
        "requirements:\n  - id: R-1\n    evidence:\n      files:\n",
        ["{claim: a.py, nota: x}", "{claim: b.py, nota: x}"],
        "",
    ),
    (
        "texts that are mappings",
        "components:\n  - id: c1\n    external: true\n    inputs:\n",
        ["{a: b}", "{c: d}", "[e]"],
        "",
    ),
    ("items without an id", "components:\n", ["{title: One}", "{title: Two}", "{title: Three}"], ""),
    ("items with a misspelt id", "components:\n", ["{di: one}", "{di: two}"], ""),
    ("items that are lists", "components:\n", ["[a]", "[b]"], ""),
    (
        "items without an id with a key twice",
        "components:\n",
        ["{title: One, title: Uno}", "{title: Two, title: Duo}"],
        "",
    ),
    (
        "items with a key twice",
        "components:\n",
        ["{id: c1, title: One, title: One}", "{id: c2, title: One, title: One}"],
        "",
    ),
    (
        "waivers of rules that are none",
        "components:\n  - id: c1\n    external: true\n    waive:\n",
        ["{TR998: {reason: r, owner: o}}", "{TR999: {reason: r, owner: o}}"],
        "",
    ),
)


def lines(entries: list[str], indent: str, *, as_mapping: bool = False) -> str:
    if as_mapping:
        return "".join(f"{indent}{entry[1:-1]}\n" for entry in entries)
    return "".join(f"{indent}- {entry}\n" for entry in entries)


@SIDE_BY_SIDE
def test_findings_side_by_side_have_each_their_own_and_keep_it(
    tmp_path: Path, start: str, entries: list[str], rest: str
) -> None:
    indent = " " * (
        len(start.rstrip().rpartition("\n")[2]) - len(start.rstrip().rpartition("\n")[2].lstrip()) + 2
    )
    is_mapping = start.endswith("waive:\n")

    def text(entries: list[str]) -> str:
        return start + lines(entries, indent, as_mapping=is_mapping) + rest

    whole = of_sidecar(tmp_path / "whole", text(entries))
    assert len(whole) >= len(entries)
    for number in range(len(entries)):
        left = entries[:number] + entries[number + 1 :]
        mended = of_sidecar(tmp_path / str(number), text(left))
        assert mended.keys() < whole.keys(), "mending one gives no other a new name"
        for fingerprint, finding in mended.items():
            assert finding.subject == whole[fingerprint].subject


OTHERS = "layers:\n  - {{id: {}, title: Nothing else refers to it}}\n"


@each_rule
def test_the_findings_of_a_rule_keep_theirs_when_lines_come_above(rule: Rule, tmp_path: Path) -> None:
    before = by_fingerprint(run(tmp_path / "a", rule.fails))
    moved = {
        path: f"# a comment\n\n{text}" if path.endswith(".trace.yml") else text
        for path, text in rule.fails.items()
    }
    assert by_fingerprint(run(tmp_path / "b", moved)).keys() == before.keys()


def test_the_same_mistake_in_two_files_has_two(tmp_path: Path) -> None:
    text = "components:\n  - id: {}\n    external: true\n    colour: red\n"
    found = by_fingerprint(
        run(tmp_path, {"docs/a.trace.yml": text.format("c1"), "docs/b.trace.yml": text.format("c2")})
    )
    assert {each.position.path for each in found.values()} == {"docs/a.trace.yml", "docs/b.trace.yml"}


def test_a_mistake_in_defaults_keeps_its_own_when_its_first_item_goes(tmp_path: Path) -> None:
    text = "defaults: {components: [gone]}\nflows:\n"
    three = of_sidecar(tmp_path / "a", f"{text}  - id: F-1\n  - id: F-2\n  - id: F-3\n")
    two = of_sidecar(tmp_path / "b", f"{text}  - id: F-2\n  - id: F-3\n")
    assert three.keys() == two.keys()


def test_what_is_said_once_of_many_claims_keeps_its_own_whatever_the_first_of_them(tmp_path: Path) -> None:
    claims = "requirements:\n  - id: {}\n    evidence: {{tables: [a.b]}}\n"
    one = {"docs/b.trace.yml": claims.format("R-2")}
    both = {"docs/a.trace.yml": claims.format("R-1"), **one}
    before, after = by_fingerprint(run(tmp_path / "a", one)), by_fingerprint(run(tmp_path / "b", both))
    assert {each.code for each in before.values()} == {"TR413"}
    assert before.keys() == after.keys()


def test_json_has_the_same_from_a_run_and_from_what_is_kept_of_it(tmp_path: Path) -> None:
    text = "components:\n  - {title: One}\n  - {title: Two}\nflows:\n  - {id: F-1, components: [x, y, x]}\n"
    folder = str(write_site(tmp_path, {"docs/a.trace.yml": text}).parent)

    def told() -> list[str]:
        output = CliRunner().invoke(main, ["check", folder, "--format", "json"]).output
        findings = json.loads(output)["findings"]
        entries = [entry for finding in findings for entry in finding.get("entries", ())]
        return [each["fingerprint"] for each in (*findings, *entries)]

    first = told()
    assert len(first) == len(set(first)) > 3
    assert told() == first


# ---------------------------------------------------------------- random sites

WORDS = st.sampled_from(["a", "b", "gone", "lost", "x y", "{role: r}", "{id: gone, rule: r}", "[a]", "~"])
FIELDS = {
    "components": WORDS,
    "see": WORDS,
    "title": st.sampled_from(["One", "[a]", "{a: b}"]),
    "colour": st.sampled_from(["red", "blue"]),
    "status": st.sampled_from(["implemented", "done"]),
}


@st.composite
def items(draw: st.DrawFn) -> str:
    """One flow, well or badly written."""
    id_ = draw(st.sampled_from(["id: F-1", "id: F-2", "id: F-3", "di: F-4", "id: F 5", ""]))
    written = [id_] if id_ else []
    for name in draw(st.lists(st.sampled_from(sorted(FIELDS)), max_size=3)):
        if name in ("components", "see"):
            written.append(f"{name}: [{', '.join(draw(st.lists(WORDS, min_size=1, max_size=3)))}]")
        else:
            written.append(f"{name}: {draw(FIELDS[name])}")
    return f"  - {{{', '.join(written) or 'note: nothing'}}}\n"


@settings(deadline=None, max_examples=60)
@given(
    flows=st.lists(items(), min_size=1, max_size=6),
    defaults=st.sampled_from(["", "defaults: {components: [gone, lost]}\n", "defaults: {domain: [x]}\n"]),
)
def test_on_random_sites_they_are_unique_and_outlast_edits_elsewhere(flows: list[str], defaults: str) -> None:
    sidecar = f"{defaults}flows:\n{''.join(flows)}components: [{{id: a, external: true}}, {{id: b}}]\n"
    with TemporaryDirectory() as folder:
        workspace = Workspace(load_settings(write_site(Path(folder), {"docs/m.trace.yml": sidecar})))
        before = by_fingerprint(workspace.run())
        edited = {
            "docs/m.trace.yml": f"# a comment\n\n{OTHERS.format('L-1')}{sidecar}",
            "docs/a.trace.yml": OTHERS.format("L-0"),
            "docs/z.trace.yml": "components: [{id: last, external: true, depends_on: [nowhere]}]\n",
        }
        write_site(Path(folder), edited)
        after = by_fingerprint(workspace.run())
    assert before.keys() <= after.keys()
    for fingerprint, finding in before.items():
        same = after[fingerprint]
        assert (same.code, same.item, same.subject) == (finding.code, finding.item, finding.subject)


def id_or_all(flow: str) -> str:
    """What tells a flow from the others: items with one id are told apart by their number only."""
    found = re.match(r"  - \{id: ([^,}]*)", flow)
    return found[1] if found else flow


@pytest.mark.slow
@settings(deadline=None, max_examples=60)
@given(flows=st.lists(items(), min_size=2, max_size=6, unique_by=id_or_all), removed=st.integers(0, 5))
def test_on_random_sites_they_outlast_the_removal_of_another_item(flows: list[str], removed: int) -> None:
    rest = "components: [{id: a, external: true}, {id: b, external: true}]\n"
    left = flows[: removed % len(flows)] + flows[removed % len(flows) + 1 :]
    with TemporaryDirectory() as folder:
        before = by_place(Path(folder), f"{rest}flows:\n{''.join(flows)}")
        after = by_place(Path(folder), f"{rest}flows:\n{''.join(left)}")
    assert {place: after[place] for place in before.keys() & after.keys()} == {
        place: before[place] for place in before.keys() & after.keys()
    }


def by_place(folder: Path, sidecar: str) -> dict[tuple[str, str, int], str]:
    """Return the fingerprints by what is found at which column of which line; there, each only once."""
    result = run(folder, {"docs/m.trace.yml": sidecar})
    by_fingerprint(result)
    return {
        (
            each.code,
            result.excerpts.line("docs/m.trace.yml", each.position.line),
            each.position.column,
        ): each.fingerprint
        for each in shown(result)
    }
