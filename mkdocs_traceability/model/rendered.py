"""Which files of a folder are ours: the list that `render` keeps beside what it has written.

A rendered page is no page that somebody wrote: it declares nothing, and is no evidence.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Final

from mkdocs_traceability.files.ordinary import read_ordinary

MANIFEST: Final = ".mkdocs-traceability.json"
"""Its name. Hosts publish no file of the docs folder whose name begins with a dot."""

_VERSION: Final = 1
_MOST_BYTES: Final = 50_000_000


def digest(data: bytes) -> str:
    """Return what tells one content from another."""
    return hashlib.sha256(data).hexdigest()


def read_manifest(folder: Path) -> dict[str, str]:
    """Return the digests of the files in a folder that were rendered, by their paths below it.

    A list that cannot be read has none, and of one that somebody made only the paths below the folder count.
    """
    try:
        said = json.loads(read_ordinary(folder / MANIFEST, _MOST_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    files = said.get("files") if isinstance(said, dict) and said.get("version") == _VERSION else None
    if not isinstance(files, dict):
        return {}
    return {name: value for name, value in files.items() if _is_below(name) and isinstance(value, str)}


def manifest_of(digests: Mapping[str, str]) -> bytes:
    """Return the list as it is written."""
    said = {
        "about": "Written by `mkdocs-traceability render`, which replaces and removes only these files.",
        "version": _VERSION,
        "files": dict(sorted(digests.items())),
    }
    return (json.dumps(said, ensure_ascii=True, indent=1) + "\n").encode("ascii")


def _is_below(name: str) -> bool:
    path = PurePosixPath(name)
    is_plain = path.as_posix() == name and "\\" not in name and "\0" not in name
    return is_plain and bool(path.parts) and not path.is_absolute() and ".." not in path.parts
