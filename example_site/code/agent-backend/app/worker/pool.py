"""The pool: it takes what is asked for, and runs it."""

from app.contracts import RunRequest


class WorkerPool:
    """What runs at present."""

    def __init__(self) -> None:
        self._running: dict[str, RunRequest] = {}

    def submit(self, request: RunRequest) -> None:
        """Take a plan."""
        self._running[request.run_id] = request

    def running(self) -> int:
        """Return how many plans run."""
        return len(self._running)
