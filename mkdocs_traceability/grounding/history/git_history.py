"""The history of a repository as git tells it: asked as rarely as possible, and remembered by the commit.

What is found of a commit stays true of it. Only what stands for a thing *now* is looked at again: files may
have been edited since.
"""

import os
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Final, NamedTuple

from mkdocs_traceability.files import cache
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.files.former_tree import NO_REPOSITORY, PARTIAL, SHALLOW
from mkdocs_traceability.files.git import FAILED, TOO_SLOW, GitError, output
from mkdocs_traceability.files.head import look_at_head, top_of
from mkdocs_traceability.files.real import real
from mkdocs_traceability.grounding.history.documents import meant
from mkdocs_traceability.grounding.history.history import History, NoHistory
from mkdocs_traceability.grounding.history.kinds import KINDS, globs_of
from mkdocs_traceability.grounding.history.log import SECONDS, Commit, whole_patches
from mkdocs_traceability.grounding.history.patch import FilePatch
from mkdocs_traceability.grounding.history.paths import GonePaths
from mkdocs_traceability.grounding.history.search import Candidate, Search
from mkdocs_traceability.grounding.history.successors import Now, Successor, successor
from mkdocs_traceability.grounding.history.uncommitted import Uncommitted
from mkdocs_traceability.grounding.history.wanted import Wanted, needle, wanted_names
from mkdocs_traceability.model.grounding import Removal

_CUT_OFF: Final = "the git history is long: what was removed before its last part is not known"
_SLOW: Final = "git takes too long to go through the history, so what was removed is not known"
_PATH: Final = "path"
_ASKED: Final = frozenset({_PATH, *KINDS})
_UNCOMMITTED: Final = Commit("", (), date.min, "")
_ROUNDS: Final = 2
"""How often the history is gone through for names: once, and once for what names became that are gone too."""

_MOST_ENDINGS: Final = 8
"""Of how many endings files are searched that no file has any more, those that most files had."""

Key = tuple[str, str]


class Found(NamedTuple):
    """What history tells of a name; None for `removal` where that is nothing.

    `path` and `word` are what must be there for that to be so still: a file, and a word in it.
    """

    removal: Removal | None
    path: str = ""
    word: str = ""


def history_of(disk: Disk, kept: Path | None = None) -> History:
    """Return the history of the repository in which the folder of a site lies.

    What is found is kept in a file, if one is named, for as long as HEAD is the same commit.
    """
    top = top_of(disk, real(disk.base))
    if top is None:
        return NoHistory(NO_REPOSITORY)
    head = look_at_head(disk, top)
    if head.is_shallow:
        return NoHistory(SHALLOW)
    return GitHistory(disk, top, head.commit, kept)


