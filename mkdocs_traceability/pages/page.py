"""What a generated page is: a template, and a function that prepares what it shows.

`@page` is all that adding one takes: every module of this package is searched for them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from mkdocs_traceability.pages.site.view import SiteView

REGISTERS: Final = "Registers"
"""The group of the navigation that lists what is declared, a page a kind."""

MATRICES: Final = "Matrices"
"""The group of the navigation for what the relations between two kinds show."""

REPORTS: Final = "Reports"
"""The group of the navigation for what is worked out of all of it."""


class PageHeading(NamedTuple):
    """A heading of a page, as its table of contents lists it: text and anchor."""

    text: str
    anchor: str


@dataclass(frozen=True)
class GeneratedPage:
    """One page: its file name below the page folder, its title, and how its body is prepared.

    `context` is what `template` is rendered with, made when the page is rendered. `headings` are those
    of its second level; `anchors` all anchors it has. `group` is the title of the part of the navigation it
    stands in, empty at the top. What is not `in_nav` is reached by links only, and has the place of the page
    named in `below` there. What is not `is_searched` is not in the search index. `anchor` is that of the
    page's own heading, by default its name. `rows` makes the file of its rows that is published beside
    it, the names of the columns first. Of a page that `is_wide`, tables need the room that themes give to a
    table of contents.
    """

    name: str
    title: str
    template: str
    context: Callable[[], dict[str, Any]]
    headings: tuple[PageHeading, ...] = ()
    anchors: tuple[str, ...] = ()
    group: str = ""
    in_nav: bool = True
    below: str = ""
    is_searched: bool = True
    anchor: str = ""
    is_wide: bool = False
    rows: Callable[[], Iterable[Sequence[str]]] | None = None

    @property
    def stem(self) -> str:
        """The anchor of the page's own heading: the file name without folder and ending, or another."""
        return self.anchor or self.name.removesuffix(".md").rpartition("/")[2]

    @property
    def csv(self) -> str:
        """The name of the file of its rows."""
        return f"{self.name.removesuffix('.md')}.csv"


PageMaker = Callable[[SiteView], Iterator[GeneratedPage]]


class Known(NamedTuple):
    """A function that yields pages, its place among the others, and what these pages need.

    `needs` is what they need of the schema, `style` the part of the style sheet that is theirs alone.
    """

    order: int
    name: str
    maker: PageMaker
    needs: tuple[str, ...]
    style: str


MAKERS: Final[list[Known]] = []


def page(order: int, *, needs: tuple[str, ...] = (), style: str = "") -> Callable[[PageMaker], PageMaker]:
    """Make a function that yields pages known; `order` is its place among the others in the navigation.

    Where the schema lacks a kind or a relation that they need (as `Schema.has` takes them), its pages are
    left out. `style` names the file in `rendering/assets/style` that is theirs alone, if there is one.
    """

    def register(maker: PageMaker) -> PageMaker:
        MAKERS.append(Known(order, maker.__name__, maker, needs, style))
        return maker

    return register
