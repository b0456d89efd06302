"""Ground documents: find their statements, look each up, ask history about what is gone, and decide."""

from collections.abc import Iterable
from importlib import import_module
from pkgutil import iter_modules

from mkdocs_traceability.grounding.gate import Answers, decided
from mkdocs_traceability.grounding.history.history import History
from mkdocs_traceability.grounding.repository import is_foreign
from mkdocs_traceability.grounding.resolver import RESOLVERS, Known, Resolver, Surroundings
from mkdocs_traceability.grounding.resolvers import __path__ as _folder
from mkdocs_traceability.grounding.statements.find import statements_in
from mkdocs_traceability.grounding.statements.own_names import own_names
from mkdocs_traceability.model.grounding import Grounding, Standing, Statement


def ground(surroundings: Surroundings, history: History) -> Grounding:
    """Return all statements of the documents, and whether they are true."""
    resolvers = {kind: make(surroundings) for kind, make in _resolvers().items()}
    documents = surroundings.documents.items()
    names = own_names(surroundings.registry)
    statements = [each for path, text in documents for each in statements_in(text, path, names)]
    surroundings.repository.prepare(_words(statements, resolvers))
    asked = [(statement, _answers(statement, resolvers)) for statement in statements]
    wanted: dict[str, set[str]] = {}
    for reading, answer in (pair for _, answers in asked for pair in answers):
        if answer.known is Known.ABSENT:
            wanted.setdefault(reading.kind, set()).add(reading.name)
    removals = history.removals({kind: frozenset(names) for kind, names in wanted.items()})
    foreign = {path for path, text in documents if is_foreign(path, text)}
    decisions = [
        decided(statement, answers, removals, is_foreign=statement.position.path in foreign)
        for statement, answers in asked
        if answers
    ]
    counted = (
        each for each in decisions if not (each.statement.is_weak and each.standing is Standing.UNKNOWN)
    )
    return Grounding(tuple(counted), tuple(_notes(history, wanted)))


def _words(statements: list[Statement], resolvers: dict[str, Resolver]) -> Iterable[str]:
    """Go through the words that will be looked for, so that files are searched once for all of them."""
    names: dict[str, set[str]] = {}
    for reading in (reading for statement in statements for reading in statement.readings):
        names.setdefault(reading.kind, set()).add(reading.name)
    for kind, each in resolvers.items():
        yield from each.words(names.get(kind, ()))


def _answers(statement: Statement, resolvers: dict[str, Resolver]) -> Answers:
    known = ((each, resolvers[each.kind]) for each in statement.readings if each.kind in resolvers)
    return [(each, resolver.resolve(each.name, statement.position.path)) for each, resolver in known]


def _notes(history: History, wanted: dict[str, set[str]]) -> Iterable[str]:
    if history.doubt and wanted:
        yield history.doubt


def _resolvers() -> dict[str, type[Resolver]]:
    """Return the resolver of every kind of statement."""
    for module in iter_modules(_folder):
        import_module(f"mkdocs_traceability.grounding.resolvers.{module.name}")
    return RESOLVERS
