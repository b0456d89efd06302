"""Rules about what claims are compared with: roots, reports, API descriptions, DDL, or nothing."""

from collections.abc import Iterator

from mkdocs_traceability.model.finding import Finding, Severity
from mkdocs_traceability.model.verdict import Problem
from mkdocs_traceability.rules.claims import judged_claims, of_claim
from mkdocs_traceability.rules.engine.rule import RuleContext, rule


@rule("TR413", title="Evidence that cannot be checked", severity=Severity.INFO, said_once=True)
def unchecked_claims(context: RuleContext) -> Iterator[Finding]:
    """Reports claims that nothing is configured to check, once for each reason.

    They are shown as not checked and count neither as evidence nor as missing. Configure a report, an
    OpenAPI or AsyncAPI document or DDL, or install the extra that reads the language.

    Statements of documents that only git history could decide are reported too, where it cannot be read.

    Why it matters: evidence that was not checked proves nothing.

    Fails:

        # file: tests/test_evaluator.py
        def test_threshold_crossing(): ...
        # file: docs/example.trace.yml
        requirements:
          - id: EVAL-1
            evidence:
              tests: [tests/test_evaluator.py::test_threshold_crossing]

    Passes:

        # file: mkdocs.yml
        site_name: x
        plugins: [{traceability: {junit: [report.xml]}}]
        # file: tests/test_evaluator.py
        def test_threshold_crossing(): ...
        # file: report.xml
        <testsuite><testcase classname="tests.test_evaluator" name="test_threshold_crossing"/></testsuite>
        # file: docs/example.trace.yml
        requirements:
          - id: EVAL-1
            evidence:
              tests: [tests/test_evaluator.py::test_threshold_crossing]
    """
    for (item, name, claim), outcome in context.claims():
        if outcome.problem is Problem.UNCHECKED:
            yield of_claim(item, "TR413", name, claim, outcome)
    if at := context.grounding.asked_at:
        for note in context.grounding.notes:
            yield Finding("TR413", "statements about what may be gone are not checked", at, help=note)


@rule("TR415", title="Evidence source cannot be read")
def unreadable_input(context: RuleContext) -> Iterator[Finding]:
    """Reports a test report, OpenAPI or AsyncAPI document or DDL that is unreadable or empty.

    A glob that matches no file is reported as well.

    A CODEOWNERS file that is missing or unreadable, and a code root that is not a folder, are reported too.

    Why it matters: without the file, its evidence is not checked.

    Fails:

        # file: mkdocs.yml
        site_name: x
        plugins: [{traceability: {junit: [reports/*.xml]}}]

    Passes:

        # file: mkdocs.yml
        site_name: x
        plugins: [{traceability: {junit: [reports/*.xml]}}]
        # file: reports/unit.xml
        <testsuite><testcase classname="tests.test_evaluator" name="test_threshold_crossing"/></testsuite>
    """
    for problem in (*context.verdicts.problems, *context.observations.problems):
        yield Finding("TR415", problem.message, problem.position, help=problem.help, related=problem.related)


@rule("TR416", title="Test report older than its test", severity=Severity.WARNING, said_once=True)
def outdated_report(context: RuleContext) -> Iterator[Finding]:
    """Reports a JUnit report that is older than a test whose result it contains.

    If both files are committed, the `timestamp` of the report is compared with the last commit of the
    test, or else their last commits are compared; otherwise file times are. An edit in the same second
    counts as later.

    Why it matters: the test may have changed since it ran.

    Fails:

        # file: mkdocs.yml
        site_name: x
        plugins: [{traceability: {junit: [report.xml]}}]
        # file: report.xml
        <testsuite><testcase classname="tests.test_evaluator" name="test_threshold_crossing"/></testsuite>
        # file: tests/test_evaluator.py
        def test_threshold_crossing(): ...
        # file: docs/example.trace.yml
        requirements:
          - id: EVAL-1
            evidence:
              tests: [tests/test_evaluator.py::test_threshold_crossing]

    Passes:

        # file: mkdocs.yml
        site_name: x
        plugins: [{traceability: {junit: [report.xml]}}]
        # file: tests/test_evaluator.py
        def test_threshold_crossing(): ...
        # file: report.xml
        <testsuite><testcase classname="tests.test_evaluator" name="test_threshold_crossing"/></testsuite>
        # file: docs/example.trace.yml
        requirements:
          - id: EVAL-1
            evidence:
              tests: [tests/test_evaluator.py::test_threshold_crossing]
    """
    return judged_claims(context, "TR416", Problem.STALE)
