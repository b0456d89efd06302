"""Filters, and which items they leave: the same for markers in pages and for the filter field in a browser."""

from typing import Final

FACTS: Final = """\
layers:
  - {id: L1, rank: 1}
  - {id: L2, rank: 2}
  - {id: L10, rank: 10}
components:
  - {id: batcher, title: Batcher, layer: L1, aliases: [old-batcher], status: implemented, maintainer: ana}
  - {id: eval-worker, title: Evaluation worker, layer: L2, external: true, depends_on: [batcher], maintainer: Straße}
  - {id: EVAL, title: Evaluation}
flows:
  - id: EVAL-001
    title: "Evaluate, always"
    implementation: auto
    status: implemented
    components: [eval-worker, batcher]
    tags: [hot]
    maintainer: ana
    notes: A note that is longer than what is published of words, and compared as a whole.
    evidence: {code: [src/nothing.py:here], tests: unknown, docs: [index.md]}
  - {id: EVAL-002, implementation: proc, status: planned, components: [batcher], system: two words}
  - {id: EVAL-010, implementation: auto, status: implemented, components: [batcher], evidence: {code: [src/app.py], docs: [index.md]}}
  - {id: FCST-001, implementation: infra, status: partial, system: worker, patches: [P1], maintainer: Σίσυφος}
  - {id: EVAL, implementation: auto, summary: none, evidence: {docs: {not_applicable: No page}}}
patches:
  - {id: P1, status: required, due: 2026-12-01}
  - {id: P2, status: required, due: 2027-02-01}
  - {id: P3, status: required}
gaps:
  - {id: G1, status: open, severity: high, about: [EVAL-001]}
  - {id: G2, status: resolved, severity: P1, about: [batcher], resolved_by: [P1]}
  - {id: G3, status: accepted, severity: LOW, about: ["component:EVAL"]}
signals:
  - {id: kept, persistence: [PostgreSQL], producers: [batcher], consumers: [eval-worker]}
  - {id: lost, persistence: [in-memory], producers: [batcher], consumers: [eval-worker]}
  - {id: alone, producers: [batcher]}
  - {id: answered, producers: [batcher], waive: {TR204: {reason: It is for later, owner: ana}}}
"""

FILES: Final = {"docs/a.trace.yml": FACTS, "src/app.py": "x = 1\n"}