class GitHistory:
    """The history back from a commit, `head`; empty where that is not known without git."""

    def __init__(self, disk: Disk, top: Path, head: str, kept: Path | None) -> None:
        self.doubt = ""
        self._disk = disk
        self._top = top
        self._head = head
        self._kept = kept

    def removals(self, wanted: dict[str, frozenset[str]]) -> dict[Key, Removal]:
        """Return what was there once and is gone, of names that are nowhere now, by (kind, name)."""
        asked = sorted((kind, name) for kind, names in wanted.items() for name in names if kind in _ASKED)
        if not asked:
            return {}
        try:
            found = self._committed(asked) | self._not_committed(asked)
        except GitError as error:
            self._doubt(str(error))
            return {}
        return {key: each.removal for key, each in found.items() if each.removal}

    def _doubt(self, why: str) -> None:
        self._disk.doubt("git")
        if why == FAILED:
            why = PARTIAL if self._is_partial() else NO_REPOSITORY
        self.doubt = _SLOW if why == TOO_SLOW else why

    def _is_partial(self) -> bool:
        """Whether git would fetch what it lacks, and may not."""
        asked = (
            "config",
            "--get-regexp",
            r"^(remote\..*\.(promisor|partialclonefilter)|extensions\.partialclone)$",
        )
        try:
            return bool(output(self._top, asked, SECONDS))
        except GitError:
            return False

    def _committed(self, asked: list[Key]) -> dict[Key, Found]:
        self._head = self._head or self._uncommitted.commit
        key = cache.key_of(cache.program(), self._head, os.path.relpath(self._disk.base, self._top))
        stored = cache.load(self._kept, key) if self._kept else None
        kept = stored if isinstance(stored, dict) else {}
        self._note_cut_off(bool(kept.get("is_cut_off")))
        known = {
            name: each for name, each in _from_stored(kept.get("names")).items() if self._is_still_so(each)
        }
        missing = [each for each in asked if each not in known]
        if missing:
            known |= dict.fromkeys(missing, Found(None)) | self._asked(missing)
        if missing and self._kept:
            names = [_as_stored(name, known[name]) for name in sorted(known)]
            cache.save(self._kept, key, {"is_cut_off": self.doubt == _CUT_OFF, "names": names})
        return {each: known[each] for each in asked}

    def _asked(self, keys: list[Key]) -> dict[Key, Found]:
        """Go through the history."""
        found = dict(self._removed_paths([name for kind, name in keys if kind == _PATH]))
        return found | self._removed_names({(each.kind, each.name): each for each in wanted_names(keys)})

    def _removed_paths(self, names: list[str]) -> Iterator[tuple[Key, Found]]:
        if names:
            for name, since in self._paths.since(names).items():
                now = (since.now,) if since.now else ()
                yield (_PATH, name), Found(_removal(since.commit, now), since.path)
            self._note_cut_off(self._paths.is_cut_off)

    def _removed_names(self, wanted: dict[Key, Wanted]) -> dict[Key, Found]:
        """Return what took names away; what took their places may be gone as well, and is asked for again."""
        removed: dict[Key, Found] = {}
        for _ in range(_ROUNDS):
            search = Search(self._top, self._endings)
            found = search.last_removals(self._head, wanted.values())
            there = [each for each in found if not self._is_back(each)]
            taken = {each.wanted: each for each in meant(self._top, self._head, there)}
            self._note_cut_off(search.is_cut_off)
            globs = globs_of((each.kind for each in taken), self._endings)
            patches = (
                whole_patches(self._top, {each.commit for each in taken.values()}, globs) if taken else {}
            )
            again: dict[Key, Wanted] = {}
            for key, each in wanted.items():
                if each in taken:
                    now = self._successor(taken[each], patches.get(taken[each].commit.name, []))
                    removed[key] = _found(removed.get(key), taken[each].commit, now)
                    if now and not now.is_there:
                        again[key] = now.wanted
            wanted = again
            if not wanted:
                break
        return removed

    def _is_back(self, taken: Candidate) -> bool:
        """Whether the file declares what was taken out of it again."""
        path = taken.patch.path
        return self._exists(path) and taken.wanted.is_declared(path, self._text(path))

    def _successor(self, taken: Candidate, patches: list[FilePatch]) -> Successor | None:
        here = next((each for each in patches if each.former == taken.patch.path), taken.patch)
        return successor(taken.wanted, here, patches, Now(self._called_now, self._text))

    def _not_committed(self, asked: list[Key]) -> dict[Key, Found]:
        """Return what the last commit has and the files on disk do not."""
        paths = [name for kind, name in asked if kind == _PATH]
        deleted = self._uncommitted.deleted()
        renamed = self._uncommitted.renamed(deleted) if deleted else {}
        found: dict[Key, Found] = {}
        if paths and deleted:
            gone = GonePaths(self._top, self._exists, self._folder)
            gone.delete(_UNCOMMITTED, deleted, renamed)
            for name, since in gone.since(paths).items():
                found[_PATH, name] = Found(_removal(_UNCOMMITTED, (since.now,) if since.now else ()))
        now = Now(lambda path: path if self._exists(path) else renamed.get(path, ""), self._text)
        return found | self._edited_away(list(wanted_names(asked)), renamed, now)

    def _edited_away(self, names: list[Wanted], renamed: Mapping[str, str], now: Now) -> dict[Key, Found]:
        """Return the names that files declare at the last commit, and on disk do not."""

        def may_matter(path: str) -> bool:
            return any(each.may_be_in(path) for each in names)

        found: dict[Key, Found] = {}
        changed = self._uncommitted.patches(may_matter, renamed) if names else []
        patches = [
            *(each.patch for each in changed),
            *(self._uncommitted.added(may_matter) if changed else ()),
        ]
        for wanted in names:
            for each in changed:
                if each.took_away(wanted):
                    now_ = successor(wanted, each.patch, patches, now)
                    found.setdefault((wanted.kind, wanted.name), _found(None, _UNCOMMITTED, now_))
        return found

    def _note_cut_off(self, is_cut_off: bool) -> None:
        if is_cut_off:
            self.doubt = _CUT_OFF

    @cached_property
    def _uncommitted(self) -> Uncommitted:
        uncommitted = Uncommitted(self._disk, self._top)
        if uncommitted.top != self._top:  # what looks like a repository here is none, but one around it is
            raise GitError(NO_REPOSITORY)
        return uncommitted

    @cached_property
    def _paths(self) -> GonePaths:
        paths = GonePaths(self._top, self._exists, self._folder)
        paths.read(self._head)
        return paths

    @cached_property
    def _endings(self) -> frozenset[str]:
        """The endings of files that are searched: of those there are, and of most that are gone."""
        gone = self._paths.endings().most_common(_MOST_ENDINGS)
        return self._uncommitted.endings() | {ending for ending, _ in gone}

    @cached_property
    def _folder(self) -> str:
        """The folder of the site, from the top of the repository; empty where that is the same."""
        folder = os.path.relpath(real(self._disk.base), self._top).replace(os.sep, "/")
        return "" if folder == "." else folder

    def _exists(self, path: str) -> bool:
        return os.path.lexists(self._top / path)

    def _called_now(self, path: str) -> str:
        return path if self._exists(path) else self._paths.called_now(path)

    def _text(self, path: str) -> str:
        return self._uncommitted.text(path) or ""

    def _is_still_so(self, found: Found) -> bool:
        """Whether what stands for a name is there as it was when that was found out."""
        if not found.path:
            return True
        return self._exists(found.path) and (not found.word or found.word in self._text(found.path).lower())


