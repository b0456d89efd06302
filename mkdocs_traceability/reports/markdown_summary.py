"""A summary for a pull request, as Markdown that GitHub and GitLab render: what is new, what is gone, shares.

Whatever a file of the site contains is shown as text: it makes no markup, mentions nobody and closes nothing.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeVar

from mkdocs_traceability.analysis.badges import whole_percent
from mkdocs_traceability.model.baseline import BaselineEntry
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.kind_share import KindShare
from mkdocs_traceability.reports.addresses import is_absolute, uri
from mkdocs_traceability.reports.former import FormerFinding, gone_since, new_since
from mkdocs_traceability.reports.report import Report
from mkdocs_traceability.reports.text import by_severity, summary_of
from mkdocs_traceability.reports.wording import harmless, sentence

MARKER: Final = "<!-- mkdocs-traceability -->"
"""The first line, by which a comment that is to be replaced is found."""

_MOST: Final = 40
"""How many rows a table shows: a comment has room for 65,536 characters."""

_LONGEST: Final = 400
"""How many characters of a sentence are shown."""

_CODE: Final = re.compile(r"(`[^`]+`)")
_PLAIN_CODE: Final = re.compile(r"[^\s|\\](?:[^|\\]*[^\s|\\])?")
_MARKUP: Final = re.compile(r"([\\`*_{\[\]<>!|~&$%^:])")
"""What makes markup, an address or an emoji within a line, here or in GitLab's dialect."""

_MENTION: Final = re.compile(r"([@#])")
_BREAKS_LINK: Final = re.compile(r"[\s<>()\\|]")

Row = TypeVar("Row")


def emit(report: Report) -> str:
    """Return the summary; it lists what fails."""
    blocks = [MARKER, *_head(report), *_findings(report), *_shares(report), *_notes(report)]
    return "\n\n".join(blocks) + "\n"


def _head(report: Report) -> Iterator[str]:
    failing = any(finding.fails for finding in report.findings)
    yield f"### Traceability: {'failed' if failing else 'passed'}"
    url = _BREAKS_LINK.sub(lambda found: f"%{ord(found[0]):02X}", report.findings_url)
    link = f" [All findings]({url})." if url else ""
    yield f"{summary_of(report)}.{link}"


def _findings(report: Report) -> Iterator[str]:
    failing = [finding for finding in by_severity(report.findings) if finding.fails]
    row = _rows_of(report)
    if report.before:
        new, as_before = new_since(report.before, failing)
        yield from _table("New findings", new, row)
        yield from _table("Gone since the compared check", gone_since(report.before, report.findings), _gone)
        yield from _folded("Findings as before", as_before, row)
    elif report.has_baseline:
        yield from _table("New findings, not in the baseline", failing, row)
        yield from _table("Gone from the baseline", report.gone, _gone)
    else:
        yield from _table("Findings", failing, row)


def _rows_of(report: Report) -> Callable[[Finding], str]:
    def row(finding: Finding) -> str:
        return f"{finding.severity} | {finding.code} {_text(sentence(finding))} | {_place(finding, report)}"

    return row


def _gone(gone: FormerFinding | BaselineEntry) -> str:
    if isinstance(gone, BaselineEntry):
        subject = f" `{gone.subject}`" if gone.subject and "`" not in gone.subject else ""
        return f"gone | {_text(gone.code)} {_text(f'of {gone.label}{subject}')} | {_code(gone.path)}"
    return f"gone | {_text(gone.code)} {_text(gone.message)} | {_code(gone.path)}"


def _place(finding: Finding, report: Report) -> str:
    """Return where a finding is, a link if the address of the file is known, and at how many more places."""
    path, line = finding.position.path, finding.position.line
    shown = _code(f"{path}:{line}" if line > 0 else path)
    there = report.path(path)
    if report.file_url and there and not is_absolute(there) and not there.startswith("../"):
        address = f"{report.file_url}{uri(there)}{f'#L{line}' if line > 0 else ''}"
        shown = f"[{shown}]({_BREAKS_LINK.sub('', address)})"
    return shown + (f" and {len(finding.entries)} more" if finding.entries else "")


def _table(title: str, rows: Sequence[Row], row: Callable[[Row], str]) -> Iterator[str]:
    if rows:
        yield f"#### {title} ({len(rows)})"
        yield _lines(rows, row)


def _folded(title: str, rows: Sequence[Row], row: Callable[[Row], str]) -> Iterator[str]:
    if rows:
        yield f"<details><summary>{title} ({len(rows)})</summary>"
        yield _lines(rows, row)
        yield "</details>"


def _lines(rows: Sequence[Row], row: Callable[[Row], str]) -> str:
    lines = ["| | Finding | Place |", "| --- | --- | --- |"]
    lines += [f"| {row(each)} |" for each in rows[:_MOST]]
    if len(rows) > _MOST:
        lines.append(f"| | and {len(rows) - _MOST} more | |")
    return "\n".join(lines)


def _shares(report: Report) -> Iterator[str]:
    """Yield the shares of the kinds of which something is judged, before and after."""
    before = {share.kind: share for share in report.before.shares} if report.before else {}
    after = {share.kind: share for share in report.shares}
    titles = {share.kind: share.title for share in (*after.values(), *before.values()) if share.judged}
    kinds = [kind for kind in {**after, **before} if kind in titles]
    if not kinds:
        return
    yield "#### Shares"
    states = ("found or verified", "verified")
    names = [
        f"{state}{when}".capitalize()
        for state in states
        for when in ((" before", " now") if before else ("",))
    ]
    lines = [f"| Items | {' | '.join(names)} |", f"| --- {'| --- ' * len(names)}|"]
    for kind in kinds:
        times = (before, after) if before else (after,)
        held = [_share(time.get(kind), state) for state in states for time in times]
        lines.append(f"| {_text(titles[kind])} | {' | '.join(held)} |")
    yield "\n".join(lines)


def _share(share: KindShare | None, state: str) -> str:
    if share is None or not share.judged:
        return "–"
    part = share.verified if state == "verified" else share.holding
    return f"{part} of {share.judged} ({whole_percent(part, share.judged)} %)"


def _notes(report: Report) -> Iterator[str]:
    if notes := [note for note in report.notes if note]:
        yield "\n".join(f"- Note: {_text(note)}" for note in notes[:_MOST])


def _text(text: str) -> str:
    """Return a text so that it is shown as it is, names in backticks as code."""
    text = harmless(text)
    text = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    parts = _CODE.split(text)
    return "".join(_code(part[1:-1]) if number % 2 else _escaped(part) for number, part in enumerate(parts))


def _code(name: str) -> str:
    """Return a name as code; in tags where it has what a code span in a table cannot."""
    name = harmless(name)
    if "`" not in name and _PLAIN_CODE.fullmatch(name):
        return f"`{name}`"
    return f"<code>{_escaped(name)}</code>" if name else ""


def _escaped(text: str) -> str:
    """Return a text without what Markdown, or a forge that looks for names and numbers in it, takes up."""
    return _MENTION.sub(r"\\\1<!-- -->", _MARKUP.sub(r"\\\1", text))
