"""Rules about what is seen in the code: who writes what nobody lets them."""

from collections.abc import Iterator
from typing import Final

from mkdocs_traceability.analysis.authority import Authority
from mkdocs_traceability.model.finding import Finding, Related, Severity
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.observations import ObservedWrite
from mkdocs_traceability.registry.registry import place_of
from mkdocs_traceability.rules.engine.absence import Absences
from mkdocs_traceability.rules.engine.rule import RuleContext, rule

_MOST_PLACES: Final = 3


@rule(
    "TR310",
    title="Code writes a table without permission",
    severity=Severity.WARNING,
    needs=("resource.writers",),
)
def observed_writer_not_covered(context: RuleContext) -> Iterator[Finding]:
    """Reports code that writes a table although its component is not among the permitted writers.

    Code belongs to the component whose `paths` include it. SQL in strings is recognised, and so are
    writes through SQLAlchemy, SQLModel and Django models in Python. Permissions apply as for TR301 and
    TR303; a component that may write a part of the resource is covered. Accesses declared under `writes`
    are checked by those rules instead. Without any list, nothing is checked.

    Why it matters: the list says who may write, the code shows who does.

    Fails:

        # file: billing/plans.py
        def rename(db):
            db.execute("UPDATE organizations SET plan = %s")
        # file: docs/example.trace.yml
        components:
          - {id: billing, paths: [billing]}
          - id: accounts
        resources:
          - {id: organizations, storage: table, writers: [accounts]}
        flows:
          - {id: BILL-001, components: [billing, accounts]}

    Passes:

        # file: billing/plans.py
        def rename(db):
            db.execute("UPDATE organizations SET plan = %s")
        # file: docs/example.trace.yml
        components:
          - {id: billing, paths: [billing]}
          - id: accounts
        resources:
          - {id: organizations, storage: table, writers: [accounts, billing]}
        flows:
          - {id: BILL-001, components: [billing, accounts]}
    """
    authority = Authority(context.registry, Absences(context))
    for write in context.observations.writes:
        declared = context.registry.related(write.writer, "writes")
        if any(link.item is write.resource for link in declared):
            continue
        if why := _why_not(authority, write):
            yield _not_covered(write, *why)


def _why_not(authority: Authority, write: ObservedWrite) -> tuple[str, Item, str] | None:
    """Return why a component may not write: in words, and the entry that says so."""
    ruling = authority.ruling(write.writer, write.resource)
    if ruling and ruling.name == "forbidden":
        return f"{ruling.resource.label} forbids it", ruling.resource, "forbidden"
    refusing = authority.refusing(write.writer, write.resource, "writers")
    if refusing is None or authority.may_write_a_part(write.writer, write.resource):
        return None
    return f"is not among the `writers` of {refusing.label}", refusing, "writers"


def _not_covered(write: ObservedWrite, why: str, entry: Item, name: str) -> Finding:
    writer, resource = write.writer, write.resource
    first, *others = write.places
    related = [Related(each, f"writes {resource.id} too") for each in others[: _MOST_PLACES - 1]]
    return Finding.of(
        writer,
        "TR310",
        f"{writer.label} writes {resource.id} in its code, but {why}",
        at=first,
        label=f"writes {resource.id}",
        help=f"add `{writer.id}` to `writers` of {resource.label}, or let one of those write it",
        related=(*related, Related(place_of(entry, name), f"the {name} of {entry.id}")),
        field="writes",
        subject=resource.id,
    )
