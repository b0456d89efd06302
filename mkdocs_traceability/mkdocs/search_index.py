"""Brings the items into the search of the site: MkDocs' own, and Material's. Show, at the door.

Both keep a list that they write when all is built, but offer no way to add to it. So its shape is looked at
first; where it is another, the items stay out of the search and nothing else changes.
"""

from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any, Final, TypeGuard

from mkdocs_traceability.pages.parts.search import SearchEntry

_KNOWN: Final = ("search", "material/search")

PageSettings = Mapping[str, Mapping[str, Any]]
"""What pages say of the search in their front matter (`search:`), by their source path."""


class ItemSearch:
    """Adds items to the index of every search plugin there is, and remembers which it added last."""

    def __init__(self) -> None:
        self._added: set[str] = set()

    def add(
        self,
        plugins: Mapping[str, Any],
        entries: Iterable[SearchEntry],
        pages: PageSettings,
        generated: frozenset[str],
    ) -> list[str]:
        """Add entries, after those of the pages; return the names of plugins that could not take them.

        `generated` are the URLs of our pages. What a plugin kept of them, and of the items, from the build
        before (`--dirty`) goes first: it would be there twice.
        """
        shown = [entry for entry in entries if not pages.get(entry.page, {}).get("exclude")]
        refused = []
        for name in _KNOWN:
            plugin = plugins.get(name)
            index = getattr(plugin, "search_index", None)
            if plugin is None or (index is None and not plugin.config.get("enabled", True)):
                continue
            if not _add_to(index, shown, pages):
                refused.append(name)
            self._forget(getattr(plugin, "search_index_prev", None), generated)
        self._added = {entry.location for entry in shown}
        return refused

    def _forget(self, kept: Any, generated: frozenset[str]) -> None:
        entries = getattr(kept, "entries", None)
        if _is_list_of_entries(entries):
            entries[:] = [
                entry
                for entry in entries
                if entry["location"] not in self._added
                and entry["location"].partition("#")[0] not in generated
            ]


def _add_to(index: Any, entries: list[SearchEntry], pages: PageSettings) -> bool:
    """Add entries to an index; whether it has a shape that is known."""
    for name, convert in _SHAPES.items():
        held = getattr(index, name, None)
        if _is_list_of_entries(held):
            how = getattr(index, "config", None) or {}
            if _wanted(how):
                alone = {entry.location for entry in entries if "#" not in entry.location}
                held[:] = [entry for entry in held if entry["location"].partition("#")[0] not in alone]
                held.extend(convert(entry, how, pages.get(entry.page, {})) for entry in entries)
            return True
    return False


def _is_list_of_entries(held: Any) -> TypeGuard[list[dict[str, Any]]]:
    keys = {"title", "text", "location"}
    return isinstance(held, list) and all(isinstance(entry, dict) and keys <= entry.keys() for entry in held)


def _wanted(how: Mapping[str, Any]) -> bool:
    """Whether more than the titles of pages is to be found (MkDocs' own setting `indexing`)."""
    return how.get("indexing") != "titles"


def _plain(entry: SearchEntry, how: Mapping[str, Any], _: Mapping[str, Any]) -> dict[str, Any]:
    """Return an entry as MkDocs has it: texts are text."""
    text = entry.text if how.get("indexing", "full") == "full" else ""
    return {"title": entry.title, "text": text, "location": entry.location}


def _html(entry: SearchEntry, _: Mapping[str, Any], page: Mapping[str, Any]) -> dict[str, Any]:
    """Return an entry as Material has it: texts are HTML; a page may give what stands on it more weight."""
    entry_of = {
        "location": entry.location,
        "title": escape(entry.title, quote=False),
        "text": escape(entry.text, quote=False),
    }
    return entry_of | ({"boost": page["boost"]} if "boost" in page else {})


_SHAPES: Final[dict[str, Callable[[SearchEntry, Mapping[str, Any], Mapping[str, Any]], dict[str, Any]]]] = {
    "_entries": _plain,
    "entries": _html,
}
"""The lists that indexes hold, by name: MkDocs' own, and Material's."""
