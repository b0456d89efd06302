"""What a check comes to, with the witness by which a later process can tell that it would come to the same.

It is said again where nothing has changed, and where an edit has only reworded what no rule reads; neither
settings nor sources are read for it.
"""

import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

from mkdocs_traceability.files import cache
from mkdocs_traceability.files.disk import digest_of
from mkdocs_traceability.files.real import Bounds
from mkdocs_traceability.files.witness import Witness, stored_witness
from mkdocs_traceability.kept.check import KeptCheck, kept_check
from mkdocs_traceability.kept.files import kept_file
from mkdocs_traceability.reading.excerpts import Excerpts

_MOST_EDITED: Final = 16
"""How many edited files are looked at: reading all is quicker than to compare many."""

_MOST_BYTES: Final = 200_000_000
"""How much is kept of what sources hold."""


class Outcome(NamedTuple):
    """All that a check says beside its findings, and what decides of it.

    `remarks` are on the host and the sources. `free` has the texts that may be reworded, as plain data, None
    where none is known. `edited` is what sources hold that were reworded since the contents of all were kept.
    """

    check: KeptCheck
    remarks: list[str]
    has_baseline: bool
    findings_url: str
    witness: Witness
    free: Any = None
    edited: Mapping[str, str] = {}

    def excerpts(self, root: Path) -> Excerpts:
        """Return where lines are taken from: only from files below the folder of the configuration."""
        return Excerpts(root, bounds=Bounds((root,)))


def keep(config_file: Path, today: date, outcome: Outcome, contents: Mapping[str, bytes]) -> None:
    """Keep the outcome of a check for later ones, and the contents of the sources that may be reworded."""
    _save(config_file, today, outcome)
    if outcome.free is not None:
        cache.save_bytes(kept_file(config_file, "texts"), cache.program(), b"".join(contents.values()))


def places_of(contents: Mapping[str, bytes]) -> dict[str, tuple[int, int]] | None:
    """Return where each of some contents stands when all are kept as one; None where that is too much."""
    places, at = {}, 0
    for path, data in contents.items():
        places[path] = (at, at + len(data))
        at += len(data)
    return places if at <= _MOST_BYTES else None


def kept_outcome(config_file: Path, today: date) -> Outcome | None:
    """Return what a check would come to; None where only a check can tell."""
    begun = time.time_ns()
    base = config_file.parent
    try:
        outcome = _stored(cache.load(kept_file(config_file, "check"), _key(today)))
        edited = outcome.witness.edited(base, most=0 if outcome.free is None else _MOST_EDITED)
        if not edited:
            return None if edited is None else outcome
        moved = _moved(config_file, outcome, edited)
        moved = moved._replace(witness=outcome.witness.with_edited(base, edited, begun))
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return None
    _save(config_file, today, moved)
    return moved


def _moved(config_file: Path, outcome: Outcome, edited: Mapping[str, bytes]) -> Outcome:
    """Return an outcome as it is after edits that only reword.

    Raises:
        ValueError: where one does more, or that cannot be told.

    """
    from mkdocs_traceability.kept.reworded import FreeTexts, Moving, reworded

    free = FreeTexts(*outcome.free)
    contents = cache.load_bytes(kept_file(config_file, "texts"), cache.program()) or b""
    check, later = outcome.check, dict(outcome.edited)
    for path, after in edited.items():
        start, end = free.places[path]
        before = later[path].encode() if path in later else contents[start:end]
        if digest_of(before) != outcome.witness.looked[0].seen[f"data:{path}"]:
            raise ValueError("another content than that of the check")
        shift = reworded(before, after, free)
        if shift is None:
            raise ValueError("an edit that may change what is found")
        moving = Moving(path, shift, (contents, *map(str.encode, later.values()), after))
        moving.texts(outcome.remarks)
        check = check._replace(
            findings=list(map(moving.finding, check.findings)), gone=tuple(map(moving.gone, check.gone))
        )
        later[path] = after.decode()
    if len(later) > _MOST_EDITED:
        raise ValueError("so many edits that it is time to keep all anew")
    return outcome._replace(check=check, edited=later)


def _save(config_file: Path, today: date, outcome: Outcome) -> None:
    stored = outcome._replace(check=outcome.check._replace(seen={}).as_plain())  # type: ignore[arg-type]
    cache.save(kept_file(config_file, "check"), _key(today), stored)


def _stored(stored: Any) -> Outcome:
    """Return plain data as the outcome it was.

    Raises:
        ValueError, TypeError, AttributeError: where it cannot have been one.

    """
    check, remarks, has_baseline, findings_url, witness, free, edited = stored
    found = kept_check(check)
    if found is None or not all(isinstance(each, str) for each in (findings_url, *remarks)):
        raise ValueError("no outcome of a check")
    return Outcome(
        found, list(remarks), bool(has_baseline), findings_url, stored_witness(witness), free, dict(edited)
    )


def _key(today: date) -> str:
    return cache.key_of(cache.program(), today)
