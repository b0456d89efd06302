"""Import: the markers that show in a page what stood there: a matrix, the panel of an item, a list."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from mkdocs_traceability.importing.blocks import Block
from mkdocs_traceability.importing.drafts import Draft, shown_name
from mkdocs_traceability.importing.page import Replacement
from mkdocs_traceability.importing.proposal import Proposal
from mkdocs_traceability.model.directives import FORMS, marker_text
from mkdocs_traceability.registry.registry import Registry

_NEAR: Final = 2
"""List items with so few lines between them are one list."""


def replacements(
    block: Block,
    proposal: Proposal,
    drafts: Sequence[Draft],
    others: Iterable[Draft],
    registry: Registry | None,
    lines: Sequence[str],
) -> Iterator[Replacement]:
    """Return what takes the place of a block; `others` are all items that are imported."""
    if block.form == "sections":
        yield from _panels(block, drafts)
    elif block.form == "list":
        yield from _lists(block, proposal, drafts)
    else:
        first, last = block.consumed[0]
        lead = lines[first - 1][: len(lines[first - 1]) - len(lines[first - 1].lstrip(" \t>"))]
        ids = _ids(proposal, drafts, others, registry)
        columns = _columns(proposal, drafts)
        text = marker_text(FORMS["matrix"], (proposal.kind.plural,), {"id": ids, "columns": columns})
        yield Replacement(first, last, f"{lead}[trace:{text}]")


def _ids(
    proposal: Proposal, drafts: Sequence[Draft], others: Iterable[Draft], registry: Registry | None
) -> list[str]:
    """Return a glob that fits the items and no other, else their ids."""
    ids = list(dict.fromkeys(draft.id for draft in drafts))
    kind = proposal.kind.name
    known = {draft.id for draft in others if draft.kind.name == kind} | set(
        registry.ids(kind) if registry else ()
    )
    stem = _common(ids)
    if (
        len(ids) > 2
        and stem
        and all(each in ids for each in known if each.casefold().startswith(stem.casefold()))
    ):
        return [f"{stem}*"]
    return ids


def _common(ids: list[str]) -> str:
    """Return what ids begin with, up to a separator; empty if that is nothing."""
    low, high = min(ids, default=""), max(ids, default="")
    length = next(
        (n for n, (a, b) in enumerate(zip(low, high, strict=False)) if a != b), min(len(low), len(high))
    )
    stem = low[:length]
    cut = max(map(stem.rfind, "-_.:/"))
    stem = stem[: cut + 1]
    return stem if not any(character.isspace() or character in "*,\"'[]" for character in stem) else ""


def _columns(proposal: Proposal, drafts: Sequence[Draft]) -> list[str]:
    """Return the columns of the table that was there, and those that its rows need besides."""
    kind = proposal.kind
    names = [shown_name(name) for name in proposal.columns.values()]
    if any("title" in draft.data for draft in drafts) and "title" not in names:
        names.insert(names.index("id") + 1 if "id" in names else 0, "title")
    if any(draft.notes for draft in drafts) and "notes" not in names:
        names.append("notes")
    return [name for name in dict.fromkeys(names) if name in kind.keys or name in _claims(drafts)]


def _claims(drafts: Sequence[Draft]) -> set[str]:
    return {name for draft in drafts for name in draft.data.get("evidence", ())}


def _panels(block: Block, drafts: Sequence[Draft]) -> Iterator[Replacement]:
    by_line = {draft.line: draft for draft in drafts}
    for row in block.rows:
        draft = by_line.get(row.line) or next((each for each in drafts if row.line in each.lines), None)
        text = marker_text(FORMS["panel"], (f"{draft.kind.name}:{draft.id}",), {}) if draft else ""
        for first, last in row.consumed:
            yield Replacement(first, last, f"[trace:{text}]" if text else "")
            text = ""


def _lists(block: Block, proposal: Proposal, drafts: Sequence[Draft]) -> Iterator[Replacement]:
    groups: list[list[tuple[int, int]]] = []
    for row in block.rows:
        first, last = row.consumed[0]
        if groups and first - groups[-1][-1][1] <= _NEAR:
            groups[-1].append((first, last))
        else:
            groups.append([(first, last)])
    for group in groups:
        first, last = group[0][0], group[-1][1]
        ids = [
            draft.id for draft in drafts if any(first <= line <= last for line in (draft.line, *draft.lines))
        ]
        text = marker_text(FORMS["list"], (proposal.kind.plural,), {"id": list(dict.fromkeys(ids))})
        yield Replacement(first, last, f"[trace:{text}]")
