"""The sufficiency of signals (show): which question decided of each, why, and what is still to be registered.

The questions are those of a decision tree: is a signal needed only inside the layer that makes it (Q1), only
in other layers (Q2), or in both (Q3)? What goes beyond its layer has to be kept. Whether that holds is what
the rules found; the page judges nothing by itself.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, Final, NamedTuple

from mkdocs_traceability.analysis.attention import DURABILITY
from mkdocs_traceability.analysis.badges import Badge
from mkdocs_traceability.analysis.layers import Layers
from mkdocs_traceability.analysis.reach import (
    Reach,
    is_volatile,
    names_no_store,
    producers,
    producing_layers,
    reach_of,
)
from mkdocs_traceability.edits.yaml_text import list_entry
from mkdocs_traceability.model.declared import Phase
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.pages.page import REPORTS, GeneratedPage, PageHeading, page
from mkdocs_traceability.pages.parts.cells import cell_of
from mkdocs_traceability.pages.parts.facets import filter_bar
from mkdocs_traceability.pages.parts.rows import RowData, item_keys, judged_keys, keyed
from mkdocs_traceability.pages.parts.tables import ShownTable, tables_of
from mkdocs_traceability.pages.site.columns import Column
from mkdocs_traceability.pages.site.names import unique
from mkdocs_traceability.pages.site.shown import Cell, Flag, Row
from mkdocs_traceability.pages.site.view import SiteView
from mkdocs_traceability.pages.views.signal_paths import signal_paths
from mkdocs_traceability.registry.lifecycle import phase

_NAME: Final = "sufficiency.md"

_KIND: Final = "signal"

_MOST_ROWS: Final = 200
"""How many rows one table has; all signals stand in their matrix."""

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
    Column("question", "Scope", "", "choices"),
    Column("why", "Reason", "", "markdown"),
    Column("verdict", "Durable", "", "text"),
    Column("crossing", "Layers crossed", "", "text"),
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

_PUBLISHED: Final = (
    "id",
    "kind",
    "title",
    "status",
    "decided_by",
    "why",
    "crossing",
    "producers",
    "consumers",
    "persistence",
    "needs_attention",
    "findings",
    "source",
)
"""The columns of the file of all signals, and of who is declared to produce."""

_QUESTIONS: Final = {
    "Q1": "Used only in its own layer",
    "Q2": "Used only in other layers",
    "Q3": "Used in its own layer and in others",
    "": "Incomplete: producer or consumer missing",
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
    headings += [PageHeading(view.translate("Producers"), "sufficiency-producers")] if declared else []
    headings += [PageHeading(view.translate("Not yet registered"), "sufficiency-stubs")]
    yield GeneratedPage(
        _NAME,
        view.translate("Signal durability"),
        "sufficiency.html",
        partial(_context, view, sections, declared),
        headings=tuple(headings),
        anchors=tuple(heading.anchor for heading in headings),
        group=view.translate(REPORTS),
        rows=partial(_file, view, sections, declared),
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
    data = _data(view, sections, declared)
    answers = [
        _answer(each, _flags(view, each.signal, DURABILITY))
        for section in sections
        for each in section.judged
    ]
    return {
        "questions": [(name, _QUESTIONS[name], total) for name, total in questions.items() if total],
        "blocks": blocks,
        "sheets": [each for each in (signals, components) if each],
        "rows": sum(block.table.total for block in blocks),
        "total": len(judged),
        "insufficient": answers.count("no"),
        "undeclared": answers.count("unknown"),
        "paths": signal_paths(view, judged, partial(stands_out, view, Layers(view.registry))),
        "stubs": stubs[:_MOST_STUBS],
        "more_stubs": len(stubs[_MOST_STUBS:]),
        "bar": filter_bar(view, data, len(data.lines), "sufficiency", view.href_of("sufficiency.csv")),
        "matrix": view.href(view.places.page_of(view.registry.schema[_KIND])),
        "legend": view.href_of("legend.md", f"kind-{_KIND}" if judged else ""),
        "script": view.script,
    }


def _data(view: SiteView, sections: list[SignalSection], declared: list[Item]) -> RowData:
    """Return the data of the rows: signals, then who is declared to produce some."""
    lines: list[int] = []
    judged: list[Judged] = []
    before = 0
    for section in sections:
        rows = section.judged[:_MOST_ROWS]
        lines += range(before, before + len(rows))
        judged += rows
        before += len(section.judged)
    makers = declared[:_MOST_ROWS]
    lines += range(before, before + len(makers))
    signals = [each.signal for each in judged]
    attention = [*map(view.assessment.needs_attention, signals), *(_is_silent(view, each) for each in makers)]
    items = [*signals, *makers]
    keys = item_keys(view, items)
    keys += judged_keys(view, [view.assessment.badge(item).word for item in items], attention)
    labels = {name: f"{name} {view.translate(words)}" for name, words in _QUESTIONS.items() if name}
    asked = [(each.question,) if each.question else () for each in judged] + [() for _ in makers]
    ends = [
        keyed(name, view.translate(name.capitalize()), [_ends(view, item, name) for item in items])
        for name in ("producers", "consumers")
    ]
    question = keyed("question", view.translate("Scope"), asked, labels, ("Q1", "Q2", "Q3"))
    return RowData([*keys, question, *ends], lines=lines)


def _ends(view: SiteView, item: Item, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(link.item.id for link in view.registry.related(item, name)))


def _is_silent(view: SiteView, component: Item) -> bool:
    return any(flag.weight != "waived" for flag in _flags(view, component, (_SILENT,)))


def _file(view: SiteView, sections: list[SignalSection], declared: list[Item]) -> Iterator[tuple[str, ...]]:
    """Yield all signals, and who is declared to produce, as they are published."""
    yield _PUBLISHED
    for judged in (each for section in sections for each in section.judged):
        yield _line(view, judged.signal, judged)
    for component in declared:
        yield _line(view, component, None)


def _line(view: SiteView, item: Item, judged: Judged | None) -> tuple[str, ...]:
    needed = view.assessment.needs_attention(item) if judged else _is_silent(view, item)
    codes = (finding.code for finding in view.assessment.findings_of(item) if not finding.waiver)
    return (
        item.id,
        item.kind,
        item.title,
        item.text("status"),
        judged.question if judged else "",
        _why(view, judged) if judged else "",
        judged.crossing if judged else "",
        "; ".join(_ends(view, item, "producers")),
        "; ".join(_ends(view, item, "consumers")),
        "; ".join(item.texts("persistence")),
        "yes" if needed else "no",
        "; ".join(dict.fromkeys(codes)),
        str(item.position),
    )


def _rows(view: SiteView, section: SignalSection) -> tuple[str, list[Row]]:
    """Return the caption of a section, and its rows."""
    return _caption(view, section.title), [_row(view, each) for each in section.judged[:_MOST_ROWS]]


def _shown(section: SignalSection, table: ShownTable) -> ShownSignalSection:
    return ShownSignalSection(section.anchor, section.title, section.anchor, table, len(section.judged))


def _shown_producers(view: SiteView, declared: list[Item]) -> ShownSignalSection:
    title, anchor = view.translate("Producers"), "sufficiency-producers"
    rows = [_producer_row(view, each) for each in declared[:_MOST_ROWS]]
    (table,) = tables_of("sufficiency", _PRODUCERS, [(_caption(view, title), rows)])
    return ShownSignalSection(anchor, title, anchor, table, len(declared))


def _caption(view: SiteView, title: str) -> str:
    return f"{view.translate('Signal durability')}: {title}"


def _row(view: SiteView, judged: Judged) -> Row:
    signal = judged.signal
    kind = view.registry.kind(signal)
    flags = _flags(view, signal, DURABILITY)
    answer = _answer(judged, flags)
    question = (judged.question, judged.question or "–", view.translate(_QUESTIONS[judged.question]))
    cells = [
        Cell("item", view.link(signal)),
        Cell("title", None if signal.title == signal.id else signal.title),
        Cell("choices", (question,)),
        Cell("text", _why(view, judged)),
        Cell("sufficient", (view.translate(answer) if answer else "", flags)),
        Cell("text", judged.crossing or None),
        *(cell_of(view, kind, name)(signal) for name in ("producers", "consumers", "persistence")),
    ]
    return Row("", "", cells, Badge(""), 0, view.assessment.needs_attention(signal))


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
        return view.translate("No producer declared.")
    if not view.registry.related(signal, "consumers"):
        return view.translate("No consumer declared.")
    if reach is None:
        return view.translate("A producer's layer is unknown.")
    if not judged.question:
        return view.translate("A consumer's layer is unknown.")
    if judged.question == "Q1":
        return view.translate("Stays in its layer: no persistence required.")
    stores = signal.texts("persistence")
    if names_no_store(stores):
        return view.translate("Crosses layers, persistence not declared.")
    if all(map(is_volatile, stores)):
        return view.translate("Crosses layers, not persisted.")
    return view.translate("Crosses layers, persisted.")


def stands_out(view: SiteView, layers: Layers, signal: Item) -> tuple[str, str]:
    """Return what makes a signal stand out in the picture: a word for styles, and one for readers."""
    judged = _judged(view, layers, signal)
    if not view.registry.related(judged.signal, "producers"):
        return "open", view.translate("no producer")
    if not view.registry.related(judged.signal, "consumers"):
        return "open", view.translate("no consumer")
    if judged.question not in ("Q2", "Q3"):
        return "", ""
    stores = judged.signal.texts("persistence")
    if names_no_store(stores):
        return "unknown", view.translate("persistence unknown")
    return ("lost", view.translate("not persisted")) if all(map(is_volatile, stores)) else ("", "")


def _answer(judged: Judged, flags: list[Flag]) -> str:
    """Return whether a signal is durable; nothing where a waiver answers, which is shown in its place.

    What leaves its layer is known to be durable only if something is said to keep it.
    """
    if any(flag.weight != "waived" for flag in flags):
        return "no"
    if flags:
        return ""
    if judged.question in ("Q2", "Q3") and names_no_store(judged.signal.texts("persistence")):
        return "unknown"
    return "yes" if judged.question else "not evaluated"


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
