"""Write the name that is current, or in full, where another one means the same."""

from mkdocs_traceability.edits.fixes.written import TextOf, written_at
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.fix import Fix


def current_name(finding: Finding, text_of: TextOf) -> Fix | None:
    """Write the one name that the finding suggests: an id for an alias, a full path, a field's new name."""
    written = written_at(finding.position, text_of)
    if written is None or len(finding.suggestions) != 1 or not written.is_only(finding.subject):
        return None
    name = finding.suggestions[0]
    return Fix(f"Write `{name}`", (written.replaced_by(written.value(name)),), is_safe=True)
