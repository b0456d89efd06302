"""What the search of a site says of each item, and where it leads: to its panel, or to its row.

Tables stay out of the search: to index a row costs ten times what it costs to draw it.
"""

import re
from collections.abc import Iterator
from textwrap import shorten
from typing import Final, NamedTuple
from urllib.parse import quote

from mkdocs_traceability.model.item import Item
from mkdocs_traceability.pages.site.view import SiteView

_SUMMARY_LENGTH: Final = 160

_WORD: Final = re.compile(r"[^\W_]+")

_SAFE: Final = "-._~:@!$()*+,;=/"
"""What stays as it is in a fragment: MkDocs' own search writes addresses into an attribute as they are."""


class SearchEntry(NamedTuple):
    """An item in the search: its page, its address below the site's root, and its texts.

    A page that is the item's alone is the address, without a fragment: the entry takes the place of its own.
    """

    page: str
    location: str
    title: str
    text: str


def search_entries(view: SiteView) -> Iterator[SearchEntry]:
    """Yield one entry per item that stands on a page, in the order of their sources."""
    for item in view.registry.all:
        address = view.places.of(item)
        url = view.places.url_of(address.page) if address else None
        if address is None or url is None:
            continue
        is_whole_page = view.places.item_pages.get(item) == address.page
        fragment = "" if is_whole_page else f"#{quote(address.anchor, safe=_SAFE)}"
        location = f"{url.removeprefix('./')}{fragment}"
        yield SearchEntry(address.page, location, item.full_title, _text(view, item))


def _text(view: SiteView, item: Item) -> str:
    status = item.text("status")
    words = [view.translate(view.registry.kind(item).label), view.translate(status) if status else ""]
    words += [*item.texts("aliases"), *item.texts("former_ids")]
    words.append(shorten(item.text("summary")[: 4 * _SUMMARY_LENGTH], _SUMMARY_LENGTH, placeholder="…"))
    words.append(_words_of(item.id))
    return " · ".join(word for word in words if word)


def _words_of(id_: str) -> str:
    """Return the words of an id that search plugins take as one: they divide at blanks and hyphens only.

    A colon divides what is typed, so `m10:evaluate` would never be found as one word.
    """
    words = _WORD.findall(id_)
    return "" if "-".join(words) == id_ else " ".join(words)
