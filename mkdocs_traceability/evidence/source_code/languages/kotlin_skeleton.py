"""Kotlin as its skeleton, with what the grammar takes for something else said in words that it knows.

`@A("x") class B`, `class B : C by d { … }` and `context(…)` make expressions of classes to it, without a word
of an error. Of annotations before a class only `@Test` matters, of a delegation nothing.
"""

import re
from collections.abc import Iterator
from typing import Final

from mkdocs_traceability.evidence.source_code.languages.skeleton import (
    Dialect,
    Opens,
    Skeleton,
    Span,
    blank,
    skeleton,
)

_INNER_STRING: Final = rb'"(?:\\.|\$\{[^{}\n]{0,300}+\}|[^"\\\n])*+"'
_INNER: Final = (
    rb'(?:[^{}"\n]|' + _INNER_STRING + rb"|\{(?:[^{}\"\n]|" + _INNER_STRING + rb"){0,300}+\}){0,300}+"
)
_STRING: Final = rb'"""(?s:.*?)(?:"""(?!")|\Z)|"(?:\\.|\$\{' + _INNER + rb'\}|[^"\\\n])*+"'
_COMMENT: Final = rb"//[^\n]*+|/\*(?:/\*(?s:.*?)\*/|[^*/]|\*(?!/)|/(?!\*))*+(?:\*/|\Z)"
_WITH_DOLLARS: Final = rb'\$\$+(?:"""(?s:.*?)"""|"[^"\n]*")'
_TOKEN: Final = re.compile(
    rb"(?P<skip>"
    + _COMMENT
    + rb"|"
    + _WITH_DOLLARS
    + rb"|"
    + _STRING
    + rb"|`[^`\n]+`|'(?:\\[^\n]{1,5}|[^'\\\n])')"
    rb"|(?P<brace>[{}])|(?P<parenthesis>[()])|(?P<end>;)"
)

_ARGUMENTS: Final = rb"\((?:" + _STRING + rb"|[^()\"]|\((?:" + _STRING + rb"|[^()\"]|\([^()]*+\))*+\))*+\)"
_ANNOTATION: Final = rb"@(?:\w+:)?(?P<name>[\w.]+)(?P<arguments>(?:<[^<>\n]*>)?(?:" + _ARGUMENTS + rb")?)"
_UNNAMED: Final = re.sub(rb"\?P<\w+>", b"", _ANNOTATION)
_MODIFIERS: Final = (
    rb"(?:(?:public|private|internal|protected|open|abstract|sealed|final|data|inner|value|inline|annotation|enum"
    rb"|actual|expect|external|fun(?=\s+interface)|const|suspend|operator|infix|tailrec|override|lateinit)\s+)*+"
)
_ANNOTATIONS: Final = re.compile(
    rb"(?P<annotations>"
    + _UNNAMED
    + rb"(?:\s*+"
    + _UNNAMED
    + rb")*+)(?:\s*+"
    + _MODIFIERS
    + rb"(?:(?P<type>class|interface|object)\b|(?P<accessor>[gs]et\s*\()))?"
)
_BEFORE_A_CONSTRUCTOR: Final = re.compile(rb"\b(?P<goes>actual|expect)\s+(?=constructor\b)")
_EACH_ANNOTATION: Final = re.compile(_ANNOTATION)
_CONTEXT: Final = re.compile(
    rb"(?P<goes>\bcontext\s*"
    + _ARGUMENTS
    + rb")(?=\s+(?:"
    + _UNNAMED
    + rb"\s+)*"
    + _MODIFIERS
    + rb"(?:fun|val|var|class|interface|object)\b)"
)
_BEFORE_A_BRACE: Final = re.compile(rb"(?<=[^\s{;,(])(?<!->)[ \t](?=\})")
_INFIX: Final = re.compile(rb"\{\s*+\}(?P<rest>[ \t]+[a-z]\w*[ \t]+[\w(\"][^\n{}]*)$", re.MULTILINE)

