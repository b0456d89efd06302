"""The tool `check`: what the command `check` finds, or what changes can have caused of it."""

from functools import partial
from typing import Final

from pydantic import Field

from mkdocs_traceability.comparison.narrowing import Narrowing, unknown_code
from mkdocs_traceability.mcp.answers import Listing, ShownFinding, finding_shown, fitting
from mkdocs_traceability.mcp.arguments import Page, Short
from mkdocs_traceability.mcp.site import Refused, Site
from mkdocs_traceability.mcp.texts import NOTICE
from mkdocs_traceability.model.finding import count
from mkdocs_traceability.reports.text import by_severity, summary
from mkdocs_traceability.settings.on_host import notes_on_host

_MOST_NOTES: Final = 20


class CheckArguments(Page):
    """Which findings are wanted; all that fail the check without any of it."""

    changed_since: Short = Field(
        default="",
        pattern=r"^[^-\s]\S*$",
        description="Only findings that changes since this commit can have caused; `HEAD`: uncommitted ones.",
    )
    codes: list[Short] = Field(
        default=[],
        max_length=50,
        description="Only findings of these rules: codes or how they begin, such as TR101 or TR4.",
    )
    verbose: bool = Field(default=False, description="Also info, waived and baseline findings.")


class CheckAnswer(Listing):
    """The findings, the most severe first. `passes` says whether the check would end with 0."""

    passes: bool = Field(description="Whether no finding fails, among all that were asked for.")
    counts: dict[str, int] = Field(description="Findings by severity, also those that are not listed.")
    findings: tuple[ShownFinding, ...] = ()


def check(site: Site, asked: CheckArguments) -> CheckAnswer:
    """Answer the tool.

    Raises:
        Refused: where there is no such rule.

    """
    codes = tuple(each.strip().upper() for each in asked.codes)
    if wrong := next(filter(None, map(unknown_code, codes)), ""):
        raise Refused(wrong)
    workspace = site.workspace
    checked = workspace.check()
    settings = workspace.settings
    narrowing = Narrowing(codes, (), asked.changed_since)
    findings, hidden = narrowing.of(checked.findings, settings)
    listed = [each for each in by_severity(findings) if asked.verbose or each.fails]
    shown, following = fitting(
        listed, partial(finding_shown, excerpts=checked.excerpts), asked.offset, asked.limit
    )
    return CheckAnswer(
        summary=summary(checked.items, findings),
        notice=NOTICE,
        notes=(*workspace.notes(), *notes_on_host(settings), *checked.remarks, *hidden)[:_MOST_NOTES],
        total=len(listed),
        next_offset=following,
        passes=not any(each.fails for each in findings),
        counts=count(findings),
        findings=tuple(shown),
    )
