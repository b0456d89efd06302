"""Writes the state of the kill switch, and nothing else does."""

from app.models import KillSwitchState


class GuardWriteService:
    """The one writer of the kill switch."""

    def __init__(self) -> None:
        self._states: dict[str, KillSwitchState] = {}

    def stop(self, tenant_id: str) -> KillSwitchState:
        """Stop a tenant."""
        return self._states.setdefault(tenant_id, KillSwitchState(tenant_id, is_on=True))

    def is_stopped(self, tenant_id: str) -> bool:
        """Whether a tenant is stopped."""
        return tenant_id in self._states
