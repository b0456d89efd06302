"""C# as its skeleton: types and the heads of their members, whatever `#if` cuts through them."""

import re
from collections.abc import Iterator
from typing import Final

from mkdocs_traceability.evidence.source_code.languages.skeleton import (
    Dialect,
    Opens,
    Skeleton,
    Span,
    skeleton,
)

_TOKEN: Final = re.compile(
    rb'(?P<skip>//[^\n]*+|/\*(?s:.*?)(?:\*/|\Z)|\$*(?P<quotes>"{3,})(?s:.*?)(?P=quotes)|(?:@\$?|\$@)"(?:""|[^"])*+"|'
    rb'"(?:\\.|[^"\\\n])*+"|' + rb"'(?:\\.|[^'\\\n])*+')"
    rb"|(?P<directive>^(?:\xef\xbb\xbf)?[ \t]*#[ \t]*(?P<word>\w*)[^\n]*+)"
    rb"|(?P<brace>[{}])|(?P<parenthesis>[()])|(?P<end>;)",
    re.MULTILINE,
)
_CONSTRAINTS: Final = re.compile(rb"\bwhere\s+\w+\s*:.*$", re.DOTALL)
_TYPE: Final = re.compile(rb"\b(?:class|struct|interface|enum|namespace|record|extension)\b(?!\s*[=;,)])")
_VALUE: Final = re.compile(rb"=>|(?<![=!<>])=(?!=)")
_OPERATOR: Final = re.compile(rb"\boperator\s*[^\w\s(]+")
_CALLED: Final = re.compile(rb"[\w>]\s*\(\s*\)|\boperator\b")
_ACCESSOR: Final = re.compile(rb"\b(?:get|set|init|add|remove)\s*$")


def csharp_skeleton(source: bytes) -> Skeleton | None:
    """Return the skeleton of a C# file."""
    return skeleton(source, _DIALECT)


def _opens(head: bytes, around: bytes) -> Opens:
    """Say what a brace opens, by what stands before it."""
    head = _OPERATOR.sub(b"operator", _CONSTRAINTS.sub(b"", head))
    if _VALUE.search(head) or _ACCESSOR.search(head):
        return Opens.BODY
    if _TYPE.search(head):
        return Opens.DECLARATIONS
    if _CALLED.search(head):
        return Opens.BODY
    return Opens.DECLARATIONS if head.strip() else Opens.UNKNOWN  # the accessors of a property or an event


def _nothing(head: bytes, around: bytes, is_all: bool) -> Iterator[Span]:
    return iter(())


_DIALECT: Final = Dialect(_TOKEN, _opens, _nothing)
