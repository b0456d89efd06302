"""Work out of a run what is known of components and files, as far as a brief asks for it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import starmap
from typing import Final, TypeVar

from mkdocs_traceability.agents.brief.permissions import Permissions
from mkdocs_traceability.agents.brief.values import (
    AgreedWaiver,
    BriefFinding,
    ComponentBrief,
    DeclaredItem,
    FileBrief,
    FileClaim,
    OpenWork,
    ProvingTest,
    ServedItem,
)
from mkdocs_traceability.analysis.ancestors import outwards
from mkdocs_traceability.analysis.deadlines import deadline_of, is_open, is_overdue
from mkdocs_traceability.analysis.owners import owners_of
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.item import Claim, Item, Waiver
from mkdocs_traceability.model.labels import head
from mkdocs_traceability.model.shown_values import on_one_line
from mkdocs_traceability.model.verdict import Claimed, Outcome
from mkdocs_traceability.registry.lifecycle import phase
from mkdocs_traceability.reports.wording import said_of_waiver
from mkdocs_traceability.result import Result

T = TypeVar("T")

_NOT_SERVED: Final = ("component", "layer", "resource", "gap", "patch")
"""Kinds that a component has to do with and does not serve: what it may do to them is told apart."""

_NO_SERVICE: Final = ("see", "seen_from", "superseded_by", "supersedes", "blocked_by", "unblocks")
"""Relations of every kind, by which nothing serves anything."""

_WORK: Final = ("gap", "patch")
"""Kinds of which everything that is open is work."""

_LEADING_TO_WORK: Final = ("gaps", "patches", "resolved_by")
"""The relations by which an item knows what is wrong with it, and what is to change."""

_INDIRECTLY: Final = "satisfies"
"""How a flow serves a requirement: what a component implements serves it, too."""


class ResultFacts:
    """The facts of a run. Each component and file is worked out when it is asked for."""

    def __init__(self, result: Result) -> None:
        self._result = result
        self._registry = result.registry
        self._assessment = result.assessment

    @property
    def is_complete(self) -> bool:
        """Whether all sources can be read."""
        return self._registry.is_complete

    @cached_property
    def owned(self) -> Mapping[str, str]:
        """The files and folders of components, each with the id of its component."""
        return {each.path: each.owner.id for each in self._result.observations.owned}

    @cached_property
    def files(self) -> Collection[str]:
        """The files in which items are declared, claims are found, or something is wrong."""
        return dict.fromkeys((*self._declared, *self._claimed, *self._found))

    def component(self, id_: str) -> ComponentBrief:
        """Return what is known of a component."""
        component = self._registry.ids("component")[id_]
        registry, badge = self._registry, self._assessment.badge(component)
        layer = self._permissions.layers.of(component)
        serves = list(self._serves(component))
        about = [component, *(item for _, item, _ in serves)]
        return ComponentBrief(
            id=component.id,
            title=component.own_title,
            status=component.text("status"),
            phase=str(phase(registry, component)),
            badge=badge.word,
            basis=badge.basis,
            place=str(component.position),
            summary=component.text("summary"),
            notes=component.text("notes"),
            part_of=tuple(each.id for each in registry.ancestors(component)),
            layer=layer.item.id if layer else "",
            layer_title=layer.item.own_title if layer else "",
            layer_place=str(layer.reference.position) if layer else "",
            owners=tuple(owner.name for owner in owners_of(registry, component)),
            paths=component.texts("paths"),
            permissions=self._permissions.of(component),
            serves=tuple(starmap(self._served, serves)),
            work=tuple(self._work(about)),
            tests=tuple(self._tests(about)),
            waivers=tuple(map(_waiver, component.waivers)),
            findings=tuple(map(_finding, self._assessment.findings_of(component))),
        )

    def file(self, path: str) -> FileBrief:
        """Return what is known of a file."""
        claimed = self._claimed.get(path, ())
        about = list(dict.fromkeys(each.item for each, _ in claimed))
        return FileBrief(
            declares=tuple(map(self._declares, self._declared.get(path, ()))),
            claims=tuple(self._claim(each, outcome) for each, outcome in claimed),
            work=tuple(self._work(about)),
            tests=tuple(self._tests(about)),
            findings=tuple(map(_finding, self._found.get(path, ()))),
        )

    @cached_property
    def _permissions(self) -> Permissions:
        return Permissions(self._registry, self._result.observations)

    @cached_property
    def _declared(self) -> Mapping[str, list[Item]]:
        return _by_path((item.position.path, item) for item in self._registry.all)

    @cached_property
    def _claimed(self) -> Mapping[str, list[tuple[Claimed, Outcome]]]:
        """The claims by the file in which what they name is, or was looked for."""
        return _by_path(
            (outcome.place.path, (claimed, outcome))
            for claimed, outcome in self._result.verdicts
            if outcome.place is not None and outcome.place.path
        )

    @cached_property
    def _found(self) -> Mapping[str, list[Finding]]:
        return _by_path((finding.position.path, finding) for finding in self._result.findings)

    def _serves(self, component: Item) -> Iterator[tuple[str, Item, str]]:
        """Go through what a component serves: by itself, as a part of something, or over what it implements.

        Each comes with the name of the relation, and the id of what is between, if anything.
        """
        told = {component}
        for each in outwards(self._registry, component):
            through = "" if each is component else each.id
            for relation, item in self._linked(each):
                if item in told:
                    continue
                told.add(item)
                yield relation, item, through
                for link in self._registry.related(item, _INDIRECTLY):
                    if link.item not in told:
                        told.add(link.item)
                        label = head(self._registry.kind(item), _INDIRECTLY)[0]
                        yield label, link.item, item.id

    def _linked(self, component: Item) -> Iterator[tuple[str, Item]]:
        kind = self._registry.kind(component)
        for name in dict.fromkeys((*kind.inverses, *kind.relations)):
            for link in self._registry.related(component, name):
                if link.item.kind not in _NOT_SERVED and name not in _NO_SERVICE:
                    yield head(kind, name)[0], link.item

    def _served(self, relation: str, item: Item, through: str) -> ServedItem:
        badge = self._assessment.badge(item)
        return ServedItem(
            relation,
            item.kind,
            item.id,
            item.own_title,
            item.text("status"),
            str(phase(self._registry, item)),
            badge.word,
            badge.basis,
            str(item.position),
            through,
            tuple(map(_waiver, item.waivers)),
        )

    def _work(self, about: Iterable[Item]) -> Iterator[OpenWork]:
        """Go through what is to be done about some items: their gaps, what closes these, and actions."""
        told: set[Item] = set()
        for item in about:
            waiting = [item]
            while waiting:
                each = waiting.pop(0)
                if each in told:
                    continue
                told.add(each)
                if is_open(self._registry, each) and (each.kind in _WORK or self._action(each)):
                    yield self._open(each, item)
                for name in _LEADING_TO_WORK:
                    waiting += [link.item for link in self._registry.related(each, name)]

    def _open(self, work: Item, about: Item) -> OpenWork:
        deadline = deadline_of(self._registry, work)
        return OpenWork(
            work.kind,
            work.id,
            work.own_title,
            work.text("status"),
            about.id,
            self._action(work),
            deadline.day.isoformat() if deadline else "",
            is_overdue(self._registry, work, self._result.today),
            work.text("severity"),
            str(work.position),
        )

    def _action(self, item: Item) -> str:
        names = self._registry.kind(item).artifact_fields
        return next((on_one_line(item.values[name].plain) for name in names if name in item.values), "")

    def _tests(self, about: Iterable[Item]) -> Iterator[ProvingTest]:
        for item in about:
            for name, evidence in item.evidence.items():
                for claim in evidence.claims:
                    if evidence.type == "tests":
                        yield self._test(item, name, claim)

    def _test(self, item: Item, name: str, claim: Claim) -> ProvingTest:
        found = self._result.verdicts.of(item, claim).found_at
        badge = self._assessment.badge_of_claim(item, name, claim)
        return ProvingTest(claim.text, found.path if found else "", badge.word, item.kind, item.id)

    def _claim(self, claimed: Claimed, outcome: Outcome) -> FileClaim:
        item, name, claim = claimed
        badge = self._assessment.badge_of_claim(item, name, claim)
        found = outcome.found_at
        return FileClaim(
            item.kind,
            item.id,
            item.own_title,
            name,
            claim.type,
            claim.text,
            claim.lines,
            claim.note,
            badge.word,
            badge.basis,
            str(found) if found else "",
            str(claim.position),
        )

    def _declares(self, item: Item) -> DeclaredItem:
        badge = self._assessment.badge(item)
        place = str(item.position)
        return DeclaredItem(
            item.kind, item.id, item.own_title, item.text("status"), badge.word, badge.basis, place
        )


def _by_path(pairs: Iterable[tuple[str, T]]) -> Mapping[str, list[T]]:
    found: dict[str, list[T]] = {}
    for path, value in pairs:
        found.setdefault(path, []).append(value)
    return found


def _waiver(waiver: Waiver) -> AgreedWaiver:
    until = waiver.until.isoformat() if waiver.until else ""
    return AgreedWaiver(waiver.code, waiver.reason, waiver.owner, until, str(waiver.position))


def _finding(finding: Finding) -> BriefFinding:
    return BriefFinding(
        finding.code,
        finding.effective_severity,
        finding.message,
        finding.help,
        said_of_waiver(finding.waiver) if finding.waiver else "",
        finding.kind,
        finding.item,
        str(finding.position),
    )
