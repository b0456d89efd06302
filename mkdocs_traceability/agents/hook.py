"""What a hook tells a coding agent of a change that breaks something, and that it tells each thing once.

An agent that is stopped again and again for what it cannot repair would never end: so what it was told is
kept, by commit, until nothing is broken any more.
"""

import json
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from mkdocs_traceability.files import cache
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.shown_words import several
from mkdocs_traceability.reading.excerpts import Excerpts
from mkdocs_traceability.reports.text import by_severity, render_one
from mkdocs_traceability.reports.wording import harmless

MOST_INPUT: Final = 10_000_000
"""How many bytes of an agent's input are read."""

_MOST_TEXT: Final = 8_000
"""How many characters of findings are shown: agents cut what is longer."""

_MOST_OF_ONE: Final = 2_500

_MOST_EXPLAINED: Final = 3

_KEY: Final = cache.key_of("told", 1)


def is_going_on(data: bytes) -> bool:
    """Whether an agent says in its input that it goes on only because a hook stopped it from ending.

    Claude Code, Codex and VS Code say `stop_hook_active`; Cursor counts in `loop_count`.
    """
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        return False
    if not isinstance(told, dict):
        return False
    count = told.get("loop_count")
    return told.get("stop_hook_active") is True or (type(count) is int and count > 0)


class Known(NamedTuple):
    """Fingerprints of findings: what the agent was told since a commit, and what was found at the commit."""

    told: frozenset[str] = frozenset()
    former: frozenset[str] = frozenset()


def known_since(file: Path, commit: str) -> Known:
    """Return what a file keeps of a commit."""
    stored = cache.load(file, _KEY)
    if not (isinstance(stored, list) and len(stored) == 1 + len(Known._fields) and stored[0] == commit):
        return Known()
    if not all(isinstance(each, list) and all(isinstance(name, str) for name in each) for each in stored[1:]):
        return Known()
    return Known(*map(frozenset, stored[1:]))


def keep(file: Path, commit: str, known: Known) -> None:
    """Keep in a file what is known of a commit, in place of what it kept.

    Raises:
        OSError: where that cannot be done.

    """
    if known == known_since(file, commit):
        return
    cache.save(file, _KEY, [commit, *map(sorted, known)])
    if known != known_since(file, commit):
        raise OSError(0, "it cannot be written to", str(file))


def message(findings: Sequence[Finding], excerpts: Excerpts, reference: str, folder: str = "") -> str:
    """Return what an agent is told: what is broken, where, what to do, and how to check the repair.

    `folder` is that of `mkdocs.yml`, from where the agent is; empty where it is there.
    """
    shown = list(_shown(by_severity(findings), excerpts))
    codes = list(dict.fromkeys(each.code for each in findings))
    left = len(findings) - len(shown)
    check = " ".join(["mkdocs-traceability check", *([shlex.quote(folder)] if folder else []), "--changed"])
    parts = [
        f"This change breaks {several(len(findings), 'thing')} that held at {reference}.",
        f" Paths are relative to {harmless(folder)}/." * bool(folder),
        "\n\n",
        "\n".join(shown),
        f"\n{left} more: run `{check}`\n" * bool(left),
        "\nFix the cause. Add no waiver or baseline entry unless you are asked to.\n",
        *(f"Explain the rule: mkdocs-traceability explain {code}\n" for code in codes[:_MOST_EXPLAINED]),
        f"Check again: {check}\n",
    ]
    return "".join(parts)


def _shown(findings: Sequence[Finding], excerpts: Excerpts) -> Iterator[str]:
    """Render the first findings, one at least, as far as there is room."""
    room = _MOST_TEXT
    for finding in findings:
        text = render_one(finding, excerpts)
        text = text if len(text) <= _MOST_OF_ONE else f"{text[:_MOST_OF_ONE]} …\n"
        room -= len(text)
        if room < 0:
            return
        yield text
