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
            inner = piece[1:-1].replace("\\", r"\\").replace("[", r"\[")
            parts.append(f"[{'^' + inner[1:] if inner[0] == '!' else inner}]")
        else:
            parts.append(re.escape(piece))
    return re.compile("".join(parts))


def matches(path: str, glob: str) -> bool:
    """Whether a path relative to the folder of `mkdocs.yml` fits a glob; `docs/x` also fits all below it."""
    return _pattern(glob).fullmatch(path) is not None or path.startswith(glob.rstrip("/") + "/")
