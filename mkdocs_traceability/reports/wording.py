"""Words that several reports have in common: of a waiver, of the further places of a mistake."""

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.item import Waiver
from mkdocs_traceability.model.position import Position


class Place(NamedTuple):
    """A further place of a finding, and what is to be seen there; `entry` where it is a finding itself."""

    position: Position
    text: str
    entry: Finding | None = None


def further_places(finding: Finding) -> Iterator[Place]:
    """Yield the places besides the first that belong to a finding: related ones, then its entries."""
    for related in finding.related:
        yield Place(related.position, related.text)
    for entry in finding.entries:
        yield Place(entry.position, said_of_entry(entry, finding), entry)


def sentence(finding: Finding) -> str:
    """Say in one line what is wrong, and where that is if the place does not show it."""
    return f"{finding.message} ({finding.label})" if finding.label else finding.message


def said_of_entry(entry: Finding, finding: Finding) -> str:
    """Say what else a mistake shows in: another finding in its words, one like the first by its place."""
    said = entry.label if entry.code == finding.code else f"{entry.code} {entry.message}"
    if entry.waiver:
        return f"{said} [{said_of_waiver(entry.waiver)}]".lstrip()
    return f"{said} [in the baseline]".lstrip() if entry.in_baseline else said


def said_of_waiver(waiver: Waiver) -> str:
    """Say who answers for a finding, why, and until when."""
    of = f"only {', '.join(f'`{each.text}`' for each in waiver.of)}" if waiver.of else ""
    said = [waiver.owner, f"until {waiver.until}" if waiver.until else "", of]
    more = ", ".join(filter(None, said))
    return f"waived: {waiver.reason}{f' ({more})' if more else ''}"


def harmless(line: str) -> str:
    """Keep what a file contains from steering a terminal; blanks of every width are harmless."""
    return line if line.isprintable() else "".join(map(_shown, line))


def _shown(character: str) -> str:
    if character.isprintable() or unicodedata.category(character) == "Zs":
        return character
    return "\N{REPLACEMENT CHARACTER}"
