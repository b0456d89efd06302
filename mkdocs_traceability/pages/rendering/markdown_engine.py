"""Draws the templates of the Markdown twins, which escape as Markdown what the others escape as HTML.

They are the package's own in every site: what a site changes are the pages that people read.
"""

import re
from functools import lru_cache
from typing import Any, Final

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from mkdocs_traceability.pages.rendering.markdown_text import code, escaped, fenced, inline, link
from mkdocs_traceability.pages.rendering.template_engine import translated_environment
from mkdocs_traceability.pages.rendering.translations import language

MOST_LETTERS: Final = 1_000_000
"""So long is a twin at most; the page it belongs to has the rest."""

_GAPS: Final = re.compile(r"\n{3,}")
_ENDS: Final = re.compile(r"[ \t]+$", re.MULTILINE)


def render_markdown(code_of_language: str, template: str, **context: Any) -> str:
    """Return what a template of a twin makes of a context, with one empty line at most between its parts."""
    drawn = _environment(code_of_language).get_template(template).render(**context)
    return _GAPS.sub("\n\n", _ENDS.sub("", drawn)).strip() + "\n"


def cut(text: str) -> tuple[str, bool]:
    """Return as many whole lines of a text as a twin may have, and whether there are more."""
    if len(text) <= MOST_LETTERS:
        return text, False
    return text[: text.rfind("\n", 0, MOST_LETTERS) + 1], True


@lru_cache(maxsize=8)
def _environment(code_of_language: str) -> Environment:
    loader = PackageLoader(__package__, "twins")
    environment = translated_environment(language(code_of_language), loader)
    environment.finalize = _said
    environment.filters["markdown"] = inline
    environment.filters["code"] = code
    environment.filters["text"] = escaped
    environment.filters["fenced"] = fenced
    environment.filters["line"] = _on_one_line
    environment.globals["link"] = link
    return environment


def _said(value: object) -> object:
    """Escape what is data; what templates and their macros say is `Markup` already."""
    return value if hasattr(value, "__html__") else escaped(str(value))


def _on_one_line(drawn: Markup) -> Markup:
    """Return what a macro has drawn as it stands in a cell of a table."""
    return Markup(" ".join(drawn.split()))
