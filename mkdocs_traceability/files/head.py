"""Which commit HEAD is, read from the files of a repository: no process is started.

They are read through a `Disk`, so that another run finds out whether HEAD is still the same.
"""

import os
import re
from pathlib import Path
from typing import Final, NamedTuple

from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.files.real import real

_REF: Final = "ref: "
_DIGEST: Final = re.compile("[0-9a-f]{40}|[0-9a-f]{64}")


class Head(NamedTuple):
    """What the files of a repository tell: the commit, empty where they do not tell it."""

    commit: str
    is_shallow: bool


def top_of(disk: Disk, folder: Path) -> Path | None:
    """Return the nearest folder, from this one upward, that is a repository's."""
    for each in (folder, *folder.parents):
        path = _below(disk, each / ".git")
        if disk.is_folder(path) or disk.is_file(path):
            return each
    return None


def look_at_head(disk: Disk, top: Path) -> Head:
    """Look at the files that tell which commit HEAD is."""

    def content(file: Path) -> str:
        return (disk.read_unshown(_below(disk, file)) or b"").decode("utf-8", "replace").strip()

    folder = top / ".git"
    if linked := content(folder).removeprefix("gitdir:").strip():
        folder = top / linked
    common = folder / (content(folder / "commondir") or ".")
    commit = content(folder / "HEAD")
    reference = commit.removeprefix(_REF) if commit.startswith(_REF) and "\0" not in commit else ""
    if reference:
        commit = content(common / reference)
    others = {name: content(common / name) for name in ("packed-refs", "reftable/tables.list", "shallow")}
    if reference and not commit:
        lines = (line.partition(" ") for line in others["packed-refs"].splitlines())
        commit = next((digest for digest, _, name in lines if name == reference), "")
    return Head(commit if _DIGEST.fullmatch(commit) else "", bool(others["shallow"]))


def _below(disk: Disk, file: Path) -> str:
    return os.path.relpath(file, real(disk.base)).replace(os.sep, "/")
