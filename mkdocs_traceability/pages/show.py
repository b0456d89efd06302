"""What every page needs to show items: where they stand, their badges, their values ready for a template."""

import re
from collections import defaultdict
from functools import cached_property
from typing import Final

from mkdocs_traceability.badges import Badge, Badges
from mkdocs_traceability.findings import Finding
from mkdocs_traceability.model.declared import CLAIM_TYPES
from mkdocs_traceability.model.item import Claim, Evidence, Item, Plain, Reference
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.pages.addresses import Address, Addresses, anchor_of
from mkdocs_traceability.pages.inline import is_safe_link
from mkdocs_traceability.pages.language import language
from mkdocs_traceability.pages.shown import (
    Cell,
    Flag,
    ItemEvidence,
    ShownClaim,
    ShownEvidence,
    ShownFinding,
    ShownItem,
    ShownReference,
)
from mkdocs_traceability.pages.surroundings import Surroundings
from mkdocs_traceability.registry import Failure, Registry
from mkdocs_traceability.reports.text import excerpt
from mkdocs_traceability.rules.once import mistake_of
from mkdocs_traceability.workspace import Result

WEIGHTS: Final = ("error", "warning", "info", "waived")
"""What a finding can weigh, the heaviest first."""

_BROKEN: Final = {
    Failure.UNKNOWN: "unknown",
    Failure.WRONG_KIND: "of another kind",
    Failure.AMBIGUOUS: "ambiguous",
}
_UNREAD: Final = "not read"
"""What a reference names stands in a source that cannot be read: the finding is about that source."""


