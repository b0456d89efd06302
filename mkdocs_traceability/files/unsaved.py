"""What an editor has in place of what files hold on disk: what is read is what somebody sees."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from mkdocs_traceability.files.ordinary import read_ordinary
from mkdocs_traceability.files.real import real


class Unsaved:
    """The contents of open files, by where these really lie. A file that is not on disk stays absent."""

    def __init__(self, contents: Mapping[Path, bytes] | None = None) -> None:
        self._contents = contents or {}
        self._names = frozenset(file.name for file in self._contents)

    def __bool__(self) -> bool:
        return bool(self._contents)

    def of(self, file: Path) -> bytes | None:
        """Return what is open of a file, however it is reached; None where nothing is."""
        if not self._contents or (file.name not in self._names and not file.is_symlink()):
            return None
        return self._contents.get(real(file))

    def read(self, file: Path, limit: int) -> bytes:
        """Return what a file holds, `limit` bytes at the most, as it is open or else as it is on disk.

        Raises:
            OSError: where it cannot be read, or is no ordinary file.
            ValueError: where the path is none.

        """
        found = self.of(file)
        return read_ordinary(file, limit) if found is None else found[:limit]


NOTHING_UNSAVED: Final = Unsaved()
"""Files as they are on disk."""
