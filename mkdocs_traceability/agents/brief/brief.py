"""The brief of a run: what must not be broken at some paths."""

from collections.abc import Sequence

from mkdocs_traceability.agents.brief.compose import compose
from mkdocs_traceability.agents.brief.facts import ResultFacts
from mkdocs_traceability.agents.brief.values import Brief
from mkdocs_traceability.result import Result


def brief_of(result: Result, paths: Sequence[str]) -> Brief:
    """Return what must not be broken at some files and folders, whether these are there or not.

    The paths are relative to the folder of `mkdocs.yml`, with `/`.
    """
    return compose(ResultFacts(result), paths)
