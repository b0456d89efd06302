"""What every page needs to show items: where they stand, their badges, their values ready for a template."""

import re
from collections import defaultdict
from collections.abc import Iterable
from copy import copy
from functools import cached_property
from typing import Final, NamedTuple
from urllib.parse import urlencode

from mkdocs_traceability.analysis.badges import PASSED_ON_RETRY, Badge, Badges, Share
from mkdocs_traceability.model.declared import CLAIM_TYPES
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.item import Claim, Evidence, Item, Reference
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.model.verdict import Verdict
from mkdocs_traceability.pages.rendering.inline import is_safe_link
from mkdocs_traceability.pages.rendering.translations import language
from mkdocs_traceability.pages.site.addresses import Address, Addresses, anchor_of
from mkdocs_traceability.pages.site.file_names import file_names
from mkdocs_traceability.pages.site.finding_places import FindingPlaces, Place, weight
from mkdocs_traceability.pages.site.names import unique
from mkdocs_traceability.pages.site.pagination import Part, divide
from mkdocs_traceability.pages.site.sections import sections_of
from mkdocs_traceability.pages.site.shown import (
    Flag,
    ShownClaim,
    ShownEvidence,
    ShownFinding,
    ShownItem,
    ShownPlace,
    ShownReference,
)
from mkdocs_traceability.pages.site.source_links import source_url
from mkdocs_traceability.pages.site_context import Surroundings
from mkdocs_traceability.registry.registry import Failure, Registry
from mkdocs_traceability.reports.text import excerpt
from mkdocs_traceability.result import Result

INDEX: Final = "id"
"""The folder of the pages on which items have addresses that stay, whatever becomes of other pages."""

SCRIPT: Final = "traceability.js"

_NAMES_OF_OTHERS: Final = (
    "index",
    "coverage",
    "actions",
    "sufficiency",
    "layer-map",
    "findings",
    "legend",
    "evidence",
    "assets",
    "badges",
    INDEX,
)
"""Names of generated pages and folders that no kind's can have."""

_NUMBERED: Final = re.compile(r"findings-[0-9]+")
"""Names of further pages of findings."""

_BROKEN: Final = {
    Failure.UNKNOWN: "unknown",
    Failure.WRONG_KIND: "of another kind",
    Failure.AMBIGUOUS: "ambiguous",
}
_SEEN_ALIKE: Final = (
    "_parts",
    "_rows",
    "addresses",
    "homes",
    "item_pages",
    "badges",
    "_badges",
    "findings_of",
    "_anchors",
    "finding_places",
    "_failures",
)
"""What is the same from wherever it is seen."""

_UNREAD: Final = "not read"
"""What a reference names stands in a source that cannot be read: the finding is about that source."""

_LINES: Final = re.compile(r"([0-9]{1,9})[-–]([0-9]{1,9})$")
"""A range of lines, as claims have it at their end."""


class View(NamedTuple):
    """A generated page as others link to it: its name below the page folder, its title, and its group."""

    name: str
    title: str
    group: str


