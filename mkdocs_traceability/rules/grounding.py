"""Rules about documents: what their text states of the repository, and is not so."""

from collections.abc import Iterator

from mkdocs_traceability.model.finding import Finding, Severity
from mkdocs_traceability.model.grounding import CODES, Grounded
from mkdocs_traceability.rules.engine.rule import RuleContext, rule


def _failing(context: RuleContext, kind: str) -> Iterator[Finding]:
    """Report the statements of a kind that do not hold."""
    return (_finding(each) for each in context.grounding.failing(kind))


def _finding(grounded: Grounded) -> Finding:
    statement = grounded.statement
    return Finding(
        CODES[grounded.kind],
        grounded.message,
        statement.position,
        help=grounded.help,
        subject=statement.text,
        suggestions=grounded.suggestions,
    )


@rule("TR601", title="Path in a document not found", severity=Severity.WARNING)
def wrong_path(context: RuleContext) -> Iterator[Finding]:
    """Reports a path in a document that leads to no file or folder.

    It is reported only if git history has the commit that removed or renamed it, or if it differs in a few
    letters from a path that exists. Other paths that are not found are only counted: they may be examples.

    Why it matters: readers and coding agents open what a document names, and look in the wrong place.

    Fails:

        # file: mkdocs.yml
        site_name: Example
        plugins: [{traceability: {ground: [docs/*.md]}}]
        # file: billing/invoices.py
        def total(): ...
        # file: docs/index.md
        # Billing

        Totals are computed in `billing/invioces.py`.

    Passes:

        # file: mkdocs.yml
        site_name: Example
        plugins: [{traceability: {ground: [docs/*.md]}}]
        # file: billing/invoices.py
        def total(): ...
        # file: docs/index.md
        # Billing

        Totals are computed in `billing/invoices.py`.
    """
    return _failing(context, "path")


@rule("TR602", title="Symbol in a document not found", severity=Severity.WARNING)
def wrong_symbol(context: RuleContext) -> Iterator[Finding]:
    """Reports a function, class or method in a document that the code does not define.

    It is reported only if git history has the commit that removed or renamed it, or if it belongs to a module
    or class of the repository and differs in a few letters from a name there.

    Why it matters: a name that is gone cannot be searched for, and a reader does not learn what replaced it.

    Fails:

        # file: mkdocs.yml
        site_name: Example
        plugins: [{traceability: {ground: [docs/*.md]}}]
        # file: billing/invoices.py
        class Invoice:
            def total(self): ...
        # file: docs/index.md
        # Billing

        Totals come from `billing/invoices.py:Invoice.totla`.

    Passes:

        # file: mkdocs.yml
        site_name: Example
        plugins: [{traceability: {ground: [docs/*.md]}}]
        # file: billing/invoices.py
        class Invoice:
            def total(self): ...
        # file: docs/index.md
        # Billing

        Totals come from `billing/invoices.py:Invoice.total`.
    """
    return _failing(context, "symbol")


@rule("TR603", title="Test in a document not found", severity=Severity.WARNING)
def wrong_test(context: RuleContext) -> Iterator[Finding]:
    """Reports a test in a document that does not exist.

    It is reported only if git history has the commit that removed or renamed it, or if its name differs in a
    few letters from that of a test that exists.

    Why it matters: the document promises that something is tested, and that test cannot be run.

    Fails:

        # file: mkdocs.yml
        site_name: Example
        plugins: [{traceability: {ground: [docs/*.md]}}]
        # file: tests/test_invoices.py
        def test_total_is_rounded(): ...
        # file: docs/index.md
        # Billing

        Rounding is proven by `tests/test_invoices.py::test_total_is_roundde`.

    Passes:

        # file: mkdocs.yml
        site_name: Example
        plugins: [{traceability: {ground: [docs/*.md]}}]
        # file: tests/test_invoices.py
        def test_total_is_rounded(): ...
        # file: docs/index.md
        # Billing

        Rounding is proven by `tests/test_invoices.py::test_total_is_rounded`.
    """
    return _failing(context, "test")


