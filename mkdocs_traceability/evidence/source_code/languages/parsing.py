"""Parse a file with a tree-sitter grammar, and make its outline.

The grammars are extras: whether they are installed is asked before anything of them is imported. They are
never let at a file here, but in the process of `worker`, where time and memory are bounded.
"""

import re
from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from mkdocs_traceability.evidence.source_code.languages.skeleton import Skeleton
from mkdocs_traceability.evidence.source_code.outline import UNFORESEEN, Outline

if TYPE_CHECKING:
    from tree_sitter import Language, Node, Tree

LARGEST: Final = 2_000_000
"""The longest file, in bytes, that a grammar is given."""

_IS_STRING: Final = re.compile(r"string(_literal|_expression)?$|heredoc_body$")
"""Types of nodes that hold the text of a string, in all grammars that are known here."""


class Grammar(NamedTuple):
    """A grammar: its distribution's module, the function in it, and the module here that reads its trees.

    `prepared` makes of a file, without moving anything in it, what the grammar can understand; None where it
    cannot.
    """

    package: str
    function: str
    reader: str
    prepared: Callable[[bytes], bytes | Skeleton | None] | None = None


def is_installed(grammar: Grammar) -> bool:
    """Whether tree-sitter and a grammar for it are there."""
    return find_spec("tree_sitter") is not None and find_spec(grammar.package) is not None


def load(grammars: tuple[Grammar, ...]) -> None:
    """Import what reads files in one of a few languages."""
    for grammar in grammars:
        _language(grammar)
        _reader(grammar.reader)


def outline_with(grammars: tuple[Grammar, ...], data: bytes) -> Outline:
    """Return the outline of a file in one of a few languages.

    The first grammar that knows the whole file decides; if none does, the one that finds most in it.
    """
    source = _utf8(data)
    outlines: list[Outline] = []
    for grammar in grammars:
        text = _prepared(grammar, source)
        if text is None:
            continue
        outline = _reader(grammar.reader)(_parse(grammar, text.text).root_node, source)
        if text.is_partial and outlines:
            outline = outline._replace(error=outlines[0].error, error_line=outlines[0].error_line)
        if outline.error in ("", UNFORESEEN):
            return outline
        outlines.append(outline)
    return max(outlines, key=lambda outline: len(outline.definitions))


def strings_with(grammars: tuple[Grammar, ...], data: bytes) -> list[tuple[str, int, int]]:
    """Return the string literals of a file with line and column."""
    source = _utf8(data)
    text = _prepared(grammars[0], source)
    found = []
    waiting = [_parse(grammars[0], text.text if text else source).root_node]
    while waiting:
        node = waiting.pop()
        if _IS_STRING.search(node.type):
            row, column = node.start_point
            literal = source[node.start_byte : node.end_byte].decode("utf-8", "replace")
            found.append((literal, row + 1, column + 1))
        else:
            waiting += reversed(node.children)
    return found


def _prepared(grammar: Grammar, source: bytes) -> Skeleton | None:
    text = grammar.prepared(source) if grammar.prepared else source
    return Skeleton(text, False) if isinstance(text, bytes) else text


def _parse(grammar: Grammar, text: bytes) -> "Tree":
    from tree_sitter import Parser

    return Parser(_language(grammar)).parse(text)


@cache
def _language(grammar: Grammar) -> "Language":
    from tree_sitter import Language

    return Language(getattr(import_module(grammar.package), grammar.function)())


@cache
def _reader(name: str) -> "Callable[[Node, bytes], Outline]":
    module: Any = import_module(f"mkdocs_traceability.evidence.source_code.languages.{name}")
    return cast("Callable[[Node, bytes], Outline]", module.outline)


def _utf8(data: bytes) -> bytes:
    """Return text in UTF-16, as some editors for Windows write it, in the encoding that grammars read."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace").encode("utf-8", "replace")
    return data
