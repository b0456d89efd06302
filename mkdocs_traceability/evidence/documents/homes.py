"""The homes of items: the hand-written pages that they name as their own, or on which they are declared.

Known as soon as the pages of the site are: no page has to be rendered, and no claim to be checked.
"""

from collections.abc import Iterator

from mkdocs_traceability.evidence.checker import Scope
from mkdocs_traceability.evidence.documents.names import Page, Pages
from mkdocs_traceability.evidence.documents.page_claim import parse
from mkdocs_traceability.evidence.roots import Roots
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.model.inputs import Inputs
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.registry.registry import Registry


def homes_of(
    registry: Registry, inputs: Inputs, disk: Disk, pages: frozenset[str] | None = None
) -> dict[Item, str]:
    """Return the home of every item that has one, below the docs folder.

    `pages` are those of the site that is built; without them they are looked for on disk.
    """
    scope = Scope(
        disk,
        Roots(disk, ()),
        docs_path=inputs.docs_path,
        plugins=frozenset(inputs.plugins),
        hooks=inputs.hooks,
        exclude_docs=inputs.exclude_docs,
        draft_docs=inputs.draft_docs,
        written_by_us=inputs.rendered,
        docs_pages=pages,
    )
    homes = dict(_named(registry, Pages(scope)))
    return homes | {item: item.page for item in registry.all if item.page}


def _named(registry: Registry, pages: Pages) -> Iterator[tuple[Item, str]]:
    """Go through the pages that items name in a field; the last one counts."""
    for kind in registry.schema:
        for name in kind.page_fields:
            for item in registry.items(kind.name):
                for text in item.texts(name):
                    written = parse(text)
                    page = pages.find(written.page) if written else None
                    if isinstance(page, Page):
                        yield item, page.uri
