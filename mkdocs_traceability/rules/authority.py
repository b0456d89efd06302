"""Rules about authority: what components do to resources against what they may.

An entry of `writers`, `readers` or `forbidden` on a whole covers its parts, of resources and of components.
The most specific entry decides: the one on the nearest resource, there the one that names the nearest
component, and where one component stands under both, `forbidden`.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from mkdocs_traceability.findings import Finding, Related
from mkdocs_traceability.model.declared import Phase
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.registry import Link, Registry, place_of
from mkdocs_traceability.rules.absence import Absences, inverse, phase
from mkdocs_traceability.rules.rule import Case, rule
from mkdocs_traceability.rules.wording import MOST_RELATED, listed, where_written

_NOBODYS: Final = ("immutable", "stateless")
"""Ways of sharing under which a resource needs no writer."""


class _Ruling(NamedTuple):
    """The entry that decides whether a component may write: `forbidden` or `writers` of a resource."""

    name: str
    resource: Item
    link: Link


class _Authority:
    """Knows what is granted and refused, on resources and on what they are part of."""

    def __init__(self, case: Case, absences: Absences) -> None:
        self._registry = case.registry
        self._absences = absences
        self._chains: dict[int, list[Item]] = {}
        self._entries: dict[tuple[int, str], dict[int, Link]] = {}

    def chain(self, item: Item) -> list[Item]:
        """Return an item and what it is part of, innermost first."""
        if id(item) not in self._chains:
            self._chains[id(item)] = [item, *self._registry.wholes(item)]
        return self._chains[id(item)]

    def entries(self, resource: Item, name: str) -> dict[int, Link]:
        """Return the entries of one resource, by the `id()` of the component they name."""
        key = (id(resource), name)
        if key not in self._entries:
            links = self._registry.related(resource, name)
            self._entries[key] = {id(link.item): link for link in reversed(links)}
        return self._entries[key]

    def ruling(self, component: Item, resource: Item) -> _Ruling | None:
        """Return the most specific entry about a component's writing a resource."""
        for whole in self.chain(resource):
            forbidden, writers = self.entries(whole, "forbidden"), self.entries(whole, "writers")
            if forbidden or writers:
                for member in self.chain(component):
                    if link := forbidden.get(id(member)):
                        return _Ruling("forbidden", whole, link)
                    if link := writers.get(id(member)):
                        return _Ruling("writers", whole, link)
        return None

    def refusing(self, component: Item, resource: Item, name: str) -> Item | None:
        """Return the resource whose list, being the nearest, does not cover a component; None if it may."""
        if self._is_uncertain(component, name):
            return None
        for whole in self.chain(resource):
            if not self._absences.is_sure(whole, name):
                return None
            if entries := self.entries(whole, name):
                covers = any(id(member) in entries for member in self.chain(component))
                return None if covers else whole
            if name in whole.keys:
                return whole
        return None

    def _is_uncertain(self, component: Item, name: str) -> bool:
        """Whether a component may be covered by something that was written and leads nowhere."""
        chain = self.chain(component)
        granted = inverse(self._registry, "resource", name)
        last = chain[-1]
        cut_off = last.says("part_of") and not self._registry.related(last, "part_of")
        return cut_off or any(not self._absences.is_sure(member, granted) for member in chain if granted)


@rule("TR301", title="a resource written by a component that is forbidden to")
def forbidden_write(case: Case) -> Iterator[Finding]:
    """Find a component that writes a resource although it, or a whole that it is part of, is forbidden to.

    An entry on a whole covers its parts, of resources and of components alike. The most specific entry
    decides: first the one on the nearest resource, then the one that names the nearest component. Where the
    same component stands under `writers` as well, `forbidden` wins, and it is a mistake even if it writes
    nothing.

    Why it matters: somebody decided that this must not happen, mostly for a reason. Either the design is
    violated, or the decision is no longer true.

    Fails:

        components:
          - id: eval-worker
            writes: [watchpoints]
          - id: api
        resources:
          - id: watchpoints
            writers: [api]
            forbidden:
              - {id: eval-worker, because: it only reads what the customer configured}
        flows:
          - id: EVAL-001
            components: [eval-worker, api]

    Passes:

        components:
          - id: eval-worker
            reads: [watchpoints]
          - id: api
            writes: [watchpoints]
        resources:
          - id: watchpoints
            writers: [api]
            forbidden:
              - {id: eval-worker, because: it only reads what the customer configured}
        flows:
          - id: EVAL-001
            components: [eval-worker, api]
    """
    absences = Absences(case)
    authority = _Authority(case, absences)
    violated = set()
    for component, link in _observed(case, absences, "writes"):
        ruling = authority.ruling(component, link.item)
        if ruling and ruling.name == "forbidden":
            violated.add((id(ruling.resource), id(ruling.link.item)))
            yield _forbidden(case, component, link, ruling)
    for resource in absences.judged("resource", ahead=True):
        forbidden, writers = authority.entries(resource, "forbidden"), authority.entries(resource, "writers")
        for component_id in writers.keys() & forbidden.keys():
            if (id(resource), component_id) not in violated:
                yield _contradiction(case, resource, writers[component_id], forbidden[component_id])


