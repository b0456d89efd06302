"""The sufficiency of signals (show): which question decided of each, why, and what is still to be registered.

The questions are those of a decision tree: is a signal needed only inside the layer that makes it (Q1), only
in other layers (Q2), or in both (Q3)? What goes beyond its layer has to be kept. Whether that holds is what
the rules found; the page judges nothing by itself.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, Final, NamedTuple

from mkdocs_traceability.analysis.badges import Badge
from mkdocs_traceability.analysis.layers import Layers
from mkdocs_traceability.analysis.reach import Reach, is_volatile, producers, producing_layers, reach_of
from mkdocs_traceability.edits.yaml_text import list_entry
from mkdocs_traceability.model.declared import Phase
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.pages.page import GeneratedPage, PageHeading, page
from mkdocs_traceability.pages.parts.cells import cell_of
from mkdocs_traceability.pages.parts.facets import Facet, Option
from mkdocs_traceability.pages.site.columns import Column
from mkdocs_traceability.pages.site.names import unique
from mkdocs_traceability.pages.site.shown import Cell, Flag, Row
from mkdocs_traceability.pages.site.view import SiteView
from mkdocs_traceability.pages.views.matrix import ShownTable, tables_of
from mkdocs_traceability.registry.lifecycle import phase

_NAME: Final = "sufficiency.md"

_KIND: Final = "signal"

_MOST_ROWS: Final = 200
"""How many rows one table has; all signals stand in their matrix."""

_RULES: Final = ("TR204", "TR205", "TR206", "TR207")
"""The rules that judge whether a signal suffices."""

_SILENT: Final = "TR309"
"""The rule about producers without a signal."""

_TO_REGISTER: Final = ("unregistered", "planned")
"""The statuses of signals that somebody has still to enter."""

_MOST_STUBS: Final = 60

_MOST_SECTIONS: Final = 60
"""Categories, or ways between layers, that have a section each: of more there is one for each question."""

_COLUMNS: Final = (
    Column("item", "Signal", "", "id"),
    Column("title", "Title", "", "title"),
    Column("question", "Decided by", "", "choices"),
    Column("why", "Why", "", "markdown"),
    Column("verdict", "Sufficient", "", "text"),
    Column("crossing", "Crossing", "", "text"),
    Column("producers", "Producers", "", "links"),
    Column("consumers", "Consumers", "", "links"),
    Column("persistence", "Persistence", "", "texts"),
)

_PRODUCERS: Final = (
    Column("item", "Component", "", "id"),
    Column("title", "Title", "", "title"),
    Column("layer", "Layer", "", "links"),
    Column("trigger", "Trigger", "", "choices"),
    Column("schedule", "Schedule", "", "text"),
    Column("outputs", "Outputs", "", "texts"),
    Column("produces", "Signals", "", "links"),
    Column("verdict", "Registered", "", "text"),
)

_QUESTIONS: Final = {
    "Q1": "Needed only inside the layer that makes it",
    "Q2": "Needed only in other layers",
    "Q3": "Needed inside and outside its layer",
    "": "No question could be answered",
}
"""The questions of the tree, in the order in which the page shows what they decided."""


class Judged(NamedTuple):
    """A signal, the question that decided of it, and its way between layers."""

    signal: Item
    question: str
    reach: Reach | None

    @property
    def crossing(self) -> str:
        """The layers it goes from and to, empty where one side is not known."""
        if self.reach is None:
            return ""
        others = dict.fromkeys(layer.id for _, layer in self.reach.outside)
        inside = [layer.id for layer in self.reach.home] if self.reach.inside else []
        home = ", ".join(layer.id for layer in self.reach.home)
        there = ", ".join(dict.fromkeys([*inside, *others]))
        return f"{home} → {there}" if there else ""


class SignalSection(NamedTuple):
    """Signals for which one question decided, of one crossing or category."""

    question: str
    key: str
    title: str
    anchor: str
    judged: list[Judged]


class ShownSignalSection(NamedTuple):
    """A section as the template draws it; `total` also counts what is not in its table."""

    key: str
    title: str
    anchor: str
    table: ShownTable
    total: int


class Stub(NamedTuple):
    """YAML that registers a signal, to be pasted into a sidecar."""

    title: str
    text: str


@page(order=34, needs=("signal.producers", "signal.consumers"), style="sufficiency")
def sufficiency_page(view: SiteView) -> Iterator[GeneratedPage]:
    """Yield the page where there are signals, or components that are declared to produce some."""
    sections = list(_sections(view))
    declared = list(_declared_producers(view))
    if not sections and not declared:
        return
    headings = [PageHeading(section.title, section.anchor) for section in sections]
    headings += (
        [PageHeading(view.translate("Who is declared to produce"), "sufficiency-producers")]
        if declared
        else []
    )
    headings += [PageHeading(view.translate("To be registered"), "sufficiency-stubs")]
    yield GeneratedPage(
        _NAME,
        view.translate("Sufficiency of signals"),
        "sufficiency.html",
        partial(_context, view, sections, declared),
        headings=tuple(headings),
        anchors=tuple(heading.anchor for heading in headings),
        is_wide=True,
    )


def _sections(view: SiteView) -> Iterator[SignalSection]:
    """Yield all signals by question: what stays in its layer by category, the others by crossing."""
    layers = Layers(view.registry)
    groups: dict[tuple[str, str], list[Judged]] = {}
    for signal in view.registry.items(_KIND):
        if phase(view.registry, signal) is not Phase.OVER:
            judged = _judged(view, layers, signal)
            by = signal.text("category") if judged.question == "Q1" else judged.crossing
            groups.setdefault((judged.question, by), []).append(judged)
    taken: set[str] = set()
    for question in ("Q2", "Q3", "Q1", ""):
        of_question = {by: some for (asked, by), some in groups.items() if asked == question}
        if len(of_question) > _MOST_SECTIONS:
            of_question = {"": [each for some in of_question.values() for each in some]}
        for by, some in of_question.items():
            anchor = unique("sufficiency-" + (question.lower() or "open"), taken)
            yield SignalSection(question, by, _title(view, question, by), anchor, some)


def _judged(view: SiteView, layers: Layers, signal: Item) -> Judged:
    home = producing_layers(view.registry, layers, signal)
    if not home:
        return Judged(signal, "", None)
    reach = reach_of(view.registry, layers, signal, home)
    placed = {link.item for link in (*reach.inside, *(link for link, _ in reach.outside))}
    consumers = {link.item for link in view.registry.related(signal, "consumers")}
    if not reach.outside and len(placed) < len(consumers):
        return Judged(signal, "", reach)  # those whose layer is not known may be anywhere
    question = {(True, False): "Q1", (False, True): "Q2", (True, True): "Q3"}
    return Judged(signal, question.get((bool(reach.inside), bool(reach.outside)), ""), reach)


def _title(view: SiteView, question: str, by: str) -> str:
    return f"{question}: {by}" if question and by else view.translate(_QUESTIONS[question])


def _declared_producers(view: SiteView) -> Iterator[Item]:
    components = (
        each
        for each in view.registry.items("component")
        if phase(view.registry, each) not in (Phase.AHEAD, Phase.OVER)
    )
    for component, _ in producers(view.registry, view.result.policy.producing_layers, components):
        yield component


# ------------------------------------------------------------------ what the template is given


def _context(view: SiteView, sections: list[SignalSection], declared: list[Item]) -> dict[str, Any]:
    view = view.from_page(view.places.path(_NAME))
    stubs = list(_stubs(view, declared))
    questions = Counter(dict.fromkeys(_QUESTIONS, 0))
    for section in sections:
        questions[section.question] += len(section.judged)
    tables = tables_of("sufficiency", _COLUMNS, [_rows(view, section) for section in sections])
    signals = [_shown(*each) for each in zip(sections, tables, strict=True)]
    components = [_shown_producers(view, declared)] if declared else []
    blocks = [*signals, *components]
    judged = [each.signal for section in sections for each in section.judged]
    return {
        "questions": [(name, _QUESTIONS[name], total) for name, total in questions.items() if total],
        "blocks": blocks,
        "sheets": [each for each in (signals, components) if each],
        "rows": sum(block.table.total for block in blocks),
        "total": len(judged),
        "insufficient": sum(
            any(flag.weight != "waived" for flag in _flags(view, each, _RULES)) for each in judged
        ),
        "stubs": stubs[:_MOST_STUBS],
        "more_stubs": len(stubs[_MOST_STUBS:]),
        "facets": _facets(view, sections),
        "matrix": view.href(view.places.page_of(view.registry.schema[_KIND])),
        "legend": view.href_of("legend.md", f"kind-{_KIND}" if judged else ""),
        "script": view.script,
    }


def _facets(view: SiteView, sections: list[SignalSection]) -> list[Facet]:
    totals = Counter(section.question for section in sections for _ in section.judged)
    options = [
        Option(name, f"{name} {view.translate(_QUESTIONS[name])}", totals[name]) for name in totals if name
    ]
    return [Facet("question", view.translate("Decided by"), options)] if len(options) > 1 else []


def _rows(view: SiteView, section: SignalSection) -> tuple[str, list[Row]]:
    """Return the caption of a section, and its rows."""
    return _caption(view, section.title), [_row(view, each) for each in section.judged[:_MOST_ROWS]]


def _shown(section: SignalSection, table: ShownTable) -> ShownSignalSection:
    return ShownSignalSection(section.anchor, section.title, section.anchor, table, len(section.judged))


def _shown_producers(view: SiteView, declared: list[Item]) -> ShownSignalSection:
    title, anchor = view.translate("Who is declared to produce"), "sufficiency-producers"
    rows = [_producer_row(view, each) for each in declared[:_MOST_ROWS]]
    (table,) = tables_of("sufficiency", _PRODUCERS, [(_caption(view, title), rows)])
    return ShownSignalSection(anchor, title, anchor, table, len(declared))


def _caption(view: SiteView, title: str) -> str:
    return f"{view.translate('Sufficiency of signals')}: {title}"


def _row(view: SiteView, judged: Judged) -> Row:
    signal = judged.signal
    kind = view.registry.kind(signal)
    flags = _flags(view, signal, _RULES)
    question = (judged.question, judged.question or "–", view.translate(_QUESTIONS[judged.question]))
    cells = [
        Cell("item", view.link(signal)),
        Cell("title", None if signal.title == signal.id else signal.title),
        Cell("choices", (question,)),
        Cell("text", _why(view, judged)),
        Cell("sufficient", (_verdict(view, judged, flags), flags)),
        Cell("text", judged.crossing or None),
        *(cell_of(view, kind, name)(signal) for name in ("producers", "consumers", "persistence")),
    ]
    return Row("", "", cells, Badge(""), 0, any(flag.weight != "waived" for flag in flags))


def _producer_row(view: SiteView, component: Item) -> Row:
    kind = view.registry.kind(component)
    flags = _flags(view, component, (_SILENT,))
    names = ("layer", "trigger", "schedule", "outputs", "produces")
    cells = [
        Cell("item", view.link(component)),
        Cell("title", None if component.title == component.id else component.title),
        *(cell_of(view, kind, name)(component) for name in names),
        Cell("sufficient", (view.translate("no") if flags else view.translate("yes"), flags)),
    ]
    return Row("", "", cells, Badge(""), 0, any(flag.weight != "waived" for flag in flags))


def _flags(view: SiteView, item: Item, codes: Iterable[str]) -> list[Flag]:
    """Return what the rules found of an item."""
    found = view.assessment.findings_of(item)
    return [view.flag(finding) for finding in found if finding.code in codes]


def _why(view: SiteView, judged: Judged) -> str:
    """Say in a sentence what made the question decide, and what became of it."""
    signal, reach = judged.signal, judged.reach
    if not view.registry.related(signal, "producers"):
        return view.translate("No producer is named.")
    if not view.registry.related(signal, "consumers"):
        return view.translate("No consumer is named.")
    if reach is None:
        return view.translate("The layer of a producer is not known.")
    if not judged.question:
        return view.translate("The layer of a consumer is not known.")
    if judged.question == "Q1":
        return view.translate("All who need it are in the layer that makes it, so it may be lost with it.")
    stores = signal.texts("persistence")
    if not stores:
        return view.translate("It leaves its layer, and nothing is said of what keeps it.")
    if all(map(is_volatile, stores)):
        return view.translate("It leaves its layer, and nothing keeps it.")
    return view.translate("It leaves its layer, and is kept on the way.")


def _verdict(view: SiteView, judged: Judged, flags: list[Flag]) -> str:
    """Return the word for it; none where a waiver answers, which is shown in its place."""
    if any(flag.weight != "waived" for flag in flags):
        return view.translate("no")
    if flags:
        return ""
    return view.translate("yes") if judged.question else view.translate("not judged")


# ------------------------------------------------------------------ what is still to be registered


def _stubs(view: SiteView, declared: list[Item]) -> Iterator[Stub]:
    """Yield YAML for signals that are not registered yet, and for producers that no signal names."""
    for signal in view.registry.items(_KIND):
        is_over = phase(view.registry, signal) is Phase.OVER
        if signal.text("status") in _TO_REGISTER and not is_over:
            yield Stub(
                f"{signal.id} {signal.title}" if signal.title != signal.id else signal.id,
                _registered(view, signal),
            )
    for component in declared:
        if _flags(view, component, (_SILENT,)):
            yield Stub(component.id, _new(view, component))


def _registered(view: SiteView, signal: Item) -> str:
    """Write a signal as it stands, registered."""
    known: dict[str, Any] = {"id": signal.id}
    if signal.title != signal.id:
        known["title"] = signal.title
    known["status"] = "registered"
    system = view.registry.kind(signal).system_field
    for name in (system, "type", "trigger", "exposure", "endpoint", "category", "location"):
        if signal.text(name):
            known[name] = signal.text(name)
    for name in ("producers", "consumers"):
        ends = view.registry.related(signal, name)
        kinds = len(view.registry.schema.targets(signal.kind, name))
        if ends:
            known[name] = [f"{link.item.kind}:{link.item.id}" if kinds > 1 else link.item.id for link in ends]
    if signal.texts("persistence"):
        known["persistence"] = list(signal.texts("persistence"))
    return list_entry(view.registry.schema[_KIND].plural, known)


def _new(view: SiteView, component: Item) -> str:
    """Write a signal of a producer, as far as it is known; the rest is left to whoever knows."""
    outputs = component.texts("outputs")
    known: dict[str, Any] = {"id": f"{component.id.rstrip('/')}-output"}
    schema = view.registry.schema
    system, name = schema.system(component), schema["signal"].system_field
    known |= {name: system} if system and name else {}
    known |= {"title": outputs[0]} if outputs else {}
    known |= {"status": "unregistered", "trigger": component.text("schedule") or "scheduled"}
    known["producers"] = [component.id]
    remarks = ("consumers: [who needs it]", "persistence: [what keeps it]")
    return list_entry(view.registry.schema[_KIND].plural, known, remarks)
