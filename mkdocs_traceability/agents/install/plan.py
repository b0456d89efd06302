"""What is to be written so that coding agents learn of the architecture, or is to be taken away again."""

import os
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mkdocs_traceability.agents.install.blocks import is_bare, is_blank, with_block, with_scope, without_block
from mkdocs_traceability.agents.install.settings_files import (
    with_hook,
    with_server,
    without_hook,
    without_server,
)
from mkdocs_traceability.agents.install.texts import (
    IMPORT,
    copilot_head,
    cursor_head,
    guide,
    skill,
    skill_head,
)
from mkdocs_traceability.edits.changes import Change
from mkdocs_traceability.edits.plugin_entry import NotSafe
from mkdocs_traceability.files.ordinary import read_ordinary, why
from mkdocs_traceability.files.real import real
from mkdocs_traceability.model.agent_files import (
    AGENTS,
    CLAUDE,
    COPILOT,
    CURSOR,
    GUIDE,
    INSTRUCTIONS,
    MOST_BYTES,
    RULES,
    SKILL,
    WITH_RULES,
    BrokenBlock,
    Markers,
    block_in,
)

_SETTINGS: Final = ".claude/settings.json"
_SERVERS: Final = ".mcp.json"
_SAFE_IN_SHELL: Final = re.compile(r"[\w./+-]*")

Edit = Callable[[str], str]
"""Returns what a text becomes; both are empty where there is no file."""


class ByHand(Exception):  # noqa: N818 - no error: the edit is left to the user
    """A file cannot be edited safely; the message says which, and why."""


@dataclass(frozen=True)
class Repository:
    """The root of a repository, what leads from it to `mkdocs.yml`, and the rules that hold in it."""

    top: Path
    folder: str
    rules: str
    scope: str

    @property
    def guide_markers(self) -> Markers:
        """The lines around the guide of this site."""
        return GUIDE.of_site(self.folder)

    @property
    def rules_markers(self) -> Markers:
        """The lines around the rules of this site."""
        return RULES.of_site(self.folder)

    def without_blocks(self, text: str) -> str:
        """Return a text without the guide and the rules of this site."""
        return without_block(without_block(text, self.rules_markers), self.guide_markers)


def install(repository: Repository, names: Collection[str]) -> list[Change]:
    """Return what has to be written to install what is chosen, nothing where all of it is there.

    Raises:
        ByHand: where a file cannot be edited safely.
        OSError: where one cannot be read.

    """
    edits = _with(repository, names)
    return [change for name in names for change in _changes(repository, edits[name])]


def remove(repository: Repository, names: Collection[str]) -> list[Change]:
    """Return what has to be written, or removed, to be without what is chosen.

    Raises:
        ByHand: where a file cannot be edited safely.
        OSError: where one cannot be read.

    """
    edits = _without(repository)
    return [change for name in names for change in _changes(repository, edits[name])]


def refresh(repository: Repository) -> tuple[list[Change], bool]:
    """Return what has to be written so that all rules are those that are declared; and whether there are any.

    Raises:
        ByHand: where a file cannot be edited safely.
        OSError: where one cannot be read.

    """
    found = []

    def edit(text: str) -> str:
        if block_in(text, repository.rules_markers) is None:
            return text
        found.append(text)
        return with_scope(with_block(text, repository.rules_markers, repository.rules), repository.scope)

    changes = list(_changes(repository, dict.fromkeys(WITH_RULES, edit)))
    return changes, bool(found)