_WORD: Final = re.compile(
    rb"(?<![:.\w])(?P<type>class|interface|object)\b|(?<![.\w])(?P<other>fun|val|var|init|constructor|typealias)\b"
    rb"|(?<![.\w])(?P<by>by\b[^,\n]*)"
)
_IS_VALUE: Final = re.compile(rb"(?:[=>(,]|\bby|\breturn|\?:)\s*$")

_NEAR: Final = 100
"""How many bytes before a word say what it is."""


def in_known_words(source: bytes) -> bytes:
    """Return a file of the same length without what the grammar takes for something else."""
    plain = _without_strange_words(source)
    found = skeleton(plain, _DIALECT._replace(blanks_bodies=False))
    return with_separators(found.text if found else plain)


def kotlin_skeleton(source: bytes) -> Skeleton | None:
    """Return the skeleton of a Kotlin file."""
    found = skeleton(_without_strange_words(source), _DIALECT)
    if found is None:
        return None
    text = bytearray(found.text)
    for match in _INFIX.finditer(found.text):
        blank(text, *match.span("rest"))
    return found._replace(text=with_separators(bytes(text)))


def _without_strange_words(source: bytes) -> bytes:
    text = bytearray(source)
    for match in _TOKEN.finditer(source):
        if match[0][:1] == b"/":
            blank(text, *match.span())
        elif match[0][:1] == b"$":
            blank(text, *match.span())
            text[match.end() - 2 : match.end()] = b'""'
    for pattern in (_CONTEXT, _BEFORE_A_CONSTRUCTOR):
        for match in pattern.finditer(text):
            blank(text, *match.span("goes"))
    for match in _ANNOTATIONS.finditer(bytes(text)):
        if match["accessor"]:
            blank(text, *match.span("annotations"))
        elif match["type"]:
            _keep_only_test(match, text)
    return bytes(text)


def _keep_only_test(annotations: re.Match[bytes], text: bytearray) -> None:
    start = annotations.start()
    for each in _EACH_ANNOTATION.finditer(annotations["annotations"]):
        is_test = each["name"].rpartition(b".")[2] == b"Test"
        first, last = each.span("arguments" if is_test else 0)
        blank(text, start + first, start + last)


def with_separators(source: bytes) -> bytes:
    """Return a file of the same length in which what stands before `}` on its line ends in `;`.

    The grammar does not know that a brace ends a declaration: `class A { val x = 1 }` is an error to it.
    """
    return _BEFORE_A_BRACE.sub(b";", source)


def _opens(head: bytes, around: bytes) -> Opens:
    """Say what a brace opens: what the last declaration before it is."""
    if _is_type(head):
        return Opens.DECLARATIONS
    is_entry = re.search(rb"\benum\s+class\b", around) and not re.search(
        rb"\b(?:fun|val|var|init|constructor)\b", head
    )
    return Opens.DECLARATIONS if is_entry else Opens.BODY


def _is_type(head: bytes) -> bool:
    is_type = False
    for match in _WORD.finditer(head):
        if match["type"]:
            before = head[max(0, match.start() - _NEAR) : match.start()]
            is_type = not (match["type"] == b"object" and _IS_VALUE.search(before))
        elif match["other"]:
            before = head[max(0, match.start() - _NEAR) : match.start()]
            starts_line = not before.rpartition(b"\n")[2].strip()
            is_type = match["other"] == b"constructor" and is_type and not starts_line
    return is_type


def _delegations(head: bytes, around: bytes, is_all: bool) -> Iterator[Span]:
    """Find to what classes delegate: `by d`, behind which the grammar takes the class for an argument."""
    is_type = False
    for match in _WORD.finditer(head):
        if match["by"] and is_type:
            yield match.span("by")
        elif not match["by"]:
            is_type = match["type"] is not None


_DIALECT: Final = Dialect(_TOKEN, _opens, _delegations)
