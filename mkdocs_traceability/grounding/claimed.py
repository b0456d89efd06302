"""Look things up as if they were claimed: with the checkers of evidence, in every system by itself."""

from collections.abc import Iterable, Iterator
from typing import Final, Protocol

from mkdocs_traceability.evidence.checker import Checker, Scope
from mkdocs_traceability.grounding.resolver import Surroundings
from mkdocs_traceability.model.item import Claim
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.verdict import Outcome, Place, Problem, Verdict

NOWHERE: Final = Position("", 0, 0)
"""Where a claim stands that nobody wrote."""


class Catalogue(Checker, Protocol):
    """A checker that knows all that can be claimed."""

    def declared(self) -> Iterator[tuple[str, Place]]:
        """Go through all that can be claimed, as it would be written, and where it is declared."""
        ...


def scopes_of(surroundings: Surroundings, setting: str) -> tuple[Scope, ...]:
    """Return the scopes in which a setting names something to compare with."""
    scopes = surroundings.systems or (surroundings.scope,)
    return tuple(scope for scope in scopes if scope.globs(setting))


def best_outcome(checkers: Iterable[Checker], type_: str, text: str) -> Outcome | None:
    """Return what is found for a claim in one of several systems: there, perhaps there, or absent in all.

    None where there is nothing to compare with.
    """
    outcomes = [each.check(Claim(type_, text, NOWHERE)) for each in checkers]
    return min(outcomes, key=_rank, default=None)


def is_there(outcome: Outcome) -> bool:
    """Whether what is claimed is there, whatever became of it: a test that fails is there, too."""
    if outcome.problem in (Problem.FAILED, Problem.SKIPPED, Problem.STALE):
        return True
    return outcome.verdict.holds or outcome.verdict in (Verdict.STALE, Verdict.SKIPPED, Verdict.FAILING)


def _rank(outcome: Outcome) -> int:
    return 0 if is_there(outcome) else 1 if outcome.verdict is Verdict.UNVERIFIED else 2


def declared_names(catalogues: Iterable[Catalogue]) -> Iterator[str]:
    """Go through all that can be claimed of some catalogues, as it would be written."""
    return (name for each in catalogues for name, _ in each.declared())
