"""The line of a file that a finding speaks of."""

from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs_traceability.files.ordinary import read_ordinary
from mkdocs_traceability.files.real import Bounds

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from mkdocs_traceability.reading.read import Source
from mkdocs_traceability.reading.text import MAX_BYTES, line_ends_as_one, shown


class Excerpts:
    """Lines of sources as they were read, and of other files as they are on disk, within the bounds."""

    def __init__(self, root: Path, sources: "Iterable[Source]" = (), bounds: Bounds | None = None) -> None:
        self._root = root
        self._bounds = bounds
        self._read = {source.path: source.data for source in sources}
        self._lines: dict[str, list[str]] = {}

    @property
    def read(self) -> "Container[str]":
        """The paths of the sources whose lines are shown as they were read."""
        return self._read.keys()

    def line(self, path: str, number: int) -> str:
        """Return a line without its end, empty where there is none."""
        if path not in self._lines:
            self._lines[path] = line_ends_as_one(shown(self._bytes(path))).split("\n")
        lines = self._lines[path]
        return lines[number - 1] if 0 < number <= len(lines) else ""

    def _bytes(self, path: str) -> bytes:
        if path in self._read:
            return self._read[path]
        if self._bounds is not None and not self._bounds.hold(self._root / path):
            return b""
        try:
            return read_ordinary(self._root / path, MAX_BYTES)
        except (OSError, ValueError):  # the finding says what is wrong; only the excerpt is missing
            return b""
