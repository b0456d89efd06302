"""Files that keep results between runs: written whole, put in place at once, and safe to delete at any time.

Two processes at a time, or one cut off, leave either the old file or the new. What was kept under another key
(another version, other settings), or does not carry its own digest, is as if it were not there. It is JSON:
loading it can run nothing.
"""

import json
import os
import sys
import tempfile
from contextlib import suppress
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from mkdocs_traceability import __version__


def load(file: Path, key: str) -> Any | None:
    """Return what was kept under this key, or None."""
    try:
        header, _, body = file.read_bytes().partition(b"\n")
    except OSError:
        return None
    if header.decode("utf-8", "replace") != _header(key, body):
        return None
    return json.loads(body)


def save(file: Path, key: str, data: Any) -> None:
    """Keep data under a key, in place of what the file had. A folder that cannot be written to is no harm."""
    body = json.dumps(data, separators=(",", ":")).encode()
    folder = file.parent
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        if folder.resolve() != folder.parents[1].resolve() / folder.parent.name / folder.name:
            return  # a link that leads elsewhere: nothing is written outside the site's own folder
        with suppress(FileExistsError), (folder / ".gitignore").open("x", encoding="utf-8") as stream:
            stream.write("*\n")
        _replace(file, f"{_header(key, body)}\n".encode() + body)


def key_of(*parts: object) -> str:
    """Make one key of all that a result depends on."""
    return blake2b("\0".join(map(str, parts)).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


@lru_cache(maxsize=1)
def program() -> str:
    """Name this very program: what another version kept, or this one before an edit, is no use to it.

    Nor is what it kept while other packages were installed beside it: they decide what can be checked.
    """
    files = sorted(Path(__file__).parent.rglob("*.py"))
    return key_of(
        __version__,
        *((file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in files),
        *(
            path.stat().st_mtime_ns
            for path in map(Path, sys.path)
            if path.name.endswith("-packages") and path.is_dir()
        ),
    )


def _header(key: str, body: bytes) -> str:
    return f"{key} {blake2b(body, digest_size=16).hexdigest()}"


def _replace(file: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(name).replace(file)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