@rule("TR604", title="Endpoint in a document not found", severity=Severity.WARNING)
def wrong_endpoint(context: RuleContext) -> Iterator[Finding]:
    """Reports an endpoint in a document that no OpenAPI document of the repository declares.

    It is reported only if git history has the commit that removed it, or if it differs in a few letters from
    an endpoint that exists. Without an OpenAPI document no endpoint is checked.

    Why it matters: clients are written by what the document says, and get 404.

    Fails:

        # file: mkdocs.yml
        site_name: Example
        plugins: [{traceability: {openapi: [openapi.yml], ground: [docs/*.md]}}]
        # file: openapi.yml
        openapi: 3.0.0
        info: {title: Billing, version: "1"}
        paths: {"/invoices/{id}/lines": {get: {responses: {"200": {description: ok}}}}}
        # file: docs/index.md
        # Billing

        List its lines with `GET /invoices/{id}/lnies`.

    Passes:

        # file: mkdocs.yml
        site_name: Example
        plugins: [{traceability: {openapi: [openapi.yml], ground: [docs/*.md]}}]
        # file: openapi.yml
        openapi: 3.0.0
        info: {title: Billing, version: "1"}
        paths: {"/invoices/{id}/lines": {get: {responses: {"200": {description: ok}}}}}
        # file: docs/index.md
        # Billing

        List its lines with `GET /invoices/{id}/lines`.
    """
    return _failing(context, "endpoint")


@rule("TR605", title="Table or column in a document not found", severity=Severity.WARNING)
def wrong_table(context: RuleContext) -> Iterator[Finding]:
    """Reports a table or column in a document that no DDL of the repository declares.

    It is reported only if git history has the commit that removed it, or if it differs in a few letters from
    a table or column that exists. Without DDL no table is checked.

    Why it matters: queries are written by what the document says, and fail.

    Fails:

        # file: mkdocs.yml
        site_name: Example
        plugins: [{traceability: {sql: [schema.sql], ground: [docs/*.md]}}]
        # file: schema.sql
        CREATE TABLE invoice_lines (id INT, amount INT);
        # file: docs/index.md
        # Billing

        Amounts are kept in the table `invoice_lnies`.

    Passes:

        # file: mkdocs.yml
        site_name: Example
        plugins: [{traceability: {sql: [schema.sql], ground: [docs/*.md]}}]
        # file: schema.sql
        CREATE TABLE invoice_lines (id INT, amount INT);
        # file: docs/index.md
        # Billing

        Amounts are kept in the table `invoice_lines`.
    """
    return _failing(context, "table")


@rule("TR606", title="Event in a document not found", severity=Severity.WARNING)
def wrong_event(context: RuleContext) -> Iterator[Finding]:
    """Reports an event in a document that no AsyncAPI document of the repository declares.

    It is reported only if git history has the commit that removed it, or if it differs in a few letters from
    a channel or message that exists. Without an AsyncAPI document no event is checked.

    Why it matters: a consumer that subscribes to a wrong name waits forever.

    Fails:

        # file: mkdocs.yml
        site_name: Example
        plugins: [{traceability: {asyncapi: [asyncapi.yml], ground: [docs/*.md]}}]
        # file: asyncapi.yml
        asyncapi: 2.6.0
        info: {title: Billing, version: "1"}
        channels: {invoice.created: {publish: {message: {name: InvoiceCreated}}}}
        # file: docs/index.md
        # Billing

        Each invoice publishes the event `invoice.craeted`.

    Passes:

        # file: mkdocs.yml
        site_name: Example
        plugins: [{traceability: {asyncapi: [asyncapi.yml], ground: [docs/*.md]}}]
        # file: asyncapi.yml
        asyncapi: 2.6.0
        info: {title: Billing, version: "1"}
        channels: {invoice.created: {publish: {message: {name: InvoiceCreated}}}}
        # file: docs/index.md
        # Billing

        Each invoice publishes the event `invoice.created`.
    """
    return _failing(context, "event")


@rule("TR607", title="Id in a document not found", severity=Severity.WARNING, needs_complete=True)
def wrong_id(context: RuleContext) -> Iterator[Finding]:
    """Reports an id in a document that has the form of the ids of the site, and that nothing declares.

    A former id is reported with the id that the item has now.

    Why it matters: the item was renamed or removed, and the document still refers to it.

    Fails:

        # file: mkdocs.yml
        site_name: Example
        plugins: [{traceability: {ground: [AGENTS.md]}}]
        # file: docs/example.trace.yml
        flows:
          - {id: BILL-002, former_ids: [BILL-001], components: [api]}
          - {id: BILL-003, components: [api]}
        components: [{id: api}]
        # file: AGENTS.md
        # How to work here

        Do not change BILL-001 without a review.

    Passes:

        # file: mkdocs.yml
        site_name: Example
        plugins: [{traceability: {ground: [AGENTS.md]}}]
        # file: docs/example.trace.yml
        flows:
          - {id: BILL-002, former_ids: [BILL-001], components: [api]}
          - {id: BILL-003, components: [api]}
        components: [{id: api}]
        # file: AGENTS.md
        # How to work here

        Do not change BILL-002 without a review.
    """
    return _failing(context, "item")


