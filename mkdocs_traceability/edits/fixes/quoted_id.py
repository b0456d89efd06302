"""Quote an id that YAML reads as another type."""

from mkdocs_traceability.edits.fixes.written import TextOf, written_at
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.fix import Fix


def quoted_id(finding: Finding, text_of: TextOf) -> Fix | None:
    """Put an id in quotes: it is taken as it is written now, and by other readers of YAML then, too."""
    written = written_at(finding.position, text_of)
    if finding.field != "id" or written is None or not written.is_yaml or written.text != finding.subject:
        return None
    return Fix(f"Quote `{written.text}`", (written.replaced_by(f'"{written.text}"'),), is_safe=True)
