"""What is kept in the database."""

from app.models.killswitch import KillSwitchState
from app.models.tenant import Tenant, User

__all__ = ["KillSwitchState", "Tenant", "User"]
