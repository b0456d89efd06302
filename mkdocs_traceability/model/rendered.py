"""Which files of a folder are ours: the list that `render` keeps beside what it has written.

A rendered page is no page that somebody wrote: it declares nothing, and is no evidence.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from mkdocs_traceability.files.ordinary import read_ordinary

MANIFEST: Final = ".mkdocs-traceability.json"
"""Its name. Hosts publish no file of the docs folder whose name begins with a dot."""

_VERSION: Final = 1
_MOST_BYTES: Final = 50_000_000


def digest(data: bytes) -> str:
    """Return what tells one content from another."""
    return hashlib.sha256(data).hexdigest()


def manifest_content(folder: Path) -> bytes | None:
    """Return what the list of a folder holds, None where it cannot be read."""
    try:
        return read_ordinary(folder / MANIFEST, _MOST_BYTES)
    except (OSError, ValueError):
        return None


class Manifest(NamedTuple):
    """Digests of the files that were rendered into a folder, by their paths below it.

    `unfinished` are those that a run was about to write: where it was killed, each file is as it is in
    `files`, as it is there, or missing.
    """

    files: Mapping[str, str]
    unfinished: Mapping[str, str] = MappingProxyType({})

    def names(self) -> frozenset[str]:
        """Return the paths of all files that may be ours."""
        return frozenset((*self.files, *self.unfinished))

    def has(self, name: str, data: bytes) -> bool:
        """Whether a file that holds this was rendered, and has not been changed since."""
        return digest(data) in (self.files.get(name), self.unfinished.get(name))


def read_manifest(content: bytes | None) -> Manifest:
    """Return what a list says.

    One that is no such list has no file, and of one that somebody made only the paths below the folder count.
    """
    try:
        said = json.loads(content or b"null")
    except (ValueError, RecursionError):
        return Manifest({})
    if not isinstance(said, dict) or said.get("version") != _VERSION:
        return Manifest({})
    return Manifest(_digests(said.get("files")), _digests(said.get("unfinished")))


def _digests(said: Any) -> dict[str, str]:
    files = said if isinstance(said, dict) else {}
    return {name: value for name, value in files.items() if _is_below(name) and isinstance(value, str)}


def written_manifest(manifest: Manifest) -> bytes:
    """Return the list as it is written."""
    said: dict[str, Any] = {
        "about": "Written by `mkdocs-traceability render`, which replaces and removes only these files.",
        "version": _VERSION,
        "files": dict(sorted(manifest.files.items())),
    }
    if manifest.unfinished:
        said["unfinished"] = dict(sorted(manifest.unfinished.items()))
    return (json.dumps(said, ensure_ascii=True, indent=1) + "\n").encode("ascii")


def _is_below(name: str) -> bool:
    path = PurePosixPath(name)
    is_plain = path.as_posix() == name and "\\" not in name and "\0" not in name
    return is_plain and bool(path.parts) and not path.is_absolute() and ".." not in path.parts
