"""The front matter of a Markdown page: the part that is the plugin's, and the title a page has."""

from dataclasses import dataclass
from typing import Final

import yaml

from mkdocs_traceability.reading.markdown.page_body import FENCED
from mkdocs_traceability.reading.markdown.page_title import PageTitle, page_title
from mkdocs_traceability.reading.markdown.unseen_front_matter import refuse_unseen
from mkdocs_traceability.reading.own_key import KEY, has_own_key, is_own_key, may_hold_own_key
from mkdocs_traceability.reading.yaml.loading import surely_loads
from mkdocs_traceability.reading.yaml.nodes import Mapping, Node, Scalar, Sequence
from mkdocs_traceability.reading.yaml.tree import parse
from mkdocs_traceability.reading.yaml.unreadable import Unreadable

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class FrontMatter:
    """What stands under the plugin's key, if it is there, and the title the page has.

    `misspelt` are the keys that look like the plugin's and are not, each with what stands under it.
    """

    node: Node | None
    title: PageTitle
    misspelt: tuple[tuple[Scalar, Node], ...] = ()


def read_front_matter(text: str, file_name: str) -> FrontMatter | None:
    """Return what a page declares; None where it holds neither the plugin's key nor one that looks like it.

    Raises:
        Unreadable: where the page holds the key in front matter that is no YAML, that MkDocs would drop, or
            that it does not see.

    """
    if KEY not in text and not may_hold_own_key(text.encode("utf-8", "surrogatepass")):
        return None
    fenced = FENCED.match(text)
    if fenced is None:
        refuse_unseen(text)
        return None
    written = fenced[1]
    may_hold = KEY in written or has_own_key(written)
    found = _read(written, text[fenced.end() :], file_name) if may_hold else None
    refuse_unseen(text, fenced.end())
    return found


def _read(written: str, body: str, file_name: str) -> FrontMatter | None:
    try:
        tree = parse(written, first_line=2)
    except Unreadable:
        if has_own_key(written) or (KEY in written and written.startswith("{")):
            raise
        return None
    if not isinstance(tree, Mapping):
        _refuse_list(tree)
        return None
    entries = [(key, value) for key, value in tree.entries if isinstance(key, Scalar)]
    own = [value for key, value in entries if key.text == KEY]
    misspelt = tuple((key, value) for key, value in entries if key.text != KEY and is_own_key(key.text))
    if not (own or misspelt):
        return None
    refuse_what_mkdocs_drops(written)
    _refuse_second_key(tree)
    title = next((value for key, value in entries if key.text == "title"), None)
    return FrontMatter(own[0] if own else None, page_title(title, body, file_name), misspelt)


def _refuse_list(tree: Node | None) -> None:
    """MkDocs takes no front matter for one that is a list."""
    for entry in tree.items if isinstance(tree, Sequence) else ():
        if isinstance(entry, Mapping) and any(
            isinstance(key, Scalar) and is_own_key(key.text) for key, _ in entry.entries
        ):
            message = "MkDocs drops this front matter: it is a list"
            raise Unreadable(message, entry.line, entry.column, help=f"begin the line with `{KEY}:`")


def refuse_what_mkdocs_drops(written: str) -> None:
    """MkDocs shows front matter that it cannot construct as text of the page, and says nothing."""
    if surely_loads(written) is not None:
        return
    try:
        yaml.load(written, Loader=_LOADER)
    except Exception as error:  # all that MkDocs swallows: `!!bool x` ends in a KeyError
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + 2, mark.column + 1) if mark else (1, 1)
        what = getattr(error, "problem", None) or "a value is not what it looks like"
        message = f"MkDocs drops this front matter: {what}"
        raise Unreadable(message, line, column, help="quote the value") from None


def _refuse_second_key(tree: Mapping) -> None:
    own = [key for key, _ in tree.entries if isinstance(key, Scalar) and key.text == KEY]
    if len(own) > 1:
        message = f"duplicate key `{KEY}`, first in line {own[0].line}"
        raise Unreadable(message, own[1].line, own[1].column, own[1].length, "merge the two")
