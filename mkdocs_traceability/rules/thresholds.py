"""Rules about shares: how much of a kind is verified, against what the settings ask for."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Final

from mkdocs_traceability.analysis.badges import VOCABULARY, Badge, Badges, Share
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.kinds import Kind, article
from mkdocs_traceability.rules.engine.rule import RuleContext, rule
from mkdocs_traceability.rules.engine.wording import listed

_MOST_DECIMALS: Final = 6


@rule("TR420", title="Coverage below its threshold", needs_complete=True, about_findings=True)
def share_below_threshold(context: RuleContext) -> Iterator[Finding]:
    """Reports a kind whose share of verified items is below the threshold in `fail_under`.

    Planned items and those that neither have nor require evidence are not counted. Waived items are
    counted, but not as verified. Shares are compared exactly. If there are no items to count, any
    threshold above 0 is reported.

    Why it matters: the threshold is a promise of how much is verified.

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
    for name, (asked, position) in context.policy.fail_under.items():
        kind = context.registry.schema[name]
        of_items = [(item.id, badges.of(item)) for item in context.registry.items(name)]
        share = Share.of(badge for _, badge in of_items)
        ids = defaultdict(list)
        for id_, badge in of_items:
            ids[badge.word].append(id_)
        threshold = Fraction(repr(asked))
        if share.percent is None and threshold > 0:
            message = f"no {kind.label} is {'judged' if of_items else 'declared'}"
            message += f", and `fail_under` asks for {_figure(asked)} of verified ones"
            help_ = f"name evidence of {article(kind.label)}, or take the threshold away"
        elif share.percent is not None and share.percent < threshold:
            message = _below(kind, share, asked)
            help_ = _what_to_do(ids, ceil(threshold * share.judged / 100) - share.verified)
        else:
            continue
        yield Finding("TR420", message, position, help=help_, kind=name, field="fail_under", subject=name)


def _below(kind: Kind, share: Share, asked: float) -> str:
    """Say how much is verified, with as many decimals as the threshold has, and never rounded up to it."""
    decimals = min(-int(Decimal(repr(asked)).normalize().as_tuple().exponent), _MOST_DECIMALS)
    scale = 10 ** max(decimals, 0)
    percent = Decimal(floor((share.percent or 0) * scale)) / scale
    plural = kind.plural.replace("_", " ")
    counts = f"{share.verified} of {share.judged} {plural} are verified"
    return f"{counts} ({percent} %), fewer than the {_figure(asked)} that `fail_under` asks for"


def _figure(percent: float) -> str:
    return f"{percent!r} %".replace(".0 %", " %")


def _what_to_do(ids: dict[str, list[str]], wanting: int) -> str:
    """Name what is not verified, the worst first."""
    lacking = [word for word, _ in VOCABULARY if ids[word] and Badge(word).is_judged and word != "verified"]
    worst, *others = (f"{len(ids[word])} {word}" for word in lacking)
    named = ", ".join([f"{worst} ({listed(ids[lacking[0]])})", *others])
    return f"verify {wanting} more, the worst first: {named}"
