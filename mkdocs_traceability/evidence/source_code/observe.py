"""Observe the code of all components: what they import of one another, what they write, and whose it is."""

from mkdocs_traceability.evidence.agent_files import observed_rules
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.model.inputs import Inputs
from mkdocs_traceability.model.observations import Observations
from mkdocs_traceability.registry.registry import Registry


def observe(registry: Registry, inputs: Inputs, disk: Disk) -> Observations:
    """Return what is seen in the code of the components that say their `paths`."""
    if not inputs.code_owners and not any("paths" in each.values for each in registry.items("component")):
        return Observations(agent_rules=observed_rules(disk))
    # what reads code costs start-up
    from mkdocs_traceability.evidence.code_owners.owned_files import observed_owners
    from mkdocs_traceability.evidence.source_code.imports import ImportsOfComponents
    from mkdocs_traceability.evidence.source_code.ownership import CodeOwnership
    from mkdocs_traceability.evidence.source_code.writes import observed_writes

    ownership = CodeOwnership(registry, inputs, disk)
    imports = ImportsOfComponents(registry, ownership, disk)
    run, for_types, possible = imports.observed()
    writes, unread = observed_writes(registry, ownership, disk)
    owners, problems = observed_owners(inputs, ownership, disk)
    return Observations(
        imports=run,
        for_types=for_types,
        possible=possible,
        readable=imports.readable,
        writes=writes,
        claims=(*ownership.claims, *imports.claims, *unread),
        shared=tuple(ownership.shared),
        code_owners=owners,
        problems=problems,
        owned=ownership.owned(),
        agent_rules=observed_rules(disk),
    )
