"""How a test is claimed, and which tests of a file a claim means.

Part of *verify*, for `tests`: it reads the claim's text, and knows neither files nor reports.
"""

import re
from collections.abc import Iterable
from functools import cached_property
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from mkdocs_traceability.evidence.source_code.outline import HOLE, Outline, Test
from mkdocs_traceability.evidence.test_reports import cpp_names
from mkdocs_traceability.evidence.test_reports.case_names import Names, split_names
from mkdocs_traceability.evidence.test_reports.shown_names import joined
from mkdocs_traceability.model.verdict import Outcome, Place, Problem, Verdict
from mkdocs_traceability.registry.nearest import likeness

_FORMS: Final = "write `path`, `path::test_name` or `path::Class::test_name[param]`"
_ARROWS: Final = re.compile(r"\s+[>›]\s+")
_AFTER_FILE: Final = re.compile(r"(.+\.\w+):([^:/\\].*)", re.DOTALL)
_SPECS: Final = frozenset({".kt", ".kts"})
"""Endings of files in which a test may be claimed as a report shows it, without the groups around."""

_LONGEST: Final = 2000
_MOST_OFFERED: Final = 2
_MOST_COMPARED: Final = 100


class Wanted(NamedTuple):
    """A claim taken apart: `parameters` is what stands in brackets at its end, None where nothing does."""

    path: str
    names: Names = ()
    parameters: str | None = None


def take_apart(text: str) -> list[Wanted] | Outcome:
    """Return what a claim may mean: brackets at its end are a test's parameters, or belong to its title."""
    path, separator, rest = (part.strip() for part in text.partition("::"))
    if len(text) > _LONGEST:
        return _malformed(f"a claim of {len(text)} characters does not name a test", _FORMS)
    if not path or (separator and not rest):
        return _malformed(f"`{text}` is not a valid claim of a test", _FORMS)
    if not separator:
        if single := _AFTER_FILE.fullmatch(path):
            return _malformed(f"`{text}` is not a valid claim of a test", f"write `{single[1]}::{single[2]}`")
        return [Wanted(path)]
    ending = PurePosixPath(path).suffix
    meant = [Wanted(path, _names(ending, rest))]
    if ending in cpp_names.ENDINGS and (printed := cpp_names.printed(rest)):
        meant.append(Wanted(path, *printed))
    if rest.endswith("]") and rest.find("[") > 0:
        head, _, parameters = rest.partition("[")
        meant.append(Wanted(path, _names(ending, head.rstrip()), parameters[:-1]))
    if not all(name for each in meant[-1:] for name in each.names):
        return _malformed(f"`{text}` is not a valid claim of a test", _FORMS)
    return meant


def _names(ending: str, rest: str) -> Names:
    """Split names at `::`, and titles also at `>`; Go's subtests at `/`, with `_` for blanks."""
    names = [name.strip() for part in rest.split("::") for name in _ARROWS.split(part)]
    if ending != ".go":
        return tuple(names)
    rewritten = (re.sub(r"\s", "_", name) for name in names)
    return tuple(part for name in rewritten for part in split_names(ending, name))


class Meant(NamedTuple):
    """The tests that a claim means. `owners` are the names that lead to them and are not in the claim."""

    tests: list[Test]
    owners: frozenset[Names] = frozenset()


