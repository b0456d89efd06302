"""YAML text as nodes that know where they end, too: what is moved or added needs both.

The tree that sources are read as knows where values begin, which is all that a finding needs.
"""

from dataclasses import dataclass, field
from typing import Any, Final

import yaml
from yaml.events import (
    AliasEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from mkdocs_traceability.reading.yaml.tree import BREAKS

_Parser: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Span:
    """One value of a text: from the offset `start` to the offset `end`; lines and columns count from 0.

    The end of a block mapping or list is that of the last value in it. `style` is that of a scalar: empty, a
    quote, `|` or `>`. `parts` are the entries of a list, or the keys and values of a mapping in turn.
    """

    start: int
    end: int
    line: int
    column: int
    end_line: int
    text: str = ""
    style: str = ""
    is_scalar: bool = False
    is_mapping: bool = False
    is_flow: bool = False
    has_anchor: bool = False
    has_tag: bool = False
    is_alias: bool = False
    parts: list["Span"] = field(default_factory=list)

    @property
    def is_list(self) -> bool:
        """Whether it is a list."""
        return not (self.is_scalar or self.is_mapping or self.is_alias)

    @property
    def entries(self) -> list[tuple["Span", "Span"]]:
        """The keys and values of a mapping."""
        return list(zip(self.parts[::2], self.parts[1::2], strict=True)) if self.is_mapping else []


def spans_of(text: str) -> Span | None:
    r"""Return the first document of a text that is known to be YAML, its lines ended by `\n`; None if empty.

    Raises:
        yaml.YAMLError: where it is not YAML.

    """
    parser = _Parser(text.translate(BREAKS))
    open_: list[Span] = []
    while parser.check_event():
        event = parser.get_event()
        if isinstance(event, NodeEvent):
            span = _span(event)
            if open_:
                open_[-1].parts.append(span)
            if isinstance(event, MappingStartEvent | SequenceStartEvent):
                open_.append(span)
                continue
            if not open_:
                return span
        elif isinstance(event, yaml.events.CollectionEndEvent):
            span = open_.pop()
            _close(span, event)
            if not open_:
                return span
    return None


def last_line(text: str, span: Span) -> int:
    """Return the last line of a value; the blank lines behind a block scalar are none of it."""
    if span.parts and not span.is_flow:
        return last_line(text, span.parts[-1])
    if span.style in ("|", ">"):
        return span.line + text[span.start : span.end].rstrip("\n").count("\n")
    return span.end_line


def last_scalar(span: Span) -> Span:
    """Return the last value in a value, or that itself."""
    return last_scalar(span.parts[-1]) if span.parts else span


def keeps_lines(span: Span) -> bool:
    """Whether the blank lines behind a value are a part of it."""
    return span.style in ("|", ">") and span.text.endswith("\n\n")


def _span(event: Any) -> Span:
    start, end = event.start_mark, event.end_mark
    is_container = isinstance(event, MappingStartEvent | SequenceStartEvent)
    return Span(
        start.index,
        end.index,
        start.line,
        start.column,
        end.line,
        text=getattr(event, "value", ""),
        style=(getattr(event, "style", "") or ""),
        is_scalar=isinstance(event, ScalarEvent),
        is_mapping=isinstance(event, MappingStartEvent),
        is_flow=is_container and bool(event.flow_style),
        has_anchor=event.anchor is not None and not isinstance(event, AliasEvent),
        has_tag=getattr(event, "tag", None) is not None,
        is_alias=isinstance(event, AliasEvent),
    )


def _close(span: Span, event: Any) -> None:
    """End a container: YAML ends one in block style only where the next value begins."""
    if span.is_flow:
        span.end, span.end_line = event.end_mark.index, event.end_mark.line
    elif span.parts:
        span.end, span.end_line = span.parts[-1].end, span.parts[-1].end_line
