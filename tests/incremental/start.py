"""The site that is edited: a little of everything that is read, and what may come in its place."""

from collections.abc import Mapping
from typing import Final

CONFIG = """\
site_name: Lives
theme: {name: mkdocs, locale: en}
use_directory_urls: false
plugins:
  - search
  - traceability:
      code_roots: [code]
      junit: [reports/*.xml]
      openapi: [api/*.yaml]
      sql: [db/*.sql]
      sources: [facts/*.yml]
      acyclic: [component.depends_on]
      ground: [docs/guide.md]
      fail_under: {flow: 50}
      item_pages: [flow]
"""

START: Final[Mapping[str, str]] = {
    "mkdocs.yml": CONFIG,
    ".gitignore": ".cache/\nreports/\n",
    "docs/index.md": "# Home\n\nAs [EVAL-001] and [EVAL-002] say: [trace: count flows].\n\n[trace: matrix flows]\n",
    "docs/guide.md": "# Guide\n\n## 6.4 Limits\n\nIt lies in `code/jobs/worker.py`, and calls `Worker`.\n",
    "docs/parts/worker.md": (
        "---\ntitle: Worker\ntraceability:\n  component:\n    id: worker\n    layer: top\n    depends_on: [store]\n"
        "    flows: [EVAL-001]\n    paths: [code/jobs]\n---\n# Worker\n\nIt asks [store].\n"
    ),
    "docs/flows.trace.yml": """\
flows:
  - id: EVAL-001
    title: Evaluation
    status: implemented
    components: [worker]
    evidence: {code: ["jobs/worker.py:Worker"], tests: ["tests/test_worker.py::test_it"]}
  - {id: EVAL-002, title: Storing, components: [store], evidence: {tables: [runs.state], docs: ["guide.md § 6.4"]}}
  - id: EVAL-003
    title: Asking
    evidence: {endpoints: ["GET /runs/{id}"]}
    waive: {TR201: {reason: Later, owner: A, until: 2026-11-15}}
""",
    "docs/parts.trace.yml": """\
layers:
  - {id: top, title: Top, rank: 1}
  - {id: bottom, title: Bottom, rank: 2}
components:
  - {id: store, title: Store, layer: bottom, paths: [code/store.py]}
""",
    "docs/table.md": (
        "# Signals\n\n<!-- traceability: signals -->\n\n| ID | Title | Producers | Consumers | Persistence |\n"
        "| --- | --- | --- | --- | --- |\n| ready | Ready | worker | store | none |\n| done | Done | store | worker | file |\n"
    ),
    "facts/resources.yml": """\
resources:
  - {id: runs, title: Runs, writers: [store], readers: [worker]}
requirements:
  - {id: REQ-1, title: Runs are kept, status: implemented, satisfied_by: [EVAL-002], evidence: {code: ["jobs/worker.py:Worker"]}}
""",
    "code/jobs/worker.py": "import store\n\n\nclass Worker:\n    def ask(self) -> None:\n        store.keep()\n",
    "code/store.py": "def keep() -> None: ...\n",
    "code/tests/test_worker.py": "def test_it(): ...\n",
    "reports/unit.xml": '<testsuite><testcase classname="tests.test_worker" name="test_it"/></testsuite>\n',
    "api/openapi.yaml": "openapi: 3.1.0\npaths:\n  /runs/{id}:\n    get: {responses: {}}\n",
    "db/001.sql": "CREATE TABLE runs (id bigint, state text);\n",
}

