"""Where everything stands in the site: the pages of kinds, the rows, homes, own pages and anchors of items.

A function of what is linked and of the site around: nothing here depends on what is found of an item, so that
places are the same before anything is judged and after.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, Final

from mkdocs_traceability.model.anchors import anchor_of, unique
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.model.presentation import Presentation
from mkdocs_traceability.pages.site.addresses import Address, fragment, relative_url
from mkdocs_traceability.pages.site.file_names import file_names
from mkdocs_traceability.pages.site.pagination import MatrixPage, divide
from mkdocs_traceability.pages.site.sections import sections_of
from mkdocs_traceability.registry.registry import Registry

INDEX: Final = "id"
"""The folder of the pages on which items have addresses that stay, whatever becomes of other pages."""

GRAPH: Final = "graph.md"
"""The page of the system graph, to which the panel of an item leads."""

_NAMES_OF_OTHERS: Final = (
    "index",
    "coverage",
    "actions",
    "sufficiency",
    "layer-map",
    "findings",
    "legend",
    "graph",
    "evidence",
    "assets",
    "badges",
    INDEX,
)
"""Names of generated pages and folders that no kind's can have."""


class Places:
    """The places of one site.

    `homes` are the hand-written pages of items. `url_of` returns the URL of a page relative to the root of
    the site, or None where there is no such page. `has_panels` says that items are shown on hand-written
    pages; elsewhere these have no anchors of items, and links to items lead to generated pages.
    """

    def __init__(
        self,
        registry: Registry,
        presentation: Presentation,
        homes: Mapping[Item, str],
        url_of: Callable[[str], str | None],
        *,
        has_panels: bool = True,
    ) -> None:
        self._registry = registry
        self._presentation = presentation
        self._homes = homes
        self._url_of = url_of
        self._has_panels = has_panels
        self._urls: dict[str, str] = {}
        self.laid_out: dict[str, Any] = {}
        """How pages lay out what is declared, by their stems: the same before all is judged and after."""

    # ---------------------------------------------------------------- pages

    def url_of(self, page: str) -> str | None:
        """Return the URL of a page relative to the root of the site; None where there is none, or not yet."""
        url = self._urls.get(page)
        if url is None and (url := self._url_of(page)) is not None:
            self._urls[page] = url
        return url

    def path(self, name: str) -> str:
        """Return the source path of a generated page."""
        return f"{self._presentation.page_dir}/{name}"

    def stem(self, kind: Kind) -> str:
        """Return the name of a kind's pages: its plural, unless another generated page is called so."""
        stem = kind.plural.replace("_", "-")
        return f"{stem}-matrix" if stem in _NAMES_OF_OTHERS else stem

    def page_of(self, kind: Kind) -> str:
        """Return the source path of the page that lists the items of a kind, or the pages that do."""
        return self.path(f"{self.stem(kind)}.md")

    def index_of(self, kind: Kind) -> str:
        """Return the source path of the page on which items of a kind have addresses that stay."""
        return self.path(f"{INDEX}/{self.stem(kind)}.md")

    def csv_of(self, kind: Kind) -> str:
        """Return the path of the file that has all items of a kind as CSV."""
        return self.path(f"{self.stem(kind)}.csv")

    def parts(self, kind: Kind) -> list[MatrixPage]:
        """Return the pages of a kind's matrix, none where it has no items."""
        return self._parts[kind.name]

    @cached_property
    def _parts(self) -> dict[str, list[MatrixPage]]:
        registry = self._registry
        parts: dict[str, list[MatrixPage]] = {}
        for kind in registry.schema:
            items = registry.items(kind.name)
            taken = {self.stem(kind), *map(self.anchor, items)}
            sections = sections_of(registry, self._presentation, kind, items, taken)
            parts[kind.name] = divide(registry, kind, self.stem(kind), sections) if items else []
        return parts

    # ---------------------------------------------------------------- items

    def of(self, item: Item) -> Address:
        """Return where an item stands: on its home page, its own, in its row of a table, or of the matrix."""
        return self._addresses[item]

    @cached_property
    def _addresses(self) -> dict[Item, Address]:
        return {
            item: Address(
                (self._has_panels and self.home_of(item))
                or self.item_pages.get(item)
                or self._stands_on(item)
                or self._rows[item],
                self.anchor(item),
            )
            for item in self._registry.all
        }

    def row(self, item: Item) -> Address:
        """Return where the row of an item stands."""
        return Address(self._rows[item], self.anchor(item))

    @cached_property
    def _rows(self) -> dict[Item, str]:
        return {
            row.item: self.path(f"{part.stem}.md")
            for parts in self._parts.values()
            for part in parts
            for block in part.blocks
            for row in block.rows
        }

    def home_of(self, item: Item) -> str:
        """Return the hand-written page of an item, empty where it has none."""
        home = self._homes.get(item, "")
        return home if home and self._url_of(home) is not None else ""  # others may still change its URL

    def _stands_on(self, item: Item) -> str:
        """Return the hand-written page in a table or the text of which an item stands, if there is one."""
        page = (item.table_page or item.text_page) if self._has_panels else ""
        has_row = (
            page and self._url_of(page) is not None and self.anchor(item) == unique(anchor_of(item), set())
        )
        return page if has_row else ""

    def at_home(self, page: str) -> list[Item]:
        """Return the items at home on a hand-written page."""
        return self._at_home.get(page, [])

    @cached_property
    def _at_home(self) -> Mapping[str, list[Item]]:
        at_home: dict[str, list[Item]] = defaultdict(list)
        for item in self._registry.all:
            if self._has_panels and (home := self.home_of(item)):
                at_home[home].append(item)
        return at_home

    @cached_property
    def item_pages(self) -> dict[Item, str]:
        """The pages of items that have one of their own and no other home; homes of others change no name."""
        pages: dict[Item, str] = {}
        for kind in self._registry.schema:
            if kind.name in self._presentation.item_pages:
                items = self._registry.items(kind.name)
                names = file_names(item.id for item in items)
                folder = self.path(self.stem(kind))
                pages |= {item: f"{folder}/{name}.md" for item, name in zip(items, names, strict=True)}
        return {item: page for item, page in pages.items() if not (self._has_panels and self.home_of(item))}

    def anchor(self, item: Item) -> str:
        """Return the anchor of an item; of two with one id, only the first has the plain one."""
        return self._anchors[item]

    @cached_property
    def _anchors(self) -> dict[Item, str]:
        anchors: dict[Item, str] = {}
        taken: set[str] = set()
        for item in self._registry.all:
            first = self._registry.get(item.kind, item.id) is item
            place = "" if first else f"--{item.position.path}-{item.position.line}"
            anchors[item] = unique(anchor_of(item) + place, taken)
        return anchors

    # ---------------------------------------------------------------- addresses

    def all_of_items(self) -> set[str]:
        """Return the paths of the generated pages and files that hold items."""
        kinds = [kind for kind in self._registry.schema if self.parts(kind)]
        pages = (*self._rows.values(), *self.item_pages.values(), *map(self.page_of, kinds))
        return {*pages, *map(self.csv_of, kinds)}

    def has(self, page: str) -> bool:
        """Whether the site has a page with this source path."""
        return self.url_of(page) is not None

    def url(self, page: str, anchor: str = "") -> str:
        """Return the URL of a place relative to the root of the site, empty where it is not there."""
        url = self.url_of(page)
        if url is None:
            return ""
        return url + fragment(anchor)

    def url_of_kind(self, kind: Kind) -> str:
        """Return the URL of the page that lists the items of a kind."""
        return self.url(self.page_of(kind))

    def url_of_csv(self, kind: Kind) -> str:
        """Return the URL of the file that has the items of a kind as CSV."""
        return self.url(self.csv_of(kind))

    def url_of_item(self, item: Item) -> str:
        """Return the URL of the place where an item stands."""
        return self.url(*self.of(item))

    def href(self, from_page: str, page: str, anchor: str = "") -> str:
        """Return a link from one page to a place, empty where there is nothing to link to."""
        target, here = self.url_of(page), self.url_of(from_page)
        if target is None or here is None:
            return ""
        return (relative_url(target, here) if page != from_page else "") + fragment(anchor)
