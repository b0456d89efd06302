"""Observe the code of all components: what they import of one another, and what they write."""

from mkdocs_traceability.evidence.source_code.ownership import CodeOwnership
from mkdocs_traceability.evidence.source_code.writes import observed_writes
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.model.inputs import Inputs
from mkdocs_traceability.model.observations import Observations
from mkdocs_traceability.registry.registry import Registry


def observe(registry: Registry, inputs: Inputs, disk: Disk) -> Observations:
    """Return what is seen in the code of the components that say their `paths`."""
    if not any("paths" in component.values for component in registry.items("component")):
        return Observations()
    from mkdocs_traceability.evidence.source_code.imports import (
        ImportsOfComponents,  # syntax trees: only where needed
    )

    territories = CodeOwnership(registry, inputs, disk)
    imports = ImportsOfComponents(registry, territories, disk)
    run, for_types, possible = imports.observed()
    writes, unread = observed_writes(registry, territories, disk)
    return Observations(
        imports=run,
        for_types=for_types,
        possible=possible,
        readable=imports.readable,
        writes=writes,
        claims=(*territories.claims, *imports.claims, *unread),
        shared=tuple(territories.shared),
    )
