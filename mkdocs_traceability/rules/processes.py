"""Rules about processes: what is kept in each of several, and is not the same in all of them."""

from collections.abc import Iterator
from typing import Final

from mkdocs_traceability.analysis.ancestors import Inherited
from mkdocs_traceability.model.declared import Phase
from mkdocs_traceability.model.finding import Finding, Related, Severity
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.registry.lifecycle import phase
from mkdocs_traceability.registry.registry import Link, Registry
from mkdocs_traceability.rules.engine.absence import Absences
from mkdocs_traceability.rules.engine.rule import RuleContext, rule
from mkdocs_traceability.rules.engine.wording import listed, where_written

_DEALINGS: Final = {"owned_by": "owns", "written_by": "writes", "read_by": "reads"}
"""What a component does with a resource, by how the resource knows it."""


@rule("TR306", title="Per-process state used by several processes", severity=Severity.INFO)
def state_of_one_of_several_processes(context: RuleContext) -> Iterator[Finding]:
    """Reports a `per-process` resource that a component with `processes: several` owns, reads or writes.

    A component without `processes` inherits it from its parent. Retired components are ignored.

    Why it matters: each process has its own copy. A limit of one hundred becomes one hundred in each
    process, and a cache cleared by one is still full in the others.

    Fails:

        resources:
          - {id: rate_limiter, storage: memory, sharing: per-process, owned_by: api}
        components:
          - {id: api, processes: several}
        flows:
          - {id: RUN-001, components: [api]}

    Passes:

        resources:
          - {id: rate_limiter, storage: cache, sharing: shared, owned_by: api}
        components:
          - {id: api, processes: several}
        flows:
          - {id: RUN-001, components: [api]}
    """
    processes = Inherited[str](context.registry, _own_processes, "")
    for resource in Absences(context).judged("resource"):
        if resource.text("sharing") != "per-process":
            continue
        found = [
            (name, link)
            for name in _DEALINGS
            for link in context.registry.related(resource, name)
            if link.item.kind == "component"
            and processes.of(link.item) == "several"
            and phase(context.registry, link.item) is not Phase.OVER
        ]
        if found:
            yield _not_shared(context.registry, resource, found)


def _own_processes(component: Item) -> str | None:
    """Return in how many processes a component says that it runs, None where it does not say."""
    return component.text("processes") if component.says("processes") else None


def _not_shared(registry: Registry, resource: Item, found: list[tuple[str, Link]]) -> Finding:
    name, link = found[0]
    components = dict.fromkeys(link.item.id for _, link in found)
    does = _DEALINGS[name] if len(components) == 1 else "use"
    runs = "runs" if len(components) == 1 else "run"
    return Finding.of(
        resource,
        "TR306",
        f"{resource.label} is `per-process`, but {listed(components)}, which {does} it, "
        f"{runs} in several processes",
        at=link.reference.position,
        label=where_written(registry, resource, name, link),
        help="store it where all processes share it, or waive this finding with a reason",
        related=(Related(resource.values["sharing"].position, f"in `sharing` of {resource.label}"),),
        field="sharing",
        subject=link.item.id,
    )
