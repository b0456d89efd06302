"""Find symbols in code spans: `path:symbol`, dotted names, functions, classes, and words that may be one."""

import re
from collections.abc import Iterator
from typing import Final

from mkdocs_traceability.grounding.statements.file_names import is_file_name, is_product
from mkdocs_traceability.grounding.statements.found import Found
from mkdocs_traceability.grounding.statements.invented import has_gap
from mkdocs_traceability.grounding.statements.kinds.tests import is_test
from mkdocs_traceability.grounding.statements.own_names import OwnNames
from mkdocs_traceability.grounding.statements.passages import Passage
from mkdocs_traceability.model.grounding import Reading

_IDENTIFIER: Final = r"[^\W\d]\w*+"
_CALL: Final = r"\((?:[^()]|\((?:[^()]|\([^()]*+\))*+\))*+\)"
_IN_FILE: Final = re.compile(
    rf"(?P<path>[\w.@+/-]++)(?P<join>::?|\#)(?P<name>{_IDENTIFIER}(?:(?:\.|::"
    rf"|\#){_IDENTIFIER})*+)(?:{_CALL})?"
)
_SYMBOL: Final = re.compile(
    r"(?:(?:async\s+)?(?:def|fn|func|fun|function|class|struct|enum|trait|interface|type|module|record"
    r"|protocol)\s+|@|&|self\.|this\.|cls\.)?"
    rf"(?P<name>\\?{_IDENTIFIER}(?:(?:\.|::|\\|\#){_IDENTIFIER})*+[!?]?)(?P<call>{_CALL}|/\d)?;?"
)
_JOINT: Final = re.compile(r"\.|::|\\|#")
_HUMPS: Final = re.compile(r"[A-Z]\w*[a-z]\w*[A-Z]|[A-Z][A-Z]+[a-z]")
_HOST: Final = re.compile(r"(?:[a-z\d-]+\.)+(?:com|org|net|io|dev|edu|gov|co|de|uk|eu|info|ai|app)")
_FOREIGN: Final = re.compile(
    r"(?:std|core|alloc|os|sys|re|json|typing|asyncio|console|window|document|process|Math|JSON|java"
    r"|kotlin|fmt|http|System)(?:\.|::)"
)
_NO_SYMBOL: Final = re.compile(r"#L\d+$|\.mdx?#")
_LONGEST: Final = 200
_SHORTEST: Final = 3
_VALUES: Final = frozenset(
    """
    response request res req resp body result app logger console model event ctx context data page
    """.split()  # noqa: SIM905 - words in quotes are no list to read
)
"""What has attributes that are spelled like endings of files: `response.json`."""
_WORDS: Final = frozenset(
    """
    true false null none nil undefined nan inf int str bool float string number object any void bytes list
    dict set tuple array map char byte double long short self this cls super new return yield await async
    if else for while break continue import export from class def function func const let var static
    public private protected type interface struct enum trait impl and or not in is as with try except
    catch finally throw raise pass get post put patch delete head options main master develop head latest
    stable beta alpha todo fixme warning error info debug fatal yes no on off default auto always never
    all the int32 int64 uint8 utf
    """.split()  # noqa: SIM905 - a hundred words in quotes are no list to read
)


def find(passage: Passage, names: OwnNames) -> Iterator[Found]:
    """Find symbols."""
    for part in passage.code:
        text = passage.text[part.start : part.end]
        if len(text) <= _LONGEST and (found := symbol_in(text)):
            yield found._replace(start=part.start + found.start, end=part.start + found.end)


def symbol_in(text: str) -> Found | None:
    """Return the symbol that a text is as a whole."""
    if (found := _IN_FILE.fullmatch(text)) and _is_source(found["path"]) and not is_test(text):
        return Found(0, len(text), Reading("symbol", f"{found['path']}:{found['name']}"))
    found = _SYMBOL.fullmatch(text)
    if not found or _HOST.fullmatch(text) or is_product(text) or _is_file_only(text):
        return None
    name, call = found["name"].lstrip("\\"), found["call"] or ""
    if has_gap(name) or _NO_SYMBOL.search(name) or len(name.strip("_")) < _SHORTEST:
        return None
    if name.lower() in _WORDS or (name.isupper() and not call):
        return None
    start = found.start("name")
    is_whole = start == 0 or text[0] in "@&\\"
    return Found(
        0 if is_whole else start,
        len(text) if is_whole else found.end("name") + len(call),
        Reading("symbol", name),
        _is_weak(name, call),
    )


def _is_source(path: str) -> bool:
    """Whether a path is that of a file that has symbols."""
    name = path.rpartition("/")[2]
    return is_file_name(name, "/" in path) and not name.endswith((".md", ".mdx"))


def _is_file_only(text: str) -> bool:
    """Whether a text is the name of a file and surely no attribute."""
    return is_file_name(text) and text.partition(".")[0] not in _VALUES


def _is_weak(name: str, call: str) -> bool:
    """Whether a name may as well be no symbol: a plain word, an attribute of something that is at hand."""
    if _FOREIGN.match(name):
        return True
    parts = _JOINT.split(name)
    if len(parts) == 1:
        is_compound = "_" in name.strip("_") or not (name.islower() or name.istitle())
        return not (call and is_compound) and not _HUMPS.match(name)
    if is_file_name(name) or (parts[0] in _VALUES and not call):
        return True
    return not (call or any(each[:1].isupper() or "_" in each for each in parts))
