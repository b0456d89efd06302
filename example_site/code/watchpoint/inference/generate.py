"""Runs a model, and writes what it says: all arrays first, the marker last."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from shared.arrays import pack_chunk

MEDIUM_RANGE_HOURS: Final = 240
NOWCAST_HOURS: Final = 6
MARKER: Final = "_SUCCESS"

Model = Callable[[str, int], Sequence[float]]
"""Gives the values of a place, an hour apart, for so many hours."""


class Bucket(Protocol):
    """Object storage, below the prefix of the run."""

    def put(self, name: str, data: bytes) -> None:
        """Write an object; the same one twice is no harm."""


@dataclass(frozen=True)
class Inference:
    """One run, as it was asked for."""

    places: Sequence[str]
    model: Model
    corrections: Mapping[str, float]
    bucket: Bucket
    report: Callable[[str], None]


def generate_medium_range(inference: Inference) -> None:
    """Compute ten days for every place."""
    _generate(inference, MEDIUM_RANGE_HOURS)


def generate_nowcast(inference: Inference) -> None:
    """Compute the next hours for every place."""
    _generate(inference, NOWCAST_HOURS)


def _generate(inference: Inference, hours: int) -> None:
    try:
        for place in inference.places:
            correction = inference.corrections.get(place, 0.0)
            values = [value + correction for value in inference.model(place, hours)]
            inference.bucket.put(place, pack_chunk(values))
        inference.bucket.put(MARKER, b"")
    except Exception:
        inference.report("failed")
        raise
    inference.report("complete")
