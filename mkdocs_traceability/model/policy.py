"""How findings are judged, as the settings say it: what rules read, and what each finding weighs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from mkdocs_traceability.files.globs import matches
from mkdocs_traceability.model.declared import Names
from mkdocs_traceability.model.finding import Finding, Severity
from mkdocs_traceability.model.position import Position


@dataclass(frozen=True)
class SeverityPolicy:
    """The severity of one rule: for all, per kind, and per path; the narrowest decides."""

    severity: Severity | None = None
    kinds: Mapping[str, Severity] = field(default_factory=dict)
    paths: Mapping[str, Severity] = field(default_factory=dict)

    def of(self, finding: Finding, default: Severity) -> Severity:
        """Return the severity of one finding."""
        for glob, severity in self.paths.items():
            if matches(finding.position.path, glob):
                return severity
        return self.kinds.get(finding.kind) or self.severity or default

    def is_off(self) -> bool:
        """Whether nothing the rule finds can count."""
        return self.severity is Severity.OFF and not self.kinds and not self.paths


class Threshold(NamedTuple):
    """The least share of items in a state, in per cent, and where the settings ask for it.

    The `state` is `found`, which items that are verified have reached as well, or `verified`.
    """

    state: str
    percent: float
    position: Position


class RuleSettings(BaseModel):
    """The settings that rules read just as they are declared: one more is a field here.

    `producing_layers` are the ids of the layers whose components are expected to make signals.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    producing_layers: Names = []


class Policy(RuleSettings):
    """How a site is judged.

    `severities` are by the code of the rule. `acyclic` holds (kind, relation) for relations of which the
    settings say that they must not close. `fail_under` has the thresholds by kind.
    """

    severities: Mapping[str, SeverityPolicy] = {}
    acyclic: frozenset[tuple[str, str]] = frozenset()
    fail_under: Mapping[str, Sequence[Threshold]] = {}

    def severity_of(self, code: str) -> SeverityPolicy:
        """Return what the settings say of one rule's severity."""
        return self.severities.get(code, _AS_DECLARED)


_AS_DECLARED = SeverityPolicy()
