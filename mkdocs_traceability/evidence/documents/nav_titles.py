"""The titles that the setting `nav` gives pages, read as MkDocs reads it (`mkdocs.structure.nav`)."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any


def nav_titles(nav: Any) -> dict[str, str]:
    """Return the titles by the pages' paths below the docs folder; the first place of a page decides."""
    titles: dict[str, str] = {}
    for title, path in _entries(nav):
        titles.setdefault(PurePosixPath(path.lstrip("/")).as_posix(), title)
    return {path: title for path, title in titles.items() if title}


def _entries(nav: Any) -> Iterator[tuple[str, str]]:
    """Go through the entries with their titles, in their order."""
    waiting = [("", nav)]
    while waiting:
        title, entry = waiting.pop()
        if isinstance(entry, str):
            yield title, entry
        elif isinstance(entry, list):
            waiting += [("", each) for each in reversed(entry)]
        elif isinstance(entry, dict):
            waiting += [(str(name), each) for name, each in reversed(entry.items())]
