"""Findings as annotations of a job of GitLab: links to the lines they are about, on the page of the job.

GitLab refuses a file of more than 80 KB, and 1,000 links in a section: what is over that is left out, and the
section says so. The most severe come first.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.reports.addresses import uri
from mkdocs_traceability.reports.report import Report
from mkdocs_traceability.reports.wording import further_places, harmless, sentence

_SECTIONS: Final = {"error": "errors", "warning": "warnings", "info": "info"}

_MOST_LINKS: Final = 1000
_MOST_BYTES: Final = 80 * 1024 - 1024
"""Of all links: the rest is for the names of sections."""


def emit(report: Report) -> str:
    """Return a JSON object of sections, each a list of links; empty where nothing was found."""
    sections: dict[str, list[Any]] = {}
    left = _MOST_BYTES
    for severity, name in _SECTIONS.items():
        findings = [finding for finding in report.counting if finding.severity == severity]
        links = [link for finding in findings for link in _links(finding, report)]
        listed = list(_fitting(links, left))
        left -= sum(map(_size, listed))
        if links:
            more = f" (first {len(listed)} of {len(links)} places)" if len(listed) < len(links) else ""
            sections[f"Traceability: {len(findings)} {name}{more}"] = listed
    return f"{_json(sections)}\n"


def _links(finding: Finding, report: Report) -> Iterator[dict[str, Any]]:
    """Yield a link to each place of a finding."""
    yield _link(f"{finding.code} {{}}: {sentence(finding)}", finding.position, report)
    for place in further_places(finding):
        yield _link(f"{finding.code} also {{}}: {place.text}", place.position, report)


def _link(label: str, at: Position, report: Report) -> dict[str, Any]:
    path = report.path(at.path)
    line = f"#L{at.line}" if at.line > 0 else ""
    shown = harmless(label.replace("{}", f"{path}:{at.line}", 1))
    return {"external_link": {"label": shown, "url": f"{report.file_url}{uri(path)}{line}"}}


def _fitting(links: Iterable[Any], left: int) -> Iterator[Any]:
    """Yield the first links, as many as GitLab takes."""
    for number, link in enumerate(links):
        left -= _size(link)
        if left < 0 or number == _MOST_LINKS:
            return
        yield link


def _size(link: Any) -> int:
    return len(_json(link).encode()) + 1


def _json(data: Any) -> str:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace").decode()
