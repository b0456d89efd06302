"""The values of a YAML document, each with where it stands."""

from typing import Final

NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})
"""What YAML reads as nothing, where it is not quoted."""


class Scalar:
    """A single value, as it was written."""

    __slots__ = ("column", "length", "line", "plain", "text")

    def __init__(self, text: str, line: int, column: int, length: int, plain: bool) -> None:
        self.text = text
        self.line = line
        self.column = column
        self.length = length
        self.plain = plain

    @property
    def is_null(self) -> bool:
        """Whether YAML reads nothing here."""
        return self.plain and self.text in NULLS


class CutScalar(Scalar):
    """A value that a comment cuts short which was probably meant to be a part of it: `title: #12`."""

    __slots__ = ("comment",)

    def __init__(self, value: Scalar, comment: str) -> None:
        super().__init__(value.text, value.line, value.column, value.length, value.plain)
        self.comment = comment


class InnerScalar(Scalar):
    """An id between the ends of a range, which nobody has written: it counts if there is such an item."""

    __slots__ = ()


class RefusedScalar(Scalar):
    """A value that cannot be made out, what is wrong with it, and what to write instead."""

    __slots__ = ("help", "message")

    def __init__(self, text: str, line: int, column: int, length: int, message: str, help_: str) -> None:
        super().__init__(text, line, column, length, plain=False)
        self.message = message
        self.help = help_


class Mapping:
    """Keys and values in the order in which they stand; a key may stand twice."""

    __slots__ = ("column", "entries", "length", "line")

    def __init__(self, line: int, column: int) -> None:
        self.line = line
        self.column = column
        self.length = 0
        self.entries: list[tuple[Node, Node]] = []


class Sequence:
    """Values in their order."""

    __slots__ = ("column", "items", "length", "line")

    def __init__(self, line: int, column: int) -> None:
        self.line = line
        self.column = column
        self.length = 0
        self.items: list[Node] = []


Node = Scalar | Mapping | Sequence
