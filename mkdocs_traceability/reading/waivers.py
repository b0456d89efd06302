"""Waivers: which findings somebody answers for.

One that is badly written still holds, so that it is the one mistake, and not what it waives as well.
"""

from collections.abc import Iterator
from typing import Final

from mkdocs_traceability.model.item import Item, Waived, Waiver
from mkdocs_traceability.reading.fields import read_date
from mkdocs_traceability.reading.source_form import QUOTE_TEXT, SourceForm, shown
from mkdocs_traceability.reading.yaml.nodes import Mapping, Node, Scalar, Sequence

_KEYS: Final = ("reason", "owner", "until", "of")
_EXAMPLE: Final = "{reason: …, owner: …, until: 2027-01-31}"
_LIMITED: Final = "of: EVAL-002`, `of: [EVAL-002, app.py:main]` or `of: {components: batcher}"


def read_waivers(form: SourceForm, item: Item, node: Node, from_defaults: bool) -> bool:
    """Enter the waivers of an item; whether they can be read."""
    if not isinstance(node, Mapping):
        remedy = f"write `waive: {{TR201: {_EXAMPLE}}}`"
        form.wrong(node, "`waive` is a mapping of rule codes to reasons", remedy, item, "waive")
        return False
    item.waivers = tuple(
        _read_waiver(form, item, key, each, from_defaults)
        for key, value in form.entries(node).values()
        for each in _each(value)
    )
    return True


def _each(node: Node) -> list[Node]:
    """Return the waivers of one rule: several are a list, each limited to something else."""
    entries = node.items if isinstance(node, Sequence) else []
    return entries if entries and all(isinstance(each, Mapping) for each in entries) else [node]


def _read_waiver(form: SourceForm, item: Item, key: Scalar, node: Node, from_defaults: bool) -> Waiver:
    texts: dict[str, Scalar] = {}
    of: tuple[Waived, ...] = ()
    said = False
    if isinstance(node, Scalar):
        texts["reason"] = node
    elif isinstance(node, Mapping):
        for name, (name_key, value) in form.entries(node).items():
            if name not in _KEYS:
                form.unknown_key(item, "waive", name_key, value, _KEYS)
                said = True
            elif name == "of":
                of = tuple(_read_waived(form, item, value))
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
    return Waiver(key.text.upper(), reason, owner, until, form.at(key), from_defaults, of)


def _read_waived(form: SourceForm, item: Item, node: Node, name: str = "") -> Iterator[Waived]:
    """Go through what a waiver is limited to: one or several names, or fields with theirs."""
    if isinstance(node, Scalar) and node.text.strip() and not node.is_null:
        yield Waived(node.text.strip(), name, form.at(node))
    elif isinstance(node, Sequence) and node.items:
        for each in node.items:
            yield from _read_waived(form, item, each, name)
    elif isinstance(node, Mapping) and node.entries and not name:
        for key, (_, value) in form.entries(node).items():
            yield from _read_waived(form, item, value, key)
    else:
        form.wrong(node, "`of` names what is waived", f"write `{_LIMITED}`", item, "waive")
