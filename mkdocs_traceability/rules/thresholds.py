"""Rules about shares: how much of a kind is found or verified, against what the settings ask for."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Final

from mkdocs_traceability.analysis.badges import HELD, VOCABULARY, Badge, Badges, Share
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.kinds import Kind, article
from mkdocs_traceability.model.policy import Threshold
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.shown_words import shown_word
from mkdocs_traceability.rules.engine.rule import RuleContext, Stage, rule
from mkdocs_traceability.rules.engine.wording import listed

_MOST_DECIMALS: Final = 6


@rule("TR420", title="Coverage below its threshold", needs_complete=True, stage=Stage.FINDINGS)
def share_below_threshold(context: RuleContext) -> Iterator[Finding]:
    """Reports a kind whose share of found or verified items is below the threshold in `fail_under`.

    A number, as in `{flow: 90}`, and `found` count items that are found or verified. `verified` counts only
    verified items: `{flow: {verified: 60, found: 90}}`.

    Planned items and those that neither have nor require evidence are not counted. Waived items are
    counted, but not as found. Shares are compared exactly. If there are no items to count, any
    threshold above 0 is reported.

    Why it matters: the threshold is a promise of how much is found or verified.

    Fails:

        # file: mkdocs.yml
        site_name: x
        plugins: [{traceability: {fail_under: {flow: 90}}}]
        # file: workers/evaluator.py
        class Evaluator: ...
        # file: docs/example.trace.yml
        components:
          - id: eval-worker
        flows:
          - id: EVAL-001
            components: [eval-worker]
            evidence: {code: [workers/evaluator.py:Evaluator]}
          - id: EVAL-002
            components: [eval-worker]
            evidence: {code: unknown}

    Passes:

        # file: mkdocs.yml
        site_name: x
        plugins: [{traceability: {fail_under: {flow: 90}}}]
        # file: workers/evaluator.py
        class Evaluator: ...
        # file: docs/example.trace.yml
        components:
          - id: eval-worker
        flows:
          - id: EVAL-001
            components: [eval-worker]
            evidence: {code: [workers/evaluator.py:Evaluator]}
          - id: EVAL-002
            components: [eval-worker]
            evidence: {code: [workers/evaluator.py:Evaluator]}
    """
    badges = Badges(context.registry, context.verdicts, context.found)
    for name, thresholds in context.policy.fail_under.items():
        kind = context.registry.schema[name]
        ids = defaultdict(list)
        for item in context.registry.items(name):
            ids[badges.of(item).word].append(item.id)
        yield from _of_kind(kind, thresholds, ids)


def _of_kind(kind: Kind, thresholds: Sequence[Threshold], ids: Mapping[str, list[str]]) -> Iterator[Finding]:
    """Compare the share of a kind with what is asked of it; where nothing is judged, that is said once."""
    share = Share.of(Badge(word) for word, some in ids.items() for _ in some)
    asking = [threshold for threshold in thresholds if threshold.percent > 0]
    if not share.judged and asking:
        state, percent, position = asking[0]
        message = f"no {kind.label} is {'judged' if ids else 'declared'}"
        message += f", and `fail_under` asks for {_figure(percent)} {state}"
        help_ = f"name evidence of {article(kind.label)}, or take the threshold away"
        yield _finding(kind, state, message, position, help_)
    for threshold in asking if share.judged else ():
        state, percent, position = threshold
        exact = Fraction(repr(percent))
        if Fraction(100 * share.reaching(state), share.judged) < exact:
            wanting = ceil(exact * share.judged / 100) - share.reaching(state)
            help_ = _what_to_do(state, ids, wanting)
            yield _finding(kind, state, _below(kind, share, threshold), position, help_)


def _finding(kind: Kind, state: str, message: str, position: Position, help_: str) -> Finding:
    subject = kind.name if state == "found" else f"{kind.name} {state}"
    return Finding(
        "TR420", message, position, help=help_, kind=kind.name, field="fail_under", subject=subject
    )


def _below(kind: Kind, share: Share, threshold: Threshold) -> str:
    """Say how much is there, with as many decimals as the threshold has, and never rounded up to it."""
    state, asked, _ = threshold
    decimals = min(-int(Decimal(repr(asked)).normalize().as_tuple().exponent), _MOST_DECIMALS)
    scale = 10 ** max(decimals, 0)
    percent = Decimal(floor((share.percent(state) or 0) * scale)) / scale
    counts = f"{share.reaching(state)} of {share.judged} {kind.plural_label} are {state}"
    return f"{counts} ({percent} %), fewer than the {_figure(asked)} that `fail_under` asks for"


def _figure(percent: float) -> str:
    return f"{percent!r} %".replace(".0 %", " %")


def _what_to_do(state: str, ids: Mapping[str, list[str]], wanting: int) -> str:
    """Name what has not reached a state, the most serious first."""
    reached = HELD if state == "found" else {"verified"}
    lacking = [
        word for word, _ in VOCABULARY if word in ids and Badge(word).is_judged and word not in reached
    ]
    worst, *others = (f"{len(ids[word])} {shown_word(word, 'badge')}" for word in lacking)
    named = ", ".join([f"{worst} ({listed(ids[lacking[0]])})", *others])
    what = "correct the evidence of" if state == "found" else "name a test that passes for"
    return f"{what} {wanting} more, most serious first: {named}"
