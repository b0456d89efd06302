"""What a claim type is: one class that says of each claim what becomes of it.

`@claim_type` is all that adding one takes besides its name in the model: every module of this package is
searched for them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple, Protocol, TypeVar

from mkdocs_traceability.evidence.roots import Roots
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.model.inputs import Glob
from mkdocs_traceability.model.item import Claim
from mkdocs_traceability.model.verdict import InputProblem, Outcome


class RenderedPage(NamedTuple):
    """What a build made of a page: every anchor in it, and its headings as (anchor, text)."""

    anchors: frozenset[str]
    headings: tuple[tuple[str, str], ...]


class SitePages(NamedTuple):
    """The pages of a site that is being built, by their paths below the docs folder.

    `rendered` has what was rendered in this build; of a page that is not in it, the source is looked at.
    `titles` are what pages are called, as HTML.
    """

    names: frozenset[str]
    rendered: Mapping[str, RenderedPage]
    titles: Mapping[str, str] = {}


@dataclass(frozen=True)
class Scope:
    """Where the claims of one named system, or of the whole site, are looked for.

    `compared` has, by setting, the globs of what claims are compared with. `markdown_extensions`, `plugins`
    and `hooks` are what `mkdocs.yml` says of them. `docs_pages` and `rendered` are the pages of the site
    where it is being built; else they are looked for on disk. `written_by_us` are files that `render` wrote.
    """

    disk: Disk
    roots: Roots
    compared: Mapping[str, tuple[Glob, ...]] = field(default_factory=dict)
    docs_path: str = "docs"
    markdown_extensions: Mapping[str, object] = field(default_factory=dict)
    plugins: frozenset[str] = frozenset()
    hooks: tuple[str, ...] = ()
    exclude_docs: str = ""
    draft_docs: str = ""
    written_by_us: frozenset[str] = frozenset()
    docs_pages: frozenset[str] | None = None
    rendered: Mapping[str, RenderedPage] | None = None

    def globs(self, setting: str) -> tuple[Glob, ...]:
        """Return the globs of a setting."""
        return self.compared.get(setting, ())


class Checker(Protocol):
    """Checks the claims of one type in one scope; made once per scope and run.

    `problems` is what is wrong with the inputs it used, complete once all claims have been checked.
    """

    problems: list[InputProblem]

    def __init__(self, scope: Scope) -> None: ...

    def check(self, claim: Claim) -> Outcome:
        """Return what becomes of a claim. Whatever it says, and whatever files hold, nothing is raised."""
        ...


CHECKERS: Final[dict[str, type[Checker]]] = {}
"""Every claim type's checker, by the name of the type; `evidence.verify` fills it."""

EACH_SYSTEM_BY_ITSELF: Final[set[str]] = set()
"""The claim types of which an unbound claim is looked for in one system after the other."""

_C = TypeVar("_C", bound=Checker)


def claim_type(name: str, *, each_system_by_itself: bool = False) -> Callable[[type[_C]], type[_C]]:
    """Make a class the checker of a claim type.

    Where each system has a catalogue of its own (of tables, of endpoints), they must not be thrown together.
    """

    def register(checker: type[_C]) -> type[_C]:
        CHECKERS[name] = checker
        if each_system_by_itself:
            EACH_SYSTEM_BY_ITSELF.add(name)
        return checker

    return register
