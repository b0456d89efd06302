"""Fixes put into sources in rounds, until nothing changes; what cannot be proven is not done, and is said.

All of it happens in memory: what has become of the files is written by who asked for it, or shown.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from mkdocs_traceability.edits.fixes import fixes_of
from mkdocs_traceability.edits.fixes.written import TextOf
from mkdocs_traceability.edits.proof import holds
from mkdocs_traceability.edits.text_edits import apply_edits, touch
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.fix import Fix, TextEdit
from mkdocs_traceability.reading.read import SourceReading

_MOST_ROUNDS: Final = 100
"""So often is a site checked anew: each round but the last one has repaired something."""

Check = Callable[[Mapping[str, str]], Iterable[Finding]]
"""Returns the findings of a site some of whose sources have other texts, by path."""

Read = Callable[[str, str], SourceReading]
"""Reads a text as the source at a path."""


class Repair(NamedTuple):
    """A fix and the finding that offers it."""

    finding: Finding
    fix: Fix

    @property
    def name(self) -> tuple[str, str, str]:
        """What tells it from others, wherever edits have moved it to."""
        return self.finding.code, self.finding.message, self.fix.title


@dataclass
class Repaired:
    """What has become of sources: their new texts by path, and how many findings were repaired.

    `refused` are repairs that would have changed more than they say. `unsafe` counts those that are left as
    they were not asked for.
    """

    texts: dict[str, str] = field(default_factory=dict)
    count: int = 0
    refused: list[Repair] = field(default_factory=list)
    unsafe: int = 0


def repaired(texts: Mapping[str, str], check: Check, read: Read, *, unsafe: bool) -> Repaired:
    """Repair what can be repaired safely, with `unsafe` also what has one suggestion.

    `texts` are those of the sources that may be edited, by path.
    """
    done = Repaired()
    refused: set[tuple[str, str, str]] = set()
    for _ in range(_MOST_ROUNDS):
        now = {**texts, **done.texts}
        findings = [each for finding in check(done.texts) for each in _each(finding)]
        fixes = [(finding, fixes_of(finding, now.get)) for finding in findings]
        offered = [each for each in _offered(fixes, unsafe=unsafe) if each.name not in refused]
        done.unsafe = sum(_is_unsafe(each) for _, each in fixes) if not unsafe else 0
        batch = list(_apart(offered))
        if not batch:
            break
        new = _put_in(batch, now, read)
        if new is None:
            wrong = [each for each in batch if _put_in([each], now, read) is None]
            done.refused += wrong
            refused.update(each.name for each in wrong)
            batch = [each for each in batch if each not in wrong]
            new = _put_in(batch, now, read)
            if new is None:
                batch = batch[:1]
                new = _put_in(batch, now, read) or {}
        done.texts.update(new)
        done.count += len(batch)
    done.texts = {path: text for path, text in done.texts.items() if text != texts[path]}
    return done


def fixes_of_all_places(finding: Finding, text_of: TextOf) -> list[Fix]:
    """Return the fixes of a finding, each with what it takes at all places that nothing excuses."""
    alike: dict[tuple[str, bool], list[Repair]] = {}
    for each in _each(finding):
        for fix in fixes_of(each, text_of):
            alike.setdefault((fix.title, fix.is_safe), []).append(Repair(each, fix))
    return [
        Fix(title, tuple(edit for repair in _apart(repairs) for edit in repair.fix.edits), is_safe)
        for (title, is_safe), repairs in alike.items()
    ]


def _each(finding: Finding) -> Iterator[Finding]:
    """Go through the places of a mistake that nothing excuses."""
    if finding.waiver is None and not finding.in_baseline:
        yield replace(finding, entries=())
    for entry in finding.entries:
        yield from _each(entry)


def _offered(found: Iterable[tuple[Finding, tuple[Fix, ...]]], *, unsafe: bool) -> Iterator[Repair]:
    """Go through what may be repaired, in the order of the findings: of each the first safe fix."""
    for finding, fixes in found:
        if fixes and (fixes[0].is_safe or (unsafe and _is_unsafe(fixes))):
            yield Repair(finding, fixes[0])


def _is_unsafe(fixes: tuple[Fix, ...]) -> bool:
    """Whether there is one suggestion, and nothing else."""
    return len(fixes) == 1 and not fixes[0].is_safe


def _apart(repairs: Iterable[Repair]) -> Iterator[Repair]:
    """Leave out repairs that touch what one before them edits: the next round has them."""
    taken: dict[str, list[TextEdit]] = {}
    for repair in repairs:
        edits = repair.fix.edits
        if any(touch(edit, other) for edit in edits for other in taken.get(edit.path, ())):
            continue
        for edit in edits:
            taken.setdefault(edit.path, []).append(edit)
        yield repair


def _put_in(repairs: Iterable[Repair], texts: Mapping[str, str], read: Read) -> dict[str, str] | None:
    """Return the texts of files after repairs; None where one of them cannot be proven."""
    by_path: dict[str, list[TextEdit]] = {}
    for repair in repairs:
        for edit in repair.fix.edits:
            by_path.setdefault(edit.path, []).append(edit)
    new: dict[str, str] = {}
    for path, edits in by_path.items():
        try:
            new[path] = apply_edits(texts[path], edits)
        except ValueError:
            return None
        if not holds(path, texts[path], new[path], edits, lambda text, path=path: read(path, text)):  # type: ignore[misc]
            return None
    return new
