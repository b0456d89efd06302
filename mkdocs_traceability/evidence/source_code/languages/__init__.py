"""Outlines of source files, whatever language they are in: `outline_of` is all that checkers need."""

from mkdocs_traceability.evidence.source_code.languages.table import (
    LANGUAGES,
    Language,
    facts_name,
    language_of,
    outline_of,
)

__all__ = ["LANGUAGES", "Language", "facts_name", "language_of", "outline_of"]
