"""A rule about what coding agents are told: whether it still is what is declared."""

from collections.abc import Iterator
from typing import Final

from mkdocs_traceability.analysis.agent_rules import rules_text, scope
from mkdocs_traceability.model.agent_files import RULES
from mkdocs_traceability.model.finding import Finding, Severity
from mkdocs_traceability.rules.engine.rule import RuleContext, rule

_HELP: Final = "run `mkdocs-traceability agents rules`"


@rule("TR904", title="Outdated rules for coding agents", severity=Severity.WARNING)
def outdated_agent_rules(context: RuleContext) -> Iterator[Finding]:
    """Reports rules for coding agents that differ from what the registry declares.

    `mkdocs-traceability agents install` writes them into `AGENTS.md`, `CLAUDE.md`, Cursor rules and Copilot
    instructions, between markers: by path, the layers that may be used, what may be written, owners and
    reasons. Files without such a block are ignored.

    Why it matters: agents follow what they read there. Outdated rules let them break the architecture, or
    keep them from what is allowed by now.

    Fails:

        # file: mkdocs.yml
        site_name: x
        # file: api/app.py
        RATES = {}
        # file: docs/example.trace.yml
        components:
          - {id: api, paths: [api], external: true}
        # file: AGENTS.md
        <!-- mkdocs-traceability:rules:begin -->
        No rules yet.
        <!-- mkdocs-traceability:rules:end -->

    Passes:

        # file: mkdocs.yml
        site_name: x
        # file: api/app.py
        RATES = {}
        # file: docs/example.trace.yml
        components:
          - {id: api, paths: [api], external: true}
        # file: AGENTS.md
        Run the tests before you commit.
    """
    observed, registry = context.observations, context.registry
    folder, written = observed.agent_rules
    if not written or not registry.is_complete:
        return
    markers = RULES.of_site(folder)
    body, globs = rules_text(registry, observed.owned, folder), scope(registry, observed.owned, folder)
    for each in written:
        if each.body is None:
            yield Finding(
                "TR904",
                "the rules for coding agents have no pair of markers",
                each.position,
                help=f"keep one `{markers.begin}` and one `{markers.end}`, or remove both",
                subject=each.position.path,
            )
        elif each.body != body or each.scope not in (None, globs):
            yield Finding(
                "TR904",
                "the rules for coding agents are outdated",
                each.position,
                label="differs from what is declared",
                help=_HELP,
                subject=each.position.path,
            )
