"""Where things stand in the site: pages by their source path, items by page and anchor."""

import posixpath
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from mkdocs_traceability.model.item import Item


class Address(NamedTuple):
    """A place in the site: a page by its path below the docs folder, and an anchor on it."""

    page: str
    anchor: str = ""


def anchor_of(item: Item) -> str:
    """Return the anchor of an item, the same on every page: kind and id."""
    return f"{item.kind}-{item.id}"


class Addresses:
    """Turns addresses into links, as seen from one page.

    `url_of` returns the URL of a page relative to the site's root, or None where there is no such page.
    """

    def __init__(self, url_of: Callable[[str], str | None], items: dict[int, Address]) -> None:
        self._url_of = lru_cache(maxsize=None)(url_of)
        self._items = items

    def of(self, item: Item) -> Address | None:
        """Return where an item stands."""
        return self._items.get(id(item))

    def href(self, seen_from: str, address: Address | None) -> str:
        """Return a relative link, empty where there is nothing to link to."""
        if address is None:
            return ""
        target = self._url_of(address.page)
        here = self._url_of(seen_from)
        if target is None or here is None:
            return ""
        fragment = "#" + quote(address.anchor, safe="-._~:@!$&'()*+,;=/") if address.anchor else ""
        return (_relative(target, here) if address.page != seen_from else "") + fragment

    def page_exists(self, page: str) -> bool:
        """Whether the site has a page with this source path."""
        return self._url_of(page) is not None


@lru_cache(maxsize=10_000)
def _relative(target: str, here: str) -> str:
    """Return the link from one URL of the site to another, as MkDocs writes it."""
    folder = "/" + (here if here.endswith("/") else posixpath.dirname(here)).strip("./")
    path = posixpath.relpath("/" + target.removeprefix("./"), folder)
    return path + "/" if target.endswith("/") or target in ("", ".", "./") else path