CASES: Final = (
    ("flows", "status=implemented", "EVAL-001 EVAL-010"),
    ("flows", "status=IMPLEMENTED", "EVAL-001 EVAL-010"),
    ("flows", "status=implemented,planned", "EVAL-001 EVAL-002 EVAL-010"),
    ("flows", "status!=implemented,planned", "FCST-001 EVAL"),
    ("flows", "status=none", "EVAL"),
    ("flows", "status=any", "EVAL-001 EVAL-002 EVAL-010 FCST-001"),
    ("flows", "phase=open", "FCST-001 EVAL"),
    ("flows", "phase=in-progress", "FCST-001 EVAL"),
    ("flows", "phase='in progress'", "FCST-001 EVAL"),
    ("flows", "implementation=auto status=any", "EVAL-001 EVAL-010"),
    ("flows", "domain=EVAL", "EVAL-001 EVAL-002 EVAL-010 EVAL"),
    ("flows", "components=batcher", "EVAL-001 EVAL-002 EVAL-010"),
    ("flows", "components=batcher components=eval-worker", "EVAL-001"),
    ("flows", "components=old-batcher", "EVAL-001 EVAL-002 EVAL-010"),
    ("flows", "components=component:eval-worker", "EVAL-001"),
    ("flows", "components=none", "FCST-001 EVAL"),
    ("flows", "components=any", "EVAL-001 EVAL-002 EVAL-010"),
    ("flows", "components!=eval-worker", "EVAL-002 EVAL-010 FCST-001 EVAL"),
    ("flows", "patches=any", "FCST-001"),
    ("flows", "metrics=none", "EVAL-001 EVAL-002 EVAL-010 FCST-001 EVAL"),
    ("flows", "badge=missing", "EVAL-001"),
    ("flows", "badge=not-found", "EVAL-001"),
    ("flows", "badge='Not Found'", "EVAL-001"),
    ("flows", "badge!=missing,planned", "EVAL-010 FCST-001 EVAL"),
    ("flows", "badge=holds", "EVAL-010"),
    ("flows", "badge=found", "EVAL-010"),
    ("flows", "badge=verified", ""),
    ("flows", "badge=none", "FCST-001 EVAL"),
    ("flows", "attention=yes", "EVAL-001 FCST-001 EVAL"),
    ("flows", "attention=no", "EVAL-002 EVAL-010"),
    ("flows", "gaps=only", "EVAL-001 FCST-001 EVAL"),
    ("flows", "gaps!=only", "EVAL-002 EVAL-010"),
    ("flows", "gaps=G1", "EVAL-001"),
    ("flows", "gaps=none", "EVAL-002 EVAL-010 FCST-001 EVAL"),
    ("flows", "id=EVAL-001", "EVAL-001"),
    ("flows", "id=flow:EVAL-001", "EVAL-001"),
    ("flows", "id=eval-*", "EVAL-001 EVAL-002 EVAL-010"),
    ("flows", "id=*-00?", "EVAL-001 EVAL-002 FCST-001"),
    ("flows", "id!=EVAL-*", "FCST-001 EVAL"),
    ("flows", "id=*-002,FCST-001", "EVAL-002 FCST-001"),
    ("flows", "tags='hot'", "EVAL-001"),
    ("flows", 'system="two words"', "EVAL-002"),
    ("flows", "root=worker", "FCST-001"),
    ("flows", "summary=none", "EVAL-001 EVAL-002 EVAL-010 FCST-001 EVAL"),
    ("flows", "summary=any", "EVAL"),
    (
        "flows",
        "notes='a note that is longer than what is published of words, and compared as a whole.'",
        "EVAL-001",
    ),
    ("flows", "notes='A note'", ""),
    ("flows", "superseded-by=none", "EVAL-001 EVAL-002 EVAL-010 FCST-001 EVAL"),
    ("flows", "code=any", "EVAL-001 EVAL-010"),
    ("flows", "code=src/app.py", "EVAL-010"),
    ("flows", "code=missing", "EVAL-001"),
    ("flows", "code=found", "EVAL-010"),
    ("flows", "tests=none", "EVAL-001 EVAL-002 EVAL-010 FCST-001 EVAL"),
    ("flows", "docs=any docs!=missing", "EVAL-001 EVAL-010"),
    ("flows", "owner=ana", "EVAL-001 EVAL-002 EVAL-010"),
    ("flows", "maintainer=ΣΊΣΥΦΟΣ", "FCST-001"),
    ("components", "maintainer=STRASSE", "eval-worker"),
    ("components", "external=yes", "eval-worker"),
    ("components", "external=true", "eval-worker"),
    ("components", "external!=yes", "batcher EVAL"),
    ("components", "used_by=any", "batcher"),
    ("layers", "rank>1", "L2 L10"),
    ("layers", "rank<=2", "L1 L2"),
    ("patches", "due<2027-01-01", "P1"),
    ("patches", "due>=2026-12-01", "P1 P2"),
    ("patches", "due=2026-Q4", "P1"),
    ("patches", "due=2027", "P2"),
    ("patches", "due=none", "P3"),
    ("gaps", "attention=yes", "G1 G3"),
    ("gaps", "severity=p1", "G2"),
    ("gaps", "about=EVAL-001", "G1"),
    ("gaps", "about=component:batcher", "G2"),
    ("signals", "attention=yes", "alone lost"),
)
"""The kind, the filter, and the ids that it leaves, in the order of the sources or of ids alike."""
