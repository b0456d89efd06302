"""What a finding suggests is written at all places of its mistake, in the quotes and forms that stand there."""

from pathlib import Path

from support import run, table

from mkdocs_traceability.edits.fixes import fixes_of
from mkdocs_traceability.edits.text_edits import apply_edits
from mkdocs_traceability.model.finding import Finding

FACTS = """\
components:
  - id: eval-worker
  - {id: batcher, depends_on: [evel-worker]}
flows:
  - {id: F-1, components: ["evel-worker", {id: component:evel-worker, role: x}]}
"""

PAGE = """\
# Page

See [evel-worker].

[trace: badge evel-worker]

<!-- traceability: flows -->
| ID | Components |
| --- | --- |
| F-2 | `evel-worker`, batcher |
"""


def findings(folder: Path, **files: str) -> list[Finding]:
    named = {"facts": "docs/a.trace.yml", "page": "docs/page.md", "code": "app/a.py"}
    return list(run(folder, {named[name]: text for name, text in files.items()}).findings)


def test_the_one_finding_of_a_wrong_name_repairs_all_its_places(tmp_path: Path) -> None:
    texts = {"docs/a.trace.yml": FACTS, "docs/page.md": PAGE}
    (finding,) = [each for each in findings(tmp_path, facts=FACTS, page=PAGE) if each.entries]
    assert (finding.code, finding.suggestions) == ("TR101", ("eval-worker",))
    (fix,) = fixes_of(finding, texts.get)
    assert (fix.title, fix.is_safe) == ("Write `eval-worker` in 6 places", False)
    for path, text in texts.items():
        edits = [edit for edit in fix.edits if edit.path == path]
        assert apply_edits(text, edits) == text.replace("evel-worker", "eval-worker")


def test_the_help_says_how_all_places_are_repaired(tmp_path: Path) -> None:
    facts = "components: [{id: eval-worker}, {id: b, depends_on: [evel-worker]}, {id: c, depends_on: [evel-worker]}]\n"
    (finding,) = [each for each in findings(tmp_path, facts=facts) if each.code == "TR101"]
    assert finding.help == (
        "did you mean `eval-worker`? (docs/a.trace.yml:1); "
        "fix both with `mkdocs-traceability check --fix --unsafe-fixes`"
    )


@table(
    "facts, code, suggestions",
    ("unknown", "components: [{id: abcd, depends_on: [abdc]}]", "TR101", ("abcd",)),
    ("with its kind", "components: [{id: abcd, depends_on: [component:abdc]}]", "TR101", ("component:abcd",)),
    (
        "of two kinds",
        "components: [{id: abcd}]\nflows: [{id: abcd}, {id: f, see: [abdc]}]",
        "TR101",
        ("flow:abcd", "component:abcd"),
    ),
    ("nothing alike", "components: [{id: abcd, depends_on: [xyz]}]", "TR101", ()),
    (
        "superseded",
        "components: [{id: a, superseded_by: b}, {id: b}, {id: c, depends_on: [a]}]",
        "TR105",
        ("b",),
    ),
    (
        "ambiguous",
        "components: [{id: a}]\nflows: [{id: a}, {id: f, see: [a]}]",
        "TR104",
        ("flow:a", "component:a"),
    ),
    (
        "a symbol",
        "flows: [{id: f, status: partial, evidence: {code: [app/a.py:Klass.rnu]}}]",
        "TR403",
        ("app/a.py:Klass.run",),
    ),
    (
        "a file",
        "flows: [{id: f, status: partial, evidence: {code: [apps/a.py:Klass]}}]",
        "TR402",
        ("app/a.py:Klass",),
    ),
)
def test_findings_suggest_what_was_meant_as_it_would_be_written(
    tmp_path: Path, facts: str, code: str, suggestions: tuple[str, ...]
) -> None:
    found = findings(tmp_path, facts=facts, code="class Klass:\n    def run(self): ...\n")
    assert [each.suggestions for each in found if each.code == code] == [suggestions]
