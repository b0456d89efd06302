"""Find tests: `tests/test_a.py::test_b`, and names of tests alone."""

import re
from collections.abc import Iterator
from typing import Final

from mkdocs_traceability.grounding.statements.found import Found
from mkdocs_traceability.grounding.statements.own_names import OwnNames
from mkdocs_traceability.grounding.statements.passages import Passage
from mkdocs_traceability.model.grounding import Reading

_IN_FILE: Final = re.compile(
    r"(?<![\w./@-])(?:[\w.@+-]+/)*+[\w.@+-]+\.\w+(?:::[^\W\d]\w*+)+(?:\[[^\[\]\s]*+\])?(?![\w:])"
)
_NAME: Final = re.compile(r"(?P<name>test_\w+|Test[A-Z]\w+)(?:\(\))?")
_TESTED: Final = re.compile(r"\btest(?:s|ed|ing)?\b")
_OF_TESTS: Final = re.compile(r"[Tt]est|[Ss]pec")
_NO_TESTS: Final = re.compile(r"\.(?:rs|cc|cpp|cxx|hpp|h|rb|php|pl)::")


def find(passage: Passage, names: OwnNames) -> Iterator[Found]:
    """Find tests."""
    if "::" in passage.text:
        for text, offset in _places(passage):
            for found in _IN_FILE.finditer(text):
                if is_test(found[0]):
                    name = found[0].partition("[")[0]
                    yield Found(offset + found.start(), offset + found.end(), Reading("test", name))
    for start, end in passage.code:
        if named := _NAME.fullmatch(passage.text[start:end]):
            is_weak = not _TESTED.search(passage.around(start, end)) and not named[0].endswith(")")
            yield Found(start, end, Reading("test", named["name"]), is_weak)


def is_test(text: str) -> bool:
    """Whether `path::name` names a test, and not what a file of another language defines."""
    return _OF_TESTS.search(text) is not None and not _NO_TESTS.search(text)


def _places(passage: Passage) -> Iterator[tuple[str, int]]:
    yield passage.plain, 0
    for start, end in passage.code:
        yield passage.text[start:end], start
