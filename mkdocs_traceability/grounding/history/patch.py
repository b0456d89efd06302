"""Patches without context: what a commit took out of each file, and what it put in that place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Final

_HUNK: Final = re.compile(r"@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@")
_INDEX: Final = re.compile(r"index ([0-9a-f]+)\.\.([0-9a-f]+)")
_FORMER: Final = re.compile(r"(?:--- a/|rename from )(.*?)\t?$")
_PATH: Final = re.compile(r"(?:\+\+\+ b/|rename to )(.*?)\t?$")
_MOST_LINES: Final = 200_000
"""How many lines are read of the patch of one commit."""


@dataclass
class Hunk:
    """Lines that were taken away together, and those that stand in their place."""

    removed: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)


@dataclass
class FilePatch:
    """What became of a file; `old` and `new` are the digests of its content, all zeros where it was none.

    `former` is its path before, the same unless it was renamed.
    """

    path: str = ""
    former: str = ""
    old: str = ""
    new: str = ""
    hunks: list[Hunk] = field(default_factory=list)

    @property
    def removed(self) -> Iterator[str]:
        """All lines that were taken away."""
        return (line for hunk in self.hunks for line in hunk.removed)

    @property
    def added(self) -> Iterator[str]:
        """All lines that are new."""
        return (line for hunk in self.hunks for line in hunk.added)


def file_patches(text: str) -> list[FilePatch]:
    """Read a patch as git prints it with `a/` and `b/` before paths.

    A line of a file may look like a header: a hunk goes on for as long as it says. A path that git puts in
    quotation marks holds what no name of a file of code has; it is left empty.
    """
    patches: list[FilePatch] = []
    hunk, removing, adding = Hunk(), 0, 0
    for line in text.split("\n")[:_MOST_LINES]:
        if removing and line.startswith("-"):
            hunk.removed.append(line[1:].rstrip("\r"))
            removing -= 1
        elif adding and line.startswith("+"):
            hunk.added.append(line[1:].rstrip("\r"))
            adding -= 1
        elif line.startswith("diff --git "):
            patches.append(FilePatch())
        elif patches and (counts := _HUNK.match(line)):
            removing, adding = (int(each or 1) for each in counts.groups())
            hunk = Hunk()
            patches[-1].hunks.append(hunk)
        elif patches:
            _read_header(patches[-1], line)
    for patch in patches:
        patch.path = patch.path or patch.former
        patch.former = patch.former or patch.path
    return patches


def patch_between(former: str, before: str, path: str, after: str) -> FilePatch:
    """Compare two contents of a file that no commit has both of, with its paths."""
    old, new = before.splitlines(), after.splitlines()
    changes = SequenceMatcher(None, old, new, autojunk=True).get_opcodes()
    hunks = [Hunk(old[a:b], new[c:d]) for kind, a, b, c, d in changes if kind != "equal"]
    return FilePatch(path, former, hunks=hunks)


def _read_header(patch: FilePatch, line: str) -> None:
    if path := _FORMER.match(line):
        patch.former = path[1]
    elif path := _PATH.match(line):
        patch.path = path[1]
    elif digests := _INDEX.match(line):
        patch.old, patch.new = digests.groups()
