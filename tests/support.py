"""What tests share: a small site from a few files, checked as the command checks it."""

import fcntl
import json
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from textwrap import dedent
from typing import Any, Literal

import pytest
from mkdocs.commands.build import build as build_site
from mkdocs.config import load_config

from mkdocs_traceability.model.finding import Finding, Severity
from mkdocs_traceability.reports.report import Report
from mkdocs_traceability.result import Result
from mkdocs_traceability.settings.load import load_settings
from mkdocs_traceability.workspace import Workspace

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "example_site"
SEEDS = ROOT / "tests/seeds"

PLAIN_SITE = "site_name: x\nplugins: [traceability]\n"
"""The `mkdocs.yml` of a site whose test brings none."""

_LONG_AGO = 1_760_000_000
"""Seconds since 1970: when the first file of a site was written."""

TODAY = date(2026, 11, 1)
"""What waivers are compared with."""


def write_site(folder: Path, files: Mapping[str, str]) -> Path:
    """Write files by their paths, `mkdocs.yml` among them where it is not given; return its path.

    Each file is a second younger than the one before. A site with reports is a git repository: whether a
    report is old cannot be told without.
    """
    (folder / "docs").mkdir(parents=True, exist_ok=True)
    for age, (path, text) in enumerate({"mkdocs.yml": PLAIN_SITE, **files}.items()):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        os.utime(file, (_LONG_AGO + age, _LONG_AGO + age))
    if "junit:" in files.get("mkdocs.yml", "") and not (folder / ".git").exists():
        subprocess.run(["git", "init", "-q", folder], check=True)
    return folder / "mkdocs.yml"


def files_of_case(case: str) -> dict[str, str]:
    """Return the files of a case by their paths: a sidecar, or several files after lines `# file: PATH`."""
    first, *rest = re.split(r"^# file: (\S+)\n", case, flags=re.MULTILINE)
    files = {"docs/example.trace.yml": first} if first.strip() else {}
    return files | dict(zip(rest[::2], rest[1::2], strict=True))


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """Return a folder that one of the processes that share the tests has made, and all look at."""
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / name
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.is_dir():
            folder.mkdir()
            try:
                make(folder)
            except BaseException:
                shutil.rmtree(folder)
                raise
    return folder


def run(folder: Path, files: Mapping[str, str]) -> Result:
    """Write a site into a folder and run the whole pipeline over it; whatever it finds has a remedy."""
    result = Workspace(load_settings(write_site(folder, files))).run(today=TODAY)
    if any(path.endswith(".trace.yml") for path in files):
        read = result.registry.all or result.raw_findings
        assert read, "nothing is read of the sidecars, and nothing is found"
    assert not (without := [each for each in result.raw_findings if not each.help]), f"no remedy: {without}"
    return result


def check(folder: Path, files: Mapping[str, str] | str) -> list[Finding]:
    """Return what is found in a site; a mere text, indented or not, is its one sidecar `docs/a.trace.yml`."""
    result = run(folder, {"docs/a.trace.yml": dedent(files)} if isinstance(files, str) else files)
    return list(result.findings)


def build_here(
    folder: Path, files: Mapping[str, str], command: Literal["build", "gh-deploy", "serve"] = "build"
) -> Path:
    """Build a small site in this very process, a home page in it; return the folder of the built site."""
    config = write_site(folder, {"docs/index.md": "# Home\n", **files})
    loaded = load_config(str(config), site_dir=str(folder / "site"))
    loaded.plugins.on_startup(command=command, dirty=False)
    build_site(loaded)
    loaded.plugins.on_shutdown()
    return folder / "site"


def check_copy(site: Path, folder: Path) -> list[Finding]:
    """Return what is found in a copy of a site that lies among the tests."""
    copy = shutil.copytree(site, folder / site.name, ignore=shutil.ignore_patterns(".cache"))
    return list(Workspace(load_settings(copy / "mkdocs.yml")).run(today=TODAY).findings)


def report_of(result: Result) -> Report:
    """Return a run as emitters are given it."""
    return Report(result.findings, len(result.registry.all), result.excerpts, gone=result.gone)


def said(findings: Iterable[Finding]) -> list[str]:
    """Return findings as one line each, without the path: `3:9 TR201 flow EVAL-001 has no component`."""
    return [f"{each.position.line}:{each.position.column} {each.code} {each.message}" for each in findings]


def known_by(finding: Finding, indent: str = "") -> str:
    """Return what a finding is about, and its fingerprint; the entries it stands for are indented below it."""
    about = (finding.kind, finding.item, finding.field, finding.entry, finding.subject, *finding.suggestions)
    place = f"{finding.position.path}:{finding.position.line}:{finding.position.column}"
    line = f"{indent}{finding.code} {place} {finding.fingerprint} {json.dumps(about, ensure_ascii=False)}\n"
    return line + "".join(known_by(each, f"{indent}  ") for each in finding.entries)


def found(folder: Path, sidecar: str, *codes: str) -> list[str]:
    """Return what the rules with these codes say of one sidecar, each with its place."""
    return said(finding for finding in check(folder, sidecar) if finding.code in codes)


def messages(folder: Path, sidecar: str, *codes: str) -> list[str]:
    """Return the same without the places."""
    return [finding.message for finding in check(folder, sidecar) if finding.code in codes]


def failing(findings: Iterable[Finding]) -> list[str]:
    """Return the codes of the findings that are more than information."""
    return [finding.code for finding in findings if finding.severity is not Severity.INFO]


def compare_with_file(text: str, file: Path) -> None:
    """Hold a text against a file, to the letter. With `WRITE_EXPECTED=1` in the environment write it anew."""
    if os.environ.get("WRITE_EXPECTED") == "1":
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    assert file.is_file(), f"{file.name} is not there: run once with WRITE_EXPECTED=1, and read what it wrote"
    assert text == file.read_text(encoding="utf-8")


def as_data(values: Iterable[object]) -> list[Any]:
    """Return items, or what holds some, as plain data: they are compared by identity, tests compare what they say."""
    return asdict(_Held(list(values)))["values"]  # type: ignore[no-any-return]


@dataclass
class _Held:
    values: list[object]


def table(names: str, *rows: tuple[Any, ...]) -> pytest.MarkDecorator:
    """Run a test once for each row; its first cell is a sentence that names it, the others are arguments."""
    return pytest.mark.parametrize(names, [pytest.param(*row[1:], id=row[0]) for row in rows])


def quoted(text: str) -> list[str]:
    """Return what stands between backticks."""
    return re.findall(r"`([^`]*)`", text)


def hears_ctrl_c() -> None:
    """Undo, in a new process, what a shell does to those that it starts in the background: they ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
