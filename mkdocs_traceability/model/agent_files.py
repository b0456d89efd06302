"""The files from which coding agents learn what holds in a repository, and our blocks in them."""

import re
from typing import Final, NamedTuple
from urllib.parse import quote

AGENTS: Final = "AGENTS.md"
CLAUDE: Final = "CLAUDE.md"
CURSOR: Final = ".cursor/rules/mkdocs-traceability.mdc"
COPILOT: Final = ".github/copilot-instructions.md"
INSTRUCTIONS: Final = ".github/instructions/mkdocs-traceability.instructions.md"
SKILL: Final = ".claude/skills/mkdocs-traceability/SKILL.md"
"""Paths below the folder in which an agent works: the root of the repository."""

WITH_RULES: Final = (AGENTS, CLAUDE, CURSOR, INSTRUCTIONS)
"""The files that may have a block of rules compiled from the registry."""

MOST_BYTES: Final = 2_000_000
"""The largest of these files that is read."""

SCOPE: Final = re.compile(r"(\A\ufeff?---\r?\n(?:(?!---)[^\r\n]+\r?\n)*?(?:globs|applyTo): ?)([^\r\n]*)")
"""The globs that the front matter of a file limits it to, and all before them."""


class Markers(NamedTuple):
    """The lines between which a block stands."""

    begin: str
    end: str

    def of_site(self, folder: str) -> "Markers":
        """Return the markers of a site in a folder below the root of its repository, empty for the root.

        A repository may have several sites: each keeps its own blocks.
        """
        if not folder:
            return self
        named = f" {quote(folder)} -->"
        return Markers(self.begin.replace(" -->", named), self.end.replace(" -->", named))


GUIDE: Final = Markers("<!-- mkdocs-traceability:begin -->", "<!-- mkdocs-traceability:end -->")
RULES: Final = Markers("<!-- mkdocs-traceability:rules:begin -->", "<!-- mkdocs-traceability:rules:end -->")


class BrokenBlock(ValueError):  # noqa: N818 - it is the user's, not ours
    """A marker without its counterpart, or two blocks of one name; `line` is where."""

    def __init__(self, line: int) -> None:
        super().__init__("the markers of mkdocs-traceability are not one pair")
        self.line = line


class Block(NamedTuple):
    """A block from `start` to `end` of a text, its markers included; `body` has the lines between them."""

    start: int
    end: int
    body: str
    line: int


def block_in(text: str, markers: Markers) -> Block | None:
    """Return the block between markers, each a line of its own; None where there is none.

    Raises:
        BrokenBlock: where they are not one pair.

    """
    begins, ends = (list(_line(marker).finditer(text)) for marker in markers)
    if not begins and not ends:
        return None
    first = min(each.start(1) for each in (*begins, *ends))
    line = text.count("\n", 0, first) + 1
    if len(begins) != 1 or len(ends) != 1 or ends[0].start() < begins[0].end():
        raise BrokenBlock(line)
    body = text[begins[0].end() : ends[0].start()]
    return Block(begins[0].start(1), ends[0].end(1), body.strip("\r\n").replace("\r\n", "\n"), line)


def scope_in(text: str) -> str | None:
    """Return the globs that the front matter of a file limits it to, as written; None where it says none."""
    found = SCOPE.match(text)
    return found[2].strip().strip('"') if found else None


def _line(marker: str) -> re.Pattern[str]:
    return re.compile(rf"^\ufeff?[ \t]*({re.escape(marker)})[ \t]*(?=\r?$)", re.MULTILINE)
