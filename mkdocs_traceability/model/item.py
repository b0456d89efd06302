"""What a source declares: items with their values, references, claims and waivers, each at its position."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, NamedTuple, TypeAlias

from mkdocs_traceability.model.named_tuples import made_of_parts
from mkdocs_traceability.model.position import Position

Plain: TypeAlias = str | int | float | bool | date | tuple["Plain", ...] | dict[str, "Plain"]


class Value(NamedTuple):
    """The value of a field and where it is written."""

    plain: Plain
    position: Position


value_of: Final = made_of_parts(Value)


@dataclass(eq=False, slots=True)
class Reference:
    """One entry of a relation as it was written: the text that names an item, or free text.

    `attributes` holds what was said beside it: role, via, because, note. One `between` the ends of a range is
    not written out, and counts only if there is such an item. Compared and hashed by identity: two entries
    that say the same are two.
    """

    text: str
    position: Position
    attributes: dict[str, str]
    optional: bool = False
    is_text: bool = False
    between: bool = False


class Claim(NamedTuple):
    """One piece of evidence an item names, unresolved: its type and its written form."""

    type: str
    """The claim type: `code`, `tests`, `endpoints`, `events`, `tables`, `docs`, `files` or `links`."""

    text: str
    """The claim as it is written: `app/store.py:Store.save`."""

    position: Position
    """Where it is written."""

    lines: str = ""
    """The line range written beside it, empty without one."""

    note: str = ""
    """The note written beside it, empty without one."""


class Evidence(NamedTuple):
    """All an item says about one claim type: claims, or that none apply and why, or that none are known."""

    type: str
    position: Position
    claims: tuple[Claim, ...] = ()
    not_applicable: str = ""
    unknown: bool = False


class Waived(NamedTuple):
    """What a waiver is limited to: an id, a claim or a name; or, as an edge, what a field says."""

    text: str
    """The id, claim or name, as findings have it."""

    field: str
    """The field, relation or claim type; empty for any."""

    position: Position
    """Where it is written."""


class Waiver(NamedTuple):
    """The waiver of the findings of one rule, with its reason: of all at its item, or only `of` some."""

    code: str
    reason: str
    owner: str
    until: date | None
    position: Position
    from_defaults: bool = False
    of: tuple[Waived, ...] = ()

    def has_expired(self, today: date) -> bool:
        """Whether its date has passed."""
        return self.until is not None and self.until < today


class Nameless(NamedTuple):
    """An item whose id is missing: where it stands, and its title if it has one."""

    kind: str
    position: Position
    title: str = ""

    @property
    def mistake(self) -> str:
        """The name of the mistake, by which findings of what follows from it are told."""
        return f"no id {self.position}"


@dataclass(eq=False, slots=True)
class Item:
    """One declared thing with an id. Compared and hashed by identity, so that two items may share an id.

    `references` is keyed by the name under which they were written: a relation of the item's kind,
    or the inverse of another kind's; `keys` has the position of each of those names. `evidence` is
    keyed by claim type or, for a field that is a claim, by the field's name. A name in `invalid` was
    written, but cannot be judged: a finding has been made of it already. `title_from` is `page` where the
    item has the title of its home, and `markup` where that may say something else once it is rendered.
    `table_page` is the page in a table of which it is declared, as a path below the docs folder, and
    `text_page` the one in the text of which it is a heading or a list item.
    """

    kind: str
    """The name of its kind: `flow`, `component`, or a kind of `mkdocs.yml`."""

    id: str
    """Its id."""

    position: Position
    """Where its id is written."""

    page: str | None = None
    """The page whose front matter says that it is this item, as a path below the docs folder; else None."""

    values: dict[str, Value] = field(default_factory=dict)
    """Its fields by name, the status among them: each has its value as `plain`, and its `position`."""

    references: dict[str, tuple[Reference, ...]] = field(default_factory=dict)
    keys: dict[str, Position] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()
    invalid: frozenset[str] = frozenset()
    title_from: Literal["", "page", "markup"] = ""
    table_page: str = ""
    text_page: str = ""

    def says(self, name: str) -> bool:
        """Whether the item has, or was meant to have, something under this name."""
        return bool(self.references.get(name)) or name in self.values or name in self.invalid

    def text(self, name: str) -> str:
        """Return a field's value as text, empty where the item does not have it."""
        value = self.values.get(name)
        return "" if value is None else str(value.plain)

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the entries of a field that holds several."""
        value = self.values.get(name)
        if value is None:
            return ()
        return tuple(map(str, value.plain)) if isinstance(value.plain, tuple) else (str(value.plain),)

    @property
    def title(self) -> str:
        """The title, or the id of an item that has none."""
        value = self.values.get("title")
        return self.id if value is None else str(value.plain) or self.id

    @property
    def own_title(self) -> str:
        """The title, empty if it only repeats the id."""
        title = self.title
        return "" if title == self.id else title

    @property
    def full_title(self) -> str:
        """The id, and the title if it says more."""
        return f"{self.id} {self.own_title}".rstrip()

    @property
    def label(self) -> str:
        """How messages name the item: its kind in words and its id."""
        return f"{self.kind.replace('_', ' ')} {self.id}"
