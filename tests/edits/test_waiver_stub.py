"""A waiver is offered wherever an item is written as a mapping: in sidecars, and in the front matter of pages."""

from mkdocs_traceability.edits.waiver_stub import waiver_stub
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.position import Position


def test_a_waiver_is_added_in_front_matter() -> None:
    page = "---\ntraceability:\n  flow:\n    id: A-1\n    title: Old\n---\n\n# Title\n"
    at = Position("docs/a.md", 4, 9, 3)
    fix = waiver_stub(Finding("TR201", "m", at, item="A-1", declaration=at), {"docs/a.md": page}.get)
    assert fix is not None
    assert fix.edits == (("docs/a.md", 5, 15, 5, 15, '\n    waive: {TR201: {reason: ""}}'),)
