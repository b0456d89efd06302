"""What is kept of documents that were compared, as plain data and back: said again if nothing has changed."""

from typing import Any, NamedTuple

from mkdocs_traceability.kept.check import KeptCheck, kept_check
from mkdocs_traceability.model.grounding import Grounded, Grounding, Reading, Standing, Statement
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.verdict import Place


class KeptGrounding(NamedTuple):
    """What was found in documents, and their statements without what findings say of them."""

    check: KeptCheck
    grounding: Grounding

    def as_plain(self) -> list[Any]:
        """Return it as plain data."""
        statements = [
            [
                each.statement.text,
                each.statement.position,
                each.statement.readings,
                each.statement.is_weak,
                each.standing,
                each.kind,
                each.place,
            ]
            for each in self.grounding.statements
        ]
        return [self.check.as_plain(), statements, self.grounding.notes]


def kept_grounding(stored: Any) -> KeptGrounding | None:
    """Return plain data as what it was, None where it cannot have been that."""
    try:
        check, statements, notes = stored
        grounding = Grounding(tuple(map(_grounded, statements)), tuple(map(str, notes)))
        found = kept_check(check)
        return KeptGrounding(found, grounding) if found else None
    except (TypeError, ValueError):
        return None


def _grounded(stored: Any) -> Grounded:
    text, position, readings, is_weak, standing, kind, place = stored
    path, line, column, length = position
    at = Position(str(path), int(line), int(column), int(length))
    statement = Statement(str(text), at, tuple(Reading(*each) for each in readings), bool(is_weak))
    return Grounded(statement, Standing(standing), str(kind), Place(*place) if place else None)
