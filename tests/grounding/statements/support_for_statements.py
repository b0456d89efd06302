"""Write what is found in a document as lines that can be read in a table of cases."""

from mkdocs_traceability.grounding.statements.find import statements_in
from mkdocs_traceability.grounding.statements.own_names import NO_NAMES, OwnNames
from mkdocs_traceability.model.grounding import Statement

NAMES = OwnNames(
    ids=frozenset({"EVAL-001", "EVAL-002", "eval-worker"}),
    series=frozenset({"EVAL-"}),
    kinds=frozenset({"flow", "component"}),
    counted=frozenset({"flow", "flows", "component", "components"}),
)


def found(text: str, path: str = "README.md", names: OwnNames = NO_NAMES) -> list[Statement]:
    return statements_in(text, path, names)


def stated(text: str, path: str = "README.md", names: OwnNames = NO_NAMES) -> list[str]:
    """Return a line for each statement: `path src/a.py`; `?` before it where it is weak."""
    return [
        ("? " if each.is_weak else "") + " | ".join(" ".join(reading) for reading in each.readings)
        for each in found(text, path, names)
    ]


def placed(text: str, path: str = "README.md", names: OwnNames = NO_NAMES) -> list[str]:
    """Return a line for each statement: `1:5+8 src/a.py`."""
    return [
        f"{each.position.line}:{each.position.column}+{each.position.length} {each.text}"
        for each in found(text, path, names)
    ]
