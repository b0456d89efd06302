"""The pool: it takes what is asked for, and runs it."""

from app.contracts import RunRequest


class WorkerPool:
    def __init__(self) -> None:
        self._running: dict[str, RunRequest] = {}

    def submit(self, request: RunRequest) -> None:
        self._running[request.run_id] = request

    def running(self) -> int:
        return len(self._running)
