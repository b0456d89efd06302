"""Find counts that are meant as a total: `12 flows`, where the text says that these are all there are."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from mkdocs_traceability.grounding.statements.found import Found
from mkdocs_traceability.grounding.statements.own_names import OwnNames
from mkdocs_traceability.grounding.statements.passages import Passage
from mkdocs_traceability.model.grounding import Reading

_WORDS: Final = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty
    """.split()  # noqa: SIM905 - words in quotes are no list to read
_NUMBER: Final = rf"(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}}|{'|'.join(_WORDS)})"
_PLAIN: Final = ("endpoints", "events", "tables")
"""What can be counted without a registry."""
_TOTAL: Final = re.compile(
    r"(?:\ball(?: of)?(?: the| our)?|\b(?:has|have|contains?|comprises?|counts?|consists? of|there are"
    r"|total of|currently|tracks?"
    r"|defines?|documents?|declares?|registers?|covers?|lists?|describes?|with)(?: exactly| the| its"
    r"| in total)?)\s+\**$"
)
_ABOUT: Final = re.compile(
    r"\b(?:at least|at most|up to|about|around|some|over|more than|fewer than|less than|under|nearly"
    r"|almost|approximately"
    r"|first|last|next|other|another|following|these|those|the same|only|each|every|per|between"
    r"|of the)\s+\**$|[~≈<>]\s*$"
)
_GOES_ON: Final = re.compile(
    r"\**\s+(?:that|which|who|whose|with|without|per|each|at a time|at once|or more|or fewer|using|from"
    r"|for|to|of|in(?! total))\b"
)


def find(passage: Passage, names: OwnNames) -> Iterator[Found]:
    """Find counts."""
    for found in _pattern(names.counted).finditer(passage.plain):
        before, after = passage.before(found.start()), passage.after(found.end())
        is_total = _TOTAL.search(before) or re.match(r"\**\s+(?:in total|altogether|overall)\b", after)
        if not is_total or _ABOUT.search(before) or _GOES_ON.match(after):
            continue
        written = found["number"].replace(",", "").lower()
        number = _WORDS.index(written) if written in _WORDS else int(written)
        what = " ".join(found["what"].split())
        yield Found(found.start(), found.end(), Reading("count", f"{number} {what}"))


@lru_cache(maxsize=8)
def _pattern(counted: frozenset[str]) -> re.Pattern[str]:
    what = "|".join(
        re.escape(each) for each in sorted({*counted, *_PLAIN}, key=lambda each: (-len(each), each))
    )
    return re.compile(rf"(?<![\w.,/#:-]){_NUMBER}\**\s+\**(?P<what>{what})(?![\w-])", re.IGNORECASE)
