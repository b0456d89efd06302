"""Rules about claims: what an item names must be there, and hold."""

from collections.abc import Iterator
from typing import Final

from mkdocs_traceability.model.declared import Phase
from mkdocs_traceability.model.finding import Finding, Severity
from mkdocs_traceability.model.item import Claim, Item
from mkdocs_traceability.model.verdict import Outcome, Problem
from mkdocs_traceability.registry.lifecycle import phase
from mkdocs_traceability.registry.registry import Registry
from mkdocs_traceability.rules.engine.rule import RULES, RuleContext, rule

_EACH_BY_ITSELF: Final = frozenset({Problem.FORM, Problem.OUTSIDE, Problem.ABBREVIATED})
"""What is wrong with how a claim is written: that has to be mended wherever it is."""


def mistake_of_claim(claim: Claim, outcome: Outcome) -> str:
    """Name what is wrong: all claims of what was renamed, moved or failed are one mistake."""
    problem = outcome.problem.name if outcome.problem else ""
    where = str(outcome.at or claim.position) if outcome.problem in _EACH_BY_ITSELF else ""
    return "\n".join((f"claim {problem}", outcome.message, outcome.help, where))


def of_claim(item: Item, code: str, name: str, claim: Claim, outcome: Outcome) -> Finding:
    """Make a finding of what is wrong with a claim."""
    is_elsewhere = outcome.at is not None
    return Finding.of(
        item,
        code,
        outcome.message,
        at=outcome.at or claim.position,
        label=f"{'claimed ' if is_elsewhere else ''}in `{name}` of {item.label}",
        help=outcome.help,
        related=outcome.related,
        field=name,
        subject=claim.text,
        mistake="" if RULES[code].said_once else mistake_of_claim(claim, outcome),
    )


def judged_claims(context: RuleContext, code: str, *problems: Problem) -> Iterator[Finding]:
    """Report claims with these problems, of items that are neither ahead nor over."""
    for (item, name, claim), outcome in context.claims():
        if outcome.problem in problems and _must_hold(context.registry, item, name):
            yield of_claim(item, code, name, claim, outcome)


def _must_hold(registry: Registry, item: Item, name: str) -> bool:
    """Whether it is a mistake if a claim does not hold: artifacts have to exist only once all is done."""
    now = phase(registry, item)
    if name in registry.kind(item).artifact_fields:
        return now is Phase.COMPLETE
    return now in (Phase.OPEN, Phase.COMPLETE)


@rule("TR402", title="a file that does not exist")
def missing_file(context: RuleContext) -> Iterator[Finding]:
    """Find a claim of a file that is not there, of lines it does not have, or of one that could be several.

    Why it matters: whoever follows the claim finds nothing. Usually the file was moved or renamed.

    Fails:

        # file: monitoring/prometheus.yml
        scrape_configs: []
        # file: docs/example.trace.yml
        requirements:
          - id: OBS-1
            evidence:
              files: [monitoring/promotheus.yml]

    Passes:

        # file: monitoring/prometheus.yml
        scrape_configs: []
        # file: docs/example.trace.yml
        requirements:
          - id: OBS-1
            evidence:
              files: [monitoring/prometheus.yml]
    """
    return judged_claims(context, "TR402", Problem.FILE, Problem.LINES)


@rule("TR403", title="a symbol that is not in its file")
def missing_symbol(context: RuleContext) -> Iterator[Finding]:
    """Find a claim of a symbol that its file does not define, or that it defines several times over.

    Why it matters: the code that was to serve the flow is not where it is said to be. A definition counts; a
    name in a comment, a text or a call does not. A file that cannot be opened is found here too.

    Fails:

        # file: workers/evaluator.py
        class Evaluator:
            def evaluate(self): ...
        # file: docs/example.trace.yml
        requirements:
          - id: EVAL-1
            evidence:
              code: [workers/evaluator.py:Evaluator.evaluates]

    Passes:

        # file: workers/evaluator.py
        class Evaluator:
            def evaluate(self): ...
        # file: docs/example.trace.yml
        requirements:
          - id: EVAL-1
            evidence:
              code: [workers/evaluator.py:Evaluator.evaluate]
    """
    return judged_claims(context, "TR403", Problem.SYMBOL, Problem.UNREADABLE)


