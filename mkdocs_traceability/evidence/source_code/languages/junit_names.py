"""What JUnit calls a test in reports, by its annotations in Java and Kotlin.

Gradle writes these names in place of those of the methods: of one, its `@DisplayName`; of a run of a test
that takes parameters or is repeated, only the name of the run.
"""

import re
from collections.abc import Mapping
from typing import Final

from mkdocs_traceability.evidence.source_code.languages.literals import string_value
from mkdocs_traceability.evidence.source_code.outline import HOLE

Annotations = Mapping[str, str]
"""The annotations of a declaration by their simple names, with their arguments as written."""

_RUNS: Final = {
    "ParameterizedTest": "[{index}] {argumentsWithNames}",
    "RepeatedTest": "repetition {currentRepetition} of {totalRepetitions}",
}
"""What JUnit calls a run unless `name` says otherwise: of each annotation that makes several of a test."""

_UNFORESEEN: Final = frozenset({"TestFactory", "TestTemplate", "Property", "Theory"})
"""Annotations of tests whose runs have names that only a run knows."""

_CONSTANTS: Final = {
    "DISPLAY_NAME_PLACEHOLDER": "{displayName}",
    "DEFAULT_DISPLAY_NAME": "[{index}] {argumentsWithNames}",
    "SHORT_DISPLAY_NAME": "repetition {currentRepetition} of {totalRepetitions}",
    "LONG_DISPLAY_NAME": "{displayName} :: repetition {currentRepetition} of {totalRepetitions}",
}
"""The constants of `ParameterizedTest` and `RepeatedTest`; the others stand for what only a run knows."""

_TERM: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[\w.]+')
_ARGUMENT: Final = re.compile(r'\s*(?:(\w+)\s*=\s*)?((?:"(?:[^"\\]|\\.)*"|[^",=])+)')
_PLACEHOLDER: Final = re.compile(r"\{[^{}]*\}")
_KOTLIN_TEMPLATE: Final = re.compile(r"(?<!\\)\$(?:\w+|\{[^{}]*\})")


def called(name: str, annotations: Annotations, generator: str = "") -> tuple[str, ...]:
    """Return what reports may call a test method; `generator` is what its class says that makes the names."""
    shown = _shown(annotations)
    if shown is None:
        shown = _generated(name, generator)
    runs = tuple(
        _run(_given(annotations[each], "name", default), shown or f"{name}({HOLE})")
        for each, default in _RUNS.items()
        if each in annotations
    )
    if not _UNFORESEEN.isdisjoint(annotations):
        runs += (HOLE,)
    return (*((shown,) if shown else ()), *runs)


def _shown(annotations: Annotations) -> str | None:
    """Return what `@DisplayName` says; None where there is none."""
    if "DisplayName" not in annotations:
        return None
    return _given(annotations["DisplayName"], "value", "")


def generator_of(annotations: Annotations) -> str:
    """Return what the annotations of a class say that makes the names of its methods."""
    return annotations.get("DisplayNameGeneration", "")


def _generated(name: str, generator: str) -> str:
    """Return what the class has a method called, where it says so."""
    if "ReplaceUnderscores" in generator:
        return name.replace("_", " ")
    return HOLE if generator and "Standard" not in generator and "Simple" not in generator else ""


def _given(arguments: str, key: str, default: str) -> str:
    """Return the text that an annotation is given as its name: what is no literal only a run knows."""
    inner = arguments.strip()
    inner = inner[1:-1] if inner.startswith("(") and inner.endswith(")") else inner
    for named in _ARGUMENT.finditer(inner):
        if (named[1] or "value") == key:
            return _text(named[2])
    return default


def _text(expression: str) -> str:
    return "".join(map(_term, _TERM.findall(expression)))


def _term(written: str) -> str:
    if not written.startswith('"'):
        return _CONSTANTS.get(written.rpartition(".")[2], HOLE)
    return string_value(_KOTLIN_TEMPLATE.sub(lambda _: HOLE, written))


def _run(pattern: str, shown: str) -> str:
    """Return the name of a run, as `MessageFormat` makes it."""
    named = pattern.replace("{displayName}", "\1").replace("''", "'")
    return _PLACEHOLDER.sub(HOLE, named).replace("\1", shown)
