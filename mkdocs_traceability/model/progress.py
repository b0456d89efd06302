"""How far a long piece of work has come: it counts as it goes on, and whoever waits may look at any time."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(slots=True)
class Progress:
    """What is being done, and how many of its `total` are `done`; 0 where they are not counted.

    `at_step` is called with the work at each step; where nobody needs the result any more it may raise, to
    end the work there.
    """

    work: str = ""
    done: int = 0
    total: int = 0
    noun: str = ""
    at_step: Callable[[str], None] | None = None

    def begin(self, work: str, total: int = 0, noun: str = "") -> None:
        """Go on to other work."""
        self.work, self.done, self.total, self.noun = work, 0, total, noun
        if self.at_step is not None:
            self.at_step(work)

    def step(self) -> None:
        """Count a piece of the work as done."""
        self.done += 1
        if self.at_step is not None:
            self.at_step(self.work)

    def __str__(self) -> str:
        of = f" {self.done:,} of {self.total:,} {self.noun}" if self.total else ""
        return f"{self.work}…{of}" if self.work else ""
