"""Stand-ins for what the platform meets at its edges."""

from datetime import UTC, datetime

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


class RecordedMetrics:
    def __init__(self) -> None:
        self.emitted: list[tuple[str, float, dict[str, str]]] = []

    def emit(self, name: str, value: float, **dimensions: str) -> None:
        self.emitted.append((name, value, dimensions))

    def names(self) -> list[str]:
        return [name for name, _, _ in self.emitted]