def _observed(case: Case, absences: Absences, name: str) -> Iterator[tuple[Item, Link]]:
    """Go through what components do by their own account, each with each resource once."""
    for component in absences.judged("component", ahead=True):
        if links := case.registry.related(component, name):
            for link in {id(link.item): link for link in reversed(links)}.values():
                if phase(case.registry, link.item) is not Phase.OVER:
                    yield component, link


def _forbidden(case: Case, component: Item, link: Link, ruling: _Ruling) -> Finding:
    refused, resource = ruling.link.item, ruling.resource
    message = f"{component.label} writes {link.item.id}, which it is forbidden to"
    whole = [] if refused is component else [f"it is part of {refused.id}"]
    whole += [] if resource is link.item else [f"{link.item.id} is part of {resource.id}"]
    if whole:
        message += f": {', and '.join(whole)}"
    because = ruling.link.reference.attributes.get("because")
    text = f"{refused.id} must not write {resource.id}" + (f": {because}" if because else "")
    return Finding.of(
        component,
        "TR301",
        message,
        at=link.reference.position,
        label=where_written(case.registry, component, "writes", link),
        help="have one of the writers do it, or take back the entry in `forbidden`",
        related=(Related(ruling.link.reference.position, text),),
        field="writes",
        subject=link.item.id,
    )


def _contradiction(case: Case, resource: Item, allowed: Link, refused: Link) -> Finding:
    component = allowed.item
    because = refused.reference.attributes.get("because")
    return Finding.of(
        resource,
        "TR301",
        f"{component.label} is among the `writers` of {resource.id} and forbidden to write it",
        at=allowed.reference.position,
        label=where_written(case.registry, resource, "writers", allowed),
        help="remove it from `writers` or from `forbidden`; as it stands it is forbidden",
        related=(Related(refused.reference.position, f"forbidden here{f': {because}' if because else ''}"),),
        field="writers",
        subject=component.id,
    )


@rule("TR302", title="a resource without a writer", needs_whole=True)
def resource_without_writer(case: Case) -> Iterator[Finding]:
    """Find a resource that says `writers: []`, or that components write or read though nobody is its writer.

    Its writers are those that `writers` names, on the resource itself, on what it is part of, or on a part of
    it. A resource whose `sharing` is `immutable` or `stateless` needs none. Planned and retired resources are
    not judged.

    Why it matters: where nobody has the authority, everybody takes it, and whoever reads does not know
    whom to trust.

    Fails:

        components:
          - id: api
            reads: [evaluation_state]
        resources:
          - id: evaluation_state
        flows:
          - id: EVAL-001
            components: [api]

    Passes:

        components:
          - id: api
            reads: [evaluation_state]
          - id: eval-worker
            writes: [evaluation_state]
        resources:
          - id: evaluation_state
            writers: [eval-worker]
        flows:
          - id: EVAL-001
            components: [api, eval-worker]
    """
    registry = case.registry
    absences = Absences(case)
    authority = _Authority(case, absences)
    written = _with_a_writer_inside(case, absences, authority)
    for resource in absences.judged("resource"):
        if resource.text("sharing") in _NOBODYS or "sharing" in resource.invalid:
            continue
        if "writers" in resource.keys and absences.lacks(resource, "writers"):
            yield _nobody_may_write(resource)
            continue
        uses = [
            (verb, link)
            for verb, name in (("written", "writes"), ("read", "reads"))
            if (back := inverse(registry, "component", name))
            for link in registry.related(resource, back)
            if phase(registry, link.item) is not Phase.OVER
        ]
        if (
            uses
            and id(resource) not in written
            and _all_lack_writers(registry, absences, authority.chain(resource))
        ):
            yield _nobody_writes(resource, uses)


