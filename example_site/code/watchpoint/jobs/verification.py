"""Measures forecasts against observations, and learns from the difference."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean
from typing import Final

FEWEST: Final = 5
"""With fewer comparisons than this, a place is not corrected."""

LARGEST: Final = 2.0
"""A larger correction would hide a broken station behind a wrong forecast."""


@dataclass(frozen=True)
class Comparison:
    """A forecast value, and what was observed at its place and hour."""

    place: str
    forecast: float
    observed: float

    @property
    def error(self) -> float:
        """How much too high the forecast was."""
        return self.forecast - self.observed


class VerificationService:
    """Says how good the forecasts were."""

    def run(self, comparisons: Iterable[Comparison]) -> dict[str, list[float]]:
        """Return the errors at each place, in the order in which they were observed."""
        errors: dict[str, list[float]] = defaultdict(list)
        for comparison in comparisons:
            errors[comparison.place].append(comparison.error)
        return dict(errors)


class CalibrationService:
    """Says what later runs should add to what the model gives."""

    def run(self, errors: Mapping[str, list[float]]) -> dict[str, float]:
        """Return a correction for each place that was observed often enough."""
        means = {place: fmean(found) for place, found in errors.items() if len(found) >= FEWEST}
        return {place: -max(-LARGEST, min(mean, LARGEST)) for place, mean in means.items()}
