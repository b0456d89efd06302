"""Parse a file with a tree-sitter grammar, within bounds, and make its outline.

The grammars are extras: whether they are installed is asked before anything of them is imported.
"""

import re
import time
from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from mkdocs_traceability.evidence.languages.nesting import is_bottomless
from mkdocs_traceability.evidence.languages.skeleton import Skeleton
from mkdocs_traceability.evidence.outline import Outline

if TYPE_CHECKING:
    from tree_sitter import Language, Node, Tree

LARGEST: Final = 2_000_000
"""The longest file, in bytes, that a grammar is given."""

MOST_SECONDS: Final = 5.0
"""How long one parse may take. 2 MB of code take about half a second; only hostile text takes longer."""

_CHUNK: Final = 65_536

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


def outline_with(grammars: tuple[Grammar, ...], data: bytes) -> Outline | None:
    """Return the outline of a file in one of a few languages; None where parsing it takes too much of each.

    The first grammar that knows the whole file decides; if none does, the one that finds most in it.
    """
    source = _utf8(data)
    if is_bottomless(source):
        return None
    outlines: list[Outline] = []
    for grammar in grammars:
        text = _prepared(grammar, source)
        tree = _parse(grammar, text.text) if text else None
        if text is None or tree is None:
            continue
        outline = _reader(grammar.reader)(tree.root_node, source)
        if text.is_partial and outlines:
            outline = outline._replace(error=outlines[0].error, error_line=outlines[0].error_line)
        if not outline.error:
            return outline
        outlines.append(outline)
    return max(outlines, key=lambda outline: len(outline.definitions), default=None)


def strings_with(grammars: tuple[Grammar, ...], data: bytes) -> list[tuple[str, int, int]] | None:
    """Return the string literals of a file with line and column; None as above."""
    source = _utf8(data)
    if is_bottomless(source):
        return None
    grammar = grammars[0]
    text = _prepared(grammar, source)
    tree = _parse(grammar, text.text) if text else None
    if tree is None:
        return None
    found = []
    waiting = [tree.root_node]
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


def _parse(grammar: Grammar, data: bytes) -> "Tree | None":
    from tree_sitter import Parser

    until = time.monotonic() + MOST_SECONDS
    try:
        return Parser(_language(grammar)).parse(
            lambda offset, _: data[offset : offset + _CHUNK],
            progress_callback=lambda _offset, _has_error: time.monotonic() > until,
        )
    except ValueError:  # how the binding says that the callback stopped it
        return None


@cache
def _language(grammar: Grammar) -> "Language":
    from tree_sitter import Language

    return Language(getattr(import_module(grammar.package), grammar.function)())


@cache
def _reader(name: str) -> "Callable[[Node, bytes], Outline]":
    module: Any = import_module(f"mkdocs_traceability.evidence.languages.{name}")
    return cast("Callable[[Node, bytes], Outline]", module.outline)


def _utf8(data: bytes) -> bytes:
    """Return text in UTF-16, as some editors for Windows write it, in the encoding that grammars read."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace").encode("utf-8", "replace")
    return data
