"""What one CODEOWNERS file says: patterns with owners, entry by entry, facts from its text alone.

The forms of GitHub and of GitLab: sections with default owners, optional ones, entries that exclude. What
these two pass over without a word (an owner that is neither a handle nor an address) is passed over here.
"""

import re
from typing import Final, NamedTuple

_HEADING: Final = re.compile(r"(\^?)\[([^\]\n]+)\](?:\[\d+\])?(?=\s|$)(.*)")
"""A section of GitLab: `[Name]`, `^[Name]` where its owners are optional, `[Name][2]` with approvals."""
_WORD: Final = re.compile(r"(?:\\.|[^\s\\])+")
_OWNER: Final = re.compile(r"@\S+|[^\s@]+@[^\s@]+\.[^\s@]+")


class Entry(NamedTuple):
    """One line: what it matches as globs, its owners, and where it stands.

    Entries of one section compete, the last that matches wins; sections do not. Owners of an `optional` one
    need not approve. One that `excludes` takes files out of its section.
    """

    globs: tuple[str, ...]
    owners: tuple[str, ...]
    line: int
    column: int
    length: int
    section: str = ""
    is_optional: bool = False
    excludes: bool = False


def read_entries(text: str) -> list[Entry]:
    """Read the lines of a CODEOWNERS file."""
    entries: list[Entry] = []
    section, is_optional, defaults = "", False, ()  # type: tuple[str, bool, tuple[str, ...]]
    for number, line in enumerate(text.split("\n"), start=1):
        written = line.strip()
        if not written or written.startswith("#"):
            continue
        if heading := _HEADING.match(written):
            section, is_optional = heading[2].strip().casefold(), bool(heading[1])
            defaults = _owners(heading[3])
            continue
        pattern = _WORD.match(written)
        assert pattern is not None, "a line with text begins with a word"
        owners = _owners(written[pattern.end() :]) or defaults
        excludes = pattern[0].startswith("!") and len(pattern[0]) > 1
        column = len(line) - len(line.lstrip()) + 1
        globs = globs_of(pattern[0].removeprefix("!"))
        entries.append(Entry(globs, owners, number, column, len(written), section, is_optional, excludes))
    return entries


def _owners(text: str) -> tuple[str, ...]:
    words = text.split()
    comment = next((place for place, word in enumerate(words) if word.startswith("#")), len(words))
    return tuple(word for word in words[:comment] if _OWNER.fullmatch(word))


def globs_of(pattern: str) -> tuple[str, ...]:
    """Return the globs for what a pattern matches, which has no classes: `[id]` is a name as it stands.

    A pattern without a `/` before its end matches at any depth. One that names a folder matches all below it,
    but `docs/*` matches the files of that folder only.
    """
    plain = re.sub(r"\\(.)", r"\1", pattern).replace("[", "?")
    body = plain.strip("/")
    at_any_depth = "/" not in plain.rstrip("/")
    glob = f"**/{body}" if at_any_depth and body else body
    if not body or plain.endswith("/"):
        return (f"{glob}/**".lstrip("/"),)
    last = body.rpartition("/")[2]
    if last == "**" or (last == "*" and not at_any_depth):
        return (glob,)
    return (glob, f"{glob}/**")
