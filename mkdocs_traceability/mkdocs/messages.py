"""What the plugin logs: findings, and remarks that a server says once and again when they change."""

import logging
from typing import TYPE_CHECKING, Final

from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs_traceability.result import Result
    from mkdocs_traceability.settings.load import Settings

log = get_plugin_logger("traceability")

_MOST_NAMED: Final = 10
"""How many pages one line of the log names."""


class RemarkLog:
    """Remarks of several subjects. Those of one are logged when they are not what they were before."""

    def __init__(self) -> None:
        self._logged: dict[str, list[str]] = {}

    def say(self, subject: str, remarks: list[str]) -> None:
        """Log what there is to remark on a subject, if that is new."""
        if remarks != self._logged.get(subject, []):
            self._logged[subject] = remarks
            for remark in remarks:
                log.info(remark)


class FindingsLog:
    """The findings of a build, and what is logged of them: the same again for the same result."""

    def __init__(self) -> None:
        self._result: Result | None = None
        self._said: list[tuple[int, str]] = []

    def say(self, result: "Result") -> None:
        """Log errors, then warnings, as warnings, which a strict build counts; all others for `-v`."""
        if result is not self._result:
            self._result, self._said = result, list(_said_of(result))
        for level, message in self._said:
            log.log(level, message)


def _said_of(result: "Result") -> "Iterator[tuple[int, str]]":
    from mkdocs_traceability.reports import text

    is_verbose = log.isEnabledFor(logging.DEBUG)
    for finding in text.by_severity(result.findings):
        if finding.fails or is_verbose:
            level = logging.WARNING if finding.fails else logging.DEBUG
            yield level, text.render_one(finding, result.excerpts)


def log_summary(result: "Result", where: str) -> None:
    """Log in a line how many items and findings there are, and where the findings are shown."""
    from mkdocs_traceability.reports import text

    if not (result.registry.all or result.findings):
        return
    summary = text.summary(len(result.registry.all), result.findings)
    more = text.not_listed(result.findings)
    hint = f" ({more} not listed: use -v)" if more and not log.isEnabledFor(logging.DEBUG) else ""
    log.info(f"{summary}{hint}{f'; see {where}' if where and result.findings else ''}")


def summary_if_failing(result: "Result") -> str:
    """Say in a line what fails a strict build, empty where nothing does; log it all where no warning is."""
    from mkdocs_traceability.reports import text

    failing = [finding for finding in result.findings if finding.fails]
    if failing and not log.isEnabledFor(logging.WARNING):
        for finding in failing:
            log.error(text.render_one(finding, result.excerpts))
    return text.summary(len(result.registry.all), result.findings) if failing else ""


def warn_of_taken(ours: str, theirs: File, settings: "Settings") -> None:
    """Say that a generated page or file is left out, because one of the site stands in its place."""
    log.warning(
        f"{settings.docs_path}/{theirs.src_uri} conflicts with the generated {ours}; move it, or set "
        f"`page_dir` to a folder other than `{settings.presentation.page_dir}`"
    )


def warn_of_stale(pages: list[str]) -> None:
    """Name the pages that `--dirty` left as they were, and that may show what is no longer so."""
    more = f" and {len(pages) - _MOST_NAMED} more" if len(pages) > _MOST_NAMED else ""
    log.warning(
        f"`--dirty` did not rebuild {', '.join(pages[:_MOST_NAMED])}{more}: counts, links and panels "
        "there may be out of date; build without `--dirty`"
    )
