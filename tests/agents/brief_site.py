"""A small site with all that a brief tells of: layers, authority, evidence, gaps, waivers and tests."""

from pathlib import Path

from support import write_site

CONFIG = "site_name: x\nplugins: [{traceability: {code_roots: [.]}}]\n"

FILES = {
    "mkdocs.yml": CONFIG,
    "docs/index.md": "# Home\n",
    "app/api/routes.py": "from app import extra\nfrom app.store import rows\n\n\ndef plans(db):\n    db.execute('DELETE FROM secrets')\n    return rows.load()\n",
    "app/extra.py": "x = 1\n",
    "app/store/rows.py": "def load():\n    return []\n\n\ndef save(db):\n    db.execute('INSERT INTO plans VALUES (1)')\n",
    "app/wild.py": "from app.api import routes\n",
    "app/lonely.py": "def alone():\n    pass\n",
    "lib/other.py": "def other():\n    pass\n",
    "tests/test_rows.py": "def test_load():\n    pass\n\n\ndef test_save():\n    pass\n",
    "docs/b.trace.yml": "components:\n  - {id: extra, layer: doors, paths: [app/extra.py], writes: [secrets], reads: [secrets]}\n",
    "docs/a.trace.yml": """\
layers:
  - {id: doors, rank: 1, title: Doors}
  - {id: data, rank: 2}
components:
  - id: api
    title: Public API
    layer: doors
    paths: [app/api]
    maintainer: team-web
    summary: Answers customers.
    notes: Never blocks.
    depends_on: [{id: store, because: it has the rows}]
    reads: [plans]
    evidence: {code: ["app/api/routes.py:plans"]}
  - id: store
    layer: data
    paths: [app/store]
    waive: {TR308: {reason: known, owner: mm, until: 2999-01-31}}
  - {id: wild, layer: data, paths: [app/wild.py], part_of: store}
  - {id: helper, evidence: {code: ["app/lonely.py:alone"]}}
resources:
  - id: plans
    summary: What was agreed.
    writers: [store]
    forbidden: [{id: api, because: only the store may write it}]
  - {id: prices, writers: [api]}
  - {id: secrets, writers: [store], readers: [store]}
flows:
  - id: PLAN-001
    title: Show plans
    status: implemented
    components: [api, store]
    waive: {TR401: {reason: is coming, owner: mm}}
    evidence:
      code: ["app/api/routes.py:plans", {claim: "app/store/rows.py:gone", note: it moved}]
      tests: ["tests/test_rows.py::test_load"]
  - {id: PLAN-002, status: planned, components: [store], evidence: {code: ["app/store/rows.py:save"]}}
requirements:
  - {id: REQ-1, title: Plans are there, status: partial, satisfied_by: [PLAN-001], evidence: {tests: ["tests/test_rows.py"]}}
gaps:
  - {id: GAP-1, title: Slow, status: open, severity: P1, about: [PLAN-001], due: 2020-01-31, action: Make it fast}
  - {id: GAP-2, status: resolved, about: [api], evidence: {docs: [index.md]}}
patches:
  - {id: P-1, title: Cache, supports: [PLAN-001], status: required}
""",
}


def brief_site(folder: Path) -> Path:
    """Write the site; return its folder."""
    return write_site(folder, FILES).parent
