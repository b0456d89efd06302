"""Which files the globs of a setting name."""

from collections.abc import Iterator

from mkdocs_traceability.evidence.checker import Scope
from mkdocs_traceability.model.verdict import InputProblem


def listed_files(scope: Scope, setting: str, problems: list[InputProblem]) -> Iterator[str]:
    """Go through the files that a setting names, each once; a glob that matches none is a problem."""
    read: set[str] = set()
    for glob in scope.globs(setting):
        files = scope.disk.glob(glob.pattern)
        if not files:
            message = f"no file matches the glob `{glob.pattern}` of `{setting}`"
            help_ = "it is relative to the folder of `mkdocs.yml`"
            problems.append(InputProblem(message, glob.position, help_))
        for path in files:
            if path not in read:
                read.add(path)
                yield path
