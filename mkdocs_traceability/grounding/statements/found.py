"""What a finder of one kind of statement finds: a part of a passage, and how it is understood."""

from typing import NamedTuple

from mkdocs_traceability.model.grounding import Reading


class Found(NamedTuple):
    """A part of a passage's text, from `start` to `end`, that names something.

    One that `is_weak` may as well be about something else.
    """

    start: int
    end: int
    reading: Reading
    is_weak: bool = False
    is_link: bool = False