@rule("TR404", title="a test that does not exist")
def missing_test(context: RuleContext) -> Iterator[Finding]:
    """Find a claim of a test that its file does not define.

    Why it matters: a requirement that names it is not tested, whatever the table says.

    Fails:

        # file: tests/test_evaluator.py
        def test_threshold_crossing(): ...
        # file: docs/example.trace.yml
        requirements:
          - id: EVAL-1
            evidence:
              tests: [tests/test_evaluator.py::test_treshold_crossing]

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
    return judged_claims(context, "TR404", Problem.TEST)


@rule("TR405", title="a test that failed, or that its report does not have")
def failing_test(context: RuleContext) -> Iterator[Finding]:
    """Find a claimed test that failed, ended in error, or is absent from a report that covers its file.

    A failed test case that fits no single test of its file fails the claims of its class and file, and of
    every test that it may be. So does a class, file or package that could not be loaded or set up: its tests
    did not run, whatever another report says.

    Why it matters: evidence that fails is evidence of the contrary. A test that passed when it was run again
    has passed; where several reports have it, one failure is enough.

    Fails:

        # file: mkdocs.yml
        site_name: x
        plugins: [{traceability: {junit: [report.xml]}}]
        # file: tests/test_evaluator.py
        def test_threshold_crossing(): ...
        # file: report.xml
        <testsuite>
          <testcase classname="tests.test_evaluator" name="test_threshold_crossing">
            <failure message="assert 3 == 4"/>
          </testcase>
        </testsuite>
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
        <testsuite>
          <testcase classname="tests.test_evaluator" name="test_threshold_crossing"/>
        </testsuite>
        # file: docs/example.trace.yml
        requirements:
          - id: EVAL-1
            evidence:
              tests: [tests/test_evaluator.py::test_threshold_crossing]
    """
    return judged_claims(context, "TR405", Problem.FAILED)


@rule("TR406", title="an endpoint that no OpenAPI document declares")
def missing_endpoint(context: RuleContext) -> Iterator[Finding]:
    """Find a claim of an endpoint that none of the OpenAPI documents declares.

    Why it matters: clients are told of something that does not answer. Parameters of a path are compared by
    their position, whatever they are called.

    Fails:

        # file: mkdocs.yml
        site_name: x
        plugins: [{traceability: {openapi: [openapi.yaml]}}]
        # file: openapi.yaml
        openapi: 3.1.0
        paths:
          /pipelines/{pipeline_id}:
            get: {responses: {}}
        # file: docs/example.trace.yml
        requirements:
          - id: PIPE-1
            evidence:
              endpoints: ["PUT /pipelines/{id}"]

    Passes:

        # file: mkdocs.yml
        site_name: x
        plugins: [{traceability: {openapi: [openapi.yaml]}}]
        # file: openapi.yaml
        openapi: 3.1.0
        paths:
          /pipelines/{pipeline_id}:
            get: {responses: {}}
        # file: docs/example.trace.yml
        requirements:
          - id: PIPE-1
            evidence:
              endpoints: ["GET /pipelines/{id}"]
    """
    return judged_claims(context, "TR406", Problem.ENDPOINT)


@rule("TR407", title="a table or column that no DDL declares")
def missing_table(context: RuleContext) -> Iterator[Finding]:
    """Find a claim of a table or column that is not there once all DDL has been applied in order.

    Why it matters: the data that the document speaks of is kept elsewhere, or not at all.

    Fails:

        # file: mkdocs.yml
        site_name: x
        plugins: [{traceability: {sql: [db/*.sql]}}]
        # file: db/001.sql
        CREATE TABLE pipelines (id bigint PRIMARY KEY, state text);
        # file: db/002.sql
        ALTER TABLE pipelines RENAME COLUMN state TO status;
        # file: docs/example.trace.yml
        resources:
          - id: pipelines
            evidence:
              tables: [pipelines.state]

    Passes:

        # file: mkdocs.yml
        site_name: x
        plugins: [{traceability: {sql: [db/*.sql]}}]
        # file: db/001.sql
        CREATE TABLE pipelines (id bigint PRIMARY KEY, state text);
        # file: db/002.sql
        ALTER TABLE pipelines RENAME COLUMN state TO status;
        # file: docs/example.trace.yml
        resources:
          - id: pipelines
            evidence:
              tables: [pipelines.status]
    """
    return judged_claims(context, "TR407", Problem.TABLE)


@rule("TR408", title="a page or heading that does not exist")
def missing_page(context: RuleContext) -> Iterator[Finding]:
    """Find a claim of a page, heading or section that the site does not have.

    Why it matters: the reader is sent to a section that is not there. Headings are compared by the anchors
    that the site gives them, sections by the number their heading begins with.

    Fails:

        # file: docs/foundation.md
        # Foundation
        ## 6.4 Rate limits
        # file: docs/example.trace.yml
        flows:
          - id: BILL-001
            status: planned
        patches:
          - id: PATCH-1
            target: foundation.md § 6.5
            supports: [BILL-001]

    Passes:

        # file: docs/foundation.md
        # Foundation
        ## 6.4 Rate limits
        # file: docs/example.trace.yml
        flows:
          - id: BILL-001
            status: planned
        patches:
          - id: PATCH-1
            target: foundation.md § 6.4
            supports: [BILL-001]
    """
    return judged_claims(context, "TR408", Problem.PAGE)


@rule("TR411", title="a path that leaves its root")
def escaping_path(context: RuleContext) -> Iterator[Finding]:
    """Find a claim whose path is absolute, goes up with `..`, or leads out through a symbolic link.

    A page or sidecar that a symbolic link leads out to is found too, and not read: sources lie below the docs
    folder, the folder of `mkdocs.yml`, the fixed part of a glob of `sources`, or a folder in `allowed_roots`.

    Why it matters: what lies outside is on one machine only, and none of the project's. And whoever may add a
    link to the repository could otherwise have any file of the machine shown in the report of a check.

    Fails:

        requirements:
          - id: OBS-1
            evidence:
              files: [../monitoring/prometheus.yml]

    Passes:

        # file: monitoring/prometheus.yml
        scrape_configs: []
        # file: docs/example.trace.yml
        requirements:
          - id: OBS-1
            evidence:
              files: [monitoring/prometheus.yml]
    """
    yield from (finding for finding in context.registry.problems if finding.code == "TR411")
    for (item, name, claim), outcome in context.claims():
        if outcome.problem is Problem.OUTSIDE:
            yield of_claim(item, "TR411", name, claim, outcome)


@rule("TR412", title="an abbreviated path that resolves", severity=Severity.INFO)
def abbreviated_path(context: RuleContext) -> Iterator[Finding]:
    """Find a path that is only the end of a real one, and offer the full one.

    Why it matters: it resolves as long as no second file ends so. From then on it is a mistake.

    Fails:

        # file: services/workers/evaluator.py
        class Evaluator: ...
        # file: docs/example.trace.yml
        requirements:
          - id: EVAL-1
            evidence:
              code: [evaluator.py:Evaluator]

    Passes:

        # file: services/workers/evaluator.py
        class Evaluator: ...
        # file: docs/example.trace.yml
        requirements:
          - id: EVAL-1
            evidence:
              code: [services/workers/evaluator.py:Evaluator]
    """
    return judged_claims(context, "TR412", Problem.ABBREVIATED)


@rule("TR414", title="a test that was skipped", severity=Severity.WARNING)
def skipped_test(context: RuleContext) -> Iterator[Finding]:
    """Find a claimed test that was skipped, or that is expected to fail.

    Why it matters: a test that does not run shows nothing. Waive it with the reason for which it is skipped.

    Fails:

        # file: mkdocs.yml
        site_name: x
        plugins: [{traceability: {junit: [report.xml]}}]
        # file: tests/test_evaluator.py
        def test_threshold_crossing(): ...
        # file: report.xml
        <testsuite>
          <testcase classname="tests.test_evaluator" name="test_threshold_crossing">
            <skipped message="needs a queue"/>
          </testcase>
        </testsuite>
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
        <testsuite>
          <testcase classname="tests.test_evaluator" name="test_threshold_crossing"/>
        </testsuite>
        # file: docs/example.trace.yml
        requirements:
          - id: EVAL-1
            evidence:
              tests: [tests/test_evaluator.py::test_threshold_crossing]
    """
    return judged_claims(context, "TR414", Problem.SKIPPED)
