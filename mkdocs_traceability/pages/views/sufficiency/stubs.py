"""YAML to paste for signals that are not registered yet, and for producers without a signal."""

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from mkdocs_traceability.edits.yaml_text import list_entry
from mkdocs_traceability.model.declared import Phase
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.pages.site.view import SiteView
from mkdocs_traceability.registry.lifecycle import phase

_UNREGISTERED: Final = ("unregistered", "planned")
"""The statuses of signals that are still to be registered."""


class Stub(NamedTuple):
    """YAML that registers a signal, to paste into a sidecar."""

    title: str
    text: str


def stubs(view: SiteView, silent: Sequence[Item]) -> Iterator[Stub]:
    """Yield YAML for signals that are not registered yet, and for the producers without a signal."""
    for signal in view.registry.items("signal"):
        if signal.text("status") in _UNREGISTERED and phase(view.registry, signal) is not Phase.OVER:
            yield Stub(signal.full_title, _registered(view, signal))
    for component in silent:
        yield Stub(component.id, _new(view, component))


def _registered(view: SiteView, signal: Item) -> str:
    """Write a signal as declared, with the status `registered`."""
    known: dict[str, Any] = {"id": signal.id}
    if signal.own_title:
        known["title"] = signal.own_title
    known["status"] = "registered"
    system = view.registry.kind(signal).system_field
    for name in (system, "type", "trigger", "exposure", "endpoint", "category", "location"):
        if signal.text(name):
            known[name] = signal.text(name)
    for name in ("producers", "consumers"):
        ends = view.registry.related(signal, name)
        kinds = len(view.registry.schema.targets(signal.kind, name))
        if ends:
            known[name] = [f"{link.item.kind}:{link.item.id}" if kinds > 1 else link.item.id for link in ends]
    if signal.texts("persistence"):
        known["persistence"] = list(signal.texts("persistence"))
    return list_entry(view.registry.schema["signal"].plural, known)


def _new(view: SiteView, component: Item) -> str:
    """Write a signal for a producer as far as it is known, with comments for the rest."""
    outputs = component.texts("outputs")
    known: dict[str, Any] = {"id": f"{component.id.rstrip('/')}-output"}
    schema = view.registry.schema
    system, name = schema.system(component), schema["signal"].system_field
    known |= {name: system} if system and name else {}
    known |= {"title": outputs[0]} if outputs else {}
    known |= {"status": "unregistered", "trigger": component.text("schedule") or "scheduled"}
    known["producers"] = [component.id]
    remarks = ("consumers: [who needs it]", "persistence: [what keeps it]")
    return list_entry(view.registry.schema["signal"].plural, known, remarks)
