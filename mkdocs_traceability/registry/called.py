"""Items by what people call them in tables: an id, an alias, or a title that only one item has."""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from typing import Final

from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.text import composed
from mkdocs_traceability.registry.registry import Registry

_MARKS: Final = re.compile(r"[*_`~]|\[([^\[\]]*)\]\([^()]*\)")


def compared_text(text: str) -> str:
    """Return a text as it is compared: without marks of Markdown, case and repeated blanks."""
    without = _MARKS.sub(lambda found: found[1] or "", text)
    return composed(" ".join(without.split())).casefold()


def ids_in(text: str) -> list[str]:
    """Return the words of a text in which ids may be written as one: `a,b`, `a b`, `- a`."""
    return [word for word in re.split(r"[,;\s]+", text.strip()) if word.strip("-")]


class Called:
    """Finds items by what they are called."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def item(self, text: str, kinds: tuple[str, ...], *, by_title: bool = True) -> Item | None:
        """Return the item of one of these kinds that is called so, if it is only one."""
        found = [each for each in self._registry.answering(text) if each.kind in kinds]
        if not found and by_title:
            found = [each for each in self._by_title.get(compared_text(text), ()) if each.kind in kinds]
        return found[0] if len(found) == 1 else None

    @cached_property
    def _by_title(self) -> Mapping[str, list[Item]]:
        titled: dict[str, list[Item]] = defaultdict(list)
        for item in self._registry.all:
            titled[compared_text(item.title)].append(item)
        return titled
