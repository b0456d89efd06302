"""Look up headings: `page.md#anchor`, `#anchor` of the document itself, `page.md § Heading`.

An anchor holds as GitHub makes it, as Python-Markdown makes it, and as it is written out. All are compared
without what they make of blanks and signs.
"""

import re
from collections.abc import Iterator
from posixpath import normpath
from typing import Final, NamedTuple
from urllib.parse import unquote

from mkdocs_traceability.grounding.resolver import Answer, Known, Resolver, Surroundings, resolver
from mkdocs_traceability.grounding.resolvers.paths import Paths
from mkdocs_traceability.model.verdict import Place
from mkdocs_traceability.reading.text import decode
from mkdocs_traceability.reading.yaml.unreadable import Unreadable
from mkdocs_traceability.registry.nearest import nearest_word

_UNKNOWN: Final = Answer(Known.UNKNOWN)
_PAGES: Final = (".md", ".markdown", ".mdown", ".mkd", ".mkdn")
_ATX: Final = re.compile(r"(?m)^[ \t>*+-]*(?:\d{1,9}[.)][ \t]+)?#{1,6}[ \t]*([^\s#][^\n]*)$")
_SETEXT: Final = re.compile(r"(?m)^[ \t>]*([^\s>][^\n]*)\n[ \t>]*(?:=+|-+)[ \t]*$")
_HTML: Final = re.compile(r"(?is)<h[1-6]\b[^<>]*>((?:(?!</?h[1-6]\b).){1,600})</h[1-6]>")
_WRITTEN_OUT: Final = re.compile(
    r"\{[^{}\n]*?#([^\s{}]+)|<[a-zA-Z][^<>]*?\b(?:id|name)\s*=\s*[\"']?([^\"'\s<>]+)"
)
_MARKUP: Final = re.compile(
    r"!?\[((?:[^\[\]]|\[[^\[\]]*\])*)\](?:\([^()\s]*(?:\s[^()]*)?\)|\[[^\[\]]*\])|<[^<>]*>"
)
_CODE_SPAN: Final = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_SIGNS_OF_MARKUP: Final = str.maketrans("<>[]", "    ")
"""What is no markup in a code span, as in `--jobs <number>`: the words between them are part of an anchor."""

_ATTRIBUTES: Final = re.compile(r"\s*\{[:#.][^{}]*\}\s*$")
_STROKE: Final = re.compile(r"[(\[/:|,–—]| - ")
_EMOJI: Final = re.compile(r":[\w+-]+:")
_MADE: Final = re.compile(
    r"\{\{|\{%|\{!|-8<-|^[ \t]*:::|^\.\. |<[A-Z]\w*|^import |^@include|\[\[_?TOC|<\?|^<<<|:::\{|```\{"
    r"|<!--\s*[@#]?include",
    re.MULTILINE,
)
"""Signs of what only a build puts into a page."""

_TAB: Final = re.compile(r"(?m)^[ \t]*===[!+]*[ \t]+[\"']([^\n]+)[\"'][ \t]*$")
_OF_A_BUILD: Final = re.compile(
    r"L\d+|:~:|fn(?:ref)?[:\d-]|user-content-|__|top$|tab[-/=]|\?|!|/|[\w.]+\.[A-Z]"
)
"""Anchors that a browser, a host or a plugin makes."""

_WRITTEN_BY_HAND: Final = re.compile(r"[.:+=,;@$*(]")
"""What an anchor has that is made of no heading: a plugin knows where it is."""

_LONGEST: Final = 2_000_000
_LONGEST_HEADING: Final = 500
_MOST_COMPARED: Final = 2_000


class _Page(NamedTuple):
    """What a page can be linked to: headings by how they compare, with what they show and where they begin.

    `anchors` are those that are written out; a page that is not whole has more in a build. `beginnings` are
    what headings say before a bracket or a stroke: some hosts make no more of them.
    """

    text: str
    headings: dict[str, tuple[str, int]]
    anchors: frozenset[str]
    beginnings: frozenset[str]
    is_whole: bool