class FileTests:
    """The tests of a file, by the names under which a claim may mean them."""

    def __init__(self, tests: Iterable[Test], path: str) -> None:
        ending = PurePosixPath(path).suffix
        self.all = list(tests)
        self._below: dict[Names, list[Test]] = {}
        self._joined: dict[str, list[Test]] = {}
        self._with: dict[str, list[tuple[Names, Test]]] = {}
        for test in self.all:
            names = tuple(part for name in test.path for part in split_names(ending, name))
            for count in range(1, len(names) + 1):
                self._below.setdefault(names[:count], []).append(test)
            shown = [each for each in test.called if HOLE not in each]
            labels = [(*names[:-1], each) for each in (names[-1], *shown)]
            labels += [(names[0], each) for each in shown if ending in _SPECS]
            for label in dict.fromkeys(map(joined, labels)):
                self._joined.setdefault(label, []).append(test)
            for name in set(names[1:]):
                self._with.setdefault(name, []).append((names, test))

    def meant(self, names: Names) -> Meant:
        """Return the tests that names mean: one, or those of a class or suite; else what has them deeper."""
        if not names:
            return Meant(self.all)
        if at_top := self._below.get(names) or self._joined.get(joined(names)):
            return Meant(at_top)
        alike = self._with.get(names[0], [])
        found = [(owner, test) for each, test in alike if (owner := _owner(each, names)) is not None]
        return Meant([test for _, test in found], frozenset(owner for owner, _ in found))

    def nearest(self, name: str) -> str:
        """Return what a name that no test has was probably meant to be, as a question; empty for nothing."""
        last = name.rpartition("::")[2]
        alike = dict.fromkeys(each for word in _words(last) for each in self._by_word.get(word, ()))
        rated = [
            (max(likeness(name, each), likeness(last, each.rpartition("::")[2]) - 0.01), each)
            for each in list(alike)[:_MOST_COMPARED]
        ]
        near = sorted((pair for pair in rated if pair[0] > 0), key=lambda pair: (-pair[0], pair[1]))
        offered = [f"`{each}`" for score, each in near if score >= near[0][0] - 0.05][:_MOST_OFFERED]
        return f"did you mean {' or '.join(offered)}?" if offered else ""

    @cached_property
    def _by_word(self) -> dict[str, list[str]]:
        by_word: dict[str, list[str]] = {}
        for test in self.all:
            for word in _words(test.path[-1]):
                by_word.setdefault(word, []).append("::".join(test.path))
        return by_word


def _owner(path: Names, names: Names) -> Names | None:
    """Return the names in a path that stand before some others, None where these are not in it."""
    for at in range(1, len(path) - len(names) + 1):
        if path[at : at + len(names)] == names:
            return path[:at]
    return None


def not_there(wanted: Wanted, path: str, outline: Outline, tests: FileTests) -> Outcome:
    """Say that a file has no such test, and what is nearest."""
    if not wanted.names:
        message = f"no tests found in `{wanted.path}`"
        return Outcome(Verdict.MISSING, Problem.TEST, message, "name a file that has tests")
    name = "::".join(wanted.names)
    help_ = tests.nearest(name) or ("name one of its tests" if tests.all else "name a file that has tests")
    for each in outline.definitions:
        if each.path[-len(wanted.names) :] == wanted.names:
            message = f"`{name}` is a {each.kind} in `{wanted.path}`, but not a test"
            place = Place(path, each.line)
            return Outcome(Verdict.MISSING, Problem.TEST, message, help_, place)
    message = f"test `{name}` not found in `{wanted.path}`"
    return Outcome(Verdict.MISSING, Problem.TEST, message, help_, Place(path))


def several(wanted: Wanted, path: str, tests: list[Test]) -> Outcome:
    """Say that a name is that of several tests."""
    name = "::".join(wanted.names)
    listed = [f"`{'::'.join(test.path)}`" for test in tests]
    message = f"`{name}` appears {len(tests)} times in `{wanted.path}`"
    more = f" or another of {len(tests) - _MOST_OFFERED}" if len(tests) > _MOST_OFFERED else ""
    help_ = f"write {' or '.join(listed[:_MOST_OFFERED])}{more}"
    return Outcome(Verdict.MISSING, Problem.TEST, message, help_, Place(path, tests[0].line))


def _words(name: str) -> set[str]:
    """Return how the words of a test's name begin: one that is meant has one of them."""
    return {word[:3].casefold() for word in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+", name)} - {"tes"} or {"tes"}


def _malformed(message: str, help_: str) -> Outcome:
    return Outcome(Verdict.MISSING, Problem.FORM, message, help_)
