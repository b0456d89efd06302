"""Which way dependencies point between layers (show): how many, what may be, and what was found of it.

Whether a direction is allowed and which dependencies are judged is for the rule about layers to say.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final, NamedTuple

from mkdocs_traceability.analysis.layers import Directions, Way
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.pages.site.shown import Flag, ShownItem
from mkdocs_traceability.pages.site.view import SiteView

_KIND: Final = "component"

_AGAINST: Final = "TR305"
"""The rule about dependencies against the layers."""

_MOST_VIOLATIONS: Final = 100
"""How many findings stand here; all of them stand with the findings."""

_WORDS: Final = {
    "own": "within one layer",
    "allowed": "allowed",
    "open": "not evaluated",
    "refused": "not allowed",
    "wrong": "violates layering",
    "waived": "violates layering, waived",
}
"""What a cell says beside its numbers, by its form."""

Ends = tuple[Item | None, Item | None]
"""The layers of a direction, where they are known."""


class Direction(NamedTuple):
    """Dependencies from one layer to another: those declared, and imports that are seen and not declared.

    `href` leads to what was found of them.
    """

    declared: int
    observed: int
    form: str
    words: str
    href: str


class Violation(NamedTuple):
    """A finding, with the component that is to blame; `anchor` at the first of its direction."""

    component: ShownItem
    flag: Flag
    anchor: str


class ShownDirections(NamedTuple):
    """The directions from and to each layer; `total` also counts the violations that are not listed."""

    lines: list[tuple[ShownItem, list[Direction]]]
    violations: list[Violation]
    total: int
    all_violations: str

    @property
    def forms(self) -> set[str]:
        """The forms that directions have."""
        return {direction.form for _, line in self.lines for direction in line}


def directions_of(view: SiteView, layers: Sequence[Item]) -> ShownDirections:
    """Return the directions between some layers, and what goes against them."""
    directions = Directions(view.registry, view.result.observations)
    declared, observed = _counted(directions)
    found = _found(view, directions, layers)
    violations, hrefs = _listed(view, found)
    lines = [
        (
            view.link(own),
            [
                _direction(
                    directions.way(own, other),
                    own is other,
                    declared[own, other],
                    observed[own, other],
                    hrefs.get((own, other), ""),
                    is_waived=_all_waived(found.get((own, other), ())),
                )
                for other in layers
            ],
        )
        for own in layers
    ]
    total = sum(map(len, found.values()))
    return ShownDirections(lines, violations, total, view.rule_href(_AGAINST) if total else "")


def _counted(directions: Directions) -> tuple[Counter[Ends], Counter[Ends]]:
    declared = Counter(_ends(directions, component, link.item) for component, link in directions.declared())
    observed = Counter(_ends(directions, seen.importer, seen.imported) for seen in directions.undeclared())
    return declared, observed


def _ends(directions: Directions, component: Item | None, other: Item | None) -> Ends:
    home = directions.layers.of(component) if component else None
    there = directions.layers.of(other) if other else None
    return (home.item if home else None, there.item if there else None)


def _all_waived(findings: Sequence[Finding]) -> bool:
    """Whether something was found of a direction, and all of it is waived."""
    return bool(findings) and all(each.effective_severity == "waived" for each in findings)


def _direction(
    way: Way, is_own: bool, declared: int, observed: int, href: str, *, is_waived: bool
) -> Direction:
    if is_own:
        form = "own"
    elif way.is_allowed is None:
        form = "open"
    elif way.is_allowed:
        form = "allowed"
    else:
        form = ("waived" if is_waived else "wrong") if declared or observed else "refused"
    return Direction(declared, observed, form, _WORDS[form], href)


# ------------------------------------------------------------------ what was found


def _found(view: SiteView, directions: Directions, layers: Sequence[Item]) -> dict[Ends, list[Finding]]:
    """Return what the rule found by direction, in the order of the table."""
    found: dict[Ends, list[Finding]] = defaultdict(list)
    for finding in view.result.findings:
        if finding.code == _AGAINST:
            ends = (view.registry.get(_KIND, each) for each in (finding.item, finding.subject))
            found[_ends(directions, *ends)].append(finding)
    order: dict[Item | None, int] = {layer: number for number, layer in enumerate(layers)}
    last = len(order)
    ranked = sorted(found, key=lambda ends: (order.get(ends[0], last), order.get(ends[1], last)))
    return {ends: found[ends] for ends in ranked}


def _listed(view: SiteView, found: dict[Ends, list[Finding]]) -> tuple[list[Violation], dict[Ends, str]]:
    """Return the first of what was found, and where to read what was found of each direction."""
    violations: list[Violation] = []
    hrefs: dict[Ends, str] = {}
    for number, (ends, findings) in enumerate(found.items(), start=1):
        anchor = f"_against-{number}"
        room = _MOST_VIOLATIONS - len(violations)
        for finding in findings[:room]:
            component = view.registry.get(_KIND, finding.item)
            if component is not None:
                is_first = finding is findings[0]
                violations.append(
                    Violation(view.link(component), view.flag(finding), anchor if is_first else "")
                )
        is_listed = len(findings) > 1 and room > 0
        hrefs[ends] = f"#{anchor}" if is_listed else view.flag(findings[0]).href
    return violations, hrefs
