"""What is kept between runs: where, and of the readings of sources which are still good."""

from pathlib import Path
from typing import Any

from mkdocs_traceability.files import cache
from mkdocs_traceability.kept import files
from mkdocs_traceability.reading.read import Reading, Source, SourceReading, digest, read_all
from mkdocs_traceability.reading.stored import plain
from mkdocs_traceability.reading.stored import reading as reading_of
from mkdocs_traceability.settings.load import Settings


def kept_file(settings: Settings, what: str) -> Path:
    """Return the file that keeps something between runs."""
    return files.kept_file(settings.root / settings.config_name, what)


def version_of(settings: Settings) -> str:
    """Name all but the sources that a reading depends on."""
    return cache.key_of(cache.program(), settings.declared)


class KeptReadings:
    """What each source declared when it was last read, by its digest: in this process, else on disk.

    Sidecars are not kept on disk: of 10,000 items it takes 0.15 s to write what they declare, and 0.16 s to
    load it, where reading them again takes little more. Prose takes many times that.
    """

    def __init__(self) -> None:
        self._known: dict[str, SourceReading] = {}

    def forget(self) -> None:
        """Read everything anew: under other kinds the same text declares something else."""
        self._known = {}

    def read(self, sources: list[Source], settings: Settings, *, saves: bool) -> Reading:
        """Read the sources that have changed; what is known of pages is kept on disk, if it `saves`."""
        file, version = kept_file(settings, "sources"), version_of(settings)
        loaded = {} if self._known else cache.load(file, version)
        stored: dict[str, Any] = loaded if isinstance(loaded, dict) else {}

        def known(name: str) -> SourceReading | None:
            if name in self._known:
                return self._known[name]
            kept = reading_of(stored[name], settings.schema) if name in stored else None
            if kept is None:
                stored.pop(name, None)
            return kept

        lasting = {digest(each) for each in sources if each.page is not None or each.shapes}
        before = lasting.intersection(self._known) if self._known else stored.keys()
        reading, self._known = read_all(
            sources, settings.schema, known, settings.prose_ids, settings.table_words
        )
        lasting &= self._known.keys()
        if lasting != before and saves:
            cache.save(
                file,
                version,
                {name: stored.get(name) or plain(self._known[name]) for name in sorted(lasting)},
            )
        return reading
