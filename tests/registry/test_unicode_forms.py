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


SOURCES = {
    "a.py": "def {0}(): ...\n",
    "a.go": "package a\nfunc {0}() {{}}\n",
    "a.ts": "export function {0}() {{}}\n",
    "a.rb": "def {0}; end\n",
    "a.kt": "fun `{0}`() {{}}\n",
    "a.rs": "fn {0}() {{}}\n",
    "a.php": "<?php function {0}() {{}}\n",
    "a.c": "void {0}() {{}}\n",
    "a.cpp": "void {0}() {{}}\n",
    "A.java": "class {0} {{}}\n",
    "A.cs": "class {0} {{}}\n",
}
TESTS = {
    "test_a.py": ("def test_{0}(): ...\n", "test_{0}", "test_a"),
    "a.test.ts": ("it('{0} es', () => {{}});\n", "{0} es", "a.test.ts"),
}


@pytest.mark.parametrize("defined", FORMS)
@pytest.mark.parametrize("written", FORMS)
def test_a_symbol_and_a_test_are_found_in_either_form(tmp_path: Path, defined: str, written: str) -> None:
    there, claimed = normalize(defined, "prüfe"), normalize(written, "prüfe")
    code = ", ".join(f"'src/{name}:{claimed}'" for name in SOURCES)
    tests = ", ".join(f"'t/{name}::{title.format(claimed)}'" for name, (_, title, _) in TESTS.items())
    cases = "".join(
        f'<testcase classname="{classname}" name="{title.format(there)}"/>'
        for _, title, classname in TESTS.values()
    )
    files = {
        "mkdocs.yml": "site_name: x\nplugins: [{traceability: {junit: [r.xml]}}]\n",
        "docs/a.trace.yml": f"requirements: [{{id: R, title: x, evidence: {{code: [{code}], tests: [{tests}]}}}}]\n",
        **{f"src/{name}": text.format(there) for name, text in SOURCES.items()},
        **{f"t/{name}": text.format(there) for name, (text, _, _) in TESTS.items()},
        "r.xml": f"<testsuite>{cases}</testsuite>",
    }
    found = run(tmp_path, files)
    assert [
        each.message for each in found.findings if each.code in ("TR403", "TR404", "TR405", "TR413")
    ] == []
    assert failing(found.findings) == []
