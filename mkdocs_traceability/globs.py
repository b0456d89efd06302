"""Globs over paths with `/`: `*` within a folder, `**` through folders."""

import re
from functools import lru_cache


@lru_cache(maxsize=256)
def _pattern(glob: str) -> re.Pattern[str]:
    parts = []
    for piece in re.split(r"(\*\*/|\*\*|\*|\?|\[[^\]/]+\])", glob):
        if piece == "**/":
            parts.append(r"(?:[^/]+/)*")
        elif piece == "**":
            parts.append(r".*")
        elif piece == "*":
            parts.append(r"[^/]*")
        elif piece == "?":
            parts.append(r"[^/]")
        elif len(piece) > 2 and piece[0] == "[" and piece[-1] == "]":
            parts.append(_one_of(piece))
        else:
            parts.append(re.escape(piece))
    return re.compile("".join(parts))


def _one_of(piece: str) -> str:
    """Return a choice of characters, such as `[a-z]` or `[!0-9]`; what is none stands for itself."""
    negated = piece[1] == "!" and len(piece) > 3
    characters = re.sub(r"(?<=\w)\\-(?=\w)", "-", re.escape(piece[2:-1] if negated else piece[1:-1]))
    choice = f"[{'^/' if negated else ''}{characters}]"
    try:
        re.compile(choice)
    except re.error:
        return re.escape(piece)
    return choice


def matches(path: str, glob: str) -> bool:
    """Whether a path relative to the folder of `mkdocs.yml` fits a glob; `docs/x` also fits all below it."""
    return _pattern(glob).fullmatch(path) is not None or path.startswith(glob.rstrip("/") + "/")
