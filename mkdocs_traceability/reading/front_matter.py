"""The front matter of a Markdown page: the part that is the plugin's, and the title a page has."""

import re
from dataclasses import dataclass
from typing import Final

import yaml

from mkdocs_traceability.reading.yaml_tree import Mapping, Node, Scalar, Unreadable, parse

KEY: Final = "traceability"

# As in `mkdocs.utils.meta`, which also wants a line end behind the closing fence.
_FENCED: Final = re.compile(r"-{3}[ \t]*\n(.*?\n)(?:\.{3}|-{3})[ \t]*(?:\n|\Z)", re.DOTALL)
_OWN_KEY: Final = re.compile(rf"^[\"']?{KEY}[\"']?[ \t]*:", re.MULTILINE)
_HEADING: Final = re.compile(r"^#[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
_CODE_BLOCK: Final = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
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
    if not text.startswith("---"):
        return None
    fenced = _FENCED.match(text)
    if fenced is None:
        if _OWN_KEY.search(text) and text.partition("\n")[0].strip() == "---":
            raise Unreadable("the front matter is never closed", 1, 1, 3, "end it with a line `---`")
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
        return None
    entries = {key.text: value for key, value in reversed(tree.entries) if isinstance(key, Scalar)}
    if KEY not in entries:
        return None
    _refuse_what_mkdocs_drops(written)
    _refuse_second_key(tree)
    return FrontMatter(entries[KEY], _title(entries.get("title"), text[fenced.end() :], file_name))


def _refuse_what_mkdocs_drops(written: str) -> None:
    """MkDocs shows front matter that it cannot construct as text of the page, and says nothing."""
    try:
        yaml.load(written, Loader=_LOADER)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, ValueError, TypeError) as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + 2, mark.column + 1) if mark else (1, 1)
        what = getattr(error, "problem", None) or str(error)
        raise Unreadable(f"MkDocs drops this front matter: {what}", line, column, help="quote the value") from None


def _refuse_second_key(tree: Mapping) -> None:
    own = [key for key, _ in tree.entries if isinstance(key, Scalar) and key.text == KEY]
    if len(own) > 1:
        message = f"the key `{KEY}` stands twice, first in line {own[0].line}"
        raise Unreadable(message, own[1].line, own[1].column, own[1].length, "merge the two")


def _title(written: Node | None, body: str, file_name: str) -> str:
    if isinstance(written, Scalar) and not written.is_null:
        return written.text
    if heading := _HEADING.search(_CODE_BLOCK.sub("", body)):
        plain = re.sub(r"\s*\{[^}]*\}\s*$", "", heading[1])
        return re.sub(r"[`*]|(?<!\w)_|_(?!\w)", "", plain).strip()
    stem = file_name.rpartition("/")[2].rpartition(".")[0]
    words = stem.replace("-", " ").replace("_", " ")
    return words.capitalize() if words.lower() == words else words
