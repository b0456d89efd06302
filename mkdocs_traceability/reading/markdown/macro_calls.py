"""Read: calls of the macros that make markers, `{{ trace_count("flow", status="planned") }}`.

Nothing is executed: a call is read where its arguments are written out. What macros made of a page only a
build knows; there the markers of the page itself tell, and this says where their calls stand.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Final, NamedTuple

from mkdocs_traceability.model.directives import MACROS, marker_text
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.prose import Marker

CALL_FORM: Final = re.compile(r"\{\{[-+]?\s*(trace_[a-z]+\((?:[^{}]|[{}](?![{}])){0,2000}\))\s*[-+]?\}\}")

_MAY_HOLD: Final = re.compile(rb"\btrace_[a-z]+\(")
_UNRENDERED: Final = re.compile(
    r"\A---[ \t]*\n(?:(?!---).*\n)*?render_macros:\s*(?:false|no|off)\b|\{%[-+]?\s*raw\b"
)
_WORDS: Final = {"true": True, "false": False, "none": None}
_LONGEST: Final = 2000


class SeenMarker(NamedTuple):
    """A marker as the page has it that a build made."""

    text: str
    is_alone: bool


def may_hold_calls(data: bytes) -> bool:
    """Whether a page can call a macro of ours at all."""
    return _MAY_HOLD.search(data) is not None


def without_calls(text: str) -> bool:
    """Whether a page says that macros are not for it, or not for parts of it: then only a build can tell."""
    return _UNRENDERED.search(text) is not None


def called(call: str) -> str | None:
    """Return the text of the marker that a call makes; None where its arguments are not written out."""
    if len(call) > _LONGEST:
        return None
    try:
        tree = ast.parse(call, mode="eval").body
        if not isinstance(tree, ast.Call) or not isinstance(tree.func, ast.Name):
            return None
        form = MACROS.get(tree.func.id)
        if form is None or any(keyword.arg is None for keyword in tree.keywords):
            return None
        subject = tuple(map(_literal, tree.args))
        return marker_text(form, subject, {str(each.arg): _literal(each.value) for each in tree.keywords})
    except (SyntaxError, ValueError, TypeError, RecursionError, MemoryError):
        return None


def _literal(node: ast.expr) -> object:
    """Return a value that is written out, as Jinja would: `true` is one, too."""
    if isinstance(node, ast.Name) and node.id in _WORDS:
        return _WORDS[node.id]
    return ast.literal_eval(node)


def markers_of_page(
    path: str, source: str, known: Collection[Marker], seen: Iterable[SeenMarker]
) -> list[Marker]:
    """Return the markers of a page that a build made, where each of them was written.

    `known` are those that were read in its source. A marker beyond them was made by a macro, and stands at
    its call; or came from elsewhere, and stands at the beginning of the page.
    """
    waiting: dict[str, list[Marker]] = defaultdict(list)
    for marker in known:
        if not marker.instead:
            waiting[marker.text].append(marker)
    read_calls = {(each.position.line, each.position.column) for each in known if each.is_call}
    calls = {form.name: _calls(path, source, name, read_calls) for name, form in MACROS.items()}
    markers = []
    for text, is_alone in seen:
        if alike := waiting.get(text):
            markers.append(alike.pop(0)._replace(is_alone=is_alone))
            continue
        places = calls.get(text.split(maxsplit=1)[0] if text.strip() else "")
        at = places.pop(0) if places else Position(path, 1, 1)
        markers.append(Marker(text, at, is_alone, is_call=True))
    markers += [marker for marker in known if marker.instead]
    return markers + [marker for alike in waiting.values() for marker in alike]


def _calls(path: str, source: str, name: str, read: set[tuple[int, int]]) -> list[Position]:
    """Return where a macro is called in a source, those calls apart that were read already."""
    places = []
    line, done = 1, 0
    for found in re.finditer(rf"\b{name}\(", source) if f"{name}(" in source else ():
        line += source.count("\n", done, found.start())
        done = found.start()
        column = found.start() - (source.rfind("\n", 0, found.start()) + 1) + 1
        if (line, column) not in read:
            places.append(Position(path, line, column, len(name)))
    return places
