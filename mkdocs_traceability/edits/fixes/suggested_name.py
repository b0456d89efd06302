"""Write the name that was probably meant, wherever the wrong one stands."""

from mkdocs_traceability.edits.fixes.written import TextOf, written_at
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.fix import Fix, TextEdit


def suggested_name(finding: Finding, text_of: TextOf) -> Fix | None:
    """Write the one name that the finding suggests, at all places of the mistake that can be edited."""
    if len(finding.suggestions) != 1 or _edit(finding, text_of) is None:
        return None
    alike = [each for each in finding.entries if len(each.suggestions) == 1]
    edits = dict.fromkeys(_edit(each, text_of) for each in (finding, *alike))
    found = tuple(edit for edit in edits if edit is not None)
    where = f" in {len(found)} places" if len(found) > 1 else ""
    return Fix(f"Write `{finding.suggestions[0]}`{where}", found, is_safe=False)


def _edit(finding: Finding, text_of: TextOf) -> TextEdit | None:
    written = written_at(finding.position, text_of)
    if written is None or not written.is_only(finding.subject):
        return None
    return written.replaced_by(written.value(finding.suggestions[0]))
