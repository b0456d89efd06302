"""English texts of the pages that have changed, so that the catalogues of sites keep working.

A catalogue in a site's `custom_dir` names texts by their English. Whoever changes one adds a line here in the
same commit. What a site says of the old text is then said of the new one, unless it says that itself.
"""

from collections.abc import Mapping
from typing import Final

RENAMED: Final[Mapping[str, str | tuple[str, ...]]] = {
    "Cross matrices": "Matrices",
    "The layers of its consumers are not known.": "The layer of a consumer is not known.",
    "Root": "System",
    "In which of the named roots its evidence is looked for": (
        "The system it belongs to, as the settings name it"
    ),
}
"""The text that was → the one that pages have now, or several.

Of texts with a plural the singular stands here, as in catalogues. When a text changes once more, its old line
is changed too: there are no chains.
"""


def names_now(english: str) -> tuple[str, ...]:
    """Return the texts that a key of a catalogue stands for: itself, and what it has become."""
    became = RENAMED.get(english, ())
    return (english, became) if isinstance(became, str) else (english, *became)
