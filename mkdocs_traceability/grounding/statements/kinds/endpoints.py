"""Find endpoints: `GET /users/{id}`, in a code span or plain text, or in two cells of a table."""

import re
from collections.abc import Iterator
from typing import Final

from mkdocs_traceability.grounding.statements.found import Found
from mkdocs_traceability.grounding.statements.own_names import OwnNames
from mkdocs_traceability.grounding.statements.passages import Passage
from mkdocs_traceability.model.grounding import Reading

_METHOD: Final = r"(?P<method>GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)"
_PATH: Final = r"(?P<path>/(?:[\w\-.~:%@+$!/=(),]|\{[\w.:*-]+\}|<[\w.:-]+>)*+)"
_ENDPOINT: Final = re.compile(
    rf"(?<![\w/|,-]){_METHOD}[ ]{{1,3}}{_PATH}(?:\?[\w=&%{{}}.\[\]-]*)?(?![\w*{{}}<>\x02\x03|])"
)
_CELLS: Final = re.compile(rf"\|[ ]*[`*]*{_METHOD}[`*]*[ ]*\|[ ]*`?{_PATH}(?:\?[^\s|`]*)?`?[ ]*(?=\|)")
_FILLED: Final = re.compile(r"/(?:path|foo|bar|your|my|example|endpoint|x|y)(?:[/._-]|$)|\.\.")


def find(passage: Passage, names: OwnNames) -> Iterator[Found]:
    """Find endpoints."""
    if "/" not in passage.text:
        return
    for text, offset in _places(passage):
        for found in _ENDPOINT.finditer(text):
            yield from _endpoint(found, offset, offset + found.start())
    if passage.is_row:
        for found in _CELLS.finditer(passage.text):
            yield from _endpoint(found, 0, found.start("path"))


def _places(passage: Passage) -> Iterator[tuple[str, int]]:
    yield passage.plain, 0
    for start, end in passage.code:
        yield passage.text[start:end], start


def _endpoint(found: re.Match[str], offset: int, start: int) -> Iterator[Found]:
    path = found["path"].rstrip(".,:)!") or "/"
    path = (
        found["path"]
        if found["path"].count("(") == found["path"].count(")") and found["path"][-1:] == ")"
        else path
    )
    if not _FILLED.search(path):
        end = offset + found.start("path") + len(path)
        yield Found(start, end, Reading("endpoint", f"{found['method']} {path}"))