class Show:
    """A run's result, made ready to be shown on the page `seen_from`."""

    def __init__(self, result: Result, site: Surroundings, seen_from: str = "") -> None:
        self.result = result
        self.registry: Registry = result.registry
        self.settings = result.settings
        self.site = site
        self.url_of = site.url_of
        self.seen_from = seen_from
        self.language = language(site.language, site.templates)

    def say(self, text: str) -> str:
        """Return a text in the language of the pages."""
        return self.language.say(text)

    def on(self, page: str) -> "Show":
        """Return the same, as seen from another page of the site."""
        other = Show(self.result, self.site, page)
        for name in (
            "addresses",
            "homes",
            "badges",
            "_badges",
            "findings_of",
            "_anchors",
            "_finding_anchors",
            "_failures",
        ):
            other.__dict__[name] = getattr(self, name)
        return other

    # ---------------------------------------------------------------- places

    def path(self, name: str) -> str:
        """Return the source path of a generated page."""
        return f"{self.settings.page_dir}/{name}"

    def page_of(self, kind: Kind) -> str:
        """Return the source path of the page that lists the items of a kind."""
        return self.path(f"{file_stem(kind)}.md")

    @cached_property
    def addresses(self) -> Addresses:
        """Where every item stands: on its home page if it has one, else in its row."""
        places: dict[int, Address] = {}
        generated = {self.page_of(kind) for kind in self.registry.schema}
        generated |= {self.path(name) for name in ("index.md", "findings.md", "legend.md")}
        for item in self.registry.all:
            home = item.page or self.result.verdicts.homes.get(id(item), "")
            if home in generated or (home and self.url_of(home) is None):
                home = ""
            places[id(item)] = Address(home or self.page_of(self.registry.kind(item)), self.anchor(item))
        return Addresses(self.url_of, places)

    @cached_property
    def homes(self) -> dict[str, list[Item]]:
        """The items at home on each hand-written page."""
        homes: dict[str, list[Item]] = defaultdict(list)
        for item in self.registry.all:
            address = self.addresses.of(item)
            if address and address.page != self.page_of(self.registry.kind(item)):
                homes[address.page].append(item)
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
        href = self.addresses.href(self.seen_from, self.addresses.of(item))
        return ShownItem(item.id, item.title, self.registry.kind(item).label, href)

    def href(self, page: str, anchor: str = "") -> str:
        """Return a link to a page of the site, empty where it is not there."""
        return self.addresses.href(self.seen_from, Address(page, anchor))

    # ---------------------------------------------------------------- findings

    @cached_property
    def findings_of(self) -> dict[tuple[str, str], list[Finding]]:
        """What was found of each item, by kind and id."""
        found: dict[tuple[str, str], list[Finding]] = defaultdict(list)
        for finding in self.result.found:
            if finding.item:
                found[finding.kind, finding.item].append(finding)
        return found

    def finding_anchor(self, finding: Finding) -> str:
        """Return the anchor of a finding on the page of findings."""
        return self._finding_anchors[mistake_of(finding)]

    @cached_property
    def _finding_anchors(self) -> dict[tuple[object, ...], str]:
        taken: set[str] = set()
        return {
            mistake_of(each): unique(f"finding-{each.fingerprint}", taken) for each in self.result.findings
        }

    def flag(self, finding: Finding) -> Flag:
        """Return a finding in short."""
        href = self.href(self.path("findings.md"), self.finding_anchor(finding))
        return Flag(finding.code, weight(finding), finding.message, href)

    def finding(self, finding: Finding) -> ShownFinding:
        """Return a finding in full."""
        item = self.registry.get(finding.kind, finding.item) if finding.item else None
        return ShownFinding(
            finding,
            weight(finding),
            self.finding_anchor(finding),
            self.flag(finding).href,
            excerpt(finding, self.result.excerpts),
            self.link(item) if item else None,
        )

    def flags(self, item: Item) -> list[Flag]:
        """Return what was found of an item, and weighs more than `info`."""
        found = self.findings_of.get((item.kind, item.id), ())
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

    def cell(self, item: Item, column: str) -> Cell:
        """Return what a column shows of an item."""
        kind = self.registry.kind(item)
        if column == "id":
            return Cell("id", item.id)
        if column == "badge":
            return Cell("badge", self.badge(item))
        if column == "evidence":
            evidence = ItemEvidence(self.badge(item), self.evidence(item))
            return Cell("evidence", evidence if evidence.badge or evidence.types else None)
        if column == "status":
            status = item.text("status")
            return Cell("status", status and (status, kind.phase(status)))
        if column in kind.artifact_fields and column in item.evidence:
            return Cell("action", (item.text(column), self._evidence(item, column, item.evidence[column])))
        if column in item.evidence and (column in CLAIM_TYPES or column in kind.fields):
            return Cell("claims", self._evidence(item, column, item.evidence[column]))
        if column in kind.fields:
            return self._field(kind, item, column)
        shown = self.references(item, column)
        if column not in kind.relations:  # what is said of a link stands where it is declared
            shown = [ShownReference(each.item, each.text, broken=each.broken) for each in shown]
        return Cell("links" if all(each.is_bare for each in shown) else "references", shown)

    def _field(self, kind: Kind, item: Item, name: str) -> Cell:
        declared = kind.fields[name]
        value = item.values.get(name)
        if kind.name == "flow" and name == "domain" and value is None:
            return Cell("text", self.registry.domain(item))
        if value is None:
            return Cell("text")
        plain = value.plain
        if declared.one_of is not None:
            words = plain if isinstance(plain, tuple) else (plain,)
            choices = [(str(word), kind.choice(name, str(word))) for word in words]
            return Cell("choices", [(choice.label or word, choice.description) for word, choice in choices])
        if isinstance(plain, dict):
            return Cell("lists", plain)
        if isinstance(plain, tuple):
            return Cell("texts", tuple(map(_in_words, plain)))
        form = "markdown" if declared.type in ("markdown", "action") or declared.many else "text"
        return Cell("title" if name == "title" else form, _in_words(plain))

    def references(self, item: Item, name: str) -> list[ShownReference]:
        """Return what a relation or an inverse of an item leads to, what it fails to lead to included."""
        written = item.references.get(name, ())
        linked = {id(link.reference): link for link in self.registry.related(item, name)}
        shown = []
        for reference in written:
            link = linked.pop(id(reference), None)
            shown.append(self._reference(link.item if link else None, reference))
        return shown + [self._reference(link.item, link.reference) for link in linked.values()]

    def _reference(self, target: Item | None, reference: Reference) -> ShownReference:
        broken = ""
        if target is None and not reference.is_text:
            broken = self._failures.get(id(reference), _UNREAD)
        said = {name: reference.attributes.get(name, "") for name in ("role", "via", "because", "note")}
        shown = self.link(target) if target else None
        return ShownReference(shown, reference.text, **said, optional=reference.optional, broken=broken)

    @cached_property
    def _failures(self) -> dict[int, str]:
        return {id(broken.reference): _BROKEN[broken.failure] for broken in self.registry.broken}

    def evidence(self, item: Item, *, fields: bool = False) -> list[ShownEvidence]:
        """Return what an item says of each claim type, in the order of the types; of `fields` last."""
        types = [name for name in CLAIM_TYPES if name in item.evidence]
        types += [name for name in item.evidence if fields and name not in CLAIM_TYPES]
        return [self._evidence(item, name, item.evidence[name]) for name in types]

    def _evidence(self, item: Item, name: str, evidence: Evidence) -> ShownEvidence:
        claims = tuple(
            ShownClaim(
                claim.text,
                self._claimed(item, claim),
                claim.note or claim.lines,
                self._badges.of_claim(item, name, claim),
            )
            for claim in evidence.claims
        )
        badge = self._badges.of_evidence(item, name, evidence)
        return ShownEvidence(name, badge, claims, evidence.not_applicable, evidence.unknown)

    def _claimed(self, item: Item, claim: Claim) -> str:
        """Return where a claim can be looked up: a page of the site, or an address of the web."""
        if claim.type == "links":
            return claim.text if is_safe_link(claim.text) else ""
        place = self.result.verdicts.of(item, claim).place
        if place is None or not self.addresses.page_exists(place.page):
            return ""
        return self.href(place.page, place.anchor)


def file_stem(kind: Kind) -> str:
    """Return the name of a kind's page: its plural, unless another generated page is called so."""
    stem = kind.plural.replace("_", "-")
    return f"{stem}-matrix" if stem in ("index", "findings", "legend") else stem


def weight(finding: Finding) -> str:
    """Return what a finding weighs: one of `WEIGHTS`."""
    return "waived" if finding.waiver else str(finding.severity)


def unique(anchor: str, taken: set[str]) -> str:
    """Return an anchor that nothing else has, and take it.

    It holds no blank, and nothing at which the scripts of themes fail that look for an anchor by selector.
    """
    anchor = re.sub(r'[\s"<>\\]', "-", anchor)
    plain, number = anchor, 1
    while anchor in taken:
        number += 1
        anchor = f"{plain}-{number}"
    taken.add(anchor)
    return anchor


def _in_words(plain: Plain) -> str:
    """Return one value of a field as readers see it."""
    if isinstance(plain, bool):
        return "yes" if plain else "no"
    return str(plain)
