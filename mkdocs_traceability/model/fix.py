"""A repair of source files as text: what a finding offers, and what a door shows or writes."""

from dataclasses import dataclass
from typing import NamedTuple


class TextEdit(NamedTuple):
    """A piece of a file and the text that takes its place; lines and columns count from 1, in characters.

    It starts at a character and ends before one; where both are the same, the text is inserted there.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that belong together, and a title that says what they do, as an imperative.

    One that `is_safe` changes nothing that the author can have meant; any other is a suggestion.
    """

    title: str
    edits: tuple[TextEdit, ...]
    is_safe: bool
