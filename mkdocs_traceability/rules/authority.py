"""Rules about authority: what components do to resources against what they may (`analysis/authority.py`)."""

from collections.abc import Iterator
from typing import Final

from mkdocs_traceability.analysis.ancestors import Inherited, is_cut_off, outwards
from mkdocs_traceability.analysis.authority import Authority, Ruling
from mkdocs_traceability.analysis.certainty import inverse
from mkdocs_traceability.model.declared import Phase
from mkdocs_traceability.model.finding import Finding, Related
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.registry.lifecycle import phase
from mkdocs_traceability.registry.registry import Link, Registry, place_of
from mkdocs_traceability.rules.engine.absence import Absences
from mkdocs_traceability.rules.engine.rule import RuleContext, rule
from mkdocs_traceability.rules.engine.wording import MOST_RELATED, listed, where_written

_NOBODYS: Final = ("immutable", "stateless")
"""Ways of sharing under which a resource needs no writer."""


def _is(ruling: Ruling | None, name: str) -> bool:
    return ruling is not None and ruling.name == name


@rule("TR301", title="Forbidden write to a resource", needs=("resource.forbidden",))
def forbidden_write(context: RuleContext) -> Iterator[Finding]:
    """Reports a component that writes a resource although it, or its parent, is forbidden to.

    An entry for a parent covers its parts, for resources and components alike. The most specific entry
    decides: first the one on the nearest resource, then the one that names the nearest component. If a
    component is listed in both `writers` and `forbidden`, `forbidden` wins, and this is reported even if
    the component writes nothing.

    Why it matters: the write was ruled out deliberately. Either the design is violated, or the decision
    is outdated.

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
    absences = Absences(context)
    authority = Authority(context.registry, absences)
    violated = set()
    for component, link in _observed(context, absences, "writes"):
        ruling = authority.ruling(component, link.item)
        if ruling and ruling.name == "forbidden":
            violated.add((ruling.resource, ruling.link.item))
            yield _forbidden(context, component, link, ruling)
    for resource in absences.judged("resource", ahead=True):
        forbidden, writers = authority.entries(resource, "forbidden"), authority.entries(resource, "writers")
        for component, allowed in writers.items():
            if component in forbidden and (resource, component) not in violated:
                yield _contradiction(context, resource, allowed, forbidden[component])


def _observed(context: RuleContext, absences: Absences, name: str) -> Iterator[tuple[Item, Link]]:
    """Go through what components do by their own account, each with each resource once."""
    for component in absences.judged("component", ahead=True):
        if links := context.registry.related(component, name):
            for link in {link.item: link for link in reversed(links)}.values():
                if phase(context.registry, link.item) is not Phase.OVER:
                    yield component, link


def _forbidden(context: RuleContext, component: Item, link: Link, ruling: Ruling) -> Finding:
    refused, resource = ruling.link.item, ruling.resource
    message = f"{component.label} writes {link.item.id}, which is forbidden"
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
        label=where_written(context.registry, component, "writes", link),
        help="let one of the writers do it, or remove the entry in `forbidden`",
        related=(Related(ruling.link.reference.position, text),),
        field="writes",
        subject=link.item.id,
    )


def _contradiction(context: RuleContext, resource: Item, allowed: Link, refused: Link) -> Finding:
    component = allowed.item
    because = refused.reference.attributes.get("because")
    return Finding.of(
        resource,
        "TR301",
        f"{component.label} is among the `writers` of {resource.id} but forbidden to write it",
        at=allowed.reference.position,
        label=where_written(context.registry, resource, "writers", allowed),
        help="remove it from `writers` or from `forbidden`; as long as both name it, `forbidden` wins",
        related=(Related(refused.reference.position, f"forbidden here{f': {because}' if because else ''}"),),
        field="writers",
        subject=component.id,
    )


@rule("TR302", title="Resource without a writer", needs_complete=True, needs=("resource.writers",))
def resource_without_writer(context: RuleContext) -> Iterator[Finding]:
    """Reports a resource with `writers: []`, or one that components use although it has no declared writer.

    Writers may be named in `writers` of the resource, of its parent, or of one of its parts. A resource
    whose `sharing` is `immutable` or `stateless` needs none. Planned and retired resources are ignored.

    Why it matters: without a declared writer, any component may write, and readers cannot rely on the
    data.

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
    registry = context.registry
    absences = Absences(context)
    authority = Authority(context.registry, absences)
    written = _with_a_writer_inside(registry, absences)

    def writers_of_its_own(resource: Item) -> bool | None:
        # An empty list on a whole is reported there.
        settled = not absences.lacks(resource, "writers") or "writers" in resource.keys
        return settled or is_cut_off(registry, resource) or None

    has_writers = Inherited(registry, writers_of_its_own, False)
    for resource in absences.judged("resource"):
        if resource.text("sharing") in _NOBODYS or "sharing" in resource.invalid:
            continue
        if "writers" in resource.keys and absences.lacks(resource, "writers"):
            yield _nobody_may_write(resource)
            continue
        if resource in written or has_writers.of(resource):
            continue
        if uses := list(_uses(registry, authority, resource)):
            yield _nobody_writes(resource, uses)


