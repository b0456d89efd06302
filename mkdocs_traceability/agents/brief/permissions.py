"""What the code of a component may write, read and import, and must not, each with its reason and its place.

The rules judge by the same: TR301, TR303 and TR310 by `analysis/authority.py`, TR305 by `analysis/layers.py`,
TR307 by what is declared.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final

from mkdocs_traceability.agents.brief.values import Permission
from mkdocs_traceability.analysis.ancestors import outwards
from mkdocs_traceability.analysis.authority import Authority
from mkdocs_traceability.analysis.certainty import Certainty
from mkdocs_traceability.analysis.layers import Directions, Layers, LayerViolation
from mkdocs_traceability.model.declared import Phase
from mkdocs_traceability.model.item import Item, Reference
from mkdocs_traceability.model.observations import Observations, ObservedImport, ObservedWrite
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.registry.lifecycle import phase
from mkdocs_traceability.registry.registry import Link, Registry, place_of

_MOST_MEMBERS: Final = 12

_SAID_BESIDE: Final = ("because", "note", "via", "role")
"""What an entry of a relation may say of itself, the best reason first."""

_UNDECLARED: Final = "the code imports it, but `depends_on` does not name it"

_GRANTS: Final = {"write": "writers", "read": "readers"}
_USES: Final = {"write": "writes", "read": "reads"}
_GRANTED: Final = {"write": "may_write", "read": "may_read"}


class Permissions:
    """Tells what components may do, by what a registry declares and by what was seen in the code."""

    def __init__(self, registry: Registry, observations: Observations) -> None:
        self._registry = registry
        self._observations = observations
        self._directions = Directions(registry, observations)
        self._authority = Authority(registry, Certainty(registry))

    @property
    def layers(self) -> Layers:
        """The layers of components."""
        return self._directions.layers

    def of(self, component: Item) -> tuple[Permission, ...]:
        """Return what a component may do and must not: writing, reading, importing."""
        every = (
            *self._writes(component),
            *self._reads(component),
            *self._imports(component),
            *self._layers(component),
        )
        return tuple(sorted(dict.fromkeys(every), key=lambda each: not each.id))  # "any other" comes last

    def _writes(self, component: Item) -> Iterator[Permission]:
        named = self._named(component, "write", "forbidden_from")
        for resource, link in named.items():
            ruling = self._authority.ruling(component, resource)
            if ruling is not None and ruling.name == "forbidden":
                entry = ruling.link.reference
                reason = _said(entry) or f"`forbidden` of {ruling.resource.id} names {ruling.link.item.id}"
                yield _of(resource, "write", reason, str(entry.position), "TR301")
            elif ruling is not None:
                yield _of(resource, "write", _granted(ruling.link, ruling.resource, "writers"), ruling.link)
            elif refusing := self._authority.refusing(component, resource, "writers"):
                yield self._refused(resource, refusing, "write")
            else:
                yield _of(resource, "write", _said(link.reference) or "nothing restricts its writers", link)
        for seen in self._writes_of.get(component, ()):
            if seen.resource not in named:
                yield from self._seen_writing(component, seen)
        if self._lists["writers"]:
            reason = "`writers` must name the component"
            yield Permission("write", False, "resource", "", "", reason, "", "TR303, TR310")

    def _seen_writing(self, component: Item, seen: ObservedWrite) -> Iterator[Permission]:
        """Yield what nobody says of a resource that the code writes, if the component may not."""
        resource = seen.resource
        ruling = self._authority.ruling(component, resource)
        refusing = self._authority.refusing(component, resource, "writers")
        if ruling is not None and ruling.name == "forbidden":
            reason = _said(ruling.link.reference) or f"{ruling.resource.id} forbids it"
            yield _of(resource, "write", reason, str(ruling.link.reference.position), "TR310")
        elif refusing is not None and not self._authority.may_write_a_part(component, resource):
            reason = f"the code writes it, but `writers` of {refusing.id} do not name this component"
            yield _of(resource, "write", reason, str(seen.places[0]), "TR310")

    @cached_property
    def _writes_of(self) -> dict[Item, list[ObservedWrite]]:
        found: dict[Item, list[ObservedWrite]] = {}
        for seen in self._observations.writes:
            found.setdefault(seen.writer, []).append(seen)
        return found

    def _reads(self, component: Item) -> Iterator[Permission]:
        for resource, link in self._named(component, "read").items():
            ruling = self._authority.ruling(component, resource)
            refusing = self._authority.refusing(component, resource, "readers")
            if refusing is not None and not (ruling is not None and ruling.name == "writers"):
                yield self._refused(resource, refusing, "read")
            else:
                yield _of(resource, "read", _said(link.reference) or resource.text("summary"), link)
        if self._lists["readers"]:
            reason = "`readers` must name the component"
            yield Permission("read", False, "resource", "", "", reason, "", "TR303")

    def _named(self, component: Item, way: str, *more: str) -> dict[Item, Link]:
        """Return the resources that a component names, or whose lists name it, each with the entry."""
        names = (_USES[way], _GRANTED[way], *more)
        found: dict[Item, Link] = {}
        for each in outwards(self._registry, component):
            for name in names:
                for link in self._registry.related(each, name):
                    found.setdefault(link.item, link)
        return {item: link for item, link in found.items() if phase(self._registry, item) is not Phase.OVER}

    @cached_property
    def _lists(self) -> dict[str, bool]:
        """Whether any resource has a list of writers, and of readers."""
        resources = self._registry.items("resource")
        return {
            name: any(name in each.keys or self._registry.related(each, name) for each in resources)
            for name in _GRANTS.values()
        }

    def _refused(self, resource: Item, refusing: Item, way: str) -> Permission:
        name = _GRANTS[way]
        reason = f"`{name}` of {refusing.id} do not name this component"
        return _of(resource, way, reason, str(place_of(refusing, name)), "TR303")

    def _imports(self, component: Item) -> Iterator[Permission]:
        declared = set()
        for each in outwards(self._registry, component):
            for link in self._registry.related(each, "depends_on"):
                declared.add(link.item)
                reason = _said(link.reference) or link.item.text("summary")
                if crossing := self._directions.between(component, link.item):
                    yield _of(link.item, "import", _against(crossing), link, "TR305")
                else:
                    yield _of(link.item, "import", reason, link)
        for seen in self._imports_of.get(component, ()):
            if seen.imported not in declared:
                place = str(seen.places[0])
                crossing = self._directions.between(component, seen.imported)
                reason = _against(crossing) if crossing else _UNDECLARED
                yield _of(seen.imported, "import", reason, place, "TR305" if crossing else "TR307")
        reason = "declare it in `depends_on` first"
        yield Permission("import", False, "component", "", "", reason, "", "TR307")

    @cached_property
    def _imports_of(self) -> dict[Item, list[ObservedImport]]:
        found: dict[Item, list[ObservedImport]] = {}
        for seen in self._directions.undeclared():
            found.setdefault(seen.importer, []).append(seen)
        return found

    def _layers(self, component: Item) -> Iterator[Permission]:
        """Yield the layers that the layer of a component must not use, and those that it may."""
        home = self._directions.layers.of(component)
        if home is None:
            return
        for layer in self._registry.items("layer"):
            way = self._directions.way(home.item, layer)
            if layer is home.item or way.is_allowed is None:
                continue
            members, more = self._members.get(layer, ((), 0))
            yield Permission(
                "import",
                way.is_allowed,
                "layer",
                layer.id,
                layer.own_title,
                way.why or f"layer {home.item.id} may use it",
                str(layer.position if way.is_allowed else _place_of_layer(home.item, layer)),
                "" if way.is_allowed else "TR305",
                members,
                more,
            )

    @cached_property
    def _members(self) -> dict[Item, tuple[tuple[str, ...], int]]:
        members: dict[Item, list[str]] = {}
        for component in self._registry.items("component"):
            if layer := self._directions.layers.of(component):
                members.setdefault(layer.item, []).append(component.id)
        return {
            layer: (tuple(ids[:_MOST_MEMBERS]), max(len(ids) - _MOST_MEMBERS, 0))
            for layer, ids in members.items()
        }


def _of(item: Item, way: str, reason: str, place: Link | str, rule: str = "") -> Permission:
    at = place if isinstance(place, str) else str(place.reference.position)
    return Permission(way, not rule, item.kind, item.id, item.own_title, reason, at, rule)


def _said(reference: Reference) -> str:
    """Return the reason that an entry gives for itself, empty where it gives none."""
    said: Iterable[str] = (reference.attributes.get(name, "") for name in _SAID_BESIDE)
    return next(filter(None, said), "")


def _granted(link: Link, resource: Item, name: str) -> str:
    return _said(link.reference) or f"`{name}` of {resource.id} names {link.item.id}"


def _against(crossing: LayerViolation) -> str:
    return f"it is in layer {crossing.there.item.id}, {crossing.why}"


def _place_of_layer(own: Item, other: Item) -> Position:
    """Return where it is said that a layer may not use another: its list, or else the rank of the other."""
    if "may_use" in own.keys:
        return own.keys["may_use"]
    return other.values["rank"].position if "rank" in other.values else other.position
