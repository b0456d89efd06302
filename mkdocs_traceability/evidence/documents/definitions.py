"""The link targets that a page has from other files: snippets that it includes, or that are appended to all.

What Markdown resolves with them is no reference of ours. Only pages that may have a wrong one are looked at.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from mkdocs_traceability.evidence.roots import leaves
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.model.inputs import Inputs
from mkdocs_traceability.model.prose import FULL, SHORT, Mention
from mkdocs_traceability.reading.markdown.blocks import folded
from mkdocs_traceability.reading.text import decode
from mkdocs_traceability.reading.yaml.unreadable import Unreadable
from mkdocs_traceability.registry.registry import Registry

_SNIPPETS: Final = "pymdownx.snippets"
_INCLUDERS: Final = frozenset({_SNIPPETS, "markdown_include.include", "include-markdown", "macros"})
_MOST_FILES: Final = 200
"""How many files one page may include, those that these include among them."""

_TARGET: Final = re.compile(r"^[ \t>]{0,12}\[([^\[\]\n]{1,400})\]:[ \t]*\S", re.MULTILINE)
_INCLUDED: Final = re.compile(
    r"""^[ \t]*;*-{1,}8<-{1,}[ \t]+["']([^"'\n:]+)"""
    r"""|\{%-?[ \t]*include(?:-markdown)?[ \t]+["']([^"'\n]+)"""
    r"""|\{![ \t]*([^!\n]+?)[ \t]*!\}""",
    re.MULTILINE,
)
_BLOCK: Final = re.compile(r"^[ \t]*-{1,}8<-{1,}[ \t]*\n((?:(?![ \t]*-{1,}8<-).*\n)+)", re.MULTILINE)


def without_resolved_by_markdown(registry: Registry, inputs: Inputs, disk: Disk) -> Iterable[Mention]:
    """Return the references in prose but for those that nothing declares and Markdown resolves."""
    if _INCLUDERS.isdisjoint((*inputs.markdown_extensions, *inputs.plugins)):
        return registry.mentions
    targets = _Targets(inputs, disk)
    return [
        mention
        for mention in registry.mentions
        if mention.form not in (SHORT, FULL)
        or registry.answering(mention.text)
        or targets.of(mention.position.path).isdisjoint(map(folded, _names(mention)))
    ]


def _names(mention: Mention) -> Iterator[str]:
    """Go through the names by which Markdown may know what a reference leads to."""
    yield mention.text
    if mention.form == FULL:
        yield mention.label.strip()


class _Targets:
    """Knows the link targets of each page by their folded names."""

    def __init__(self, inputs: Inputs, disk: Disk) -> None:
        self._disk = disk
        options = inputs.markdown_extensions.get(_SNIPPETS)
        given: dict[str, Any] = options if isinstance(options, dict) else {}
        folders = given.get("base_path", ".")
        self._folders = [str(each) for each in (folders if isinstance(folders, list) else [folders])]
        self._docs = inputs.docs_path
        appended = given.get("auto_append")
        self._appended = [str(each) for each in appended] if isinstance(appended, list) else []
        self._pages: dict[str, frozenset[str]] = {}
        self._of_all: frozenset[str] | None = None

    def of(self, page: str) -> frozenset[str]:
        if self._of_all is None:
            self._of_all = self._targets(self._appended, "")
        if page not in self._pages:
            folder = page.rpartition("/")[0]
            self._pages[page] = self._targets(_included(self._text(page)), folder)
        return self._of_all | self._pages[page]

    def _targets(self, names: Iterable[str], folder: str) -> frozenset[str]:
        """Return what some files define, and what those define that they include."""
        waiting, seen = list(names), set[str]()
        targets: set[str] = set()
        while waiting and len(seen) < _MOST_FILES:
            name = waiting.pop().strip()
            for file in self._files(name, folder):
                if file not in seen:
                    seen.add(file)
                    text = self._text(file)
                    targets.update(folded(found[1].strip()) for found in _TARGET.finditer(text))
                    waiting += _included(text)
        return frozenset(targets)

    def _files(self, name: str, folder: str) -> Iterator[str]:
        """Go through the files of a name: of snippets in their folders, of others beside the page."""
        for each in dict.fromkeys((*self._folders, folder, self._docs)):
            file = name if each in ("", ".") else f"{each.rstrip('/')}/{name}"
            if not leaves(file) and self._disk.is_file(file):
                yield file

    def _text(self, file: str) -> str:
        if not self._disk.real(file).is_relative_to(self._disk.real(".")):
            return ""
        try:
            return decode(self._disk.read(file) or b"")
        except Unreadable:
            return ""


def _included(text: str) -> list[str]:
    """Return the names of the files that a text includes."""
    if "8<-" not in text and "{%" not in text and "{!" not in text:
        return []
    names = [found[1] or found[2] or found[3] for found in _INCLUDED.finditer(text)]
    return names + [line.strip() for block in _BLOCK.findall(text) for line in block.splitlines()]
