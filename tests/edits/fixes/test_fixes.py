"""What findings offer: each fix, put into the text, leaves nothing of its finding and changes nothing else."""

from pathlib import Path
from textwrap import dedent

from support import run, table

from mkdocs_traceability.edits.fixes import fixes_of
from mkdocs_traceability.edits.text_edits import apply_edits
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.fix import Fix

COMPONENTS = "components: [{id: api, external: true}]\n"


def offered(folder: Path, sidecar: str, code: str) -> list[tuple[Fix, str]]:
    """Return the fixes of what a rule finds in one sidecar, each with the sidecar that it makes."""
    text = dedent(sidecar)
    findings = run(folder, {"docs/a.trace.yml": text}).findings
    every = [each for finding in findings for each in (finding, *finding.entries) if each.code == code]
    assert every, findings
    return [
        (fix, apply_edits(text, fix.edits)) for finding in every for fix in fixes_of(finding, lambda _: text)
    ]


@table(
    "code, before, after",
    ("an id that is a number elsewhere", "TR007", "- id: 0016", '- id: "0016"'),
    ("one in brackets", "TR007", "- {id: no, title: x}", '- {id: "no", title: x}'),
    ("one with a comment", "TR007", "- id: 1e3 # old", '- id: "1e3" # old'),
)
def test_a_safe_fix(tmp_path: Path, code: str, before: str, after: str) -> None:
    ((fix, text),) = offered(tmp_path, f"components:\n{before}\n", code)
    assert fix.is_safe
    assert text == f"components:\n{after}\n"


def test_a_file_that_is_not_to_be_edited_has_no_fixes() -> None:
    from mkdocs_traceability.model.position import Position

    finding = Finding("TR007", "x", Position("a.yml", 1, 5, 4), field="id", subject="0016")
    assert fixes_of(finding, lambda _: "id: 0016")
    assert fixes_of(finding, lambda _: None) == ()
