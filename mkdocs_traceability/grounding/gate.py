"""Decide what a statement is worth: it fails only where that is sure, and is unknown everywhere else.

| readings                                    | and                                    | the statement      |
| ------------------------------------------- | -------------------------------------- | ------------------ |
| one is there                                | a link led to a file that is gone      | does not hold      |
| one is there                                | otherwise                              | holds              |
| none is known                               |                                        | cannot be checked  |
| one may be there                            |                                        | cannot be checked  |
| all are absent                              | the document is foreign or generated   | cannot be checked  |
| all are absent                              | any project may have it, it is no link | cannot be checked  |
| all are absent                              | history says that one was there        | does not hold      |
| all are absent, one is ours and nearly fits | the statement is about nothing else    | does not hold      |
| all are absent                              | otherwise                              | cannot be checked  |
"""

from posixpath import dirname, join, normpath, relpath
from typing import Final

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

_MOST_OFFERED: Final = 2


def decided(
    statement: Statement,
    answers: Answers,
    removals: dict[tuple[str, str], Removal],
    *,
    is_foreign: bool = False,
) -> Grounded:
    """Return what becomes of a statement whose readings have been looked up.

    Nothing fails in a document that `is_foreign`: vendored, or generated.
    """
    for reading, answer in answers:
        if answer.known is Known.THERE:
            return _there(statement, reading, answer, {} if is_foreign else removals)
    deciding = _without_maybe_constants(answers)
    all_absent = bool(deciding) and all(answer.known is Known.ABSENT for _, answer in deciding)
    if all_absent and not is_foreign:
        telling = [pair for pair in answers if statement.is_link or not pair[1].is_anybodys]
        for reading, answer in sorted(telling, key=_is_of_capitals):
            for name in as_history_knows(statement, reading):
                if removal := removals.get((reading.kind, name)):
                    return _gone(statement, reading, answer, _as_written(removal, statement, reading, name))
        for reading, answer in answers:
            if answer.is_own and answer.is_near and not statement.is_weak:
                return _mistaken(statement, reading, answer)
    return Grounded(statement, Standing.UNKNOWN, answers[0][0].kind if answers else "")


def _without_maybe_constants(answers: Answers) -> Answers:
    """Leave out that a constant may be an environment variable: as such it would be in no code, either."""
    are_symbols = [reading.kind == "symbol" for reading, _ in answers]
    if not any(are_symbols):
        return answers
    return [pair for pair in answers if pair[0].kind != "variable" or pair[1].known is not Known.UNKNOWN]


def _there(
    statement: Statement, reading: Reading, answer: Answer, removals: dict[tuple[str, str], Removal]
) -> Grounded:
    """Return what becomes of a statement that names what is there: the link to it may lead nowhere."""
    from_folder = from_its_folder(statement, reading)
    removal = removals.get(("path", from_folder))
    if removal and leads_elsewhere(statement, reading, answer):
        written = _as_written(removal, statement, reading, from_folder)
        return _gone(statement, reading, Answer(Known.ABSENT), written)
    return Grounded(statement, Standing.HOLDS, reading.kind, answer.place)


def _is_of_capitals(answer: tuple[Reading, Answer]) -> bool:
    """Whether a name is taken for a variable: what was a constant of the code comes before that."""
    return answer[0].kind == "variable"


def leads_elsewhere(statement: Statement, reading: Reading, answer: Answer) -> bool:
    """Whether a link would lead to what is there only if it began at another folder than its document's."""
    if not (statement.is_link and reading.kind == "path" and answer.place):
        return False
    return normpath(answer.place.path) != normpath(from_its_folder(statement, reading))


def from_its_folder(statement: Statement, reading: Reading) -> str:
    """Return a path as it is meant from the folder of the document, with `./` before it."""
    ending = "/" if reading.name.endswith("/") else ""
    return f"./{normpath(join(dirname(normpath(statement.position.path)), reading.name))}{ending}"


def as_history_knows(statement: Statement, reading: Reading) -> tuple[str, ...]:
    """Return the names under which history may know what a statement names, the most likely first.

    A path is also meant from the folder of the document, a heading without a page in the document itself.
    """
    document, written = normpath(statement.position.path), reading.name
    if reading.kind == "heading" and written.startswith("#"):
        return (f"{document}{written}",)
    if reading.kind != "path" or written.startswith("/"):
        return (written,)
    from_folder = from_its_folder(statement, reading)
    if from_folder.startswith("./.."):
        return (written,)
    is_alone = written.removeprefix("./").rstrip("/").count("/") == 0 and written.startswith("./")
    is_folder_alone = written.endswith("/") and written.count("/") == 1
    if is_folder_alone or (dirname(document) and (is_alone or written.startswith("../"))):
        return (from_folder,)
    return (from_folder, written) if dirname(document) or statement.is_link else (written,)


def _as_written(removal: Removal, statement: Statement, reading: Reading, name: str) -> Removal:
    """Write what is there now as the statement would: what a link names begins at the document's folder."""
    if statement.text.startswith("#"):
        return removal._replace(now=tuple(f"#{each.partition('#')[2]}" for each in removal.now))
    if reading.kind != "path" or name != from_its_folder(statement, reading):
        return removal
    folder = dirname(normpath(statement.position.path))
    now = []
    for each in removal.now:
        path = each.removeprefix("./")
        is_beside = path.startswith(f"{folder}/") or not folder
        lead = "./" if statement.text.startswith("./") and is_beside else ""
        below = relpath(path, folder or ".") if is_beside or statement.is_link else path
        now.append(f"{lead}{below}{'/' if each.endswith('/') else ''}")
    return removal._replace(now=tuple(now))


def _gone(statement: Statement, reading: Reading, answer: Answer, removal: Removal) -> Grounded:
    """Say that something was there: what history tells comes before what is spelled alike."""
    help_ = f"now {_either(removal.now)}" if removal.now else _asked(answer.nearest)
    return Grounded(
        statement,
        Standing.FAILS,
        reading.kind,
        message=f"{_what(reading, answer)}: held until {removal.when}",
        help=help_ or "remove the statement, or name what took its place",
        removal=removal,
        suggestions=(removal.now or answer.nearest)[:_MOST_OFFERED],
    )


def _mistaken(statement: Statement, reading: Reading, answer: Answer) -> Grounded:
    """Say that something of the repository's own is not there."""
    return Grounded(
        statement,
        Standing.FAILS,
        reading.kind,
        message=_what(reading, answer),
        help=answer.help or _asked(answer.nearest) or "remove the statement, or name what is there",
        suggestions=answer.nearest[:_MOST_OFFERED],
    )


def _what(reading: Reading, answer: Answer) -> str:
    return answer.message or f"{STATEMENT_KINDS[reading.kind]} `{reading.name}` not found"


def _asked(names: tuple[str, ...]) -> str:
    return f"did you mean {_either(names)}?" if names else ""


def _either(names: tuple[str, ...]) -> str:
    return " or ".join(f"`{each}`" for each in names[:_MOST_OFFERED])
