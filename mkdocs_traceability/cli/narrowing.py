"""Options of `check` that narrow down which findings are shown: by rule, and by what has changed.

What is hidden is counted, and counts for nothing else: the exit status is that of what is shown.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from mkdocs_traceability.cli.completing import complete_rules

if TYPE_CHECKING:
    from mkdocs_traceability.model.finding import Finding
    from mkdocs_traceability.settings.load import Settings

_Command = TypeVar("_Command", bound=Callable[..., Any])


def _codes(context: click.Context, option: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    """Return what codes begin with, as they were given with an option, once or separated by commas."""
    named = tuple(code.strip().upper() for each in given for code in each.split(",") if code.strip())
    if named or given:
        from mkdocs_traceability.registry.nearest import nearest_word
        from mkdocs_traceability.rules import all_rules

        codes = all_rules()
        for name in named or ("",):
            if not name or not any(code.startswith(name) for code in codes):
                near = nearest_word(name, codes)
                hint = f"did you mean `{near}`?" if near else "`explain` lists all rules"
                raise click.BadParameter(f"no rule has the code `{name}`; {hint}", context, option)
    return named


class Narrowing(NamedTuple):
    """Which findings are shown: of rules whose codes begin so, and since which commit; empty for all."""

    select: tuple[str, ...]
    ignore: tuple[str, ...]
    changed: str

    def of(self, findings: "Sequence[Finding]", settings: "Settings") -> "tuple[list[Finding], list[str]]":
        """Return the findings that are shown, and notes on those that are not."""
        notes: list[str] = []
        shown = self.selected(findings)
        notes += _hidden(findings, shown, self._options())
        if self.changed and shown:
            from mkdocs_traceability.comparison.caused import caused_since

            caused, doubt = caused_since(settings, shown, self.changed)
            notes += [f"--changed shows all findings: {doubt}"] if doubt else []
            notes += _hidden(
                shown, caused, f"--changed, as nothing since {self.changed} can have caused them"
            )
            shown = caused
        return shown, notes

    def selected(self, findings: "Sequence[Finding]") -> "list[Finding]":
        """Return the findings of the rules that are asked for."""
        return [each for each in findings if self._is_selected(each)]

    def _is_selected(self, finding: "Finding") -> bool:
        """Whether a finding, or one that it stands for, is of a rule that is selected and not ignored."""
        codes = {finding.code, *(each.code for each in finding.entries)}
        is_selected = not self.select or any(code.startswith(self.select) for code in codes)
        return is_selected and not (self.ignore and finding.code.startswith(self.ignore))

    def _options(self) -> str:
        return " and ".join(filter(None, ["--select" * bool(self.select), "--ignore" * bool(self.ignore)]))


def narrowing_options(command: _Command) -> _Command:
    """Give a command the options `--changed`, `--select` and `--ignore`."""
    for option in (
        click.option(
            "--ignore",
            multiple=True,
            metavar="CODES",
            callback=_codes,
            shell_complete=complete_rules,
            help="Hide findings of these rules.",
        ),
        click.option(
            "--select",
            multiple=True,
            metavar="CODES",
            callback=_codes,
            shell_complete=complete_rules,
            help="Show only findings of these rules: codes or how they begin, such as TR101,TR4.",
        ),
        click.option(
            "--changed",
            is_flag=False,
            flag_value="HEAD",
            default="",
            metavar="[REF]",
            help="Show only findings that changes since the commit REF can have caused, or without REF the "
            "uncommitted changes. FOLDER stands before it.",
        ),
    ):
        command = option(command)
    return command


def refuse_site(reference: str, folder: Path) -> None:
    """Refuse a site in place of a commit: in `check --changed FOLDER` the option takes the folder."""
    if not reference or not _has_config(Path(reference)):
        return
    from mkdocs_traceability.files.former_tree import is_commit

    if not is_commit(folder if folder.is_dir() else folder.parent, reference):
        raise click.UsageError(
            f"`{reference}` is a site, not a commit: to check it, write `check {reference} --changed`"
        )


def _has_config(path: Path) -> bool:
    """Whether a path is the configuration of a site, or a folder that contains one."""
    from mkdocs_traceability.settings.config_names import CONFIG_NAMES

    return path.name in CONFIG_NAMES or any((path / name).is_file() for name in CONFIG_NAMES)


def _hidden(before: "Sequence[Finding]", after: "Sequence[Finding]", by: str) -> Iterator[str]:
    """Say how many findings are not shown, and by what."""
    from mkdocs_traceability.reports.text import counted

    left = {each.fingerprint for each in after}
    if hidden := [each for each in before if each.fingerprint not in left]:
        yield f"hidden by {by}: {counted(hidden)}"
