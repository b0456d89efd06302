"""The word at the cursor in a call of a macro: `{{ trace_list("flows", tests="none") }}`, perhaps not closed.

The arguments are those of a marker in another notation, as `reading.markdown.macro_calls` reads them.
"""

import re
from dataclasses import replace
from typing import Final, NamedTuple

from mkdocs_traceability.lsp.cursor.slot import Role, Slot
from mkdocs_traceability.lsp.cursor.word import Word, word_in_line
from mkdocs_traceability.model.directives import MACROS, SIGNS
from mkdocs_traceability.model.kinds import Kind, Schema

_CALL: Final = re.compile(r"\{\{[-+]?\s*(?:(?P<name>\w*)|(?P<macro>trace_[a-z]+)\((?P<given>[^{}]*))$")
_TOKEN: Final = re.compile(r""""(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|\w+|\S""")
_REST: Final = re.compile(r"\w*")


class _Token(NamedTuple):
    """A text in quotes, a name or a sign, and where it begins in the line."""

    text: str
    start: int


def slot_in_macro(text: str, line: int, column: int, schema: Schema) -> Slot | None:
    """Return what a place of a line is, counted from 0, if that is within a call of a macro."""
    found = _CALL.search(text, 0, column) if "{{" in text[:column] else None
    if found is None:
        return None
    if found["macro"] is None:
        return Slot(Role.MACRO, _name(text, line, found.start("name"), column), is_call=True)
    form = MACROS.get(found["macro"])
    if form is None:
        return None
    tokens = [_Token(each[0], each.start()) for each in _TOKEN.finditer(text, found.start("given"), column)]
    signs = [token.text for token in tokens]
    if signs.count(")") > signs.count("("):
        return None  # behind the call
    arguments = _arguments(tokens)
    kind = _kind(arguments[0], schema) if form.of == "kind" else None
    slot = Slot(Role.FILTER_KEY, _value(text, line, column, arguments[-1]), (kind,) if kind else ())
    slot = replace(slot, options=form.options, is_call=True)
    key = _key(arguments[-1])
    if key is not None:
        return replace(slot, role=Role.FILTER_VALUE, name=key)
    if len(arguments) == 1:
        return replace(slot, role=Role.MARKER_ITEM if form.of == "item" else Role.MARKER_KIND)
    last = arguments[-1][-1:]
    start = last[0].start if last else column
    taken = frozenset(name for each in arguments[1:-1] if (name := _key(each)))
    return replace(slot, word=replace(_name(text, line, start, column), beside=taken))


def _arguments(tokens: list[_Token]) -> list[list[_Token]]:
    """Return the tokens of each argument; a comma in brackets parts none."""
    arguments: list[list[_Token]] = [[]]
    depth = 0
    for token in tokens:
        depth += (token.text in "[(") - (token.text in "])")
        if token.text == "," and not depth:
            arguments.append([])
        else:
            arguments[-1].append(token)
    return arguments


def _kind(first: list[_Token], schema: Schema) -> Kind | None:
    return schema.named(first[0].text.strip("\"'").replace("-", "_").lower()) if first else None


def _key(argument: list[_Token]) -> str | None:
    """Return the key of a filter without the ending that says how it compares; None of another argument."""
    if len(argument) < 2 or argument[1].text != "=":
        return None
    name = argument[0].text
    return name.removesuffix(next((each for each in SIGNS if name.endswith(each)), ""))


def _value(text: str, line: int, column: int, argument: list[_Token]) -> Word:
    """Return the text in quotes that the cursor is in; an empty word where it is in none."""
    last = argument[-1] if argument else None
    quote = last.text[0] if last and last.text[0] in "\"'" else ""
    if last is None or not quote or last.start + len(last.text) < column or _is_closed(last.text):
        return word_in_line(text, line, column, column, column)
    end = text.find(quote, column)
    end = column if end < 0 else end + 1
    inner = text[last.start : end].strip(quote)
    return Word((), False, inner, last.text[1:], line + 1, last.start + 1, end - last.start)


def _is_closed(text: str) -> bool:
    return len(text) > 1 and text[-1] == text[0]


def _name(text: str, line: int, start: int, column: int) -> Word:
    rest = _REST.match(text, column)
    return word_in_line(text, line, start, column, rest.end() if rest else column)
