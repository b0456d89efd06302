"""`check --fix` and `check --diff`: what can be repaired is repaired, or shown."""

import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from mkdocs_traceability.cli.console import fail, say, show
from mkdocs_traceability.files.ordinary import why
from mkdocs_traceability.model.shown_words import several

if TYPE_CHECKING:
    from mkdocs_traceability.comparison.narrowing import Narrowing
    from mkdocs_traceability.edits.changes import Change
    from mkdocs_traceability.edits.repairs import Repaired
    from mkdocs_traceability.model.finding import Finding
    from mkdocs_traceability.model.fix import Fix
    from mkdocs_traceability.workspace import Workspace

_F = TypeVar("_F", bound=Callable[..., Any])


def fixing_options(command: _F) -> _F:
    """Give a command the options that say whether and what it repairs."""
    for option in (
        click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: apply suggestions as well."),
        click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing."),
        click.option("--fix", is_flag=True, help="Fix what has one safe fix, then check."),
    ):
        command = option(command)
    return command


def refuse_useless(*, fix: bool, diff: bool, unsafe_fixes: bool) -> None:
    """Refuse options that make no sense together."""
    if unsafe_fixes and not (fix or diff):
        raise click.UsageError("--unsafe-fixes works only with --fix or --diff")


def show_fixes(workspace: "Workspace", narrowing: "Narrowing", *, unsafe: bool) -> None:
    """Show as a diff what would be changed, and end the command: with 1 if there is something."""
    from mkdocs_traceability.edits.changes import as_diff

    repaired, changes = _repaired(workspace, narrowing, unsafe=unsafe)
    show("".join(f"{line}\n" for line in as_diff(changes)))
    _say(repaired, "Would fix", changes)
    sys.exit(bool(changes))


def fix_findings(workspace: "Workspace", narrowing: "Narrowing", *, unsafe: bool) -> None:
    """Change the sources, and say what was fixed."""
    from mkdocs_traceability.edits.changes import apply

    repaired, changes = _repaired(workspace, narrowing, unsafe=unsafe)
    try:
        apply(changes)
    except OSError as error:
        fail(f"{error.filename or 'the sources'}: {why(error)}; nothing was changed")
    _say(repaired, "Fixed", changes)


def fixes_offered(
    workspace: "Workspace", findings: "Iterable[Finding]", documents: Mapping[str, bytes]
) -> "dict[str, list[Fix]]":
    """Return what could be repaired, by the fingerprints of findings; `documents` can be edited as well."""
    from mkdocs_traceability.edits.repairs import fixes_of_all_places

    texts = _texts({**workspace.own_sources(), **documents})
    fixes = {finding.fingerprint: fixes_of_all_places(finding, texts.get) for finding in findings}
    return {fingerprint: each for fingerprint, each in fixes.items() if each}


def _repaired(
    workspace: "Workspace", narrowing: "Narrowing", *, unsafe: bool
) -> "tuple[Repaired, list[Change]]":
    """Repair the findings that are shown."""
    from mkdocs_traceability.edits.changes import Change
    from mkdocs_traceability.edits.repairs import repaired

    sources = workspace.own_sources()
    done = repaired(
        _texts(sources),
        lambda edited: narrowing.of(workspace.check_as_if(_as_bytes(edited)), workspace.settings)[0],
        lambda path, text: workspace.read_as(path, text.encode()),
        unsafe=unsafe,
    )
    root = workspace.settings.root
    changes = [
        Change(_near(root / path), sources[path], text.encode(), "fix findings")
        for path, text in sorted(done.texts.items())
    ]
    return done, changes


def _near(file: Path) -> Path:
    """Return a path as short as it can be written here."""
    return file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file


def _texts(sources: Mapping[str, bytes]) -> dict[str, str]:
    return {path: text for path, data in sources.items() if (text := _text(data)) is not None}


def _text(data: bytes) -> str | None:
    try:
        return data.decode()
    except UnicodeDecodeError:  # a finding says so
        return None


def _as_bytes(texts: Mapping[str, str]) -> dict[str, bytes]:
    return {path: text.encode() for path, text in texts.items()}


def _say(repaired: "Repaired", verb: str, changes: "list[Change]") -> None:
    """Say how much was fixed, what was refused, and what else could be."""
    for finding, fix in repaired.refused:
        message = f"not fixed, as more than that would change: {finding.code} ({fix.title})"
        say(f"{finding.position}: {message}")
    more = f" ({repaired.unsafe} more with --unsafe-fixes)" if repaired.unsafe else ""
    what = f"{verb} {several(repaired.count, 'finding')} in {several(len(changes), 'file')}"
    say(f"{what if changes else 'Nothing to fix'}{more}")
