"""The formats that a check is reported in: each is a module here, loaded when it is asked for.

A new one is a module with a function `emit`, and a line in this table.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final, NamedTuple, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from mkdocs_traceability.reports.report import Report


class Format(NamedTuple):
    """The module that emits a format, and whether it shows shares of kinds, changes since a check, fixes."""

    module: str
    has_shares: bool = False
    has_changes: bool = False
    has_fixes: bool = False

    def emit(self, report: "Report") -> str:
        """Return a report in this format."""
        emit = import_module(f"{__package__}.{self.module}").emit
        return cast("Callable[[Report], str]", emit)(report)


FORMATS: Final = {
    "text": Format("text"),
    "json": Format("json_report", has_shares=True),
    "sarif": Format("sarif", has_changes=True, has_fixes=True),
    "github": Format("github"),
    "gitlab-code-quality": Format("gitlab_code_quality"),
    "gitlab-annotations": Format("gitlab_annotations"),
    "junit": Format("junit"),
    "markdown": Format("markdown_summary", has_shares=True, has_changes=True),
}
