"""What a rule reports, and where: a value that text, pages and exports are views of."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Final

from mkdocs_traceability.model.item import Item, Waived, Waiver
from mkdocs_traceability.model.position import Position


class Severity(StrEnum):
    """How much a finding weighs."""

    ERROR = "error"
    """Fails a strict build."""

    WARNING = "warning"
    """Fails a strict build too."""

    INFO = "info"
    """Never fails a build."""

    OFF = "off"
    """Switches a rule off: no finding has it."""


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that belongs to a finding, and what stands there."""

    position: Position
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake at one place.

    `label` stands behind the caret. `subject` is the value that is wrong, and `entry` the entry of a list in
    which it stands, where only that tells it from its like: `rules/fingerprints.py` makes the `fingerprint`
    of these and what is concerned. `declaration` is where that item is declared: two may have one id.
    `says_absent` is true of what is a mistake only if something is declared nowhere, also in no page that
    only a build knows.
    The stage that finds it leaves the severity to the judge.

    `mistake` names the mistake where it shows at several places, such as an id that was renamed: findings
    with the same name are said as one. One that `follows` is only a consequence of it. The others are then
    the `entries` of the one that is said, each as it was found, with its place and its waiver.

    `doubted` is the code of the rule that found what only a build can know for sure: the finding says then
    that it is not checked, and keeps the fingerprint that it has in a build.
    """

    code: str
    """The code of the rule, such as `TR101`."""

    message: str
    """What is wrong, in one sentence, with names in backticks."""

    position: Position
    """Where it is wrong."""

    label: str = ""

    help: str = ""
    """What to do about it."""

    related: tuple[Related, ...] = ()
    """Other places that belong to it, each with its `position` and a `text`."""

    kind: str = ""
    """The kind of the item concerned, empty where it concerns none."""

    item: str = ""
    """The id of the item concerned, empty where it concerns none."""

    field: str = ""
    """The field, relation or claim type concerned, empty where it concerns none."""

    subject: str = ""

    severity: Severity = Severity.ERROR
    """How serious it is, by the rule or by `rules` in `mkdocs.yml`."""

    waiver: Waiver | None = None
    """The waiver that covers it, with its `reason`, `owner` and `until`; None without one."""

    declaration: Position | None = None
    says_absent: bool = False
    mistake: str = ""
    follows: bool = False
    entries: tuple["Finding", ...] = ()
    """The other findings with the same cause, which this one stands for."""

    entry: str = ""

    fingerprint: str = ""
    """Identifies the finding: unique within a run, and the same after unrelated edits."""

    in_baseline: bool = False
    """Whether the baseline has it: then it fails nothing."""

    doubted: str = ""

    suggestions: tuple[str, ...] = ()
    """What may be meant in place of `subject`, as it would be written there, the most likely first."""

    @classmethod
    def of(
        cls,
        item: Item,
        code: str,
        message: str,
        *,
        at: Position | None = None,
        label: str = "",
        help: str = "",  # noqa: A002 - the field's own name
        related: tuple[Related, ...] = (),
        field: str = "",
        subject: str = "",
        mistake: str = "",
        follows: bool = False,
        suggestions: tuple[str, ...] = (),
    ) -> "Finding":
        """Make a finding that concerns `item`, at its id unless `at` says otherwise."""
        return cls(
            code,
            message,
            at or item.position,
            label=label,
            help=help,
            related=related,
            kind=item.kind,
            item=item.id,
            field=field,
            subject=subject,
            declaration=item.position,
            mistake=mistake,
            follows=follows,
            suggestions=suggestions,
        )

    @property
    def fails(self) -> bool:
        """Whether this finding ends a strict build."""
        return self.waiver is None and not self.in_baseline and self.weighs

    @property
    def weighs(self) -> bool:
        """Whether it is an error or a warning, waived or not."""
        return self.severity in (Severity.ERROR, Severity.WARNING)

    @property
    def effective_severity(self) -> str:
        """Its severity, `waived` where somebody answers for it, or `baseline` where the baseline has it."""
        if self.waiver:
            return "waived"
        return "baseline" if self.in_baseline else str(self.severity)

    def is_about(self, waived: Waived) -> bool:
        """Whether it is about what a waiver is limited to: its item, what is wrong at it, or a name."""
        if waived.field and waived.field != self.field:
            return False
        about = {self.item, self.subject or self.entry, *(() if self.subject else quoted_in(self.message))}
        return waived.text in about

    def with_severity(self, severity: Severity) -> "Finding":
        """Return this finding as weighty as `severity`."""
        return self if severity is self.severity else replace(self, severity=severity)

    def waived_by(self, waiver: Waiver) -> "Finding":
        """Return this finding as waived."""
        return replace(self, waiver=waiver)


_QUOTED: Final = re.compile(r"`([^`]*)`")


_CODE: Final = re.compile("TR[0-9]{3}")
"""What codes look like: reports write them without looking for what they could do there."""


def quoted_in(message: str) -> tuple[str, ...]:
    """Return the names that a message quotes: what it is about, where nothing else says that."""
    return tuple(_QUOTED.findall(message))


SEVERITIES: Final = ("error", "warning", "info", "baseline", "waived")
"""What `Finding.effective_severity` can be, the most severe first."""


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Sort by path, line, column and code: the one order in which findings are shown."""
    return sorted(findings, key=lambda f: (f.position, f.code, f.message))


