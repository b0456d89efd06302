"""What the columns of a matrix show of an item: one function a column, chosen once, called for each row."""

from collections.abc import Callable
from typing import Final

from mkdocs_traceability.analysis.completeness import lacking
from mkdocs_traceability.analysis.deadlines import DUE, deadline_of, is_overdue, quarter_of
from mkdocs_traceability.analysis.layers import Layers
from mkdocs_traceability.model.declared import CLAIM_TYPES, DeclaredField
from mkdocs_traceability.model.item import Item, Plain
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.model.shown_values import in_words, on_lines
from mkdocs_traceability.pages.parts.linked_text import linker
from mkdocs_traceability.pages.parts.rows import system_title
from mkdocs_traceability.pages.site.shown import Cell, ItemEvidence, Pip, ShownDue, ShownEvidence
from mkdocs_traceability.pages.site.view import SiteView
from mkdocs_traceability.registry.lifecycle import phase

CellOf = Callable[[Item], Cell]

EMPTY: Final = Cell("")

WORKED_OUT: Final = frozenset({"domain", "observed_layer", "owner", DUE})
"""Fields whose cells may show something where an item says nothing."""

_FORBIDDING: Final = "forbidden"
"""The relation whose targets are those that must not."""


def cell_of(view: SiteView, kind: Kind, column: str) -> CellOf:
    """Return what makes the cells of a column."""
    if column in _SPECIAL:
        return _SPECIAL[column](view, kind)
    if column in CLAIM_TYPES and column not in kind.keys:
        return _claims(view, kind, column)
    if column in kind.artifact_fields:
        return _action(view, kind, column)
    if column == "domain" and kind.name == "flow":
        return _domain(view)
    if column == kind.common.get("system"):
        return _system(view)
    if column == "observed_layer" and kind.name == "component":
        return _observed_layer(view)
    if column in _COMPUTED and (column not in kind.keys or _is_date(kind, column)):
        return _COMPUTED[column](view)
    if column in kind.fields:
        declared = kind.fields[column]
        return (
            _claims(view, kind, column)
            if declared.type in ("claim", "page")
            else _field(view, kind, column, declared)
        )
    return _relation(view, kind, column)


def _ids(view: SiteView, kind: Kind) -> CellOf:
    return lambda item: Cell("id", item.id)


def _badges(view: SiteView, kind: Kind) -> CellOf:
    def cell(item: Item) -> Cell:
        badge = view.assessment.badge(item)
        if item.evidence:
            return Cell("pips", ItemEvidence(badge, (), pips(view, item, view.evidence(item))))
        return Cell("badge", badge) if badge else EMPTY

    return cell


def _evidence(view: SiteView, kind: Kind) -> CellOf:
    def cell(item: Item) -> Cell:
        badge = view.assessment.badge(item)
        if item.evidence:
            types = view.evidence(item)
            return Cell("evidence", ItemEvidence(badge, types, pips(view, item, types)))
        return Cell("badge", badge) if badge else EMPTY

    return cell


PIPS: Final = tuple(name for name in CLAIM_TYPES if name != "links")
"""The claim types that each row shows in short, in the same order everywhere."""


def pips(view: SiteView, item: Item, types: list[ShownEvidence]) -> tuple[Pip, ...]:
    """Return the state of each claim type of an item."""
    words = {each.type: each.badge.word or ("na" if each.not_applicable else "planned") for each in types}
    absent = lacking(view.registry, item)
    required = absent.names if absent else ()
    return tuple(
        Pip(name, words.get(name) or ("unclaimed" if name in required else "absent")) for name in PIPS
    )


def _status(view: SiteView, kind: Kind) -> CellOf:
    def cell(item: Item) -> Cell:
        status = item.text("status")
        return Cell("status", (status, phase(view.registry, item))) if status in kind.statuses else EMPTY

    return cell


def _claims(view: SiteView, kind: Kind, column: str) -> CellOf:
    def cell(item: Item) -> Cell:
        evidence = item.evidence.get(column)
        return Cell("claims", view.evidence_of(item, column, evidence)) if evidence else EMPTY

    return cell


def _action(view: SiteView, kind: Kind, column: str) -> CellOf:
    linked = linker(view, is_markdown=True)

    def cell(item: Item) -> Cell:
        evidence = item.evidence.get(column)
        text = linked(item.text(column), item)
        if evidence is None:
            return Cell("markdown", text) if text else EMPTY
        return Cell("action", (text, view.evidence_of(item, column, evidence)))

    return cell


