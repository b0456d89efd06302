"""Texts of a site as Markdown that an editor shows: all that has a meaning there is escaped.

Titles, ids and notes are whatever somebody wrote; in a hover they could else be links, images or HTML.
"""

import re
from typing import Final

_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>#|~&$!@])")
_AT_START: Final = re.compile(r"^([-+=])|^(\d{1,9})(?=[.)])")
_ADDRESS: Final = re.compile(r"(?i)(:)(?=//)|(?<=www)(\.)")
"""What Markdown of GitHub makes a link of, without any brackets."""

_TICKS: Final = re.compile(r"`+")
_LONGEST: Final = 2000


def escaped(text: str) -> str:
    """Return a text that shows as it is written, on one line."""
    line = " ".join(text[:_LONGEST].split())
    line = _ADDRESS.sub(r"\\\g<0>", _SPECIAL.sub(r"\\\1", line))
    line = _AT_START.sub(lambda found: f"\\{found[0]}" if found[1] else f"{found[0]}\\", line)
    return line + ("…" if len(text) > _LONGEST else "")


def code(text: str) -> str:
    """Return a text as a span of code, whatever it holds."""
    line = " ".join(text[:_LONGEST].split())
    if not line:
        return ""
    longest = max(map(len, _TICKS.findall(line)), default=0)
    fence = "`" * (longest + 1)
    blank = " " if "`" in line else ""
    return f"{fence}{blank}{line}{blank}{fence}"