def _uses(registry: Registry, authority: Authority, resource: Item) -> Iterator[tuple[str, Link]]:
    """Go through the components that write or read a resource; what is forbidden to write it is TR301's."""
    for verb, name in (("written", "writes"), ("read", "reads")):
        if back := inverse(registry, "component", name):
            for link in registry.related(resource, back):
                forbidden = name == "writes" and _is(authority.ruling(link.item, resource), "forbidden")
                if not forbidden and phase(registry, link.item) is not Phase.OVER:
                    yield verb, link


def _with_a_writer_inside(registry: Registry, absences: Absences) -> set[Item]:
    """Return the resources that have writers, or have a part that does."""
    found: set[Item] = set()
    for resource in registry.items("resource"):
        if not absences.lacks(resource, "writers"):
            for whole in outwards(registry, resource):
                if whole in found:
                    break
                found.add(whole)
    return found


def _nobody_may_write(resource: Item) -> Finding:
    return Finding.of(
        resource,
        "TR302",
        f"{resource.label} has no writer: `writers` is an empty list",
        at=place_of(resource, "writers"),
        label=f"in {resource.label}",
        help="list its writers, or set `sharing: immutable`",
        field="writers",
    )


def _nobody_writes(resource: Item, uses: list[tuple[str, Link]]) -> Finding:
    verb = uses[0][0]
    who = listed(link.item.id for each, link in uses if each == verb)
    return Finding.of(
        resource,
        "TR302",
        f"{resource.label} is {verb} by {who}, but has no declared writer",
        help="list its writers under `writers`, or set `sharing: immutable`",
        related=tuple(
            Related(link.reference.position, f"{each} by {link.item.id}")
            for each, link in uses[: MOST_RELATED // 2]
        ),
        field="writers",
    )


@rule("TR303", title="Access that is not granted")
def access_not_granted(context: RuleContext) -> Iterator[Finding]:
    """Reports a component that writes or reads a resource without being among its writers or readers.

    The list of the resource decides, or else that of its nearest parent that has one; without any list,
    nothing is checked. An entry covers the parts of the component that it names. Writers may also read.

    Why it matters: others rely on the list. Either the access was never granted, or the list is out of
    date.

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
    absences = Absences(context)
    authority = Authority(context.registry, absences)
    for component, link in _observed(context, absences, "writes"):
        refusing = authority.refusing(component, link.item, "writers")
        if refusing is None or _is(authority.ruling(component, link.item), "forbidden"):
            continue
        if authority.entries(refusing, "writers") or refusing.text("sharing") in _NOBODYS:
            yield _not_granted(context, component, link, "writes", "writers", refusing)
    for component, link in _observed(context, absences, "reads"):
        refusing = authority.refusing(component, link.item, "readers")
        if refusing and not _is(authority.ruling(component, link.item), "writers"):
            yield _not_granted(context, component, link, "reads", "readers", refusing)


def _not_granted(
    context: RuleContext, component: Item, link: Link, does: str, name: str, refusing: Item
) -> Finding:
    if refusing is link.item:
        message = f"{component.label} {does} {link.item.id}, but is not among its `{name}`"
    else:
        message = (
            f"{component.label} {does} {link.item.id}, but is not among the `{name}` of {refusing.id}, "
            "which contains it"
        )
    return Finding.of(
        component,
        "TR303",
        message,
        at=link.reference.position,
        label=where_written(context.registry, component, does, link),
        help=f"add `{component.id}` to `{name}` of {refusing.label}, or let one of those do it",
        related=(Related(place_of(refusing, name), f"the {name} of {refusing.id}"),),
        field=does,
        subject=link.item.id,
    )
