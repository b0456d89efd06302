"""What tools answer: plain values with a schema, made so that no answer is longer than a model can bear."""

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from mkdocs_traceability.mcp.texts import Name, Quoted, Sentence
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.reading.excerpts import Excerpts

MOST_CHARACTERS: Final = 16_000
"""How long an answer may be, as JSON: some 5,000 tokens."""

_MOST_PLACES: Final = 5
_NAMING: Final = 12
"""How many characters of a fingerprint name a finding."""


class Value(BaseModel):
    """A part of an answer. What has its default is left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Answer(Value):
    """What every tool answers."""

    summary: Sentence = Field(description="The answer in one sentence.")
    notice: Sentence = Field(description="How to read quoted text.")
    notes: tuple[Sentence, ...] = Field(
        default=(), description="What else is to be known: what is hidden or not read."
    )


class Listing(Answer):
    """An answer that is a list, or a part of it."""

    total: int = Field(description="How many entries there are.")
    next_offset: int = Field(
        default=0, description="The `offset` for the next entries; absent if these are the last."
    )


_V = TypeVar("_V")
_T = TypeVar("_T", bound=Value)


class ShownWaiver(Value):
    """Who answers for a finding, and until when."""

    quoted_reason: Quoted
    owner: Name = ""
    until: Name = ""


class ShownFinding(Value):
    """A finding of the check."""

    fingerprint: Name = Field(description="Names it for `why`.")
    code: Name
    severity: Name = Field(description="error, warning, info, waived or baseline.")
    at: Name = Field(description="The place, as path:line:column below the folder of mkdocs.yml.")
    message: Sentence
    help: Sentence = Field(default="", description="What to do about it.")
    item: Name = Field(default="", description="The item concerned, as kind:id.")
    quoted_line: Quoted = Field(default="", description="The line at that place.")
    waiver: ShownWaiver | None = None
    also_at: tuple[Name, ...] = Field(default=(), description="Further places of the same mistake.")
    more_places: int = Field(default=0, description="How many places are left out.")


def finding_shown(finding: Finding, excerpts: Excerpts) -> ShownFinding:
    """Return a finding as answers have it."""
    waiver = finding.waiver
    places = tuple(str(each.position) for each in finding.entries)
    at = finding.position
    return ShownFinding(
        fingerprint=finding.fingerprint[:_NAMING],
        code=finding.code,
        severity=finding.effective_severity,
        at=str(at),
        message=finding.message,
        help=finding.help,
        item=f"{finding.kind}:{finding.item}" if finding.item else "",
        quoted_line=excerpts.line(at.path, at.line).strip()[:200],
        waiver=waiver
        and ShownWaiver(
            quoted_reason=waiver.reason,
            owner=waiver.owner,
            until=waiver.until.isoformat() if waiver.until else "",
        ),
        also_at=places[:_MOST_PLACES],
        more_places=max(len(places) - _MOST_PLACES, 0),
    )


def fitting(
    entries: Sequence[_V], shown: Callable[[_V], _T], offset: int, limit: int, most: int = MOST_CHARACTERS
) -> tuple[list[_T], int]:
    """Return the entries from `offset` on that fit into an answer, at least one, and the offset of the next.

    That is 0 where none is left.
    """
    values: list[_T] = []
    size = 0
    for entry in entries[offset : offset + limit]:
        value = shown(entry)
        size += size_of(value)
        if values and size > most:
            break
        values.append(value)
    end = offset + len(values)
    return values, end if values and end < len(entries) else 0


def told_as(model: type[_T], told: object, **given: Any) -> _T:
    """Return a value as an answer has it: what is not given, by its name there without `quoted_`."""
    names = {key: key.removeprefix("quoted_") for key in model.model_fields if key not in given}
    return model(**{key: getattr(told, name) for key, name in names.items()}, **given)


def size_of(value: Value) -> int:
    """Return how many characters a value takes as JSON."""
    return len(as_json(value))


def as_json(value: Value) -> str:
    """Return a value as JSON on one line."""
    return value.model_dump_json(exclude_defaults=True)


def as_data(value: Value) -> dict[str, Any]:
    """Return a value as plain data."""
    return value.model_dump(mode="json", exclude_defaults=True)
