"""One mistake in a sound site is one finding: what follows from it is not reported again."""

from pathlib import Path

import pytest
from support import check, table

from mkdocs_traceability.model.finding import Severity

SITE = {
    "mkdocs.yml": """\
site_name: x
plugins:
  - traceability:
      sources: [facts/*.yml]
      acyclic: [depends_on]
      domains: {EVAL: {title: Evaluation}}
      rules: {TR202: off, TR110: {kinds: {flow: info}}}
      kinds:
        enforcer:
          plural: enforcers
          fields: {scope: text, mechanism: {one_of: [header, middleware]}, active: {type: boolean}}
          relations:
            guards: {to: [component], inverse: guarded_by, required: true}
          status: {planned: {phase: ahead}, active: {phase: complete}}
          evidence: [{when: {status: active, mechanism: header}, any_of: [code, scope]}]
        flow:
          fields: {sla: text}
""",
    "docs/worker.md": """\
---
title: The worker
traceability:
  component:
    id: eval-worker
    aliases: [worker]
    former_ids: [evaluator]
    layer: L2
    reads: [watchpoints]
    writes: [{id: evaluation_state, via: store}]
    guarded_by: [E-1]
---
# The worker
""",
    "docs/flows.trace.yml": """\
defaults: {status: implemented, implementation: auto}
flows:
  - id: EVAL-001
    title: "Evaluation: the pipeline"
    sla: one minute
    components:
      - batcher
      - {id: eval-worker, role: Evaluator}
    evidence:
      code: ["workers/evaluator.py:Evaluator.evaluate"]
      endpoints: {not_applicable: started by a queue}
  - id: EVAL-002
    components: [eval-worker]
    metrics: [evaluations]
    evidence: {code: [workers/evaluator.py]}
  - id: EVAL-003
    evidence: {code: [workers/evaluator.py]}
    waive:
      TR201: {reason: being written, owner: ana, until: 2027-01-31}
metrics:
  - id: evaluations
    emitters: [eval-worker]
patches:
  - id: PATCH-1
    status: proposed
    supports: [flow:EVAL-001, "health"]
""",
    "docs/signals.trace.yml": """\
signals:
  - id: health
    type: raw
    producers: [eval-worker]
    consumers: [batcher, "signal:summary"]
    persistence: [database]
  - id: summary
    producers: [batcher]
    consumers: [eval-worker]
    persistence: [database]
gaps:
  - id: GAP-1
    about: [EVAL-001]
    status: open
    action: {text: write it, artifacts: [a.py]}
enforcers:
  - id: E-1
    scope: all
    mechanism: header
    active: yes
    status: active
    guards: [eval-worker]
  - id: E-2
    guards: [batcher]
""",
    "workers/evaluator.py": "class Evaluator:\n    def evaluate(self): ...\n",
    "facts/data.yml": """\
components:
  - id: batcher
    layer: L2
    depends_on: [eval-worker]
resources:
  - id: watchpoints
    owned_by: batcher
    writers: [batcher]
    readers: [eval-worker]
  - id: evaluation_state
    part_of: watchpoints
    owned_by: the platform team
    writers: [eval-worker]
    forbidden: [batcher]
layers:
  - id: L1
    rank: 1
    may_use: [L2]
  - id: L2
    rank: 2
requirements:
  - id: R-1
    status: implemented
    evidence: {code: [workers/evaluator.py], tests: {not_applicable: tried by hand}}
    satisfied_by: [flow:EVAL-001]
    requires: {endpoints: [GET /a]}
sources_of_truth:
  - id: T-1
    subject: the state
    primary: worker.md
    dependents: [eval-worker]
""",
}

SIDECAR, SIGNALS, PAGE, FACTS = (
    "docs/flows.trace.yml",
    "docs/signals.trace.yml",
    "docs/worker.md",
    "facts/data.yml",
)


def failing(folder: Path, files: dict[str, str]) -> list[str]:
    found = [
        finding
        for finding in check(folder, files)
        if finding.severity is not Severity.INFO and not finding.waiver
    ]
    return [f"{finding.position}: {finding.code} {finding.message}" for finding in found]


def test_the_site_is_sound(tmp_path: Path) -> None:
    assert failing(tmp_path, SITE) == []


