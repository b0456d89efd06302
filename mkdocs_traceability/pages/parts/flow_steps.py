"""Show: the steps of a flow as a swimlane in numbers: for each component what it reads, writes and emits.

Components stand in the order in which the flow names them.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from mkdocs_traceability.model.item import Item
from mkdocs_traceability.pages.parts.diagram_text import Diagram, DiagramEdge, DiagramNode
from mkdocs_traceability.pages.parts.kind_icons import icon_of
from mkdocs_traceability.pages.parts.text_width import shortened
from mkdocs_traceability.pages.site.view import SiteView

_KIND: Final = "flow"

_MOST_LANES: Final = 24
_MOST_CHIPS: Final = 4
"""How many lanes there are, and boxes in one place of a lane; of more, the number is said."""

_COLUMNS: Final = (
    ("Reads", (("reads", False), ("may_read", True))),
    ("Writes", (("writes", False), ("may_write", True))),
    ("Emits", (("produces", False), ("emits", False))),
)
"""What a component does, and the relations that say so; of those that are only allowed, the box is dashed."""

_STEP_WIDTH: Final = 212
_CHIP_WIDTH: Final = 190
_BETWEEN: Final = 22
_HEAD: Final = 26
_CHIP: Final = 26
_CHIP_STEP: Final = 32
_LANE_PADDING: Final = 10
_STEP: Final = 42
_EDGE: Final = 4
_LONGEST: Final = 19


class Chip(NamedTuple):
    """What a component reads, writes or emits, in its box."""

    x: int
    y: int
    text: str
    item: Item
    title: str
    href: str
    icon: str
    is_allowed_only: bool


class Lane(NamedTuple):
    """A component as a step: its box, its role, and all that it touches; `more` counts what is left out."""

    y: int
    height: int
    step_y: int
    number: int
    text: str
    title: str
    href: str
    item: Item | None
    role: str
    state: str
    icon: str
    chips: tuple[Chip, ...]
    more: tuple[tuple[int, int, int], ...]


class FlowSteps(NamedTuple):
    """The whole picture, with the heads of its columns."""

    width: int
    height: int
    heads: tuple[tuple[int, str], ...]
    lanes: tuple[Lane, ...]
    left_out: int
    diagram: Diagram


class _Step(NamedTuple):
    text: str
    item: Item | None
    role: str
    touched: tuple[tuple[tuple[Item, bool], ...], ...]


def flow_steps(view: SiteView, item: Item) -> FlowSteps | None:
    """Return the steps of a flow; None for other items, and where there is nothing but one component."""
    if item.kind != _KIND:
        return None
    steps = list(_steps(view, item))
    columns = [at for at in range(len(_COLUMNS)) if any(step.touched[at] for step in steps)]
    if len(steps) < 2 and not columns:
        return None
    x_of = {
        at: _EDGE + _STEP_WIDTH + _BETWEEN + place * (_CHIP_WIDTH + _BETWEEN)
        for place, at in enumerate(columns)
    }
    lanes, y = [], _EDGE + (_HEAD if columns else 0)
    for number, step in enumerate(steps[:_MOST_LANES], start=1):
        lanes.append(_lane(view, step, number, y, x_of))
        y += lanes[-1].height
    heads = tuple((x_of[at], view.translate(_COLUMNS[at][0])) for at in columns)
    width = _EDGE * 2 + _STEP_WIDTH + len(columns) * (_CHIP_WIDTH + _BETWEEN)
    return FlowSteps(width, y + _EDGE, heads, tuple(lanes), len(steps[_MOST_LANES:]), _diagram(view, steps))


def _steps(view: SiteView, flow: Item) -> Iterator[_Step]:
    for end in view.registry.ends(flow, "components"):
        touched = tuple(tuple(_touched(view, end.item, names)) if end.item else () for _, names in _COLUMNS)
        attributes = end.reference.attributes or {}
        yield _Step(
            end.item.id if end.item else end.reference.text, end.item, attributes.get("role", ""), touched
        )


def _touched(
    view: SiteView, component: Item, names: tuple[tuple[str, bool], ...]
) -> Iterator[tuple[Item, bool]]:
    """Go through what a component touches in one way, each once: what it does before what it may do."""
    seen = set()
    for name, is_allowed_only in names:
        for link in view.registry.related(component, name):
            if link.item not in seen:
                seen.add(link.item)
                yield link.item, is_allowed_only


def _lane(view: SiteView, step: _Step, number: int, y: int, x_of: dict[int, int]) -> Lane:
    most = max((min(len(step.touched[at]), _MOST_CHIPS + 1) for at in x_of), default=0)
    height = max(_STEP, most * _CHIP_STEP - (_CHIP_STEP - _CHIP)) + 2 * _LANE_PADDING
    chips, more = [], []
    for at, x in x_of.items():
        taken = min(len(step.touched[at]), _MOST_CHIPS + 1) * _CHIP_STEP - (_CHIP_STEP - _CHIP)
        top = y + (height - taken) // 2
        for place, (item, is_allowed_only) in enumerate(step.touched[at][:_MOST_CHIPS]):
            chips.append(_chip(view, item, x, top + place * _CHIP_STEP, is_allowed_only=is_allowed_only))
        if left_out := len(step.touched[at][_MOST_CHIPS:]):
            more.append((x + 8, top + _MOST_CHIPS * _CHIP_STEP + 16, left_out))
    shown = view.link(step.item) if step.item else None
    return Lane(
        y,
        height,
        y + (height - _STEP) // 2,
        number,
        shortened(step.text, _LONGEST),
        _full_title(view, step.item) if step.item else step.text,
        shown.href if shown else "",
        step.item,
        shortened(step.role, 28),
        view.assessment.badge(step.item).word if step.item else "broken",
        icon_of(view.registry.schema, "component"),
        tuple(chips),
        tuple(more),
    )


def _chip(view: SiteView, item: Item, x: int, y: int, *, is_allowed_only: bool) -> Chip:
    icon = icon_of(view.registry.schema, item.kind)
    text, href = shortened(item.id, _LONGEST), view.link(item).href
    return Chip(x, y, text, item, _full_title(view, item), href, icon, is_allowed_only)


def _full_title(view: SiteView, item: Item) -> str:
    shown = view.link(item)
    return f"{shown.id} ({view.translate(shown.kind)})" if shown.title == shown.id else shown.caption


def _diagram(view: SiteView, steps: list[_Step]) -> Diagram:
    """Return the steps as a chain, with what each touches beside it."""
    nodes: dict[object, DiagramNode] = {}
    edges = []
    for number, step in enumerate(steps):
        label = f"{number + 1}. {step.text}" + (f" ({step.role})" if step.role else "")
        nodes[number] = DiagramNode(number, label)
        if number:
            edges.append(DiagramEdge(number - 1, number))
        for (head, _), touched in zip(_COLUMNS, step.touched, strict=True):
            for item, is_allowed_only in touched:
                nodes.setdefault(item, DiagramNode(item, item.id))
                edges.append(
                    DiagramEdge(number, item, view.translate(head).lower(), is_dashed=is_allowed_only)
                )
    return Diagram(tuple(nodes.values()), tuple(edges))
