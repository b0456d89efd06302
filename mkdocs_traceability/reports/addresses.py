"""Paths of findings as addresses: percent-encoded, whatever a file is called."""

import os
import re
from typing import Final
from urllib.parse import quote

_WITH_DRIVE: Final = re.compile(r"[A-Za-z]:[/\\]")


def is_absolute(path: str) -> bool:
    """Whether a path begins at the root of a file system, or at a drive of Windows."""
    return path.startswith("/") or _WITH_DRIVE.match(path) is not None


def uri(path: str) -> str:
    """Return a path as a URI, a relative one as a relative reference (RFC 3986, section 4.2)."""
    if _WITH_DRIVE.match(path):
        return f"file:///{path[:2]}{_quoted(path[2:])}"
    return f"file://{_quoted(path)}" if is_absolute(path) else _quoted(path)


def _quoted(path: str) -> str:
    try:
        return quote(os.fsencode(path))
    except UnicodeEncodeError:  # half of a pair of surrogates, which no file system has
        return quote(path, errors="replace")
