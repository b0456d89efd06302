"""Answer which items a file declares, by kind, and which of all items fit a query."""

from collections.abc import Iterator, Sequence
from typing import Final

from lsprotocol import types

from mkdocs_traceability.lsp.completion.ids import title_in_small
from mkdocs_traceability.lsp.completion.ranking import ranked
from mkdocs_traceability.lsp.snapshot import Snapshot
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.position import Position

_MOST_IN_FILE: Final = 20_000


def document_symbols(
    snapshot: Snapshot, path: str, params: types.DocumentSymbolParams
) -> list[types.DocumentSymbol]:
    """Return the items that a file declares, below their kinds."""
    placed = sorted(_placed(snapshot, path), key=lambda each: (each[0].line, each[0].column))[:_MOST_IN_FILE]
    symbols: dict[str, list[types.DocumentSymbol]] = {}
    for number, (at, item) in enumerate(placed):
        following = placed[number + 1][0] if number + 1 < len(placed) else None
        symbols.setdefault(item.kind, []).append(_symbol(snapshot, item, at, following))
    schema = snapshot.settings.schema
    return [_group(schema[kind].plural, children) for kind, children in symbols.items()]


def declared_in(snapshot: Snapshot, path: str) -> Iterator[Item]:
    """Go through the items that a file declares."""
    return (item for item in snapshot.result.registry.all if item.position.path == path)


def _placed(snapshot: Snapshot, path: str) -> Iterator[tuple[Position, Item]]:
    return ((snapshot.now(item.position), item) for item in declared_in(snapshot, path))


def _symbol(snapshot: Snapshot, item: Item, at: Position, following: Position | None) -> types.DocumentSymbol:
    text = snapshot.text(at.path)
    name = text.range(at.line, at.column, at.length)
    last = following.line - 1 if following and following.line > at.line else at.line
    last = last if following else len(text.lines)
    while last > at.line and not text.line(last).strip():
        last -= 1
    end = text.position(last, len(text.line(last)) + 1)
    span = types.Range(name.start, max(end, name.end, key=lambda each: (each.line, each.character)))
    return types.DocumentSymbol(
        name=item.id or " ",
        kind=types.SymbolKind.Object,
        range=span,
        selection_range=name,
        detail=item.own_title,
    )


def _group(plural: str, children: Sequence[types.DocumentSymbol]) -> types.DocumentSymbol:
    first, last = children[0], children[-1]
    span = types.Range(first.range.start, last.range.end)
    return types.DocumentSymbol(
        name=plural,
        kind=types.SymbolKind.Namespace,
        range=span,
        selection_range=first.selection_range,
        children=list(children),
    )


def workspace_symbols(
    snapshots: Sequence[Snapshot], params: types.WorkspaceSymbolParams
) -> list[types.WorkspaceSymbol]:
    """Return the items of all open sites that fit a query, by id or title, the best first."""
    named = (
        (item.id.casefold(), (snapshot, item))
        for snapshot in snapshots
        for item in snapshot.result.registry.all
    )
    best, _ = ranked(params.query, named, lambda each: title_in_small(each[1]))
    return [
        types.WorkspaceSymbol(
            location=snapshot.location_of(item.position),
            name=item.full_title,
            kind=types.SymbolKind.Object,
            container_name=snapshot.settings.schema[item.kind].title,
        )
        for snapshot, item in best
    ]