def _with_a_writer_inside(case: Case, absences: Absences, authority: _Authority) -> set[int]:
    """Return the `id()` of every resource that has writers, or has a part that does."""
    found: set[int] = set()
    for resource in case.registry.items("resource"):
        if not absences.lacks(resource, "writers"):
            for whole in authority.chain(resource):
                if id(whole) in found:
                    break
                found.add(id(whole))
    return found


def _all_lack_writers(registry: Registry, absences: Absences, chain: list[Item]) -> bool:
    """Whether neither it nor any whole has writers. An empty list on a whole is reported there."""
    last = chain[-1]
    if last.says("part_of") and not registry.related(last, "part_of"):
        return False
    return all(absences.lacks(whole, "writers") and "writers" not in whole.keys for whole in chain)


def _nobody_may_write(resource: Item) -> Finding:
    return Finding.of(
        resource,
        "TR302",
        f"{resource.label} has no writer: its `writers` are an empty list",
        at=place_of(resource, "writers"),
        label=f"in {resource.label}",
        help="name who may write it, or write `sharing: immutable`",
        field="writers",
    )


def _nobody_writes(resource: Item, uses: list[tuple[str, Link]]) -> Finding:
    verb = uses[0][0]
    who = listed(link.item.id for each, link in uses if each == verb)
    return Finding.of(
        resource,
        "TR302",
        f"{resource.label} is {verb} by {who}, and nobody is its writer",
        help="name under `writers` who may write it, or write `sharing: immutable`",
        related=tuple(
            Related(link.reference.position, f"{each} by {link.item.id}")
            for each, link in uses[: MOST_RELATED // 2]
        ),
        field="writers",
    )


@rule("TR303", title="a component that writes or reads what it may not")
def access_not_granted(case: Case) -> Iterator[Finding]:
    """Find a component that writes or reads a resource whose list of writers or readers does not cover it.

    The list of the resource decides; if it has none, that of the nearest whole that does; without any list
    nothing is judged. An entry covers the parts of the component that it names. Who may write may read.

    Why it matters: the list is what others rely on. What is not in it is an access that nobody granted,
    or a list that nobody keeps.

    Fails:

        components:
          - id: batcher
            writes: [evaluation_state]
          - id: eval-worker
        resources:
          - id: evaluation_state
            writers: [eval-worker]
        flows:
          - id: EVAL-001
            components: [batcher, eval-worker]

    Passes:

        components:
          - id: workers
          - id: batcher
            part_of: workers
            writes: [evaluation_state]
        resources:
          - id: evaluation_state
            writers: [workers]
        flows:
          - id: EVAL-001
            components: [batcher]
    """
    absences = Absences(case)
    authority = _Authority(case, absences)
    for component, link in _observed(case, absences, "writes"):
        ruling = authority.ruling(component, link.item)
        if ruling and ruling.name == "forbidden":
            continue
        refusing = authority.refusing(component, link.item, "writers")
        if refusing and (authority.entries(refusing, "writers") or refusing.text("sharing") in _NOBODYS):
            yield _not_granted(case, component, link, "writes", "writers", refusing)
    for component, link in _observed(case, absences, "reads"):
        ruling = authority.ruling(component, link.item)
        if ruling and ruling.name == "writers":
            continue
        if refusing := authority.refusing(component, link.item, "readers"):
            yield _not_granted(case, component, link, "reads", "readers", refusing)


def _not_granted(case: Case, component: Item, link: Link, does: str, name: str, refusing: Item) -> Finding:
    if refusing is link.item:
        message = f"{component.label} {does} {link.item.id}, but is not among its `{name}`"
    else:
        message = (
            f"{component.label} {does} {link.item.id}, but is not among the `{name}` of {refusing.id}, "
            "of which that is part"
        )
    return Finding.of(
        component,
        "TR303",
        message,
        at=link.reference.position,
        label=where_written(case.registry, component, does, link),
        help=f"add `{component.id}` to `{name}` of {refusing.label}, or have one of those do it",
        related=(Related(place_of(refusing, name), f"the {name} of {refusing.id}"),),
        field=does,
        subject=link.item.id,
    )
