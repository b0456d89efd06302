"""The door in Python-Markdown: `markdown_extensions: [mkdocs_traceability]`.

What the plugin does in several hooks is done here within one conversion: it begins with the sources of the
site, and ends with the HTML of the page. Where the plugin is active in the same build, it does all of it.
"""

import inspect
import re
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, STX

from mkdocs_traceability.extension.judged_site import NO_PAGE, JudgedSite
from mkdocs_traceability.extension.known_sites import known_site, say_without_site
from mkdocs_traceability.extension.rendered_page import config_of, page_below, rendered_page
from mkdocs_traceability.markdown.extension import MARKERS, ProseExtension

_FIRST: Final = 1_000
_LAST: Final = -1_000

_END: Final = f"{STX}trace-end{ETX}"
"""Ends the text of a page. Hosts hand over headings alone to all postprocessors, and no page can hold it."""

_END_OF_HTML: Final = re.compile(rf"\s*<div>{_END}</div>\s*")


class SiteExtension(Extension):
    """Shows in a page what the site says of it: references, markers, tables, anchors and panels."""

    def __init__(self, **options: Any) -> None:
        self.config = {
            "page": ["", "The page: its path below the docs folder, or that of its file"],
            "config_file": ["", "The configuration of the site, if not the nearest upward from the page"],
        }
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name that Python-Markdown calls
        """Register with Python-Markdown."""
        conversion = _Conversion(md, self.getConfig("page"), self.getConfig("config_file"))
        md.preprocessors.register(_Begin(conversion), "trace-begin", _FIRST)
        md.treeprocessors.register(_End(conversion), "trace-end", _LAST)
        md.postprocessors.register(_Fill(conversion), "trace-fill", _LAST)


class _Conversion:
    """What belongs to one conversion of a text, from its beginning to its end.

    `site` is what the whole of it is shown with; None where nothing is, and within another conversion, the
    end of which brings in what this one leaves.
    """

    def __init__(self, md: Markdown, page: str, config: str) -> None:
        self.site: JudgedSite | None = None
        self.page = NO_PAGE
        self._md, self._told = md, (page, config)
        self._prose = ProseExtension()
        self._prose.extendMarkdown(md)
        self._own = md.inlinePatterns[MARKERS]

    def begin(self, markdown: str) -> str:
        """Find the site that a text belongs to, and return the text with anchors."""
        self.site = None
        self._prose.set_registry(None)
        found = self._found() if self._md.inlinePatterns[MARKERS] is self._own else None
        if found is None:
            return markdown
        site, page = found
        settings = site.settings
        self._prose.set_registry(site.registry, settings.prose_ids, settings.table_words)
        if _is_within_another():
            return markdown
        self.site, self.page = site, page
        return site.with_anchors(markdown, page)

    def _found(self) -> tuple[JudgedSite, str] | None:
        rendered = rendered_page(self._md, *self._told)
        config = config_of(rendered)
        if config is None:
            say_without_site(rendered.config)
            return None
        site = known_site(config, rendered.host).now()
        if site is None:
            return None
        page = page_below(rendered, site.settings.docs_dir)
        return (site, page) if site.is_hand_written(page) else None


def _is_within_another() -> bool:
    """Whether this conversion is made by another: of a docstring, or of what a page has run."""
    frame, conversions = inspect.currentframe(), 0
    while frame is not None:
        conversions += frame.f_code is Markdown.convert.__code__
        frame = frame.f_back
    return conversions > 1


class _Begin(Preprocessor):
    def __init__(self, conversion: _Conversion) -> None:
        super().__init__()
        self._conversion = conversion

    def run(self, lines: list[str]) -> list[str]:
        return self._conversion.begin("\n".join(lines)).split("\n")


class _End(Treeprocessor):
    def __init__(self, conversion: _Conversion) -> None:
        super().__init__()
        self._conversion = conversion

    def run(self, root: Element) -> None:
        if self._conversion.site is not None:
            SubElement(root, "div").text = _END


class _Fill(Postprocessor):
    def __init__(self, conversion: _Conversion) -> None:
        super().__init__()
        self._conversion = conversion

    def run(self, text: str) -> str:
        site = self._conversion.site
        if site is None or _END not in text:
            return text
        return site.filled(_END_OF_HTML.sub("", text), self._conversion.page)
