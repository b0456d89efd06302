"""What verification found for each claim: values that rules judge and pages show.

The stage that verifies fills these in; it knows neither rules nor pages.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import NamedTuple

from mkdocs_traceability.model.event import Event
from mkdocs_traceability.model.finding import Related
from mkdocs_traceability.model.item import Claim, Item
from mkdocs_traceability.model.position import Position


class Verdict(StrEnum):
    """What a claim is worth, worst first."""

    FAILING = "failing"
    """The test failed, or ended in an error."""

    MISSING = "missing"
    """It was looked for and not found."""

    STALE = "stale"
    """The evidence is older than what it is evidence of."""

    SKIPPED = "skipped"
    """The test was skipped."""

    UNVERIFIED = "unverified"
    """There is nothing to check it against."""

    FOUND = "found"
    """What is named is there."""

    VERIFIED = "verified"
    """The test that is named passed."""

    @property
    def holds(self) -> bool:
        """Whether the claim is true as far as it can be checked."""
        return self in (Verdict.FOUND, Verdict.VERIFIED)


class Problem(Enum):
    """What is wrong with a claim; each is the matter of one rule."""

    FORM = "the claim is not written in any form of its type"
    FILE = "no such file, or several"
    LINES = "a line range outside the file"
    SYMBOL = "no such symbol in the file, or several"
    TEST = "no such test"
    FAILED = "the test failed, or is absent from a report that covers its file"
    SKIPPED = "the test was skipped"
    ENDPOINT = "no OpenAPI document declares the endpoint"
    EVENT = "no AsyncAPI document declares the event"
    TABLE = "no DDL declares the table or column"
    PAGE = "no such page or heading"
    OUTSIDE = "the path leaves its root"
    ABBREVIATED = "the path is abbreviated, and resolves"
    UNREADABLE = "the file that is claimed cannot be read"
    UNCHECKED = "there is nothing to check the claim against"
    STALE = "the evidence is older than what it refers to"


class Place(NamedTuple):
    """Where the thing that is claimed stands.

    `path` is relative to the folder of `mkdocs.yml`, with `/`. `line` is 0 where the whole file is meant.
    `page` is, of a page of this site, its path below the docs folder, `anchor` that of a heading in it.
    """

    path: str
    line: int = 0
    page: str = ""
    anchor: str = ""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


class Outcome(NamedTuple):
    """What was found for one claim.

    The `message` has no full stop: it is the text of a finding, and stands on badges. `at` is where the
    mistake stands, if not at the claim itself. Claims that cannot be checked for one and the same reason
    share the `message` of `Problem.UNCHECKED`, which is then said once.
    """

    verdict: Verdict
    """What the claim is worth."""

    problem: Problem | None = None

    message: str = ""
    """What is wrong, in one sentence, with names in backticks; empty where nothing is."""

    help: str = ""
    """What to do about it."""

    place: Place | None = None
    """Where the thing that is claimed was found: its `path` and `line`, or its `page` and `anchor`."""

    related: tuple[Related, ...] = ()
    at: Position | None = None

    retried: bool = False
    """Whether a test passed only when it was run again."""

    event: Event | None = None
    """The event that was found; None where several systems have it."""

    suggestions: tuple[str, ...] = ()
    """Names that may be meant by one in the claim, as they would be written there, the likeliest first."""

    @property
    def found_at(self) -> Place | None:
        """Where it was found; None where it was not: `place` is then where it was looked for."""
        place = self.place
        return None if place is None or not place.path or self.verdict is Verdict.MISSING else place


class InputProblem(NamedTuple):
    """Something wrong with a report, an API description or a DDL, or with the glob that names it."""

    message: str
    position: Position
    help: str = ""
    related: tuple[Related, ...] = ()


class Claimed(NamedTuple):
    """A claim, the item that makes it, and the name under which it does: a claim type, or a field."""

    item: Item
    name: str
    claim: Claim


@dataclass
class Verdicts:
    """The outcome of every claim, in the order of the items; what is wrong with the inputs beside them."""

    claims: list[Claimed] = field(default_factory=list)
    problems: list[InputProblem] = field(default_factory=list)

    _outcomes: dict[tuple[Item, Claim], Outcome] = field(default_factory=dict)

    def enter(self, claimed: Claimed, outcome: Outcome) -> None:
        """Enter what became of a claim; items that have one from `defaults` share it, not its outcome."""
        self.claims.append(claimed)
        self._outcomes[claimed.item, claimed.claim] = outcome

    def of(self, item: Item, claim: Claim) -> Outcome:
        """Return the outcome of a claim of an item."""
        return self._outcomes[item, claim]

    def __iter__(self) -> Iterator[tuple[Claimed, Outcome]]:
        for claimed in self.claims:
            yield claimed, self.of(claimed.item, claimed.claim)
