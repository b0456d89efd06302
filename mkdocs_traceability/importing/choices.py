"""Import: what the user decides: the kind of a table, the field of a column."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Final, NamedTuple

from mkdocs_traceability.importing.columns import folded_header
from mkdocs_traceability.model.declared import CLAIM_TYPES
from mkdocs_traceability.model.kinds import Kind, Schema
from mkdocs_traceability.reading.discovery import PAGE_ENDINGS
from mkdocs_traceability.registry.nearest import nearest_word

NONE: Final = "none"
"""In place of a kind: the table stays as it is."""


_AT_LINE: Final = re.compile(r"(?P<place>(?:[^:]*\.\w+:)?\d+):(?P<header>.+)$")
_IN_PAGE: Final = re.compile(rf"(?P<place>[^:]*(?:{'|'.join(map(re.escape, PAGE_ENDINGS))})):(?P<header>.+)$")


class BadChoiceError(Exception):
    """A choice that makes no sense; its text says why."""


class Choices(NamedTuple):
    """What the user says of kinds and columns: for all tables, those of a page, or the one at a line.

    The keys are (page, line); no page and line 0 stand for all. Columns are told by their folded headers.
    Where it is `only_sure`, what would be a guess stays as it is.
    """

    kinds: Mapping[tuple[str, int], str] = {}
    columns: Mapping[tuple[str, int], Mapping[str, str]] = {}
    only_sure: bool = False

    def kind(self, page: str, line: int) -> str | None:
        """Return the kind that is wanted for a table, None where nothing is said."""
        places = ((page, line), ("", line), (page, 0), ("", 0))
        return next((self.kinds[place] for place in places if place in self.kinds), None)

    def fields(self, page: str, line: int) -> dict[str, str]:
        """Return the fields that are wanted for the columns of a table."""
        told: dict[str, str] = {}
        for place in (("", 0), (page, 0), ("", line), (page, line)):
            told |= self.columns.get(place, {})
        return told


def choices_of(
    kinds: Iterable[str], columns: Iterable[str], schema: Schema, pages: Collection[str]
) -> Choices:
    """Return what is said by `KIND`, `PAGE:LINE=KIND`, `HEADER=FIELD` and `PAGE:LINE:HEADER=FIELD`.

    Raises:
        BadChoiceError: where it says nothing that there is.

    """
    by_place: dict[tuple[str, int], str] = {}
    for written in kinds:
        place, equals, name = written.rpartition("=")
        by_place[_place(place, pages, f"--kind {written}") if equals else ("", 0)] = _kind(name, schema)
    fields: dict[tuple[str, int], dict[str, str]] = {}
    for written in columns:
        said, equals, name = written.rpartition("=")
        place, header = _headed(said)
        if not equals or not header:
            raise BadChoiceError(f"--map {written}: write it as `HEADER=FIELD` or `PAGE:LINE:HEADER=FIELD`")
        told = fields.setdefault(_place(place, pages, f"--map {written}") if place else ("", 0), {})
        told[folded_header(header)] = _field(name, schema)
    return Choices(by_place, fields)


def _headed(said: str) -> tuple[str, str]:
    """Take a place and a header apart: `docs/a.md:12:Risk / Gap`."""
    found = _AT_LINE.match(said) or _IN_PAGE.match(said)
    return (found["place"], found["header"]) if found else ("", said)


def _place(written: str, pages: Collection[str], whole: str) -> tuple[str, int]:
    found = re.fullmatch(r"(?:(?P<page>.*[^:\d].*?):?)??(?P<line>\d+)?", written)
    page, line = (found["page"] or "", int(found["line"] or 0)) if found else (written, 0)
    if not page:
        return "", line
    fitting = [each for each in pages if each == page or each.endswith(f"/{page}")]
    if len(fitting) != 1:
        raise BadChoiceError(f"{whole}: `{page}` is not one of the pages: {', '.join(pages)}")
    return fitting[0], line


def _kind(name: str, schema: Schema) -> str:
    known = [*schema.kinds, *schema.by_plural, NONE]
    if name in known:
        return name
    meant = nearest_word(name, known)
    raise BadChoiceError(f"unknown kind `{name}`" + (f": did you mean `{meant}`?" if meant else ""))


def _field(name: str, schema: Schema) -> str:
    known = {each for kind in schema for each in _names(kind)}
    if name in known:
        return name
    meant = nearest_word(name, sorted(known))
    raise BadChoiceError(f"no kind has a field `{name}`" + (f": did you mean `{meant}`?" if meant else ""))


def _names(kind: Kind) -> tuple[str, ...]:
    return tuple(name for name in (*kind.keys, *CLAIM_TYPES) if name not in ("evidence", "waive"))
