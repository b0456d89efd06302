"""What to do next: the few steps that matter most, most serious first."""

from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

from mkdocs_traceability.analysis.badges import VOCABULARY
from mkdocs_traceability.analysis.deadlines import is_open
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.pages.parts.unchecked import UNCHECKED_RULE
from mkdocs_traceability.pages.parts.waivers import ending_waivers
from mkdocs_traceability.pages.site.view import SiteView
from mkdocs_traceability.pages.views.overview.due import due_items

_MOST: Final = 5
"""How many steps are shown: a longer list would not be read."""

_HORIZON: Final = "horizon"
"""The field that says by when an item is to be done, in words."""

_OPEN: Final = ("failing", "missing", "unclaimed", "stale", "unverified")
"""The badges that call for work, most serious first."""


class Step(NamedTuple):
    """One thing to do: the template has the words for `what`.

    `number` counts the things it is about, `noun` is what these are called, `href` leads to them.
    """

    what: str
    number: int
    noun: str = ""
    href: str = ""
    detail: str = ""


def next_steps(view: SiteView) -> list[Step]:
    """Return the first steps."""
    return list(_steps(view))[:_MOST]


def _steps(view: SiteView) -> Iterator[Step]:
    failing = Counter(finding.effective_severity for finding in view.result.findings if finding.fails)
    for severity, total in sorted(failing.items()):  # errors, then warnings
        yield Step(severity, total, href=view.severity_href(severity))
    kinds = [kind for kind in view.registry.schema if view.registry.items(kind.name)]
    counts = {kind.name: _badges(view, kind) for kind in kinds}
    for word in _OPEN[:-1]:
        for kind in sorted(kinds, key=lambda kind: -counts[kind.name][word]):
            if total := counts[kind.name][word]:
                yield Step(word, total, _noun(kind, total), _rows(view, kind, word))
    yield from _dated(view)
    unchecked = [finding for finding in view.result.findings if finding.code == UNCHECKED_RULE]
    if unchecked:
        yield Step("unchecked", len(unchecked), href=view.rule_href(UNCHECKED_RULE))
    for kind in kinds:
        if total := counts[kind.name]["unverified"]:
            yield Step("unverified", total, _noun(kind, total), _rows(view, kind, "unverified"))
    if view.registry.all and not any(counts[kind.name][word.name] for kind in kinds for word in VOCABULARY):
        yield Step("claim", len(view.registry.all))


def _dated(view: SiteView) -> Iterator[Step]:
    actions = view.href_of("actions.md")
    if overdue := due_items(view).overdue:
        yield Step("overdue", overdue, href=actions)
    for horizon, total in _first_horizon(view).items():
        yield Step("horizon", total, horizon, actions)
    if ending := ending_waivers(view).total:
        yield Step("waivers", ending, href=view.severity_href("waived"))


def _first_horizon(view: SiteView) -> Counter[str]:
    """Count the open items in the first horizon of the vocabulary of each kind."""
    found: Counter[str] = Counter()
    for kind in view.registry.schema:
        declared = kind.fields.get(_HORIZON)
        if declared is None or not declared.one_of:
            continue
        first = next(iter(declared.one_of))
        items = [item for item in view.registry.items(kind.name) if item.text(_HORIZON) == first]
        found[first] += sum(is_open(view.registry, item) for item in items)
    return +found


def planned(view: SiteView) -> list[Step]:
    """Return how many items of each kind are planned, of which no evidence is required yet."""
    return [
        Step("planned", total, _noun(kind, total), _rows(view, kind, "planned"))
        for kind in view.registry.schema
        if (total := _badges(view, kind)["planned"])
    ]


def _rows(view: SiteView, kind: Kind, word: str) -> str:
    """Return a link to the rows with a badge, or to the first of them if the kind has several pages."""
    if rows := view.rows_with(kind, badge=word):
        return rows
    return view.row(
        next(item for item in view.registry.items(kind.name) if view.assessment.badge(item).word == word)
    )


def _noun(kind: Kind, number: int) -> str:
    """Return what this many items of a kind are called."""
    return kind.label if number == 1 else kind.plural_label


def _badges(view: SiteView, kind: Kind) -> Counter[str]:
    return view.assessment.badge_counts(view.registry.items(kind.name))