def _removal(commit: Commit, now: tuple[str, ...]) -> Removal:
    return Removal(commit.short, commit.day, commit.summary, now)


def _found(before: Found | None, commit: Commit, now: Successor | None) -> Found:
    """Return what became of a name; `before` if that is known and only what stands for it is not."""
    removal = before.removal if before and before.removal else _removal(commit, ())
    if now is None or not now.is_there:
        return Found(removal)
    return Found(removal._replace(now=(now.wanted.name,)), now.path, needle(now.wanted.last))


def _as_stored(key: Key, found: Found) -> list[Any]:
    removal = found.removal
    told = [removal.commit, removal.day.isoformat(), removal.summary, removal.now] if removal else None
    return [*key, told, found.path, found.word]


def _from_stored(stored: Any) -> dict[Key, Found]:
    """Return what was kept; nothing where it is not what this module keeps."""
    try:
        return {
            (str(kind), str(name)): Found(_removal_from(told), str(path), str(word))
            for kind, name, told, path, word in stored or ()
        }
    except (TypeError, ValueError):
        return {}


def _removal_from(told: Any) -> Removal | None:
    if told is None:
        return None
    commit, day, summary, now = told
    return Removal(str(commit), date.fromisoformat(day), str(summary), tuple(map(str, now)))