NEW_FILES: Final[tuple[tuple[str, str], ...]] = (
    ("docs/more.trace.yml", "flows: [{id: EVAL-001, title: Again}, {id: EVAL-009, components: [worker]}]\n"),
    ("docs/new.trace.yml", "components:\n  - {id: storage, title: New, depends_on: [worker]}\n"),
    ("docs/other.md", "# Other\n\nAs [EVAL-009] says, and [EVAL-002], [trace: count components].\n"),
    ("docs/fr.md", "---\ntraceability: {flows: [{id: EVAL-010, components: [store]}]}\n---\n# Matter\n"),
    ("docs/deep/er/a.trace.yaml", "components: [{id: deep, part_of: store}]\n"),
    ("docs/broken.trace.yml", "flows: [{id: EVAL-011\n"),
    ("facts/more.yml", "gaps:\n  - {id: GAP-1, title: A gap, affects: [EVAL-001], status: open}\n"),
    ("code/old/jobs/worker.py", "class Worker: ...\n"),
    ("code/jobs/more.py", "import store\nfrom jobs.worker import Worker\n"),
    ("code/tests/test_more.py", "def test_it(): ...\ndef test_that(): ...\n"),
    (
        "reports/more.xml",
        '<testsuite><testcase classname="tests.test_worker" name="test_it"><skipped/></testcase></testsuite>\n',
    ),
    ("reports/broken.xml", "<testsuite><testcase\n"),
    ("api/more.yaml", "openapi: 3.1.0\npaths: {/runs: {get: {}, put: {}}}\n"),
    ("db/002.sql", "ALTER TABLE runs DROP COLUMN state;\n"),
    ("traceability-baseline.json", "{}"),
    ("README.md", "# Read me\n"),
)
"""Files that come to be there, by their paths."""

SETTINGS: Final[tuple[tuple[str, str], ...]] = (
    ("flow: 50", "flow: 90"),
    ("code_roots: [code]", "code_roots: [code/jobs, code]"),
    ("item_pages: [flow]", "item_pages: true"),
    ("item_pages: [flow]", "prose_ids: [code, bare]"),
    (
        "acyclic: [component.depends_on]",
        "rules: {TR101: warning, TR201: {severity: info, kinds: {flow: info}}}",
    ),
    ("sources: [facts/*.yml]", "sources: [facts/r*.yml]"),
    ("ground: [docs/guide.md]", "kinds: {flow: {fields: {sla: text}}, idea: {plural: ideas}}"),
    ("junit: [reports/*.xml]", "junit: [reports/u*.xml]"),
    ("docs_dir: docs", ""),
    ("use_directory_urls: false", "use_directory_urls: false\nexclude_docs: other.md"),
    ("use_directory_urls: false", "use_directory_urls: false\nnav: [index.md, {Guide: guide.md}]"),
    ("- search", "- search\n  - nobody"),
)
"""What may be written otherwise in `mkdocs.yml`."""

WORDS: Final[tuple[str, ...]] = (
    *("EVAL-001", "EVAL-002", "EVAL-003", "EVAL-004", "worker", "store", "storage", "runs", "ready", "REQ-1"),
    *(
        "implemented",
        "planned",
        "partial",
        "retired",
        "none",
        "file",
        "top",
        "bottom",
        "test_it",
        "test_that",
    ),
    *(
        "Worker",
        "Helper",
        "keep",
        "state",
        "get",
        "put",
        "flows",
        "components",
        "depends_on",
        "evidence",
        "code",
    ),
    *(
        "title",
        "status",
        "id",
        "TR101",
        "TR201",
        "null",
        "0016",
        "yes",
        "ü",
        "🚀",
        "6.5",
        "failure",
        "import",
    ),
)
"""What comes in the place of other words."""

PIECES: Final[tuple[bytes, ...]] = (
    *(b":", b": ", b"#", b"[", b"]", b"{", b"}", b"- ", b"\n", b"\t", b'"', b"'", b"*a", b"&a ", b"|", b"\0"),
    *(
        b"\xff",
        b"\r\n",
        b"---\n",
        b"id: x\n",
        b"flows:\n",
        b"<!--",
        b"-->",
        b"`",
        b"[EVAL-002]",
        b"[trace: x]",
    ),
    *(
        "ä😀\u2028".encode(),
        b"\xef\xbb\xbf",
        b"<failure/>",
        b"def test_it(): ...\n",
        b"components: [worker]\n",
    ),
)
"""What is put somewhere into a file."""
