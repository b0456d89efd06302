"""The line of a file that a finding speaks of."""

from collections.abc import Iterable
from pathlib import Path

from mkdocs_traceability.reading.read import Source
from mkdocs_traceability.reading.text import MAX_BYTES, shown


class Excerpts:
    """Lines of sources as they were read, and of other files as they are on disk."""

    def __init__(self, root: Path, sources: Iterable[Source] = ()) -> None:
        self._root = root
        self._read = {source.path: source.data for source in sources}
        self._lines: dict[str, list[str]] = {}

    def line(self, path: str, number: int) -> str:
        """Return a line without its end, empty where there is none."""
        if path not in self._lines:
            text = shown(self._bytes(path))
            self._lines[path] = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        lines = self._lines[path]
        return lines[number - 1] if 0 < number <= len(lines) else ""

    def _bytes(self, path: str) -> bytes:
        if path in self._read:
            return self._read[path]
        try:
            with (self._root / path).open("rb") as stream:
                return stream.read(MAX_BYTES)
        except OSError:  # the finding says what is wrong with the file; only its excerpt is missing
            return b""
