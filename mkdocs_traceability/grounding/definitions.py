"""What the code of the repository defines: found by words first, so that few files are outlined."""

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
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

_KEYWORD: Final = re.compile(
    rb"\b(?:def|class|func|fun|fn|function|interface|struct|enum|type|const|let|var|val|object|module|trait|record"
    rb"|union|namespace|protocol|mixin|extension|macro_rules!|typedef|define|delegate|alias|attr_\w+|static|final"
    rb"|public|private|protected|internal|abstract|async|export|default|readonly|mod)\b[^=;\"']*$"
)
_ALONE: Final = re.compile(rb"[ \t]*(?:self\.|this\.|cls\.)?#?$")
_TYPED: Final = re.compile(rb"[\w:<>,&*\[\]? \t]*[\w>\]*&?][ \t*&:.]+$")
_BEGINS_VALUE: Final = re.compile(rb"[ \t]*(?:[:=(<,{]|\?:|!:|$)")
_BEGINS_BODY: Final = re.compile(rb"[ \t]*[(;=\[{]")
"""What stands before and after a name in the line that defines it, in any language; much else fits, too."""

_COMMENT: Final = re.compile(rb"^[ \t]*(?:#|//|/\*|\*|--|<!--)|[ \t;](?:#|//)[ \t]")
"""What a line has before a name that stands in a comment."""

_MOST_LINES: Final = 60
"""How many lines with a name are looked at in a file."""

_LONGEST_LINE: Final = 400


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
        for path in self._candidates(names[-1]):
            index = self.index(path)
            if index is None:
                continue
            if found := index.ending_in(names):
                yield Defined(path, found[0], index.defined[found[0]].line)
            elif test := next((each for each in index.outline.tests if each.path[-1:] == names), None):
                yield Defined(path, names, test.line)

    def first(self, names: Names) -> Defined | None:
        """Return the first definition that names may mean: nothing more is looked into."""
        return self._found[names][0] if self._found.get(names) else next(self._ending_in(names), None)

    def _candidates(self, name: str) -> Iterator[str]:
        """Go through the files of code that may define a name, as their bytes look."""
        holding = (path for path in self.repository.holding(name) or () if has_outline(path))
        looking_so = (path for path in holding if any(_defines(*each) for each in self._lines(path, name)))
        return islice(looking_so, _MOST_CANDIDATES)

    def _lines(self, path: str, name: str) -> Iterator[tuple[bytes, bytes]]:
        """Go through the lines of a file with a name in them: what stands before it, and after it."""
        data = self.repository.disk.read(path) or b""
        sought = name.encode("utf-8", "replace")
        at, seen = data.find(sought), 0
        while at >= 0 and seen < _MOST_LINES:
            end = at + len(sought)
            if not (_is_of_word(data[at - 1 : at]) or _is_of_word(data[end : end + 1])):
                start = max(data.rfind(b"\n", 0, at) + 1, at - _LONGEST_LINE)
                stop = data.find(b"\n", end, end + _LONGEST_LINE)
                yield data[start:at], data[end : stop if stop >= 0 else end + _LONGEST_LINE].rstrip()
                seen += 1
            at = data.find(sought, end)

    def index(self, path: str) -> FileIndex | None:
        """Return what a file defines; None where that cannot be known, or too many were looked into."""
        if path not in self._outlined and len(self._outlined) >= _MOST_OUTLINES:
            self.is_exhausted = True
            return None
        self._outlined.add(path)
        index = self.symbols.index(path)
        return None if isinstance(index, Outcome) else index

    def is_used(self, name: str) -> bool | None:
        """Whether a name that nothing defines is in code all the same: it is somebody else's, or dynamic.

        What is in comments does not count. None where not all files can be searched.
        """
        holding = self.repository.holding(name)
        if holding is None or self.is_exhausted:
            return None
        return any(
            not has_outline(path) or any(not _COMMENT.search(before) for before, _ in self._lines(path, name))
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


def _defines(before: bytes, after: bytes) -> bool:
    """Whether a line looks as if it defined what stands in it."""
    if _KEYWORD.search(before):
        return True
    if _ALONE.match(before):
        return bool(_BEGINS_VALUE.match(after))
    return bool(_BEGINS_BODY.match(after) and _TYPED.match(before))


def _is_of_word(character: bytes) -> bool:
    return character.isalnum() or character == b"_" or character >= b"\x80"


def has_outline(path: str) -> bool:
    """Whether a file is in a language whose definitions can be known."""
    from mkdocs_traceability.evidence.source_code.languages import language_of  # costs start-up

    return language_of(path) is not None
