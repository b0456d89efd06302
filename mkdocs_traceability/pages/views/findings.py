"""The findings (show), rule by rule, each with its source line; waived ones come last, with their reasons.

Of very many, the first ones of each rule are shown. Excerpts are read when the page is rendered.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any, Final, NamedTuple

from mkdocs_traceability.exports.registry_json import NAME as JSON
from mkdocs_traceability.model.finding import SEVERITIES, Finding, count
from mkdocs_traceability.model.shown_words import machine_names, shown_word
from mkdocs_traceability.pages.page import REPORTS, GeneratedPage, PageHeading, page
from mkdocs_traceability.pages.parts.facets import FilterBar, filter_bar
from mkdocs_traceability.pages.parts.rows import RowData, RowKey, attention_key, item_keys, keyed
from mkdocs_traceability.pages.parts.trend import baseline_trend
from mkdocs_traceability.pages.site.finding_places import PAGE, RuleFindings
from mkdocs_traceability.pages.site.shown import ShownFinding, ShownOwner
from mkdocs_traceability.pages.site.view import SiteView
from mkdocs_traceability.rules import all_rules
from mkdocs_traceability.rules.engine.rule import Rule

_EXCUSED: Final = ("baseline", "waived")
"""What is folded away below the other findings."""

_PUBLISHED: Final = (
    "code",
    "severity",
    "message",
    "help",
    "kind",
    "item",
    "path",
    "line",
    "column",
    "waived",
    "reason",
    "owner",
    "until",
    "in_baseline",
)
"""The columns of the file of all findings."""

_FACETS: Final = ("severity", "rule", "owner", "system", "file", "kind")
"""The facets of the filter, in this order."""


class InboxLine(NamedTuple):
    """A finding as the page draws it, and the owners of its item."""

    shown: ShownFinding
    owners: tuple[ShownOwner, ...]


class RuleGroup(NamedTuple):
    """The findings of one rule with one severity, as far as they are shown."""

    rule: Rule
    heading: str
    group: RuleFindings
    lines: list[InboxLine]


class JumpLink(NamedTuple):
    """A link to the first of some findings, and their number."""

    text: str
    weight: str
    total: int
    href: str


@page(order=90, style="findings")
def findings_page(view: SiteView) -> Iterator[GeneratedPage]:
    """Yield the page of findings."""
    places = view.finding_places
    headings = tuple(PageHeading(_heading(view, group), group.anchor) for group in places.groups)
    yield GeneratedPage(
        name=PAGE,
        title=view.translate("Findings"),
        template="findings.html",
        context=lambda: _context(view.from_page(view.places.path(PAGE))),
        headings=headings,
        anchors=(
            *(heading.anchor for heading in headings),
            *(places.of(finding).anchor for group in places.groups for finding in group.findings),
        ),
        is_wide=True,
        group=view.translate(REPORTS),
        rows=partial(_file, view),
    )


def _file(view: SiteView) -> Iterator[tuple[str, ...]]:
    """Yield all findings as they are published, including waived ones."""
    yield _PUBLISHED
    for each in view.result.findings:
        path, line, column = each.position[:3]
        waiver = each.waiver
        yield (
            each.code,
            str(each.severity),
            each.message,
            each.help,
            each.kind,
            each.item,
            path,
            str(line),
            str(column),
            "yes" if waiver else "no",
            waiver.reason if waiver else "",
            waiver.owner if waiver else "",
            str(waiver.until or "") if waiver else "",
            "yes" if each.in_baseline else "no",
        )


def _heading(view: SiteView, group: RuleFindings) -> str:
    title = f"{group.code} {view.translate(all_rules()[group.code].title)}"
    word = view.translate(shown_word(group.severity, "severity"))
    return f"{title} · {word}" if group.is_second else title


# ------------------------------------------------------------------ what the template is given


def _context(view: SiteView) -> dict[str, Any]:
    places, totals = view.finding_places, count(view.result.findings)
    groups = [_shown(view, group) for group in places.groups]
    return {
        "weights": [
            JumpLink(severity, severity, totals[severity], view.severity_href(severity))
            for severity in SEVERITIES
            if totals[severity]
        ],
        "rules": [
            JumpLink(each.code, each.severity, each.total, view.rule_href(each.code, each.severity))
            for each in places.groups
        ],
        "groups": [each for each in groups if each.group.severity not in _EXCUSED],
        "folds": [
            (severity, totals[severity], [each for each in groups if each.group.severity == severity])
            for severity in _EXCUSED
            if totals[severity]
        ],
        "baseline": view.result.baseline if view.result.baseline.is_in_use else None,
        "left": view.result.left,
        "trend": baseline_trend(view),
        "has_owners": any(line.owners for each in groups for line in each.lines),
        "left_out": sum(group.left_out for group in places.groups),
        "bar": _bar(view),
        "json": view.href_of(JSON),
        "script": view.script,
    }


def _shown(view: SiteView, group: RuleFindings) -> RuleGroup:
    lines = [_line(view, finding) for finding in group.findings]
    return RuleGroup(all_rules()[group.code], _heading(view, group), group, lines)


def _line(view: SiteView, finding: Finding) -> InboxLine:
    item = view.item_of(finding)
    return InboxLine(view.finding(finding), view.owners(item) if item else ())


# ------------------------------------------------------------------ by what findings are chosen


def _bar(view: SiteView) -> FilterBar:
    """Return the filter above the findings that are shown."""
    findings = [finding for group in view.finding_places.groups for finding in group.findings]
    bar = filter_bar(view, _data(view, findings), len(findings), "findings", view.href_of("findings.csv"))
    return bar._replace(facets=sorted(bar.facets, key=lambda facet: _FACETS.index(facet.name)))


def _data(view: SiteView, findings: list[Finding]) -> RowData:
    lines = {finding.fingerprint: line for line, finding in enumerate(view.result.findings)}
    keys = [
        _severities(view, findings),
        _rules(view, findings),
        *item_keys(view, [view.item_of(finding) for finding in findings], _answering(findings)),
        _files(view, findings),
        attention_key(view, [finding.fails for finding in findings]),
    ]
    return RowData(
        keys,
        lines=[lines[finding.fingerprint] for finding in findings],
        formerly={"finding": "rule", "code": "rule"},
    )


def _severities(view: SiteView, findings: list[Finding]) -> RowKey:
    severities = [(finding.effective_severity,) for finding in findings]
    labels = {name: view.translate(shown_word(name, "severity")) for name in SEVERITIES}
    head, machine = view.translate("Severity"), machine_names("severity")
    return keyed("severity", head, severities, labels, SEVERITIES, machine)


def _rules(view: SiteView, findings: list[Finding]) -> RowKey:
    codes = [(finding.code,) for finding in findings]
    used = sorted({finding.code for finding in findings})
    labels = {code: f"{code} {view.translate(all_rules()[code].title)}" for code in used}
    return keyed("rule", view.translate("Rule"), codes, labels, used)


def _files(view: SiteView, findings: list[Finding]) -> RowKey:
    paths = [(finding.position.path,) for finding in findings]
    return keyed("file", view.translate("File"), paths, None, sorted({path for (path,) in paths}))


def _answering(findings: list[Finding]) -> list[tuple[str, ...]]:
    """Return the owners of the waivers of findings, who count beside the owners of the items."""
    return [(waiver.owner,) if (waiver := finding.waiver) and waiver.owner else () for finding in findings]
