"""What a run found: what pages, exports and reports see of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from mkdocs_traceability.analysis.assessment import Assessment
from mkdocs_traceability.model.baseline import Baseline, BaselineEntry
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.grounding import NOTHING_GROUNDED, Grounding
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.observations import Observations
from mkdocs_traceability.model.origin import Origin
from mkdocs_traceability.model.policy import Policy
from mkdocs_traceability.model.presentation import Presentation
from mkdocs_traceability.model.verdict import Verdicts
from mkdocs_traceability.reading.excerpts import Excerpts
from mkdocs_traceability.registry.registry import Registry


@dataclass(frozen=True)
class Result:
    """What a run found: everything that pages, console and exports show comes from here.

    `findings` are what is said, each mistake once. `raw_findings` are all that the rules found, of every
    item that a mistake concerns: badges and rows rest on them.

    `docs_path` is the docs folder as findings show it. `today` is what waivers were compared with.
    `looked_at` are the files that evidence was looked for in, whether they are there or not, and `listed` the
    files of the folders that were searched. `homes` are the hand-written pages of items. `gone` are the
    entries of the `baseline` whose finding is no more. `grounding` has the statements of the documents
    that the settings have compared with the repository.
    """

    docs_path: str
    policy: Policy
    presentation: Presentation
    registry: Registry
    verdicts: Verdicts
    observations: Observations
    findings: tuple[Finding, ...]
    raw_findings: tuple[Finding, ...]
    excerpts: Excerpts
    today: date
    looked_at: tuple[Path, ...] = ()
    listed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    homes: Mapping[Item, str] = field(default_factory=dict)
    origin: Origin = field(default_factory=Origin)
    baseline: Baseline = field(default_factory=Baseline)
    gone: tuple[BaselineEntry, ...] = ()
    grounding: Grounding = NOTHING_GROUNDED

    @property
    def left(self) -> int:
        """How many findings of the baseline are not fixed yet."""
        return len(self.baseline.entries) - len(self.gone)

    @cached_property
    def assessment(self) -> Assessment:
        """The badges, findings and shares of the items."""
        return Assessment(self.registry, self.verdicts, self.raw_findings, self.policy.fail_under)