@pytest.mark.slow
@table(
    "path, old, new, code",
    ("a colon in a title", SIDECAR, '"Evaluation: the pipeline"', "Evaluation: the pipeline", "TR001"),
    ("an open bracket", SIDECAR, "components: [eval-worker]", "components: [eval-worker", "TR001"),
    ("a brace in a list", SIDECAR, '["workers/evaluator.py', '[GET /{id}, "workers/evaluator.py', "TR001"),
    ("a NUL", FACTS, "rank: 2", "rank: \0", "TR001"),
    ("a tab", FACTS, "    layer: L2", "\tlayer: L2", "TR001"),
    ("a tag", FACTS, "rank: 2", "rank: !two 2", "TR001"),
    ("a broken page", PAGE, "title: The worker", "title: The worker: it", "TR001"),
    ("front matter that never ends", PAGE, "---\n# The worker", "# The worker", "TR001"),
    ("front matter that is indented", PAGE, "---\ntitle", " ---\ntitle", "TR001"),
    ("a kind misspelt", SIGNALS, "signals:", "signal:", "TR002"),
    ("a kind misspelt on a page", PAGE, "  component:", "  compnent:", "TR002"),
    ("a field misspelt", SIDECAR, "    title:", "    tittle:", "TR002"),
    ("a relation misspelt", SIDECAR, "components: [eval-worker]", "component: [eval-worker]", "TR002"),
    ("an alias misspelt", PAGE, "aliases:", "alias:", "TR002"),
    ("a claim type misspelt", SIDECAR, "      code:", "      cod:", "TR002"),
    ("the key of a link misspelt", SIDECAR, "role: Evaluator", "rol: Evaluator", "TR002"),
    ("the id of a link misspelt", SIDECAR, "{id: eval-worker, role", "{idd: eval-worker, role", "TR002"),
    ("an id misspelt", FACTS, "- id: batcher", "- idd: batcher", "TR002"),
    ("a waiver's key misspelt", SIDECAR, "reason: being", "reson: being", "TR002"),
    ("a default misspelt", SIDECAR, "implementation: auto}", "implementatoin: auto}", "TR002"),
    ("a status that is none", SIGNALS, "status: active", "status: activ", "TR003"),
    ("a default that is none", SIDECAR, "implementation: auto}", "implementation: atuo}", "TR003"),
    ("a word that is none", SIGNALS, "mechanism: header", "mechanism: hader", "TR003"),
    ("no boolean", SIGNALS, "active: yes", "active: perhaps", "TR003"),
    ("no number", FACTS, "rank: 2", "rank: two", "TR003"),
    ("two wholes", FACTS, "part_of: watchpoints", "part_of: [watchpoints, evaluation_state]", "TR003"),
    ("a mapping of items", SIDECAR, "patches:\n  - id: PATCH-1", "patches:\n    id: PATCH-1", "TR003"),
    ("aliases that are a mapping", PAGE, "aliases: [worker]", "aliases: {worker: x}", "TR003"),
    ("a list of pages' items", PAGE, "    id: eval-worker", "    - id: eval-worker\n      x: y", None),
    ("no id", SIDECAR, "- id: EVAL-002\n    components", "- components", "TR004"),
    ("no reason", SIDECAR, "reason: being written, ", "", "TR004"),
    ("a date that is none", SIDECAR, "2027-01-31", "2027-01-32", "TR003"),
    ("a required relation", SIGNALS, "    guards: [batcher]\n", "", "TR004"),
    (
        "a key twice",
        SIDECAR,
        "    components: [eval-worker]",
        "    components: [eval-worker]\n    components: [batcher]",
        "TR005",
    ),
    ("a kind twice", FACTS, "layers:", "resources:\n  - id: other\n    writers: [batcher]\nlayers:", "TR005"),
    ("an id with a blank", SIDECAR, "id: PATCH-1", "id: PATCH 1", "TR006"),
    ("a reference misspelt", SIDECAR, "      - batcher", "      - bacher", "TR101"),
    ("a reference to nothing", SIGNALS, "consumers: [batcher, ", "consumers: [nobody, ", "TR101"),
    ("a reference of another kind", SIDECAR, "components: [eval-worker]", "components: [health]", "TR102"),
    ("an id declared twice", FACTS, "layers:\n", "layers:\n  - id: L2\n", "TR103"),
    ("a cycle", PAGE, "    layer: L2", "    layer: L2\n    depends_on: [batcher]", "TR109"),
    ("a broken default reference", SIDECAR, "implementation: auto}", "see: [nothing]}", "TR101"),
    ("a plural of a kind forgotten", "mkdocs.yml", "          plural: enforcers\n", "", "TR008"),
    ("a plural that is taken", "mkdocs.yml", "plural: enforcers", "plural: flows", "TR008"),
    ("a plural that is none", "mkdocs.yml", "plural: enforcers", "plural: En Forcers", "TR008"),
    ("a plural that is a number", "mkdocs.yml", "plural: enforcers", "plural: 5", "TR008"),
    ("a type that is none", "mkdocs.yml", "scope: text", "scope: txet", "TR008"),
    ("a type that is none, in full", "mkdocs.yml", "{type: boolean}", "{type: bolean}", "TR008"),
    ("fields misspelt", "mkdocs.yml", "fields: {scope", "felds: {scope", "TR008"),
    (
        "fields that are a list",
        "mkdocs.yml",
        "{scope: text, mechanism: {one_of: [header, middleware]}, active: {type: boolean}}",
        "[scope, mechanism, active]",
        "TR008",
    ),
    ("relations misspelt", "mkdocs.yml", "relations:", "relation:", "TR008"),
    ("a target that is none", "mkdocs.yml", "to: [component]", "to: [compnent]", "TR008"),
    ("a target that is a number", "mkdocs.yml", "to: [component]", "to: 5", "TR008"),
    ("no target", "mkdocs.yml", "to: [component], ", "", "TR008"),
    ("a phase that is none", "mkdocs.yml", "phase: complete", "phase: complet", "TR008"),
    ("a status without phase", "mkdocs.yml", "active: {phase: complete}", "active: {}", "TR008"),
    (
        "statuses that are a list",
        "mkdocs.yml",
        "{planned: {phase: ahead}, active: {phase: complete}}",
        "[planned, active]",
        "TR008",
    ),
    ("a field of a built-in kind", "mkdocs.yml", "sla: text", "sla: {typ: text}", "TR008"),
    ("an unknown setting", "mkdocs.yml", "acyclic:", "acylic:", "TR008"),
    ("a rule that is none", "mkdocs.yml", "TR202: off", "TR20: info", None),
    ("a kind of a rule that is none", "mkdocs.yml", "kinds: {flow: info}", "kinds: {flo: info}", "TR008"),
    ("a relation that is none", "mkdocs.yml", "[depends_on]", "[depend_on]", "TR008"),
    ("a severity that is none", "mkdocs.yml", "TR202: off", "TR202: never", None),
)
def test_one_mistake_is_one_finding(tmp_path: Path, path: str, old: str, new: str, code: str | None) -> None:
    assert SITE[path].count(old) >= 1
    found = failing(tmp_path, SITE | {path: SITE[path].replace(old, new, 1)})
    assert len(found) == 1, found
    if code:
        assert f": {code} " in found[0]


