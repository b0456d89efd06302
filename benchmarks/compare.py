"""Measure the tools that users could pick, side by side on the same made-up system, and record the figures.

What is measured, and how, is in README.md. `python -m benchmarks.report` makes the page of the manual from
the record.
"""

import argparse
import compileall
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any, Final

from benchmarks.limited import Run, run
from benchmarks.peers import PEERS
from benchmarks.peers.environments import programs, provide
from benchmarks.peers.peer import BUILD, CHECK, Peer
from benchmarks.processes import ROOT, python

RECORD: Final = ROOT / "benchmarks/recorded/compare.json"

COLD: Final = "cold"
UNCHANGED: Final = "unchanged"
EDITED: Final = "one edit"

_OURS: Final = "ours"
_NEAR: Final = frozenset(
    (_OURS, "ours_empty", "quarto_needs", "mkdocs_prose", "mkdocs_tables", "mkdocs_macros")
)
"""Between these stand the bounds, so they are run more often than others."""


@dataclass(frozen=True)
class Plan:
    """What to run: sizes for each command, and seconds of the processor.

    A run is ended after `limit`. A tool is run again with the same items while its `share` lasts, `rounds`
    times at the most. `ours` are sizes that are for ours alone.
    """

    checks: Sequence[int]
    builds: Sequence[int]
    ours: Sequence[int]
    limit: float
    share: float
    rounds: int

    def rounds_of(self, peer: Peer) -> int:
        """Return how often a tool is run at the most."""
        return self.rounds if peer.module in _NEAR else (self.rounds + 1) // 2

    def share_of(self, peer: Peer) -> float:
        """Return the seconds of the processor in which a tool begins another round."""
        return self.share * 3 if peer.module in _NEAR else self.share


@dataclass
class Case:
    """One tool with one command on one corpus, and its runs so far."""

    peer: Peer
    command: str
    items: int
    folder: Path
    broken: list[str]
    runs: dict[str, list[Run]] = field(default_factory=dict)
    found: dict[str, int] = field(default_factory=dict)

    @property
    def stopped(self) -> str:
        """Why there is no sense in running it again, or nothing."""
        return next((run.stopped for runs in self.runs.values() for run in runs if run.stopped), "")

    @property
    def spent(self) -> float:
        """Seconds of the processor so far."""
        return sum(run.cpu for runs in self.runs.values() for run in runs)

    @property
    def rounds(self) -> int:
        """How often it has been run."""
        return len(self.runs.get(COLD, ()))

    def figures(self) -> Iterator[dict[str, Any]]:
        """Return what is recorded of it: medians, for each state."""
        about = {"peer": self.peer.module, "command": self.command, "items": self.items}
        for state, runs in self.runs.items():
            if runs[-1].stopped:
                yield {**about, "state": state, "rounds": 1, "stopped": runs[-1].stopped}
                continue
            yield {
                **about,
                "state": state,
                "rounds": len(runs),
                "cpu": round(median(run.cpu for run in runs), 4),
                "wall": round(median(run.wall for run in runs), 4),
                "peak": round(median(run.peak for run in runs)),
                "broken": len(self.broken),
                "found": self.found[state],
            }


class Comparison:
    """Everything that is run below one folder."""

    def __init__(self, folder: Path, plan: Plan, peers: Sequence[Peer]) -> None:
        self._folder = folder
        self._plan = plan
        self._peers = peers
        self._stopped: dict[tuple[str, str], str] = {}
        self._figures: list[dict[str, Any]] = []

    def run(self) -> Iterator[list[dict[str, Any]]]:
        """Run the whole plan, and yield all figures so far after each size."""
        for peer in self._peers:
            self._warm_up(peer)
        for command, sizes in ((CHECK, self._plan.checks), (BUILD, self._plan.builds)):
            for items in sizes:
                self._compare(command, items, self._peers)
                yield self._figures
        for items in self._plan.ours:
            self._compare(CHECK, items, [PEERS[_OURS]])
            yield self._figures

    def _warm_up(self, peer: Peer) -> None:
        for command in peer.commands:
            case = self._case(peer, command, min(self._plan.checks))
            self._once(case)
            shutil.rmtree(case.folder)

    def _compare(self, command: str, items: int, peers: Sequence[Peer]) -> None:
        cases = [self._case(peer, command, items) for peer in peers if self._is_worth(peer, command, items)]
        waiting = cases
        while waiting:
            for case in waiting:
                self._round(case)
                _show(f"{items:,} items, {command}, round {case.rounds}: {case.peer.name}")
            waiting = [case for case in waiting if self._goes_on(case)]
        for case in cases:
            if case.peer.stops_at_first and not case.stopped:
                self._find(case)
            self._figures += case.figures()
            if case.stopped:
                self._stopped[case.peer.module, command] = case.stopped
        shutil.rmtree(self._folder / f"{command}-{items}", ignore_errors=True)

    def _is_worth(self, peer: Peer, command: str, items: int) -> bool:
        """Whether a tool is run: not if it was ended with fewer items already."""
        if command not in peer.commands:
            return False
        stopped = self._stopped.get((peer.module, command))
        if stopped:
            self._figures.append(
                {
                    "peer": peer.module,
                    "command": command,
                    "items": items,
                    "state": COLD,
                    "rounds": 0,
                    "stopped": stopped,
                }
            )
        return not stopped

    def _goes_on(self, case: Case) -> bool:
        a_round = case.spent / max(case.rounds, 1)
        is_in_time = case.spent + a_round / 2 < self._plan.share_of(case.peer)
        return not case.stopped and is_in_time and case.rounds < self._plan.rounds_of(case.peer)

    def _case(self, peer: Peer, command: str, items: int) -> Case:
        folder = self._folder / f"{command}-{items}" / peer.module
        broken = _write(peer, folder, items, sound=peer.stops_at_first, pages=command == BUILD)
        return Case(peer, command, items, folder, broken)

    def _round(self, case: Case) -> None:
        case.peer.forget(case.folder)
        self._keep(case, COLD)
        if case.peer.keeps_nothing or case.stopped:
            return
        self._keep(case, UNCHANGED)
        if not case.stopped:
            case.peer.edit(case.folder, case.rounds)
            self._keep(case, EDITED)

    def _keep(self, case: Case, state: str) -> None:
        done = self._once(case)
        case.runs.setdefault(state, []).append(done)
        case.found[state] = _found(case, done.output)

    def _once(self, case: Case) -> Run:
        folder = case.folder
        program, *arguments = (
            part.replace("FOLDER", str(folder)) for part in case.peer.commands[case.command]
        )
        command = [str(programs(case.peer) / program), *arguments]
        return run(command, folder, _environment(case.peer, self._folder), self._plan.limit)

    def _find(self, case: Case) -> None:
        """Count what a tool that ends at the first broken reference finds, where there are some."""
        shutil.rmtree(case.folder)
        case.broken = _write(case.peer, case.folder, case.items, sound=False, pages=case.command == BUILD)
        found = _found(case, self._once(case).output)
        case.found = dict.fromkeys(case.found, found)


