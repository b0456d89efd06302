"""How a site's generated pages are shown, as the settings say it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from mkdocs_traceability.model.declared import Declared


class SectionTitle(Declared):
    """An area or a system: the title of its section."""

    title: str = ""
    description: str = ""


class Navigation(Declared):
    """Whether the generated pages enter the navigation by themselves, and under which title."""

    shown: bool = True
    title: str = "Traceability"


class DeclaredView(Declared):
    """The table of a kind with a filter, as the site offers it to its readers."""

    kind: str
    filter: str = ""


class SavedView(NamedTuple):
    """A view under its title, with the name of its kind."""

    title: str
    kind: str
    filter: str


@dataclass(frozen=True)
class Presentation:
    """Which pages there are, where, and how their rows are grouped.

    `item_pages` are the kinds whose items have pages of their own. `cross_matrices` are the relations, as
    (kind, name), that are drawn as such; None for all that are worth it. `test_levels` has, by the name of a
    level, the globs of the tests that belong to it. `views` are those of the site; `shortcuts` says whether
    single keys do anything. `editor` is how a served site opens sources: a name or form of `model.editors`.
    `llms` adds `llms.txt` and the Markdown of each generated page.
    """

    page_dir: str = "traceability"
    nav: Navigation = field(default_factory=Navigation)
    areas: Mapping[str, SectionTitle] = field(default_factory=dict)
    systems: Mapping[str, SectionTitle] = field(default_factory=dict)
    test_levels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    item_pages: frozenset[str] = frozenset()
    cross_matrices: frozenset[tuple[str, str]] | None = None
    views: tuple[SavedView, ...] = ()
    shortcuts: bool = True
    editor: str = ""
    llms: bool = False
