"""The anchors and headings of a page, read from its Markdown source under the site's own settings.

Part of *verify*, for claims of `docs`: what the command line compares them with, where a build has the
rendered pages. Python-Markdown itself renders the page; what only a build can know is told as a doubt.
"""

import re
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mkdocs_traceability.evidence.documents.makers import doubts_of
from mkdocs_traceability.files.cache import key_of
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.reading.text import decode
from mkdocs_traceability.reading.yaml.unreadable import Unreadable

if TYPE_CHECKING:
    from mkdocs_traceability.evidence.documents.rendering.site_markdown import SiteMarkdown

MAX_CHARACTERS: Final = 500_000
"""The longest page that is rendered: Python-Markdown's time grows faster than a page does."""

_MOST_OPEN: Final = 300
"""How many brackets may stand open: Python-Markdown looks for the end of each anew, through its block."""


class SourceHeading(NamedTuple):
    """A heading: its anchor, if it has one, what it says, and its line in the source, 0 if not known."""

    anchor: str
    text: str
    line: int = 0


class PageHeadings(NamedTuple):
    """What can be known of a page without a build.

    `doubt` says why a build may find more in it, empty where it cannot; `error` why it cannot be read.
    `title` is the heading that MkDocs takes for the title of the page, empty where it takes none.
    """

    anchors: frozenset[str] = frozenset()
    headings: tuple[SourceHeading, ...] = ()
    doubt: str = ""
    error: str = ""
    title: str = ""


class _Sign(NamedTuple):
    """Something in a page that only a build resolves, where one of these plugins or extensions is used."""

    used: frozenset[str]
    pattern: re.Pattern[str]
    doubt: str


_MACRO: Final = re.compile(r"\{\{|\{%")
_INCLUDED: Final = re.compile(r"\{%|\{!")
_SNIPPET: Final = re.compile(r"-8<-")
_SIGNS: Final = (
    _Sign(frozenset({"macros", "markdownextradata", "jinja2"}), _MACRO, "it has macros"),
    _Sign(frozenset({"include-markdown", "markdown_include.include"}), _INCLUDED, "it includes files"),
    _Sign(frozenset({"pymdownx.snippets"}), _SNIPPET, "it includes snippets"),
    _Sign(
        frozenset({"mkdocstrings"}),
        re.compile(r"^[ \t]*:::[ \t]*\S", re.MULTILINE),
        "`mkdocstrings` writes a part of it",
    ),
    _Sign(
        frozenset({"markdown-exec", "markdown_exec"}),
        re.compile(r"^[ \t]*(?:`{3,}|~{3,}).*\bexec\b", re.MULTILINE),
        "`markdown-exec` writes a part of it",
    ),
    _Sign(
        frozenset({"tags", "material/tags"}),
        re.compile(r"<!--\s*material/tags|\[TAGS\]"),
        "the plugin `tags` writes a part of it",
    ),
)
_UNRESOLVED: Final = re.compile(r"\{\{|\{%|\{!|-8<-")
_EMOJI: Final = re.compile(r":[\w+-]+:")
_MARKS: Final = re.compile(r"\]\([^)]*\)|\{[^{}]*\}\s*$|<[^<>]*>|[\W_]")
_FENCE: Final = re.compile(r"[ \t]*(`{3,}|~{3,})")


