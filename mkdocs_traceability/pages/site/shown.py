"""The small values that templates draw: links to items, references, claims, findings. They do nothing."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from mkdocs_traceability.analysis.badges import Badge
from mkdocs_traceability.model.finding import Finding


class ShownItem(NamedTuple):
    """An item as a link: its id and title, and where it stands."""

    id: str
    title: str
    kind: str
    href: str

    @property
    def caption(self) -> str:
        """The id, and the title behind a colon if it says more."""
        return self.id if self.title == self.id else f"{self.id}: {self.title}"


class ShownReference(NamedTuple):
    """One entry of a relation: the item at the other end, or free text, and what was said of the link.

    `broken` says in a word why it leads nowhere.
    """

    item: ShownItem | None
    text: str
    role: str = ""
    via: str = ""
    because: str = ""
    note: str = ""
    optional: bool = False
    broken: str = ""

    @property
    def bare(self) -> "ShownReference":
        """The same, without what was said of the link."""
        return ShownReference(self.item, self.text, broken=self.broken)

    @property
    def is_bare(self) -> bool:
        """Whether there is nothing to show but the id."""
        return not (self.role or self.via or self.because or self.note or self.optional or self.broken)


class ShownClaim(NamedTuple):
    """A claim as it was written, with a link where it names a page of this site or one of the web."""

    text: str
    href: str
    note: str
    badge: Badge


class ShownEvidence(NamedTuple):
    """The claims of an item of one type."""

    type: str
    badge: Badge
    claims: tuple[ShownClaim, ...]
    not_applicable: str
    unknown: bool

    @property
    def differ(self) -> bool:
        """Whether the claims have not all the same badge."""
        return len({claim.badge.word for claim in self.claims}) > 1


class Pip(NamedTuple):
    """The state of one claim type: the word of a badge, `na` if it does not apply, or `absent`."""

    type: str
    word: str


class ItemEvidence(NamedTuple):
    """All evidence of an item, below the badge that sums it up, and that of each claim type in short."""

    badge: Badge
    types: Sequence[ShownEvidence]
    pips: tuple[Pip, ...] = ()

    @property
    def is_gap(self) -> bool:
        """Whether a reader should see at once what it is."""
        return self.badge.is_gap


class Flag(NamedTuple):
    """A finding in short, beside what it concerns: `weight` is its severity, or `waived`."""

    code: str
    weight: str
    message: str
    href: str


class ShownPlace(NamedTuple):
    """A place in a source: its path and line, and where that is read on the web and in an editor."""

    text: str
    href: str
    editor: str = ""


class ShownFinding(NamedTuple):
    """A finding in full: its weight, anchor and excerpt, the item it concerns, and its place."""

    finding: Finding
    weight: str
    anchor: str
    href: str
    excerpt: str
    item: ShownItem | None
    place: ShownPlace


class ShownOwner(NamedTuple):
    """Who answers for an item: a name, and a link where it is the id of an item."""

    name: str
    item: ShownItem | None


class ShownDue(NamedTuple):
    """By when an item is to be done, and the item that says so where that is another one."""

    day: date
    quarter: str
    is_overdue: bool
    stated_by: ShownItem | None


class Cell(NamedTuple):
    """What a column shows of an item: `form` says how `value` is drawn; that is None if there is nothing."""

    form: str
    value: Any = None


class Row(NamedTuple):
    """An item as a row of a matrix.

    `href` leads to its home, if that is another page. `badge` is empty where a column shows it. `depth` says
    below how many rows of its wholes it stands. `hidden` says where something of it is that is not in sight.
    """

    anchor: str
    href: str
    cells: list[Cell]
    badge: Badge
    depth: int
    is_gap: bool
    hidden: str = ""
