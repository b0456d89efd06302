"""What a server's last build of a site read and saw: the next one goes on with it where all is as it was."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.workspace.stages import Linked, Observed


@dataclass
class LastBuild:
    """What was linked under a `key` of all that was read, and what was observed after it.

    `seen` is what was looked at as evidence, as `Disk.seen` has it; None as long as nothing has been judged.
    """

    key: str
    linked: Linked
    observed: Observed | None = None
    seen: Mapping[str, str] | None = field(default=None, repr=False)

    def has_observed(self, observed: Observed) -> bool:
        """Whether this is what was observed after it."""
        return self.observed is not None and observed.observations is self.observed.observations

    def observed_again(self, linked: Linked, pages: frozenset[str] | None, disk: Disk) -> Linked | None:
        """Return what was linked with what was observed before, if another look would see the same."""
        observed = self.observed
        if observed is None or self.seen is None or linked.registry is not self.linked.registry:
            return None
        if observed.pages != pages or not disk.is_as_seen(dict(self.seen)):
            return None
        return replace(linked, observed=observed._replace(disk=disk))
