"""The text of a file in another shape as trees, each of which is an item or holds items."""

import re
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from mkdocs_traceability.reading.markdown.front_matter import refuse_what_mkdocs_drops
from mkdocs_traceability.reading.markdown.page_body import FENCED
from mkdocs_traceability.reading.markdown.page_title import PageTitle, page_title
from mkdocs_traceability.reading.shapes.paths import under
from mkdocs_traceability.reading.yaml.nodes import Mapping as MappingNode
from mkdocs_traceability.reading.yaml.nodes import Node, Scalar, Sequence
from mkdocs_traceability.reading.yaml.tree import parse_documents
from mkdocs_traceability.reading.yaml.unreadable import Unreadable

_SURROGATES: Final = re.compile(r"\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})", re.IGNORECASE)
_ALMOST_FENCED: Final = re.compile(r"(?:\s|<!--.*?-->)*---[ \t]*\n[\w\"'-]+[ \t]*:", re.DOTALL)
_MARKDOWN: Final = (".md", ".markdown", ".mdown", ".mkdn", ".mkd", ".mdx", ".mdc", ".qmd")


class Document(NamedTuple):
    """One tree of a file, and the title that it has by where it stands."""

    root: Node
    title: PageTitle = PageTitle("")


class Text(NamedTuple):
    """What a file says: its path as findings show it; below the docs folder for a page, else None."""

    text: str
    path: str
    page: str | None = None


def documents_of(file: Text, format_: str) -> list[Document]:
    """Return the trees of a file.

    Raises:
        Unreadable: where it is not what its format says.

    """
    return FORMATS[format_ or _format_of(file)](file)


def _format_of(file: Text) -> str:
    is_markdown = file.page is not None or file.path.endswith(_MARKDOWN)
    return "front matter" if is_markdown else "yaml"


def _yaml(file: Text) -> list[Document]:
    text = file.text
    if r"\ud" in text or r"\uD" in text:
        text = _SURROGATES.sub(_character, text)
    trees = parse_documents(text)
    return [Document(each) for each in trees if not (isinstance(each, Scalar) and each.is_null)]


def _character(escaped: re.Match[str]) -> str:
    r"""Return what JSON writes as two escapes, as YAML escapes it: `\U0001F600`."""
    code = 0x10000 + ((int(escaped[1], 16) - 0xD800) << 10) + int(escaped[2], 16) - 0xDC00
    return rf"\U{code:08X}"


def _front_matter(file: Text) -> list[Document]:
    fenced = FENCED.match(file.text)
    if fenced is None:
        _refuse_unseen(file)
        return []
    trees = parse_documents(fenced[1], first_line=2)
    if not trees or not isinstance(trees[0], MappingNode):
        _refuse_list(file, trees)
        return []
    if file.page is not None:
        refuse_what_mkdocs_drops(fenced[1])
    body = file.text[fenced.end() :]
    return [Document(trees[0], page_title(under(trees[0], "title"), body, file.page or file.path))]


def _refuse_list(file: Text, trees: list[Node]) -> None:
    """Refuse a page whose front matter is a list, which MkDocs shows as text."""
    if file.page is not None and trees and isinstance(trees[0], Sequence):
        raise Unreadable("MkDocs drops this front matter: it is a list", trees[0].line, 1, help="write keys")


def _refuse_unseen(file: Text) -> None:
    """Refuse a page with front matter that MkDocs does not see."""
    if file.page is not None and (found := _ALMOST_FENCED.match(file.text)):
        line = file.text.count("\n", 0, found.end()) or 1
        message = "MkDocs does not see this front matter"
        help_ = "begin it with `---` in the first line of the page, and end it with a line `---`"
        raise Unreadable(message, line, 1, help=help_)


FORMATS: Final[Mapping[str, Callable[[Text], list[Document]]]] = {
    "yaml": _yaml,
    "front matter": _front_matter,
}
"""What turns a text into trees, by the name of its format. JSON is read as YAML."""
