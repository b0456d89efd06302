"""Executes runs. The pool is fetched when it is needed, so that importing this costs nothing."""

from app.worker.pool import WorkerPool

_pool: WorkerPool | None = None


def get_worker_pool() -> WorkerPool:
    """Return the pool of this process."""
    global _pool
    if _pool is None:
        _pool = WorkerPool()
    return _pool
