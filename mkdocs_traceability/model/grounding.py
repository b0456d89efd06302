"""Statements of a document that can be compared with the real thing, and what becomes of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.item import Waiver
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

CODES: Final = {kind: f"TR6{number:02}" for number, kind in enumerate(STATEMENT_KINDS, 1)}
"""The rule that reports statements of a kind which do not hold: a new kind comes last."""


class Reading(NamedTuple):
    """One way to understand a statement: what kind of thing it names, and that name as it is looked up."""

    kind: str
    """A key of `STATEMENT_KINDS`."""

    name: str
    """As it is written, but in one form a kind.

    - path: `src/a.py`, `src/`, `src/*.py`, `src/a.py:12`, `src/a.py:12-20`, `src/a.py#L12-L20`. That of a
      link has no query and no `%20`, and may leave the document's folder by `../`.
    - symbol: `src/a.py:Class.method`, `pkg.mod.name`, `Class.method`, `crate::mod::name`, `App\\User`,
      `Class#method`, `name`: without parentheses, arguments, `self.`, `this.` and an arity `/2`.
    - test: `tests/test_a.py::TestIt::test_b`, `test_b`, `TestIt`: without `[parameters]`.
    - endpoint: `GET /users/{id}`, the method in capitals, without a query.
    - table: `users`, `audit.users`, `users.email`. event: `order.created`. item: `EVAL-001`, `flow:EVAL-001`.
    - heading: `page.md#anchor`, `#anchor`, or with the words of the heading behind the `#`.
    - command: `make test`, `make -C docs html`, `npm run build`, `npm test`, `yarn build`, `tox -e lint`,
      `nox -s lint`, `uv run serve`, `python -m pkg.mod`, `mytool`: one target each, no further arguments.
    - variable: `APP_TOKEN`. count: `12 flows`, in digits, what is counted as it is written.
    """


@dataclass(frozen=True, slots=True)
class Statement:
    """A place in a document that names something, `text` as it stands there without its marks.

    `config.yml` may be a path or an attribute: `readings` are all that is possible, the most likely first.
    One that `is_weak` may as well be about something else, as a single word in a code span: it counts only
    where it is known to hold, or known not to hold any more. One that `is_link` is the address of a link: a
    path in it begins at the document's folder.
    """

    text: str
    position: Position
    readings: tuple[Reading, ...]
    is_weak: bool = False
    is_link: bool = False


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


class DocumentWaiver(NamedTuple):
    """A waiver in a comment of a document: it covers findings from a first line to a last one."""

    waiver: Waiver
    first: int
    last: int

    def covers(self, finding: Finding) -> bool:
        """Whether a finding of the waived rule stands in these lines of the document."""
        at = finding.position
        is_its = (at.path, finding.code) == (self.waiver.position.path, self.waiver.code)
        return is_its and self.first <= at.line <= self.last


class Grounding(NamedTuple):
    """All statements of some documents in the order in which they stand there.

    `notes` say what could not be asked, such as the history of a shallow clone, and what to do about it;
    `asked_at` is where the settings ask for it, None where they do not. `waivers` are those in comments of
    the documents, and `problems` what is wrong with these. `documents` are the paths of all.
    """

    statements: tuple[Grounded, ...] = ()
    notes: tuple[str, ...] = ()
    waivers: tuple[DocumentWaiver, ...] = ()
    problems: tuple[Finding, ...] = ()
    asked_at: Position | None = None
    documents: frozenset[str] = frozenset()

    def failing(self, kind: str) -> Iterator[Grounded]:
        """Go through the statements of a kind that do not hold."""
        return (each for each in self.statements if each.standing is Standing.FAILS and each.kind == kind)

    def count(self, standing: Standing) -> int:
        """Return how many statements hold, do not, or cannot be checked here."""
        return sum(each.standing is standing for each in self.statements)


NOTHING_GROUNDED: Final = Grounding()
