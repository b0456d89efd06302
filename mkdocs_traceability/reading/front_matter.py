"""The front matter of a Markdown page: the part that is the plugin's, and the title a page has."""

import re
from dataclasses import dataclass
from typing import Final

import yaml

from mkdocs_traceability.reading.unreadable import Unreadable
from mkdocs_traceability.reading.yaml_tree import Mapping, Node, Scalar, Sequence, parse

KEY: Final = "traceability"

# As in `mkdocs.utils.meta`, which also wants a line end behind the closing fence.
_FENCED: Final = re.compile(r"-{3}[ \t]*\n(.*?\n)(?:\.{3}|-{3})[ \t]*(?:\n|\Z)", re.DOTALL)
_MISPLACED: Final = re.compile(
    r"\s*-{3,}[ \t]*\n(.*?)(?:^[ \t]*(?:\.{3}|-{3,})[ \t]*$|\Z)", re.DOTALL | re.MULTILINE
)
_OWN_KEY: Final = re.compile(rf"^[\"']?{KEY}[\"']?[ \t]*:", re.MULTILINE)
_FENCE: Final = re.compile(r"`{3,}|~{3,}")
_UNDERLINE: Final = re.compile(r"=+[ \t]*")
_LONGEST_TITLE: Final = 500
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class FrontMatter:
    """What stands under the plugin's key, and the title the page has."""

    node: Node
    title: str


def read_front_matter(text: str, file_name: str) -> FrontMatter | None:
    """Return what a page declares; None where it does not hold the plugin's key.

    Raises:
        Unreadable: where the page holds the key in front matter that is no YAML, or that MkDocs would drop.

    """
    if KEY not in text:
        return None
    fenced = _FENCED.match(text)
    if fenced is None:
        _refuse_what_mkdocs_overlooks(text)
        return None
    written = fenced[1]
    if KEY not in written:
        return None
    try:
        tree = parse(written, first_line=2)
    except Unreadable:
        if _OWN_KEY.search(written):
            raise
        return None
    if not isinstance(tree, Mapping):
        _refuse_list(tree)
        return None
    entries = {key.text: value for key, value in reversed(tree.entries) if isinstance(key, Scalar)}
    if KEY not in entries:
        return None
    _refuse_what_mkdocs_drops(written)
    _refuse_second_key(tree)
    return FrontMatter(entries[KEY], _title(entries.get("title"), text[fenced.end() :], file_name))


def _refuse_what_mkdocs_overlooks(text: str) -> None:
    """MkDocs shows front matter that it does not recognize as text of the page, and says nothing."""
    found = _MISPLACED.match(text)
    if found is None or not _OWN_KEY.search(found[1]):
        return
    if text.partition("\n")[0].rstrip(" \t") == "---":
        raise Unreadable("the front matter is never closed", 1, 1, 3, "end it with a line `---`")
    line = text.count("\n", 0, len(text) - len(text.lstrip())) + 1
    message = "MkDocs does not see this front matter"
    raise Unreadable(message, line, 1, help="begin it with `---`, alone in the first line of the page")


def _refuse_list(tree: Node | None) -> None:
    """MkDocs takes no front matter for one that is a list."""
    for entry in tree.items if isinstance(tree, Sequence) else ():
        if isinstance(entry, Mapping) and any(
            isinstance(key, Scalar) and key.text == KEY for key, _ in entry.entries
        ):
            message = "MkDocs drops this front matter: it is a list"
            raise Unreadable(message, entry.line, entry.column, help=f"begin the line with `{KEY}:`")


def _refuse_what_mkdocs_drops(written: str) -> None:
    """MkDocs shows front matter that it cannot construct as text of the page, and says nothing."""
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
        message = f"the key `{KEY}` stands twice, first in line {own[0].line}"
        raise Unreadable(message, own[1].line, own[1].column, own[1].length, "merge the two")


def _title(written: Node | None, body: str, file_name: str) -> str:
    """Return the title as MkDocs finds it: as it is given, the heading, or the file's name."""
    if isinstance(written, Scalar) and not written.is_null:
        return written.text
    if heading := _heading(body):
        return _plain_heading(heading[:_LONGEST_TITLE])
    if file_name in ("index.md", "README.md"):
        return "Home"
    stem = file_name.rpartition("/")[2].rpartition(".")[0]
    words = ("index" if stem == "README" else stem).replace("-", " ").replace("_", " ")
    return words.capitalize() if words.lower() == words else words


def _heading(body: str) -> str:
    """Return the first heading of the first level, with its marks; code blocks hold none."""
    fence = above = ""
    for line in body.split("\n"):
        opened = _FENCE.match(line)
        if opened and not fence:
            fence = opened[0]
        elif fence:
            fence = "" if line.startswith(fence) else fence
        elif line.startswith(("# ", "#\t")) and line[1:].strip():
            return line[2:]
        elif above and _UNDERLINE.fullmatch(line):
            return above
        else:
            above = line.strip()
    return ""


def _plain_heading(heading: str) -> str:
    """Take the marks of Markdown, and the attributes behind it, off a heading."""
    heading = heading.strip()
    if heading.endswith("}") and "{" in heading:
        heading = heading[: heading.rindex("{")].rstrip()
    heading = heading.rstrip("#").rstrip() or heading
    return re.sub(r"[`*]|(?<!\w)_|_(?!\w)", "", heading).strip()
