"""Elements of the Markdown tree that the extension makes: links to items, in the midst of text."""

from typing import Final
from urllib.parse import quote
from xml.etree.ElementTree import Element

from mkdocs_traceability.model.item import Item

CLASS: Final = "trace-ref"
"""The class of the links."""


def attributes_of(item: Item) -> dict[str, str]:
    """Return the attributes of a link to an item; its address comes in once all is judged."""
    return {"class": CLASS, "href": f"trace:{quote(item.kind, safe='')}:{quote(item.id, safe='')}"}


def link_to(item: Item) -> Element:
    """Return an empty link to an item."""
    return Element("a", attributes_of(item))


def link_around(code: Element, item: Item) -> None:
    """Put a link around a code span: it takes the place of the code, which moves into it."""
    inner = Element(code.tag)
    inner.text, inner.attrib = code.text, code.attrib
    code.tag, code.text, code.attrib = "a", None, attributes_of(item)
    code.append(inner)


def put_text(parent: Element, position: int, text: str) -> None:
    """Let a text stand before the child at `position`, in place of what stood there."""
    if position:
        parent[position - 1].tail = text
    else:
        parent.text = text
