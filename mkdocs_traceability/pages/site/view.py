"""The site as seen from one of its pages: links that are relative to it, and values ready for a template."""

import re
from copy import copy
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urlencode

from mkdocs_traceability.analysis.badges import PASSED_ON_RETRY, Badge
from mkdocs_traceability.analysis.owners import owners_of
from mkdocs_traceability.model.declared import CLAIM_TYPES
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.item import Claim, Evidence, Item
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.pages.rendering.inline import is_safe_link
from mkdocs_traceability.pages.rendering.translations import language
from mkdocs_traceability.pages.site.addresses import Address
from mkdocs_traceability.pages.site.finding_places import FindingPlaces
from mkdocs_traceability.pages.site.places import Places
from mkdocs_traceability.pages.site.shown import (
    Flag,
    ShownClaim,
    ShownEvidence,
    ShownFinding,
    ShownItem,
    ShownOwner,
    ShownPlace,
    ShownReference,
)
from mkdocs_traceability.pages.site.source_links import source_url
from mkdocs_traceability.pages.site_context import SiteContext
from mkdocs_traceability.query.criteria import Criteria
from mkdocs_traceability.registry.registry import BROKEN, End, Registry
from mkdocs_traceability.reports.text import excerpt
from mkdocs_traceability.result import Result
from mkdocs_traceability.rules import all_rules, said_once

if TYPE_CHECKING:
    from collections.abc import Callable

    from mkdocs_traceability.analysis.assessment import Assessment

SCRIPT: Final = "traceability.js"

_SAID: Final = ("role", "via", "because", "note")
"""What may be said beside a reference."""

_LINES: Final = re.compile(r"([0-9]{1,9})[-–]([0-9]{1,9})$")
"""A range of lines, as claims have it at their end."""


class NavigationEntry(NamedTuple):
    """A generated page as others link to it: its name below the page folder, its title, and its group."""

    name: str
    title: str
    group: str


