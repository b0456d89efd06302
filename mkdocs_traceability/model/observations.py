"""What is seen in the code, whatever is declared: values that rules compare with the registry and pages show.

The stage that observes fills these in; it knows neither rules nor pages.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.verdict import Claimed, InputProblem, Outcome


class ObservedImport(NamedTuple):
    """One component imports another, at these lines of its code."""

    importer: Item
    imported: Item
    places: tuple[Position, ...]


class ObservedWrite(NamedTuple):
    """A component writes a resource, at these lines of its code."""

    writer: Item
    resource: Item
    places: tuple[Position, ...]


class SharedPath(NamedTuple):
    """A path that two components say is theirs: the first has it."""

    path: str
    owner: Item
    other: Item


class CodeOwners(NamedTuple):
    """Whose the files of a component are by CODEOWNERS: those with the most files first.

    `optional` owners stand in a section of GitLab whose approval is optional. `place` is the entry that
    decides of most of the files.
    """

    component: Item
    owners: tuple[str, ...]
    optional: tuple[str, ...]
    place: Position


class OwnedPath(NamedTuple):
    """A file or folder that is a component's, and so is what lies in it that is nobody else's."""

    path: str
    owner: Item
    is_folder: bool


class WrittenRules(NamedTuple):
    """The block of compiled rules in a file of coding agents.

    `body` is what stands there, None where its markers are no pair; `scope` has the globs that the file is
    limited to, None where it is not.
    """

    position: Position
    body: str | None
    scope: str | None


class AgentRules(NamedTuple):
    """The blocks of compiled rules; `folder` leads from the root of the repository to where paths begin."""

    folder: str = ""
    written: tuple[WrittenRules, ...] = ()


@dataclass(frozen=True)
class Observations:
    """What is seen, in the order of the registry.

    `for_types` are imports that are never run: they stand under `if TYPE_CHECKING:`. `possible`
    are those of which it is not known whether that component is meant. `readable` has the components of
    whose code all imports were seen: only of these it means something that an import is absent. `claims` is
    what is to be said of the components' `paths`, as of claims, and `shared` has those that two claim.
    `code_owners` says whose the files of components are. `problems` is what else kept things from being seen.
    `agent_rules` has what coding agents are told of components.
    """

    imports: tuple[ObservedImport, ...] = ()
    for_types: tuple[ObservedImport, ...] = ()
    possible: tuple[ObservedImport, ...] = ()
    readable: frozenset[Item] = frozenset()
    writes: tuple[ObservedWrite, ...] = ()
    claims: tuple[tuple[Claimed, Outcome], ...] = ()
    shared: tuple[SharedPath, ...] = ()
    code_owners: tuple[CodeOwners, ...] = ()
    problems: tuple[InputProblem, ...] = ()
    owned: tuple[OwnedPath, ...] = ()
    agent_rules: AgentRules = field(default_factory=AgentRules)

    _by_pair: dict[tuple[Item, Item], ObservedImport] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_pair.update({(each.importer, each.imported): each for each in self.imports})

    def of(self, importer: Item, imported: Item) -> ObservedImport | None:
        """Return what is seen of one component importing another."""
        return self._by_pair.get((importer, imported))
