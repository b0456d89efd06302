"""Chooses where something is kept."""


def store_for(kind: str) -> str:
    """Return where something of this kind is kept."""
    return {"budget": "redis", "checkpoint": "database"}.get(kind, "memory")
