"""The word at the cursor: how it is written, and where in its document it stands."""

from dataclasses import dataclass
from typing import Final

from mkdocs_traceability.reading.yaml.nodes import Mapping

ENTRY: Final = "-"
"""Stands in the path of a word for an entry of a list."""


@dataclass(frozen=True, slots=True)
class Word:
    """A key or a value as it is written, which may be nothing yet.

    `path` are the keys that lead to it, `-` for an entry of a list; of a key, those of its mapping. It stands
    from `column` on (lines and columns count from 1, in characters), quotes included, over `length`
    characters; `is_long` is one of several lines. `before` is what of it stands before the cursor.
    `mappings` are those in which it stands, the outermost first, and `beside` are the other keys of the
    innermost. Where it is put in, `lead` has to stand
    before it. `is_flow` is whether it stands within brackets, `has_colon` whether a key has its colon,
    `is_alone` whether nothing stands before it in its line.
    """

    path: tuple[str, ...]
    is_key: bool
    text: str
    before: str
    line: int
    column: int
    length: int
    mappings: tuple[Mapping, ...] = ()
    lead: str = ""
    is_flow: bool = False
    has_colon: bool = False
    is_long: bool = False
    is_alone: bool = False
    beside: frozenset[str] = frozenset()


def word_in_line(text: str, line: int, start: int, column: int, end: int) -> Word:
    """Return a word of a text that is no YAML, from `start` to before `end` of a line; all count from 0."""
    return Word((), False, text[start:end], text[start:column], line + 1, start + 1, end - start)
