"""Brings the items into the search of the site: MkDocs' own, and Material's. Show, at the door.

Both keep a list that they write when all is built, but offer no way to add to it. So its shape is looked at
first; where it is another, the items stay out of the search and nothing else changes.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from html import escape
from typing import Any, Final, TypeGuard

from mkdocs_traceability.pages.parts.search import SearchEntry

_KNOWN: Final = ("search", "material/search")

PageSettings = Mapping[str, Mapping[str, Any]]
"""What pages say of the search in their front matter (`search:`), by their source path."""


class _Shown:
    """The entries that are added, and what they are made into for each index; the same again for the same."""

    def __init__(self, entries: Sequence[SearchEntry], pages: PageSettings) -> None:
        self._entries, self._pages = entries, pages
        self._shown = [entry for entry in entries if not pages.get(entry.page, {}).get("exclude")]
        self.locations = {entry.location for entry in self._shown}
        self._alone = {location for location in self.locations if "#" not in location}
        self._converted: dict[tuple[str, object], list[dict[str, Any]]] = {}

    def is_of(self, entries: Sequence[SearchEntry], pages: PageSettings) -> bool:
        """Whether it is made of these very entries, and of the same that pages say."""
        return entries is self._entries and pages == self._pages

    def add_to(self, index: Any) -> bool:
        """Add the entries to an index; whether it has a shape that is known."""
        for name in _SHAPES:
            held = getattr(index, name, None)
            if _is_list_of_entries(held):
                how = getattr(index, "config", None) or {}
                if _wanted(how):
                    if self._alone:
                        held[:] = [
                            each for each in held if each["location"].partition("#")[0] not in self._alone
                        ]
                    held.extend(map(dict, self._made_for(name, how)))  # whoever writes may change them
                return True
        return False

    def _made_for(self, shape: str, how: Mapping[str, Any]) -> list[dict[str, Any]]:
        key = shape, how.get("indexing", "full")
        if key not in self._converted:
            convert = _SHAPES[shape]
            self._converted[key] = [
                convert(entry, how, self._pages.get(entry.page, {})) for entry in self._shown
            ]
        return self._converted[key]


class ItemSearch:
    """Adds items to the index of every search plugin there is, and remembers which it added last."""

    def __init__(self) -> None:
        self._last = _Shown((), {})

    def add(
        self,
        plugins: Mapping[str, Any],
        entries: Sequence[SearchEntry],
        pages: PageSettings,
        generated: frozenset[str],
    ) -> list[str]:
        """Add entries, after those of the pages; return the names of plugins that could not take them.

        `generated` are the URLs of our pages. What a plugin kept of them, and of the items, from the build
        before (`--dirty`) goes first: it would be there twice.
        """
        before = self._last
        if not before.is_of(entries, pages):
            self._last = _Shown(entries, pages)
        refused = []
        for name in _KNOWN:
            plugin = plugins.get(name)
            index = getattr(plugin, "search_index", None)
            if plugin is None or (index is None and not plugin.config.get("enabled", True)):
                continue
            if not self._last.add_to(index):
                refused.append(name)
            _forget(getattr(plugin, "search_index_prev", None), before.locations, generated)
        return refused


def _forget(kept: Any, added: Collection[str], generated: frozenset[str]) -> None:
    """Take out of an index what was added to it, and what it has of our pages."""
    entries = getattr(kept, "entries", None)
    if _is_list_of_entries(entries):
        entries[:] = [
            entry
            for entry in entries
            if entry["location"] not in added and entry["location"].partition("#")[0] not in generated
        ]


def _is_list_of_entries(held: Any) -> TypeGuard[list[dict[str, Any]]]:
    return isinstance(held, list) and all(isinstance(entry, dict) and entry.keys() >= _KEYS for entry in held)


_KEYS: Final = frozenset({"title", "text", "location"})


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
