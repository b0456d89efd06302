"""What pages say is plain English: templates, code, kinds and the manual are held to one list of words."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from plain_words import not_plain

from mkdocs_traceability.settings.load import built_in_schema
from tools.translations import extracted

ROOT = Path(__file__).parents[2]
BY_HAND = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
MANUAL = [file for file in BY_HAND if file.name not in ("rules.md", "kinds.md")]
"""Pages of the manual; rules have a test of their own, and kinds are shown with the comments of their file."""


def shown() -> Iterator[str]:
    for message in extracted():
        yield from (message.id,) if isinstance(message.id, str) else message.id


def test_no_text_of_the_pages_has_a_word_of_the_list() -> None:
    assert {text: words for text in shown() if (words := not_plain(text))} == {}


def test_the_list_finds_what_it_names() -> None:
    assert not_plain("Not whole: nothing here can check it") == ["Not whole", "nothing here"]


@pytest.mark.parametrize("file", MANUAL, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_no_page_of_the_manual_has_a_word_of_the_list(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    found = {number: words for number, line in enumerate(lines, 1) if (words := not_plain(line))}
    assert found == {}


def test_each_page_has_one_short_name() -> None:
    assert [kind.title for kind in built_in_schema()] == [
        "Flows",
        "Components",
        "Patches",
        "Signals",
        "Metrics",
        "Resources",
        "Sources of truth",
        "Requirements",
        "Gaps",
        "Layers",
    ]
