"""The batcher: one finished run in, many portions of WatchPoints out. It reads and never writes."""

from collections.abc import Iterator, Sequence
from typing import Final, Protocol

from shared.metrics import Metrics
from shared.model import ForecastRun, Portion

PAGE_SIZE: Final = 50
"""How many WatchPoints a worker can judge before its time is up."""

PRODUCTS: Final = {"free": ("medium_range",), "pro": ("medium_range", "nowcast")}
"""The products that come with a plan."""


class Runs(Protocol):
    """What the batcher reads of runs."""

    def of_marker(self, marker: str) -> ForecastRun | None:
        """Return the run whose arrays a marker declares complete."""


class ActiveWatchPoints(Protocol):
    """What the batcher reads of WatchPoints and of the plans they are under."""

    def in_tile(self, tile: str) -> Sequence[tuple[str, str]]:
        """Return the active WatchPoints of a tile with the plan of each."""


class Portions(Protocol):
    """The evaluation queue."""

    def send(self, portion: Portion) -> None:
        """Put a portion on the queue."""


class Batcher:
    """Turns the `_SUCCESS` marker of a run into messages for the evaluation workers."""

    def __init__(self, runs: Runs, watchpoints: ActiveWatchPoints, queue: Portions, metrics: Metrics) -> None:
        self._runs = runs
        self._watchpoints = watchpoints
        self._queue = queue
        self._metrics = metrics

    def handle(self, marker: str) -> int:
        """Send the portions of a run; return how many there were."""
        run = self._runs.of_marker(marker)
        if run is None or run.status == "superseded":
            return 0
        sent = 0
        for tile in run.tiles:
            wanted = [id_ for id_, plan in self._watchpoints.in_tile(tile) if run.product in PRODUCTS[plan]]
            for page in pages_of(wanted):
                self._queue.send(Portion(run.id, tile, tuple(page)))
                sent += 1
        # Last of all: a run that could not be handed on must leave the heartbeat silent.
        self._metrics.emit("ForecastReady", 1, ForecastType=run.product)
        return sent


def pages_of(watchpoints: Sequence[str], size: int = PAGE_SIZE) -> Iterator[Sequence[str]]:
    """Cut the WatchPoints of a hot tile into pages that one worker can manage; a cool one is one page."""
    for begin in range(0, len(watchpoints), size):
        yield watchpoints[begin : begin + size]
