"""Rules about what pages ask for: whether markers and macro calls can be fulfilled."""

from collections.abc import Iterator
from typing import Final

from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.prose import Marker
from mkdocs_traceability.query.grammar import MarkerReader
from mkdocs_traceability.query.words import MarkerProblem, MarkerWord
from mkdocs_traceability.rules.engine.rule import RULES, RuleContext, rule

_CODE: Final = "TR501"


@rule(_CODE, title="Invalid marker or macro call", is_local=True)
def wrong_marker(context: RuleContext) -> Iterator[Finding]:
    """Reports a marker `[trace: …]` or a macro call that cannot be rendered.

    Misspelt markers such as `{trace: count flows}` or `[trace count flows]` are reported, too.

    A comment `<!-- traceability: count … -->` that cannot be compared with a number is reported as well.

    Why it matters: the page lacks the number, table or list that readers expect.

    Fails:

        # file: docs/flows.trace.yml
        flows:
          - id: EVAL-001
            implementation: auto
            components: [eval-worker]
        components:
          - id: eval-worker
        # file: docs/index.md
        # Evaluation

        There are [trace: count flows implementation=atuo] automatic flows.

    Passes:

        # file: docs/flows.trace.yml
        flows:
          - id: EVAL-001
            implementation: auto
            components: [eval-worker]
        components:
          - id: eval-worker
        # file: docs/index.md
        # Evaluation

        There are [trace: count flows implementation=auto] automatic flows.
    """
    grammar = MarkerReader(context.registry, context.suggestions.nearest, RULES)
    for marker in context.registry.markers if context.registry.all else ():
        if marker.instead:
            yield _no_marker(marker)
            continue
        read = grammar.parse(marker.text, is_alone=marker.is_alone)
        for problem in read if isinstance(read, list) else ():
            if not problem.follows:
                yield _finding(context, marker, problem)
    for marker, digits, *_ in context.registry.numbers if context.registry.all else ():
        read = grammar.parse_number(marker.text)
        problems = read if isinstance(read, list) else [] if digits else [_no_number(marker)]
        for problem in problems:
            if not problem.follows:
                yield _finding(context, marker, problem, "in this comment")
    if context.registry.all:
        yield from _of_tables(context, grammar)
        yield from (finding for finding in context.registry.problems if finding.code == _CODE)


def _of_tables(context: RuleContext, grammar: MarkerReader) -> Iterator[Finding]:
    """Go through the filters that say which items a table has."""
    for table in context.registry.restated:
        if table.where is None:
            continue
        read = grammar.parse_filters(context.registry.schema.kinds[table.kind], table.where.text)
        for problem in read if isinstance(read, list) else ():
            if not problem.follows:
                yield _finding(context, table.where, problem, "in this comment")


def _no_number(marker: Marker) -> MarkerProblem:
    word = MarkerWord(marker.text, 0, len(marker.text.partition("\n")[0]))
    remedy = "write the number in digits in front of the comment, in the same paragraph"
    return MarkerProblem("there is no number before this comment", word, remedy)


def _no_marker(marker: Marker) -> Finding:
    return Finding(
        _CODE,
        "this is text, not a marker",
        marker.position,
        help=f"write `{marker.instead}`",
        subject=marker.text,
    )


def _finding(
    context: RuleContext, marker: Marker, problem: MarkerProblem, label: str = "in this marker"
) -> Finding:
    unknown = context.suggestions.unknown
    mistake = unknown.mistake(problem.at.text, problem.of_kinds)
    return Finding(
        _CODE,
        problem.message,
        marker.place(problem.at.offset, problem.at.length),
        label="in this call" if marker.is_call else label,
        help=problem.help,
        subject=problem.at.text,
        says_absent=problem.is_absent,
        mistake=mistake,
        follows=unknown.is_said_elsewhere(mistake),
        suggestions=problem.suggestions,
    )
