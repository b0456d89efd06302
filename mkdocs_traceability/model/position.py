"""Where a value stands in a file that somebody wrote."""

from typing import Final, NamedTuple

from mkdocs_traceability.model.named_tuples import made_of_parts


class Position(NamedTuple):
    """A place in a source file. As text it is `path:line:column`."""

    path: str
    """Relative to the folder of `mkdocs.yml`, with `/` on every system."""

    line: int
    """Counted from 1."""

    column: int
    """Counted from 1, in characters."""

    length: int = 0
    """How many characters the value spans on that line, 0 where it runs on to the end of the line."""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


position_of: Final = made_of_parts(Position)
