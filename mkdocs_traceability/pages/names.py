"""Names that nothing else has: of anchors on a page, of files in the folder of the pages."""

import re
from typing import Final

_LONGEST: Final = 80
"""Characters of a file name: folders, endings and numbers come on top."""

_OF_DEVICES: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
"""File names that Windows keeps for itself."""


def unique(anchor: str, taken: set[str]) -> str:
    """Return an anchor that nothing else has and that holds no blank, and take it."""
    return _not_taken(re.sub(r"\s", "-", anchor), taken)


def file_name(text: str, taken: set[str]) -> str:
    """Return a file name, without its ending, that says a text: good on every system, and not yet `taken`."""
    name = re.sub(r"[^\w.-]+", "-", text)[:_LONGEST].strip("-.") or "item"
    if _OF_DEVICES.match(name) or name.lower() in ("index", "readme"):
        name = f"{name}-"
    free = _not_taken(name.lower(), taken)
    return name + free[len(name) :]


def _not_taken(plain: str, taken: set[str]) -> str:
    name, number = plain, 1
    while name in taken:
        number += 1
        name = f"{plain}-{number}"
    taken.add(name)
    return name
