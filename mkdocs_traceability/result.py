"""What a run found: what pages, exports and reports see of it."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.observations import Observations
from mkdocs_traceability.model.policy import Policy
from mkdocs_traceability.model.presentation import Presentation
from mkdocs_traceability.model.verdict import Verdicts
from mkdocs_traceability.reading.excerpts import Excerpts
from mkdocs_traceability.registry.registry import Registry


@dataclass(frozen=True)
class Result:
    """What a run found: everything that pages, console and exports show comes from here.

    `findings` are what is said, each mistake once. `found` are all that the rules found, of every item that
    a mistake concerns: badges and rows rest on them.

    `docs_path` is the docs folder as findings show it. `today` is what waivers were compared with.
    `looked_at` are the files that evidence was looked for in, whether they are there or not.
    """

    docs_path: str
    policy: Policy
    presentation: Presentation
    registry: Registry
    verdicts: Verdicts
    observations: Observations
    findings: list[Finding]
    found: list[Finding]
    excerpts: Excerpts
    today: date
    looked_at: tuple[Path, ...] = ()
