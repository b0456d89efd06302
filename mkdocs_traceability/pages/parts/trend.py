"""The counts at earlier revisions (show), as sparklines beside a number."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from mkdocs_traceability.analysis.badges import HELD, VOCABULARY, whole_percent
from mkdocs_traceability.exports.provenance import counts_over_time, left_over_time
from mkdocs_traceability.model.history import Counts, change, summed
from mkdocs_traceability.pages.site.view import SiteView

_MOST: Final = 30
"""How many revisions a line shows, the last ones."""

WIDTH: Final = 80
HEIGHT: Final = 20
"""Of a line, in units of its own."""

_UNJUDGED: Final = frozenset({"planned", "none"})


class Sparkline(NamedTuple):
    """Shares in per cent, oldest first, and the points of the line that shows them; none of a single one."""

    percents: list[int]
    points: str


class BadgeChange(NamedTuple):
    """By how many items a badge has become more, or less."""

    word: str
    number: int


class Trend(NamedTuple):
    """How much was found and verified over time, of all and of each kind, and what the last step changed."""

    found: Sparkline
    verified: Sparkline
    by_kind: dict[str, Sparkline]
    changes: list[BadgeChange]


def trend_of(view: SiteView) -> Trend | None:
    """Return the trend of a site, None without earlier counts."""
    history = counts_over_time(view.result)[-_MOST:]
    if len(history) < 2:
        return None
    kinds = dict.fromkeys(kind for counts in history for kind in counts)
    changed = change(history[-2], history[-1])
    return Trend(
        _line([_percent(counts, HELD) for counts in history]),
        _line([_percent(counts, {"verified"}) for counts in history]),
        {kind: _line([_percent(counts, HELD, kind) for counts in history]) for kind in kinds},
        [BadgeChange(word.name, changed[word.name]) for word in reversed(VOCABULARY) if word.name in changed],
    )


def baseline_trend(view: SiteView) -> Sparkline:
    """Return how much of the baseline was left over time, of all that was ever entered."""
    entered = max(view.result.baseline.entered, 1)
    left = left_over_time(view.result)[-_MOST:]
    return _line([min(100, whole_percent(number, entered)) for number in left])


def _percent(counts: Counts, words: frozenset[str] | set[str], kind: str = "") -> int | None:
    """Return the share of some badges among those that count; None of nothing."""
    totals = summed(counts, kind)
    judged = sum(number for word, number in totals.items() if word not in _UNJUDGED)
    return whole_percent(sum(totals[word] for word in words), judged) if judged else None


def _line(percents: Sequence[int | None]) -> Sparkline:
    known = [percent for percent in percents if percent is not None]
    if len(known) < 2:
        return Sparkline([], "")
    step = WIDTH / (len(known) - 1)
    points = (f"{at * step:.1f},{HEIGHT - percent * HEIGHT / 100:.1f}" for at, percent in enumerate(known))
    return Sparkline(known, " ".join(points))
