"""Rules about Markdown tables that declare items: what in them is not understood."""

from collections.abc import Iterator

from mkdocs_traceability.model.finding import Finding, Severity
from mkdocs_traceability.rules.engine.rule import RuleContext, rule


@rule("TR502", title="Table cell not understood")
def cell_not_understood(context: RuleContext) -> Iterator[Finding]:
    """Reports a cell of a Markdown table whose text is not a value of its column's field.

    Only tables with a comment `<!-- traceability: … -->` above them are read. The rest of the row is kept.

    Why it matters: the value is missing from the item, although the table shows it.

    Fails:

        # file: docs/index.md
        # Flows

        <!-- traceability: flows -->

        | Flow ID    | Title               | Component     | Status |
        | ---------- | ------------------- | ------------- | ------ |
        | `EVAL-001` | Evaluation pipeline | `eval-worker` | mostly |

        <!-- traceability: components -->

        | Component ID  |
        | ------------- |
        | `eval-worker` |

    Passes:

        # file: docs/index.md
        # Flows

        <!-- traceability: flows -->

        | Flow ID    | Title               | Component     | Status     |
        | ---------- | ------------------- | ------------- | ---------- |
        | `EVAL-001` | Evaluation pipeline | `eval-worker` | ⚠️ Partial |

        <!-- traceability: components -->

        | Component ID  |
        | ------------- |
        | `eval-worker` |
    """
    return (finding for finding in context.registry.problems if finding.code == "TR502")


@rule("TR512", title="Table column without a field", severity=Severity.INFO)
def column_without_a_field(context: RuleContext) -> Iterator[Finding]:
    """Reports a column of a declaring Markdown table that fills no field of its kind.

    Name the field in the comment above the table, such as `notes="Sprint"`, leave the column out with
    `ignore="Sprint"`, or add its header to the setting `tables`.

    Why it matters: what the column says is shown on the page and is not part of any item.

    Fails:

        # file: docs/index.md
        # Flows

        <!-- traceability: flows -->

        | Flow ID    | Component     | Sprint |
        | ---------- | ------------- | ------ |
        | `EVAL-001` | `eval-worker` | 12     |

        <!-- traceability: components -->

        | Component ID  |
        | ------------- |
        | `eval-worker` |

    Passes:

        # file: docs/index.md
        # Flows

        <!-- traceability: flows ignore="Sprint" -->

        | Flow ID    | Component     | Sprint |
        | ---------- | ------------- | ------ |
        | `EVAL-001` | `eval-worker` | 12     |

        <!-- traceability: components -->

        | Component ID  |
        | ------------- |
        | `eval-worker` |
    """
    return (finding for finding in context.registry.problems if finding.code == "TR512")
