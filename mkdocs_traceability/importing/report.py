"""Import: what a plan says to a reader: per block what it was taken for, and each cell that is in doubt."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from mkdocs_traceability.importing.choices import NONE
from mkdocs_traceability.importing.drafts import Doubt
from mkdocs_traceability.importing.plan import BlockPlan, PagePlan
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.reading.tables.inline import plain

_MOST_LINES = 12


def rendered(plans: Iterable[PagePlan]) -> str:
    """Return what was understood of pages, and what not."""
    return "\n".join("\n".join(_page(each)) for each in plans) + "\n"


def _page(made: PagePlan) -> Iterator[str]:
    path = made.page.path
    yield f"{path}: {_counted(made)}"
    if made.repaired_lines:
        lines = ", ".join(map(str, made.repaired_lines[:_MOST_LINES]))
        more = len(made.repaired_lines) - _MOST_LINES
        yield f"  wrong encoding repaired in line {lines}" + (f" and {more} more" if more > 0 else "")
    waiting = list(made.doubts)
    for block in made.blocks:
        inside = block.block.lines | {row.line for row in block.block.rows}
        doubts = [doubt for doubt in waiting if doubt.line in inside]
        waiting = [doubt for doubt in waiting if doubt.line not in inside]
        yield ""
        yield from _block(path, block, doubts)
    for doubt in waiting:
        yield _doubt(path, doubt)
    if made.more:
        yield ""
        yield "  Declared because they are referenced:"
        yield from (
            f"    {draft.kind.label} `{draft.id}` ({path}:{draft.line}:{draft.column})" for draft in made.more
        )


def _counted(made: PagePlan) -> str:
    drafts = dict.fromkeys(draft for block in made.blocks for draft in block.drafts)
    kinds: dict[str, Kind] = {draft.kind.name: draft.kind for draft in drafts}
    counts = Counter(draft.kind.name for draft in drafts)
    if not counts:
        return "nothing to import"
    said = ", ".join(amount(count, kinds[name]) for name, count in counts.items())
    existing = f"; {made.existing} declared already" if made.existing else ""
    return f"{said}{existing}"


def amount(count: int, kind: Kind) -> str:
    """Return how many items of a kind there are, in words."""
    return f"{count} {kind.label if count == 1 else kind.plural_label}"


def _block(path: str, block: BlockPlan, doubts: Sequence[Doubt]) -> Iterator[str]:
    found, proposal = block.block, block.proposal
    heading = f" {plain(found.heading)}" if found.heading else ""
    yield f"  {path}:{found.line}{heading}"
    if block.stays == NONE:
        yield f"    {found.form} left as it is"
        return
    guess = f" (a guess; to change it: --kind {path}:{found.line}=KIND)" if not proposal.is_sure else ""
    rows = f"{len(found.rows)} row" + ("s" if len(found.rows) != 1 else "")
    yield f"    {found.form}, {rows}: {amount(len(block.drafts), proposal.kind)}{guess}"
    if mapped := [f"{plain(header)} → {name}" for header, name in proposal.columns.items() if header != name]:
        yield f"    {', '.join(mapped)}"
    if rest := [
        plain(header) for header in found.names if header not in proposal.columns and header != "number"
    ]:
        yield f"    in notes, with the header's name: {', '.join(rest)}"
    if block.stays:
        yield "    stays in the page: it differs from what is declared"
    yield from (_doubt(path, doubt) for doubt in doubts)


def _doubt(path: str, doubt: Doubt) -> str:
    return f"    {path}:{doubt.line}:{doubt.column}: {doubt.message}"
