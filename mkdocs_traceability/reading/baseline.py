"""Read the baseline of a site. One that cannot be read is not used, and that is a finding."""

import os
from collections.abc import Container
from dataclasses import replace
from pathlib import Path
from typing import Final

from mkdocs_traceability.files.ordinary import read_ordinary, why
from mkdocs_traceability.files.real import Bounds
from mkdocs_traceability.model.baseline import (
    MAX_BYTES,
    BadBaselineError,
    Baseline,
    place_in,
    read_baseline,
)
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.position import Position

_CREATE: Final = "create it with `mkdocs-traceability check --write-baseline`, or remove the setting"
_MOVE: Final = "keep the file itself in the folder of `mkdocs.yml`"
_REPLACE: Final = "replace it with a file that can be read"


def load_baseline(root: Path, name: str, named_at: Position | None, bounds: Bounds) -> Baseline:
    """Return the baseline that lies below `root`; `named_at` is where the settings name it, if they do."""
    file, place = root / name, named_at or Position(name, 1, 1)
    try:
        if not os.path.lexists(file):
            return Baseline(name, problem=named_at and _wrong(f"`{name}` does not exist", named_at, _CREATE))
        if not bounds.hold(file):
            return Baseline(name, problem=_wrong(f"`{name}` leads out of the site", place, _MOVE))
        data = read_ordinary(file, MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        return Baseline(name, problem=_wrong(f"`{name}` cannot be read: {why(error)}", place, _REPLACE))
    return replace(_read(data, name), content=data)


def with_unread(baseline: Baseline, root: Path, sources: Container[str]) -> Baseline:
    """Return a baseline that knows which of its files are no source of this run, and which are not there."""
    paths = {entry.path for entry in baseline.entries.values() if entry.path not in sources}
    there = frozenset(path for path in paths if os.path.lexists(root / path))
    return replace(baseline, unread=there, lost=frozenset(paths - there)) if paths else baseline


def _read(data: bytes, name: str) -> Baseline:
    text = data.decode("utf-8-sig", "replace")
    try:
        if len(data) > MAX_BYTES:
            raise BadBaselineError("this file is too large for a baseline", 0, "delete it and write it again")
        return read_baseline(text, name)
    except BadBaselineError as error:
        message = f"`{name}` is not used: {error.message}"
        return Baseline(name, problem=_wrong(message, place_in(text, error.offset, name), error.help))


def _wrong(message: str, at: Position, help_: str) -> Finding:
    return Finding("TR008", message, at, help=help_, field="baseline", subject="baseline")
