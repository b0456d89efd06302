"""What a server keeps of a build: our part of the site as it was judged, and what was made of it.

The next build shows the same again as long as nothing that it was made of has changed: what was linked and
observed, what of the rendered pages was looked at, where pages stand, and how they look.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from mkdocs_traceability.evidence.checker import SitePages
    from mkdocs_traceability.exports.export import PublishedFile
    from mkdocs_traceability.mkdocs.around import Around
    from mkdocs_traceability.mkdocs.site_pages import RenderedPages
    from mkdocs_traceability.model.finding import Finding
    from mkdocs_traceability.model.item import Item
    from mkdocs_traceability.model.observations import Observations
    from mkdocs_traceability.pages.parts.search import SearchEntry
    from mkdocs_traceability.pages.publication import Site
    from mkdocs_traceability.pages.twins import Twins
    from mkdocs_traceability.registry.registry import Registry
    from mkdocs_traceability.result import Result
    from mkdocs_traceability.settings.load import Settings
    from mkdocs_traceability.workspace.stages import Linked

T = TypeVar("T")


@dataclass(frozen=True)
class Basis:
    """What our pages rest on before anything is judged: which there are, and where everything stands.

    `addresses` are those of the files of the site to which none of ours has come yet; `said` is what the
    configuration says of how pages look.
    """

    settings: "Settings"
    registry: "Registry"
    observations: "Observations | None"
    homes: "Mapping[Item, str] | None"
    addresses: Mapping[str, str]
    said: tuple[Any, ...]

    @classmethod
    def of(cls, settings: "Settings", linked: "Linked", around: "Around") -> "Basis":
        """Return what a build rests on."""
        seen = linked.observed
        observations, homes = (seen.observations, seen.homes) if seen else (None, None)
        return cls(settings, linked.registry, observations, homes, around.addresses(), around.said)

    def is_that_of(self, other: "Basis") -> bool:
        """Whether another build rests on the same: what pages say of items in their text is none of it."""
        return (
            self.settings == other.settings
            and has_same_items(self.registry, other.registry)
            and (self.observations, self.homes) == (other.observations, other.homes)
            and (self.addresses, self.said) == (other.addresses, other.said)
        )


@dataclass(frozen=True)
class Judged:
    """What a build judges beside its basis: what the rendered pages say of items, and the day.

    `observations` are the very same as long as all evidence is. `addresses` are those of all files of the
    site, ours among them.
    """

    registry: "Registry"
    observations: "Observations | None"
    pages: "SitePages"
    rendered: "RenderedPages"
    addresses: Mapping[str, str]
    today: date

    def is_that_of(self, before: "Judged") -> bool:
        """Whether a build before has judged the very same. Of its pages, those count that it looked at."""
        mine, theirs = self.registry, before.registry
        return (
            self.observations is before.observations
            and (self.today, self.addresses) == (before.today, before.addresses)
            and (self.pages.names, self.pages.titles) == (before.pages.names, before.pages.titles)
            and (mine.markers, mine.mentions) == (theirs.markers, theirs.mentions)
            and (mine.numbers, mine.restated) == (theirs.numbers, theirs.restated)
            and self.rendered.has_all_of(before.rendered)
        )


@dataclass
class KeptSite:
    """Our part of the site that was built last, and what was made of it."""

    basis: Basis
    judged: Judged
    result: "Result"
    site: "Site"
    around: "Around"
    twins: "Twins | None" = None
    contents: dict[str, bytes] = field(default_factory=dict)
    _made: dict[tuple[str, str], tuple[Any, Any]] = field(default_factory=dict)

    @property
    def is_certain(self) -> bool:
        """Whether all that our pages show is compared: the site's own templates and its history are not.

        Nor are files that are no sources, in which something was found: their lines are shown.
        """
        if self.around.has_own_templates or self.basis.settings.origin.history:
            return False
        read = self.result.excerpts.read
        return all(
            place.path in read
            for finding in self.result.raw_findings
            for place in (finding.position, *(each.position for each in finding.related))
        )

    def shows(self, result: "Result", addresses: Mapping[str, str]) -> bool:
        """Whether a result of the same basis is shown as the kept one is, with these addresses."""
        mine = self.result
        return (
            self.judged.addresses == addresses
            and has_same_items(mine.registry, result.registry)
            and _found(mine) == _found(result)
            and all(_line(mine, each) == _line(result, each) for each in mine.findings)
        )

    def made(self, what: str, uri: str, given: Any, make: Callable[[], T]) -> T:
        """Return what is made for a page of what is `given`: what was made before, of the same."""
        known = self._made.get((what, uri))
        if known is None or known[0] != given:
            known = self._made[what, uri] = (given, make())
        result: T = known[1]
        return result

    def content(self, uri: str, make: Callable[[], bytes]) -> bytes:
        """Return the content of a file beside our pages, which is made once."""
        if uri not in self.contents:
            self.contents[uri] = make()
        return self.contents[uri]

    @cached_property
    def search_entries(self) -> "list[SearchEntry]":
        """What the search says of the items."""
        return list(self.site.search_entries())

    @cached_property
    def published(self) -> "Mapping[str, PublishedFile]":
        """What is published beside the pages, by the path of each file."""
        return {f"{self.site.page_dir}/{each.name}": each for each in self.site.published_files()}


def has_same_items(mine: "Registry", theirs: "Registry") -> bool:
    """Whether two registries have the very same items, and so the same links, and the same that is wrong."""
    return (
        mine.schema is theirs.schema
        and mine.all == theirs.all
        and (mine.domains, mine.problems, mine.nameless) == (theirs.domains, theirs.problems, theirs.nameless)
        and (mine.is_complete, mine.unread_ids, mine.doubt)
        == (theirs.is_complete, theirs.unread_ids, theirs.doubt)
    )


def _found(result: "Result") -> tuple[Any, ...]:
    """Return what pages show of a result beside its items."""
    found = result.findings, result.raw_findings, result.verdicts, result.observations, result.homes
    return (*found, result.grounding, result.baseline, result.gone, result.today, result.origin)


def _line(result: "Result", finding: "Finding") -> str:
    return result.excerpts.line(finding.position.path, finding.position.line)
