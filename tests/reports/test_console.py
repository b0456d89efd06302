"""What the console shows of findings: the most severe first, notes and waivers counted, colours where seen."""

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from support import PLAIN_SITE, write_site

from mkdocs_traceability.cli.console import paint
from mkdocs_traceability.cli.main import main

SIDECAR = """\
components:
  - {id: idle}
flows:
  - {id: F-0, waive: {TR201: {reason: being written, owner: ana, until: 2999-01-31}}}
  - {id: F-1, components: [idle], status: partial, evidence: {endpoints: [GET /a]}}
  - {id: F-2, components: [gone]}
"""
CONFIG = PLAIN_SITE.replace(
    "[traceability]", "[traceability: {rules: {TR101: error, TR412: info, TR001: error}}]"
)


def checked(folder: Path, *arguments: str, config: str = CONFIG, sidecar: str = SIDECAR) -> list[str]:
    write_site(folder, {"mkdocs.yml": config, "docs/a.trace.yml": sidecar})
    return CliRunner().invoke(main, ["check", str(folder), *arguments]).stdout.splitlines()


def severities(lines: list[str]) -> list[str]:
    return [line.partition("[")[2].partition("]")[0] for line in lines if line.startswith("docs/")]


def test_errors_come_before_warnings_whatever_their_lines(tmp_path: Path) -> None:
    sidecar = "patches:\n  - {id: P-1, supports: [F-1], status: required, due: 2020-01-31}\n" + SIDECAR
    assert severities(checked(tmp_path, sidecar=sidecar)) == ["error", "warning"]


def test_what_fails_nothing_is_counted_and_listed_on_request(tmp_path: Path) -> None:
    lines = checked(tmp_path)
    assert severities(lines) == ["error"]
    assert lines[-1].startswith("4 items: 1 error, 0 warnings, ")
    assert lines[-2].startswith("Not listed: ")
    assert lines[-2].endswith("1 waived. List them with -v.")

    verbose = checked(tmp_path, "-v")
    assert severities(verbose)[0] == "error"
    assert severities(verbose)[-1] == "waived"
    assert "  = waived: being written (ana, until 2999-01-31)" in verbose
    assert not any(line.startswith("Not listed") for line in verbose)
    assert verbose[-1] == lines[-1]


@pytest.mark.parametrize(
    ("more", "url"),
    [
        ("", "https://example.org/docs/traceability/findings/"),
        ("use_directory_urls: false\n", "https://example.org/docs/traceability/findings.html"),
    ],
)
def test_the_page_of_findings_is_named_where_the_site_has_an_address(
    tmp_path: Path, more: str, url: str
) -> None:
    site = f"site_url: https://example.org/docs/\n{more}{CONFIG}"
    assert f"All findings: {url}" in checked(tmp_path, config=site)
    assert not any("All findings" in line for line in checked(tmp_path))


def test_colours_are_for_terminals_that_want_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert paint("TR101 [error]", "error") == "\x1b[31m\x1b[1mTR101 [error]\x1b[0m"
    assert paint("", "error") == ""
    assert paint("x", "warning") != "x" != paint("x", "waived")
    monkeypatch.setenv("NO_COLOR", "1")
    assert paint("x", "error") == "x"
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: False, raising=False)
    assert paint("x", "error") == "x"
