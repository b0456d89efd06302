"""What stands for a declaration since it went: the name that took its place, or the file it moved to.

Only what is clear is told: one line in the place of another that is nearly the same, or one file that took up
the same declaration in the same commit; and only where that is still so.
"""

from collections.abc import Callable, Iterable
from difflib import SequenceMatcher
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from mkdocs_traceability.grounding.history.code_lines import Declared
from mkdocs_traceability.grounding.history.kinds import KINDS
from mkdocs_traceability.grounding.history.patch import FilePatch, Hunk
from mkdocs_traceability.grounding.history.wanted import Wanted, below, needle

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


def successor(wanted: Wanted, here: FilePatch, all_: Iterable[FilePatch], now: Now) -> Successor | None:
    """Return what stands for a name since a commit took it away, from what that did to files.

    It was declared `here`.
    """
    own = [here] if here.path != here.former else []
    others = [each for each in all_ if each.former != here.former and _took_up(wanted, each)]
    moved = [each for each in (_moved(wanted, here, there, now) for there in (*own, *others)) if each]
    if moved:
        return moved[0] if len(moved) == 1 else None
    return next(filter(None, (_renamed(wanted, here, hunk, now) for hunk in here.hunks)), None)


def _moved(wanted: Wanted, here: FilePatch, there: FilePatch, now: Now) -> Successor | None:
    """Return the name in another file that took its declaration up, where the name says in which it is."""
    path = now.called(there.path)
    own = _own_words(wanted, here.former)
    if not path or not wanted._replace(files=(path,), words=own).is_declared(path, now.text(path)):
        return None
    name = _written_there(wanted, here.former, path)
    return Successor(wanted._replace(name=name), path) if name else None


def _took_up(wanted: Wanted, there: FilePatch) -> bool:
    if not KINDS[wanted.kind].is_in(there.path):
        return False
    return _count(wanted, there.path, there.added) > _count(wanted, there.path, there.removed)


def _count(wanted: Wanted, path: str, lines: Iterable[str]) -> int:
    declared = KINDS[wanted.kind].declared
    word = needle(wanted.last)
    named = (line for line in lines if word in line.lower())
    return sum(each.name == wanted.last for line in named for each in declared(path, line))


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
    telling = frozenset(wanted.telling)
    for at in range(len(wanted.words) - 1, -1, -1):
        word = wanted.words[at]
        if word in telling and (new := _in_place_of(word, wanted.kind, here.path, hunk)):
            words = (*wanted.words[:at], new.name, *wanted.words[at + 1 :])
            renamed = wanted._replace(name=_replaced(wanted, at, new), words=words)
            path = now.called(here.path)
            if path not in ("", here.former):
                renamed = renamed._replace(name=_written_there(renamed, here.former, path) or renamed.name)
            in_file = renamed._replace(files=(path,), words=_own_words(renamed, here.former))
            return Successor(renamed, path, bool(path) and in_file.is_declared(path, now.text(path)))
    return None


def _in_place_of(word: str, kind: str, path: str, hunk: Hunk) -> Declared | None:
    """Return what the line declares that is clearly the former one of a word."""
    before, after = _lines(kind, path, hunk.removed), _lines(kind, path, hunk.added)
    kept = {each.name for _, each in before} & {each.name for _, each in after}
    gone = [(at, each) for at, each in before if each.name not in kept]
    new = [(at, each) for at, each in after if each.name not in kept][:_MOST_COMPARED]
    order = next((number for number, (_, each) in enumerate(gone) if each.name == word), None)
    if order is None or not new:
        return None
    if kind == "heading":  # its words may be quite others
        return new[0][1] if len(gone) == len(new) == 1 else None
    start, old = gone[order]
    scores = [_likeness(old, hunk.removed[start:], each, hunk.added[at:]) for at, each in new]
    best = max(scores)
    if best < _ALIKE:
        return None
    alike = [number for number, score in enumerate(scores) if best - score < _CLEARLY]
    if len(alike) == 1:
        return new[alike[0]][1]
    return new[order][1] if len(gone) == len(new) and order in alike else None


def _lines(kind: str, path: str, lines: list[str]) -> list[tuple[int, Declared]]:
    declared = KINDS[kind].declared
    return [(at, each) for at, line in enumerate(lines) for each in declared(path, line)]


def _likeness(old: Declared, before: list[str], new: Declared, after: list[str]) -> float:
    """Return how much of two declarations is the same but for their names: of the lines that follow too."""
    texts = [
        before[0].replace(old.written or old.name, "\0"),
        after[0].replace(new.written or new.name, "\0"),
    ]
    first = _share(*texts)
    bodies = ["\n".join(lines[1 : _BODY + 1]) for lines in (before, after)]
    if not all(bodies):
        return first
    return first / 2 + _share(bodies[0].replace(old.name, "\0"), bodies[1].replace(new.name, "\0")) / 2


def _share(one: str, other: str) -> float:
    return 1.0 if one == other else SequenceMatcher(None, one, other, autojunk=False).ratio()


def _replaced(wanted: Wanted, at: int, new: Declared) -> str:
    """Write a name with another word in the place of one, from its end: a path before it stays as it is."""
    if wanted.kind == "heading":
        return f"{wanted.name.partition('#')[0]}#{new.name}"
    if wanted.kind == "endpoint":
        return f"{wanted.name.partition(' ')[0]} {new.written}"
    end = len(wanted.name)
    for word in reversed(wanted.words[at + 1 :]):
        end = wanted.name.lower().rindex(word.lower(), 0, end)
    start = wanted.name.lower().rindex(wanted.words[at].lower(), 0, end)
    return f"{wanted.name[:start]}{new.name}{wanted.name[start + len(wanted.words[at]) :]}"
