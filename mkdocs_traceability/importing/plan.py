"""Import: what becomes of pages: their items, a sidecar each, and the pages with markers."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from mkdocs_traceability.importing.blocks import Block
from mkdocs_traceability.importing.choices import NONE, Choices
from mkdocs_traceability.importing.columns import fields_of
from mkdocs_traceability.importing.compare import differences
from mkdocs_traceability.importing.document import blocks_in
from mkdocs_traceability.importing.drafts import Doubt, Draft, Drafting, merged
from mkdocs_traceability.importing.markers import replacements
from mkdocs_traceability.importing.names import resolve_names
from mkdocs_traceability.importing.page import with_markers
from mkdocs_traceability.importing.proposal import Proposal, propose
from mkdocs_traceability.importing.repair import column_before, repaired
from mkdocs_traceability.importing.settle import as_sidecar, settle
from mkdocs_traceability.importing.values import Reader
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import Schema
from mkdocs_traceability.reading.tables.words import Words
from mkdocs_traceability.registry.registry import Registry


class PageText(NamedTuple):
    """A page by its path, as it is shown and as it is decoded, and the path of its sidecar."""

    path: str
    text: str
    sidecar: str


@dataclass
class BlockPlan:
    """What a block is taken for. `drafts` are its items; one that `stays` is left in the page, and why."""

    block: Block
    proposal: Proposal
    drafts: list[Draft] = field(default_factory=list)
    stays: str = ""


@dataclass
class PagePlan:
    """What becomes of a page. `more` are items that are only referred to, `existing` how many there were."""

    page: PageText
    repaired_lines: tuple[int, ...] = ()
    blocks: list[BlockPlan] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    more: list[Draft] = field(default_factory=list)
    existing: int = 0
    sidecar: str = ""
    text: str = ""


def plan(
    pages: Iterable[PageText], schema: Schema, registry: Registry | None, choices: Choices, words: Words
) -> list[PagePlan]:
    """Plan what becomes of pages; `registry` has what the site declares already."""
    reader = Reader(words)
    plans = [_read(page, schema, choices, reader) for page in pages]
    doubts: list[Doubt] = []
    drafting = Drafting(reader, doubts)
    for each in plans:
        for block in each.blocks:
            block.drafts = list(drafting.drafts(block.block, block.proposal, each.page.path))
    drafts = merged((draft for each in plans for block in each.blocks for draft in block.drafts), doubts)
    more = resolve_names(drafts, schema, registry, doubts)
    drafts = merged(drafts, doubts)
    items = settle([*drafts, *more], schema, doubts)
    for each in plans:
        for block in each.blocks:
            block.drafts = list(dict.fromkeys(draft.last for draft in block.drafts))
        each.more = [draft for draft in more if draft.page == each.page.path]
    if registry is not None:
        _compare(plans, drafts, items, registry, doubts)
    for each in plans:
        _finish(each, doubts, drafts, registry)
    return plans


def _read(page: PageText, schema: Schema, choices: Choices, reader: Reader) -> PagePlan:
    text, lines = repaired(page.text)
    known: dict[str, bool] = {}

    def is_known(label: str) -> bool:
        if label not in known:
            known[label] = any(fields_of(kind, label, reader.words) for kind in schema)
        return known[label]

    made = PagePlan(page, lines, text=text)
    for block in blocks_in(text, is_known, reader.has_status):
        wanted = choices.kind(page.path, block.line)
        told = choices.fields(page.path, block.line)
        proposal = propose(block, schema, reader, told, None if wanted == NONE else wanted)
        if wanted == NONE or (choices.only_sure and not proposal.is_sure):
            made.blocks.append(BlockPlan(Block(block.form, block.line, block.headings), proposal, stays=NONE))
        else:
            made.blocks.append(BlockPlan(block, proposal))
    return made


def _compare(
    plans: list[PagePlan], drafts: list[Draft], items: list[Item], registry: Registry, doubts: list[Doubt]
) -> None:
    """Compare what the site has already with what the pages say of it."""
    by_key = {(item.kind, item.id): item for item in items}
    for draft in drafts:
        existing = registry.get(draft.kind.name, draft.id)
        if existing is None:
            continue
        draft.exists = True
        for name in differences(by_key[draft.kind.name, draft.id], existing):
            what = f"`{name}` of {draft.kind.label} `{draft.id}`"
            message = f"{what} differs from {existing.position}; nothing is changed"
            _, cell = draft.cells.get(name, ("", None))
            place = (cell.line, cell.column) if cell else (draft.line, draft.column)
            doubts.append(Doubt(*place, message, draft.page))
            for each in plans:
                for block in each.blocks:
                    if any(other is draft for other in block.drafts):
                        block.stays = "differs"


def _finish(made: PagePlan, doubts: list[Doubt], drafts: list[Draft], registry: Registry | None) -> None:
    """Make the sidecar and the page; let doubts stand where the page as it is written has the text."""
    path = made.page.path
    ours = [draft for draft in drafts if draft.page == path]
    made.existing = sum(draft.exists for draft in ours)
    written = [draft for draft in (*ours, *made.more) if not draft.exists]
    made.sidecar = as_sidecar(written, [f"Imported from {path}."]) if written else ""
    before, after = made.page.text.split("\n"), made.text.split("\n")
    for doubt in doubts:
        if doubt.page == path:
            doubt.column = column_before(before[doubt.line - 1], after[doubt.line - 1], doubt.column)
            made.doubts.append(doubt)
    made.doubts.sort(key=lambda doubt: (doubt.line, doubt.column))
    others = [*drafts, *made.more]
    placed = [block for block in made.blocks if not block.stays and block.drafts]
    found = [
        each
        for block in placed
        for each in replacements(block.block, block.proposal, block.drafts, others, registry, after)
    ]
    made.text = with_markers(made.text, found) if found else made.page.text
