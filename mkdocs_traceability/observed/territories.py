"""Which file belongs to which component, as `paths` says: the most specific path wins."""

from mkdocs_traceability.evidence.disk import Disk
from mkdocs_traceability.evidence.inputs import UNNAMED, Inputs
from mkdocs_traceability.evidence.roots import Roots
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.registry import Registry


class Territories:
    """The files and folders of components, as they stand in the roots of their systems."""

    def __init__(self, registry: Registry, inputs: Inputs, disk: Disk) -> None:
        self._owners: dict[str, Item] = {}
        self.roots = {system: _roots(inputs, disk, system) for system in (*inputs.systems(), UNNAMED)}
        for component in registry.items("component"):
            roots = self.roots.get(component.text("root"))
            if roots is None:
                continue
            for written in component.texts("paths"):
                found = roots.resolve(written.rstrip("/"), folders_too=True)
                if found.path:
                    self._owners.setdefault(found.path, component)

    def distinct_roots(self) -> list[Roots]:
        """Return the roots of each system; those of all together only where none has a name."""
        named = [roots for system, roots in self.roots.items() if system != UNNAMED]
        return named or [self.roots[UNNAMED]]

    def owner(self, path: str) -> Item | None:
        """Return the component that a file belongs to."""
        while path:
            if path in self._owners:
                return self._owners[path]
            path = path.rpartition("/")[0]
        return self._owners.get(".")


def _roots(inputs: Inputs, disk: Disk, system: str) -> Roots:
    return Roots(disk, tuple(root.pattern for root in inputs.of(inputs.code_roots, system)))
