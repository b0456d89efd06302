"""Which other files define a symbol: where it was moved to, or where the only class of that name stands.

Asked only once a symbol is not where it is claimed. Files are looked into only if their bytes hold the name;
and there are bounds, as a site may claim thousands of symbols that are nowhere.
"""

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from heapq import nsmallest
from itertools import islice
from typing import Final

from mkdocs_traceability.evidence.roots import Roots
from mkdocs_traceability.evidence.source_code.symbols.file_index import FileIndex, Names
from mkdocs_traceability.evidence.source_code.symbols.modules import shared_folders
from mkdocs_traceability.evidence.test_reports.git import Git, GitError
from mkdocs_traceability.files.head import look_at_head, top_of
from mkdocs_traceability.files.real import real
from mkdocs_traceability.model.verdict import Outcome

_MOST_FILES: Final = 5000
_MOST_BYTES: Final = 100_000_000
"""How much is read of the files of one language family in the search for what is not where it was claimed."""

_MOST_NAMES: Final = 200
_MOST_CANDIDATES: Final = 200
_MOST_OUTLINES: Final = 1000
"""How many files are outlined for such searches in all."""

_FEW_FILES: Final = 3
_SHORTEST_RARE: Final = 6
"""A name is rare that few files have, and that is no single word: `EngineRoom` or `make_room`, not `run`."""

_MOST_ASKED: Final = 10
_GIT_SECONDS: Final = 3.0
"""How often a run asks git whether a symbol has moved, and how long an answer may take."""

_HISTORY: Final = (
    *("log", "-1", "-p", "-U0", "--format=", "--no-color", "--no-renames"),
    *("--no-ext-diff", "--no-textconv", "--no-show-signature"),
)
_DEFINITION: Final = (
    r"[-+][^#*/\"']*\b(?:class|def|func?|fn|function|interface|struct|enum|type|const|let|var|val|object|module"
    r"|trait|record|union|namespace|void|int|public|private|static)\b[^=;#\"']*\b%s\b"
)

_FAMILIES: Final = (
    ("JavaScript", "TypeScript", "TSX"),
    ("C", "C++", "C or C++"),
    ("Java", "Kotlin"),
)
"""Languages whose files use each other's symbols."""

_PYTHON_DEFINITION: Final = rb"(?m)(?:def|class|type)[ \t]+%b\b|(?:^[ \t]*|\.)%b[ \t]*[:=,]"
"""What a definition looks like in Python; to be cheap, it also fits much that is none."""


