"""Read: whether a page can have a comment that makes a table a source, told at a glance."""

import re
from typing import Final

from mkdocs_traceability.reading.own_key import is_own_key

_MAY_HOLD: Final = re.compile(rb"<!--\s*([A-Za-z_-]{9,16})[\s:]")


def may_hold_comments(data: bytes) -> bool:
    """Whether a comment of a page begins with our key, or with what looks like it."""
    return b"<!--" in data and any(is_own_key(found[1].decode("ascii")) for found in _MAY_HOLD.finditer(data))
