"""Read: the title that MkDocs gives a page, as far as the page's own text tells it.

MkDocs takes what front matter says, else the heading of the first level that the page begins with, else the
file's name (`mkdocs.structure.pages`). What a heading with markup says is known once it is rendered.
"""

import re
from html import unescape
from typing import Final, NamedTuple

from mkdocs_traceability.reading.yaml.nodes import Node, Scalar

_LONGEST: Final = 500
_PLAIN: Final = r"(?:[^\W_]|[,;?](?=[ ]|\Z)|[-.](?![-.])|[ ])+"
"""A text of which no extension of Markdown makes anything else."""
_PLAIN_HEADING: Final = re.compile(rf"#[ ]+({_PLAIN}?)[ ]*#*")
_PLAIN_TEXT: Final = re.compile(_PLAIN)
_UNDERLINE: Final = re.compile(r"=+[ ]*")
_ATTRIBUTES: Final = re.compile(r"[ ]*(?<!\{)\{[^{}]*\}\Z")
_OTHER: Final = re.compile(r"##|[^\W\d_][^:]*\Z")
"""How a page begins that begins with no heading of the first level."""


class PageTitle(NamedTuple):
    """A title. One that is not `sure` has markup, or stands below what may turn out to be nothing."""

    text: str
    is_sure: bool = True


def page_title(written: Node | None, body: str, file_name: str) -> PageTitle:
    """Return the title of a page: `written` is what its front matter says, `body` the text behind that."""
    if isinstance(written, Scalar) and not written.is_null:
        return PageTitle(unescape(written.text))
    first, _, rest = body.lstrip("\n")[: 4 * _LONGEST].partition("\n")
    is_underlined = bool(_UNDERLINE.fullmatch(rest.partition("\n")[0])) and bool(first.strip())
    if found := _PLAIN_HEADING.fullmatch(first):
        return PageTitle(found[1])
    if is_underlined:
        return PageTitle(_without_marks(first), _PLAIN_TEXT.fullmatch(first) is not None)
    if first.startswith("#") and not first.startswith("##"):
        return PageTitle(_without_marks(first[1:]), is_sure=False)
    return PageTitle(file_title(file_name), not body.strip() or _OTHER.match(first) is not None)


def file_title(file_name: str) -> str:
    """Return the title that a page has from its file, by its path below the docs folder."""
    if file_name in ("index.md", "README.md"):
        return "Home"
    stem = file_name.rpartition("/")[2].rpartition(".")[0]
    words = ("index" if stem == "README" else stem).replace("-", " ").replace("_", " ")
    return words.capitalize() if words.lower() == words else words


def _without_marks(heading: str) -> str:
    """Take the marks of Markdown, and the attributes behind it, off a heading: nearly what it will say."""
    heading = heading[:_LONGEST].strip()
    heading = _ATTRIBUTES.sub("", heading)
    heading = heading.rstrip("#").rstrip() or heading
    return re.sub(r"[`*]|(?<!\w)_|_(?!\w)", "", heading).strip()
