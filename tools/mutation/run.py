"""Puts faults into the code, one at a time, and runs the tests that could notice it: `make mutation`.

One process imports and collects all. For each fault it forks; the copy is given the code of the function with
the fault, and runs tests until one fails. No file is changed. What was found of a module is kept below
`.cache/mutation` until the module changes, so that the whole can be done in parts.
"""

import argparse
import gc
import json
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from types import CodeType, FunctionType
from typing import Final

import pytest
from _pytest.runner import runtestprotocol

from tools.mutation.coverage import Coverage, Ran, as_bits, lines_run_in
from tools.mutation.faults import Fault, Module
from tools.mutation.score import NOT_RUN, NOTICED, SURVIVED, Tried, equivalents, tried, write

ROOT: Final = Path(__file__).parents[2]
KEPT: Final = ROOT / ".cache/mutation"
FOLDERS: Final = ("rules", "analysis", "registry")
PACKAGE: Final = ROOT / "mkdocs_traceability"

TESTS: Final = (
    "rules",
    "registry",
    "analysis",
    "query",
    "comparison",
    "agents",
    "kept",
    "plugin",
    "incremental",
    "reports",
    "edits",
    "lsp",
    "cli",
    "exports",
    "pages",
    "test_properties.py",
    "test_table_properties.py",
    "grounding",
)
"""Tests of what uses these folders, in the process that runs them."""

SLOWEST: Final = 2.0
"""Seconds of processor time: tests that take longer are left out."""


class Runner:
    """Runs, in a session of pytest that has collected all tests, those that could notice a fault."""

    def __init__(
        self, modules: Sequence[Path], most: float, share: float, seed: str, only_survivors: bool
    ) -> None:
        self._modules = {path: Module(path) for path in modules}  # as they are when they are imported
        self._share = share
        self._seed = seed
        self._most = most
        self._only_survivors = only_survivors
        self._equivalents = equivalents()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Take the place of what runs all tests."""
        self._session = session
        self._items = {item.nodeid: item for item in session.items if _is_of_use(item)}
        gc.collect()
        self._functions = _functions_of(self._modules)
        gc.freeze()
        self._coverage = Coverage(self._tests())
        for path, module in self._modules.items():
            self._try(path, module)
        return True

    def _tests(self) -> dict[str, Ran]:
        """Return what each test did, from the last time where neither it nor the code has changed."""
        tests: dict[str, Ran] = {}
        code = _digest(*modules(()))
        for path, group in groupby(self._items.values(), lambda item: item.path):
            items = list(group)
            file = KEPT / f"{'.'.join(path.relative_to(ROOT).with_suffix('').parts)}.json"
            of = _digest(path, code, *(item.nodeid for item in items))
            if not file.is_file() or json.loads(file.read_text(encoding="utf-8"))["of"] != of:
                _in_copy(partial(_keep_traced, items, of, file))
            tests |= json.loads(file.read_text(encoding="utf-8"))["tests"]
        return {test: Ran(*each) for test, each in tests.items() if each[0] <= SLOWEST}

    def _try(self, path: Path, module: Module) -> None:
        """Try the faults of a module; what is known of it is kept as it grows, for it takes long."""
        kept = Kept(path)
        for fault, code in module.faults():
            before = kept.fates.get(fault.text)
            if before is None and not _is_drawn(path, fault, self._share, self._seed):
                continue
            if before is None or (self._only_survivors and before != NOTICED):
                kept.fates[fault.text] = fate = self._fate(path, fault, code)
                kept.write()
                if fate != NOTICED and f"{kept.module} {fault.text}" not in self._equivalents:
                    print(f"{fate}: {path.relative_to(ROOT)}:{fault.lines.start} {fault.text}", flush=True)

    def _fate(self, path: Path, fault: Fault, code: CodeType) -> str:
        near = f"tests/{path.relative_to(PACKAGE).parts[0]}/"
        tests = self._coverage.tests_of(str(path), fault.lines, self._most, near)
        if not tests:
            return NOT_RUN
        items = [self._items[each] for each in tests if each in self._items]
        folder = tempfile.mkdtemp(prefix="fault-")
        limit = 5 + 10 * self._coverage.seconds(tests)
        child = os.fork()
        if not child:
            for function in self._functions[str(path), fault.first_line]:
                function.__code__ = code
            _in_child(Path(folder), items, limit)
        _, status = os.waitpid(child, 0)
        shutil.rmtree(folder, ignore_errors=True)
        return SURVIVED if status == 0 else NOTICED


def _is_drawn(path: Path, fault: Fault, share: float, seed: str) -> bool:
    """Whether a fault belongs to a share of all: the same on every run, and of a larger share too."""
    return int(_digest(f"{seed}{path.relative_to(PACKAGE)} {fault.text}")[:8], 16) < share * (1 << 32)


def _is_of_use(item: pytest.Item) -> bool:
    """Whether a test is run: not if it is slow; one that builds a site only if it is about the very code."""
    marks = (each.name for each in getattr(getattr(item, "function", None), "pytestmark", ()))
    is_about_it = any(each in FOLDERS for each in item.path.parts)
    return "slow" not in marks and (is_about_it or not item.get_closest_marker("slow"))


def _followed(items: Iterable[pytest.Item]) -> Iterator[tuple[pytest.Item, pytest.Item | None]]:
    """Go through tests, each with the one after it: what they share is set up once."""
    every = list(items)
    return zip(every, [*every[1:], None], strict=True)


def _in_copy(work: Callable[[], None]) -> None:
    """Do some work in a copy of this process: what tests leave in it is gone with the copy."""
    if child := os.fork():
        os.waitpid(child, 0)
    else:
        work()
        os._exit(0)


def _keep_traced(items: Sequence[pytest.Item], of: str, file: Path) -> None:
    start = time.process_time()
    tests = {item.nodeid: ran for item, after in _followed(items) if (ran := _traced(item, after))}
    file.write_text(json.dumps({"of": of, "tests": tests}), encoding="utf-8")
    print(f"{file.stem}: {len(tests)} of {len(items)} tests, {time.process_time() - start:.1f} s", flush=True)


def _traced(item: pytest.Item, after: pytest.Item | None) -> Ran | None:
    """Run a test and note what it did; None where it fails."""
    start = time.process_time()
    with lines_run_in(tuple(f"{PACKAGE / each}/" for each in FOLDERS)) as seen:
        reports = runtestprotocol(item, nextitem=after, log=False)
    if any(not each.passed for each in reports):
        return None
    return Ran(time.process_time() - start, {file: as_bits(lines) for file, lines in seen.items() if lines})


def _in_child(folder: Path, items: Sequence[pytest.Item], limit: float) -> None:
    """Run tests under a fault, in a process that ends with them."""
    try:
        _bound(limit)
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        items[0].config._tmp_path_factory._basetemp = folder  # type: ignore[attr-defined]
        for item, after in _followed(items):
            if any(each.failed for each in runtestprotocol(item, nextitem=after, log=False)):
                os._exit(1)
        os._exit(0)
    except BaseException:  # also where a test ends the process: whatever happens here, the fault was noticed
        os._exit(1)


def _bound(seconds: float) -> None:
    """End this process where it needs much more time or memory than without a fault."""
    used = int(time.process_time() + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (used, used + 1))
    resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.alarm(int(30 + 10 * seconds))


def _functions_of(files: Iterable[Path]) -> dict[tuple[str, int], list[FunctionType]]:
    """Return the functions of the running program by file and first line, whatever wraps them."""
    names = {str(each) for each in files}
    found: dict[tuple[str, int], list[FunctionType]] = defaultdict(list)
    for each in gc.get_objects():
        if isinstance(each, FunctionType) and each.__code__.co_filename in names:
            found[each.__code__.co_filename, each.__code__.co_firstlineno].append(each)
    return found


class Kept:
    """What became of the faults of a module: kept until the module changes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.module = path.relative_to(PACKAGE).as_posix()
        self._file = KEPT / f"{self.module.replace('/', '.')}.json"
        self._of = _digest(path)
        kept = json.loads(self._file.read_text(encoding="utf-8")) if self._file.is_file() else {}
        self.fates: dict[str, str] = kept["fates"] if kept.get("of") == self._of else {}

    def write(self) -> None:
        """Keep it."""
        self._file.write_text(json.dumps({"of": self._of, "fates": self.fates}, indent=1), encoding="utf-8")


