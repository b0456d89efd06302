"""Ask the history of a repository for names, each written after its kind."""

from pathlib import Path

from git_repositories import Made, State, repository

from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.grounding.history.git_history import history_of
from mkdocs_traceability.model.grounding import Removal


def removals(folder: Path, *names: str, base: str = ".", kept: Path | None = None) -> dict[str, Removal]:
    """Return the removals of names written as `path: a.py`, by these."""
    wanted: dict[str, set[str]] = {}
    for kind, _, name in (each.partition(": ") for each in names):
        wanted.setdefault(kind, set()).add(name)
    history = history_of(Disk(folder / base), kept)
    found = history.removals({kind: frozenset(each) for kind, each in wanted.items()})
    assert not history.doubt
    return {f"{kind}: {name}": each for (kind, name), each in found.items()}


def told(folder: Path, *commits: Made | State, asked: str) -> str:
    """Return what is told of a name after some commits: `2 -> b.py`, the number of one and what is now."""
    made = repository(folder, commits)
    found = removals(folder, asked).get(asked)
    if found is None:
        return ""
    assert len(found.commit) == 7
    return f"{made.index(found.commit) + 1} -> {', '.join(found.now) or 'nothing'}"
