"""Statements of a document that can be compared with the real thing, and what becomes of them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.verdict import Place

STATEMENT_KINDS: Final = {
    "path": "path",
    "symbol": "symbol",
    "test": "test",
    "endpoint": "endpoint",
    "table": "table or column",
    "event": "event",
    "item": "id",
    "heading": "heading",
    "command": "command",
    "variable": "environment variable",
    "count": "count",
}
"""What a statement can be about, and what that is called."""


class Reading(NamedTuple):
    """One way to understand a statement: what kind of thing it names, and that name as it is looked up."""

    kind: str
    """A key of `STATEMENT_KINDS`."""

    name: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A place in a document that names something, `text` as it stands there without its marks.

    `config.yml` may be a path or an attribute: `readings` are all that is possible, the most likely first.
    One that `is_weak` may as well be about something else, as a single word in a code span: it counts only
    where it is known to hold, or known not to hold any more.
    """

    text: str
    position: Position
    readings: tuple[Reading, ...]
    is_weak: bool = False


class Standing(StrEnum):
    """Whether a statement is true."""

    HOLDS = "holds"
    FAILS = "does not hold"
    UNKNOWN = "cannot be checked here"


class Removal(NamedTuple):
    """The commit that took something away, and what stands for it since, as it would be written."""

    commit: str
    """Its abbreviated name; empty where nothing but files that are not committed yet lack it."""

    day: date
    summary: str
    """The first line of its message."""

    now: tuple[str, ...] = ()

    @property
    def when(self) -> str:
        """Until when it held, as a text: `3faa4a8 (2026-10-02, Split the worker)`."""
        if not self.commit:
            return "your uncommitted changes"
        return f"{self.commit} ({self.day.isoformat()}, {self.summary})"


@dataclass(frozen=True, slots=True)
class Grounded:
    """A statement and whether it is true.

    `kind` is that of the reading that decided. Of one that holds `place` is where the thing is. Of one that
    does not, `message` says so and `help` what to do; `removal` is known where history tells, and
    `suggestions` are what may be meant, as they would be written in place of the statement.
    """

    statement: Statement
    standing: Standing
    kind: str = ""
    place: Place | None = None
    message: str = ""
    help: str = ""
    removal: Removal | None = None
    suggestions: tuple[str, ...] = ()


class Grounding(NamedTuple):
    """All statements of some documents in the order in which they stand there.

    `notes` say what could not be asked, such as the history of a shallow clone, and what to do about it.
    """

    statements: tuple[Grounded, ...] = ()
    notes: tuple[str, ...] = ()
