"""How much processor time something takes, in comparison with something else that is measured in the same run.

What a clock says depends on what else the machine does, and seconds of any kind on how fast it is; no test may depend on
either.
"""

from collections.abc import Callable
from functools import partial
from hashlib import blake2b
from time import process_time

from mkdocs_traceability.files.garbage import no_garbage_collection

LINEAR = 8
"""A limit for `growth`: four times as much costs 4 times where a work is linear, and 16 times where it is quadratic."""

_ROUNDS = 3
"""What disturbs a measurement only ever adds to it: the least of some rounds is the truest."""


def growth(work: Callable[[int], object], size: int, times: int = 4) -> float:
    """Return how many times as much a work costs that is `times` as large: `times`, where it grows with its size."""
    rounds = [(_spent(partial(work, size)), _spent(partial(work, size * times))) for _ in range(_ROUNDS)]
    return min(large for _, large in rounds) / min(small for small, _ in rounds)


def growth_of_text(work: Callable[[str], object], text: Callable[[int], str], size: int) -> float:
    """Return the same of a work on a text, which is made before the work is measured."""
    texts = {each: text(each) for each in (size, size * 4)}
    return growth(lambda each: work(texts[each]), size)


def effort(work: Callable[[], object]) -> float:
    """Return how much a work costs, in units that are some second long on any machine; it is done once."""
    unit = min(_spent(_some_loops) for _ in range(_ROUNDS)) * _LOOPS_IN_A_UNIT
    return _spent(work) / unit


_LOOPS_IN_A_UNIT = 40


def _some_loops() -> None:
    """What Python does all day: calls, texts, and a table, some 25 ms of it on a machine of 2025."""
    seen = {}
    for number in range(20_000):
        seen[f"{number % 1000}"] = blake2b(str(number).encode(), digest_size=8).hexdigest()


def _spent(work: Callable[[], object]) -> float:
    with no_garbage_collection():
        start = process_time()
        work()
        return max(process_time() - start, 1e-4)
