"""What the code of the repository defines: found by words first, so that few files are outlined."""

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from mkdocs_traceability.evidence.source_code.symbols.file_index import FileIndex, Names
from mkdocs_traceability.evidence.source_code.symbols.lookup import Symbols
from mkdocs_traceability.grounding.repository import Repository
from mkdocs_traceability.model.verdict import Outcome

_MOST_OUTLINES: Final = 1_500
"""How many files are outlined for names of which nobody says in which file they are."""

_MOST_CANDIDATES: Final = 25
"""How many files that may define a name are looked into."""

_DEFINES: Final = (
    rb"(?:\b(?:def|class|func|fun|fn|function|interface|struct|enum|type|const|let|var|val|object|module"
    rb"|trait|record|union|namespace|protocol|mixin|extension|macro_rules!|typedef|#\s*define|delegate|alias"
    rb"|attr_\w+|static|final|public|private|protected|internal|abstract|async|export|default|readonly|mod)"
    rb"\b[^=;\n\"']{0,120}?(?<!\w)%b(?!\w))"
    rb"|(?m:^[ \t]*(?:self\.|this\.)?#?%b[ \t]*(?:[:=(<]|\?:|!:|,|$))"
    rb"|(?m:^[\w:<>,&*\[\] \t]+[ \t*&:.]%b[ \t]*(?:\(|;|=|\[|\{))"
)
"""What a definition looks like in any language; it also fits much that is none."""

_USED: Final = (
    rb"(?<![\w$])%b[ \t]*[(!]"
    rb"|\b(?:import|require|include|use|using|from|extends|implements)\b[^\n;]{0,300}?(?<!\w)%b(?!\w)"
)
"""What uses a thing that is defined elsewhere: a call, or an import."""

_NAMED: Final = rb"[\"'`]%b[\"'`]|(?<!\w)%b[ \t]*[:=]"
"""A name that stands for a key, an argument or a variable."""


class Defined(NamedTuple):
    """Where something is defined: the file, and the names that lead to it there."""

    path: str
    names: Names
    line: int


class Definitions:
    """Finds definitions in all code of a repository."""

    def __init__(self, repository: Repository) -> None:
        self.repository = repository
        self.symbols = Symbols(repository.roots)
        self._outlined: set[str] = set()
        self._found: dict[Names, list[Defined]] = {}
        self.is_exhausted = False

    def ending_in(self, names: Names) -> list[Defined]:
        """Return what names may mean that need not be complete from the left; the first of each file."""
        if names not in self._found:
            self._found[names] = list(self._ending_in(names))
        return self._found[names]

    def _ending_in(self, names: Names) -> Iterator[Defined]:
        for path in self.candidates(names[-1]):
            index = self.index(path)
            if index is None:
                continue
            if found := index.ending_in(names):
                yield Defined(path, found[0], index.defined[found[0]].line)
            elif len(names) == 1 and any(test.path[-1] == names[0] for test in index.outline.tests):
                yield Defined(
                    path, names, next(t.line for t in index.outline.tests if t.path[-1] == names[0])
                )

    def candidates(self, name: str) -> list[str]:
        """Return the files of code that may define a name, as their bytes look."""
        pattern = re.compile(_DEFINES.replace(b"%b", re.escape(name.encode("utf-8", "replace"))))
        found = []
        for path in self.repository.holding(name) or ():
            if has_outline(path) and pattern.search(self.repository.disk.read(path) or b""):
                found.append(path)
                if len(found) == _MOST_CANDIDATES:
                    break
        return found

    def index(self, path: str) -> FileIndex | None:
        """Return what a file defines; None where that cannot be known, or too many were looked into."""
        if path not in self._outlined and len(self._outlined) >= _MOST_OUTLINES:
            self.is_exhausted = True
            return None
        self._outlined.add(path)
        index = self.symbols.index(path)
        return None if isinstance(index, Outcome) else index

    def is_used(self, name: str, *, also_named: bool = False) -> bool | None:
        """Whether a name that nothing defines is used all the same: it is somebody else's, or dynamic.

        None where not all files can be searched. With `also_named`, what is a key or a variable is used, too.
        """
        holding = self.repository.holding(name)
        if holding is None or self.is_exhausted:
            return None
        sought = re.escape(name.encode("utf-8", "replace"))
        pattern = re.compile((_USED + (b"|" + _NAMED if also_named else b"")).replace(b"%b", sought))
        return any(
            not has_outline(path) or pattern.search(self.repository.disk.read(path) or b"")
            for path in holding
        )

    @cached_property
    def packages(self) -> frozenset[str]:
        """Names of packages that are the repository's own: top-level folders with `__init__.py` in them."""
        return frozenset(
            PurePosixPath(path).parent.name
            for path in self.repository.by_name.get("__init__.py", ())
            if not self._is_package(str(PurePosixPath(path).parent.parent))
        )

    def _is_package(self, folder: str) -> bool:
        return self.repository.disk.is_file(f"{folder}/__init__.py")


def has_outline(path: str) -> bool:
    """Whether a file is in a language whose definitions can be known."""
    from mkdocs_traceability.evidence.source_code.languages import language_of  # costs start-up

    return language_of(path) is not None
