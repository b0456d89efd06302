"""Chooses where something is kept."""


def store_for(kind: str) -> str:
    return {"budget": "redis", "checkpoint": "database"}.get(kind, "memory")
