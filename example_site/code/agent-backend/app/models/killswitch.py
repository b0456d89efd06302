"""The switch that stops everything."""

from dataclasses import dataclass


@dataclass
class KillSwitchState:
    tenant_id: str
    is_on: bool
