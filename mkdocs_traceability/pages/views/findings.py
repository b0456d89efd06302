"""The findings, with the line each speaks of, and the waivers with their reasons.

Of very many each rule shows its first ones. An excerpt is read when the page is made.
"""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from mkdocs_traceability.exports.registry_json import NAME as JSON
from mkdocs_traceability.model.finding import SEVERITIES, count
from mkdocs_traceability.pages.page import REPORTS, GeneratedPage, PageHeading, page
from mkdocs_traceability.pages.site.finding_places import PAGE, RuleFindings
from mkdocs_traceability.pages.site.shown import ShownFinding
from mkdocs_traceability.pages.site.view import SiteView
from mkdocs_traceability.rules import all_rules
from mkdocs_traceability.rules.engine.rule import Rule


class RuleGroup(NamedTuple):
    """What one rule found with one severity, as far as it is shown."""

    rule: Rule
    heading: str
    group: RuleFindings
    findings: list[ShownFinding]


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
)
"""The columns of the file of all findings."""


class JumpLink(NamedTuple):
    """A link to the first of some findings, and how many these are."""

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
        group=view.translate(REPORTS),
        rows=lambda: _file(view),
    )


def _file(view: SiteView) -> Iterator[tuple[str, ...]]:
    """Yield all findings as they are published, waived ones among them."""
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
        )


def _heading(view: SiteView, group: RuleFindings) -> str:
    title = f"{group.code} {view.translate(all_rules()[group.code].title)}"
    return f"{title} · {view.translate(group.severity)}" if group.is_second else title


def _context(view: SiteView) -> dict[str, Any]:
    places, rules = view.finding_places, all_rules()
    totals = count(view.result.findings)
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
        "groups": [
            RuleGroup(
                rules[group.code],
                _heading(view, group),
                group,
                [view.finding(finding) for finding in group.findings],
            )
            for group in places.groups
        ],
        "left_out": sum(group.left_out for group in places.groups),
        "json": view.href_of(JSON),
        "csv": view.href_of("findings.csv"),
    }
