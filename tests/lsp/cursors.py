"""What tests of the language server share: texts with a `|` where the cursor is."""

from pathlib import Path
from typing import NamedTuple

from mkdocs_traceability.lsp.cursor.find import slot_at
from mkdocs_traceability.lsp.cursor.slot import Slot
from mkdocs_traceability.model.kinds import Schema
from mkdocs_traceability.settings.load import load_settings

CURSOR = "¦"
"""A bar that no table has."""


class Typed(NamedTuple):
    """A text, and where the cursor is in it: its line and column count from 1."""

    text: str
    line: int
    column: int


def typed(text: str) -> Typed:
    """Take the cursor out of a text."""
    before, _, after = text.partition(CURSOR)
    return Typed(before + after, before.count("\n") + 1, len(before) - before.rfind("\n"))


def built_in_schema(folder: Path) -> Schema:
    """Return the kinds of a site that declares none of its own."""
    (folder / "docs").mkdir()
    (folder / "mkdocs.yml").write_text("site_name: x\nplugins: [traceability]\n")
    return load_settings(folder / "mkdocs.yml").schema


def slot_of(text: str, schema: Schema, *, is_page: bool) -> Slot | None:
    """Return what stands at the cursor of a text."""
    written, line, column = typed(text)
    return slot_at(written.split("\n"), line, column, schema, is_page=is_page)
