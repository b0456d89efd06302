"""What became of the faults: the share that tests notice, written to `score.md` by `make mutation`."""

from collections import Counter
from collections.abc import Mapping
from math import sqrt
from pathlib import Path
from typing import Final, NamedTuple

HERE: Final = Path(__file__).parent
SCORE: Final = HERE / "score.md"
EQUIVALENT: Final = HERE / "equivalent.txt"

NOTICED: Final = "noticed"
SURVIVED: Final = "survived"
NOT_RUN: Final = "not run"
"""What becomes of a fault: a test fails, none does, or no test runs its lines."""

_HEAD: Final = """\
# Mutation testing

Written by `make mutation`. A fault is noticed if a test fails with it. Faults that change nothing observable
are listed in `equivalent.txt` with the reason, and not counted. Where only a share of the faults was tried,
they were drawn by a digest of their texts, and the score has a confidence interval (Wilson, 95 %).

"""
_TABLE: Final = (
    "| module | faults | tried | noticed | equivalent | survived | not run | score |\n" + "| --- " * 8 + "|\n"
)


class Tried(NamedTuple):
    """What became of the faults of a module, or of several."""

    faults: int
    """How many there are."""

    fates: Counter[str]
    """How many of those that were tried were noticed, survived, were not run or are equivalent."""

    @property
    def counted(self) -> int:
        """How many faults the score is of."""
        return self.fates.total() - self.fates[_EQUIVALENT]

    def row(self, name: str) -> str:
        """Return it as a row of the table."""
        numbers = (self.faults, self.fates.total(), *(self.fates[each] for each in _FATES))
        return f"| {name} | {' | '.join(map(str, numbers))} | {self._score()} |\n"

    def _score(self) -> str:
        if not self.counted:
            return ""
        noticed = self.fates[NOTICED]
        score = f"{100 * noticed / self.counted:.1f} %"
        if self.faults == self.fates.total():
            return score
        low, high = interval(noticed, self.counted)
        return f"{score} ({100 * low:.1f}–{100 * high:.1f})"


_EQUIVALENT: Final = "equivalent"
_FATES: Final = (NOTICED, _EQUIVALENT, SURVIVED, NOT_RUN)


def interval(hits: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """Return the confidence interval of a share (Wilson)."""
    share = hits / of
    middle = share + z * z / (2 * of)
    half = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return (middle - half) / (1 + z * z / of), (middle + half) / (1 + z * z / of)


def equivalents() -> dict[str, str]:
    """Return the reasons why faults cannot be noticed, by module and text of the fault."""
    lines = EQUIVALENT.read_text(encoding="utf-8").splitlines()
    entries = (line.rpartition(" | ") for line in lines if line and not line.startswith("#"))
    return {fault: reason for fault, _, reason in entries}


def tried(module: str, faults: int, fates: Mapping[str, str]) -> Tried:
    """Return what became of the faults of a module, those apart that cannot be noticed.

    Raises:
        ValueError: where a test notices a fault that is listed as one that cannot be noticed.

    """
    known = equivalents()
    counted: Counter[str] = Counter()
    for fault, fate in fates.items():
        if f"{module} {fault}" in known:
            if fate == NOTICED:
                raise ValueError(f"{EQUIVALENT.name} lists what a test notices: {module} {fault}")
            fate = _EQUIVALENT
        counted[fate] += 1
    return Tried(faults, counted)


def write(of: Mapping[str, Tried]) -> None:
    """Write the table of all modules that were tried."""
    rows = [each.row(f"`{module}`") for module, each in of.items()]
    fates = sum((each.fates for each in of.values()), Counter[str]())
    rows.append(Tried(sum(each.faults for each in of.values()), fates).row("all"))
    SCORE.write_text(f"{_HEAD}{_TABLE}{''.join(rows)}", encoding="utf-8")
