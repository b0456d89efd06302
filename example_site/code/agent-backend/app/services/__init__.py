"""Services that write: one for each entity."""

from app.services.guard_write import GuardWriteService

__all__ = ["GuardWriteService"]
