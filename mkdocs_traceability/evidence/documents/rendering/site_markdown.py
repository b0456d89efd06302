"""Render Markdown as the site does: Python-Markdown under the settings of `mkdocs.yml`.

Of its extensions only known ones are loaded, and of the Python that settings can name only known slugs and
emoji: nothing that a site brings along is imported. What is left out is told as a doubt.
"""

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any, Final
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from mkdocs_traceability.evidence.documents.rendering.known_extensions import (
    ALWAYS,
    EMOJI,
    SLUGS,
    PythonName,
    module_of,
    named,
)

UNKNOWN_SLUG: Final = "unknown-slug-of-traceability"
"""What every anchor begins with that is made by Python which is not loaded."""

_ONLY_LOOKS: Final = frozenset({"permalink", "anchorlink"})
"""Options of `toc` that put links into headings, and decide no anchor."""

_AS_MKDOCS: Final = 1
"""The priority at which MkDocs looks for the title (`mkdocs.structure.pages`)."""

_Slug = Callable[[str, str], str]


class _Beginning(Treeprocessor):
    """Sees whether a page begins with a heading of the first level: then that is its title to MkDocs."""

    is_heading = False

    def run(self, root: Element) -> None:
        """Look at the first element, once extensions have changed what they change."""
        first = next(iter(root), None)
        self.is_heading = first is not None and first.tag == "h1"


class SiteMarkdown:
    """Renders pages, each anew, as MkDocs does.

    `doubts` say why a page may have other headings than those that are found: each a sentence about it.
    """

    def __init__(self, extensions: Mapping[str, object]) -> None:
        self.doubts: list[str] = []
        self.has_foreign_emoji = False
        self._extensions: list[tuple[str, dict[str, Any]]] = []
        for name in dict.fromkeys((*ALWAYS, *extensions)):
            given = extensions.get(name)
            self._admit(name, given if isinstance(given, dict) else {})

    def render(self, text: str) -> tuple[str, bool]:
        """Return a page's HTML, and whether it begins with a heading of the first level.

        Raises:
            Exception: whatever Python-Markdown raises; it is not made for every text.

        """
        markdown = Markdown()
        for module, options in self._extensions:
            markdown.registerExtensions([module], {module: dict(options)})
        beginning = _Beginning(markdown)
        markdown.treeprocessors.register(beginning, "traceability_beginning", _AS_MKDOCS)
        return markdown.convert(text), beginning.is_heading

    def _admit(self, name: str, given: dict[str, Any]) -> None:
        """Take an extension with its options, if it is known, there, and content with them."""
        module = module_of(name)
        if module is None:
            self.doubts.append(f"the extension `{name}` is not loaded here")
        elif module:
            try:
                options = self._options(module, given)
                Markdown().registerExtensions([module], {module: dict(options)})
            except Exception as error:  # whatever an extension says of options that it does not know
                self.doubts.append(f"the extension `{name}` cannot be loaded here ({type(error).__name__})")
            else:
                self._extensions.append((module, options))

    def _options(self, module: str, given: dict[str, Any]) -> dict[str, Any]:
        options = dict(self._known(given))
        if module == "markdown.extensions.toc":
            options = {name: value for name, value in options.items() if name not in _ONLY_LOOKS}
        elif module == "pymdownx.emoji":
            options = self._emoji(given)
        return options

    def _known(self, given: dict[str, Any]) -> Iterator[tuple[str, Any]]:
        """Go through options that can be taken over; another one keeps its default."""
        for name, value in given.items():
            python = named(value)
            if python is None:
                yield name, self._plain(value)
            elif name == "slugify":
                yield name, self._slug(python)

    def _plain(self, value: Any) -> Any:
        """Take Python out of what an option holds: how a fence is drawn is decided by its default."""
        if isinstance(value, dict):
            return dict(self._known(value))
        if isinstance(value, list):
            return [self._plain(each) for each in value if named(each) is None]
        return value

    def _slug(self, python: PythonName) -> _Slug:
        if python.name in SLUGS:
            module, _, function = python.name.rpartition(".")
            slug = getattr(import_module(module), function, None)
            if slug is not None and python.is_call:
                slug = slug(**python.keywords)
            if slug is not None:
                return slug  # type: ignore[no-any-return]
        self.doubts.append(f"its anchors are made by `{python.name}`, which is not loaded here")
        return lambda text, separator: UNKNOWN_SLUG

    def _emoji(self, given: dict[str, Any]) -> dict[str, Any]:
        """Have emoji known by their names. How they are drawn leaves no trace in an anchor."""
        options = {name: value for name, value in self._known(given) if name != "options"}
        python = named(given.get("emoji_index"))
        if python is not None:
            self.has_foreign_emoji = python.name not in EMOJI
            name = "twemoji" if self.has_foreign_emoji else python.name.rpartition(".")[2]
            options["emoji_index"] = getattr(import_module("pymdownx.emoji"), name)
        return options
