"""Gaps: everything that is missing or still open, the heaviest first.

An item stands there once, with all its reasons; the heaviest decides where.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from mkdocs_traceability.agents.asked import reader_of
from mkdocs_traceability.analysis.deadlines import deadline_of, is_open, is_overdue
from mkdocs_traceability.analysis.owners import owners_of
from mkdocs_traceability.analysis.ranks import Rank, rank_of
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.model.shown_values import on_one_line
from mkdocs_traceability.query.judged_facts import JudgedFacts
from mkdocs_traceability.query.words import MarkerProblem
from mkdocs_traceability.result import Result

REASONS: Final = {
    "failing": "a test fails",
    "missing": "evidence is not found",
    "unclaimed": "required evidence is not named",
    "overdue": "it is overdue",
    "stale": "evidence is older than the code",
    "error": "the check reports an error or a warning",
    "open": "it is still open",
    "unverified": "evidence could not be checked",
}
"""Why an item stands among what is missing, the heaviest reason first."""

_WEIGHT: Final = {name: weight for weight, name in enumerate(REASONS)}

_OF_BADGES: Final = ("failing", "missing", "unclaimed", "stale", "unverified")

_WORK: Final = ("gap", "patch")
"""Kinds of which everything that is open is missing."""

_URGENCY: Final = ("severity", "priority")


class Missing(NamedTuple):
    """An item at which something is missing, and why: `reasons` are names of `REASONS`, the heaviest first.

    `due` is a date, empty without one; `findings` are the codes of what was found and fails.
    """

    kind: str
    id: str
    title: str
    status: str
    reasons: tuple[str, ...]
    badge: str
    basis: str
    severity: str
    due: str
    action: str
    owners: tuple[str, ...]
    findings: tuple[str, ...]
    place: str


class Gaps(NamedTuple):
    """What is missing, the heaviest first, and how many items were looked at."""

    missing: tuple[Missing, ...]
    items: int


def gaps_of(result: Result, kind: str = "", filters: Sequence[str] = ()) -> Gaps | list[MarkerProblem]:
    """Return what is missing at the items of a kind that filters leave, or what is wrong with the question.

    Filters are those of the command `list`. Without a kind they are asked of every kind that has what they
    name.
    """
    items = _asked(result, kind, filters)
    if items and not isinstance(items[0], Item):
        return [each for each in items if not isinstance(each, Item)]
    looked_at = [each for each in items if isinstance(each, Item)]
    found = [told for item in looked_at if (told := _missing(result, item)).reasons]
    return Gaps(tuple(sorted(found, key=_order)), len(looked_at))


def _asked(result: Result, kind: str, filters: Sequence[str]) -> Sequence[Item] | list[MarkerProblem]:
    if not kind and not filters:
        return result.registry.all
    reader = reader_of(result)
    facts = JudgedFacts(result.assessment, result.today)
    kinds = [kind] if kind else [each.plural for each in result.registry.schema]
    items: list[Item] = []
    problems: list[MarkerProblem] = []
    is_understood = False
    for each in kinds:
        read = reader.parse_query(each, filters)
        if isinstance(read, list):
            problems = problems or read
        else:
            is_understood = True
            found = read.items(result.registry, facts)
            items += found[: read.limit] if read.limit else found
    return items if is_understood else problems


def _missing(result: Result, item: Item) -> Missing:
    registry, badge = result.registry, result.assessment.badge(item)
    kind = registry.kind(item)
    failing = sorted({each.code for each in result.assessment.findings_of(item) if each.fails})
    deadline = deadline_of(registry, item)
    return Missing(
        item.kind,
        item.id,
        item.own_title,
        item.text("status"),
        tuple(sorted(_reasons(result, item, has_failing=bool(failing)), key=_WEIGHT.__getitem__)),
        badge.word,
        badge.basis,
        next(filter(None, map(item.text, _URGENCY)), ""),
        deadline.day.isoformat() if deadline else "",
        _action(kind, item),
        tuple(owner.name for owner in owners_of(registry, item)),
        tuple(failing),
        str(item.position),
    )


def _reasons(result: Result, item: Item, *, has_failing: bool) -> Iterator[str]:
    registry = result.registry
    word = result.assessment.badge(item).word
    if word in _OF_BADGES:
        yield word
    if has_failing:
        yield "error"
    if is_overdue(registry, item, result.today):
        yield "overdue"
    if is_open(registry, item) and (item.kind in _WORK or _action(registry.kind(item), item)):
        yield "open"


def _action(kind: Kind, item: Item) -> str:
    """Return what an item says is to be done, empty where it says nothing."""
    names = (name for name in kind.artifact_fields if name in item.values)
    return next((on_one_line(item.values[name].plain) for name in names), "")


def _order(told: Missing) -> tuple[int, Rank, str, str, str]:
    """Return what gaps are ordered by: reason, severity, date, kind, id; what has no date comes last."""
    urgency = rank_of(told.severity, "severity")
    return _WEIGHT[told.reasons[0]], urgency, told.due or "9999", told.kind, told.id
