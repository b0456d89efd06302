"""Rules about entries of relations that say nothing: the item itself, and what is listed already."""

from collections.abc import Iterator

from mkdocs_traceability.model.finding import Finding, Related, Severity
from mkdocs_traceability.model.item import Item, Reference
from mkdocs_traceability.model.kinds import Kind, Relation
from mkdocs_traceability.rules.engine.rule import RuleContext, rule
from mkdocs_traceability.rules.engine.wording import MOST_RELATED


@rule("TR113", title="Item refers to itself")
def refers_to_itself(context: RuleContext) -> Iterator[Finding]:
    """Reports an item that names itself in a relation, such as a component that depends on itself.

    Your own relations may lead back to their start. For acyclic relations, TR109 is reported instead.

    Why it matters: the entry has no meaning, and another item was probably meant. If it is the only
    entry, the item appears to be in use.

    Fails:

        components:
          - id: eval-worker
            external: true
            depends_on: [eval-worker]
          - id: batcher
            external: true

    Passes:

        components:
          - id: eval-worker
            external: true
            depends_on: [batcher]
          - id: batcher
            external: true
    """
    registry = context.registry
    for kind in registry.schema:
        names = [name for name in _must_differ(context, kind) if name in registry.names_in_use]
        for item in registry.items(kind.name) if names else ():
            for name in names:
                for target, reference in registry.related(item, name):
                    if target is item and reference in item.references.get(name, ()):
                        yield _refers_to_itself(item, name, reference)


def _refers_to_itself(item: Item, name: str, reference: Reference) -> Finding:
    return Finding.of(
        item,
        "TR113",
        f"{item.label} refers to itself in `{name}`",
        at=reference.position,
        label=f"in `{name}` of {item.label}",
        help="name the item that was meant, or remove the entry",
        field=name,
        subject=item.id,
    )


def _must_differ(context: RuleContext, kind: Kind) -> Iterator[str]:
    """Go through the relations of a kind to itself that are built in, and none of which TR109 judges."""
    ways = {**kind.inverses, **{name: (relation,) for name, relation in kind.relations.items()}}
    for name, relations in ways.items():
        ours = [each for each in relations if kind.name in each.to]
        if any(each.kind == kind.name for each in ours) and any(
            each.is_built_in and not _is_acyclic(context, each) for each in ours
        ):
            yield name


def _is_acyclic(context: RuleContext, relation: Relation) -> bool:
    is_acyclic = relation.declared.acyclic or (relation.kind, relation.name) in context.policy.acyclic
    return is_acyclic and not relation.declared.symmetric


def _times(again: tuple[Reference, ...]) -> str:
    return "twice" if len(again) == 1 else f"{len(again) + 1} times"


@rule("TR114", title="Duplicate entry in a relation", severity=Severity.WARNING, is_local=True)
def listed_twice(context: RuleContext) -> Iterator[Finding]:
    """Reports an item that is listed several times in one relation without a difference between the entries.

    Entries that differ are kept: a component may serve a flow in two roles. The item is shown and counted
    once.

    Why it matters: one of the entries was probably meant to be another item.

    Fails:

        components:
          - id: eval-worker
          - id: batcher
            external: true
        flows:
          - id: EVAL-001
            components: [eval-worker, eval-worker]

    Passes:

        components:
          - id: eval-worker
          - id: batcher
            external: true
        flows:
          - id: EVAL-001
            components: [eval-worker, batcher]
    """
    for item, name, target, kept, again in context.registry.repeated:
        places = [Related(kept.position, "listed here")]
        places += [Related(reference.position, "and here") for reference in again[1:]]
        yield Finding.of(
            item,
            "TR114",
            f"{target.label} is listed {_times(again)} in `{name}` of {item.label}",
            at=again[0].position,
            label=f"again in `{name}` of {item.label}",
            help="name the item that was meant, or remove the entry",
            related=tuple(places[:MOST_RELATED]),
            field=name,
            subject=target.id,
        )
