"""A rule about numbers that somebody typed into a page: whether they are what they count."""

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Final

from mkdocs_traceability.analysis.assessment import Assessment
from mkdocs_traceability.analysis.badges import whole_percent
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.prose import StatedNumber
from mkdocs_traceability.query.grammar import MarkerReader, Placement
from mkdocs_traceability.query.judged_facts import JudgedFacts
from mkdocs_traceability.query.tally import Tally, tally
from mkdocs_traceability.registry.registry import Registry
from mkdocs_traceability.rules.engine.rule import RULES, RuleContext, Stage, rule

_GROUPED: Final = re.compile(r"\d{1,3}(?:[.,'’\u00a0\u2009\u202f]\d{3})+")
_SEPARATOR: Final = re.compile(r"\D")


@rule("TR112", title="Number differs from the registry", needs_complete=True, stage=Stage.COUNTS)
def wrong_number(context: RuleContext) -> Iterator[Finding]:
    """Reports a number in the text of a page that is not what the comment behind it counts.

    The comment asks for a `count` or a `share` as a marker does, and is compared with the last number before
    it in the paragraph. A number with `%` is a share, rounded as it is written: of a `count`, the share of
    all items of the kind. If the number depends on evidence that could not be checked, it is TR413 instead,
    unless no outcome could make it right.

    Why it matters: readers trust a number, and a typed one is wrong as soon as something changes.

    Fails:

        # file: docs/flows.trace.yml
        flows:
          - {id: EVAL-001, implementation: auto, components: [eval-worker]}
          - {id: EVAL-002, implementation: auto, components: [eval-worker]}
        components:
          - id: eval-worker
        # file: docs/index.md
        # Evaluation

        All 3 flows<!-- traceability: count flows implementation=auto --> run by themselves.

    Passes:

        # file: docs/flows.trace.yml
        flows:
          - {id: EVAL-001, implementation: auto, components: [eval-worker]}
          - {id: EVAL-002, implementation: auto, components: [eval-worker]}
        components:
          - id: eval-worker
        # file: docs/index.md
        # Evaluation

        All 2 flows<!-- traceability: count flows implementation=auto --> run by themselves.
    """
    registry = context.registry
    if not (registry.all and registry.numbers):
        return
    assessment = Assessment(registry, context.verdicts, context.found, context.policy.fail_under)
    facts = JudgedFacts(assessment, context.today)
    grammar = MarkerReader(registry, context.suggestions.nearest, RULES)
    mistaken = _mistaken(registry)
    for number in registry.numbers:
        read = grammar.parse_number(number.marker.text)
        if number.digits and isinstance(read, Placement) and _can_be_counted(registry, read):
            yield from _compared(number, read, tally(registry, read, facts, mistaken))


def _mistaken(registry: Registry) -> frozenset[Item]:
    """Return the items of which something is wrong that is said there, and may decide what they answer."""
    return frozenset(item for item in registry.all if item.invalid) | {each.item for each in registry.broken}


def _can_be_counted(registry: Registry, placement: Placement) -> bool:
    """Whether it is known how many items a kind has: none lacks an id, or has that of another."""
    kind = placement.kind.name
    return not (
        any(each.kind == kind for each in registry.nameless)
        or any(item.kind == kind for item, _ in registry.duplicates)
    )


def _compared(number: StatedNumber, placement: Placement, counted: Tally) -> Iterator[Finding]:
    def is_right(count: int) -> bool:
        if number.is_percent:
            return _is_share(count, counted.whole, *_stated(number))
        return _stated(number)[0] == count

    if is_right(counted.number):
        return
    if not any(map(is_right, range(counted.least, counted.most + 1))):
        yield _wrong(number, placement, counted)
    elif counted.is_unchecked:
        yield _unchecked(number)


def _stated(number: StatedNumber) -> tuple[Decimal, int]:
    """Return a number as it is meant, and how many decimals it is written with."""
    if _GROUPED.fullmatch(number.digits) and not number.is_percent:
        return Decimal(_SEPARATOR.sub("", number.digits)), 0
    whole, _, decimals = _SEPARATOR.sub(".", number.digits).partition(".")
    return Decimal(f"{whole}.{decimals}" if decimals else whole), len(decimals)


def _is_share(number: int, whole: int, stated: Decimal, decimals: int) -> bool:
    """Whether a share may be written like this in per cent: rounded, or as pages show it, which is downwards.

    100 is said of all of them only, and 0 of none.
    """
    if not whole:
        return False
    if stated in (0, 100):
        return number * 100 == whole * stated
    over = Fraction(stated) - Fraction(100 * number, whole)
    unit = Fraction(1, 10**decimals)
    return -unit < over <= unit / 2 or (not decimals and stated == whole_percent(number, whole))


def _wrong(number: StatedNumber, placement: Placement, counted: Tally) -> Finding:
    said = " ".join(number.marker.text.split())
    shown = said.replace("`", "'")
    written = f"{number.digits} %" if number.is_percent else number.digits
    if not number.is_percent:
        right, what = f"{counted.number}", f"the count is {counted.number}"
    elif counted.whole:
        right = f"{_in_percent(counted, _stated(number)[1])} %"
        what = f"the share is {right} ({counted.number} of {counted.whole})"
    else:
        right, what = "", "there is nothing to take a share of"
    help_ = f"write `{right}`" if right else "remove the number and its comment"
    if placement.form.name == "count" and not (number.is_percent or placement.whole):
        help_ += f", or have every build place it: `[trace: {shown}]`"
    return Finding(
        "TR112",
        f"the number is {written}, but {what}",
        number.position,
        label=f"counted by `{shown}`",
        help=help_,
        subject=said,
    )


def _in_percent(counted: Tally, decimals: int) -> str:
    if not decimals:
        return f"{whole_percent(counted.number, counted.whole)}"
    return f"{Decimal(100 * counted.number) / counted.whole:.{decimals}f}"


def _unchecked(number: StatedNumber) -> Finding:
    return Finding(
        "TR413",
        "a number in a page counts evidence that could not be checked",
        number.position,
        label="not checked",
        help="check the evidence, or count by what needs none, such as the status",
        subject=" ".join(number.marker.text.split()),
    )
