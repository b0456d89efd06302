"""Names that fields had before: what they mean in a kind, and what is said where they are written."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from mkdocs_traceability.model.declared import DeclaredField, DeclaredKind
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.position import Position

CODE: Final = "TR010"


def renamed(former: str, now: str, at: Position, item: Item | None = None) -> Finding:
    """Return the finding that a field has another name now."""
    message, help_ = f"`{former}` is spelled `{now}` now", f"write `{now}`"
    if item is None or not item.id:
        return Finding(CODE, message, at, help=help_, subject=former, suggestions=(now,))
    return Finding.of(item, CODE, message, at=at, help=help_, subject=former, suggestions=(now,))


def names_beside(common: Mapping[str, DeclaredField], own: set[str]) -> dict[str, str]:
    """Return the fields of every kind with the names they have in one that has some names of its own.

    A field that was renamed came later than a kind which uses the new name: there it keeps a former one.
    """
    names: dict[str, str] = {}
    for name, declared in common.items():
        taken = own if declared.formerly else ()
        free = [each for each in (name, *declared.formerly) if each not in taken]
        names |= {name: free[0]} if free else {}
    return names


def names_in(declared: DeclaredKind) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Go through the names of fields that the matrix and the evidence of a kind have, each with its path."""
    for place, name in enumerate(declared.matrix.columns or ()):
        yield ("matrix", "columns", place), name
    if declared.matrix.section:
        yield ("matrix", "section"), declared.matrix.section
    for index, requirement in enumerate(declared.evidence):
        for name in requirement.when:
            yield ("evidence", index, "when", name), name
        for key, names in (("all_of", requirement.all_of), ("any_of", requirement.any_of)):
            for place, name in enumerate(names or ()):
                yield ("evidence", index, key, place), name


def named_as_now(declared: DeclaredKind, now: Callable[[str], str]) -> DeclaredKind:
    """Return the declaration of a kind whose matrix and evidence name fields as they are called now."""
    if all(now(name) == name for _, name in names_in(declared)):
        return declared
    matrix = declared.matrix
    columns, section = matrix.columns and list(map(now, matrix.columns)), matrix.section
    matrix = matrix.model_copy(update={"columns": columns, "section": section and now(section)})
    evidence = [
        each.model_copy(
            update={
                "when": {now(name): wanted for name, wanted in each.when.items()},
                "all_of": each.all_of and list(map(now, each.all_of)),
                "any_of": each.any_of and list(map(now, each.any_of)),
            }
        )
        for each in declared.evidence
    ]
    return declared.model_copy(update={"matrix": matrix, "evidence": evidence})
