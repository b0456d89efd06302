"""Write the blank that is missing, or that is none to YAML."""

from collections.abc import Iterator
from typing import Final

from mkdocs_traceability.edits.fixes.written import TextOf, lines_of, written_at, yaml_lines
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.fix import Fix, TextEdit
from mkdocs_traceability.reading.slips import loosened, odd_blank, slip_in, with_regular_spaces
from mkdocs_traceability.reading.yaml.tree import parse
from mkdocs_traceability.reading.yaml.unreadable import Unreadable

_MOST: Final = 200
"""So many slips are mended in one file: each is found by reading the file again."""


def regular_space(finding: Finding, text_of: TextOf) -> Fix | None:
    """Write a key and its value as they were taken: with one regular space between."""
    written = written_at(finding.position, text_of)
    if written is None or not written.is_yaml:
        return None
    mended = loosened(written.text) or with_regular_spaces(written.text)
    if odd_blank(written.text[:1]) or mended == written.text:
        return None  # an odd blank at the beginning may have been meant as indentation
    return Fix("Use a regular space", (written.replaced_by(mended),), is_safe=True)


def spaces_of_unreadable(finding: Finding, text_of: TextOf) -> Fix | None:
    """Write regular spaces wherever YAML stumbles; None unless the file can be read then."""
    path = finding.position.path
    text = text_of(path)
    numbers = yaml_lines(path, text) if text is not None else range(0)
    if text is None or not numbers:
        return None
    lines = lines_of(text)[numbers.start - 1 : numbers.stop - 1]
    edits = tuple(_mended(lines, numbers.start, path))
    return Fix("Use regular spaces", edits, is_safe=True) if edits and _problem(lines) is None else None


def _mended(lines: list[str], first_line: int, path: str) -> Iterator[TextEdit]:
    """Mend the lines one by one, as far as what YAML stumbles over is a slip of this sort."""
    shift: dict[int, int] = {}
    for _ in range(_MOST):
        problem = _problem(lines)
        index = problem.line - 1 if problem else -1
        slip = slip_in(lines[index]) if 0 <= index < len(lines) else None
        if problem is None or slip is None or slip.column != problem.column - 1:
            return
        line, start, end = lines[index], slip.column, slip.column + slip.length
        lines[index] = line[:start] + slip.instead + line[end:]
        number, column = first_line + index, start + 1 - shift.get(index, 0)
        yield TextEdit(path, number, column, number, column + slip.length, slip.instead)
        shift[index] = shift.get(index, 0) + len(slip.instead) - slip.length


def _problem(lines: list[str]) -> Unreadable | None:
    try:
        parse("\n".join(lines))
    except Unreadable as problem:
        return problem
    return None
