"""The switch that stops everything."""

from dataclasses import dataclass


@dataclass
class KillSwitchState:
    """Whether a tenant is stopped."""

    tenant_id: str
    is_on: bool