@rule("TR608", title="Heading in a document not found", severity=Severity.WARNING)
def wrong_heading(context: RuleContext) -> Iterator[Finding]:
    """Reports a link to a heading that the page does not have.

    It is reported only if git history has the commit that removed or renamed the heading, or if it differs in
    a few letters from a heading of that page.

    Why it matters: the link opens the top of a page, and the reader does not find what it promised.

    Fails:

        # file: mkdocs.yml
        site_name: Example
        plugins: [{traceability: {ground: [AGENTS.md]}}]
        # file: docs/setup.md
        # Setup

        ## Installation
        # file: AGENTS.md
        # How to work here

        See [the manual](docs/setup.md#instalation).

    Passes:

        # file: mkdocs.yml
        site_name: Example
        plugins: [{traceability: {ground: [AGENTS.md]}}]
        # file: docs/setup.md
        # Setup

        ## Installation
        # file: AGENTS.md
        # How to work here

        See [the manual](docs/setup.md#installation).
    """
    return _failing(context, "heading")


@rule("TR609", title="Command in a document not found", severity=Severity.WARNING)
def wrong_command(context: RuleContext) -> Iterator[Finding]:
    """Reports a command in a document that the repository does not have.

    Targets of `make`, scripts of `package.json` and the like are compared with the files that declare them.

    Why it matters: the first thing a new colleague or a coding agent does is to run what a document says.

    Fails:

        # file: mkdocs.yml
        site_name: Example
        plugins: [{traceability: {ground: [AGENTS.md]}}]
        # file: Makefile
        test:
                pytest
        # file: AGENTS.md
        # How to work here

        Run `make tets` before each commit.

    Passes:

        # file: mkdocs.yml
        site_name: Example
        plugins: [{traceability: {ground: [AGENTS.md]}}]
        # file: Makefile
        test:
                pytest
        # file: AGENTS.md
        # How to work here

        Run `make test` before each commit.
    """
    return _failing(context, "command")


@rule("TR610", title="Environment variable in a document not found", severity=Severity.WARNING)
def wrong_variable(context: RuleContext) -> Iterator[Finding]:
    """Reports an environment variable in a document that nothing in the repository reads.

    It is reported only if git history has the commit that removed it, or if it has a prefix that variables of
    the repository share and differs in a few letters from one of them.

    Why it matters: setting the variable has no effect, and nothing says so.

    Fails:

        # file: mkdocs.yml
        site_name: Example
        plugins: [{traceability: {ground: [AGENTS.md]}}]
        # file: billing/settings.py
        import os
        URL = os.environ["BILLING_DATABASE_URL"]
        KEY = os.environ["BILLING_API_KEY"]
        # file: AGENTS.md
        # How to work here

        Set the environment variable `BILLING_DATABSE_URL`.

    Passes:

        # file: mkdocs.yml
        site_name: Example
        plugins: [{traceability: {ground: [AGENTS.md]}}]
        # file: billing/settings.py
        import os
        URL = os.environ["BILLING_DATABASE_URL"]
        KEY = os.environ["BILLING_API_KEY"]
        # file: AGENTS.md
        # How to work here

        Set the environment variable `BILLING_DATABASE_URL`.
    """
    return _failing(context, "variable")


@rule("TR611", title="Wrong count in a document", severity=Severity.WARNING, needs_complete=True)
def wrong_count(context: RuleContext) -> Iterator[Finding]:
    """Reports a number of items in a document that is not how many are declared.

    Small numbers, and those that are far off, are not reported: they are likely about some of the items.

    Why it matters: readers trust a number, and a typed one is wrong as soon as something changes.

    Fails:

        # file: mkdocs.yml
        site_name: Example
        plugins: [{traceability: {ground: [AGENTS.md]}}]
        # file: docs/example.trace.yml
        flows:
          - {id: BILL-001, components: [api]}
          - {id: BILL-002, components: [api]}
          - {id: BILL-003, components: [api]}
          - {id: BILL-004, components: [api]}
          - {id: BILL-005, components: [api]}
        components: [{id: api}]
        # file: AGENTS.md
        # How to work here

        The system has 6 flows.

    Passes:

        # file: mkdocs.yml
        site_name: Example
        plugins: [{traceability: {ground: [AGENTS.md]}}]
        # file: docs/example.trace.yml
        flows:
          - {id: BILL-001, components: [api]}
          - {id: BILL-002, components: [api]}
          - {id: BILL-003, components: [api]}
          - {id: BILL-004, components: [api]}
          - {id: BILL-005, components: [api]}
        components: [{id: api}]
        # file: AGENTS.md
        # How to work here

        The system has 5 flows.
    """
    return _failing(context, "count")
