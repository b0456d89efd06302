"""When the runs of a site are made: one at a time, after a pause, and anew when something has changed."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from threading import Event
from typing import Final, Generic, TypeVar

T = TypeVar("T")

PAUSE: Final = 0.4
"""Seconds after the last keystroke: while somebody types, no run takes time from what is shown at once."""


class EndedError(BaseException):
    """A run was ended because its texts are no longer those that one sees.

    It is no `Exception`: after one the workspace would try again.
    """


class Runs(Generic[T]):
    """Makes the runs of one site.

    `work` is called in a thread of the executor, with an event that tells it to end; `done` and `failed` are
    called in the thread of the loop. What `work` raises as `EndedError` is no failure.
    """

    def __init__(
        self,
        executor: Executor,
        work: Callable[[Event], T],
        done: Callable[[T], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        self._executor = executor
        self._work, self._done, self._failed = work, done, failed
        self._loop = asyncio.get_running_loop()
        self._is_over = Event()
        self._timer: asyncio.TimerHandle | None = None
        self._running: Future[T] | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a run is under way or asked for."""
        return self._running is not None or self._timer is not None

    def ask(self, pause: float = PAUSE, *, ends_other: bool = True) -> None:
        """Ask for a run after a pause; `ends_other` ends the one that is under way."""
        if ends_other:
            self._is_over.set()
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._loop.call_later(pause, self._begin)

    def end(self) -> None:
        """Make no more runs."""
        self._is_over.set()
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None

    def _begin(self) -> None:
        if self._running is not None:  # it ends soon, and asks again
            self._timer = self._loop.call_later(PAUSE, self._begin)
            return
        self._timer, self._is_over = None, Event()
        self._running = self._executor.submit(self._work, self._is_over)
        self._running.add_done_callback(self._tell)

    def _tell(self, run: Future[T]) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody is there any more
            self._loop.call_soon_threadsafe(self._ended, run)

    def _ended(self, run: Future[T]) -> None:
        self._running = None
        if run.cancelled():
            return
        error = run.exception()
        if error is None:
            self._done(run.result())
        elif not isinstance(error, EndedError):
            self._failed(error)
