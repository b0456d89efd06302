"""Look up tests: `path::test_name`, or `test_name` alone."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from mkdocs_traceability.evidence.tests import TestClaims
from mkdocs_traceability.grounding.claimed import NOWHERE, is_there
from mkdocs_traceability.grounding.resolver import Answer, Known, Resolver, Surroundings, resolver
from mkdocs_traceability.grounding.resolvers.paths import Paths
from mkdocs_traceability.grounding.slips import slips_of
from mkdocs_traceability.model.item import Claim
from mkdocs_traceability.model.verdict import Place, Problem

_UNKNOWN: Final = Answer(Known.UNKNOWN)
_NAME: Final = re.compile(r"[^\W\d]\w*")
_OFFERED: Final = re.compile(r"`([^`]+)`")


@resolver("test")
class TestNames(Resolver):
    """Looks tests up where they are defined; what came of them does not matter."""

    __test__ = False

    def __init__(self, surroundings: Surroundings) -> None:
        self._repository = surroundings.repository
        self._definitions = surroundings.definitions
        self._paths = Paths(surroundings)
        scope = replace(surroundings.scope, roots=self._repository.roots, compared={})
        self._claims = TestClaims(scope)

    def words(self, names: Iterable[str]) -> Iterable[str]:
        """Return the names of the tests themselves."""
        return (_NAME.findall(name)[-1] for name in names if _NAME.search(name))

    def resolve(self, name: str, document: str) -> Answer:
        """Look up a test."""
        path, separator, names = name.strip().partition("::")
        if not separator:
            return self._named(path) if _NAME.fullmatch(path) else self._paths.resolve(path, document)
        found = self._paths.find(path, document)
        if not found:
            known = self._paths.resolve(path, document).known
            return _UNKNOWN if known is Known.UNKNOWN else Answer(Known.ABSENT)
        return self._in_file(found, path, names)

    def _in_file(self, path: str, written: str, names: str) -> Answer:
        """Look a test up in a file."""
        claim = f"{self._repository.from_top(path)}::{names}"
        outcome = self._claims.check(Claim("tests", claim, NOWHERE))
        if is_there(outcome) or (outcome.problem is Problem.UNCHECKED and outcome.place is not None):
            return Answer(Known.THERE, outcome.place)
        last = _NAME.findall(names.partition("[")[0])
        word = last[-1].encode() if last else b""
        if outcome.problem is not Problem.TEST or (
            not path.endswith(".py") and word in (self._repository.disk.read(path) or b"")
        ):
            return _UNKNOWN
        nearest = tuple(
            each if "::" in each and "/" in each else f"{written}::{each}"
            for each in _OFFERED.findall(outcome.help)
        )
        if not nearest and (index := self._definitions.index(path)):
            tests = ("::".join(each.path) for each in index.outline.tests)
            nearest = tuple(f"{written}::{each}" for each in slips_of(names, tests))
        message = f"test `{names}` not found in `{written}`"
        return Answer(Known.ABSENT, None, True, nearest, True, message)

    def _named(self, name: str) -> Answer:
        """Look up a test of which only the name is written."""
        if found := self._definitions.first((name,)):
            return Answer(Known.THERE, Place(found.path, found.line))
        return Answer(Known.ABSENT) if self._definitions.is_used(name) is False else _UNKNOWN
