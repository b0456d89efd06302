"""The forms in which a claim of `docs` names a page, an anchor or sections, and how headings are numbered."""

import re
from typing import Final, NamedTuple

FORMS: Final = "`page.md`, `page.md#anchor` or `page.md § 6.5`"

_MAX_LENGTH: Final = 1000

_NUMBER: Final = r"(?:[A-Z]\.)?[0-9]+(?:\.[0-9]+)*[a-z]?"
_WORD: Final = r"(?:§{1,2}|sections?|sec\.|chapters?)"
_AND: Final = r"(?:(?: ?[,;&–-] ?)(?:and )?| (?:and|to) )"
_WITH_SECTIONS: Final = re.compile(
    rf"(?P<page>.+?)(?:(?P<open> ?\() ?| |(?=§)){_WORD} ?"
    rf"(?P<numbers>{_NUMBER}\.?(?:{_AND}(?:{_WORD} ?)?{_NUMBER}\.?)*) ?(?P<close>\))?",
    re.IGNORECASE,
)
_MORE_THAN_A_PAGE: Final = re.compile(r"§|\.md[\s(:]", re.IGNORECASE)
_ONE_NUMBER: Final = re.compile(_NUMBER, re.IGNORECASE)
_NUMBERED: Final = re.compile(rf"(?:{_WORD} ?)?({_NUMBER})[.)]?(?= |:|$)", re.IGNORECASE)


class DocsClaim(NamedTuple):
    """A claim of `docs`, taken apart: a page, perhaps an anchor in it, or the numbers of its sections."""

    page: str
    anchor: str = ""
    sections: tuple[str, ...] = ()


def parse(text: str) -> DocsClaim | None:
    """Take a claim apart; None where it is written in no form of `docs`."""
    text = text.strip()
    if not text or len(text) > _MAX_LENGTH:
        return None
    page, hash_, anchor = text.partition("#")
    if hash_:
        is_fine = page and page == page.rstrip() and anchor and not re.search(r"[\s#]", anchor)
        return DocsClaim(page, anchor) if is_fine else None
    found = _WITH_SECTIONS.fullmatch(" ".join(text.split()))
    if found and bool(found["open"]) == bool(found["close"]):
        return DocsClaim(found["page"], sections=tuple(_ONE_NUMBER.findall(found["numbers"])))
    return None if _MORE_THAN_A_PAGE.search(text) else DocsClaim(text)


def number_of(heading: str) -> str:
    """Return the number that a heading begins with, as it compares; empty where it begins with none."""
    found = _NUMBERED.match(heading)
    return found[1].casefold() if found else ""
