"""A small site with a snapshot of it, of which features are asked at the cursor of a text that is not saved."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from lsprotocol import types
from support import TODAY, write_site

from mkdocs_traceability.lsp.snapshot import Snapshot
from mkdocs_traceability.settings.load import load_settings
from mkdocs_traceability.workspace import Workspace
from tests.lsp.cursors import typed

CONFIG = """\
site_name: x
plugins:
  - traceability:
      code_roots: [code]
      openapi: [code/openapi.yaml]
      sql: [code/*.sql]
      prose_ids: [bare, code]
"""

FILES = {
    "mkdocs.yml": CONFIG,
    "docs/flows.trace.yml": """\
flows:
  - id: EVAL-001
    title: Evaluation
    status: implemented
    components: [batcher, {id: worker, role: Evaluator}]
    evidence:
      code: [app/batcher.py:Batcher.run]
      docs: [page.md#how-it-works]
  - id: EVAL-002
    title: Tile by tile
    status: planned
    components: [batcher]
""",
    "docs/components.trace.yml": """\
components:
  - id: batcher
    title: Batcher
  - id: worker
    title: "Worker <b>bold</b> [link](http://evil.example)"
""",
    "docs/page.md": """\
# Page

## How it works

As EVAL-001 says, [EVAL-002] and [the batcher][batcher].

[trace: list flows components=batcher]
""",
    "code/app/batcher.py": "class Batcher:\n    def run(self):\n        pass\n\n\ndef main():\n    pass\n",
    "code/app/test_batcher.py": "def test_runs():\n    pass\n",
    "code/openapi.yaml": (
        "openapi: 3.1.0\ninfo: {title: x, version: '1'}\n"
        "paths:\n  /orders/{id}:\n    get: {responses: {}}\n  /orders:\n    post: {responses: {}}\n"
    ),
    "code/db.sql": "CREATE TABLE orders (id int, total int);\n",
}


class TypingSite:
    """A site whose last run is known, and a text of it that somebody is changing."""

    def __init__(self, folder: Path, files: Mapping[str, str] = FILES) -> None:
        self.folder = folder
        self.settings = load_settings(write_site(folder, files))
        self.result = Workspace(self.settings).run(today=TODAY)
        self._read = {path: text for path, text in files.items() if path.startswith("docs/")}

    def snapshot(self, **texts: str) -> Snapshot:
        """Return what is known, with other texts of some files."""
        return Snapshot(
            self.settings, self.result, dict(texts), {each: self._read.get(each, "") for each in texts}
        )

    def ask(self, feature: Callable[..., Any], path: str, text: str, params: Any = None) -> Any:
        """Return what a feature answers at the cursor of a text."""
        written, line, column = typed(text)
        return feature(self.snapshot(**{path: written}), path, line, column, params)

    def ask_file(
        self, feature: Callable[..., Any], path: str, params: Any = None, text: str | None = None
    ) -> Any:
        """Return what a feature answers of a file."""
        texts = {} if text is None else {path: text}
        return feature(self.snapshot(**texts), path, params)

    def with_cursor(self, path: str, before: str) -> str:
        """Return a text of the site with the cursor behind some words of it."""
        text = FILES[path]
        return text.replace(before, f"{before}¦", 1)


def document() -> types.TextDocumentIdentifier:
    """Return a name of a document, where it is not asked for."""
    return types.TextDocumentIdentifier("")