def _digest(*parts: Path | str) -> str:
    digest = sha256()
    for each in parts:
        digest.update(each.read_bytes() if isinstance(each, Path) else each.encode())
    return digest.hexdigest()


def modules(names: Iterable[str]) -> list[Path]:
    """Return the modules that are meant: all of the folders where none is named."""
    folders = [PACKAGE / each for each in names or FOLDERS]
    found = (each.rglob("*.py") if each.is_dir() else [each.with_suffix(".py")] for each in folders)
    return sorted(path for paths in found for path in paths)


def main() -> None:
    """Try the faults of some modules, or of all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*", help="such as rules/cycles: all where none is named")
    parser.add_argument("--seconds", type=float, default=6.0, help="of tests for each fault")
    parser.add_argument("--tests", nargs="*", default=TESTS, help="folders below tests/ that are run")
    parser.add_argument("--share", type=float, default=1.0, help="of the faults, drawn by their texts")
    parser.add_argument("--seed", default="", help="for another share: any text")
    parser.add_argument("--survivors", action="store_true", help="try only those again that no test noticed")
    given = parser.parse_args()
    KEPT.mkdir(parents=True, exist_ok=True)
    (KEPT.parent / ".gitignore").write_text("*\n", encoding="utf-8")
    sys.path.insert(0, str(ROOT / "tests"))
    tests = [str(ROOT / "tests" / each) for each in given.tests]
    options = ("-q", "-p", "no:xdist", "-p", "no:cacheprovider", "--capture=sys", "--tb=no")
    runner = Runner(modules(given.modules), given.seconds, given.share, given.seed, given.survivors)
    status = pytest.main([*tests, *options], plugins=[runner])
    write(dict(_all_tried()))
    sys.exit(status)


def _all_tried() -> Iterator[tuple[str, Tried]]:
    """Go through the modules some of whose faults were tried, also at other times."""
    for path in modules(()):
        kept = Kept(path)
        now = {fault.text for fault, _ in Module(path).faults()}
        if fates := {text: fate for text, fate in kept.fates.items() if text in now}:
            yield kept.module, tried(kept.module, len(now), fates)


if __name__ == "__main__":
    main()
