"""What tests of import share: a site with pages, and the real command on it."""

from pathlib import Path
from typing import Any

import yaml
from click.testing import CliRunner, Result
from support import TODAY, write_site

from mkdocs_traceability.cli.main import main
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.settings.load import load_settings
from mkdocs_traceability.workspace import Workspace

PAGE = "docs/a.md"
SIDECAR = "docs/a.trace.yml"


def run_import(folder: Path, *arguments: str, page: str = PAGE) -> Result:
    """Run the command on a page of a site; it never ends in an exception."""
    done = CliRunner().invoke(main, ["import", str(folder / page), *arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.output
    return done


def imported(folder: Path, text: str, *arguments: str, files: dict[str, str] | None = None) -> dict[str, Any]:
    """Import a page of a new site; return its sidecar as plain data."""
    write_site(folder, {PAGE: text, **(files or {})})
    done = run_import(folder, *arguments, "--write")
    assert done.exit_code == 0, done.output
    sidecar = folder / SIDECAR
    return yaml.safe_load(sidecar.read_text(encoding="utf-8")) if sidecar.exists() else {}


def page(folder: Path) -> str:
    """The page as it stands after the import."""
    return (folder / PAGE).read_bytes().decode()


def findings(folder: Path) -> list[Finding]:
    """What a check finds in the site."""
    return list(Workspace(load_settings(folder / "mkdocs.yml")).run(today=TODAY).findings)


def form_findings(folder: Path) -> list[str]:
    """What a check finds wrong with the form of what was written: there is never any."""
    return [
        f"{each.code} {each.position}: {each.message}"
        for each in findings(folder)
        if each.code.startswith(("TR00", "TR5"))
    ]
