"""Look up tables and columns in the DDL, of each system by itself."""

from collections.abc import Iterable
from typing import Final

from mkdocs_traceability.evidence.tables import TablesChecker
from mkdocs_traceability.grounding.claimed import best_outcome, declared_names, is_there, scopes_of
from mkdocs_traceability.grounding.resolver import Answer, Known, Resolver, Surroundings, resolver
from mkdocs_traceability.grounding.slips import slips_of
from mkdocs_traceability.model.verdict import Problem

_UNKNOWN: Final = Answer(Known.UNKNOWN)


@resolver("table")
class Tables(Resolver):
    """Looks up `table`, `table.column`, and both with a schema before them."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._repository = surroundings.repository
        self._catalogues = [TablesChecker(scope) for scope in scopes_of(surroundings, "sql")]

    def words(self, names: Iterable[str]) -> Iterable[str]:
        """Return the last name of each."""
        return map(_last, names)

    def resolve(self, name: str, document: str) -> Answer:
        """Look up a table or column."""
        outcome = best_outcome(self._catalogues, "tables", name)
        if outcome is None:
            return _UNKNOWN
        if is_there(outcome):
            return Answer(Known.THERE, outcome.place)
        if outcome.problem is not Problem.TABLE or self._repository.holding(_last(name)) != ():
            return _UNKNOWN  # code may have tables that the DDL does not show
        owner, dot, last = name.rpartition(".")
        declared = [each.split(".") for each in dict.fromkeys(declared_names(self._catalogues))]
        alike = slips_of(last, [each[-1] for each in declared if not owner or each[-2:-1] == [_last(owner)]])
        nearest = tuple(f"{owner}{dot}{each}" for each in alike)
        is_column = bool(owner) and any(each[-1] == _last(owner) for each in declared)
        return Answer(
            Known.ABSENT,
            None,
            is_own=is_column or bool(nearest),
            nearest=nearest,
            is_near=is_column or bool(nearest),
            message=outcome.message,
            help="" if nearest else outcome.help,
        )


def _last(name: str) -> str:
    return name.rpartition(".")[2].strip('"`[]')