class Elsewhere:
    """Searches the files of a set of roots for definitions."""

    def __init__(self, roots: Roots, index: Callable[[str], FileIndex | Outcome]) -> None:
        self._roots = roots
        self._index = index
        self._outlined: set[str] = set()
        self._asked = 0
        self._searched: dict[tuple[str, str], list[str]] = {}
        self._files: dict[str, tuple[str, ...]] = {}

    def defining(self, path: str, names: Names, most: int) -> list[str]:
        """Return the other files of a file's language that define a symbol, nearest first."""
        found: list[str] = []
        for each in self.mentioning(path, names[-1]):
            if len(found) == most:
                break
            index = self._index(each)
            if not isinstance(index, Outcome) and index.ending_in(names) and self._roots.holds(each):
                found.append(each)
        return found

    def mentioning(self, path: str, name: str) -> Iterator[str]:
        """Go through other files of a file's language that hold a name, nearest first, as far as may be."""
        mentioning = (each for each in self._mentioning(_family(path), path, name) if each != path)
        for each in nsmallest(_MOST_CANDIDATES, mentioning, key=lambda other: _distance(other, path)):
            if not self._may_outline(each):
                return
            yield each

    def was_moved(self, path: str, names: Names, others: list[str]) -> bool:
        """Whether what one other file defines was in this one: as git says, or as its rare name tells."""
        if len(others) != 1:
            return False
        mentioning = [each for each in self._mentioning(_family(path), path, names[-1]) if each != path]
        if len(mentioning) <= _FEW_FILES and _is_rare(names[-1]):
            return True
        return self._was_here(path, names[-1])

    def _was_here(self, path: str, name: str) -> bool:
        """Ask git whether the last commit that touched a definition of a name in a file removed it."""
        if self._asked >= _MOST_ASKED or not name.isidentifier():
            return False
        self._asked += 1
        pattern = rf"(^|[^[:alnum:]_]){name}[[:space:]]*([:=({{<]|$)"
        folder = (self._roots.disk.base / path).parent
        if (top := top_of(self._roots.disk, real(folder))) is None:
            return False
        look_at_head(self._roots.disk, top)  # another run has to see whether git would say the same
        git = Git(folder, seconds=_GIT_SECONDS)
        try:
            patch = git.output(*_HISTORY, f"-G{pattern}", "--", path.rpartition("/")[2])
        except (GitError, OSError):
            self._asked = _MOST_ASKED  # what fails or is slow once is not asked again
            self._roots.disk.doubt("git")
            return False
        definition = re.compile(_DEFINITION % re.escape(name))
        changed = [line for line in patch.splitlines() if definition.match(line)]
        return any(line[0] == "-" for line in changed) and not any(line[0] == "+" for line in changed)

    def defining_anywhere(self, names: Names, most: int) -> list[str]:
        """Return files of any language that define a symbol of which the file is not known."""
        found: list[str] = []
        for family in self._by_family:
            for each in islice(self._mentioning(family, "", names[-1]), _MOST_CANDIDATES):
                if len(found) == most or not self._may_outline(each):
                    return found
                index = self._index(each)
                if not isinstance(index, Outcome) and index.ending_in(names) and self._roots.holds(each):
                    found.append(each)
        return found

    def _may_outline(self, path: str) -> bool:
        if len(self._outlined) < _MOST_OUTLINES:
            self._outlined.add(path)
        return path in self._outlined

    def _mentioning(self, family: str, near: str, name: str) -> list[str]:
        """Return the files whose bytes hold a name, and of Python files those where it may be defined."""
        key = (family, name)
        if key not in self._searched:
            if len(self._searched) >= _MOST_NAMES:
                return []
            sought = name.encode("utf-8", "replace")
            defined = (
                re.compile(_PYTHON_DEFINITION % ((re.escape(sought),) * 2)) if family == "Python" else None
            )
            self._searched[key] = [
                path
                for path in self._family_files(family, near)
                if sought in (data := self._roots.disk.read(path) or b"")
                and (defined is None or defined.search(data))
            ]
        return self._searched[key]

    def _family_files(self, family: str, near: str) -> tuple[str, ...]:
        if family not in self._files:
            paths = self._by_family.get(family, [])
            if len(paths) > _MOST_FILES:
                paths = nsmallest(_MOST_FILES, paths, key=lambda path: _distance(path, near))
            kept, size = [], 0
            for path in paths:
                size += len(self._roots.disk.read(path) or b"")
                if size > _MOST_BYTES:
                    break
                kept.append(path)
            self._files[family] = tuple(kept)
        return self._files[family]

    @cached_property
    def _by_family(self) -> dict[str, list[str]]:
        by_family: dict[str, list[str]] = {}
        for path in self._roots.files():
            if family := _family(path):
                by_family.setdefault(family, []).append(path)
        return by_family


def _is_rare(name: str) -> bool:
    is_compound = "_" in name.strip("_") or any(each.isupper() for each in name[1:])
    return len(name) >= _SHORTEST_RARE and is_compound and not name.isupper()


def _family(path: str) -> str:
    from mkdocs_traceability.evidence.source_code.languages import language_of

    language = language_of(path)
    if language is None:
        return ""
    return next((family[0] for family in _FAMILIES if language.name in family), language.name)


def _distance(path: str, near: str) -> tuple[int, str]:
    return -shared_folders(path, near), path
