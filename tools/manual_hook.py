"""The manual's own hook for MkDocs: draws the parts of the package, and gathers notes on upgrading.

It uses the public Python API and nothing else of the package, as a hook of any other site would.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from mkdocs_traceability import CheckedSite, Item, check

_PARTS: Final = "<!-- the parts of the package -->"
_UPGRADING: Final = "<!-- what the changelog says about upgrading -->"
_CHANGELOG: Final = Path(__file__).parents[1] / "CHANGELOG.md"


def on_page_markdown(markdown: str, *, config: Any, **_: Any) -> str:
    """Put the table, or the text, where a page asks for it."""
    if _PARTS in markdown:
        return markdown.replace(_PARTS, "\n".join(_parts(check(config.config_file_path))))
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


def _parts(site: CheckedSite) -> Iterator[str]:
    yield "| layer | part | may use |"
    yield "| --- | --- | --- |"
    for part in site.items("component"):
        yield f"| {_named(site, part, 'layer')} | {part.title} | {_named(site, part, 'depends_on')} |"


def _named(site: CheckedSite, part: Item, relation: str) -> str:
    return ", ".join(other.title for other in site.related(part, relation)) or "–"
