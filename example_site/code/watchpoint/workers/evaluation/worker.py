"""The evaluation worker: a portion in, news and states out. It is the only writer of evaluation state."""

from dataclasses import replace
from datetime import datetime
from typing import Final, Protocol

from shared.arrays import DamagedArrayError, unpack_chunk
from shared.metrics import Metrics
from shared.model import EvaluationState, Forecast, Notification, Portion, WatchPoint
from workers.evaluation.evaluator import Evaluator, news_of
from workers.evaluation.state import ConfigPolicy, first_state

QUEUE: Final = "evaluation"


class TryAgainError(Exception):
    """The message goes back to its queue."""


class Storage(Protocol):
    """What the worker reads, and the one table that it writes."""

    def chunk(self, run: str, watchpoint: str) -> tuple[datetime, bytes]:
        """Return the array of a place, and the hour it begins with."""

    def watchpoint(self, id_: str) -> WatchPoint | None:
        """Return a WatchPoint, unless it was deleted or paused since."""

    def state(self, watchpoint: str) -> EvaluationState | None:
        """Return what was found last time."""

    def store(self, state: EvaluationState) -> None:
        """Remember what was found this time."""


class Notifications(Protocol):
    """The notification queue."""

    def send(self, notification: Notification) -> None:
        """Say that something is news."""


class EvalWorker:
    """Works off portions, in any order and, where the queue repeats itself, more than once."""

    def __init__(self, storage: Storage, queue: Notifications, metrics: Metrics) -> None:
        self._storage = storage
        self._queue = queue
        self._metrics = metrics
        self._evaluator = Evaluator()
        self._policy = ConfigPolicy()

    def handle(self, portion: Portion, sent: datetime, now: datetime) -> None:
        """Evaluate a portion: a whole tile, or a page of a hot one, which makes no difference here."""
        self._metrics.emit("EvaluationLag", (now - sent).total_seconds(), Queue=QUEUE)
        for id_ in portion.watchpoints:
            if watchpoint := self._storage.watchpoint(id_):
                self._evaluate(watchpoint, portion.run, now)

    def _evaluate(self, watchpoint: WatchPoint, run: str, now: datetime) -> None:
        before = self._policy.usable(self._storage.state(watchpoint.id), watchpoint)
        if before is not None and before.run == run:
            return
        level = self._evaluator.level_of(watchpoint, self.read_forecast(run, watchpoint.id), now)
        if before is None:
            self._storage.store(first_state(watchpoint, run, level))
            return
        if kind := news_of(before, level):
            id_ = f"{run}/{watchpoint.id}"
            self._queue.send(Notification(id_, watchpoint.id, watchpoint.organization, kind, level))
        self._storage.store(replace(before, run=run, level=level))

    def read_forecast(self, run: str, watchpoint: str) -> Forecast:
        """Read a forecast; give the message back where its array is damaged."""
        starts, chunk = self._storage.chunk(run, watchpoint)
        try:
            return Forecast(run, starts, unpack_chunk(chunk))
        except DamagedArrayError as damage:
            raise TryAgainError(f"{run}: {damage}") from damage
