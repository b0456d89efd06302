"""Questions about the items of a run: what reads ids and filters, for commands and for servers alike."""

from mkdocs_traceability.query.grammar import MarkerReader
from mkdocs_traceability.registry.suggestions import Suggestions
from mkdocs_traceability.result import Result
from mkdocs_traceability.rules import all_rules


def reader_of(result: Result) -> MarkerReader:
    """Return what reads questions about the items of a run."""
    return MarkerReader(result.registry, Suggestions(result.registry).nearest, all_rules())
