"""What can be written in a marker, and in the comment above a table."""

from collections.abc import Iterator

from lsprotocol.types import CompletionItemKind

from mkdocs_traceability.lsp.at import leads_to_items
from mkdocs_traceability.lsp.completion.candidate import Candidate, Candidates, words
from mkdocs_traceability.lsp.completion.ids import ids
from mkdocs_traceability.lsp.cursor.slot import Slot
from mkdocs_traceability.lsp.descriptions import of_key, of_kind
from mkdocs_traceability.lsp.snapshot import Snapshot
from mkdocs_traceability.model.declared import CLAIM_TYPES
from mkdocs_traceability.model.directives import FORMS, MACROS, NOTATIONS
from mkdocs_traceability.model.kinds import COMPUTED_COLUMNS, Kind
from mkdocs_traceability.query.criteria import Criteria
from mkdocs_traceability.query.filters import ANY, NONE
from mkdocs_traceability.reading.tables.columns import IGNORE, fillable
from mkdocs_traceability.rules import all_rules

_FORMS = {
    "matrix": "Table of the items of a kind",
    "list": "Links to the items of a kind, with titles and badges",
    "count": "How many items match the filters",
    "share": "How many of the matching items are found or verified",
    "badge": "The badge of an item",
    "panel": "All that is known of an item",
    "graph": "An item and its neighbours as a picture",
    "steps": "The components of a flow in their order",
    "diagram": "The items of a kind and the relations between them as a picture",
}

_OPTIONS = {
    "columns": "Which columns the table has",
    "limit": "Maximum number of items",
    "title": "The title above it",
    "as": "Whether it is drawn as a picture, or as Mermaid or Graphviz code",
}

_RESTATES = {"restates": "The table repeats what is declared elsewhere, and is compared with it"}


def forms() -> Candidates:
    """Return what a marker can place."""
    return words({name: _FORMS[name] for name in FORMS}, CompletionItemKind.Keyword, after=" ")


def macros() -> Candidates:
    """Return the macros that place what markers do."""
    return words(
        {name: _FORMS[form.name] for name, form in MACROS.items()}, CompletionItemKind.Function, after="("
    )


def kinds(snapshot: Snapshot, slot: Slot) -> Candidates:
    """Return the kinds, by their plurals, and what else can stand in their place."""
    others = {name: _RESTATES.get(name, _FORMS.get(name, "")) for name in slot.options}
    listed = (
        Candidate(kind.plural, CompletionItemKind.Class, kind.title, of_kind(kind))
        for kind in snapshot.settings.schema
    )
    return Candidates((*listed, *words(others, CompletionItemKind.Keyword, after=" ").listed))


def fields(slot: Slot) -> Candidates:
    """Return the fields that a column of a table can fill."""
    if slot.kind is None:
        return Candidates()
    described = {name: of_key(slot.kind, name) for name in fillable(slot.kind)}
    described[IGNORE] = "Columns that are left out"
    return words(described, CompletionItemKind.Property, slot.word.beside, "=")


def headers(slot: Slot) -> Candidates:
    """Return the headers of a table."""
    return words(dict.fromkeys(slot.headers, ""), CompletionItemKind.Text)


def filter_keys(snapshot: Snapshot, slot: Slot) -> Candidates:
    """Return what items of a kind can be asked for, and the options of the form."""
    kind = slot.kind
    asked = dict(_asked(snapshot, kind)) if kind else {}
    filters = words(asked, CompletionItemKind.Property, slot.word.beside, "=")
    options = {name: _OPTIONS[name] for name in slot.options}
    more = words(options, CompletionItemKind.Keyword, slot.word.beside, "=")
    return Candidates((*filters.listed, *more.listed))


def _asked(snapshot: Snapshot, kind: Kind) -> Iterator[tuple[str, str]]:
    known = _criteria(snapshot).keys(kind)
    for name in dict.fromkeys((*known, *kind.relations, *kind.inverses, "id")):
        yield name, of_key(kind, name)


def _criteria(snapshot: Snapshot) -> Criteria:
    return Criteria(snapshot.result.registry, all_rules())


def filter_values(snapshot: Snapshot, slot: Slot) -> Candidates:
    """Return the values that a filter or an option can have."""
    kind = slot.kind
    if slot.name in slot.options:
        return _of_option(slot)
    if kind is None:
        return Candidates()
    registry = snapshot.result.registry
    nothing = words({NONE: "has nothing there", ANY: "has something there"}, CompletionItemKind.Keyword)
    if leads_to_items(slot) or slot.name == "id":
        targets = (kind.name,) if slot.name == "id" else slot.targets(snapshot.settings.schema)
        found = ids(registry, targets, slot.word.before)
        return Candidates((*found.listed, *(() if slot.name == "id" else nothing.listed)), found.is_cut)
    criterion = _criteria(snapshot).of(kind, kind.now(slot.name))
    if criterion is None:
        return Candidates()
    listed = words(dict.fromkeys(criterion.vocabulary, ""), CompletionItemKind.EnumMember).listed
    return Candidates((*listed, *nothing.listed))


def _of_option(slot: Slot) -> Candidates:
    if slot.name == "as":
        return words(dict.fromkeys(NOTATIONS, ""), CompletionItemKind.EnumMember)
    if slot.name != "columns" or slot.kind is None:
        return Candidates()
    known = (name for name in (*slot.kind.keys, *CLAIM_TYPES, *COMPUTED_COLUMNS) if name != "waive")
    described = {name: of_key(slot.kind, name) for name in known}
    return words(described, CompletionItemKind.Property)
