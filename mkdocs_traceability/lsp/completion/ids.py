"""Ids that can be written: of the kinds that a relation leads to, found by id and by title."""

import re
from collections.abc import Iterable

from lsprotocol.types import CompletionItemKind

from mkdocs_traceability.lsp.completion.candidate import Candidate, Candidates
from mkdocs_traceability.lsp.completion.ranking import ranked
from mkdocs_traceability.lsp.kept import per_registry
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.registry.registry import Registry

_NUMBERED = re.compile(r"(.*?)(\d{1,9})$")


def ids(registry: Registry, kinds: Iterable[str], typed: str) -> Candidates:
    """Return the items of some kinds that fit what is typed."""
    known = _in_small(registry)
    named = (each for kind in kinds for each in _of_kind(registry, kind, known))
    best, is_cut = ranked(typed, named, lambda each: each[1])
    items = dict.fromkeys(item for item, _ in best)
    return Candidates(tuple(_candidate(registry.kind(item), item) for item in items), is_cut)


_Named = tuple[str, tuple[Item, str]]
"""An id in small letters, and its item with its title in small letters."""


@per_registry
def _in_small(registry: Registry) -> dict[str, list[_Named]]:
    """Return where the names of each kind are kept once they have been asked for."""
    return {}


def _of_kind(registry: Registry, kind: str, known: dict[str, list[_Named]]) -> list[_Named]:
    if kind not in known:
        known[kind] = [(item.id.casefold(), (item, title_in_small(item))) for item in registry.items(kind)]
    return known[kind]


def title_in_small(item: Item) -> str:
    """Return the title of an item for a search: of ten thousand items in some milliseconds."""
    value = item.values.get("title")
    return str(value.plain).casefold() if value is not None else ""


def _candidate(kind: Kind, item: Item) -> Candidate:
    detail = f"{kind.label}: {item.own_title}" if item.own_title else kind.label
    return Candidate(
        item.id, CompletionItemKind.Reference, detail, also=item.own_title, kind_of_item=item.kind
    )


def next_ids(registry: Registry, kind: Kind, typed: str) -> Candidates:
    """Return the next free id of each numbered series of a kind that fits, the longest series first."""
    last: dict[str, tuple[int, int]] = {}
    count: dict[str, int] = {}
    for item in registry.items(kind.name):
        if found := _NUMBERED.fullmatch(item.id):
            stem, number = found[1], found[2]
            last[stem] = max(last.get(stem, (0, 0)), (int(number), len(number)))
            count[stem] = count.get(stem, 0) + 1
    stems = sorted(last, key=lambda stem: -count[stem])
    free = [f"{stem}{last[stem][0] + 1:0{last[stem][1]}d}" for stem in stems]
    best, is_cut = ranked(typed.rstrip("0123456789"), ((id_.casefold(), id_) for id_ in free), lambda _: "")
    return Candidates(tuple(Candidate(id_, CompletionItemKind.Value, "next free id") for id_ in best), is_cut)
