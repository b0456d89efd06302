"""A file that is there and is not read is said with the bound that it exceeds, and with a remedy."""

from pathlib import Path

import pytest
from support import run, table

from mkdocs_traceability.files import disk
from mkdocs_traceability.model.finding import Finding

SITE = "site_name: x\nplugins: [{{traceability: {{{0}}}}}]\n"
CLAIM = "requirements: [{{id: R-1, title: x, evidence: {{{0}}}}}]\n"
DOORS = (
    ("a symbol", "src/a.py", "", "code: ['src/a.py:f']"),
    ("a symbol that a grammar would find", "src/a.go", "", "code: ['src/a.go:f']"),
    ("lines", "src/a.txt", "", "code: ['src/a.txt#L1']"),
    ("a test", "src/test_a.py", "", "tests: ['src/test_a.py::test_a']"),
    ("a report", "r.xml", "junit: [r.xml]", "tests: ['test_b.py::test_a']"),
    ("an OpenAPI document", "api.yaml", "openapi: [api.yaml]", "endpoints: [GET /a]"),
    ("an AsyncAPI document", "api.yaml", "asyncapi: [api.yaml]", "events: [send a]"),
    ("DDL", "a.sql", "sql: [a.sql]", "tables: [a]"),
)


def about(folder: Path, path: str, settings: str, claim: str) -> list[Finding]:
    files = {"mkdocs.yml": SITE.format(settings), "docs/a.trace.yml": CLAIM.format(claim), "test_b.py": ""}
    return [
        each
        for each in run(folder, files).findings
        if f"`{path}` cannot" in each.message or "the file cannot" in each.message
    ]


@table("path,settings,claim", *DOORS)
def test_a_file_that_is_too_large_is_said_with_its_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, settings: str, claim: str
) -> None:
    monkeypatch.setattr(disk, "MAX_BYTES", 1_000_000)
    monkeypatch.setattr("mkdocs_traceability.evidence.refused.MAX_BYTES", 1_000_000)
    (tmp_path / path).parent.mkdir(exist_ok=True)
    (tmp_path / path).write_bytes(b"#" * 1_600_000)
    (found,) = about(tmp_path, path, settings, claim)
    assert found.message.endswith("cannot be read: the file has 1.6 MB; the limit is 1 MB")
    assert found.help.startswith(("split it", "exclude the output of tests"))


@table("path,settings,claim", *DOORS)
def test_a_link_that_leads_out_is_said_with_the_setting_that_allows_it(
    tmp_path: Path, path: str, settings: str, claim: str
) -> None:
    site = tmp_path / "site"
    (site / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "elsewhere").write_text("secret\n")
    (site / path).symlink_to(tmp_path / "elsewhere")
    result = [each for each in run(site, {
        "mkdocs.yml": SITE.format(settings), "docs/a.trace.yml": CLAIM.format(claim), "test_b.py": "",
    }).findings if each.fails]  # fmt: skip
    assert result, "nothing is said"
    assert not any("secret" in f"{each.message} {each.help}" for each in result)
    assert any("link leads out" in each.message or "allowed_roots" in each.help for each in result), [
        (each.code, each.message, each.help) for each in result
    ]
