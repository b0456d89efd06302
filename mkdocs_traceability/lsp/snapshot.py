"""What is known of a site at one moment: the last run, and the texts as they stand in the editor now.

The functions that answer an editor's requests take one of these and change nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from lsprotocol import types
from pygls.workspace import PositionCodec

from mkdocs_traceability.files.ordinary import read_ordinary
from mkdocs_traceability.files.real import real
from mkdocs_traceability.lsp.addresses import address_of, file_of
from mkdocs_traceability.lsp.shifts import Shift
from mkdocs_traceability.lsp.texts import Text, range_in
from mkdocs_traceability.model.fix import TextEdit
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.reading.text import MAX_BYTES, shown
from mkdocs_traceability.result import Result
from mkdocs_traceability.settings.load import Settings, relative


@dataclass(frozen=True)
class Snapshot:
    """What is known of a site at one moment.

    `result` is the last complete run, made from the texts `read` where a file was open then. `texts` are
    those of the open files now. Both are keyed by paths as positions have them: relative to the `root`.
    """

    settings: Settings
    result: Result
    texts: Mapping[str, str] = field(default_factory=dict)
    read: Mapping[str, str] = field(default_factory=dict)
    codec: PositionCodec = field(default_factory=PositionCodec)
    address: Callable[[Path], str] = address_of

    @property
    def root(self) -> Path:
        """The folder of `mkdocs.yml`, to which all paths are relative."""
        return self.settings.root

    @property
    def edited(self) -> list[str]:
        """The paths of open files whose text is another than the last run read."""
        return [path for path, text in self.texts.items() if text != self.read.get(path, text)]

    @cached_property
    def _texts(self) -> dict[str, Text]:
        return {}

    @cached_property
    def _shifts(self) -> dict[str, Shift]:
        return {}

    def text_of(self, path: str) -> str | None:
        """Return the text of a file: the editor's where it is open, else that on disk.

        None where there is none, or where it lies outside the folders that sources may be in.
        """
        if path in self.texts:
            return self.texts[path]
        file = self.root / path
        if not self.settings.bounds.hold(file):
            return None
        try:
            return shown(read_ordinary(file, MAX_BYTES))
        except (OSError, ValueError):  # not there, or no path
            return None

    def text(self, path: str) -> Text:
        """Return a file's text with its lines; without any where it has none."""
        if path not in self._texts:
            self._texts[path] = Text(self.text_of(path) or "", self.codec)
        return self._texts[path]

    def uri_of(self, path: str) -> str:
        """Return the address of a file, as the editor spells it; of a link that leads out, its own."""
        file = self.root / path
        return self.address(real(file) if self.settings.bounds.hold(file) else file)

    def path_of(self, uri: str) -> str | None:
        """Return the path of the file that an address names; None where it is no file of the site's."""
        file = file_of(uri)
        return None if file is None else path_in(self.settings, file)

    def now(self, position: Position) -> Position:
        """Return where something stands now, or would, that stood at a position in the last run."""
        shift = self._shift_of(position.path)
        return shift.moved(position) if shift else position

    def still(self, position: Position) -> Position | None:
        """Return where something stands now that stood at a position in the last run; None if it is gone."""
        shift = self._shift_of(position.path)
        is_gone = shift is not None and (shift.replaced(position) or shift.cuts(position))
        return None if is_gone else self.now(position)

    def _shift_of(self, path: str) -> Shift | None:
        """Return how a text was changed since the last run; None where it was not, or was not open then."""
        if path not in self.texts or self.texts[path] == self.read.get(path, self.texts[path]):
            return None
        if path not in self._shifts:
            self._shifts[path] = Shift.between(self.read[path], self.texts[path])
        return self._shifts[path]

    def range_at(self, position: Position) -> types.Range:
        """Return a position in the text as it is now, as the editor counts it."""
        path, number = position.path, position.line
        line = self.text(path).line(number) if path in self.texts else self.result.excerpts.line(path, number)
        return range_in(line, position, self.codec)

    def range_of(self, position: Position) -> types.Range:
        """Return where a position of the last run stands now, as the editor counts it."""
        return self.range_at(self.now(position))

    def location_of(self, position: Position) -> types.Location:
        """Return where a position of the last run stands now, with the address of its file."""
        return types.Location(self.uri_of(position.path), self.range_of(position))

    def edit_of(self, edit: TextEdit) -> types.TextEdit:
        """Return an edit of the text as it stands now, as the editor counts it."""
        text = self.text(edit.path)
        start, end = text.position(edit.line, edit.column), text.position(edit.end_line, edit.end_column)
        return types.TextEdit(types.Range(start, end), edit.text)


def path_in(settings: Settings, file: Path) -> str | None:
    """Return the path of a file as positions have it; None outside the folders that sources may be in."""
    return relative(real(file), settings.root) if settings.bounds.hold(file) else None
