"""Search history for the commits that took names away: the last that removed the declaration of each.

One pass over the patches tells which commits removed a line that may have declared a name. What the file held
before and after it decides.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from pathlib import Path
from typing import Final, NamedTuple

from mkdocs_traceability.files.former_tree import contents
from mkdocs_traceability.grounding.history.kinds import KINDS, globs_of
from mkdocs_traceability.grounding.history.log import Commit, CutOffError, patches
from mkdocs_traceability.grounding.history.patch import FilePatch, file_patches
from mkdocs_traceability.grounding.history.wanted import Wanted, needle

_MOST_CANDIDATES: Final = 40
"""How many commits are looked into for a name, the last of those that may have removed it."""
_AT_A_TIME: Final = 100
_MOST_MERGES: Final = 20
"""Into how many merges is looked for the commit that did it."""

_TO_WORDS: Final = bytes(
    each if each >= 128 or chr(each).isalnum() or each == ord("_") else ord(" ") for each in range(256)
)
_REMOVED: Final = re.compile(rb"\n-([^\n]*)")


class Candidate(NamedTuple):
    """A commit that may have taken a name away, and what it did to the file."""

    wanted: Wanted
    commit: Commit
    patch: FilePatch


class Search:
    """Searches files with some endings in one repository.

    `is_cut_off` says whether its history is longer than was read of it.
    """

    def __init__(self, top: Path, endings: Set[str]) -> None:
        self._top = top
        self._endings = endings
        self.is_cut_off = False

    def last_removals(self, head: str, wanted: Iterable[Wanted]) -> list[Candidate]:
        """Return what took names away that are nowhere now, back from a commit.

        Raises:
            GitError: where git cannot tell.

        """
        asked = list(wanted)
        found = self._found((head,), asked) if asked else []
        merged: dict[Commit, list[Wanted]] = defaultdict(list)
        for each in found:
            if len(each.commit.parents) > 1:
                merged[each.commit].append(each.wanted)
        within: dict[tuple[Commit, Wanted], Commit] = {}
        for merge, names in list(merged.items())[:_MOST_MERGES]:
            first, *others = merge.parents
            for each in self._found((f"^{first}", *others), names):
                within[merge, each.wanted] = each.commit
        return [
            each._replace(commit=within[each.commit, each.wanted]._replace(parents=each.commit.parents[:1]))
            if (each.commit, each.wanted) in within
            else each
            for each in found
        ]

    def _found(self, revisions: tuple[str, ...], wanted: list[Wanted]) -> list[Candidate]:
        waiting = list(self._candidates(revisions, wanted))
        found: dict[Wanted, Candidate] = {}
        while waiting:
            now, waiting = waiting[:_AT_A_TIME], waiting[_AT_A_TIME:]
            digests = {
                digest for each in now for digest in (each.patch.old, each.patch.new) if is_file(digest)
            }
            texts = {digest: data.decode("utf-8", "replace") for digest, data in contents(self._top, digests)}
            for each in now:
                if each.wanted not in found and _took_away(each, texts):
                    found[each.wanted] = each
            waiting = [each for each in waiting if each.wanted not in found]
        return list(found.values())

    def _candidates(self, revisions: tuple[str, ...], wanted: list[Wanted]) -> Iterator[Candidate]:
        """Go through commits that removed a line which may have declared a name, the last first."""
        names = _Names(wanted)
        globs = globs_of(names.kinds, self._endings)
        if not globs:
            return
        found: dict[Wanted, int] = defaultdict(int)
        try:
            for commit, patch in patches(self._top, revisions, globs):
                if names.may_be_removed(patch):
                    for each in file_patches(patch.decode("utf-8", "replace")):
                        for name in names.removed(each):
                            found[name] += 1
                            if found[name] <= _MOST_CANDIDATES:
                                yield Candidate(name, commit, each)
        except CutOffError:
            self.is_cut_off = True


class _Names:
    """The names that are searched for, by the words in lines of which each is recognised."""

    def __init__(self, wanted: Iterable[Wanted]) -> None:
        self._needles: set[bytes] = set()
        self._by_word: dict[str, dict[str, list[Wanted]]] = {}
        for each in wanted:
            for word in each.telling:
                self._needles.add(needle(word).encode())
                self._by_word.setdefault(each.kind, {}).setdefault(word, []).append(each)
        self.kinds = tuple(self._by_word)

    def may_be_removed(self, patch: bytes) -> bool:
        """Whether a patch removes a line with such a word; it is all that most patches are asked."""
        removed = b"\n".join(_REMOVED.findall(b"\n" + patch))
        return not self._needles.isdisjoint(removed.lower().translate(_TO_WORDS).split())

    def removed(self, patch: FilePatch) -> Iterator[Wanted]:
        """Go through the names that a patch of a file may have taken away."""
        found: dict[Wanted, None] = {}
        for kind, by_word in self._by_word.items():
            if not KINDS[kind].is_in(patch.path):
                continue
            for line in patch.removed:
                for declared in KINDS[kind].declared(patch.path, line):
                    for each in by_word.get(declared.name, ()):
                        if each.may_be_in(patch.path):
                            found[each] = None
        yield from found


def is_file(digest: str) -> bool:
    """Whether a digest is that of a content: zeros stand for a file that is not there."""
    return bool(digest.strip("0"))


def _took_away(each: Candidate, texts: Mapping[str, str]) -> bool:
    path, old, new = each.patch.path, each.patch.old, each.patch.new
    held, holds = (each.wanted.is_declared(path, texts.get(digest, "")) for digest in (old, new))
    return held and not holds
