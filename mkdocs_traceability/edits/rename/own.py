"""Which places are ours to edit: not those in files of other shapes, which other tools own."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from mkdocs_traceability.model.position import Position
from mkdocs_traceability.reading.read import Source, SourceReading


class OwnPlaces:
    """Tells the places in sidecars and pages from those that are read in the shape of another tool."""

    def __init__(self, sources: Mapping[str, Source], read: Callable[[Source], SourceReading]) -> None:
        self._sources = sources
        self._read = read
        self._places: dict[str, frozenset[tuple[int, int]]] = {}

    def has(self, at: Position) -> bool:
        """Whether what stands at a place is read as a sidecar or a page says it."""
        source = self._sources.get(at.path)
        if source is None or not source.shapes:
            return source is not None
        return source.page is not None and (at.line, at.column) in self._of_page(source)

    def _of_page(self, source: Source) -> frozenset[tuple[int, int]]:
        """Return the places of ids on a page whose items have another shape, that have none themselves."""
        if source.path not in self._places:
            read = self._read(replace(source, shapes=()))
            items = [*read.items, *(row.item for table in read.restated for row in table.rows)]
            places = [item.position for item in items]
            places += [each.position for item in items for all_ in item.references.values() for each in all_]
            places += [each.position for item in items for waiver in item.waivers for each in waiver.of]
            places += [each.position for each in read.mentions]
            self._places[source.path] = frozenset((each.line, each.column) for each in places)
        return self._places[source.path]
