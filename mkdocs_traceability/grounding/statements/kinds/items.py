"""Find ids of the site's registry: those of its numbered series anywhere, the others in code spans."""

import re
from collections.abc import Iterator
from typing import Final

from mkdocs_traceability.grounding.statements.found import Found
from mkdocs_traceability.grounding.statements.own_names import OwnNames
from mkdocs_traceability.grounding.statements.passages import Passage
from mkdocs_traceability.model.grounding import Reading
from mkdocs_traceability.model.prose import BARE_FORM

_BARE: Final = re.compile(BARE_FORM)
_LONGEST: Final = 200


def find(passage: Passage, names: OwnNames) -> Iterator[Found]:
    """Find ids."""
    if not names.ids:
        return
    for start, end in passage.code:
        text = passage.text[start:end]
        kind, colon, rest = text.partition(":")
        id_ = rest if colon and kind in names.kinds else text
        if len(text) <= _LONGEST and (
            _is_of_series(id_, names) or id_ in names.ids or (id_ is rest and colon)
        ):
            yield Found(start, end, Reading("item", text))
    for found in _BARE.finditer(passage.plain) if names.series else ():
        if _is_of_series(found[0], names):
            yield Found(found.start(), found.end(), Reading("item", found[0]))


def _is_of_series(text: str, names: OwnNames) -> bool:
    stem = text.rstrip("0123456789")
    return stem != text and stem in names.series
