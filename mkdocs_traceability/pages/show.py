"""What every page needs to show items: where they stand, their badges, their values ready for a template."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from mkdocs_traceability.findings import Finding
from mkdocs_traceability.model.declared import CLAIM_TYPES
from mkdocs_traceability.model.item import Claim, Evidence, Item, Reference
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.pages.addresses import Address, Addresses, anchor_of
from mkdocs_traceability.pages.badges import Badge, badge_of, badge_of_claims
from mkdocs_traceability.registry import Registry
from mkdocs_traceability.settings import Settings
from mkdocs_traceability.workspace import Result


class ShownItem(NamedTuple):
    """An item as a link: its id and title, and where it stands."""

    id: str
    title: str
    kind: str
    href: str


class ShownReference(NamedTuple):
    """One entry of a relation: the item at the other end, or free text, and what was said of the link."""

    item: ShownItem | None
    text: str
    remarks: tuple[str, ...]
    role: str = ""
    optional: bool = False
    broken: bool = False


class ShownClaim(NamedTuple):
    """A claim as it was written, with a link where it names a page of this site."""

    text: str
    href: str
    note: str


class ShownEvidence(NamedTuple):
    """What an item says of one claim type."""

    type: str
    badge: Badge
    claims: tuple[ShownClaim, ...]
    not_applicable: str
    unknown: bool


@dataclass(frozen=True)
class Cell:
    """What one column shows of an item: `form` says which part of the template draws `value`."""

    form: str
    value: Any = None

    def __bool__(self) -> bool:
        return bool(self.value)


class Show:
    """A run's result, made ready to be shown on the page `seen_from`."""

    def __init__(self, result: Result, url_of: Callable[[str], str | None], seen_from: str = "") -> None:
        self.result = result
        self.registry: Registry = result.registry
        self.settings: Settings = result.settings
        self.url_of = url_of
        self.seen_from = seen_from

    def on(self, page: str) -> "Show":
        """Return the same, as seen from another page of the site."""
        other = Show(self.result, self.url_of, page)
        for name in ("addresses", "homes", "findings_of"):
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
        for item in self.registry.all:
            home = item.page or item.text("page")
            if home and self.url_of(home) is None:
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
        """Return the anchor of an item; of two with one id, only the first has it."""
        first = self.registry.get(item.kind, item.id)
        return anchor_of(item) if first is item else f"{anchor_of(item)}--{item.position.path}-{item.position.line}"

    def link(self, item: Item) -> ShownItem:
        """Return an item as a link."""
        href = self.addresses.href(self.seen_from, self.addresses.of(item))
        return ShownItem(item.id, item.title, self.registry.kind(item).label, href)

    def href(self, page: str, anchor: str = "") -> str:
        """Return a link to a page of the site, empty where it is not there."""
        return self.addresses.href(self.seen_from, Address(page, anchor))

    # ---------------------------------------------------------------- items

    @cached_property
    def findings_of(self) -> dict[tuple[str, str], list[Finding]]:
        """What was found of each item, by kind and id."""
        found: dict[tuple[str, str], list[Finding]] = defaultdict(list)
        for finding in self.result.findings:
            if finding.item:
                found[finding.kind, finding.item].append(finding)
        return found

    def badge(self, item: Item) -> Badge:
        """Return the badge of an item."""
        return badge_of(self.registry, item)

    def cell(self, item: Item, column: str) -> Cell:
        """Return what a column shows of an item."""
        kind = self.registry.kind(item)
        if column == "id":
            return Cell("id", item)
        if column == "badge":
            return Cell("badge", self.badge(item))
        if column == "evidence":
            return Cell("evidence", self.evidence(item))
        if column == "status":
            status = item.text("status")
            return Cell("status", status and (status, kind.phase(status)))
        if column in item.evidence and (column in CLAIM_TYPES or column in kind.fields):
            return Cell("claims", self._evidence(column, item.evidence[column]))
        if column in kind.fields:
            return self._field(kind, item, column)
        return Cell("references", self.references(item, column))

    def _field(self, kind: Kind, item: Item, name: str) -> Cell:
        declared = kind.fields[name]
        value = item.values.get(name)
        if name == "domain" and value is None:
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
            return Cell("texts", plain)
        if isinstance(plain, bool):
            return Cell("text", "yes" if plain else "no")
        form = "markdown" if declared.type in ("markdown", "action") or declared.many else "text"
        return Cell("title" if name == "title" else form, str(plain))

    def references(self, item: Item, name: str) -> list[ShownReference]:
        """Return what a relation or an inverse of an item leads to, what it fails to lead to included."""
        written = item.references.get(name, ())
        linked = {id(link.reference): link for link in self.registry.related(item, name)}
        shown = []
        for reference in written:
            link = linked.pop(id(reference), None)
            target = self.link(link.item) if link else None
            shown.append(_shown_reference(target, reference, broken=target is None and not reference.is_text))
        for link in linked.values():
            shown.append(_shown_reference(self.link(link.item), link.reference))
        return shown

    def evidence(self, item: Item) -> list[ShownEvidence]:
        """Return what an item says of each claim type, in the order of the types."""
        types = [name for name in CLAIM_TYPES if name in item.evidence]
        return [self._evidence(name, item.evidence[name]) for name in types]

    def _evidence(self, name: str, evidence: Evidence) -> ShownEvidence:
        claims = tuple(
            ShownClaim(claim.text, self._claimed_page(claim), claim.note or claim.lines) for claim in evidence.claims
        )
        return ShownEvidence(
            name, badge_of_claims(evidence), claims, evidence.not_applicable, evidence.unknown
        )

    def _claimed_page(self, claim: Claim) -> str:
        """Return the link to the page a `docs` claim begins with, where the site has it."""
        if claim.type != "docs":
            return ""
        page, _, anchor = claim.text.partition("#")
        page = page.split(" ", 1)[0]
        return self.href(page, anchor) if self.addresses.page_exists(page) else ""


def file_stem(kind: Kind) -> str:
    """Return the name of a kind's page: its plural, unless another generated page is called so."""
    stem = kind.plural.replace("_", "-")
    return f"{stem}-matrix" if stem in ("index", "findings", "legend") else stem


def page_title(path: str) -> str:
    """Return a readable name for a page's source path."""
    return PurePosixPath(path).stem


def _shown_reference(item: ShownItem | None, reference: Reference, *, broken: bool = False) -> ShownReference:
    attributes = reference.attributes
    remarks = tuple(
        f"via {attributes[name]}" if name == "via" else attributes[name]
        for name in ("via", "because", "note")
        if name in attributes
    )
    return ShownReference(item, reference.text, remarks, attributes.get("role", ""), reference.optional, broken)
