"""What history is asked for, and the history that nobody can read."""

from typing import Protocol

from mkdocs_traceability.model.grounding import Removal


class History(Protocol):
    """What was there before. `doubt` says why it cannot tell, and what to do about it; empty where it can."""

    doubt: str

    def removals(self, wanted: dict[str, frozenset[str]]) -> dict[tuple[str, str], Removal]:
        """Return what was there once and is gone, of the names that are wanted, by (kind, name).

        They are asked for all at once: git is to go through the history as rarely as possible.
        """
        ...


class NoHistory:
    """A history that cannot be read."""

    def __init__(self, doubt: str) -> None:
        self.doubt = doubt

    def removals(self, wanted: dict[str, frozenset[str]]) -> dict[tuple[str, str], Removal]:
        """Return nothing: nobody can tell."""
        return {}
