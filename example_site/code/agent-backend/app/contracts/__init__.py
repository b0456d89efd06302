"""What is passed between the layers: frozen, and without logic."""

from app.contracts.guard import GuardStatus
from app.contracts.ops import RunRequest

__all__ = ["GuardStatus", "RunRequest"]
