"""The durability of signals (show): which question decides on each and why, and what is not yet registered.

`questions.py` has the questions. What is wrong with a signal, the rules have found: the page judges nothing.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, Final, NamedTuple

from mkdocs_traceability.analysis.attention import DURABILITY
from mkdocs_traceability.analysis.badges import Badge
from mkdocs_traceability.analysis.layers import Layers
from mkdocs_traceability.analysis.reach import producers
from mkdocs_traceability.model.anchors import unique
from mkdocs_traceability.model.declared import Phase
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.pages.page import REPORTS, GeneratedPage, PageHeading, page
from mkdocs_traceability.pages.parts.cells import cell_of
from mkdocs_traceability.pages.parts.facets import filter_bar
from mkdocs_traceability.pages.parts.rows import RowData, item_keys, judged_keys, keyed
from mkdocs_traceability.pages.parts.tables import ShownTable, tables_of
from mkdocs_traceability.pages.site.columns import Column
from mkdocs_traceability.pages.site.shown import Cell, Flag, Row
from mkdocs_traceability.pages.site.view import SiteView
from mkdocs_traceability.pages.views.sufficiency.questions import QUESTIONS, Judged, answer, judge, reason
from mkdocs_traceability.pages.views.sufficiency.signal_paths import signal_paths
from mkdocs_traceability.pages.views.sufficiency.stubs import stubs
from mkdocs_traceability.registry.lifecycle import phase

_NAME: Final = "sufficiency.md"

_KIND: Final = "signal"

_MOST_ROWS: Final = 200
"""Rows in one table; the matrix has all signals."""

_SILENT: Final = "TR309"
"""The rule that reports producers without a signal."""

_MOST_STUBS: Final = 60

_MOST_SECTIONS: Final = 60
"""Sections within one question: if there are more, its signals are in one section."""

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
"""The columns of the file of all signals and declared producers."""


class SignalSection(NamedTuple):
    """Signals decided by one question, with one crossing or category."""

    question: str
    key: str
    title: str
    anchor: str
    judged: list[Judged]


class ShownSignalSection(NamedTuple):
    """A section as the template draws it; `total` includes the rows left out of its table."""

    key: str
    title: str
    anchor: str
    table: ShownTable
    total: int


@page(order=34, needs=("signal.producers", "signal.consumers"), style="sufficiency")
def sufficiency_page(view: SiteView) -> Iterator[GeneratedPage]:
    """Yield the page if there are signals, or components declared as producers."""
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
    """Yield all signals by question: those that stay in their layer by category, others by crossing."""
    layers = Layers(view.registry)
    groups: dict[tuple[str, str], list[Judged]] = {}
    for signal in view.registry.items(_KIND):
        if phase(view.registry, signal) is not Phase.OVER:
            judged = judge(view, layers, signal)
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


def _title(view: SiteView, question: str, by: str) -> str:
    return f"{question}: {by}" if question and by else view.translate(QUESTIONS[question])


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
    silent = [each for each in declared if _flags(view, each, (_SILENT,))]
    to_register = list(stubs(view, silent))
    questions = Counter(dict.fromkeys(QUESTIONS, 0))
    for section in sections:
        questions[section.question] += len(section.judged)
    tables = tables_of("sufficiency", _COLUMNS, [_rows(view, section) for section in sections])
    signals = [_shown(*each) for each in zip(sections, tables, strict=True)]
    components = [_shown_producers(view, declared)] if declared else []
    blocks = [*signals, *components]
    judged = [each.signal for section in sections for each in section.judged]
    data = _data(view, sections, declared)
    answers = [
        answer(each, _flags(view, each.signal, DURABILITY)) for section in sections for each in section.judged
    ]
    return {
        "questions": [(name, QUESTIONS[name], total) for name, total in questions.items() if total],
        "blocks": blocks,
        "sheets": [each for each in (signals, components) if each],
        "rows": sum(block.table.total for block in blocks),
        "total": len(judged),
        "insufficient": answers.count("no"),
        "undeclared": answers.count("unknown"),
        "paths": signal_paths(view, judged),
        "stubs": to_register[:_MOST_STUBS],
        "more_stubs": len(to_register[_MOST_STUBS:]),
        "bar": filter_bar(view, data, len(data.lines), "sufficiency", view.href_of("sufficiency.csv")),
        "matrix": view.href(view.places.page_of(view.registry.schema[_KIND])),
        "legend": view.href_of("legend.md", f"kind-{_KIND}" if judged else ""),
        "script": view.script,
    }


def _data(view: SiteView, sections: list[SignalSection], declared: list[Item]) -> RowData:
    """Return the data of the rows: signals, then declared producers."""
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
    labels = {name: f"{name} {view.translate(words)}" for name, words in QUESTIONS.items() if name}
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
    """Yield all signals and declared producers as they are published."""
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
        reason(view, judged) if judged else "",
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
    verdict = answer(judged, flags)
    question = (judged.question, judged.question or "–", view.translate(QUESTIONS[judged.question]))
    cells = [
        Cell("item", view.link(signal)),
        Cell("title", signal.own_title or None),
        Cell("choices", (question,)),
        Cell("text", reason(view, judged)),
        Cell("sufficient", (view.translate(verdict) if verdict else "", flags)),
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
        Cell("title", component.own_title or None),
        *(cell_of(view, kind, name)(component) for name in names),
        Cell("sufficient", (view.translate("no") if flags else view.translate("yes"), flags)),
    ]
    return Row("", "", cells, Badge(""), 0, any(flag.weight != "waived" for flag in flags))


def _flags(view: SiteView, item: Item, codes: Iterable[str]) -> list[Flag]:
    """Return the findings of some rules about an item."""
    found = view.assessment.findings_of(item)
    return [view.flag(finding) for finding in found if finding.code in codes]
