"""Quotes only where a value needs them, or could soon.

Those around text with a character that has a meaning somewhere in YAML stay, even where it has none: they
keep the next edit of that text safe.
"""

import re
from collections.abc import Iterator
from typing import Final

from mkdocs_traceability.edits.fixes.written import is_plain_in_brackets
from mkdocs_traceability.edits.yaml_spans import Span, spans_of
from mkdocs_traceability.edits.yaml_text import in_line
from mkdocs_traceability.model.kinds import Schema
from mkdocs_traceability.reading.slips import odd_blank, tight

_ORDINARY: Final = re.compile(r"[\w ./()+-]+")
_LINE_ENDS: Final = re.compile("[\x85\u2028\u2029]")


def without_needless_quotes(text: str, _: Schema) -> str:
    """Return a text without quotes around what reads the same, for every version of YAML, without them."""
    root = spans_of(text)
    parts, done = [], 0
    for span in _needless(root, in_brackets=False) if root else ():
        if not _LINE_ENDS.search(text, span.start, span.end):
            parts += [text[done : span.start], span.text]
            done = span.end
    return "".join([*parts, text[done:]])


def _needless(span: Span, *, in_brackets: bool) -> Iterator[Span]:
    is_quoted = span.style in ("'", '"') and span.line == span.end_line
    if is_quoted and not (span.has_anchor or span.has_tag) and _is_plain(span.text, in_brackets=in_brackets):
        yield span
    for part in span.parts:
        yield from _needless(part, in_brackets=in_brackets or span.is_flow)


def _is_plain(text: str, *, in_brackets: bool) -> bool:
    if not _ORDINARY.fullmatch(text) or in_line(text) != text or odd_blank(text) or tight(text):
        return False
    return not in_brackets or is_plain_in_brackets(text)
