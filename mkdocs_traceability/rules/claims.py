"""Rules about claims: what an item names must be there, and hold."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from mkdocs_traceability.model.declared import Phase
from mkdocs_traceability.model.finding import Finding, Severity, quoted_in
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
        suggestions=outcome.suggestions,
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


@rule("TR402", title="File not found")
def missing_file(context: RuleContext) -> Iterator[Finding]:
    """Reports a claim of a file that does not exist, of missing lines, or of an ambiguous path.

    Why it matters: the evidence leads nowhere. Usually the file was moved or renamed.

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
    return map(_with_whole_claims, judged_claims(context, "TR402", Problem.FILE, Problem.LINES))


def _with_whole_claims(finding: Finding) -> Finding:
    """Return a finding that suggests whole claims in place of the name in its claim that was not found."""
    wrong, claim = next(iter(quoted_in(finding.message)), ""), finding.subject
    if claim.startswith(wrong):
        return replace(
            finding, suggestions=tuple(f"{name}{claim[len(wrong) :]}" for name in finding.suggestions)
        )
    if claim.endswith(wrong):
        start = claim.removesuffix(wrong)
        return replace(finding, suggestions=tuple(f"{start}{name}" for name in finding.suggestions))
    return replace(finding, suggestions=())


@rule("TR403", title="Symbol not found in its file")
def missing_symbol(context: RuleContext) -> Iterator[Finding]:
    """Reports a claim of a symbol that is not found in its file, or that the file defines several times.

    Only definitions count, not names in comments, strings or calls. A file that cannot be opened is
    reported as well.

    Why it matters: the code that implements the item is not where the evidence says.

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
    return map(_with_whole_claims, judged_claims(context, "TR403", Problem.SYMBOL, Problem.UNREADABLE))


@rule("TR404", title="Test not found")
def missing_test(context: RuleContext) -> Iterator[Finding]:
    """Reports a claim of a test that is not found in its file.

    Why it matters: the item appears to be tested and is not.

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


@rule("TR405", title="Test failed or missing from its report")
def failing_test(context: RuleContext) -> Iterator[Finding]:
    """Reports a claimed test that failed, ended in error, or is absent from a report that covers its file.

    A failed test case that matches no single test of its file fails the claims of its class and file, and
    of every test that it may belong to. So does a class, file or package that could not be loaded or set
    up: its tests did not run, even if another report lists them. A test that passed on a retry has
    passed; if several reports list it, one failure is enough.

    Why it matters: a failing test shows that the claim is not true.

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


@rule("TR406", title="Endpoint not found in any OpenAPI document")
def missing_endpoint(context: RuleContext) -> Iterator[Finding]:
    """Reports a claim of an endpoint that is not found in any OpenAPI document.

    Path parameters are compared by position; their names do not matter.

    Why it matters: clients are promised an endpoint that does not respond.

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


@rule("TR407", title="Table or column not found in DDL")
def missing_table(context: RuleContext) -> Iterator[Finding]:
    """Reports a claim of a table or column that does not exist after all DDL has been applied in order.

    Why it matters: the documented data is stored elsewhere, or not at all.

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


@rule("TR408", title="Page or heading not found")
def missing_page(context: RuleContext) -> Iterator[Finding]:
    """Reports a claim of a page, heading or section that is not part of the site.

    Headings are compared by the anchors that the site gives them, sections by the number at the start of
    their heading.

    Why it matters: readers are sent to a section that does not exist.

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


@rule("TR411", title="Path outside its root")
def escaping_path(context: RuleContext) -> Iterator[Finding]:
    """Reports a claim whose path is absolute, goes up with `..`, or leaves its root through a symbolic link.

    A page or sidecar outside its folder is reported and not read. Sources must be below the docs folder,
    the folder of `mkdocs.yml`, the fixed part of a glob in `sources`, or a folder in `allowed_roots`.

    Why it matters: files outside the project exist on one machine only. A link could also be used to show
    any file of the machine in a report.

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


@rule("TR412", title="Abbreviated path", severity=Severity.INFO)
def abbreviated_path(context: RuleContext) -> Iterator[Finding]:
    """Reports a path that is only the end of a full path, and suggests the full path.

    Why it matters: it works only as long as no second file ends the same way.

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
    for finding in judged_claims(context, "TR412", Problem.ABBREVIATED):
        in_full = (_in_full(finding.subject, path) for path in finding.suggestions)
        yield replace(finding, suggestions=tuple(filter(None, in_full)))


def _in_full(claim: str, path: str) -> str:
    """Return a claim whose path is only the end of one with all of that; empty where it is written so."""
    parts = path.split("/")
    ends = ("/".join(parts[index:]) for index in range(1, len(parts)))
    end = next((each for each in ends if claim.startswith(each)), "")
    return path + claim.removeprefix(end) if end else ""


@rule("TR414", title="Skipped test", severity=Severity.WARNING)
def skipped_test(context: RuleContext) -> Iterator[Finding]:
    """Reports a claimed test that was skipped or is expected to fail.

    If that is intended, waive the finding with the reason.

    Why it matters: a test that does not run proves nothing.

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
