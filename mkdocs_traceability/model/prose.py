"""What the text of a page says of items: ids that it mentions, markers that ask for something, numbers."""

from typing import Final, Literal, NamedTuple

from mkdocs_traceability.model.position import Position

MentionForm = Literal["short", "full", "code", "bare"]

SHORT: Final = "short"
FULL: Final = "full"
CODE: Final = "code"
BARE: Final = "bare"

BARE_FORM: Final = (
    r"(?<![\w/.:@#&=?%~+\[\\\x02\x03-])[^\W\d_]\w*+(?:[-_.:]\w+)*+(?<=[0-9])(?![\w/@=\]\x02\x03])"
)
"""An id of a numbered series in a text, as a regular expression.

`\\x02` and `\\x03` stand for what Markdown has taken out of the text.
"""

IN_HEADING: Final = "data-trace-heading"
"""The attribute of a link that a bare id in a heading has become, until addresses are put in."""


class Mention(NamedTuple):
    """A place in prose that may name an item.

    `form` is `short` for `[ID]`, `full` for `[label][ID]`, `code` for an id in a code span, `bare` for one
    that stands in the text as it is. `text` is what may be an id, `label` what a full one shows.
    """

    form: MentionForm
    text: str
    label: str
    position: Position


class Marker(NamedTuple):
    """A marker `[trace: …]`: `text` is what stands between `[trace:` and the closing `]`, to the letter.

    `position` is that of the first character of `text`; of a marker that a call of a macro makes, that of
    the call. One that `is_alone` has a paragraph of its own.
    What is meant to be a marker and is none, such as `{trace: …}`, has the right spelling in `instead`.
    """

    text: str
    position: Position
    is_alone: bool = True
    is_call: bool = False
    instead: str = ""

    def place(self, offset: int, length: int) -> Position:
        """Return where a word stands; in a marker over several lines, its line; of a call, the call."""
        at = self.position
        if self.is_call:
            return at
        before = self.text[:offset]
        if "\n" in before:
            return at._replace(line=at.line + before.count("\n"), column=1, length=0)
        return at._replace(column=at.column + offset, length=max(length, 1))


class StatedNumber(NamedTuple):
    """A number that somebody typed, and the comment behind it that says what it counts.

    `marker` has the text of the comment behind `traceability:`. `digits` are as they are written, empty where
    no number stands before the comment; `position` is that of the number.
    """

    marker: Marker
    digits: str
    is_percent: bool
    position: Position
