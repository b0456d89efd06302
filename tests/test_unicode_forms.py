"""Letters with accents are the same text as one character or as two: in ids, references, pages and markers."""

from pathlib import Path
from unicodedata import normalize

import pytest
from support import check, failing, run

FORMS = ("NFC", "NFD")
FACTS = """\
components:
  - {{id: {item}, title: Übersicht, external: true}}
flows:
  - {{id: F-1, components: [{reference}], evidence: {{code: ["src/{code}.py:run"]}}}}
"""


@pytest.mark.parametrize("declared", FORMS)
@pytest.mark.parametrize("written", FORMS)
def test_an_id_and_a_file_are_found_in_either_form(tmp_path: Path, declared: str, written: str) -> None:
    item, name = normalize(declared, "übersicht"), normalize(written, "übersicht")
    files = {
        "docs/a.trace.yml": FACTS.format(item=item, reference=name, code=name),
        "docs/page.md": f"See [{name}] and [it][component:{name}]. [trace: count components id={name}]\n",
        f"src/{item}.py": "def run(): ...\n",
    }
    result = run(tmp_path, files)
    assert failing(result.findings) == []
    assert [item.id for item in result.registry.items("component")] == [normalize("NFC", "übersicht")]


def test_one_id_in_two_forms_is_one_id_twice(tmp_path: Path) -> None:
    ids = "".join(f"  - {{id: {normalize(form, 'übersicht')}, external: true}}\n" for form in FORMS)
    findings = check(tmp_path, {"docs/a.trace.yml": f"components:\n{ids}"})
    assert [(each.code, each.position.line) for each in findings if each.fails] == [("TR103", 3)]
