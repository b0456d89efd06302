"""Waivers: which findings somebody answers for.

One that is badly written still holds, so that it is the one mistake, and not what it waives as well.
"""

from typing import Final

from mkdocs_traceability.model.item import Item, Waiver
from mkdocs_traceability.reading.fields import read_date
from mkdocs_traceability.reading.source_form import QUOTE_TEXT, SourceForm, shown
from mkdocs_traceability.reading.yaml.tree import Mapping, Node, Scalar

_KEYS: Final = ("reason", "owner", "until")
_EXAMPLE: Final = "{reason: …, owner: …, until: 2027-01-31}"


def read_waivers(form: SourceForm, item: Item, node: Node, from_defaults: bool) -> bool:
    """Enter the waivers of an item; whether they can be read."""
    if not isinstance(node, Mapping):
        remedy = f"write `waive: {{TR201: {_EXAMPLE}}}`"
        form.wrong(node, "`waive` is a mapping of rule codes to reasons", remedy, item, "waive")
        return False
    entries = form.entries(node).values()
    item.waivers = tuple(_read_waiver(form, item, key, value, from_defaults) for key, value in entries)
    return True


def _read_waiver(form: SourceForm, item: Item, key: Scalar, node: Node, from_defaults: bool) -> Waiver:
    texts: dict[str, Scalar] = {}
    said = False
    if isinstance(node, Scalar):
        texts["reason"] = node
    elif isinstance(node, Mapping):
        for name, (name_key, value) in form.entries(node).items():
            if name not in _KEYS:
                form.unknown_key(item, "waive", name_key, value, _KEYS)
                said = True
            elif not isinstance(value, Scalar):
                form.wrong(value, f"`{name}` is text", QUOTE_TEXT, item, "waive")
                said = said or name == "reason"
            elif not value.is_null:
                texts[name] = value
    else:
        form.wrong(node, "a waiver has a reason, an owner and a date", f"write `{_EXAMPLE}`", item, "waive")
        said = True
    reason = texts["reason"].text.strip() if "reason" in texts and not texts["reason"].is_null else ""
    if not (reason or said):
        message = f"the waiver of {shown(key.text)} has no reason"
        form.report("TR004", key, message, f"give the reason: `{_EXAMPLE}`", item, "waive")
    until = read_date(form, item, "waive", texts["until"]) if "until" in texts else None
    owner = texts["owner"].text if "owner" in texts else ""
    return Waiver(key.text.upper(), reason, owner, until, form.at(key), from_defaults)