class Headings:
    """Knows the headings of pages under one site's settings: each page is rendered once."""

    def __init__(
        self,
        disk: Disk,
        extensions: Mapping[str, object],
        plugins: frozenset[str],
        hooks: tuple[str, ...] = (),
    ) -> None:
        self._disk = disk
        self._extensions = extensions
        self._plugins = plugins
        self._doubt = doubts_of(sorted(plugins), hooks).headings
        self._kept_as = f"headings {key_of(repr(dict(extensions)), sorted(plugins), hooks)}"
        self._pages: dict[str, PageHeadings] = {}

    def of(self, path: str) -> PageHeadings:
        """Return the headings of a page, by its path relative to the folder of `mkdocs.yml`."""
        if path not in self._pages:
            facts = self._disk.facts(self._kept_as, path, self._compute)
            self._pages[path] = PageHeadings(error="it cannot be read") if facts is None else _page(facts)
        return self._pages[path]

    def lines_of(self, path: str, headings: list[str]) -> list[int]:
        """Return the line of each of a page's headings in its source; 0 where it has none."""
        try:
            return _lines_of(headings, decode(self._disk.read(path) or b""))
        except Unreadable:
            return [0] * len(headings)

    @cached_property
    def _markdown(self) -> "SiteMarkdown":
        from mkdocs_traceability.evidence.documents.rendering.site_markdown import SiteMarkdown

        return SiteMarkdown(self._extensions)

    def of_text(self, text: str) -> PageHeadings:
        """Return the headings of a page by what it says."""
        return _page(self._read(text))

    def _compute(self, data: bytes) -> Any:
        try:
            return self._read(decode(data))
        except Unreadable as error:
            return [[], [], "", error.message, ""]

    def _read(self, text: str) -> Any:
        """Return a page's anchors, headings, doubt, error and title as plain data."""
        if len(text) > MAX_CHARACTERS:
            return [[], [], f"it has more than {MAX_CHARACTERS} characters", "", ""]
        if any(_opens_too_often(text, *pair) for pair in ("[]", "()", "<>")):
            return [[], [], f"it has more than {_MOST_OPEN} brackets that are not closed", "", ""]
        doubts = [*self._doubts(text), *self._markdown.doubts]
        try:
            anchors, headings, begins = self._rendered(text)
        except Exception as error:  # Python-Markdown and its extensions are not made for every text
            return [[], [], f"Python-Markdown cannot render it here ({type(error).__name__})", "", ""]
        unresolved = [_UNRESOLVED] if doubts else []
        if self._markdown.has_foreign_emoji and any(_EMOJI.search(heading) for _, heading in headings):
            doubts.append("it has emoji in headings that only the theme knows")
            unresolved.append(_EMOJI)
        title = headings[0][1] if begins and headings else ""
        anchors, headings = _certain(anchors, headings, text, unresolved)
        lines = _lines_of([heading for _, heading in headings], text)
        placed = [[*heading, line] for heading, line in zip(headings, lines, strict=True)]
        title = "" if any(pattern.search(title) for pattern in unresolved) else title
        return [sorted(anchors), placed, doubts[0] if doubts else "", "", title]

    def _rendered(self, text: str) -> tuple[set[str], list[tuple[str, str]], bool]:
        """Return a page's anchors, its headings, and whether it begins with one of the first level."""
        from mkdocs_traceability.evidence.documents.rendering.html_headings import headings_of
        from mkdocs_traceability.evidence.documents.rendering.site_markdown import UNKNOWN_SLUG
        from mkdocs_traceability.reading.markdown.page_body import body_of

        html, begins = self._markdown.render(body_of(text))
        page = headings_of(html)
        anchors = {anchor for anchor in page.anchors if not anchor.startswith(UNKNOWN_SLUG)}
        headings = [(anchor if anchor in anchors else "", heading) for anchor, heading in page.headings]
        return anchors, headings, begins

    def _doubts(self, text: str) -> list[str]:
        used = self._plugins | self._extensions.keys()
        doubts = [sign.doubt for sign in _SIGNS if sign.used & used and sign.pattern.search(text)]
        snippets = self._extensions.get("pymdownx.snippets")
        if isinstance(snippets, dict) and snippets.get("auto_append"):
            doubts.append("snippets are appended to it")
        return [*doubts, self._doubt] if self._doubt else doubts


def _opens_too_often(text: str, opening: str, closing: str) -> bool:
    if text.count(opening) <= _MOST_OPEN:
        return False
    depth = 0
    for character in text:
        if character == opening:
            depth += 1
            if depth > _MOST_OPEN:
                return True
        elif character == closing and depth:
            depth -= 1
    return False


def _page(facts: Any) -> PageHeadings:
    anchors, headings, *rest = facts
    return PageHeadings(frozenset(anchors), tuple(SourceHeading(*each) for each in headings), *rest)


def _certain(
    anchors: set[str], headings: list[tuple[str, str]], text: str, unresolved: list[re.Pattern[str]]
) -> tuple[set[str], list[tuple[str, str]]]:
    """Leave out headings that a build will have say something else, unless their anchors are written out."""
    kept, gone = [], set()
    for anchor, heading in headings:
        if not any(pattern.search(heading) for pattern in unresolved):
            kept.append((anchor, heading))
        elif anchor and not re.search(rf"""[#"'=]{re.escape(anchor)}(?![\w-])""", text):
            gone.add(anchor)
    return anchors - gone, kept


def _lines_of(headings: list[str], text: str) -> list[int]:
    """Find the line of each heading, in their order: the next one that says the same outside fences."""
    written: dict[str, list[int]] = {}
    fence = ""
    for number, line in enumerate(text.split("\n"), start=1):
        opened = _FENCE.match(line)
        if fence:
            fence = "" if opened and opened[1].startswith(fence) else fence
        elif opened:
            fence = opened[1]
        elif line and not line.isspace():
            written.setdefault(_MARKS.sub("", line), []).append(number)
    lines: list[int] = []
    last = 0
    for heading in headings:
        found = next((each for each in written.get(_MARKS.sub("", heading), ()) if each > last), 0)
        lines.append(found)
        last = found or last
    return lines
