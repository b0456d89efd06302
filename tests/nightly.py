"""How much is tried: a little in CI, and what `make nightly` asks for. Its seed can be given again."""

import os
from dataclasses import dataclass
from time import monotonic

_STEADY = 20261130
"""The seed of every run but the nightly ones."""


@dataclass
class Budget:
    """How many there are to be tried, from which seed, and when to stop before."""

    count: int
    seed: int
    until: float

    def is_used_up(self) -> bool:
        """Whether the time is over; in CI it never is: there only the number counts."""
        return monotonic() > self.until


def is_nightly() -> bool:
    """Whether this is a nightly run."""
    return os.environ.get("NIGHTLY", "") != ""


def budget(in_ci: int, nightly: int) -> Budget:
    """Return how much is tried: in CI from a fixed seed, nightly from `NIGHTLY_SEED`.

    `NIGHTLY` is how much of the nightly number: 1 is all. `NIGHTLY_SECONDS` bounds each test.
    """
    if not is_nightly():
        return Budget(in_ci, _STEADY, float("inf"))
    count = int(nightly * float(os.environ["NIGHTLY"]))
    return Budget(count, int(os.environ["NIGHTLY_SEED"]), monotonic() + float(os.environ["NIGHTLY_SECONDS"]))