# ---------------------------------------------------------------- one mistake, many places


@table(
    "path, old, new, code, entries",
    ("an id without a value", FACTS, "- id: batcher", "- id:\n    title: Batcher", "TR004", 7),
    ("an id that is null", FACTS, "- id: batcher", "- id: ~\n    title: Batcher", "TR004", 7),
    ("an id that is empty", FACTS, "- id: batcher", '- id: ""\n    title: Batcher', "TR004", 7),
    ("an id that is left out", FACTS, "- id: batcher", "- title: Batcher", "TR004", 7),
    ("an id that is a comment", FACTS, "- id: batcher", "- id: #batcher\n    title: Batcher", "TR004", 7),
    ("an id that is another one's", SIDECAR, "- id: EVAL-001", "- id: EVAL-002", "TR103", 3),
    ("an id that is renamed", FACTS, "- id: batcher", "- id: something", "TR101", 6),
    ("an id that is renamed a little", FACTS, "- id: batcher", "- id: batchers", "TR101", 6),
    ("a function that is renamed", "workers/evaluator.py", "def evaluate", "def score", "TR403", 0),
    (
        "a file that is renamed",
        SIDECAR,
        "code: [workers/evaluator.py]",
        "code: [workers/eval.py]",
        "TR402",
        1,
    ),
)
def test_what_follows_is_said_with_the_cause(
    tmp_path: Path, path: str, old: str, new: str, code: str, entries: int
) -> None:
    text = SITE[path].replace(old, new) if code == "TR402" else SITE[path].replace(old, new, 1)
    found = [each for each in check(tmp_path, SITE | {path: text}) if each.fails]
    assert [each.code for each in found] == [code], found
    assert len(found[0].entries) == entries


