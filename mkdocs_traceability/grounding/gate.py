"""Decide what a statement is worth: it fails only where that is sure, and is unknown everywhere else."""

from mkdocs_traceability.grounding.resolver import Answer, Known
from mkdocs_traceability.model.grounding import (
    STATEMENT_KINDS,
    Grounded,
    Reading,
    Removal,
    Standing,
    Statement,
)

Answers = list[tuple[Reading, Answer]]


def decided(statement: Statement, answers: Answers, removals: dict[tuple[str, str], Removal]) -> Grounded:
    """Return what becomes of a statement whose readings have been looked up."""
    for reading, answer in answers:
        if answer.known is Known.THERE:
            return Grounded(statement, Standing.HOLDS, reading.kind, answer.place)
    if any(answer.known is Known.UNKNOWN for _, answer in answers):
        return Grounded(statement, Standing.UNKNOWN, answers[0][0].kind)
    for reading, answer in answers:
        removal = removals.get((reading.kind, reading.name))
        if removal or (answer.is_own and answer.is_near):
            return _failed(statement, reading, answer, removal)
    return Grounded(statement, Standing.UNKNOWN, answers[0][0].kind)


def _failed(statement: Statement, reading: Reading, answer: Answer, removal: Removal | None) -> Grounded:
    """Say what is wrong: what history tells comes before what is spelled alike."""
    meant = removal.now if removal and removal.now else answer.nearest
    what = STATEMENT_KINDS[reading.kind]
    message = answer.message or f"{what} `{reading.name}` not found"
    if removal:
        message = f"{message}: held until {removal.when}"
        help_ = (
            f"now {_either(meant)}" if removal.now else "remove the statement, or name what took its place"
        )
    else:
        help_ = f"did you mean {_either(meant)}?"
    return Grounded(
        statement, Standing.FAILS, reading.kind, None, message, help_, removal=removal, suggestions=meant
    )


def _either(names: tuple[str, ...]) -> str:
    return " or ".join(f"`{each}`" for each in names)
