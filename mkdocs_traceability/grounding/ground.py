"""Ground documents: find their statements, look each up, ask history about what is gone, and decide."""

from collections.abc import Iterable
from importlib import import_module
from itertools import starmap
from pkgutil import iter_modules

from mkdocs_traceability.grounding.gate import Answers, as_history_knows, decided, leads_elsewhere
from mkdocs_traceability.grounding.history.history import History
from mkdocs_traceability.grounding.repository import is_foreign
from mkdocs_traceability.grounding.resolver import RESOLVERS, Known, Resolver, Surroundings
from mkdocs_traceability.grounding.resolvers import __path__ as _folder
from mkdocs_traceability.grounding.statements.find import statements_in
from mkdocs_traceability.grounding.statements.own_names import own_names
from mkdocs_traceability.grounding.waivers import waivers_in
from mkdocs_traceability.model.grounding import Grounded, Grounding, Standing, Statement


def ground(surroundings: Surroundings, history: History) -> Grounding:
    """Return all statements of the documents, and whether they are true."""
    resolvers = {kind: make(surroundings) for kind, make in _resolvers().items()}
    documents = surroundings.documents.items()
    names = own_names(surroundings.registry)
    statements = [each for path, text in documents for each in statements_in(text, path, names)]
    surroundings.repository.prepare(_words(statements, resolvers))
    asked = [(statement, _answers(statement, resolvers)) for statement in statements]
    wanted: dict[str, set[str]] = {}
    for statement, reading, answer in ((each, *pair) for each, answers in asked for pair in answers):
        if answer.known is Known.ABSENT or leads_elsewhere(statement, reading, answer):
            wanted.setdefault(reading.kind, set()).update(as_history_knows(statement, reading))
    removals = history.removals({kind: frozenset(names) for kind, names in wanted.items()})
    foreign = {path for path, text in documents if is_foreign(path, text)}
    decisions = [
        (decided(statement, answers, removals, is_foreign=statement.position.path in foreign), answers)
        for statement, answers in asked
        if answers
    ]
    read = [waivers_in(text, path) for path, text in documents]
    return Grounding(
        tuple(each for each, _ in decisions if _counts(each)),
        (history.doubt,) if history.doubt and any(starmap(_may_be_gone, decisions)) else (),
        tuple(waiver for each in read for waiver in each.waivers),
        tuple(problem for each in read for problem in each.problems),
        documents=frozenset(surroundings.documents),
    )


def _counts(grounded: Grounded) -> bool:
    """Whether a statement is one: of a weak one nobody knows before it is known to hold or not to."""
    return not (grounded.statement.is_weak and grounded.standing is Standing.UNKNOWN)


def _may_be_gone(grounded: Grounded, answers: Answers) -> bool:
    """Whether only history could have told what becomes of a statement."""
    return grounded.standing is Standing.UNKNOWN and all(each.known is Known.ABSENT for _, each in answers)


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


def _resolvers() -> dict[str, type[Resolver]]:
    """Return the resolver of every kind of statement."""
    for module in iter_modules(_folder):
        import_module(f"mkdocs_traceability.grounding.resolvers.{module.name}")
    return RESOLVERS
