"""What the stages of the pipeline hand on: what has been linked, what was observed, and what a check says."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.model.baseline import Baseline, BaselineEntry
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.grounding import Grounding
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kind_share import KindShare
from mkdocs_traceability.model.observations import Observations
from mkdocs_traceability.reading.excerpts import Excerpts
from mkdocs_traceability.reading.read import Source
from mkdocs_traceability.registry.registry import Registry

if TYPE_CHECKING:
    from mkdocs_traceability.result import Result
    from mkdocs_traceability.workspace.found_sources import FoundSources


class Observed(NamedTuple):
    """What is seen before any claim is checked: in the code, and which hand-written pages are items' homes.

    `pages` are those of the site among which homes were looked for. `disk` is where it was seen; what is
    verified after it is looked for in the same files.
    """

    observations: Observations
    homes: Mapping[Item, str]
    pages: frozenset[str] | None
    disk: Disk


@dataclass(frozen=True)
class Linked:
    """What has been read and linked, and is not judged yet.

    `remarks` say what was probably meant as a source and is none, or declares nothing. `observed` is what was
    seen already, where something was to be known of it before all is judged.
    """

    registry: Registry
    sources: list[Source]
    baseline: Baseline
    remarks: list[str] = field(default_factory=list)
    observed: Observed | None = None

    def without_observed(self) -> "Linked":
        """Return the same without what was observed: the files that were read are held by it."""
        return replace(self, observed=None)

    @property
    def sidecars(self) -> tuple[str, ...]:
        """The paths of the sources that are no pages, nor files of other tools."""
        return tuple(each.path for each in self.sources if each.page is None and not each.shapes)


class Checked(NamedTuple):
    """What a check says: how many items there are, the findings, and remarks as of what is `Linked`.

    `gone` are the entries of the baseline whose finding is no more. `shares` are those of the kinds that have
    items, None where nobody asked for them. `seen` is what was looked at for evidence, as `Disk.seen` has it.
    `grounding` has the statements of `documents`, whose contents are by path, where nothing else was checked.
    `found` are the sources, and `result` is what came of them where they were read for it.
    """

    items: int
    findings: list[Finding]
    excerpts: Excerpts
    remarks: list[str]
    gone: tuple[BaselineEntry, ...] = ()
    has_baseline: bool = False
    shares: tuple[KindShare, ...] | None = None
    seen: Mapping[str, str] = {}
    grounding: Grounding | None = None
    documents: Mapping[str, bytes] = {}
    found: "FoundSources | None" = None
    result: "Result | None" = None
