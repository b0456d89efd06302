"""A waiver of a finding, written into the item that the finding is of, with the reason still to be given.

A waiver without a reason is a finding itself (TR004), so that none is left so without anybody's knowing.
"""

from mkdocs_traceability.edits.fixes.written import TextOf
from mkdocs_traceability.edits.fixes.yaml_parts import YamlPart, added_entry, item_at, yaml_part
from mkdocs_traceability.edits.yaml_spans import Span
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.fix import Fix, TextEdit

_WAIVE = "waive"


def waiver_stub(finding: Finding, text_of: TextOf) -> Fix | None:
    """Return the edit that waives a finding in its item; None where the item is not written as a mapping.

    It is no safe fix: whether there is a reason, only a person can say.
    """
    at = finding.declaration
    text = text_of(at.path) if at else None
    part = yaml_part(at.path, text) if at and text is not None else None
    item = item_at(part, at) if part and at else None
    if part is None or at is None or item is None:
        return None
    edit = _in_waivers(part, at.path, item, finding.code)
    title = f"Waive {finding.code} for `{finding.item}` (add the reason)"
    return Fix(title, (edit,), is_safe=False) if edit else None


def _in_waivers(part: YamlPart, path: str, item: Span, code: str) -> TextEdit | None:
    waivers = next((value for key, value in item.entries if key.text == _WAIVE), None)
    stub = f'{code}: {{reason: ""}}'
    if waivers is None:
        return added_entry(part, path, item, f"{_WAIVE}: {{{stub}}}")
    is_there = any(key.text.upper() == code for key, _ in waivers.entries)
    return None if is_there or waivers.has_anchor else added_entry(part, path, waivers, stub)
