"""Whether a site can declare anything, told from the bytes of its files: if not, the rest is not loaded.

Only a *no* is sure. What looks like ours, misspelt or at a wrong place, is for the reading to judge.
"""

import re
from typing import Final

MAX_BYTES: Final = 2_000_000

_KINDS: Final = rb"flows?|components?|patch(?:es)?|signals?|metrics?|resources?|requirements?|gaps?|layers?"
_LIKE_OURS: Final = re.compile(
    rb"^[ \t>\"'{?-]*(?:[\w.-]*(?:trac|abil)[\w.-]*|" + _KINDS + rb"|sources?_of_truth)[\"']?[ \t]*:(?!\S)"
    rb"|\[\s*trace\b|\btrace_[a-z]+\(",
    re.MULTILINE | re.IGNORECASE,
)
"""A key that may be one of ours, or be meant for one; a marker, or a call of a macro that makes one."""


def may_be_page_of_ours(data: bytes) -> bool:
    """Whether a page may declare something, or asks for what is declared; so does one in another encoding."""
    return len(data) > MAX_BYTES or b"\0" in data or _LIKE_OURS.search(data.replace(b"\r", b"\n")) is not None


def may_be_sidecar(path: str) -> bool:
    """Whether a file that is no page may be a sidecar, or be meant for one."""
    return path.lower().endswith((".yml", ".yaml"))
