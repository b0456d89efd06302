"""Metrics: each is emitted by one component, under the name the inventory gives it."""

import json
from typing import Protocol, TextIO


class Metrics(Protocol):
    """Where a component reports its numbers."""

    def emit(self, name: str, value: float, **dimensions: str) -> None:
        """Report one value."""


class EmbeddedMetrics:
    """Writes metrics as lines of JSON, which the log collector picks up."""

    def __init__(self, log: TextIO) -> None:
        self._log = log

    def emit(self, name: str, value: float, **dimensions: str) -> None:
        """Write one line; keys in a fixed order, so that equal values make equal lines."""
        self._log.write(json.dumps({"metric": name, "value": value, **dimensions}, sort_keys=True) + "\n")
