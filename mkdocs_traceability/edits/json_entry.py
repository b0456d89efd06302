"""Entries added to and taken from JSON files with comments, as tools have their settings: all else stays.

Each edit is proven before it is taken: the new text is read again, and must say the same but for the entry.
"""

import json
import re
from collections.abc import Sequence
from typing import Any, Final

from mkdocs_traceability.edits.json_spans import JsonSpan, read_spans
from mkdocs_traceability.edits.plugin_entry import NotSafe

_BLANK: Final = r"(?:\s|//[^\n]*|/\*.*?\*/)*"
_COMMENT: Final = re.compile(r"[ \t]*//[^\r\n]*")
_FIRST_KEY: Final = re.compile(r"[ \t]*(\r?\n)([ \t]*)[^\s}\]]")
_TOKEN: Final = re.compile(rf'"(?:[^"\\\n]|\\.)*"|//[^\n]*|/\*.*?\*/|,(?={_BLANK}[}}\]])', re.DOTALL)

Path = tuple[str | int, ...]
"""Names and numbers that lead to a value."""


def read_with_comments(text: str) -> Any:
    """Return what JSON with comments and trailing commas says.

    Raises:
        ValueError: where it is none.

    """
    plain = _TOKEN.sub(lambda found: found[0] if found[0][0] == '"' else " ", text.removeprefix("\ufeff"))
    return json.loads(plain)


def with_entry(text: str, key: str, value: Any, within: Path = ()) -> str:
    """Return the text with an entry at the beginning of an object in it; the same where it says that already.

    Objects on the way to that `within` are made where they are not there.

    Raises:
        NotSafe: where it has the key with another value, or cannot be read.

    """
    before, spans = _read(text)
    target = before
    for place, name in enumerate(within):
        if not isinstance(target, dict):
            break
        if name not in target:
            for inner in reversed((*within[place + 1 :], key)):
                value = {inner: value}
            return _with(text, before, spans, within[:place], (str(name), value))
        target = target[name]
    if not isinstance(target, dict):
        raise NotSafe(f"{_named(within)} is not a JSON object")
    if key in target:
        if _says(target[key], value):
            return text
        raise NotSafe(f"it has `{'.'.join(map(str, (*within, key)))}` already")
    return _with(text, before, spans, within, (key, value))


def with_element(text: str, value: Any, within: Path) -> str:
    """Return the text with a value at the beginning of a list in it, which is made where it is not there.

    Raises:
        NotSafe: where there is something else, or it cannot be read.

    """
    before, spans = _read(text)
    target = before
    for place, name in enumerate(within):
        if not isinstance(target, dict) or name not in target:
            return with_entry(text, str(within[-1]), [value], within[:-1])
        target = target[within[place]]
    if not isinstance(target, list):
        raise NotSafe(f"{_named(within)} is not a JSON list")
    return _with(text, before, spans, within, value)


def without(text: str, path: Path) -> str:
    """Return the text without the entry of an object, or the value of a list, to which a path leads.

    Raises:
        NotSafe: where it cannot be read, or nothing is safe to cut.

    """
    before, spans = _read(text)
    span, target, last = _at(spans, path[:-1]), _at_value(before, path[:-1]), path[-1]
    names = list(span.parts)
    place = names.index(last)
    if place and last not in span.commas:
        start, end = span.parts[names[place - 1]].end, span.parts[last].end
    else:
        before_it = span.commas[names[place - 1]] if place else span.start + 1
        start = _behind_comment(text, before_it)
        is_all = len(names) == 1 and start == span.start + 1
        end = span.end - 1 if is_all else span.commas.get(last, span.parts[last].end)
    edited = text[:start] + text[end:]
    del target[last]
    if _read(edited)[0] != before:
        raise NotSafe("its form leaves no safe place to cut")
    return edited


def _read(text: str) -> tuple[Any, JsonSpan]:
    try:
        value, spans = read_with_comments(text), read_spans(text)
    except (ValueError, RecursionError):
        raise NotSafe("it is not valid JSON with comments") from None
    if not isinstance(value, dict):
        raise NotSafe("it is not a JSON object")
    return value, spans


def _with(text: str, before: Any, spans: JsonSpan, within: Path, new: Any) -> str:
    """Put an entry, as a pair, into an object, or a value into a list; prove that all else is the same."""
    span, target = _at(spans, within), _at_value(before, within)
    at = _behind_comment(text, span.start + 1)
    entry = _entry(text[at:], new, _unit(text, spans), len(within), is_only=not target)
    edited = text[:at] + entry + text[at:]
    if isinstance(target, dict):
        target[new[0]] = new[1]
    else:
        target.insert(0, new)
    if _read(edited)[0] != before:
        raise NotSafe("its form leaves no safe place for an entry")
    return edited


def _behind_comment(text: str, at: int) -> int:
    """Return where a comment ends that goes on to the end of the line, or the place itself."""
    comment = _COMMENT.match(text, at)
    return comment.end() if comment else at


def _at(span: JsonSpan, path: Path) -> JsonSpan:
    for name in path:
        if name not in span.parts:  # a name with escapes
            raise NotSafe(f"`{name}` is written in another way")
        span = span.parts[name]
    return span


def _at_value(value: Any, path: Path) -> Any:
    for name in path:
        value = value[name]
    return value


def _named(path: Sequence[str | int]) -> str:
    return f"`{'.'.join(map(str, path))}`" if path else "it"


def _says(there: Any, value: Any) -> bool:
    """Whether a value is the wanted one, or a mapping with all the wanted entries."""
    if isinstance(there, dict) and isinstance(value, dict):
        return {**there, **value} == there
    return bool(there == value)


def _unit(text: str, spans: JsonSpan) -> str:
    """Return by how much a level is indented."""
    first = _FIRST_KEY.match(_COMMENT.sub("", text[spans.start + 1 :], count=1))
    return (first[2] if first else "") or "  "


def _entry(rest: str, new: Any, unit: str, depth: int, *, is_only: bool) -> str:
    """Return an entry, or a value, as lines in the indentation of what it is put into."""
    first = _FIRST_KEY.match(rest)
    end = first[1] if first else "\n"
    written = json.dumps(dict([new]) if isinstance(new, tuple) else [new], indent=unit, ensure_ascii=False)
    lines = [f"{unit * depth}{line}" for line in written.splitlines()[1:-1]]
    return end + end.join(lines) + (f"{end}{unit * depth}" if is_only else ",")