class SiteView:
    """A run's result as it is shown on one `page` of the site; on none, where that is empty."""

    def __init__(self, result: Result, places: Places, context: SiteContext, page: str = "") -> None:
        self.result = result
        self.registry: Registry = result.registry
        self.assessment: Assessment = result.assessment
        self.places = places
        self.finding_places = FindingPlaces(result.findings, said_once())
        self.criteria = Criteria(result.registry, all_rules())
        self.context = context
        self.page = page
        self.navigation: tuple[NavigationEntry, ...] = ()
        """The pages of the navigation, known as soon as there are any."""
        said = language(context.language, context.templates, context.complain).gettext
        self.translate: Callable[[str], str] = lru_cache(maxsize=10_000)(said)  # cells say few words often
        self._links: dict[Item, ShownItem] = {}
        self._is_root = False

    def from_page(self, page: str) -> "SiteView":
        """Return the same, as seen from another page of the site."""
        other = copy(self)
        other.page = page
        other._links = {}
        other._is_root = False
        return other

    def from_root(self) -> "SiteView":
        """Return the same with links relative to the root of the site, for what stands on no page."""
        other = self.from_page("")
        other._is_root = True
        return other

    # ---------------------------------------------------------------- links

    def href(self, page: str, anchor: str = "") -> str:
        """Return a link to a page of the site, empty where it is not there."""
        if self._is_root:
            return self.places.url(page, anchor)
        return self.places.href(self.page, page, anchor)

    def href_of(self, name: str, anchor: str = "") -> str:
        """Return a link to a generated page or file by its name below the page folder."""
        return self.href(self.places.path(name), anchor)

    def link(self, item: Item) -> ShownItem:
        """Return an item as a link."""
        link = self._links.get(item)
        if link is None:
            href = self.href(*self.places.of(item))
            link = ShownItem(item.id, item.title, self.registry.kind(item).label, href)
            self._links[item] = link
        return link

    def row(self, item: Item) -> str:
        """Return a link to the row of an item."""
        return self.href(*self.places.row(item))

    def home(self, item: Item) -> str:
        """Return a link to where an item is at home, empty where that is the page that is shown."""
        if not self.context.has_panels and (home := self.places.home_of(item)):
            return self.href(home)
        return self.link(item).href if self.places.of(item).page != self.page else ""

    def rows_with(self, kind: Kind, **chosen: str) -> str:
        """Return a link to the rows of a kind that are so; empty where its rows are on several pages."""
        if len(self.places.parts(kind)) != 1:
            return ""
        href = self.href(self.places.page_of(kind)) or "."
        return f"{href}?{urlencode(chosen)}" if chosen else href

    @property
    def script(self) -> str:
        """A link to the script of the tables."""
        return self.asset(SCRIPT)

    def asset(self, name: str) -> str:
        """Return a link to what the pages need beside them."""
        url = self.places.url_of(self.page) or ""
        depth = url.removeprefix("./").count("/")
        return "../" * depth + self.places.path(f"assets/{name}")

    def source(self, path: str, line: int = 0, end: int = 0) -> str:
        """Return where lines of a file, relative to the folder of `mkdocs.yml`, are read, or nothing."""
        context = self.context
        return source_url(context.repo_url, context.edit_uri, self.result.docs_path, path, line, end)

    def place(self, item: Item) -> ShownPlace:
        """Return where an item is declared."""
        return self.place_of(item.position)

    def place_of(self, position: Position) -> ShownPlace:
        """Return a place in a source with its links: to the web and, while serving, to an editor."""
        path, line, column = position[:3]
        editor = self.context.editor(path, line, column)
        return ShownPlace(f"{path}:{line}", self.source(path, line), editor)

    # ---------------------------------------------------------------- findings

    def rule_href(self, code: str, severity: str = "") -> str:
        """Return a link to what a rule found, or to those of its findings that have a severity."""
        return self._finding_href(self.finding_places.of_rule(code, severity))

    def severity_href(self, severity: str) -> str:
        """Return a link to the first of the findings that have a severity."""
        return self._finding_href(self.finding_places.of_severity(severity))

    def _finding_href(self, place: Address) -> str:
        return self.href_of(place.page, place.anchor)

    def item_of(self, finding: Finding) -> Item | None:
        """Return the item that a finding is about, None if it is about none."""
        return self.registry.get(finding.kind, finding.item) if finding.item else None

    def flag(self, finding: Finding) -> Flag:
        """Return a finding in short."""
        href = self._finding_href(self.finding_places.of(finding))
        return Flag(finding.code, finding.effective_severity, finding.message, href)

    def finding(self, finding: Finding) -> ShownFinding:
        """Return a finding in full."""
        item = self.item_of(finding)
        return ShownFinding(
            finding,
            finding.effective_severity,
            self.finding_places.of(finding).anchor,
            self.flag(finding).href,
            excerpt(finding, self.result.excerpts),
            self.link(item) if item else None,
            self.place_of(finding.position),
        )

    def flags(self, item: Item) -> list[Flag]:
        """Return what was found of an item, and is more than `info`."""
        found = self.assessment.findings_of(item)
        return [self.flag(finding) for finding in found if finding.severity != "info"]

    # ---------------------------------------------------------------- items

    def references(self, item: Item, name: str) -> list[ShownReference]:
        """Return what a relation or an inverse of an item leads to, what it fails to lead to included."""
        return [self.reference(end) for end in self.registry.ends(item, name)]

    def reference(self, end: End) -> ShownReference:
        """Return one end of a relation or an inverse."""
        item, reference, _, failure = end
        shown = self.link(item) if item else None
        broken = BROKEN[failure] if failure else ""
        if not reference.attributes:
            return ShownReference(shown, reference.text, "", "", "", "", reference.optional, broken)
        role, via, because, note = [reference.attributes.get(name, "") for name in _SAID]
        return ShownReference(shown, reference.text, role, via, because, note, reference.optional, broken)

    def owners(self, item: Item) -> tuple[ShownOwner, ...]:
        """Return who answers for an item."""
        owners = owners_of(self.registry, item)
        return tuple(ShownOwner(name, self.link(owner) if owner else None) for name, owner in owners)

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
        badge = self.assessment.badge_of_evidence(item, name, evidence)
        return ShownEvidence(name, badge, claims, evidence.not_applicable, evidence.unknown)

    def claim(self, item: Item, name: str, claim: Claim) -> ShownClaim:
        """Return a claim of an item, as it was written."""
        badge = self.badge_of_claim(item, name, claim)
        return ShownClaim(claim.text, self._claimed(item, claim), claim.note or claim.lines, badge)

    def badge_of_claim(self, item: Item, name: str, claim: Claim) -> Badge:
        """Return the badge of one claim, in the language of the pages."""
        badge = self.assessment.badge_of_claim(item, name, claim)
        if badge.basis == PASSED_ON_RETRY:
            return Badge(badge.word, self.translate("passed on retry"))
        return badge

    def found_at(self, item: Item, claim: Claim) -> ShownPlace | None:
        """Return where the thing that is claimed was found, None where it was not."""
        place = self.result.verdicts.of(item, claim).found_at
        return ShownPlace(str(place), self.source(place.path, place.line)) if place else None

    def _claimed(self, item: Item, claim: Claim) -> str:
        """Return where a claim can be looked up: a page of the site, an address of the web, or the source."""
        if claim.type == "links":
            return claim.text if is_safe_link(claim.text) else ""
        place = self.result.verdicts.of(item, claim).place
        if place is None:
            return ""
        if self.places.has(place.page):
            return self.href(place.page, place.anchor)
        written = _LINES.search(claim.lines or claim.text)
        is_whole = written is not None and int(written[1]) == place.line
        return self.source(place.path, place.line, int(written[2]) if written and is_whole else 0)
