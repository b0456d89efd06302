"""A rule about numbered series: ids that count, and the numbers they leave out."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from mkdocs_traceability.model.finding import Finding, Related, Severity
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.registry.nearest import plain_spelling
from mkdocs_traceability.registry.registry import Registry
from mkdocs_traceability.rules.engine.rule import RuleContext, rule

_FEWEST: Final = 3
"""Two items are no series."""

_LONGEST_HOLE: Final = 9
"""A longer jump begins a new block, unless the series has more members than the jump leaves out."""

_SPARSEST: Final = 4
"""How many holes there may be for each member. What has more is not counted through."""

_DIGITS: Final = "0123456789"

_MOST_DIGITS: Final = 5
"""Longer numbers come from a calendar or a tracker, not from counting."""

_ROUND: Final = 5
"""Numbers that are all multiples of this leave room on purpose."""

_MOST_LISTED: Final = 12

_SECTION: Final = re.compile(r"[0-9]\.\Z")
"""The end of a stem such as `PATCH-6.`: what follows is the number of a section."""


@rule("TR110", title="Gaps in numbering", severity=Severity.INFO, needs_complete=True)
def holes_in_series(context: RuleContext) -> Iterator[Finding]:
    """Reports numbers that a series of ids skips between its first and its last.

    A series is three or more ids of one kind that differ only in their last number. Retired items are
    members; aliases and former ids fill gaps. A jump of more than nine numbers that also exceeds the size
    of the series starts a new block. Section numbers (`6.1`, `6.4`), multiples of five, numbers with six
    or more digits, and series with fewer than one in five numbers in use are ignored. A waiver covers the
    gap before its item.

    Why it matters: a skipped number suggests an item that was dropped without record or never entered.

    Fails:

        flows:
          - id: EVAL-001
            components: [eval-worker]
          - id: EVAL-002
            components: [eval-worker]
          - id: EVAL-004
            components: [eval-worker]
        components:
          - id: eval-worker

    Passes:

        flows:
          - id: EVAL-001
            components: [eval-worker]
          - id: EVAL-002
            components: [eval-worker]
          - id: EVAL-003
            status: retired
          - id: EVAL-004
            components: [eval-worker]
        components:
          - id: eval-worker
    """
    for kind in context.registry.schema.kinds:
        filled = _filled(context.registry, kind)
        for stem, members in _series(context.registry, kind).items():
            if len(members) >= _FEWEST:
                yield from _holes(context.registry.schema[kind], stem, members, filled)


def _filled(registry: Registry, kind: str) -> set[str]:
    """Return the spellings of what fills a hole without being an id: aliases, former ids, misspelt ids."""
    misspelt = (item.id for item in registry.items(kind) if "id" in item.invalid)
    return {plain_spelling(name) for name in (*registry.aliases(kind), *misspelt)}


def _series(registry: Registry, kind: str) -> dict[str, dict[int, Item]]:
    """Return the numbered items of a kind, by stem and by number."""
    found: dict[str, dict[int, Item]] = {}
    for item in registry.items(kind):
        if numbered := stem_and_number(item.id):
            found.setdefault(numbered[0], {}).setdefault(numbered[1], item)
    return found


def stem_and_number(id_: str) -> tuple[str, int] | None:
    """Return what an id begins with and the number it ends in, if it is such as one counts through."""
    if id_[-1:] not in _DIGITS:
        return None
    stem = id_.rstrip(_DIGITS)
    digits = id_[len(stem) :].lstrip("0") or "0"
    if len(digits) > _MOST_DIGITS or _SECTION.search(stem):
        return None
    return (stem, int(digits)) if any(map(str.isalpha, stem)) else None


def _holes(kind: Kind, stem: str, members: dict[int, Item], filled: set[str]) -> Iterator[Finding]:
    """Report the holes of one series, if it is one."""
    if all(number % _ROUND == 0 for number in members):
        return
    jumps = list(_jumps(stem, members, filled))
    if sum(len(jump.missing) for jump in jumps) > _SPARSEST * len(members):
        return
    waived = [jump for jump in jumps if any(waiver.code == "TR110" for waiver in jump.after.waivers)]
    for jump in waived:
        yield _finding(kind, stem, [jump])
    if left := [jump for jump in jumps if jump not in waived]:
        yield _finding(kind, stem, left)


class _Jump(NamedTuple):
    """Two members of a series, and what is missing between them: numbers and ids."""

    before: Item
    after: Item
    missing: list[tuple[int, str]]


def _jumps(stem: str, members: dict[int, Item], filled: set[str]) -> Iterator[_Jump]:
    for before, after in pairwise(sorted(members)):
        left_out = after - before - 1
        if not left_out or left_out > max(_LONGEST_HOLE, len(members)):
            continue
        width = len(members[before].id) - len(stem)
        names = ((number, f"{stem}{number:0{width}}") for number in range(before + 1, after))
        if holes := [(number, name) for number, name in names if plain_spelling(name) not in filled]:
            yield _Jump(members[before], members[after], holes)


def _finding(kind: Kind, stem: str, jumps: list[_Jump]) -> Finding:
    """Report the holes of a series at the first of them; a waiver there answers for no other."""
    first, *others = jumps
    missing = [each for jump in jumps for each in jump.missing]
    return Finding.of(
        first.after,
        "TR110",
        f"gaps in the numbering of {kind.plural_label}: {_listed(missing)}",
        label=f"comes after `{first.before.id}`",
        help="keep removed items with their final status, and list renamed ones under `former_ids`",
        related=tuple(Related(jump.after.position, f"comes after `{jump.before.id}`") for jump in others[:3]),
        field="id",
        subject=stem,
    )


def _listed(missing: Iterable[tuple[int, str]]) -> str:
    """List ids; three and more in a row as the first and the last."""
    runs = [
        [name for _, (_, name) in run]
        for _, run in groupby(enumerate(missing), key=lambda each: each[1][0] - each[0])
    ]
    texts = []
    for run in runs:
        texts += [f"`{run[0]}` … `{run[-1]}`"] if len(run) > 2 else [f"`{name}`" for name in run]
    if len(texts) > _MOST_LISTED:
        texts[_MOST_LISTED:] = [f"and {len(texts) - _MOST_LISTED} more"]
    return ", ".join(texts)
