"""The manual's own hook for MkDocs: gathers notes on upgrading from the changelog."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

_UPGRADING: Final = "<!-- what the changelog says about upgrading -->"
_CHANGELOG: Final = Path(__file__).parents[1] / "CHANGELOG.md"


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Put the text where a page asks for it."""
    if _UPGRADING in markdown:
        return markdown.replace(_UPGRADING, "\n".join(_upgrading(_CHANGELOG.read_text(encoding="utf-8"))))
    return markdown


def _upgrading(changelog: str) -> Iterator[str]:
    """Go through the versions whose changes ask for something, the newest first."""
    for version in re.split(r"^## ", changelog, flags=re.MULTILINE)[1:]:
        heading, *sections = re.split(r"^### ", version, flags=re.MULTILINE)
        notes = [each.removeprefix("Upgrading\n") for each in sections if each.startswith("Upgrading\n")]
        if notes:
            yield "\n".join([f"## {heading.partition(chr(10))[0]}", *notes])
