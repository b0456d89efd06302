"""What a resolver is: one class that looks up the names of one kind of statement.

`@resolver` is all that adding one takes besides its kind in the model: every module of `resolvers` is
searched for them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property
from typing import Final, NamedTuple, Protocol, TypeVar

from mkdocs_traceability.evidence.checker import Scope
from mkdocs_traceability.grounding.definitions import Definitions
from mkdocs_traceability.grounding.repository import Repository
from mkdocs_traceability.model.verdict import Place
from mkdocs_traceability.registry.registry import Registry


class Known(Enum):
    """What is known of a name."""

    THERE = auto()
    """It is there."""

    ABSENT = auto()
    """It is not there, and all places where it could be have been read."""

    UNKNOWN = auto()
    """It may be somewhere that is not read here, or nothing here would know it."""


class Answer(NamedTuple):
    """What a resolver knows of a name.

    `is_own` is true of what is absent and clearly meant to be the repository's own: its package, its prefix,
    its series. `nearest` are what may be meant, as they would be written, the most likely first; `is_near`
    says that the first of them differs only as a slip of the pen does.
    """

    known: Known
    place: Place | None = None
    is_own: bool = False
    nearest: tuple[str, ...] = ()
    is_near: bool = False
    message: str = ""
    """What is wrong, where the resolver can say more than that it was not found."""

    help: str = ""
    """What to do, where the resolver can say more than what may be meant."""

    is_anybodys: bool = False
    """Of what is absent: whether any project may have it, so that only a link is surely about this one."""


@dataclass(frozen=True)
class Surroundings:
    """Where statements are looked up: a scope of evidence, and the registry of the site, empty without one.

    `documents` are all that are grounded, by their paths: their headings can be named. `systems` are the
    scopes of the systems that have catalogues of their own, where there are several.
    """

    scope: Scope
    registry: Registry
    documents: Mapping[str, str]
    systems: tuple[Scope, ...] = ()

    @cached_property
    def repository(self) -> Repository:
        """What lies in the repository, the same for all resolvers."""
        return Repository(self.scope.disk)

    @cached_property
    def definitions(self) -> Definitions:
        """What the code of the repository defines, the same for all resolvers."""
        return Definitions(self.repository)


class Resolver(Protocol):
    """Looks up the names of one kind; made once a run."""

    def __init__(self, surroundings: Surroundings) -> None: ...

    def words(self, names: Iterable[str]) -> Iterable[str]:
        """Return the words that will be looked for in files, of all names that will be looked up."""
        return ()

    def resolve(self, name: str, document: str) -> Answer:
        """Look up a name that stands in a document. Whatever it says, nothing is raised."""
        ...


RESOLVERS: Final[dict[str, type[Resolver]]] = {}
"""Every resolver by its kind of statement."""

_R = TypeVar("_R", bound=Resolver)


def resolver(kind: str) -> Callable[[type[_R]], type[_R]]:
    """Make a class the resolver of a kind of statement."""

    def register(each: type[_R]) -> type[_R]:
        RESOLVERS[kind] = each
        return each

    return register
