"""Which file belongs to which component, as `paths` says: the most specific path wins."""

from functools import cached_property
from posixpath import normpath

from mkdocs_traceability.evidence.roots import Roots
from mkdocs_traceability.evidence.verify import unknown_system
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.model.declared import Phase
from mkdocs_traceability.model.inputs import UNNAMED, Inputs
from mkdocs_traceability.model.item import Claim, Item
from mkdocs_traceability.model.observations import OwnedPath, SharedPath
from mkdocs_traceability.model.verdict import Claimed, Outcome
from mkdocs_traceability.registry.lifecycle import phase
from mkdocs_traceability.registry.registry import Registry


class CodeOwnership:
    """The files and folders of components, as they stand in the roots of their systems.

    `claims` is what is to be said of paths, as of claims: that one names nothing, say. `shared` has the paths
    that two components claim.
    """

    def __init__(self, registry: Registry, inputs: Inputs, disk: Disk) -> None:
        self._systems = inputs.systems()
        self.roots = {system: _roots(inputs, disk, system) for system in (*self._systems, UNNAMED)}
        self.claims: list[tuple[Claimed, Outcome]] = []
        self.shared: list[SharedPath] = []
        self._registry = registry
        self._disk = disk
        self._owners: dict[str, Item] = {}
        again = {second for _, second in registry.duplicates}
        self._components = [
            each for each in registry.items("component") if "paths" in each.values and each not in again
        ]
        # What is over has only what nobody else claims.
        for component in sorted(self._components, key=self._is_over):
            self._enter(component)

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

    def components(self) -> list[Item]:
        """Return the components that say their paths, in the order of their sources."""
        return self._components

    def owned(self) -> tuple[OwnedPath, ...]:
        """Return the files and folders of components, in the order of their paths."""
        return tuple(
            OwnedPath(path, owner, self._disk.is_folder(path)) for path, owner in sorted(self._owners.items())
        )

    def files(self, component: Item) -> list[str]:
        """Return the files of a component, in a fixed order."""
        return self._files.get(component, [])

    def roots_of(self, component: Item) -> Roots:
        """Return the roots of a component's system: none where the settings do not name it."""
        return self.roots.get(self._registry.schema.system(component)) or Roots(self._disk, ())

    def files_in(self, roots: Roots) -> list[str]:
        """Return the files of some roots, and those of components in folders that are else not entered."""
        listed = dict.fromkeys(roots.files())
        for component in self._components:
            if self.roots_of(component) is roots:
                listed.update(dict.fromkeys(self.files(component)))
        return list(listed)

    @cached_property
    def _listed(self) -> dict[str, None]:
        return dict.fromkeys(path for roots in self.roots.values() for path in roots.files())

    @cached_property
    def _files(self) -> dict[Item, list[str]]:
        files: dict[Item, dict[str, None]] = {}
        entered: set[str] = set()
        for path in self._listed:
            if owner := self.owner(path):
                files.setdefault(owner, {})[path] = None
            while path and path not in entered:
                entered.add(path)
                path = path.rpartition("/")[0]
        for place, owner in self._owners.items():
            if place not in entered and place != ".":
                named = (place,) if self._disk.is_file(place) else self._disk.tree(place)
                for path in named:
                    files.setdefault(self.owner(path) or owner, {})[path] = None
        return {owner: sorted(paths) for owner, paths in files.items()}

    def _enter(self, component: Item) -> None:
        roots = self.roots.get(self._registry.schema.system(component))
        for written in dict.fromkeys(component.texts("paths")):
            if roots is None:
                self._say(component, written, unknown_system(self._registry.schema, component, self._systems))
                continue
            found = roots.resolve(written.rstrip("/") or written, folders_too=True)
            if outcome := found.failure or found.remark:
                self._say(component, written, outcome)
            if found.path:
                self._take(component, normpath(found.path))

    def _take(self, component: Item, path: str) -> None:
        owner = self._owners.setdefault(path, component)
        if owner is not component and not self._is_over(component):
            self.shared.append(SharedPath(path, owner, component))

    def _say(self, component: Item, written: str, outcome: Outcome) -> None:
        claim = Claim("files", written, component.values["paths"].position)
        self.claims.append((Claimed(component, "paths", claim), outcome))

    def _is_over(self, component: Item) -> bool:
        return phase(self._registry, component) is Phase.OVER


def _roots(inputs: Inputs, disk: Disk, system: str) -> Roots:
    return Roots(disk, tuple(root.pattern for root in inputs.of(inputs.code_roots, system)))
