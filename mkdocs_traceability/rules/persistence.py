"""A rule about what keeps signals: a store that is nearly the id of a resource is that resource, misspelt."""

import re
from collections.abc import Iterator
from typing import Final

from mkdocs_traceability.analysis.reach import is_volatile
from mkdocs_traceability.model.declared import Phase
from mkdocs_traceability.model.finding import Finding, Severity
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.registry.lifecycle import phase
from mkdocs_traceability.registry.nearest import likeness, plain_spelling
from mkdocs_traceability.rules.engine.rule import RuleContext, rule

_PERSISTENCE: Final = "persistence"

_NEAR_ENOUGH: Final = 0.85
"""A letter or two apart: free text such as `PostgreSQL` names stores that need be no resource."""


@rule("TR211", title="Persistence close to a resource id", severity=Severity.INFO)
def persistence_near_a_resource(context: RuleContext) -> Iterator[Finding]:
    """Reports an entry in the `persistence` of a signal that is almost the id of a resource.

    Entries in `persistence` are free text and need not name a resource. Entries that equal the id, an alias
    or the title of an item are not reported, nor are those with different numbers, such as `store-1` and
    `store-2`. Retired signals are not checked.

    Why it matters: readers and searches cannot connect the signal with the resource that stores it.

    Fails:

        resources:
          - id: graduation-history
        signals:
          - id: SIG-100
            producers: [graduation-evaluator]
            consumers: [capability-lockouts]
            persistence: [graduation_histroy]
        components:
          - id: graduation-evaluator
          - id: capability-lockouts
        flows:
          - id: GRAD-001
            components: [graduation-evaluator, capability-lockouts]

    Passes:

        resources:
          - id: graduation-history
        signals:
          - id: SIG-100
            producers: [graduation-evaluator]
            consumers: [capability-lockouts]
            persistence: [graduation-history]
        components:
          - id: graduation-evaluator
          - id: capability-lockouts
        flows:
          - id: GRAD-001
            components: [graduation-evaluator, capability-lockouts]
    """
    known: dict[str, Item | None] = {}
    for signal in context.registry.items("signal"):
        if phase(context.registry, signal) is Phase.OVER:
            continue
        for entry in signal.texts(_PERSISTENCE):
            if entry not in known:
                known[entry] = _nearly(context, entry)
            if (resource := known[entry]) is None:
                continue
            at = resource.position
            yield Finding.of(
                signal,
                "TR211",
                f"`{entry}` in `persistence` of {signal.label} is almost the id of a resource",
                at=signal.values[_PERSISTENCE].position,
                label=f"in `persistence` of {signal.label}",
                help=f"did you mean `{resource.id}`? ({at.path}:{at.line})",
                field=_PERSISTENCE,
                subject=entry,
                suggestions=(resource.id,),
            )


def _nearly(context: RuleContext, entry: str) -> Item | None:
    """Return the resource whose id an entry almost is; None where it is a name of something."""
    if is_volatile(entry) or context.registry.answering(entry):
        return None
    for resource in context.suggestions.nearest(entry, ("resource",)):
        if resource.kind == "resource" and resource.title != entry and _is_near(entry, resource.id):
            return resource
    return None


def _is_near(entry: str, id_: str) -> bool:
    written, wanted = plain_spelling(entry), plain_spelling(id_)
    has_other_numbers = re.findall(r"\d+", written) != re.findall(r"\d+", wanted)
    return not has_other_numbers and likeness(written, wanted) >= _NEAR_ENOUGH
