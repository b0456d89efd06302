"""Find headings that are named: by the address of a link, or as the section “X” of a page."""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

from mkdocs_traceability.grounding.statements.found import Found
from mkdocs_traceability.grounding.statements.invented import is_invented
from mkdocs_traceability.grounding.statements.own_names import OwnNames
from mkdocs_traceability.grounding.statements.passages import Passage
from mkdocs_traceability.model.grounding import Reading

_ADDRESS: Final = re.compile(
    r"(?P<page>(?![a-zA-Z][\w+.-]*:|/)[^#?\s]*\.(?:md|mdx|markdown))?(?:\?[^#\s]*)?#(?P<anchor>\S+)"
)
_CODE: Final = re.compile(r"[\w./-]+\.(?:md|mdx|markdown)#[\w.-]+")
_QUOTED: Final = r"""[“"„«](?P<title>[^“”"„«»\n\x02\x03]{2,80})[”"“»]"""
_SECTION: Final = re.compile(
    rf"(?:\b[Ss]ection\s+{_QUOTED}|{_QUOTED.replace('title', 'before')}\s+section)"
    r"(?:\s+(?:of|in)\s+(?:the\s+)?(?P<page>\x03+|[\w./-]+\.md\b))?"
)
_LINES: Final = re.compile(r"L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?")


def find(passage: Passage, names: OwnNames) -> Iterator[Found]:
    """Find headings."""
    for start, end in passage.links:
        found = _ADDRESS.fullmatch(passage.text[start:end])
        if (
            found
            and not _LINES.fullmatch(found["anchor"])
            and not found["anchor"].startswith((":~:", "/", "!"))
        ):
            yield Found(start, end, Reading("heading", unquote(f"{found['page'] or ''}#{found['anchor']}")))
    for start, end in passage.code:
        found = _CODE.fullmatch(passage.text[start:end])
        if found and not is_invented(found[0].partition("#")[0]):
            yield Found(start, end, Reading("heading", found[0]))
    if "ection" in passage.plain:
        for found in _SECTION.finditer(passage.plain):
            yield from _section(passage, found)


def _section(passage: Passage, found: re.Match[str]) -> Iterator[Found]:
    group = "title" if found["title"] else "before"
    page = passage.text[slice(*found.span("page"))].strip("` ") if found["page"] else ""
    if page and not page.endswith(".md"):
        return
    yield Found(*found.span(group), Reading("heading", f"{page}#{found[group]}"), is_weak=not page)
