"""Read: the comment above a table that makes it a source: `<!-- traceability: flows id="Flow ID" -->`.

Only its form is read here. Whether there are such fields and headers is asked where they are known.
"""

import re
from typing import Final, NamedTuple

from mkdocs_traceability.model.kinds import Kind, Schema
from mkdocs_traceability.reading.tables.grid import Comment

RESTATES: Final = "restates"
"""What makes a table one that says again what is declared elsewhere; it declares nothing."""

_PART: Final = re.compile(
    r"""(?P<name>[\w-]+)\s*=\s*(?:"(?P<straight>[^"]*)"|'(?P<single>[^']*)'|[“„«](?P<curly>[^”“»]*)[”“»]"""
    r"""|(?P<bare>[^\s"'“„«]+))"""
    r"""|(?P<word>[\w-]+)"""
    r"""|(?P<odd>[^\s,;]+)"""
)
_VALUES: Final = ("straight", "single", "curly", "bare")


class Word(NamedTuple):
    """A word of a comment, and where it stands."""

    text: str
    line: int
    column: int
    length: int


class Attribute(NamedTuple):
    """What a comment says of a field: the header of its column."""

    name: Word
    value: Word


class Directive(NamedTuple):
    """What a comment says: the kind of what the table has, in which column what stands; `odd` is the rest.

    One that `restates` compares and declares nothing. `has_colon` is whether a colon follows the key.
    """

    kind: Word | None
    restates: bool
    attributes: tuple[Attribute, ...]
    odd: tuple[Word, ...]
    has_colon: bool

    def kind_in(self, schema: Schema) -> Kind | None:
        """Return the kind that is named, however it is spelled; None where there is none of that name."""
        return schema.named(self.kind.text.replace("-", "_").lower()) if self.kind else None


def read_directive(comment: Comment) -> Directive:
    """Return what a comment says."""
    has_colon = comment.text.lstrip().startswith(":")
    words: list[Word] = []
    attributes: list[Attribute] = []
    odd: list[Word] = []
    for found in _PART.finditer(comment.text, comment.text.index(":") + 1 if has_colon else 0):
        if found["name"]:
            value = next(group for group in _VALUES if found[group] is not None)
            attributes.append(Attribute(_word(comment, found, "name"), _word(comment, found, value)))
        elif found["word"] and not attributes:
            words.append(_word(comment, found, "word"))
        else:
            odd.append(_word(comment, found, "word" if found["word"] else "odd"))
    restates = len(words) > 1 and words[0].text.lower() == RESTATES
    kind, more = (words[restates], words[restates + 1 :]) if words else (None, [])
    return Directive(kind, restates, tuple(attributes), (*more, *odd), has_colon)


def _word(comment: Comment, found: re.Match[str], group: str) -> Word:
    start, end = found.span(group)
    before = comment.text[:start]
    line = comment.line + before.count("\n")
    column = start - before.rfind("\n") if "\n" in before else comment.column + start
    text = found[group]
    return Word(" ".join(text.split()), line, column, 0 if "\n" in text else max(end - start, 1))
