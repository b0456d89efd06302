"""Anchors of items that are declared as headings and list items in the text of a page.

Links to such an item lead to where it stands. The anchor is put in before Markdown is rendered, because only
the text tells which heading or list item it is; a line that another plugin has changed gets none.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from html import escape
from typing import Final

from mkdocs_traceability.model.anchors import anchor_of, unique
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.registry.registry import Registry

_BEGINNING: Final = re.compile(
    r"[ ]{0,3}#{1,6}[ \t]+|[ \t]*(?:[-*+]|\d+(?:\.\d+)*[.)])[ \t]+(?:\[[ xX~-]\]\*?[ \t]+)?|(?=\*\*)"
)
"""What stands before the text of a heading or a list item; of a paragraph nothing."""

_MARKDOWN: Final = re.compile(r"[`\[\]{}\\]")
"""What Markdown or macros make something of even within a tag."""


def items_in_text(registry: Registry) -> Mapping[str, list[Item]]:
    """Return the items that are declared in the text of pages, by the source path of the page."""
    in_text: dict[str, list[Item]] = defaultdict(list)
    for item in registry.all:
        if item.text_page and registry.get(item.kind, item.id) is item:
            in_text[item.text_page].append(item)
    return in_text


def with_anchors(markdown: str, source: str, items: Iterable[Item]) -> str:
    """Return the Markdown of a page with anchors for items, whose lines count in `source`, its file."""
    written, lines = source.split("\n"), markdown.split("\n")
    then, now = _numbers(written), _numbers(lines)
    anchors: dict[int, str] = {}
    for item in items:
        anchor = unique(anchor_of(item), set())
        number = item.position.line - 1
        if number >= len(written) or _MARKDOWN.search(anchor):
            continue
        alike = then[written[number]]
        from_end = len(alike) - alike.index(number)  # front matter, which is no longer there, comes first
        here = now.get(written[number], [])
        if from_end <= len(here):
            anchors[here[-from_end]] = f'<a id="{escape(anchor)}"></a>'
    for number, anchor in anchors.items():
        if begins := _BEGINNING.match(lines[number]):
            lines[number] = f"{lines[number][: begins.end()]}{anchor}{lines[number][begins.end() :]}"
    return "\n".join(lines)


def _numbers(lines: Iterable[str]) -> dict[str, list[int]]:
    """Return the numbers of the lines that say the same."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        numbers[line].append(number)
    return numbers
