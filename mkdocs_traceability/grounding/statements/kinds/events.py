"""Find events: names in code spans near words of publishing and consuming."""

import re
from collections.abc import Iterator
from typing import Final

from mkdocs_traceability.grounding.statements.file_names import is_file_name
from mkdocs_traceability.grounding.statements.found import Found
from mkdocs_traceability.grounding.statements.own_names import OwnNames
from mkdocs_traceability.grounding.statements.passages import Passage
from mkdocs_traceability.model.grounding import Reading

_NAME: Final = re.compile(
    r"(?!(?:this|self|com|org|io|net)[.:])[a-z][a-z0-9_-]*(?:[.:/][a-zA-Z][\w-]*){1,5}(?:\.v\d+)?"
)
_CLASS: Final = re.compile(r"[A-Z][a-z0-9]+(?:[A-Z][a-z0-9]+)+")
_NEAR: Final = re.compile(
    r"\b(?:events?|topics?|channels?|queues?|exchanges?|messages?|publish\w*|consum(?:e[sd]?|ing|ers?)"
    r"|emit(?:s|ted|ting)?"
    r"|subscri\w+|broadcast\w*|kafka|rabbitmq|nats|produc(?:es|ed|ers?)|fires?|webhooks?)\b"
)
_DIRECT: Final = re.compile(
    r"\b(?:events?|topics?|channels?|publish(?:es|ed)?|consumes?|emits?|subscribes? to"
    r"|broadcasts?)(?: the| an?)?[\s:*(]+\x03?$"
)
_DIRECT_AFTER: Final = re.compile(
    r"\x03?[\s*]+(?:domain |integration |kafka )*(?:events?|topics?|channels?)\b"
)


def find(passage: Passage, names: OwnNames) -> Iterator[Found]:
    """Find events."""
    for start, end in passage.code:
        text = passage.text[start:end]
        if (
            len(text) > 100
            or is_file_name(text)
            or ("/" in text and is_file_name(text.rpartition("/")[2], True))
        ):
            continue
        is_direct = _is_direct(passage, start, end)
        if _NAME.fullmatch(text) and (
            is_direct or (text.islower() and "/" not in text and _NEAR.search(passage.around(start, end)))
        ):
            is_sure = text.islower() and is_direct
            yield Found(start, end, Reading("event", text), not is_sure)
        elif is_direct and _CLASS.fullmatch(text):
            yield Found(start, end, Reading("event", text), is_weak=True)


def _is_direct(passage: Passage, start: int, end: int) -> bool:
    """Whether the text calls the very name an event."""
    return bool(_DIRECT.search(passage.before(start)) or _DIRECT_AFTER.match(passage.after(end)))
