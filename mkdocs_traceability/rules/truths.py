"""A rule about what must be there once: what decides a subject, what holds a fact."""

from collections.abc import Iterator

from mkdocs_traceability.model.declared import Phase
from mkdocs_traceability.model.finding import Finding, Related
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.registry.lifecycle import phase
from mkdocs_traceability.registry.registry import Link
from mkdocs_traceability.rules.engine.absence import Absences
from mkdocs_traceability.rules.engine.rule import RuleContext, rule


@rule("TR304", title="Competing sources of truth")
def two_truths(context: RuleContext) -> Iterator[Finding]:
    """Reports two sources of truth for one subject, or two implemented resources declared as duplicates.

    Subjects are compared without regard to case and extra spaces. Two components that claim the same
    folder or file (`paths`) are reported here, too.

    Why it matters: the two will diverge, and it is unclear which one is right.

    Fails:

        # file: docs/02-foundation-db.md
        # Foundation
        # file: docs/example.trace.yml
        sources_of_truth:
          - id: schema
            subject: Schema
            primary: 02-foundation-db.md
          - id: database
            subject: schema
            primary: 02-foundation-db.md

    Passes:

        # file: docs/02-foundation-db.md
        # Foundation
        # file: docs/example.trace.yml
        sources_of_truth:
          - id: schema
            subject: Schema
            primary: 02-foundation-db.md
          - id: models
            subject: Models
            primary: 02-foundation-db.md
    """
    absences = Absences(context)
    first: dict[str, Item] = {}
    for source in absences.judged("source_of_truth", ahead=True):
        subject = " ".join(source.text("subject").casefold().split())
        if subject and (other := first.setdefault(subject, source)) is not source:
            yield _second_source(source, other)
    yield from _implemented_twice(context, absences)
    for path, owner, other in context.observations.shared:
        yield _claimed_twice(path, owner, other)


def _second_source(source: Item, first: Item) -> Finding:
    return Finding.of(
        source,
        "TR304",
        f"{source.label} covers the same subject as {first.id}: `{source.text('subject')}`",
        at=source.values["subject"].position,
        label=f"in `subject` of {source.label}",
        help="keep one as the source of truth, and make the other refer to it",
        related=(Related(first.values["subject"].position, f"in `subject` of {first.label}"),),
        field="subject",
        subject=source.text("subject"),
    )


def _claimed_twice(path: str, owner: Item, other: Item) -> Finding:
    return Finding.of(
        other,
        "TR304",
        f"{other.label} claims the same path as {owner.id}: `{path}`",
        at=other.values["paths"].position,
        label=f"in `paths` of {other.label}",
        help="assign it to one of them; the other may claim a path inside it, since the longest path wins",
        related=(Related(owner.values["paths"].position, f"in `paths` of {owner.label}"),),
        field="paths",
        subject=path,
    )


def _implemented_twice(context: RuleContext, absences: Absences) -> Iterator[Finding]:
    seen: set[frozenset[Item]] = set()
    for resource in absences.judged("resource"):
        for link in context.registry.related(resource, "duplicates"):
            pair = frozenset((resource, link.item))
            if len(pair) == 1 or pair in seen:
                continue
            seen.add(pair)
            if all(phase(context.registry, each) is Phase.COMPLETE for each in (resource, link.item)):
                yield _duplicate(context, resource, link)


def _duplicate(context: RuleContext, resource: Item, link: Link) -> Finding:
    written_here = link.reference in resource.references.get("duplicates", ())
    duplicate, other = (resource, link.item) if written_here else (link.item, resource)
    return Finding.of(
        duplicate,
        "TR304",
        f"{duplicate.label} duplicates {other.id}, but both are implemented",
        at=link.reference.position,
        label=f"in `duplicates` of {duplicate.label}",
        help="keep one of the two, and retire the other",
        related=(Related(other.position, "the other one"),),
        field="duplicates",
        subject=other.id,
    )
