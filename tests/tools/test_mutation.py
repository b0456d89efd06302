"""The faults that mutation testing puts into code: which there are, that each is what it says, and how they are counted."""

from collections import Counter
from pathlib import Path
from textwrap import dedent
from types import FunctionType

import pytest
from support import table

from tools.mutation.coverage import Coverage, Ran, as_bits, lines_run_in
from tools.mutation.faults import Module
from tools.mutation.score import Tried, interval, tried


def faults_of(folder: Path, body: str) -> dict[str, FunctionType]:
    """Return the faults of a function `f`, each with the function that has it."""
    file = folder / "module.py"
    file.write_text(
        f"def f(a, b=1):\n{dedent(body).strip()}\n".replace("\n", "\n    ").rstrip(), encoding="utf-8"
    )
    return {fault.text.removeprefix("f: "): FunctionType(code, {}) for fault, code in Module(file).faults()}


@table(
    "body, faults",
    ("a comparison", "return a < 7", ["a < 7 -> a <= 7", "7 -> 8"]),
    ("a text", "return 'x'", ["'x' -> 'XXx'"]),
    ("a text with values", "return f'{a}x{b + 2:>3}'", ["f'{a}x{b + 2:>3}' -> f'XX{a}x{b + 2:>3}'", "b + 2 -> b - 2", "2 -> 3"]),
    ("a condition", "return 0 if a else b", ["a -> not a", "0 -> 1"]),
    ("conditions", "return a and not b", ["a and (not b) -> a or not b", "a and (not b) -> not b", "a and (not b) -> a", "not b -> b"]),
    ("the same twice", "return (a == b, a == b)", ["a == b -> a != b", "a == b -> a != b [2]"]),
    ("a statement", "a.append(b)", ["a.append(b) -> pass"]),
    ("a keyword", "return dict(a, k=b)", ["k=b -> (nothing)"]),
    ("what always holds", "return zip(a, b, strict=True)", []),
    ("a docstring", "'''Say.'''\nreturn a", []),
    ("a filter", "return [x for x in a if x.y]", ["x.y -> not x.y", "x.y -> True"]),
)  # fmt: skip
def test_the_faults_of_a_function(tmp_path: Path, body: str, faults: list[str]) -> None:
    assert list(faults_of(tmp_path, body)) == faults


def test_a_function_with_a_fault_does_what_the_fault_says(tmp_path: Path) -> None:
    faults = faults_of(tmp_path, "if a > b:\n    return 'more'\nreturn sorted(c for c in 'ba')")
    assert faults["a > b -> a >= b"](1, 1) == "more"
    assert faults["'more' -> 'XXmore'"](2, 1) == "XXmore"
    assert faults["sorted((c for c in 'ba')) -> list((c for c in 'ba'))"](1, 1) == ["b", "a"]


def test_a_test_is_chosen_by_the_lines_it_runs_and_the_near_ones_and_the_quick_ones_come_first() -> None:
    tests = {
        "slow": Ran(3.0, {"a.py": as_bits([1, 2])}),
        "quick": Ran(0.1, {"a.py": as_bits([2])}),
        "other": Ran(0.1, {"a.py": as_bits([9])}),
    }
    coverage = Coverage(tests)
    assert coverage.tests_of("a.py", [1, 2], most=10, near="tests/") == ["quick", "slow"]
    assert coverage.tests_of("a.py", [1, 2], most=10, near="slow") == ["slow", "quick"]
    assert coverage.tests_of("a.py", [2], most=1, near="") == ["quick"]
    assert coverage.tests_of("a.py", [1], most=1, near="") == ["slow"]
    assert coverage.tests_of("b.py", [1], most=1, near="") == []


def test_the_lines_of_some_files_are_noted() -> None:
    file = str(Path(__file__).parents[2] / "tools/mutation/score.py")
    with lines_run_in((file,)) as seen:
        interval(1, 2)
    assert list(seen) == [file]
    assert len(seen[file]) == 4


def test_a_share_has_an_interval_and_the_whole_has_none() -> None:
    low, high = interval(45, 50)
    assert (round(low, 3), round(high, 3)) == (0.786, 0.957)
    fates = Counter({"noticed": 45, "survived": 4, "not run": 1, "equivalent": 2})
    assert Tried(52, fates).row("m") == "| m | 52 | 52 | 45 | 2 | 4 | 1 | 90.0 % |\n"
    assert Tried(200, fates).row("m") == "| m | 200 | 52 | 45 | 2 | 4 | 1 | 90.0 % (78.6–95.7) |\n"


def test_what_is_listed_as_unnoticeable_is_not_counted_and_must_not_be_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tools.mutation.score.equivalents", lambda: {"m.py f: 1 -> 2": "why"})
    assert tried("m.py", 2, {"f: 1 -> 2": "survived", "f: 2 -> 3": "noticed"}).fates == {
        "equivalent": 1,
        "noticed": 1,
    }
    with pytest.raises(ValueError, match=r"lists what a test notices: m\.py f: 1 -> 2"):
        tried("m.py", 1, {"f: 1 -> 2": "noticed"})
