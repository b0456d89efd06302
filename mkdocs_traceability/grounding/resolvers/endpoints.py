"""Look up endpoints in the OpenAPI documents, of each system by itself."""

from collections.abc import Iterable
from typing import Final

from mkdocs_traceability.evidence.endpoints import EndpointsChecker, segments_of
from mkdocs_traceability.grounding.claimed import best_outcome, declared_names, is_there, scopes_of
from mkdocs_traceability.grounding.repository import longest_word
from mkdocs_traceability.grounding.resolver import Answer, Known, Resolver, Surroundings, resolver
from mkdocs_traceability.grounding.slips import slips_of
from mkdocs_traceability.model.verdict import Problem

_UNKNOWN: Final = Answer(Known.UNKNOWN)


@resolver("endpoint")
class Endpoints(Resolver):
    """Looks up `METHOD /path`."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._repository = surroundings.repository
        self._catalogues = [EndpointsChecker(scope) for scope in scopes_of(surroundings, "openapi")]

    def words(self, names: Iterable[str]) -> Iterable[str]:
        """Return the longest word of each path."""
        return map(longest_word, names)

    def resolve(self, name: str, document: str) -> Answer:
        """Look up an endpoint."""
        outcome = best_outcome(self._catalogues, "endpoints", name)
        if outcome is None:
            return _UNKNOWN
        if is_there(outcome):
            return Answer(Known.THERE, outcome.place)
        if outcome.problem is not Problem.ENDPOINT:
            return _UNKNOWN
        method, _, path = name.strip().partition(" ")
        path = path.strip().partition("?")[0]
        declared = [each.split(" ", 1) for each in dict.fromkeys(declared_names(self._catalogues))]
        segments = segments_of(path)
        if others := [
            f"{other} {spelled}" for other, spelled in declared if segments_of(spelled) == segments
        ]:
            return Answer(Known.ABSENT, None, True, tuple(others), True, outcome.message, outcome.help)
        if self._repository.mentioning(path) != ():  # code may serve what no document declares
            return _UNKNOWN
        is_own = any(segments_of(spelled)[:1] == segments[:1] for _, spelled in declared)
        nearest = slips_of(path, [spelled for other, spelled in declared if other == method.upper()])
        nearest = tuple(f"{method.upper()} {each}" for each in nearest)
        return Answer(Known.ABSENT, None, is_own or bool(nearest), nearest, bool(nearest), outcome.message)
