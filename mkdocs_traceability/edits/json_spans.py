"""Where the values of JSON with comments stand in its text: what edits of such files go by."""

import re
from dataclasses import dataclass, field
from typing import Final

_SKIPPED: Final = re.compile(r"(?:\s|//[^\n]*|/\*.*?\*/|\ufeff)*", re.DOTALL)
_SCALAR: Final = re.compile(r'"(?:[^"\\\n]|\\.)*"|[^\s,:{}\[\]"/]+')
_CLOSING: Final = {"{": "}", "[": "]"}
_DEEPEST: Final = 100


@dataclass
class JsonSpan:
    """A value from `start` to `end`, with what it holds: by name in an object, by number in a list.

    `starts` has where the name, or the value of a list, begins, and `comma` the end of the comma behind it,
    0 where there is none.
    """

    start: int
    end: int = 0
    parts: "dict[str | int, JsonSpan]" = field(default_factory=dict)
    starts: dict[str | int, int] = field(default_factory=dict)
    commas: dict[str | int, int] = field(default_factory=dict)


def read_spans(text: str) -> JsonSpan:
    """Return where the value of a text stands, and all in it.

    Raises:
        ValueError: where it is no JSON with comments, has a name twice, or is too deep.

    """
    return _Reader(text).value(0, 0)


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text

    def value(self, at: int, depth: int) -> JsonSpan:
        """Read a value, which begins behind what is skipped."""
        at = self._skip(at)
        if depth > _DEEPEST or at >= len(self._text):
            raise ValueError("it is too deep, or cut off")
        if self._text[at] in _CLOSING:
            return self._container(at, depth)
        return JsonSpan(at, self._scalar(at))

    def _container(self, at: int, depth: int) -> JsonSpan:
        is_object, closing = self._text[at] == "{", _CLOSING[self._text[at]]
        span = JsonSpan(at)
        at = self._skip(at + 1)
        while self._text[at : at + 1] != closing:
            name: str | int = len(span.parts)
            start = at
            if is_object:
                end = self._scalar(at)
                name, at = self._text[at + 1 : end - 1], self._skip(end)
                if self._text[at : at + 1] != ":":
                    raise ValueError("a name without a value")
                at += 1
            if name in span.parts:
                raise ValueError("a name twice")
            span.parts[name], span.starts[name] = self.value(at, depth + 1), start
            at = self._skip(span.parts[name].end)
            if self._text[at : at + 1] == ",":
                span.commas[name] = at + 1
                at = self._skip(at + 1)
            elif self._text[at : at + 1] != closing:
                raise ValueError("no comma")
        span.end = at + 1
        return span

    def _scalar(self, at: int) -> int:
        found = _SCALAR.match(self._text, at)
        if found is None:
            raise ValueError("no value")
        return found.end()

    def _skip(self, at: int) -> int:
        found = _SKIPPED.match(self._text, at)
        return found.end() if found else at
