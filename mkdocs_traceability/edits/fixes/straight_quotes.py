"""Write straight quotes in place of typographic ones, which YAML takes for a part of the value."""

from mkdocs_traceability.edits.fixes.written import TextOf, written_at
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.fix import Fix
from mkdocs_traceability.reading.slips import without_quotes


def straight_quotes(finding: Finding, text_of: TextOf) -> Fix | None:
    """Write the value in straight quotes; of a text the typographic ones may have been meant."""
    written = written_at(finding.position, text_of)
    if written is None or not written.is_yaml or '"' in written.text or "\\" in written.text:
        return None
    inner = without_quotes(written.text)
    if not inner:
        return None
    edit = written.replaced_by(f'"{inner}"')
    return Fix(f'Write `"{inner}"`', (edit,), is_safe=finding.code != "TR007")
