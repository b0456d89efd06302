"""Looks for new model data, starts the run that it makes possible, and tries again what failed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, Protocol

from providers.circuit import CircuitOpenError
from shared.model import ForecastRun

PATIENCE: Final = {"medium_range": timedelta(hours=2), "nowcast": timedelta(minutes=15)}
MOST_ATTEMPTS: Final = 3


class ModelData(Protocol):
    """Object storage, where model data comes in."""

    def newest(self, product: str) -> str:
        """Return the name of the newest data for a product; empty where there is none."""


class Runs(Protocol):
    """The table of runs, whose status is told here and by inference alone."""

    def exists(self, id_: str) -> bool:
        """Whether a run was opened before."""

    def unfinished(self) -> Sequence[ForecastRun]:
        """Return the runs that failed, or have not reported back."""

    def store(self, run: ForecastRun) -> None:
        """Store a run, new or changed."""


class RunPod(Protocol):
    """Asks for inference."""

    def start(self, run: ForecastRun) -> None:
        """Start a run."""


class DataPoller:
    """Opens forecast runs and sees them through."""

    def __init__(self, data: ModelData, runs: Runs, runpod: RunPod) -> None:
        self._data = data
        self._runs = runs
        self._runpod = runpod

    def poll(self, now: datetime) -> None:
        """Open a run for every product that has new data."""
        for product in PATIENCE:
            data = self._data.newest(product)
            if data and not self._runs.exists(data):
                self.start_run(ForecastRun(data, product, "requested", now))

    def start_run(self, run: ForecastRun) -> None:
        """Ask for inference; while the circuit is open, the run is merely postponed."""
        self._runs.store(run)
        try:
            self._runpod.start(run)
        except CircuitOpenError:
            self._runs.store(replace(run, status="postponed"))

    def retry(self, now: datetime) -> None:
        """Start again what failed or fell silent, a limited number of times."""
        for run in self._runs.unfinished():
            if run.status == "requested" and now - run.asked_for < PATIENCE[run.product]:
                continue
            if run.attempts >= MOST_ATTEMPTS:
                self._runs.store(replace(run, status="given up"))
            else:
                self.start_run(replace(run, status="requested", asked_for=now, attempts=run.attempts + 1))
