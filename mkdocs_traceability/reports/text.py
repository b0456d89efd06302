"""Findings as people read them: a place, a sentence, the line with a caret, and what to do."""

from collections.abc import Iterable, Mapping
from typing import Final

from mkdocs_traceability.model.finding import SEVERITIES, Finding, count
from mkdocs_traceability.model.grounding import STATEMENT_KINDS, Grounding, Standing
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.shown_words import several, shown_word
from mkdocs_traceability.reading.excerpts import Excerpts
from mkdocs_traceability.reports.report import Paint, Report, plain
from mkdocs_traceability.reports.terminal import text_width
from mkdocs_traceability.reports.wording import harmless, said_of_entry, said_of_waiver

_WIDEST: Final = 110
"""How much of a line an excerpt shows."""

_MOST_EXCERPTS: Final = 8
"""At how many further places of a mistake the line is shown; of the others there is only the place."""


def emit(report: Report) -> str:
    """Return errors, then warnings, then how much more there is, and the summary as the last line.

    Of statements of documents the summary comes first.

    A brief report has a line for each finding, and nothing else.
    """
    findings = report.findings
    listed = [each for each in by_severity(findings) if report.is_verbose or each.fails]
    if report.is_brief:
        return "".join(f"{_headline(finding, report.paint)}\n" for finding in listed)
    parts = [f"{render(listed, report.excerpts, report.paint)}\n" if listed else ""]
    if not report.is_verbose and (more := not_listed(findings)):
        parts.append(f"Not listed: {more}. List them with -v.\n")
    if report.grounding is not None:
        shown = statements(report.grounding, report.paint) if report.is_verbose else ""
        return f"{summary_of(report)}\n\n{shown}{''.join(parts)}".rstrip("\n") + "\n"
    if findings and report.findings_url:
        parts.append(f"All findings: {harmless(report.findings_url)}\n")
    return "".join([*parts, f"{summary_of(report)}\n"])


def render(findings: Iterable[Finding], excerpts: Excerpts, paint: Paint = plain) -> str:
    """Render findings one below the other, a blank line between them."""
    return "\n".join(render_one(finding, excerpts, paint) for finding in findings)


def render_one(finding: Finding, excerpts: Excerpts, paint: Paint = plain) -> str:
    """Render one finding, ending in a line end."""
    width = _margin(finding)
    lines = _excerpts(finding, width, excerpts)
    if finding.help:
        lines.append(f"{' ' * width} = {finding.help}")
    if finding.waiver:
        lines.append(f"{' ' * width} = {said_of_waiver(finding.waiver)}")
    elif finding.in_baseline:
        lines.append(f"{' ' * width} = in the baseline ({finding.severity})")
    return "\n".join([_headline(finding, paint), *map(harmless, lines)]) + "\n"