@resolver("heading")
class HeadingNames(Resolver):
    """Looks headings up in the documents of the site or of the repository."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._disk = surroundings.scope.disk
        self._documents = surroundings.documents
        self._docs = surroundings.scope.docs_path
        self._paths = Paths(surroundings)
        self._pages: dict[str, _Page | None] = {}

    def resolve(self, name: str, document: str) -> Answer:
        """Look up a heading."""
        written, sign, wanted = _apart(name.strip())
        if not sign or not wanted or _OF_A_BUILD.match(wanted):
            return _UNKNOWN
        path = self._page_of(written, document) if written else document
        if not path:
            known = self._paths.resolve(written, document).known
            return Answer(Known.ABSENT) if known is Known.ABSENT else _UNKNOWN
        page = self._page(path)
        if page is None:
            return _UNKNOWN
        if (line := _line(page, wanted)) is not None:
            return Answer(Known.THERE, Place(path, line))
        if _compared(unquote(wanted)) in page.beginnings or _is_of_tab(page, _compared(unquote(wanted))):
            return _UNKNOWN
        if not page.is_whole:
            return Answer(Known.ABSENT) if sign == "#" and not self._is_elsewhere(wanted) else _UNKNOWN
        if _WRITTEN_BY_HAND.search(wanted) or _is_made_of(page, unquote(wanted)):
            return _UNKNOWN
        texts = [text for text, _ in page.headings.values()][:_MOST_COMPARED]
        slugs = {_slug(text) if sign == "#" else text for text in texts}
        meant = nearest_word(unquote(wanted), sorted(slugs))
        nearest = (f"{written}{sign}{meant}",) if meant else ()
        shown = wanted if sign != "#" else f"#{wanted}"
        message = f"heading `{shown}` not found in `{written or path}`"
        return Answer(Known.ABSENT, None, True, nearest, True, message)

    def _is_elsewhere(self, wanted: str) -> bool:
        """Whether another document has such a heading, which a build may put into a page."""
        pages = (self._page(path) for path in self._documents)
        return any(_line(each, wanted) is not None for each in pages if each)

    def _page_of(self, written: str, document: str) -> str:
        """Return the page that is meant, empty where there is none."""
        below_docs = normpath(f"{self._docs}/{written.lstrip('/')}")
        found = self._paths.find(written, document, is_whole=True)
        return found or (below_docs if self._disk.is_file(below_docs) else "")

    def _page(self, path: str) -> _Page | None:
        """Return what a page has; None where it is none, or cannot be read."""
        if path not in self._pages:
            text = self._text(path) if path.endswith(_PAGES) or path in self._documents else None
            self._pages[path] = None if text is None or len(text) > _LONGEST else _read(text)
        return self._pages[path]

    def _text(self, path: str) -> str | None:
        if path in self._documents:
            return self._documents[path]
        data = self._disk.read(path)
        try:
            return None if data is None else decode(data)
        except Unreadable:
            return None


def _apart(name: str) -> tuple[str, str, str]:
    """Part a page from an anchor or heading in it: at `#`, or at `§`."""
    for sign in (" § ", "#"):
        page, found, wanted = name.partition(sign)
        if found:
            return page.strip(), sign, wanted.strip()
    return name, "", ""


def _read(text: str) -> _Page:
    headings: dict[str, tuple[str, int]] = {}
    beginnings: set[str] = set()
    for pattern in (_ATX, _SETEXT, _HTML):
        for found in pattern.finditer(text):
            shown = _shown(found[1].rstrip("# \t\r"))
            headings.setdefault(_compared(shown), (shown, found.start(1)))
            beginnings.update(_beginnings(shown))
    anchors = frozenset(each[1] or each[2] for each in _WRITTEN_OUT.finditer(text))
    return _Page(text, headings, anchors, frozenset(beginnings), not _MADE.search(text))


def _line(page: _Page, wanted: str) -> int | None:
    """Return the line of what is wanted, 0 for an anchor that is no heading's; None if it is not there."""
    for each in (wanted, unquote(wanted)):
        if each in page.anchors:
            return 0
    key = _compared(unquote(wanted))
    for each in (key, key.rstrip("0123456789")):  # of headings that say the same, all but the first count
        if each in page.headings:
            return page.text.count("\n", 0, page.headings[each][1]) + 1
    if any(_compared(each) == key for each in page.anchors):
        return 0
    return None


def _is_of_tab(page: _Page, wanted: str) -> bool:
    """Whether an anchor ends in what a tab says: some builds put the heading above it before that."""
    titles = (_compared(found[1]) for found in _TAB.finditer(page.text))
    return any(each and wanted.endswith(each) for each in titles)


def _is_made_of(page: _Page, wanted: str) -> bool:
    """Whether a comment or a directive of a page has an anchor in it, for something to make it there."""
    place = page.text.find(wanted) if "-" in wanted or "_" in wanted else -1
    while place >= 0:
        if page.text[max(place - 1, 0)] not in "#-" and not page.text[place - 1].isalnum():
            return True
        place = page.text.find(wanted, place + 1)
    return False


def _beginnings(shown: str) -> Iterator[str]:
    """Go through what a heading says up to a bracket, a stroke or a colon."""
    for end in _STROKE.finditer(shown):
        yield _compared(shown[: end.start()])


def _shown(text: str) -> str:
    """Return what a heading shows."""
    text = _ATTRIBUTES.sub("", text[:_LONGEST_HEADING])
    text = _CODE_SPAN.sub(lambda found: found[2].translate(_SIGNS_OF_MARKUP), text)
    for _ in range(3):  # a picture in a link in a link
        text = _MARKUP.sub(lambda found: found[1] or "", text)
    return text.strip()


def _slug(text: str) -> str:
    """Return the anchor that GitHub makes of a heading."""
    return re.sub(r"[^\w\- ]", "", text.casefold()).strip().replace(" ", "-")


def _compared(text: str) -> str:
    return re.sub(r"[\W_]+", "", _EMOJI.sub("", text)).casefold()