CLAIMED = """\
components: [{id: w}]
flows:
  - id: F-1
    status: implemented
    components: [w]
    evidence: {code: [w.py:Worker.evaluate]}
  - id: F-2
    status: partial
    components: [w]
    evidence: {code: [w.py:Worker.evaluate]}
gaps:
  - id: G-1
    status: resolved
    about: [F-1]
    evidence: {code: [w.py:Worker]}
    resolved_by: [P-1]
patches:
  - id: P-1
    status: implemented
    supports: [F-1]
    target: p.md
"""
WORKER = "class Worker:\n    def evaluates(self): ...\n"
LATER = "waive: {%s: {reason: later, owner: ana, until: 2027-01-01}}"


def test_a_gap_that_is_closed_too_early_is_said_with_the_function_that_was_renamed(tmp_path: Path) -> None:
    files = {"docs/a.trace.yml": CLAIMED, "docs/p.md": "# P\n", "w.py": WORKER}
    (found,) = [each for each in check(tmp_path, files) if each.fails]
    assert (found.code, found.item) == ("TR403", "F-1")
    assert [(each.code, each.item) for each in found.entries] == [
        ("TR403", "F-2"),
        ("TR210", "G-1"),
        ("TR210", "P-1"),
    ]


def test_it_fails_as_long_as_one_place_is_not_waived(tmp_path: Path) -> None:
    def failing_with(*waived: tuple[str, str]) -> list[tuple[str, str]]:
        sidecar = CLAIMED
        for id_, code in waived:
            sidecar = sidecar.replace(f"- id: {id_}\n", f"- id: {id_}\n    {LATER % code}\n")
        files = {"docs/a.trace.yml": sidecar, "docs/p.md": "# P\n", "w.py": WORKER}
        (found,) = [each for each in check(tmp_path, files) if each.code in ("TR403", "TR210", "TR902")]
        assert len(found.entries) == 3
        assert {each.item for each in (found, *found.entries) if each.waiver} == {id_ for id_, _ in waived}
        return [(found.code, found.item)] if found.fails else []

    first, second, gap, patch = ("F-1", "TR403"), ("F-2", "TR403"), ("G-1", "TR210"), ("P-1", "TR210")
    assert failing_with() == [("TR403", "F-1")]
    assert failing_with(first) == [("TR403", "F-2")]
    assert failing_with(first, second) == [("TR210", "G-1")]
    assert failing_with(first, second, gap) == [("TR210", "P-1")]
    assert failing_with(first, second, gap, patch) == []


def test_two_names_that_nothing_declares_are_two_mistakes(tmp_path: Path) -> None:
    sidecar = """\
        components: [{id: w, depends_on: [x]}]
        flows: [{id: F-1, components: [w, x], see: [y]}]
        resources: [{id: r, owned_by: w, layer: x}]
        """
    found = [each for each in check(tmp_path, sidecar) if each.code == "TR101"]
    assert [(each.message, len(each.entries)) for each in found] == [
        ("unknown component `x`", 1),
        ("unknown item `y`", 0),
        ("unknown layer `x`", 0),
    ]


@pytest.mark.parametrize("path", [SIDECAR, SIGNALS, PAGE, FACTS])
@pytest.mark.parametrize("broken", ["\0", "\x07\n", "'"])
def test_what_refers_into_a_broken_file_is_not_reported(tmp_path: Path, path: str, broken: str) -> None:
    text = SITE[path]
    at = text.index("id:")
    found = failing(tmp_path, SITE | {path: text[:at] + broken + text[at:]})
    assert len(found) == 1, found
    assert " TR001 " in found[0]


def test_what_may_stand_under_a_key_that_was_dropped_is_not_missed(tmp_path: Path) -> None:
    flows = "flows: [{id: F-1, components: [a]}]\nflows: [{id: F-2, components: [b]}]\n"
    sidecar = "components: [{id: a}, {id: b}]\n" + flows
    assert [finding.code for finding in check(tmp_path, sidecar)] == ["TR005"]
