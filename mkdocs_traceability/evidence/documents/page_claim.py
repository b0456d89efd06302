"""The forms in which a claim of `docs` names a page, an anchor or sections, and how headings are numbered."""

import re
from typing import Final, NamedTuple

from mkdocs_traceability.model.text import composed

FORMS: Final = "`page.md`, `page.md#anchor`, `page.md § 6.5` or `page.md § Heading text`"

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
_WITH_HEADING: Final = re.compile(r"(?P<page>[^§]+?) ?§ ?(?P<heading>[^\s§].*)")
_PAGE: Final = re.compile(r"(.+?\.(?:md|markdown|mdown|mkdn|mkd))(?=#|\Z)(?:#(.*))?", re.DOTALL)
"""A path may hold `#`; what follows the ending of a page is an anchor."""
_ONE_NUMBER: Final = re.compile(_NUMBER, re.IGNORECASE)
_MARKS: Final = re.compile(r"[`*]")
_NUMBERED: Final = re.compile(rf"(?:{_WORD} ?)?({_NUMBER})[.)]?(?= |:|$)", re.IGNORECASE)


class DocsClaim(NamedTuple):
    """A claim of `docs`, taken apart: a page, perhaps an anchor in it, or its sections.

    `sections` are their numbers, `heading` is the text of one.
    """

    page: str
    anchor: str = ""
    sections: tuple[str, ...] = ()
    heading: str = ""


def parse(text: str) -> DocsClaim | None:
    """Take a claim apart; None where it is written in no form of `docs`."""
    text = text.strip()
    if not text or len(text) > _MAX_LENGTH:
        return None
    if found := _PAGE.fullmatch(text):
        return DocsClaim(found[1]) if found[2] is None else _with_anchor(found[1], found[2])
    words = " ".join(text.split())
    found = _WITH_SECTIONS.fullmatch(words)
    if found and bool(found["open"]) == bool(found["close"]) and not _has_anchor(found["page"]):
        return DocsClaim(found["page"], sections=tuple(_ONE_NUMBER.findall(found["numbers"])))
    found = _WITH_HEADING.fullmatch(words)
    if found and not _has_anchor(found["page"]):
        return DocsClaim(found["page"], heading=found["heading"])
    page, hash_, anchor = text.partition("#")
    if hash_:
        return _with_anchor(page, anchor)
    return None if _MORE_THAN_A_PAGE.search(text) else DocsClaim(text)


def _has_anchor(page: str) -> bool:
    found = _PAGE.fullmatch(page)
    return found is not None and found[2] is not None


def _with_anchor(page: str, anchor: str) -> DocsClaim | None:
    is_fine = page and page == page.rstrip() and anchor and not re.search(r"[\s#]", anchor)
    return DocsClaim(page, anchor) if is_fine else None


def comparable(heading: str) -> str:
    """Return the text of a heading as it compares: without marks of Markdown, case and form of blanks."""
    return " ".join(_MARKS.sub("", composed(heading)).split()).casefold()


def without_number(heading: str) -> str:
    """Return a heading without the number that it begins with."""
    found = _NUMBERED.match(heading)
    return heading[found.end() :].lstrip(" :") if found else heading


def number_of(heading: str) -> str:
    """Return the number that a heading begins with, as it compares; empty where it begins with none."""
    found = _NUMBERED.match(heading)
    return found[1].casefold() if found else ""
