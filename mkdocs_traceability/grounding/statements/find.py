"""Find the statements of a document: what its text names, outside of fenced code and quotations."""

import re
from typing import Final

from mkdocs_traceability.model.grounding import Reading, Statement
from mkdocs_traceability.model.position import Position

_CODE: Final = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_PATH: Final = re.compile(r"[\w.@-]+(?:/[\w.@-]+)+/?")


def statements_in(text: str, path: str) -> list[Statement]:
    """Return the statements of a document in the order in which they stand there."""
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        for span in _CODE.finditer(line):
            if _PATH.fullmatch(span[1]):
                at = Position(path, number, span.start(1) + 1, len(span[1]))
                found.append(Statement(span[1], at, (Reading("path", span[1]),)))
    return found
