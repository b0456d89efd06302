"""What stands for a declaration since it went: the name that took its place, or the file it moved to.

Only what is clear is told: one line in the place of another that is nearly the same, or one file that took up
the same declaration in the same commit; and only where that is still so.
"""

from collections.abc import Callable, Iterable
from difflib import SequenceMatcher
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from mkdocs_traceability.grounding.history.kinds import KINDS
from mkdocs_traceability.grounding.history.patch import FilePatch, Hunk
from mkdocs_traceability.grounding.history.wanted import Wanted, below

_ALIKE: Final = 0.75
"""From which share of equal text on two declarations are taken for one under another name."""

_CLEARLY: Final = 0.1
"""How much more alike the best must be than the next."""

_BODY: Final = 12
"""How many lines that follow are compared."""

_MOST_COMPARED: Final = 40


class Now(NamedTuple):
    """How files are called now (empty where they are gone) by what they were called, and what they hold."""

    called: Callable[[str], str]
    text: Callable[[str], str]


class Successor(NamedTuple):
    """What stands for a name: as it would be written, and the file that declares it; `is_there` now."""

    wanted: Wanted
    path: str
    is_there: bool = True


def successor(wanted: Wanted, here: FilePatch, others: Iterable[FilePatch], now: Now) -> Successor | None:
    """Return what stands for a name since a commit took it away, from what that did to files."""
    moved = [each for each in others if each.path != here.path and _took_up(wanted, each)]
    found = [each for each in (_moved(wanted, here, patch, now) for patch in moved) if each]
    if len(found) == 1:
        return found[0]
    return next(filter(None, (_renamed(wanted, here, hunk, now) for hunk in here.hunks)), None)


def _moved(wanted: Wanted, here: FilePatch, there: FilePatch, now: Now) -> Successor | None:
    """Return the name in another file that took its declaration up, where the name says in which it is."""
    path = now.called(there.path)
    own = _own_words(wanted, here.path)
    if not path or not wanted._replace(files=(path,), words=own).is_declared(path, now.text(path)):
        return None
    name = _written_there(wanted, here.path, path)
    return Successor(wanted._replace(name=name), path) if name else None


def _took_up(wanted: Wanted, there: FilePatch) -> bool:
    if not KINDS[wanted.kind].is_in(there.path):
        return False
    return _count(wanted, there.path, there.added) > _count(wanted, there.path, there.removed)


def _count(wanted: Wanted, path: str, lines: Iterable[str]) -> int:
    declared = KINDS[wanted.kind].declared
    return sum(each.name == wanted.last for line in lines for each in declared(path, line))


def _own_words(wanted: Wanted, path: str) -> tuple[str, ...]:
    """Return the words of a name that are declared in the file, without those that name the file."""
    parts = PurePosixPath(path).with_suffix("").parts
    words = [*wanted.words]
    while len(words) > 1 and words[0] in parts:
        words.pop(0)
    return tuple(words)


def _written_there(wanted: Wanted, old: str, new: str) -> str:
    """Write a name that says in which file it is as it is in another; empty where it does not say so."""
    if wanted.files:
        written = next((each for each in wanted.files if f"/{old}".endswith(f"/{each}")), "")
        return wanted.name.replace(written, rewritten(written, old, new), 1) if written else ""
    own = _own_words(wanted, old)
    modules = wanted.words[: len(wanted.words) - len(own)]
    if not modules or "." not in wanted.name:
        return ""
    parts = PurePosixPath(new).with_suffix("").parts
    parts = parts[:-1] if parts[-1] == "__init__" else parts
    if modules[0] not in parts:
        return ""
    return ".".join((*parts[parts.index(modules[0]) :], *own))


def rewritten(written: str, old: str, new: str) -> str:
    """Write a new path as the old one was written: from the same folder, if it is below that."""
    lead = written[: len(written) - len(below(written))]
    end = below(written).rstrip("/")
    start = old[: len(old) - len(end)]
    return f"{lead}{new.removeprefix(start)}" if new.startswith(start) else new


def _renamed(wanted: Wanted, here: FilePatch, hunk: Hunk, now: Now) -> Successor | None:
    """Return the name with the word in it that another took the place of."""
    for at in range(len(wanted.words) - 1, -1, -1):
        if new := _in_place_of(wanted.words[at], wanted.kind, here.path, hunk):
            words = (*wanted.words[:at], new, *wanted.words[at + 1 :])
            renamed = wanted._replace(name=_replaced(wanted, at, new), words=words)
            path = now.called(here.path)
            if path and path != here.path:
                renamed = renamed._replace(name=_written_there(renamed, here.path, path) or renamed.name)
            in_file = renamed._replace(files=(path,), words=_own_words(renamed, here.path))
            return Successor(renamed, path, bool(path) and in_file.is_declared(path, now.text(path)))
    return None


def _in_place_of(word: str, kind: str, path: str, hunk: Hunk) -> str:
    """Return the name declared in a hunk by the line that is clearly the former one of a word."""
    before, after = _lines(kind, path, hunk.removed), _lines(kind, path, hunk.added)
    old = next((at for at, name in before if name == word), None)
    kept = {name for _, name in before} & {name for _, name in after}
    if old is None or word in kept:
        return ""
    new = [(at, name) for at, name in after if name not in kept][:_MOST_COMPARED]
    gone = [name for _, name in before if name not in kept]
    scores = sorted(
        ((_likeness(word, hunk.removed[old:], name, hunk.added[at:]), name) for at, name in new), reverse=True
    )
    scores = [each for each in scores if each[0] >= _ALIKE]
    if not scores:
        return ""
    if len(scores) == 1 or scores[0][0] - scores[1][0] >= _CLEARLY:
        return scores[0][1]
    in_order = new[gone.index(word)][1] if len(gone) == len(new) else ""
    return in_order if any(name == in_order for _, name in scores) else ""


def _lines(kind: str, path: str, lines: list[str]) -> list[tuple[int, str]]:
    declared = KINDS[kind].declared
    return [(at, each.name) for at, line in enumerate(lines) for each in declared(path, line)]


def _likeness(old: str, before: list[str], new: str, after: list[str]) -> float:
    """Return how much of two declarations is the same but for their names: of the lines that follow too."""
    first = _share(before[0].replace(old, "\0"), after[0].replace(new, "\0"))
    bodies = ["\n".join(lines[1 : _BODY + 1]) for lines in (before, after)]
    if not all(bodies):
        return first
    return first / 2 + _share(bodies[0].replace(old, "\0"), bodies[1].replace(new, "\0")) / 2


def _share(one: str, other: str) -> float:
    return 1.0 if one == other else SequenceMatcher(None, one, other, autojunk=False).ratio()


def _replaced(wanted: Wanted, at: int, new: str) -> str:
    """Write a name with another word in the place of one, from its end: a path before it stays as it is."""
    end = len(wanted.name)
    for word in reversed(wanted.words[at + 1 :]):
        end = wanted.name.rindex(word, 0, end)
    start = wanted.name.lower().rfind(wanted.words[at].lower(), 0, end)
    if start < 0:  # a heading by its words, an endpoint whose parameters have names
        if wanted.kind == "heading":
            return f"{wanted.name.partition('#')[0]}#{new}"
        return f"{wanted.name.partition(' ')[0]} {new}"
    return f"{wanted.name[:start]}{new}{wanted.name[start + len(wanted.words[at]) :]}"
