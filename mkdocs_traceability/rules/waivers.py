"""Waivers: somebody answers for a finding, with a reason and until a date."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import Final

from mkdocs_traceability.model.finding import Finding, Related, Severity
from mkdocs_traceability.model.grounding import DocumentWaiver
from mkdocs_traceability.model.item import Item, Waived, Waiver
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.rules.cycles import on_cycles
from mkdocs_traceability.rules.engine.hiding import HIDING, JUDGE_EVIDENCE_OF_OTHERS, JUDGE_OWN_EVIDENCE, OPEN
from mkdocs_traceability.rules.engine.rule import RULES, RuleContext, Stage, WaiverOutcome, rule
from mkdocs_traceability.rules.engine.wording import listed

ABOUT_WAIVERS: Final = ("TR901", "TR902")
"""The rules about waivers themselves."""


def apply_waivers(
    items: Iterable[Item],
    documents: Iterable[DocumentWaiver],
    found: list[Finding],
    today: date,
    stands_for: Callable[[Finding], bool],
) -> tuple[list[Finding], tuple[WaiverOutcome, ...]]:
    """Mark the findings that items and comments in documents waive, and say what became of each waiver.

    One that is limited `of` something leaves all others as they are.
    A finding whose waiver has expired counts again. Where TR901 `stands_for` it, it is left out, and shown
    there as a second place.
    """
    outcomes = []
    waived: dict[int, Finding | None] = {}
    for item, waiver, indices in _with_fitting(items, documents, found):
        expired = waiver.has_expired(today)
        fitting = tuple(found[index] for index in indices)
        for index, finding in zip(indices, fitting, strict=True):
            if not expired:
                waived[index] = finding.waived_by(waiver)
            elif stands_for(finding):
                waived.setdefault(index, None)
        replaced = tuple(finding for finding in fitting if expired and stands_for(finding))
        outcomes.append(WaiverOutcome(item, waiver, fitting, replaced))
    kept = [waived.get(index, finding) for index, finding in enumerate(found)]
    return [finding for finding in kept if finding is not None], tuple(outcomes)


def _with_fitting(
    items: Iterable[Item], documents: Iterable[DocumentWaiver], found: list[Finding]
) -> Iterator[tuple[Item | None, Waiver, list[int]]]:
    """Go through waivers, the items that have them, and the numbers of the findings that they fit."""
    at_items, in_documents = defaultdict(list), defaultdict(list)
    for index, finding in enumerate(found):
        if finding.declaration:
            at_items[finding.declaration, finding.code].append(index)
        else:
            in_documents[finding.position.path, finding.code].append(index)
    for item in items:
        for waiver in item.waivers:
            indices = at_items.get((item.position, waiver.code), [])
            yield item, waiver, [index for index in indices if _covers(waiver, found[index])]
    for each in documents:
        waiver = each.waiver
        indices = in_documents.get((waiver.position.path, waiver.code), [])
        fits = (index for index in indices if each.covers(found[index]) and _covers(waiver, found[index]))
        yield None, waiver, list(fits)


def _covers(waiver: Waiver, finding: Finding) -> bool:
    return not waiver.of or any(map(finding.is_about, waiver.of))


@rule("TR901", title="Expired waiver", stage=Stage.FINDINGS)
def expired_waiver(context: RuleContext) -> Iterator[Finding]:
    """Reports a waiver whose date has passed, and shows what it waived.

    The waived finding counts again. It is shown here and not a second time; findings of severity info
    reappear on their own.

    Why it matters: the problem was to be fixed by that date.

    Fails:

        flows:
          - id: EVAL-001
            waive:
              TR201: {reason: the component is being written, owner: ana, until: 2020-01-31}

    Passes:

        flows:
          - id: EVAL-001
            waive:
              TR201: {reason: the component is being written, owner: ana, until: 2999-01-31}
    """
    for item, waiver, _, findings in context.waivers:
        if not findings:
            continue
        owner = f" ({waiver.owner})" if waiver.owner else ""
        yield _at_waiver(
            item,
            "TR901",
            f"the waiver of {waiver.code}{owner} expired on {waiver.until}: {findings[0].message}",
            at=waiver.position,
            label=f"in `waive` of {item.label}" if item else "",
            help="fix it, or extend the waiver",
            related=tuple(Related(finding.position, finding.message) for finding in findings),
            subject=waiver.code,
        )


def _at_waiver(
    item: Item | None,
    code: str,
    message: str,
    *,
    at: Position,
    label: str,
    help: str,  # noqa: A002 - as in `Finding`
    related: tuple[Related, ...] = (),
    subject: str,
) -> Finding:
    """Make a finding about a waiver of an item, or of a comment in a document."""
    if item is None:
        return Finding(code, message, at, label, help, related, field="waive", subject=subject)
    return Finding.of(
        item, code, message, at=at, label=label, help=help, related=related, field="waive", subject=subject
    )


@rule(
    "TR902",
    title="Unused waiver",
    severity=Severity.INFO,
    needs_complete=True,
    stage=Stage.FINDINGS,
)
def idle_waiver(context: RuleContext) -> Iterator[Finding]:
    """Reports a waiver that matches no finding.

    A name under `of` that no finding is about is reported too.

    A waiver under `defaults` needs to match only one of the items. Nothing is reported while a source, a
    reference or a report has an error, or while evidence of the item is stale or cannot be checked and
    the waived rule depends on it: the finding may only be hidden.

    A waiver in a comment of a document is not reported while git history cannot be read.

    Why it matters: it would silently waive the same problem if it comes back.

    Fails:

        components:
          - id: eval-worker
        flows:
          - id: EVAL-001
            components: [eval-worker]
            waive:
              TR201: {reason: the component is being written, owner: ana}

    Passes:

        components:
          - id: eval-worker
        flows:
          - id: EVAL-001
            waive:
              TR201: {reason: the component is being written, owner: ana}
          - id: EVAL-002
            components: [eval-worker]
    """
    may_be_hidden = any(finding.code in HIDING and not finding.waiver for finding in context.found)
    needed = _Needed(context)
    used = {_place(outcome.waiver) for outcome in context.waivers if outcome.findings}
    used |= {each.position for outcome in context.waivers for each in _met(outcome)}
    for item, waiver, _, _ in context.waivers:
        if waiver.code not in RULES or (may_be_hidden and not (waiver.of and _now(context, item, waiver))):
            continue
        if needed.may_be(item, waiver):
            used |= {_place(waiver), *(each.position for each in waiver.of)}
        if _place(waiver) not in used:
            used |= {_place(waiver), *(each.position for each in waiver.of)}
            yield _idle(context, item, waiver)
        for each in waiver.of:
            if each.position not in used:
                used.add(each.position)
                yield _without_finding(item, waiver, each)


def _place(waiver: Waiver) -> Position:
    """Tell waivers apart: several of one rule stand at its code, and differ in what they are limited to."""
    return waiver.of[0].position if waiver.of else waiver.position


def _met(outcome: WaiverOutcome) -> Iterator[Waived]:
    """Go through what a waiver is limited to and some finding is about."""
    return (each for each in outcome.waiver.of if any(finding.is_about(each) for finding in outcome.findings))


class _Needed:
    """Knows which waivers may be needed although nothing is found that they fit."""

    def __init__(self, context: RuleContext) -> None:
        self._context = context

    def may_be(self, item: Item | None, waiver: Waiver) -> bool:
        """Whether what is waived may only not be judged now, or is found at another member of its cycle."""
        if item is None:
            return bool(self._context.grounding.notes)
        if waiver.code == "TR109" and item in self._on_cycles:
            return True
        if waiver.code in JUDGE_OWN_EVIDENCE:
            return item in self._with_open_claims
        return waiver.code in JUDGE_EVIDENCE_OF_OTHERS and bool(self._with_open_claims)

    @cached_property
    def _on_cycles(self) -> set[Item]:
        return on_cycles(self._context)

    @cached_property
    def _with_open_claims(self) -> set[Item]:
        """The items of whose claims one is stale or could not be checked."""
        return {claimed.item for claimed, outcome in self._context.claims() if outcome.verdict in OPEN}


def _without_finding(item: Item | None, waiver: Waiver, waived: Waived) -> Finding:
    return _at_waiver(
        item,
        "TR902",
        f"no {waiver.code} is about `{waived.text}`, which its waiver names",
        at=waived.position,
        label=_stands_in(item, waiver),
        help="remove it from `of`, or name what is found there now",
        subject=f"{waiver.code} {waived.text}",
    )


def _stands_in(item: Item | None, waiver: Waiver) -> str:
    if item is None:
        return ""
    return "in `defaults`" if waiver.from_defaults else f"in `waive` of {item.label}"


def _idle(context: RuleContext, item: Item | None, waiver: Waiver) -> Finding:
    elsewhere = _found_elsewhere(context, item, waiver) if item else None
    return _at_waiver(
        item,
        "TR902",
        f"the waiver of {waiver.code} matches no finding",
        at=waiver.position,
        label=_stands_in(item, waiver),
        help=_what_to_do(context, item, waiver, elsewhere),
        related=(Related(elsewhere.position, elsewhere.message),) if elsewhere else (),
        subject=waiver.code,
    )


def _what_to_do(context: RuleContext, item: Item | None, waiver: Waiver, elsewhere: Finding | None) -> str:
    """Say what the rule finds at the item where the waiver is limited to something else, or at another."""
    if waiver.of and (names := _now(context, item, waiver)):
        return f"remove it, or change `of`: {waiver.code} is about {listed(names)} now"
    if elsewhere:
        kind = elsewhere.kind.replace("_", " ")
        return f"move it to {kind} {elsewhere.item}, where {waiver.code} is found"
    return "remove it"


def _now(context: RuleContext, item: Item | None, waiver: Waiver) -> list[str]:
    """Return what the waived rule is about at the item, beside what is waived."""
    if item is None:
        return []
    now = (each for each in context.found if each.code == waiver.code and each.declaration == item.position)
    return [each.subject or each.item for each in now if each.fails]


def _found_elsewhere(context: RuleContext, item: Item, waiver: Waiver) -> Finding | None:
    """Return a finding of the waived rule at another item that shows a place of this one."""
    places = {item.position, *item.keys.values(), *(value.position for value in item.values.values())}
    places.update(each.position for references in item.references.values() for each in references)
    return next(
        (
            finding
            for finding in context.found
            if finding.code == waiver.code
            and finding.fails
            and finding.item
            and any(related.position in places for related in finding.related)
        ),
        None,
    )
