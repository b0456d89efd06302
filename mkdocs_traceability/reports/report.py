"""What every emitter is given: all that a report may show of a check, as plain values.

An emitter is a module with a function `emit`, which takes this and returns text. It reads no file but for
excerpts, and knows neither settings nor the console.
"""

import posixpath
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from mkdocs_traceability.model.baseline import BaselineEntry
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.fix import Fix
from mkdocs_traceability.model.grounding import Grounding
from mkdocs_traceability.model.kind_share import KindShare
from mkdocs_traceability.reading.excerpts import Excerpts
from mkdocs_traceability.reports.former import FormerCheck

Paint = Callable[[str, str], str]
"""Colours a text for a terminal, by the severity that it stands for."""


def plain(text: str, severity: str) -> str:
    """Leave a text without colour."""
    return text


@dataclass(frozen=True)
class Report:
    """What a check found, and what it is shown beside.

    `gone` are the entries of the baseline whose finding is no more, and `before` is a former check that this
    one is compared with. `shares` are empty where no emitter asked for them. `fixes` has what can be
    repaired, by fingerprint.

    `folder` leads from the root of the repository to the folder of `mkdocs.yml`, which the paths of findings
    begin at; services that annotate changes want paths from that root. `file_url` is the address of that root
    on the web, ending in `/`, where it is known. `notes` is what the command says beside the findings.

    `grounding` has the statements of documents where nothing but these was checked.

    `is_verbose` asks for all findings where only failing ones are listed, `is_brief` for a line each.
    """

    findings: Sequence[Finding]
    items: int
    excerpts: Excerpts
    gone: Sequence[BaselineEntry] = ()
    has_baseline: bool = False
    before: FormerCheck | None = None
    shares: Sequence[KindShare] = ()
    fixes: Mapping[str, Sequence[Fix]] = field(default_factory=dict)
    folder: str = ""
    findings_url: str = ""
    file_url: str = ""
    notes: Sequence[str] = ()
    is_verbose: bool = False
    is_brief: bool = False
    grounding: Grounding | None = None
    paint: Paint = plain

    @property
    def counting(self) -> list[Finding]:
        """The findings that are neither waived nor in the baseline."""
        return [each for each in self.findings if each.waiver is None and not each.in_baseline]

    def path(self, path: str) -> str:
        """Return a path of a finding as it is seen from the root of the repository."""
        return posixpath.normpath(posixpath.join(self.folder, path)) if path else ""
