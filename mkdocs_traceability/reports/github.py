"""Findings as workflow commands of GitHub Actions, which annotate the lines that they are about.

The escapes are those of the runner (`ActionCommand.cs`). It shows ten annotations of a level in a step, the
first ones: the most severe come first.
"""

from collections.abc import Iterator
from typing import Final

from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.reports.report import Report
from mkdocs_traceability.reports.text import by_severity, summary_of
from mkdocs_traceability.reports.wording import further_places, harmless, sentence

_COMMANDS: Final = {"error": "error", "warning": "warning", "info": "notice"}

_MOST_PLACES: Final = 50
"""How many further places an annotation lists: it has room for 64 KB."""


def emit(report: Report) -> str:
    """Return a command a finding that is neither waived nor in the baseline, and the summary for the log."""
    lines = [_command(finding, report) for finding in by_severity(report.counting)]
    return "".join(f"{line}\n" for line in [*lines, summary_of(report)])


def _command(finding: Finding, report: Report) -> str:
    properties = {"title": finding.code}
    if path := report.path(finding.position.path):
        properties = {"file": path, **_lines(finding.position), **properties}
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    message = "\n".join(map(harmless, _message(finding, report)))
    return f"::{_COMMANDS[finding.severity]} {listed}::{_data(message)}"


def _lines(at: Position) -> dict[str, str]:
    if at.line < 1:
        return {}
    properties = {"line": str(at.line)}
    if at.column > 0:
        properties["col"] = str(at.column)
        if at.length > 0:
            properties |= {"endLine": str(at.line), "endColumn": str(at.column + at.length)}
    return properties


def _message(finding: Finding, report: Report) -> Iterator[str]:
    """Yield what is wrong and where, since the log shows no other place; what to do; and further places."""
    yield f"{_place(finding.position, report)}: {finding.code} {sentence(finding)}"
    if finding.help:
        yield finding.help
    places = list(further_places(finding))
    for place in places[:_MOST_PLACES]:
        yield f"{_place(place.position, report)}: {place.text}"
    if len(places) > _MOST_PLACES:
        yield f"and at {len(places) - _MOST_PLACES} more places"


def _place(position: Position, report: Report) -> str:
    return str(position._replace(path=report.path(position.path)))


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(harmless(text)).replace(":", "%3A").replace(",", "%2C")