def _write(peer: Peer, folder: Path, items: int, *, sound: bool, pages: bool) -> list[str]:
    options = [*(["--sound"] if sound else []), *(["--pages"] if pages else [])]
    command = python("benchmarks.peers", peer.module, folder, "--items", items, *options)
    written = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    names: list[str] = json.loads(written.stdout)
    return names


def _found(case: Case, output: str) -> int:
    """Return how many of the broken references a tool has named."""
    return (case.peer.named(output) & Counter(case.broken)).total()


def _environment(peer: Peer, folder: Path) -> dict[str, str]:
    own = programs(peer)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    kept |= {
        "PATH": f"{own}{os.pathsep}{kept.get('PATH', '')}",
        "TMPDIR": str(folder),
        "NO_MKDOCS_2_WARNING": "1",
    }
    return kept if peer.versions.is_file() else kept | {"PYTHONPATH": str(ROOT)}


def versions(peers: Sequence[Peer]) -> dict[str, str]:
    """Return the versions of the tools by their names."""
    found = {name: version(name) for name in ("mkdocs", "mkdocs-material", "mkdocs-macros-plugin")}
    found["mkdocs-traceability"] = version("mkdocs-traceability")
    for peer in peers:
        if peer.versions.is_file():
            wanted = re.compile(rf"^{re.escape(peer.name)}==(.*)$", re.MULTILINE | re.IGNORECASE)
            (found[peer.name],) = wanted.findall(peer.versions.read_text(encoding="utf-8"))
    return found


def machine() -> dict[str, Any]:
    """Return what sort of machine this is."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "system": platform.system(),
        "architecture": platform.machine(),
        "cores": os.cpu_count(),
        "memory": memory,
        "python": f"{platform.python_implementation()} {platform.python_version()}",
    }


def _plan(options: argparse.Namespace) -> Plan:
    limit = options.limit or (60 if options.quick else 300)
    ours = (0, 100_000, 1_000_000) if options.large else ()
    if options.quick:
        return Plan((100, 1_000), (100, 1_000), ours, limit, share=3, rounds=3)
    return Plan((100, 1_000, 10_000), (100, 1_000, 5_000), ours, limit, share=12, rounds=9)


def _show(progress: str) -> None:
    print(progress, file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.compare",
        description="Measure what users could pick instead, side by side.",
    )
    parser.add_argument(
        "--quick", action="store_true", help="up to 1,000 items, and three rounds: some minutes"
    )
    parser.add_argument("--large", action="store_true", help="ours with 100,000 and 1,000,000 items as well")
    parser.add_argument(
        "--limit", type=float, help="seconds of the processor for a run (default: 300; quick: 60)"
    )
    parser.add_argument(
        "--only", nargs="+", choices=PEERS, default=list(PEERS), help="some of the tools only"
    )
    parser.add_argument(
        "--record", type=Path, default=RECORD, help="the file to write (default: the recorded run)"
    )
    options = parser.parse_args()
    peers = [PEERS[name] for name in options.only]
    for peer in peers:
        _show(f"environment: {peer.name}")
        provide(peer)
    compileall.compile_dir(ROOT / "mkdocs_traceability", quiet=1)
    plan = _plan(options)
    record = {
        "made": datetime.now(UTC).date().isoformat(),
        "machine": machine(),
        "load": round(os.getloadavg()[0], 2),
        "limit": plan.limit,
        "versions": versions(peers),
    }
    options.record.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        for figures in Comparison(Path(name), plan, peers).run():
            text = json.dumps({**record, "figures": figures}, indent=1)
            options.record.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
