"""What a line of code declares, in any language: enough to see in a patch that a definition went.

A patch has no more than lines, and files of old commits may hold what no parser of today reads. So lines are
matched, with more patience than a parser has; what was found is compared with the file before and after.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Final, NamedTuple

_LONGEST_LINE: Final = 400

_MODIFIERS: Final = (
    r"(?:(?:pub(?:\([\w: ]+\))?|export|default|declare|abstract|async|public|private|protected|internal"
    r"|static|final|sealed|open|override|virtual|inline|extern|\"C\"|unsafe|partial|data|readonly|suspend|inner"
    r"|annotation|implicit|constexpr|typedef|global|new|companion|lateinit|const|enum|case|value|fileprivate"
    r"|native|synchronized|transient|volatile|friend|register|@\w+(?:\([^()]*\))?)\s+)*"
)
_CONTAINERS: Final = (
    "class|interface|struct|enum|trait|record|object|module|mod|namespace|union|protocol|extension|actor|impl"
)
_FUNCTIONS: Final = "def|func|fun|fn|function|sub"
_VALUES: Final = "type|const|let|var|val|static|#define|# define|macro_rules!|alias|attr_accessor|attr_reader"
_ALSO_MODIFIERS: Final = ("static", "const")
_WORD: Final = r"[A-Za-z_$][\w$]*[?!]?"

_KEYWORD: Final = re.compile(
    rf"\s*{_MODIFIERS}(?P<word>{_CONTAINERS}|{_FUNCTIONS}|{_VALUES})(?:\s+|\s*\*\s*|(?=<))"
    r"(?:mut\s+|static\s+|class\s+)?(?:<[^<>]*(?:<[^<>]*>[^<>]*)?>\s*)?"
    rf"(?:\((?:\w+\s+)?[*&]?(?P<receiver>\w+)[^()]*\)\s*)?[*&:]?"
    rf"(?:(?P<owner>\w+)(?:<[^<>]*>)?(?:\.|::))*(?P<name>{_WORD})"
)
_IMPLEMENTED: Final = re.compile(r"\bfor\s+(?:\w+::)*(\w+)")
_TYPED: Final = re.compile(
    r"\s*(?:[\w:<>\[\],.?*&~]+\s+)+[*&]*(?:(?P<owner>\w+)(?:<[^<>]*>)?::)*(?P<name>~?\w+)\s*\("
)
_NO_TYPE: Final = re.compile(
    r"\s*(?:return|throw|else|await|yield|case|delete|goto|if|import|from|raise|assert|print|and|or|not|in|is"
    r"|while|for|switch|using|typedef|package|//|/\*|\*|#)\b|\s*(?://|/\*|\*|#)"
)
_METHOD: Final = re.compile(
    rf"\s+{_MODIFIERS}(?:(?:get|set)\s+|[*#])?(?P<name>\w+)\s*(?:<[^<>]*>)?\([^;]*\)\s*(?::[^={{}};]+)?\{{\s*$"
)
_NO_METHOD: Final = frozenset(
    ["if", "for", "while", "switch", "catch", "function", "constructor", "with", "return", "do", "else"]
)
_FIELD: Final = re.compile(r"\s*(?:[\w<>\[\],.?]+\s+)+(?P<name>\$?\w+)\s*(?:[=;{]|=>)")
_MEMBER: Final = re.compile(r"\s+(?P<name>[A-Z]\w*)\s*(?:[({,;=]|$)")
_PYTHON_VALUE: Final = re.compile(r"\s*(?P<name>[A-Za-z_]\w*)\s*(?::[^=]+)?=(?!=)")
_PYTHON_FIELD: Final = re.compile(r"\s+(?P<name>[A-Za-z_]\w*)\s*:\s*[\w\"'\[]")
_ATTRIBUTE: Final = re.compile(r"\s+self\.(?P<name>\w+)\s*(?::[^=]+)?=(?!=)")
_NAMED: Final = re.compile(r"\s+(?:pub(?:\([^)]*\))?\s+|readonly\s+)?(?P<name>\w+)\??\s*:\s")
_GO_FIELD: Final = re.compile(r"\t(?P<name>[A-Z]\w*)\s+[\w*\[\]=]")
_RUBY_CONSTANT: Final = re.compile(r"\s*(?P<name>[A-Z]\w*)\s*=(?!=)")

_CONTINUES: Final = re.compile(r"\s*(?:[)\]}{]|where\b|#\[|@)")
"""How a line begins that ends, or goes on with, what an earlier one opens, or is about the next."""

_GO_VALUE: Final = re.compile(r"\t(?P<name>[A-Za-z]\w*)(?:\s+[\w.*\[\]]+)?(?:\s*=\s.*)?\s*(?://.*)?$")
_PYTHON: Final = (_PYTHON_VALUE, _PYTHON_FIELD, _ATTRIBUTE)
_SCRIPT: Final = (_METHOD, _NAMED)
_BRACES: Final = (_TYPED, _FIELD, _MEMBER)
_OTHERS: Final = {
    **dict.fromkeys((".py", ".pyi"), _PYTHON),
    **dict.fromkeys((".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts"), _SCRIPT),
    **dict.fromkeys((".java", ".kt", ".kts", ".cs", ".c", ".h", ".cc", ".cpp", ".cxx", ".hpp"), _BRACES),
    **dict.fromkeys((".hh", ".hxx", ".h++", ".c++", ".ipp", ".inl"), _BRACES),
    ".rs": (_NAMED, _MEMBER),
    ".go": (_GO_FIELD, _GO_VALUE),
    **dict.fromkeys((".rb", ".rake"), (_RUBY_CONSTANT,)),
    ".php": (_FIELD,),
}
"""What declares something without a keyword, by the ending of a file."""

SUFFIXES: Final = tuple(_OTHERS)
"""The endings of files of code."""


class Declared(NamedTuple):
    """A name that a line declares, and what it is a part of as far as the line itself says so."""

    name: str
    owner: str = ""
    is_function: bool = False
    is_container: bool = False
    written: str = ""
    """The name as it is written, where that is not how it is looked up."""


def declared_in_code(path: str, line: str) -> Iterator[Declared]:
    """Go through what a line of a file of code may declare."""
    if len(line) > _LONGEST_LINE or not line.strip():
        return
    if found := _KEYWORD.match(line):
        yield _by_keyword(found, line)
        if found["word"] not in _ALSO_MODIFIERS:
            return
    for pattern in _OTHERS.get(PurePosixPath(path).suffix, ()):
        if (found := pattern.match(line)) and _is_declaration(pattern, found, line):
            groups = found.groupdict()
            is_function = pattern in (_TYPED, _METHOD)
            yield Declared(found["name"].removeprefix("$"), groups.get("owner") or "", is_function)
            return


def enclosing(
    lines: list[str], at: int, declared: Callable[[str], Iterator[Declared]]
) -> tuple[Declared, ...]:
    """Return what a line stands in, the outermost first: what less indented lines above it declare."""
    found: list[Declared] = []
    indent = _indent(lines[at])
    for above in range(at - 1, -1, -1):
        if indent == 0:
            break
        line = lines[above]
        if not line.strip() or _indent(line) >= indent:
            continue
        if holder := next((each for each in declared(line) if each.is_container or each.is_function), None):
            found.append(holder)
            indent = _indent(line)
        elif not _CONTINUES.match(line):
            indent = _indent(line)
    return tuple(reversed(found))


def _by_keyword(found: re.Match[str], line: str) -> Declared:
    word, name = found["word"], found["name"]
    if word == "impl" and (implemented := _IMPLEMENTED.search(line)):
        name = implemented[1]
    owner = found["receiver"] or found["owner"] or ""
    is_container = word == "type" or word in _CONTAINERS.split("|")
    return Declared(
        name, "" if owner in ("self", "cls") else owner, word in _FUNCTIONS.split("|"), is_container
    )


def _is_declaration(pattern: re.Pattern[str], found: re.Match[str], line: str) -> bool:
    if pattern in (_TYPED, _FIELD):
        return not _NO_TYPE.match(line)
    return not (pattern is _METHOD and found["name"] in _NO_METHOD)


def _indent(line: str) -> int:
    expanded = line.expandtabs(4)
    return len(expanded) - len(expanded.lstrip())
