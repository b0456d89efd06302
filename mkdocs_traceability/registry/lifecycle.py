"""Where an item is in its life: the one answer for rules, badges, pages, filters, exports and thresholds.

`Kind.phase` is the phase of a status, for legends and headings. An item may be over whatever its status says,
so its phase is asked for here.
"""

from mkdocs_traceability.model.declared import Phase
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.registry.registry import Registry

_SUCCESSORS = "superseded_by"


def phase(registry: Registry, item: Item) -> Phase:
    """Return the phase of an item's status; what is superseded is over, whatever its status.

    Either end may say so. A successor that cannot be found was named all the same.
    """
    known: dict[Item, Phase] = registry.worked_out.by_item("phase")
    now = known.get(item)
    if now is None:
        is_replaced = item.says(_SUCCESSORS) or registry.related(item, _SUCCESSORS)
        now = known[item] = Phase.OVER if is_replaced else registry.kind(item).phase(item.text("status"))
    return now
