"""Read the anchors and headings of rendered HTML."""

from html.parser import HTMLParser
from typing import Final

from mkdocs_traceability.evidence.checker import RenderedPage

_PERMALINK: Final = "headerlink"
"""The class of the link that themes put behind a heading: it is no part of what the heading says."""
_FOOTNOTE: Final = "fnref"
"""How the id of a reference to a footnote begins, which is none either."""


def headings_of(html: str) -> RenderedPage:
    """Return every anchor in HTML, and its headings with theirs. Whatever it holds, nothing is raised."""
    reader = _HeadingParser()
    reader.feed(html)
    reader.close()
    reader.end_heading()
    return RenderedPage(frozenset(reader.anchors), tuple(reader.headings))


class _HeadingParser(HTMLParser):
    """Collects anchors and headings on its way through HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.headings: list[tuple[str, str]] = []
        self._texts: list[str] | None = None
        self._anchor = ""
        self._left_out = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in reversed(attrs)}
        self.anchors.update(filter(None, (given.get("id"), given.get("name") if tag == "a" else None)))
        if _is_heading(tag):
            self.end_heading()
            self._texts, self._anchor = [], given.get("id", "")
        elif self._left_out:
            return
        elif _is_left_out(tag, given):
            self._left_out = tag
        elif tag == "img" and self._texts is not None:
            self._texts.append(given.get("alt", ""))

    def handle_endtag(self, tag: str) -> None:
        if _is_heading(tag):
            self.end_heading()
        elif tag == self._left_out:
            self._left_out = ""

    def handle_data(self, data: str) -> None:
        if self._texts is not None and not self._left_out:
            self._texts.append(data)

    def end_heading(self) -> None:
        """Enter the heading that is being read, if one is."""
        if self._texts is not None:
            self.headings.append((self._anchor, " ".join("".join(self._texts).split())))
        self._texts, self._left_out = None, ""

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """Take `<![…` for a comment, as browsers do: the parser's own way ends in an AssertionError."""
        return self.parse_bogus_comment(i, report)


def _is_left_out(tag: str, given: dict[str, str]) -> bool:
    if tag == "a":
        return _PERMALINK in given.get("class", "").split()
    return tag == "sup" and given.get("id", "").startswith(_FOOTNOTE)


def _is_heading(tag: str) -> bool:
    return len(tag) == 2 and tag[0] == "h" and tag[1] in "123456"
