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
    known = registry.worked_out.phases
    now = known.get(item)
    if now is None:
        now = known[item] = _phase(registry, item)
    return now


def _phase(registry: Registry, item: Item) -> Phase:
    if _SUCCESSORS in registry.names_in_use and (
        item.says(_SUCCESSORS) or registry.related(item, _SUCCESSORS)
    ):
        return Phase.OVER
    status = item.values.get("status")
    return registry.kind(item).phase(str(status.plain) if status else "")
