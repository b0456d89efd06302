"""Numbers and tables of the documents from which the project was born, which said otherwise than their own facts."""

from pathlib import Path

from support import check

SIGNALS = """\
components: [{id: orchestrator, external: true}, {id: costsim, external: true}]
signals:
  - {id: m10-maintenance, category: Systemd services, producers: [orchestrator], consumers: [costsim]}
  - {id: m10-daily-stats, category: Systemd services, producers: [orchestrator], consumers: [costsim]}
  - {id: m10-synthetic-traffic, category: Systemd services, producers: [orchestrator], consumers: [costsim]}
  - {id: SIG-206, category: L7-L6, status: registered, producers: [orchestrator], consumers: [costsim]}
  - {id: SIG-100, category: L7-L6, status: registered, producers: [orchestrator], consumers: [costsim]}
  - {id: SIG-015, category: L7-L6, status: registered, producers: [orchestrator], consumers: [costsim]}
  - {id: SIG-016, category: L7-L6, status: registered, producers: [orchestrator], consumers: [costsim]}
  - {id: SIG-017, category: L7-L6, status: unregistered, producers: [orchestrator], consumers: [costsim]}
"""
SUMMARY = """\
# Summary

| Category | Count | Status |
| --- | --- | --- |
| Systemd services | 5<!-- traceability: count signals category="Systemd services" --> | ✅ VALID |
| L7→L6 Flows (verified) | 4<!-- traceability: count signals category=L7-L6 status=registered --> | ✅ |

- L7→L6 flows verified (5/5<!-- traceability: count signals category=L7-L6 status=registered --> after RC-001)
"""

ALIGNMENT = """\
requirements:
  - {id: schema, status: missing}
  - {id: modules, status: missing}
  - {id: api-spec, status: missing}
  - {id: frontend, status: partial}
  - {id: tests, status: deferred}
"""

LAYERS = """\
layers: [{id: L4, rank: 4}, {id: L6, rank: 6}]
components:
  - {id: services/, layer: L4, external: true}
  - {id: policy/, layer: L4, external: true}
  - {id: storage/, layer: L6, external: true}
gaps:
  - {id: STI-005, about: [services/], location: tasks/, status: accepted}
"""
CLASSIFICATION = """\
# Layers

<!-- traceability: restates layers members="Directories" -->

| Layer | Directories |
| --- | --- |
| L4 | policy/ |
| L6 | services/, storage/ |

<!-- traceability: restates gaps location=Directory -->

| ID | Directory | Status |
| --- | --- | --- |
| STI-005 | tasks/ | open |
"""


def told(folder: Path, facts: str, page: str) -> list[str]:
    found = check(folder, {"docs/facts.trace.yml": facts, "docs/page.md": page})
    return [
        f"{each.position.line} {each.code} {each.message}"
        for each in found
        if each.code in ("TR111", "TR112") or each.position.path == "docs/page.md"
    ]


def test_services_counted_five_and_listed_three(tmp_path: Path) -> None:
    assert told(tmp_path, SIGNALS, SUMMARY) == [
        "5 TR112 the number is 5, but the count is 3",
        "8 TR112 the number is 5, but the count is 4",
    ]


def test_75_per_cent_typed_by_hand(tmp_path: Path) -> None:
    page = "**Overall Alignment**: 75%<!-- traceability: count requirements phase=done --> Complete\n"
    assert told(tmp_path, ALIGNMENT, page) == ["1 TR112 the number is 75 %, but the share is 0 % (0 of 5)"]


def test_a_folder_of_one_layer_here_and_of_another_there(tmp_path: Path) -> None:
    assert told(tmp_path, LAYERS, CLASSIFICATION) == [
        "7 TR111 `members` of layer L4 differ: the table lacks `services/`",
        "8 TR111 `members` of layer L6 differ: the table has `services/`, which is not declared",
        "14 TR111 `status` of gap STI-005 differs: the table has `open`, the registry `accepted`",
    ]
