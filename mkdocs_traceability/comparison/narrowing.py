"""Narrow down which findings are shown: by rule, and by what has changed. What is hidden is counted."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mkdocs_traceability.model.finding import Finding
    from mkdocs_traceability.settings.load import Settings


def unknown_code(name: str) -> str:
    """Say that no rule has a code that begins so, and which is near; empty where one has."""
    from mkdocs_traceability.registry.nearest import nearest_word
    from mkdocs_traceability.rules import all_rules

    codes = all_rules()
    if name and any(code.startswith(name) for code in codes):
        return ""
    near = nearest_word(name, codes)
    hint = f"did you mean `{near}`?" if near else "`explain` lists all rules"
    return f"no rule has the code `{name}`; {hint}"


class Narrowing(NamedTuple):
    """Which findings are shown: of rules whose codes begin so, and since which commit; empty for all."""

    select: tuple[str, ...]
    ignore: tuple[str, ...]
    changed: str

    def of(
        self,
        findings: "Sequence[Finding]",
        settings: "Settings",
        documents: tuple[str, ...] | None = None,
    ) -> "tuple[list[Finding], list[str]]":
        """Return the findings that are shown, and notes on those that are not.

        `documents` are named where nothing but their statements was checked.
        """
        shown, notes = self.among(findings)
        if self.changed and shown:
            from mkdocs_traceability.comparison.caused import caused_since

            caused, doubt = caused_since(settings, shown, self.changed, documents)
            notes += [f"--changed shows all findings: {doubt}"] if doubt else []
            notes += _hidden(
                shown, caused, f"--changed, as nothing since {self.changed} can have caused them"
            )
            shown = caused
        return shown, notes

    def among(self, findings: "Sequence[Finding]") -> "tuple[list[Finding], list[str]]":
        """Return the findings of the rules that are asked for, and notes on the others."""
        shown = self.selected(findings)
        return shown, list(_hidden(findings, shown, self._options()))

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


def _hidden(before: "Sequence[Finding]", after: "Sequence[Finding]", by: str) -> Iterator[str]:
    """Say how many findings are not shown, and by what."""
    from mkdocs_traceability.reports.text import counted

    left = {each.fingerprint for each in after}
    if hidden := [each for each in before if each.fingerprint not in left]:
        yield f"hidden by {by}: {counted(hidden)}"
