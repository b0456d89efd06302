"""Write the figures of the recorded comparison into the manual and the README.

They stand there between markers, `<!-- recorded: NAME -->` and `<!-- end of recorded -->`. Our own costs are
rounded up, those of others down. A test holds the pages against the record.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import ceil, floor, log10
from pathlib import Path
from typing import Any, Final, NamedTuple

from benchmarks.compare import COLD, EDITED, RECORD, UNCHANGED
from benchmarks.limited import LIMIT
from benchmarks.peers import PEERS
from benchmarks.peers.peer import BUILD, CHECK, Peer
from benchmarks.plots import Series, plot
from benchmarks.processes import ROOT

PAGES: Final = (ROOT / "docs/benchmarks.md", ROOT / "README.md")

_LARGE: Final = 10_000

Record = Mapping[str, Any]

_OURS: Final = frozenset(("ours", "ours_empty"))
_PART: Final = re.compile(r"(<!-- recorded: ([\w-]+) -->\n).*?(<!-- end of recorded -->)", re.DOTALL)
_NOTHING: Final = "–"


class Figures:
    """The figures of a record, by tool, command, number of items and state."""

    def __init__(self, record: Record) -> None:
        self.limit: float = record["limit"]
        self._figures = {
            (each["peer"], each["command"], each["items"], each["state"]): each for each in record["figures"]
        }

    def sizes(self, command: str, peer: str | None = None) -> list[int]:
        """Return for which numbers of items a command was measured, the least first."""
        found = {items for name, of, items, _ in self._figures if of == command and peer in (None, name)}
        return sorted(found)

    def get(self, peer: str, command: str, items: int, state: str = COLD) -> Mapping[str, Any]:
        """Return a figure; it is empty if there is none."""
        found: Mapping[str, Any] = self._figures.get((peer, command, items, state), {})
        return found

    def cpu(self, peer: str, command: str, items: int, state: str = COLD) -> float | None:
        """Return the seconds of the processor, if the command came to its end."""
        cpu: float | None = self.get(peer, command, items, state).get("cpu")
        return cpu

    def peers(self, command: str) -> list[Peer]:
        """Return the tools for which a command was measured, ours first."""
        measured = {name for name, of, _, _ in self._figures if of == command}
        return [peer for name, peer in PEERS.items() if name in measured]


class Bound(NamedTuple):
    """What was asked for: a ratio or an exponent, what it may be at the most, and what it is."""

    what: str
    most: float
    figure: float

    def __str__(self) -> str:
        verdict = "met" if self.figure <= self.most else "**not met**"
        return f"| {self.what} | ≤ {self.most:g} | {_rounded(self.figure, ceil)} | {verdict} |"


def parts(record: Record) -> dict[str, str]:
    """Return what stands between the markers, by their names."""
    figures = Figures(record)
    return {
        "conditions": _conditions(record),
        "bounds": "\n".join(_bounds_table(figures)),
        "check": "\n".join(_table(figures, CHECK)),
        "build": "\n".join(_table(figures, BUILD)),
        "large": "\n".join(_large(figures)),
        "plot-of-checks": _plot(figures, CHECK, "Cold check"),
        "plot-of-builds": _plot(figures, BUILD, "Build from nothing"),
        "summary": _summary(record, figures),
    }


def filled(text: str, made: Mapping[str, str]) -> str:
    """Return a page with what belongs between its markers.

    Raises:
        KeyError: if a marker names no part.

    """
    return _PART.sub(lambda found: f"{found[1]}{made[found[2]]}\n{found[3]}", text)


def _conditions(record: Record) -> str:
    machine = record["machine"]
    versions = ", ".join(f"{name} {version}" for name, version in sorted(record["versions"].items()))
    return (
        f"Measured on {record['made']}: {machine['system']} on {machine['architecture']}, "
        f"{machine['cores']} cores, {machine['memory'] / 1e9:.0f} GB of memory, {machine['python']}; "
        f"load at the start {record['load']}. "
        f"A run ends after {record['limit']:g} s of processor time. Versions: {versions}."
    )


def _bounds_table(figures: Figures) -> Iterator[str]:
    yield "| bound | at most | measured | |"
    yield "| --- | ---: | ---: | --- |"
    yield from map(str, _bounds(figures))


def _bounds(figures: Figures) -> Iterator[Bound]:
    items = max(figures.sizes(CHECK, "quarto_needs"), default=0)
    peer = figures.cpu("quarto_needs", CHECK, items)
    for state, most in ((COLD, 1.0), (UNCHANGED, 0.25), (EDITED, 1 / 3)):
        ours = figures.cpu("ours", CHECK, items, state)
        if ours and peer:
            what = f"check, {items:,} items, {state}: in checks of quarto-needs"
            yield Bound(what, round(most, 3), ours / peer)
    yield from _growth(figures)
    items = max(figures.sizes(BUILD, "ours"), default=0)
    ours = figures.cpu("ours", BUILD, items)
    for name, most in (("ours_empty", 1.25), ("mkdocs_tables", 1.0)):
        peer = figures.cpu(name, BUILD, items)
        if ours and peer:
            yield Bound(f"build, {items:,} items: in builds of “{PEERS[name].name}”", most, ours / peer)


def _growth(figures: Figures) -> Iterator[Bound]:
    """Compare what checks cost with ever more items, start-up apart."""
    start = figures.cpu("ours", CHECK, 0)
    large = [items for items in figures.sizes(CHECK, "ours") if items >= _LARGE]
    for less, more in pairwise(large):
        for state in (COLD, UNCHANGED, EDITED):
            before, after = (figures.cpu("ours", CHECK, items, state) for items in (less, more))
            if start and before and after and start < before:
                exponent = log10((after - start) / (before - start)) / log10(more / less)
                what = f"check, {state}, start-up apart, from {less:,} to {more:,} items: exponent of growth"
                yield Bound(what, 1.05, exponent)


def _table(figures: Figures, command: str) -> Iterator[str]:
    sizes = _common(figures, command)
    last = sizes[-1]
    heads = [f"{items:,} items" for items in sizes]
    yield f"| | {' | '.join(heads)} | unchanged | one edit | memory | broken links found | rounds |"
    yield f"| --- |{' ---: |' * (len(sizes) + 5)}"
    for peer in figures.peers(command):
        cells = [_cost(figures, peer, command, items) for items in sizes]
        if peer.keeps_nothing:
            cells += ["as cold", "as cold"]
        else:
            cells += [_cost(figures, peer, command, last, state) for state in (UNCHANGED, EDITED)]
        by_state = [figures.get(peer.module, command, last, state) for state in (COLD, UNCHANGED, EDITED)]
        memory, rounds = _more(peer, by_state[0])
        yield f"| {peer.name} | {' | '.join([*cells, memory, _found(by_state), rounds])} |"


def _common(figures: Figures, command: str) -> list[int]:
    """Return the numbers of items for which others were measured as well."""
    others = {
        items
        for peer in figures.peers(command)
        if peer.module not in _OURS
        for items in figures.sizes(command, peer.module)
    }
    return sorted(others) or figures.sizes(command)


def _more(peer: Peer, figure: Mapping[str, Any]) -> Iterator[str]:
    """Yield the cells of memory and of rounds."""
    rounding = ceil if peer.module in _OURS else floor
    yield f"{_rounded(figure['peak'] / 1e6, rounding)} MB" if "peak" in figure else _NOTHING
    yield str(figure.get("rounds", _NOTHING))


def _found(by_state: Sequence[Mapping[str, Any]]) -> str:
    """Return how many broken links were found: once if that is the same in each state that was measured."""
    measured = [figure for figure in by_state if figure.get("broken")]
    if not measured:
        return _NOTHING
    found = [f"{figure['found']:,}" for figure in measured]
    counts = found[0] if len(set(found)) == 1 else " / ".join(found)
    return f"{counts} of {measured[0]['broken']:,}"


def _cost(figures: Figures, peer: Peer, command: str, items: int, state: str = COLD) -> str:
    figure = figures.get(peer.module, command, items, state)
    if "cpu" in figure:
        return f"{_rounded(figure['cpu'], ceil if peer.module in _OURS else floor)} s"
    if figure.get("rounds") == 0:
        return "not run"
    stopped: str = figure.get("stopped", _NOTHING)
    return f"over {figures.limit:g} s" if stopped == LIMIT else stopped


def _large(figures: Figures) -> Iterator[str]:
    sizes = [items for items in figures.sizes(CHECK, "ours") if items >= _LARGE]
    heads = ("cold", "unchanged", "one edit", "memory, cold", "by the clock, cold", "broken links found")
    yield f"| mkdocs-traceability | {' | '.join(heads)} |"
    yield f"| --- |{' ---: |' * len(heads)}"
    for items in sizes:
        costs = [_cost(figures, PEERS["ours"], CHECK, items, state) for state in (COLD, UNCHANGED, EDITED)]
        figure = figures.get("ours", CHECK, items)
        memory, _ = _more(PEERS["ours"], figure)
        found = _found([figures.get("ours", CHECK, items, state) for state in (COLD, UNCHANGED, EDITED)])
        wall = f"{_rounded(figure['wall'], ceil)} s" if "wall" in figure else _NOTHING
        yield f"| {items:,} items | {' | '.join([*costs, memory, wall, found])} |"


def _plot(figures: Figures, command: str, title: str) -> str:
    series = [
        Series(peer.name, _points(figures, peer, command))
        for peer in PEERS.values()
        if peer.module != "ours_empty"
    ]
    heading = f"{title}: seconds of processor time by number of items"
    words = "; ".join(
        f"{each.name}: {', '.join(f'{y:.3g} s with {x:,} items' for x, y in each.points)}"
        for each in series
        if each.points
    )
    return plot(f"plot-{command}", heading, f"{heading}. {words}.", series)


def _points(figures: Figures, peer: Peer, command: str) -> Sequence[tuple[int, float]]:
    return [
        (items, cpu)
        for items in figures.sizes(command, peer.module)
        if items and (cpu := figures.cpu(peer.module, command, items)) is not None
    ]


def _summary(record: Record, figures: Figures) -> str:
    items = _common(figures, CHECK)[-1]
    ours = _cost(figures, PEERS["ours"], CHECK, items)
    unchanged = _cost(figures, PEERS["ours"], CHECK, items, UNCHANGED)
    others = [
        f"{peer.name} {_cost(figures, peer, CHECK, items)}"
        for peer in figures.peers(CHECK)
        if figures.cpu(peer.module, CHECK, items) is not None and peer.module != "ours"
    ]
    return (
        f"On {record['made']}, a check of {items:,} items took {ours} of processor time, "
        f"{unchanged} when nothing had changed; {', '.join(others)}."
    )


def _rounded(value: float, rounding: Callable[[float], int], digits: int = 3) -> str:
    """Return a value with so many significant digits, rounded as it is said."""
    decimals = max(0, digits - 1 - floor(log10(value))) if value > 0 else 0
    scaled = round(value * 10**decimals, 6)
    return f"{rounding(scaled) / 10**decimals:,.{decimals}f}"


def read(path: Path = RECORD) -> Record:
    """Return the recorded run."""
    record: Record = json.loads(path.read_text(encoding="utf-8"))
    return record


def main() -> None:
    made = parts(read())
    for path in PAGES:
        path.write_text(filled(path.read_text(encoding="utf-8"), made), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