def by_severity(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings with the most severe first, those of the baseline and with a waiver last."""
    return sorted(findings, key=lambda finding: SEVERITIES.index(finding.effective_severity))


def not_listed(findings: Iterable[Finding]) -> str:
    """Say how many findings fail nothing and are listed on request only; empty where there is none."""
    counts = count(findings)
    return ", ".join(_excused(counts, SEVERITIES[2:]))


def excerpt(finding: Finding, excerpts: Excerpts) -> str:
    """Return the lines a finding speaks of, with carets, as they stand below its headline."""
    return "\n".join(map(harmless, _excerpts(finding, _margin(finding), excerpts)))


def _headline(finding: Finding, paint: Paint) -> str:
    """Return the first line: place, code, severity and the sentence."""
    severity = finding.effective_severity
    marked = paint(f"{finding.code} [{severity}]", severity)
    return f"{harmless(str(finding.position))}: {marked} {harmless(finding.message)}"


def counted(findings: Iterable[Finding]) -> str:
    """Say how many findings there are of each severity that any has."""
    counts = count(findings)
    parts = [several(counts[name], name) for name in SEVERITIES[:2] if counts[name]]
    return ", ".join([*parts, *_excused(counts, SEVERITIES[2:])])


def summary_of(report: Report) -> str:
    """Return how many findings there are; of documents alone how many statements hold."""
    if (grounding := report.grounding) is None:
        return summary(report.items, report.findings)
    checkable = several(len(grounding.statements), "checkable statement")
    hold, fail, unknown = (
        grounding.count(each) for each in (Standing.HOLDS, Standing.FAILS, Standing.UNKNOWN)
    )
    return (
        f"{checkable} · {hold} {'holds' if hold == 1 else 'hold'} · "
        f"{fail} {'does' if fail == 1 else 'do'} not · {unknown} cannot be checked here"
    )


def statements(grounding: Grounding, paint: Paint = plain) -> str:
    """Return a line for each statement that holds, with the place of what it names, or cannot be checked."""
    lines = []
    for each in grounding.statements:
        if each.standing is Standing.FAILS:
            continue
        said = paint(str(each.standing), "held" if each.standing is Standing.HOLDS else "info")
        what = f"{STATEMENT_KINDS.get(each.kind, 'statement')} `{each.statement.text}`"
        place = f" ({each.place})" if each.place else ""
        lines.append(f"{harmless(str(each.statement.position))}: {said}: {harmless(what + place)}\n")
    return "".join([*lines, "\n" * bool(lines)])


def summary(items: int, findings: Iterable[Finding]) -> str:
    """Return the last line: how many items there are, and how many findings of each severity.

    Beside a baseline, errors and warnings are new ones.
    """
    counts = count(findings)
    new = "new " if counts["baseline"] else ""
    parts = [
        several(counts["error"], f"{new}error"),
        several(counts["warning"], f"{new}warning"),
        f"{counts['info']} info",
    ]
    parts += _excused(counts, SEVERITIES[3:])
    declared = "no items declared" if items == 0 else several(items, "item")
    return f"{declared}: {', '.join(parts)}"


def _excused(counts: Mapping[str, int], names: Iterable[str]) -> list[str]:
    return [f"{counts[name]} {shown_word(name, 'severity')}" for name in names if counts[name]]


def _margin(finding: Finding) -> int:
    """Return how many digits the line numbers of a finding have at most."""
    lines = [finding.position.line, *(related.position.line for related in finding.related)]
    lines += [entry.position.line for entry in finding.entries]
    return len(str(max(lines)))


def _excerpts(finding: Finding, width: int, excerpts: Excerpts) -> list[str]:
    lines = _excerpt(finding.position, finding.label, width, "^", excerpts)
    for related in finding.related:
        lines.append(f"{' ' * width}::: {related.position}")
        lines += _excerpt(related.position, related.text, width, "-", excerpts)
    for number, entry in enumerate(finding.entries):
        said = said_of_entry(entry, finding)
        if number < _MOST_EXCERPTS:
            lines.append(f"{' ' * width}::: {entry.position}")
            lines += _excerpt(entry.position, said, width, "-", excerpts)
        else:
            lines.append(f"{' ' * width}::: {entry.position} {said}".rstrip())
    return lines


def _excerpt(at: Position, label: str, width: int, mark: str, excerpts: Excerpts) -> list[str]:
    margin = " " * width
    line = excerpts.line(at.path, at.line).rstrip()
    if not line:
        return [f"{margin} | {label}"] if label else []
    start = min(max(at.column - 1, 0), len(line))
    end = min(start + at.length, len(line)) if at.length else len(line)
    line, start, end = _cut(line, start, max(end, start + 1))
    line = harmless(line.expandtabs(1))  # of a long line only what is shown: many findings may be in it
    pointer = " " * text_width(line[:start]) + mark * max(text_width(line[start:end]), 1)
    return [
        f"{margin} |",
        f"{at.line:>{width}} | {line}".rstrip(),
        f"{margin} | {pointer} {label}".rstrip(),
        f"{margin} |",
    ]


def _cut(line: str, start: int, end: int) -> tuple[str, int, int]:
    """Show a long line around what is pointed at."""
    if len(line) <= _WIDEST:
        return line, start, end
    first = max(0, min(start - 20, len(line) - _WIDEST))
    shown = line[first : first + _WIDEST]
    start, end = start - first, min(end - first, _WIDEST)
    if first:
        shown = "…" + shown[1:]
    if first + _WIDEST < len(line):
        shown = shown[:-1] + "…"
    return shown, start, end
