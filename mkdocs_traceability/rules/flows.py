"""Rules about flows and components: whether what is asked for is served, and what exists is asked for."""

from collections.abc import Iterator
from typing import Final

from mkdocs_traceability.analysis.certainty import inverse
from mkdocs_traceability.model.finding import Finding, Severity
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.registry.registry import Registry, place_of
from mkdocs_traceability.rules.engine.absence import Absences, all_is_taken
from mkdocs_traceability.rules.engine.rule import RuleContext, rule
from mkdocs_traceability.rules.engine.wording import listed

_USES: Final = (
    "flow.components",
    "requirement.satisfied_by",
    "signal.producers",
    "signal.consumers",
    "component.depends_on",
    "component.part_of",
)
"""Relations that say what a component is there for."""

_EXTERNAL: Final = "external"
"""The field of components that are not ours."""

_NOT_OURS: Final = ("deleg", "infra", "proc")
"""Implementations that need no code of ours."""


@rule("TR201", title="Flow without a component", needs_complete=True, needs=("flow.components",))
def flow_without_component(context: RuleContext) -> Iterator[Finding]:
    """Reports a flow that no component implements.

    Flows that are `deleg`, `infra` or `proc` may name a document instead (`evidence: {docs: […]}`), or
    external components only. An `auto` flow needs an internal component. Planned and retired flows are
    ignored.

    Why it matters: it is unclear what implements the flow, whom to ask, and what breaks when it fails.

    Fails:

        flows:
          - id: EVAL-006
            title: Queue backlog recovery
            implementation: proc

    Passes:

        # file: docs/12-operations.md
        # Operations
        # file: docs/example.trace.yml
        flows:
          - id: EVAL-006
            title: Queue backlog recovery
            implementation: proc
            evidence:
              docs: [12-operations.md]
    """
    absences = Absences(context)
    has_external = _EXTERNAL in context.registry.names_in_use
    for flow in absences.judged("flow"):
        if absences.lacks(flow, "components"):
            if not _may_name_a_document(flow):
                yield _unserved(flow)
        elif has_external and flow.text("implementation") == "auto" and absences.is_sure(flow, "components"):
            components = [link.item for link in context.registry.related(flow, "components")]
            if components and all(_is_external(component) for component in components):
                yield _served_from_outside(flow, components)


def _may_name_a_document(flow: Item) -> bool:
    """Whether a document takes the place of a component, or would if the flow were read in full."""
    if not (flow.text("implementation") in _NOT_OURS or "implementation" in flow.invalid):
        return False
    docs = flow.evidence.get("docs")
    return bool(docs and docs.claims) or "evidence" in flow.invalid


def _is_external(component: Item) -> bool:
    external = component.values.get(_EXTERNAL)
    return external is not None and external.plain is True


def _unserved(flow: Item) -> Finding:
    help_ = "add a component to `components`"
    implementation = flow.text("implementation")
    if implementation in _NOT_OURS:
        message = f"{flow.label} (`{implementation}`) has neither a component nor a document"
        help_ += ", or the document that describes it to `evidence: {docs: […]}`"
    else:
        message = f"{flow.label} has no component"
    at = place_of(flow, "components")
    return Finding.of(flow, "TR201", message, at=at, help=help_, field="components")


def _served_from_outside(flow: Item, components: list[Item]) -> Finding:
    names = listed(component.id for component in components)
    return Finding.of(
        flow,
        "TR201",
        f"{flow.label} is `auto`, but only external components serve it: {names}",
        at=flow.values["implementation"].position,
        label=f"in `implementation` of {flow.label}",
        help="add an internal component, or set `implementation: deleg`",
        field="components",
    )


@rule("TR202", title="Unused component", severity=Severity.INFO, needs_complete=True, needs=_USES)
def component_without_use(context: RuleContext) -> Iterator[Finding]:
    """Reports an internal component that no flow, requirement, signal or dependency refers to.

    A component that has parts, that supersedes a used component, or that a relation of your own links to
    another item counts as used. Retired components are ignored.

    Why it matters: it is dead code, or its purpose is not documented.

    Fails:

        components:
          - id: eval-worker
          - id: evaluator
        flows:
          - id: EVAL-001
            components: [eval-worker]

    Passes:

        components:
          - id: eval-worker
          - id: evaluator
            part_of: eval-worker
          - id: scorer
            part_of: evaluator
        flows:
          - id: EVAL-001
            components: [eval-worker, scorer]
    """
    registry = context.registry
    if not all_is_taken(registry):
        return
    uses = [name for each in _USES if (name := inverse(registry, *each.split(".")))]
    if len(uses) < len(_USES):  # where one is known at its near end only
        return
    absences = Absences(context)
    for component in absences.judged("component", ahead=True):
        if _is_external(component) or _EXTERNAL in component.invalid:
            continue
        if not all(absences.lacks(component, name) for name in uses) or _is_in_own_relation(
            registry, component
        ):
            continue
        if not any(_is_used(registry, link.item, uses) for link in registry.related(component, "supersedes")):
            yield Finding.of(
                component,
                "TR202",
                f"{component.label} is unused: no flow, requirement, signal or dependency refers to it",
                help="reference it where it is used, retire it, or set `external: true` if it is not yours",
            )


def _is_in_own_relation(registry: Registry, component: Item) -> bool:
    """Whether a relation that is not built in, such as that to a system, leads to or from a component."""
    kind = registry.kind(component)
    own = [name for name, relation in kind.relations.items() if not relation.is_built_in]
    own += [
        name for name, relations in kind.inverses.items() if not all(each.is_built_in for each in relations)
    ]
    return any(registry.related(component, name) for name in own)


def _is_used(registry: Registry, component: Item, uses: list[str]) -> bool:
    return any(registry.related(component, name) for name in uses)