def _domain(view: SiteView) -> CellOf:
    def cell(item: Item) -> Cell:
        domain = view.registry.domain(item)
        return Cell("text", domain) if domain else EMPTY

    return cell


def _system(view: SiteView) -> CellOf:
    def cell(item: Item) -> Cell:
        system = view.registry.schema.system(item)
        return Cell("text", system_title(view, system)) if system else EMPTY

    return cell


def _field(view: SiteView, kind: Kind, name: str, declared: DeclaredField) -> CellOf:
    is_markdown = declared.type in ("markdown", "action") or declared.many
    form = "title" if name == "title" else "markdown" if is_markdown else "text"
    linked = linker(view, is_markdown=is_markdown)

    def cell(item: Item) -> Cell:
        value = item.values.get(name)
        if value is None:
            return EMPTY
        plain = value.plain
        if declared.one_of is not None:
            words = plain if isinstance(plain, tuple) else (plain,)
            return Cell("choices", tuple(_choice(kind, name, str(word)) for word in words))
        if declared.type == "structure":
            return _structure(plain)
        if isinstance(plain, dict):
            return Cell("lists", plain)
        if isinstance(plain, tuple):
            return Cell("texts", tuple(linked(in_words(each), item) for each in plain))
        return Cell(form, in_words(plain) if form == "title" else linked(in_words(plain), item))

    return cell


def _structure(plain: Plain) -> Cell:
    """Return what YAML says as lists: names with what is said under each, each on a line of its own."""
    if isinstance(plain, dict):
        return Cell("lists", {name: on_lines(value) for name, value in plain.items()})
    return Cell("lists", {"": on_lines(plain)}) if isinstance(plain, tuple) else Cell("text", in_words(plain))


def _choice(kind: Kind, name: str, word: str) -> tuple[str, str, str]:
    choice = kind.choice(name, word)
    return word, choice.label or word, choice.description


def _relation(view: SiteView, kind: Kind, column: str) -> CellOf:
    is_forbidding = column == _FORBIDDING

    def cell(item: Item) -> Cell:
        ends = view.registry.ends(item, column)
        if not ends:
            return EMPTY
        shown = list(map(view.reference, ends))
        if column not in kind.relations:  # what is said of a link stands where it is declared
            shown = [each if each.is_bare else each.bare for each in shown]
        if is_forbidding:
            return Cell("forbidden", shown)
        return Cell("links" if all(each.is_bare for each in shown) else "references", shown)

    return cell


def _observed_layer(view: SiteView) -> CellOf:
    """Return what shows the layers in which a component is seen, marked where it is said to be elsewhere."""
    layers = Layers(view.registry)

    def cell(item: Item) -> Cell:
        shown = view.references(item, "observed_layer")
        said = layers.of(item) if shown else None
        return Cell("observed", (shown, said.item.id if said else "")) if shown else EMPTY

    return cell


def _owner(view: SiteView) -> CellOf:
    """Return what shows who answers for an item, in the words of `owners_of`."""

    def cell(item: Item) -> Cell:
        owners = view.owners(item)
        return Cell("owners", owners) if owners else EMPTY

    return cell


def _due(view: SiteView) -> CellOf:
    """Return what shows by when an item is to be done, and whether that is over."""

    def cell(item: Item) -> Cell:
        deadline = deadline_of(view.registry, item)
        if deadline is None:
            return EMPTY
        inherited = None if deadline.stated_by is item else view.link(deadline.stated_by)
        overdue = is_overdue(view.registry, item, view.result.today)
        return Cell("due", ShownDue(deadline.day, quarter_of(deadline.day), overdue, inherited))

    return cell


def _is_date(kind: Kind, column: str) -> bool:
    return column in kind.fields and kind.fields[column].type == "date"


_COMPUTED: Final[dict[str, Callable[[SiteView], CellOf]]] = {"owner": _owner, DUE: _due}
"""Columns that every kind can have; a field of the name means what the kind says."""

_SPECIAL: Final[dict[str, Callable[[SiteView, Kind], CellOf]]] = {
    "id": _ids,
    "badge": _badges,
    "evidence": _evidence,
    "status": _status,
}
