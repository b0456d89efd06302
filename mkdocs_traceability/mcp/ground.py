"""The tool `ground`: which statements of a document are true, as the command `ground` says it."""

from functools import partial
from typing import Final

from pydantic import Field

from mkdocs_traceability.mcp.answers import Listing, ShownFinding, finding_shown, fitting
from mkdocs_traceability.mcp.arguments import FilePath, Page
from mkdocs_traceability.mcp.site import Refused, Site, path_below
from mkdocs_traceability.mcp.texts import NOTICE
from mkdocs_traceability.model.grounding import NOTHING_GROUNDED, Standing
from mkdocs_traceability.reading.discovery import PAGE_ENDINGS
from mkdocs_traceability.reports.report import Report
from mkdocs_traceability.reports.text import by_severity, summary_of

_LONGEST_TEXT: Final = 200_000
_UNNAMED: Final = "text.md"
"""What a text without a path is called in findings."""


class GroundArguments(Page):
    """A document of the repository, or a text; of both, the text is what the document is to become."""

    path: FilePath = Field(default="", description="A Markdown file, relative to the folder of mkdocs.yml.")
    text: str = Field(
        default="", max_length=_LONGEST_TEXT, description="Markdown that is checked instead of a file."
    )


class GroundAnswer(Listing):
    """The statements that do not hold, and how many hold."""

    holds: int = Field(description="How many statements hold.")
    fails: int = Field(description="How many do not hold.")
    unknown: int = Field(description="How many cannot be checked here.")
    findings: tuple[ShownFinding, ...] = ()


def ground(site: Site, asked: GroundArguments) -> GroundAnswer:
    """Answer the tool.

    Raises:
        Refused: where there is no such document.

    """
    workspace = site.workspace
    settings = workspace.settings
    if not (asked.path or asked.text):
        raise Refused("name a `path`, or give a `text`")
    path = path_below(settings, asked.path, settings.bounds) if asked.path else _UNNAMED
    if not path.endswith(PAGE_ENDINGS):
        raise Refused(f"`{path}` is not Markdown; give what it says as `text`")
    data = asked.text.encode() if asked.text else workspace.content_of(path)
    if data is None:
        raise Refused(f"`{path}` does not exist or cannot be read")
    checked = workspace.ground({path: data})
    found = checked.grounding or NOTHING_GROUNDED
    counts = [found.count(each) for each in (Standing.HOLDS, Standing.FAILS, Standing.UNKNOWN)]
    listed = by_severity(checked.findings)
    shown = partial(finding_shown, excerpts=checked.excerpts)
    findings, following = fitting(listed, shown, asked.offset, asked.limit)
    return GroundAnswer(
        summary=summary_of(Report(checked.findings, checked.items, checked.excerpts, grounding=found)),
        notice=NOTICE,
        notes=tuple(checked.remarks),
        total=len(listed),
        next_offset=following,
        holds=counts[0],
        fails=counts[1],
        unknown=counts[2],
        findings=tuple(findings),
    )
