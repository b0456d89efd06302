"""The anchors of items, the same on every page, and names of anchors that nothing else on a page has."""

import re

from mkdocs_traceability.model.item import Item


def anchor_of(item: Item) -> str:
    """Return the anchor of an item, the same on every page: kind and id."""
    return f"{item.kind}-{item.id}"


def unique(anchor: str, taken: set[str]) -> str:
    """Return an anchor that nothing else has, and take it.

    It holds no blank, no half of a character, as names of files have that are no UTF-8, and nothing at which
    the scripts of themes fail that look for an anchor by selector.
    """
    anchor = re.sub(r'[\s"<>\\\ud800-\udfff]', "-", anchor)
    plain, number = anchor, 1
    while anchor in taken:
        number += 1
        anchor = f"{plain}-{number}"
    taken.add(anchor)
    return anchor
