"""Import: what the user decides about a table or a column that is not there."""

from collections.abc import Iterable, Iterator

from mkdocs_traceability.importing.choices import Choices
from mkdocs_traceability.importing.columns import folded_header
from mkdocs_traceability.importing.plan import BlockPlan, PagePlan
from mkdocs_traceability.registry.nearest import nearest_word


def unmet(plans: Iterable[PagePlan], choices: Choices) -> Iterator[str]:
    """Say which choices are about nothing. Where all is imported already, none is: there is nothing left."""
    blocks = [(each.page.path, block) for each in plans for block in each.blocks]
    for page, line in dict.fromkeys((*choices.kinds, *choices.columns)):
        meant = [block for path, block in blocks if page in ("", path)]
        if not meant:
            continue
        lines = sorted({block.block.line for block in meant})
        if line and line not in lines:
            where = f"{page}:{line}" if page else f"line {line}"
            yield f"no table, section or list begins at {where}; they begin at {_listed(lines)}"
        else:
            there = [block for block in meant if line in (0, block.block.line)]
            yield from _unmet_columns(there, choices.columns.get((page, line), ()))


def _unmet_columns(blocks: list[BlockPlan], headers: Iterable[str]) -> Iterator[str]:
    if any(block.stays for block in blocks):
        return
    names = {folded_header(name): name for block in blocks for name in block.block.names}
    for header in headers:
        if header not in names:
            near = nearest_word(header, names)
            meant = f": did you mean `{names[near]}`?" if near else ""
            yield f"no table has the column `{header}`{meant}"


def _listed(lines: list[int]) -> str:
    return f"line {lines[0]}" if len(lines) == 1 else f"lines {', '.join(map(str, lines))}"
