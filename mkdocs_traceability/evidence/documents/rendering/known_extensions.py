"""Which extensions of Python-Markdown, and which Python in their options, are known and so loaded."""

from typing import Any, Final, NamedTuple

ALWAYS: Final = ("toc", "tables", "fenced_code")
"""What MkDocs adds to every site's extensions."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_OF_MARKDOWN: Final = _words(
    """
    abbr admonition attr_list codehilite def_list extra fenced_code footnotes legacy_attrs legacy_em
    md_in_html meta nl2br sane_lists smarty tables toc wikilinks
    """
)
_OF_PYMDOWNX: Final = _words(
    """
    arithmatex betterem blocks.admonition blocks.caption blocks.definition blocks.details blocks.html
    blocks.tab bracketspan caret critic details emoji escapeall extra fancylists highlight inlinehilite
    keys magiclink mark progressbar quotes saneheaders smartsymbols striphtml superfences tabbed
    tasklist tilde
    """
)
_WITHOUT_HEADINGS: Final = frozenset(
    {
        "material.extensions.preview",
        "mkdocs_traceability",
        "pymdownx.b64",
        "pymdownx.pathconverter",
        "pymdownx.snippets",
        "zensical.extensions.glightbox",
        "zensical.extensions.media",
        "zensical.extensions.preview",
    }
)
"""Extensions that read files or draw links; what snippets bring in is a page's own doubt."""

_SLUG_NAMES: Final = _words(
    "slugify uslugify uslugify_cased uslugify_encoded uslugify_cased_encoded gfm gfm_encoded"
)
SLUGS: Final = frozenset(
    {"markdown.extensions.toc.slugify", "markdown.extensions.toc.slugify_unicode"}
    | {f"pymdownx.slugs.{name}" for name in _SLUG_NAMES}
)
"""Functions that make anchors, or that return one."""

EMOJI: Final = frozenset({"pymdownx.emoji.twemoji", "pymdownx.emoji.gemoji", "pymdownx.emoji.emojione"})

_PREFIX: Final = "!!python/"


class PythonName(NamedTuple):
    """Python that a setting names: an object, or what calling it returns."""

    name: str
    is_call: bool
    keywords: dict[str, Any]


def module_of(extension: str) -> str | None:
    """Return the module of an extension: empty where it makes no heading, None where it is unknown."""
    short = extension.removeprefix("markdown.extensions.")
    if short in _OF_MARKDOWN:
        return f"markdown.extensions.{short}"
    if extension.removeprefix("pymdownx.") in _OF_PYMDOWNX and extension.startswith("pymdownx."):
        return extension
    return "" if extension in _WITHOUT_HEADINGS else None


def named(value: object) -> PythonName | None:
    """Return the Python that a setting names, if it is such a one (`config_file` keeps the tag as a key)."""
    if not isinstance(value, dict) or not value:
        return None
    tag, given = next(reversed(value.items()))  # the last: an inherited one is laid under it
    if not isinstance(tag, str) or not tag.startswith(_PREFIX):
        return None
    how, _, name = tag.removeprefix(_PREFIX).partition(":")
    keywords = given.get("kwds") if isinstance(given, dict) else None
    return PythonName(name, how.startswith("object"), keywords if isinstance(keywords, dict) else {})