class Show:
    """A run's result, made ready to be shown on the page `seen_from`."""

    def __init__(self, result: Result, site: Surroundings, seen_from: str = "") -> None:
        self.result = result
        self.registry: Registry = result.registry
        self.site = site
        self.url_of = site.url_of
        self.seen_from = seen_from
        self.views: tuple[View, ...] = ()
        """The pages of the navigation, known as soon as there are any."""
        self._links: dict[int, ShownItem] = {}
        self.language = language(site.language, site.templates, site.complain)

    def say(self, text: str) -> str:
        """Return a text in the language of the pages."""
        return self.language.gettext(text)

    def on(self, page: str) -> "Show":
        """Return the same, as seen from another page of the site."""
        for name in _SEEN_ALIKE:
            getattr(self, name)  # what is worked out once is so for all pages
        other = copy(self)
        other.seen_from = page
        other._links = {}
        return other

    # ---------------------------------------------------------------- places

    def path(self, name: str) -> str:
        """Return the source path of a generated page."""
        return f"{self.result.presentation.page_dir}/{name}"

    def stem(self, kind: Kind) -> str:
        """Return the name of a kind's pages: its plural, unless another generated page is called so."""
        stem = kind.plural.replace("_", "-")
        return f"{stem}-matrix" if stem in _NAMES_OF_OTHERS or _NUMBERED.fullmatch(stem) else stem

    def page_of(self, kind: Kind) -> str:
        """Return the source path of the page that lists the items of a kind, or the pages that do."""
        return self.path(f"{self.stem(kind)}.md")

    def index_of(self, kind: Kind) -> str:
        """Return the source path of the page on which items of a kind have addresses that stay."""
        return self.path(f"{INDEX}/{self.stem(kind)}.md")

    @property
    def script(self) -> str:
        """A link to the script of the tables."""
        return "../" * self._depth + f"{self.result.presentation.page_dir}/assets/{SCRIPT}"

    @property
    def _depth(self) -> int:
        """How many folders the page that is shown lies below the root of the site."""
        url = self.url_of(self.seen_from) or ""
        return url.removeprefix("./").count("/")

    def parts(self, kind: Kind) -> list[Part]:
        """Return the pages of a kind's matrix, none where it has no items."""
        return self._parts[kind.name]

    @cached_property
    def _parts(self) -> dict[str, list[Part]]:
        parts: dict[str, list[Part]] = {}
        for kind in self.registry.schema:
            items = self.registry.items(kind.name)
            taken = {self.stem(kind), *map(self.anchor, items)}
            sections = sections_of(self.registry, self.result.presentation, kind, items, taken)
            parts[kind.name] = divide(self.registry, kind, self.stem(kind), sections) if items else []
        return parts

    @cached_property
    def _rows(self) -> dict[int, str]:
        """The page on which the row of an item stands."""
        return {
            id(row.item): self.path(f"{part.stem}.md")
            for parts in self._parts.values()
            for part in parts
            for block in part.blocks
            for row in block.rows
        }

    def rows_with(self, kind: Kind, **chosen: str) -> str:
        """Return a link to the rows of a kind that are so; empty where its rows are on several pages."""
        if len(self.parts(kind)) != 1:
            return ""
        href = self.href(self.page_of(kind)) or "."
        return f"{href}?{urlencode(chosen)}" if chosen else href

    def row(self, item: Item) -> str:
        """Return a link to the row of an item."""
        return self.href(self._rows[id(item)], self.anchor(item))

    def home(self, item: Item) -> str:
        """Return a link to where an item is at home, empty where that is the page that is shown."""
        address = self.addresses.of(item)
        return self.link(item).href if address and address.page != self.seen_from else ""

    def csv_of(self, kind: Kind) -> str:
        """Return a link to all items of a kind as CSV, empty where it is not published."""
        return self.href(self.path(f"{self.stem(kind)}.csv"))

    @cached_property
    def addresses(self) -> Addresses:
        """Where every item stands: on its home page if it has one, else on its own, else in its row."""
        places: dict[int, Address] = {}
        for item in self.registry.all:
            home = self._home_of(item) or self.item_pages.get(id(item))
            places[id(item)] = Address(home or self._rows[id(item)], self.anchor(item))
        return Addresses(self.url_of, places)

    def _home_of(self, item: Item) -> str:
        """Return the hand-written page of an item, empty where it has none."""
        home = item.page or self.result.verdicts.homes.get(id(item), "")
        return home if home and self.url_of(home) is not None else ""

    @cached_property
    def item_pages(self) -> dict[int, str]:
        """The pages of items that have one of their own and no other home, by the `id()` of the item."""
        return {id(item): page for item, page in self._all_item_pages if not self._home_of(item)}

    @cached_property
    def _all_item_pages(self) -> list[tuple[Item, str]]:
        """The page that each item of a kind with item pages would have: homes of others change no name."""
        pages = []
        for kind in self.registry.schema:
            if kind.name in self.result.presentation.item_pages:
                items = self.registry.items(kind.name)
                names = file_names(item.id for item in items)
                folder = self.path(self.stem(kind))
                pages += [(item, f"{folder}/{name}.md") for item, name in zip(items, names, strict=True)]
        return pages

    @cached_property
    def homes(self) -> dict[str, list[Item]]:
        """The items at home on each hand-written page."""
        homes: dict[str, list[Item]] = defaultdict(list)
        for item in self.registry.all:
            if home := self._home_of(item):
                homes[home].append(item)
        return homes

    def anchor(self, item: Item) -> str:
        """Return the anchor of an item; of two with one id, only the first has the plain one."""
        return self._anchors[id(item)]

    @cached_property
    def _anchors(self) -> dict[int, str]:
        anchors: dict[int, str] = {}
        taken: set[str] = set()
        for item in self.registry.all:
            first = self.registry.get(item.kind, item.id) is item
            place = "" if first else f"--{item.position.path}-{item.position.line}"
            anchors[id(item)] = unique(anchor_of(item) + place, taken)
        return anchors

    def link(self, item: Item) -> ShownItem:
        """Return an item as a link."""
        link = self._links.get(id(item))
        if link is None:
            href = self.addresses.href(self.seen_from, self.addresses.of(item))
            link = ShownItem(item.id, item.title, self.registry.kind(item).label, href)
            self._links[id(item)] = link
        return link

    def href(self, page: str, anchor: str = "") -> str:
        """Return a link to a page of the site, empty where it is not there."""
        return self.addresses.href(self.seen_from, Address(page, anchor))

    def source(self, path: str, line: int = 0, end: int = 0) -> str:
        """Return where lines of a file, relative to the folder of `mkdocs.yml`, are read, or nothing."""
        return source_url(self.site.repo_url, self.site.edit_uri, self.result.docs_path, path, line, end)

    def place(self, item: Item) -> ShownPlace:
        """Return where an item is declared."""
        path, line = item.position[:2]
        return ShownPlace(f"{path}:{line}", self.source(path, line))

    # ---------------------------------------------------------------- findings

    @cached_property
    def findings_of(self) -> dict[tuple[str, str], list[Finding]]:
        """What was found of each item, by kind and id."""
        found: dict[tuple[str, str], list[Finding]] = defaultdict(list)
        for finding in self.result.found:
            if finding.item:
                found[finding.kind, finding.item].append(finding)
        return found

    @cached_property
    def finding_places(self) -> FindingPlaces:
        """Where each finding stands on the pages of findings."""
        return FindingPlaces(self.result.findings)

    def rule_href(self, code: str, weighs: str = "") -> str:
        """Return a link to what a rule found, or to those of its findings that weigh so much."""
        return self._href_of(self.finding_places.of_rule(code, weighs))

    def weight_href(self, weighs: str) -> str:
        """Return a link to the first of the findings that weigh so much."""
        return self._href_of(self.finding_places.of_weight(weighs))

    def _href_of(self, place: Place) -> str:
        return self.href(self.path(place.page), place.anchor)

    def flag(self, finding: Finding) -> Flag:
        """Return a finding in short."""
        href = self._href_of(self.finding_places.of(finding))
        return Flag(finding.code, weight(finding), finding.message, href)

    def finding(self, finding: Finding) -> ShownFinding:
        """Return a finding in full."""
        item = self.registry.get(finding.kind, finding.item) if finding.item else None
        return ShownFinding(
            finding,
            weight(finding),
            self.finding_places.of(finding).anchor,
            self.flag(finding).href,
            excerpt(finding, self.result.excerpts),
            self.link(item) if item else None,
            self.source(*finding.position[:2]),
        )

    def flags(self, item: Item) -> list[Flag]:
        """Return what was found of an item, and weighs more than `info`."""
        found = self.findings_of.get((item.kind, item.id))
        if not found:
            return []
        return [self.flag(finding) for finding in found if finding.severity != "info"]

    # ---------------------------------------------------------------- items

    @cached_property
    def badges(self) -> dict[int, Badge]:
        """The badge of every item."""
        return {id(item): self._badges.of(item) for item in self.registry.all}

    @cached_property
    def _badges(self) -> Badges:
        return Badges(self.registry, self.result.verdicts, self.result.found)

    def badge(self, item: Item) -> Badge:
        """Return the badge of an item."""
        return self.badges[id(item)]

    def share(self, items: Iterable[Item]) -> Share:
        """Return how many of some items are verified."""
        return Share.of(map(self.badge, items))

    def gate(self, kind: Kind) -> tuple[float, Share] | None:
        """Return the share of verified items that the settings ask of a kind, in per cent, and what it is."""
        asked = self.result.policy.fail_under.get(kind.name)
        return (asked[0], self.share(self.registry.items(kind.name))) if asked else None

    def references(self, item: Item, name: str) -> list[ShownReference]:
        """Return what a relation or an inverse of an item leads to, what it fails to lead to included."""
        return [self._reference(target, reference) for target, reference in self.ends(item, name)]

    def ends(self, item: Item, name: str) -> list[tuple[Item | None, Reference]]:
        """Return the items at the other ends of a relation or an inverse, first what `item` wrote itself.

        There is none at the end of free text, and of what leads nowhere. Items that have a reference from
        `defaults` share it.
        """
        written = item.references.get(name)
        links = self.registry.related(item, name)
        if not written:
            return [(link.item, link.reference) for link in links]
        written = tuple(each for each in written if self.registry.says_more(each))
        ours = {id(reference) for reference in written}
        targets = {id(link.reference): link.item for link in links if id(link.reference) in ours}
        ends = [(targets.get(id(reference)), reference) for reference in written]
        return ends + [(link.item, link.reference) for link in links if id(link.reference) not in ours]

    def _reference(self, target: Item | None, reference: Reference) -> ShownReference:
        broken = ""
        if target is None and not reference.is_text:
            broken = self._failures.get(id(reference), _UNREAD)
        shown = self.link(target) if target else None
        if not reference.attributes:
            return ShownReference(shown, reference.text, optional=reference.optional, broken=broken)
        said = {name: reference.attributes.get(name, "") for name in ("role", "via", "because", "note")}
        return ShownReference(shown, reference.text, **said, optional=reference.optional, broken=broken)

    @cached_property
    def _failures(self) -> dict[int, str]:
        return {id(broken.reference): _BROKEN[broken.failure] for broken in self.registry.broken}

    def evidence(self, item: Item, *, fields: bool = False) -> list[ShownEvidence]:
        """Return what an item says of each claim type, in the order of the types; of `fields` last."""
        if not item.evidence:
            return []
        types = [name for name in CLAIM_TYPES if name in item.evidence]
        types += [name for name in item.evidence if fields and name not in CLAIM_TYPES]
        return [self.evidence_of(item, name, item.evidence[name]) for name in types]

    def evidence_of(self, item: Item, name: str, evidence: Evidence) -> ShownEvidence:
        """Return what an item says under one name: a claim type, or a field that is a claim."""
        claims = tuple(self.claim(item, name, claim) for claim in evidence.claims)
        badge = self._badges.of_evidence(item, name, evidence)
        return ShownEvidence(name, badge, claims, evidence.not_applicable, evidence.unknown)

    def claim(self, item: Item, name: str, claim: Claim) -> ShownClaim:
        """Return a claim of an item, as it was written."""
        badge = self.badge_of_claim(item, name, claim)
        return ShownClaim(claim.text, self._claimed(item, claim), claim.note or claim.lines, badge)

    def badge_of_claim(self, item: Item, name: str, claim: Claim) -> Badge:
        """Return the badge of one claim."""
        badge = self._badges.of_claim(item, name, claim)
        return Badge(badge.word, self.say("passed on retry")) if badge.basis == PASSED_ON_RETRY else badge

    def badge_of(self, item: Item, name: str, evidence: Evidence) -> Badge:
        """Return the badge of all that an item says under one name."""
        return self._badges.of_evidence(item, name, evidence)

    def badge_of_lacking(self, item: Item) -> Badge:
        """Return the badge of the evidence that an item must name and does not."""
        return self._badges.of_lacking(item)

    def found_at(self, item: Item, claim: Claim) -> ShownPlace | None:
        """Return where the thing that is claimed was found, None where it was not."""
        outcome = self.result.verdicts.of(item, claim)
        place = outcome.place
        if place is None or not place.path or outcome.verdict is Verdict.MISSING:
            return None  # the place of what is missing is the file in which it was looked for
        text = f"{place.path}:{place.line}" if place.line else place.path
        return ShownPlace(text, self.source(place.path, place.line))

    def _claimed(self, item: Item, claim: Claim) -> str:
        """Return where a claim can be looked up: a page of the site, an address of the web, or the source."""
        if claim.type == "links":
            return claim.text if is_safe_link(claim.text) else ""
        place = self.result.verdicts.of(item, claim).place
        if place is None:
            return ""
        if self.addresses.page_exists(place.page):
            return self.href(place.page, place.anchor)
        written = _LINES.search(claim.lines or claim.text)
        is_whole = written is not None and int(written[1]) == place.line
        return self.source(place.path, place.line, int(written[2]) if written and is_whole else 0)
