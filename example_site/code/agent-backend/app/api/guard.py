"""Tells whether a tenant is protected, and stops it."""

from app.auth import verify_api_key
from app.contracts import GuardStatus
from app.models import User
from app.services import GuardWriteService
from app.worker import get_worker_pool

_service = GuardWriteService()


def get_guard_status(key: str, users: dict[str, User]) -> GuardStatus | None:
    """Tell who owns a key whether they are stopped, and what runs."""
    user = verify_api_key(key, users)
    if user is None:
        return None
    stopped = _service.is_stopped(user.tenant_id)
    return GuardStatus(user.tenant_id, stopped, get_worker_pool().running())
