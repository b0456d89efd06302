"""Findings as a JUnit report: a suite a file, a case a finding, which fails where the finding does.

What is waived or in the baseline is skipped, with the reason; what is only information passes. A case keeps
its name when lines are inserted above it, so that services can tell new failures from old ones.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Final
from xml.etree import ElementTree

from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.reports.report import Report
from mkdocs_traceability.reports.text import render_one
from mkdocs_traceability.reports.wording import said_of_waiver, sentence

_NO_XML: Final = re.compile(
    r"[^\t\n\r\x20-\x7E\xA0-\u2029\u202F-\u2065\u206A-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]"
)
"""What XML 1.0 has no place for (section 2.2), not even escaped; what it advises against; what turns text."""

_NOTHING: Final = "no findings"
_PROGRAM: Final = "mkdocs-traceability"


def emit(report: Report) -> str:
    """Return the report as XML; without findings it has one case: an empty report is taken for an error."""
    root = ElementTree.Element("testsuites", _attributes(name=_PROGRAM, **_counts(report.findings)))
    names = Counter(map(_place_and_name, report.findings))
    for path, group in groupby(report.findings, lambda finding: finding.position.path):
        _add_suite(root, path, list(group), names, report)
    if not report.findings:
        suite = ElementTree.SubElement(root, "testsuite", _attributes(name=_PROGRAM, **_counts((None,))))
        ElementTree.SubElement(suite, "testcase", _attributes(classname=_PROGRAM, name=_NOTHING))
        root.set("tests", "1")
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def _add_suite(
    root: ElementTree.Element,
    path: str,
    findings: Sequence[Finding],
    names: Mapping[tuple[str, str], int],
    report: Report,
) -> None:
    name = report.path(path) or _PROGRAM
    suite = ElementTree.SubElement(root, "testsuite", _attributes(name=name, **_counts(findings)))
    for finding in findings:
        is_only = names[_place_and_name(finding)] == 1
        case = {
            "classname": name,
            "name": _name(finding) if is_only else f"{_name(finding)} ({finding.fingerprint})",
            "file": name,
            "line": str(max(finding.position.line, 1)),
        }
        _add_outcome(ElementTree.SubElement(suite, "testcase", _attributes(**case)), finding, report)


def _add_outcome(case: ElementTree.Element, finding: Finding, report: Report) -> None:
    if finding.waiver:
        reason = said_of_waiver(finding.waiver)
        ElementTree.SubElement(case, "skipped", _attributes(message=reason))
    elif finding.in_baseline:
        ElementTree.SubElement(case, "skipped", _attributes(message="in the baseline"))
    elif finding.fails:
        failure = _attributes(message=sentence(finding), type=str(finding.severity))
        ElementTree.SubElement(case, "failure", failure).text = _xml(render_one(finding, report.excerpts))
        return
    ElementTree.SubElement(case, "system-out").text = _xml(render_one(finding, report.excerpts))


def _name(finding: Finding) -> str:
    return f"{finding.code} {finding.message}"


def _place_and_name(finding: Finding) -> tuple[str, str]:
    """Return what names a case, as it is written: two may differ only in what XML has no place for."""
    return _xml(finding.position.path), _xml(_name(finding))


def _counts(findings: Iterable[Finding | None]) -> dict[str, str]:
    findings = list(findings)
    failures = sum(1 for each in findings if each and each.fails)
    skipped = sum(1 for each in findings if each and (each.waiver or each.in_baseline))
    counts = {"tests": len(findings), "failures": failures, "errors": 0, "skipped": skipped}
    return {name: str(count) for name, count in counts.items()}


def _attributes(**values: str) -> dict[str, str]:
    return {name: _xml(value) for name, value in values.items()}


def _xml(text: str) -> str:
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)
