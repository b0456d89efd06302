"""How far a long piece of work has come: it counts as it goes on, and whoever waits may look at any time."""

from dataclasses import dataclass


@dataclass(slots=True)
class Progress:
    """What is being done, and how many of its `total` are `done`; 0 where they are not counted."""

    work: str = ""
    done: int = 0
    total: int = 0
    noun: str = ""

    def begin(self, work: str, total: int = 0, noun: str = "") -> None:
        """Go on to other work."""
        self.work, self.done, self.total, self.noun = work, 0, total, noun

    def __str__(self) -> str:
        of = f" {self.done:,} of {self.total:,} {self.noun}" if self.total else ""
        return f"{self.work}…{of}" if self.work else ""
