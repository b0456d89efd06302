"""What can be proposed: plain values, each a change of one item."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

Data: TypeAlias = str | int | float | bool | date | list["Data"] | dict[str, "Data"]
"""A value as it may stand behind a key of an item."""


class CannotPropose(Exception):  # noqa: N818 - no error: the change is another one's to make
    """Why a change cannot be proposed, and what to do instead."""


@dataclass(frozen=True)
class SetValue:
    """Another value of a field, the status or a relation of an item; `None` takes it away."""

    item: str
    key: str
    value: Data | None


@dataclass(frozen=True)
class Relate:
    """One entry more of a relation; `attributes` are role, via, because and note."""

    item: str
    relation: str
    to: str
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class AddEvidence:
    """One claim more of a type."""

    item: str
    type: str
    claim: str
    note: str = ""


@dataclass(frozen=True)
class AddItem:
    """A new item, in a sidecar that is there or new; `values` are its keys besides the id."""

    kind: str
    id: str
    file: str
    values: Mapping[str, Data] = field(default_factory=dict)


@dataclass(frozen=True)
class RenameItem:
    """Another id of an item, in every source that names it."""

    item: str
    new: str


@dataclass(frozen=True)
class Waive:
    """A waiver of the findings of one rule at an item."""

    item: str
    code: str
    reason: str
    owner: str = ""
    until: str = ""


Proposal = SetValue | Relate | AddEvidence | AddItem | RenameItem | Waive
