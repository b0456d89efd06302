"""What is told about protection."""

from dataclasses import dataclass


@dataclass(frozen=True)
class GuardStatus:
    """Whether a tenant is stopped, and how many runs there are."""

    tenant_id: str
    is_stopped: bool
    running: int