def _with(repository: Repository, names: Collection[str]) -> dict[str, dict[str, Edit]]:
    """Return the edits of files by what they install."""
    folder, scope = repository.folder, repository.scope

    def guided(text: str) -> str:
        return with_block(text, repository.guide_markers, guide(folder))

    def skilled(text: str) -> str:
        return with_block(text or skill_head(), repository.guide_markers, skill(folder))

    def with_rules(text: str) -> str:
        return with_block(text, repository.rules_markers, repository.rules)

    def told(text: str) -> str:
        return with_rules(guided(text))

    def ruled(head: str) -> Edit:
        return lambda text: with_scope(told(text or head), scope)

    def instructed(text: str) -> str:
        return with_scope(with_rules(text or copilot_head(scope)), scope)

    def imported(text: str) -> str:
        rest = repository.without_blocks(text)
        if re.search(rf"^\s*{IMPORT}\s*$", rest, re.MULTILINE):
            return text
        return with_block(without_block(text, repository.rules_markers), repository.guide_markers, IMPORT)

    has_agents = "agents-md" in names or repository.guide_markers.begin in _text(repository, AGENTS)
    return {
        "agents-md": {AGENTS: told},
        "claude": {CLAUDE: imported if has_agents else told},
        "cursor": {CURSOR: ruled(cursor_head(scope))},
        "copilot": {
            COPILOT: guided,
            INSTRUCTIONS: instructed,
        },
        "skill": {
            SKILL: lambda text: with_block(text or skill_head(), repository.guide_markers, skill(folder))
        },
        "hook": {_SETTINGS: lambda text: with_hook(text, _in_shell(folder))},
        "mcp": {_SERVERS: lambda text: with_server(text, folder)},
    }


def _without(repository: Repository) -> dict[str, dict[str, Edit]]:
    """Return the edits of files by what they remove."""

    def bare(text: str) -> str:
        rest = repository.without_blocks(text)
        return "" if rest != text and is_blank(rest) else rest

    def without_head(text: str) -> str:
        """Take away the front matter, too, which such a file was given."""
        rest = repository.without_blocks(text)
        return "" if rest != text and is_bare(rest) else rest

    return {
        "agents-md": {AGENTS: bare},
        "claude": {CLAUDE: bare},
        "cursor": {CURSOR: without_head},
        "copilot": {COPILOT: bare, INSTRUCTIONS: without_head},
        "skill": {SKILL: without_head},
        "hook": {_SETTINGS: without_hook},
        "mcp": {_SERVERS: lambda text: without_server(text) if text else ""},
    }


def _in_shell(folder: str) -> str:
    if not _SAFE_IN_SHELL.fullmatch(folder):
        raise NotSafe(f"the folder `{folder}` has characters that a shell would read")
    return folder


def _changes(repository: Repository, edits: dict[str, Edit]) -> Iterator[Change]:
    for name, edit in edits.items():
        file = repository.top / name
        if name == CLAUDE and file.is_symlink() and real(file) == real(repository.top / AGENTS):
            continue  # it says the same
        data = _read(repository, name)
        text = _decoded(data)
        try:
            new = edit(text)
        except BrokenBlock as broken:
            raise ByHand(f"{name}:{broken.line}: {broken}; keep one pair, or none") from None
        except NotSafe as unsafe:
            raise ByHand(f"{name} cannot be edited safely: {unsafe.why}") from None
        if new != text:
            after = new.encode("utf-8", "surrogateescape") if new else None
            purpose = "remove" if after is None else "add" if data is None else "edit"
            yield Change(_shown(file), data, after, purpose)


def _read(repository: Repository, name: str) -> bytes | None:
    """Return what a file holds, None where there is none."""
    file = repository.top / name
    for each in (file, *file.parents):
        if each == repository.top:
            break
        if each.is_symlink():
            raise ByHand(f"{name} cannot be edited safely: a symbolic link is on the way to it")
    if not os.path.lexists(file):
        return None
    try:
        data = read_ordinary(file, MOST_BYTES + 1)
    except OSError as error:
        raise ByHand(f"{name} cannot be read: {why(error)}") from None
    if len(data) > MOST_BYTES or b"\0" in data:
        raise ByHand(f"{name} cannot be edited safely: it is too large, or no UTF-8 text")
    return data


def _text(repository: Repository, name: str) -> str:
    return _decoded(_read(repository, name))


def _decoded(data: bytes | None) -> str:
    """Return bytes as text from which the same bytes can be made, whatever they are."""
    return (data or b"").decode("utf-8", "surrogateescape")


def _shown(file: Path) -> Path:
    """Return a path as it is written here, where that is possible."""
    try:
        return Path(os.path.relpath(file))
    except ValueError:  # on another drive
        return file
