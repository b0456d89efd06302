"""Rules about what claims are compared with: roots, reports, OpenAPI documents, DDL, or nothing."""

from collections.abc import Iterator

from mkdocs_traceability.model.finding import Finding, Severity
from mkdocs_traceability.model.verdict import Problem
from mkdocs_traceability.rules.claims import judged_claims, of_claim
from mkdocs_traceability.rules.engine.rule import RuleContext, rule


@rule("TR413", title="claims that cannot be checked", severity=Severity.INFO, said_once=True)
def unchecked_claims(context: RuleContext) -> Iterator[Finding]:
    """Find claims for which there is nothing to check against, and say so once for all of one reason.

    Why it matters: they are shown as `unverified`, and count as nothing. Name a report, an OpenAPI document
    or a DDL, install the extra that reads the language, or leave it at that.

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


@rule("TR415", title="a report, OpenAPI document or DDL that cannot be read")
def unreadable_input(context: RuleContext) -> Iterator[Finding]:
    """Find a report, OpenAPI document or DDL that cannot be read or is empty, and a glob that names none.

    Why it matters: without it nothing is checked, and a check of nothing passes. A code root that is no
    folder is found here too.

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
    for problem in context.verdicts.problems:
        yield Finding("TR415", problem.message, problem.position, help=problem.help, related=problem.related)


@rule("TR416", title="a report older than the test it speaks of", severity=Severity.WARNING, said_once=True)
def outdated_report(context: RuleContext) -> Iterator[Finding]:
    """Find JUnit reports that are older than a test whose outcome they tell.

    Why it matters: the test may have changed since. Where both files are committed, the report's `timestamp`
    is compared with the last commit of the test, or their last commits; else the times of the files are. An
    edit in the same second counts as later.

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