def count(findings: Iterable[Finding]) -> dict[str, int]:
    """Count findings by severity; waived ones under `waived`, those of the baseline under `baseline`."""
    counts = {"error": 0, "warning": 0, "info": 0, "waived": 0, "baseline": 0}
    for finding in findings:
        counts[finding.effective_severity] += 1
    return counts


def as_stored(finding: Finding) -> list[Any]:
    """Return a finding as plain data, to be kept between runs."""
    waiver = finding.waiver
    return [
        finding.code,
        finding.message,
        finding.position,
        finding.label,
        finding.help,
        [(related.position, related.text) for related in finding.related],
        finding.kind,
        finding.item,
        finding.field,
        finding.subject,
        finding.severity,
        waiver and (*waiver[:3], waiver.until and waiver.until.isoformat(), *waiver[4:6], list(waiver.of)),
        finding.declaration,
        finding.says_absent,
        finding.mistake,
        finding.follows,
        [as_stored(entry) for entry in finding.entries],
        finding.entry,
        finding.doubted,
        finding.fingerprint,
        finding.in_baseline,
        list(finding.suggestions),
    ]


def from_stored(stored: Any) -> Finding:
    """Return plain data as the finding it was.

    Raises:
        ValueError, TypeError: where it cannot have been one.

    """
    *plain, mistake, follows, entries, entry, doubted, print_, in_baseline, suggestions = stored
    code, message, position, label, help_, related, kind, item, field, subject, *judged = plain
    severity, waiver, declaration, says_absent = judged
    texts = [code, message, label, help_, kind, item, field, subject, mistake, entry, doubted, print_]
    texts += [*(text for _, text in related), *suggestions]
    if waiver:
        waived, reason, owner, until, at, from_defaults, of = waiver
        texts += [waived, reason, owner, *(text for each in of for text in each[:2])]
        until = date.fromisoformat(until) if until else None
        of = tuple(Waived(text, name, _position(place)) for text, name, place in of)
        waiver = Waiver(waived, reason, owner, until, _position(at), bool(from_defaults), of)
    if not all(isinstance(text, str) for text in texts):
        raise TypeError("a text that is none")
    if not all(map(_CODE.fullmatch, filter(None, (code, doubted)))):
        raise ValueError("a code that no rule can have")
    return Finding(
        code,
        message,
        _position(position),
        label,
        help_,
        tuple(Related(_position(place), text) for place, text in related),
        kind,
        item,
        field,
        subject,
        Severity(severity),
        waiver=waiver or None,
        declaration=_position(declaration) if declaration else None,
        says_absent=bool(says_absent),
        mistake=mistake,
        follows=bool(follows),
        entries=tuple(map(from_stored, entries)),
        entry=entry,
        fingerprint=print_,
        in_baseline=bool(in_baseline),
        doubted=doubted,
        suggestions=tuple(suggestions),
    )


def _position(stored: Any) -> Position:
    path, line, column, length = stored
    if not isinstance(path, str) or any(type(each) is not int for each in (line, column, length)):
        raise TypeError("a position that is none")
    return Position(path, line, column, length)
