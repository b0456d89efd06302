"""C and C++ as their skeleton: what braces open there, and macros that stand alone before a declaration.

`LIB_BEGIN` on its own line, `NO_SANITIZE("bounds")` before a function or `STATIC foo_t *name(…)` are no C++
before the preprocessor has run, and that is not run here. None of them is what the declaration names.
"""

import re
from collections.abc import Iterator
from typing import Final

from mkdocs_traceability.evidence.source_code.languages.macros import without_macros
from mkdocs_traceability.evidence.source_code.languages.skeleton import (
    Dialect,
    Opens,
    Skeleton,
    Span,
    skeleton,
)

_TOKEN: Final = re.compile(
    rb'(?P<skip>//(?:\\\r?\n|[^\n])*+|/\*(?s:.*?)(?:\*/|\Z)|\b(?:u8|[uUL])?R"(?P<mark>[^()\\\s"]{0,16})\('
    rb'(?s:.*?)\)(?P=mark)"|"(?:\\(?s:.)|[^"\\\n])*+"|' + rb"(?<![0-9A-Fa-f])'(?:\\(?s:.)|[^'\\\n])*+')"
    rb"|(?P<directive>^(?:\xef\xbb\xbf)?[ \t]*#[ \t]*(?P<word>\w*)"
    rb'(?:\\\r?\n|/\*(?s:.*?)\*/|//[^\n]*|"[^"\n]*"|[^\n])*+)'
    rb"|(?P<brace>[{}])|(?P<parenthesis>[()])|(?P<end>;)",
    re.MULTILINE,
)

_ARROW: Final = re.compile(rb"->|\boperator\s*[^\w\s(]+")
_ANGLES: Final = re.compile(rb"<[^<>]*>")
_DEEPEST_ANGLES: Final = 12
_ATTRIBUTE: Final = re.compile(rb"\b(?:__attribute__|alignas|__declspec|_Alignas)\s*\(\s*\)|\[\[[^\]]*\]\]")
_CONTAINER: Final = re.compile(rb"\bnamespace\b|^\s*extern\s*$")
_TYPE: Final = re.compile(rb"\b(?:class|struct|union|enum)\b(?:\s+[A-Z][A-Z0-9_]*\s*\(\s*\))*")
_CALLED: Final = re.compile(rb"\w\s*\(\s*\)|\bCALLED\b")
_BARE_CALL: Final = re.compile(rb"\s*(?P<name>\w+)\s*\(\s*\)\s*$")
_INITIALIZED: Final = re.compile(rb"=|[\w>\]]\s+[*&]*\w+(?:\s*\[[^\]]*\])*\s*$")

_MACRO: Final = rb"[A-Z_][A-Z0-9_]*[A-Z0-9]_?(?:[ \t]*\(\s*\))?"
_BARE_MACRO: Final = re.compile(rb"\s*+(?P<macro>" + _MACRO + rb")[ \t]*(?=\r?\n|$)")
_MACRO_BEFORE: Final = re.compile(
    rb"(?<![\w.:])(?<!class )(?<!struct )(?<!union )(?<!enum )(?P<macro>" + _MACRO + rb")\s+"
    rb"(?!(?:const|volatile)\b)(?=(?P<name>~?[A-Za-z_]\w*+)(?P<called>\s*+(?:\(|[*&]*+\s*+(?:[A-Za-z_~<]|::))))"
)
_ARGUMENTS: Final = re.compile(rb"[<,]\s*" + _MACRO.replace(rb"\(\s*\))?", rb"\((?P<arguments>\s*)\))"))
_INITIALIZERS: Final = re.compile(rb"\)\s*+(?:noexcept\s*+)?(?P<list>:)(?!:)")
_NEAR: Final = 500
"""How many bytes before a word say what it is."""

_SPECIFIERS: Final = frozenset(
    b"class const constexpr consteval enum explicit extern friend inline mutable static struct template"
    b" typedef union virtual volatile".split()
)


def c_skeleton(source: bytes) -> Skeleton | None:
    """Return the skeleton of a file in C or C++."""
    return skeleton(without_macros(source), _DIALECT)


def _opens(head: bytes, around: bytes) -> Opens:
    """Say what a brace opens, by what stands before it."""
    head = _ATTRIBUTE.sub(b" ", head)
    if _CONTAINER.search(head):
        return Opens.DECLARATIONS
    head = _without_angles(head)
    types = list(_TYPE.finditer(head))
    if types and not _CALLED.search(head, types[-1].end()) and b"=" not in head[types[-1].end() :]:
        return Opens.DECLARATIONS
    bare = _BARE_CALL.match(head)
    if bare and bare["name"] not in around.split():
        return Opens.UNKNOWN  # a function has a type; this may be any macro
    return Opens.BODY if _CALLED.search(head) or _INITIALIZED.search(head) else Opens.UNKNOWN


def _without_angles(head: bytes) -> bytes:
    head = _ARROW.sub(b" ", head)
    for _ in range(_DEEPEST_ANGLES):
        head, count = _ANGLES.subn(b"", head)
        if not count:
            break
    return head


def _macros(head: bytes, around: bytes, is_all: bool) -> Iterator[Span]:
    """Find macros before a declaration and in it, and expressions that declare nothing."""
    position = 0
    while (bare := _BARE_MACRO.match(head, position)) and (is_all or _goes_on(head, bare.end())):
        position = bare.end()
        yield bare.span("macro")
    since = position
    for match in _MACRO_BEFORE.finditer(head, position):
        if b"(" not in match["called"] or _is_prefix(match, head[since : match.start()], around):
            yield match.span("macro")
            since = match.end("macro")
    for match in _ARGUMENTS.finditer(head, position):
        yield match.span("arguments")
    initializers = _INITIALIZERS.search(head, position)
    if initializers and head.rstrip()[-1:] == b")":
        listed = head[initializers.start("list") :]
        if not any(each in listed for each in (b"?", b"=", b"{")):
            yield initializers.start("list"), len(head)


def _is_prefix(match: re.Match[bytes], before: bytes, around: bytes) -> bool:
    """Whether a word before the name of a function is not its type: that stands further left, or is none."""
    if match["name"][:1] == b"~" or match["name"] in around.split():
        return True
    before = _without_angles(before[-_NEAR:])
    return not _SPECIFIERS.issuperset(re.findall(rb"\w+", before))


def _goes_on(head: bytes, position: int) -> bool:
    """Whether a declaration follows: a name, not an operator."""
    following = head[position:].lstrip()[:1]
    return following.isalpha() or following in (b"_", b"~", b"[")


_DIALECT: Final = Dialect(_TOKEN, _opens, _macros, simplifies_conditions=True, blanks_in_parentheses=True)
