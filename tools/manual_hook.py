"""The manual's own hook for MkDocs: draws the parts of the package from what the manual declares of them.

It uses the public Python API and nothing else of the package, as a hook of any other site would.
"""

from collections.abc import Iterator
from typing import Any, Final

from mkdocs_traceability import CheckedSite, Item, check

_MARKER: Final = "<!-- the parts of the package -->"


def on_page_markdown(markdown: str, *, config: Any, **_: Any) -> str:
    """Put the table where a page asks for it."""
    if _MARKER not in markdown:
        return markdown
    return markdown.replace(_MARKER, "\n".join(_parts(check(config.config_file_path))))


def _parts(site: CheckedSite) -> Iterator[str]:
    yield "| layer | part | may use |"
    yield "| --- | --- | --- |"
    for part in site.items("component"):
        yield f"| {_named(site, part, 'layer')} | {part.title} | {_named(site, part, 'depends_on')} |"


def _named(site: CheckedSite, part: Item, relation: str) -> str:
    return ", ".join(other.title for other in site.related(part, relation)) or "–"
