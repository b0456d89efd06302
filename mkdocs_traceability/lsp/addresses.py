"""The addresses by which editors name files, and the files that they name.

An editor spells the address of a file as it likes (a drive letter in either case, `:` as `%3A`, through a
link); what it is told must be in that spelling, or it takes the file for another one.
"""

import ntpath
import os
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from typing import Final
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from mkdocs_traceability.files.real import real

_IS_WINDOWS: Final = os.name == "nt"


def file_of(uri: str) -> Path | None:
    """Return the file that an address names; None for one of no file, as of an untitled text."""
    found = named_file(uri, windows=_IS_WINDOWS)
    return None if found is None else Path(found)


def named_file(uri: str, *, windows: bool) -> PurePath | None:
    """Return the file that an address names on Windows, or on another system (RFC 8089)."""
    try:
        parts = urlsplit(uri, allow_fragments=False)
    except ValueError:  # brackets that are no IPv6 address
        return None
    if parts.scheme != "file":
        return None
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    if not windows:
        text = os.fsdecode(unquote_to_bytes(path))
        is_ours = parts.netloc in ("", "localhost") and text.startswith("/") and "\0" not in text
        return PurePosixPath(text) if is_ours else None
    text = unquote(path)
    if parts.netloc not in ("", "localhost"):
        text = f"//{unquote(parts.netloc)}{text}"
    elif text[2:3] == ":":
        text = text[1].upper() + text[2:]
    file = PureWindowsPath(text)
    return file if ntpath.isabs(text) and "\0" not in text and file.drive else None


def address_of(file: PurePath) -> str:
    """Return the address of a file, which is absolute."""
    return file.as_uri()


class Addresses:
    """How the editor spells the addresses of files: of those that are open, and of its folders."""

    def __init__(self) -> None:
        self._folders: dict[Path, Path] = {}
        self._open: dict[Path, str] = {}

    def enter_folder(self, uri: str) -> Path | None:
        """Take note of a folder of the editor's; return where it really lies."""
        if (folder := file_of(uri)) is None:
            return None
        self._folders[real(folder)] = folder
        return real(folder)

    def enter_open(self, file: Path, uri: str) -> None:
        """Take note of the address of an open file."""
        self._open[file] = uri

    def leave_open(self, file: Path) -> None:
        """Forget the address of a file that has been closed."""
        self._open.pop(file, None)

    def of(self, file: Path) -> str:
        """Return the address of a file, given as it really lies, in the editor's spelling."""
        if file in self._open:
            return self._open[file]
        for lies, named in list(self._folders.items()):  # a run may ask in its thread
            if lies != named and file.is_relative_to(lies):
                return address_of(named / file.relative_to(lies))
        return address_of(file)
