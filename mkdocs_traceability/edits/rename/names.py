"""Which item is renamed, and whether it can have its new id."""

from collections.abc import Iterable, Iterator
from typing import Final

from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import article
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.text import composed
from mkdocs_traceability.reading.ids import wrong_with_id
from mkdocs_traceability.registry.registry import Registry
from mkdocs_traceability.registry.suggestions import Suggestions

_MOST_LISTED: Final = 10


class CannotRename(Exception):  # noqa: N818 - no error: the text is the user's to change
    """Why an item cannot be renamed, and the places that are in the way."""

    def __init__(self, why: str, places: Iterable[Position] = ()) -> None:
        self.why = why
        self.places = tuple(dict.fromkeys(places))
        listed = [f"  {place}" for place in self.places[:_MOST_LISTED]]
        more = len(self.places) - len(listed)
        super().__init__(
            "\n".join([f"{why}{':' if listed else ''}", *listed, *[f"  and {more} more"] * bool(more)])
        )


class AlreadyRenamed(Exception):  # noqa: N818 - nothing is left to do
    """The item has its new id, and the old one among its former ids."""


def item_named(registry: Registry, name: str, new: str) -> Item:
    """Return the item with an id, which may have its kind before it: `component:api`.

    Raises:
        CannotRename: where no item has it, or more than one.
        AlreadyRenamed: where it is a former id of the item that has the new one.

    """
    name = composed(name)
    found = list(_with_id(registry, name))
    if not found:
        raise _unknown(registry, name, new)
    if len(found) > 1:
        kinds = " or ".join(f"`{each.kind}:{each.id}`" for each in found)
        raise CannotRename(f"`{name}` is the id of several items; write {kinds}")
    item = found[0]
    if twice := [pair for pair in registry.duplicates if item in pair]:
        places = (each.position for pair in twice for each in pair)
        raise CannotRename(f"{item.label} is declared twice; give one of them another id", places)
    return item


def _with_id(registry: Registry, name: str) -> Iterator[Item]:
    for kind in registry.schema.kinds:
        if item := registry.get(kind, name):
            yield item
    kind, colon, rest = name.partition(":")
    kind = kind.replace("-", "_")
    if colon and kind in registry.schema.kinds and (item := registry.get(kind, rest)):
        yield item


def _unknown(registry: Registry, name: str, new: str) -> Exception:
    answering = registry.answering(name)
    bare = name if any(_has_former(each, name) for each in answering) else name.partition(":")[2]
    for item in answering:
        is_new = composed(new) in (item.id, f"{item.kind}:{item.id}")
        if is_new and _has_former(item, bare):
            return AlreadyRenamed(f"Nothing to do: `{bare}` is a former id of {item.label}.")
    if answering:
        item = answering[0]
        how = "a former id" if _has_former(item, bare) else "an alias"
        return CannotRename(f"`{name}` is {how} of {item.label}; write `{item.id}`", [item.position])
    near = Suggestions(registry).nearest(name, tuple(registry.schema.kinds))
    meant = f"; did you mean `{near[0].id}`?" if near else ""
    return CannotRename(f"unknown item `{name}`{meant}")


def _has_former(item: Item, name: str) -> bool:
    return name in item.texts("former_ids")


def new_id(registry: Registry, item: Item, written: str) -> str:
    """Return the new id of an item, without the kind that may stand before it.

    Raises:
        CannotRename: where it is no id of the kind, or another item has it as id, alias or former id.

    """
    kind = registry.kind(item)
    prefix, colon, rest = written.partition(":")
    new = composed(rest if colon and prefix.replace("-", "_") == item.kind else written)
    if not new.strip():
        raise CannotRename("the new id is empty")
    if wrong := wrong_with_id(new, kind):
        raise CannotRename("; ".join(wrong))
    if new == item.id:
        raise CannotRename(f"`{new}` is the id of {item.label} already")
    if other := registry.get(item.kind, new):
        raise CannotRename(f"{article(kind.label)} with the id `{new}` is declared", [other.position])
    for other in registry.aliases(item.kind).get(new, ()):
        if other is not item:
            how = "a former id" if _has_former(other, new) else "an alias"
            raise CannotRename(f"`{new}` is {how} of {other.label}", [other.position])
    return new
