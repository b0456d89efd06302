"""Which sites the server has: several folders, folders in folders, links, and sites that have no part in it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from lsprotocol import types

from tests.lsp.client import COMMAND, PATIENCE, editor
from tests.support import write_site

WRONG = "flows:\n  - id: F-1\n    components: [nobody]\ncomponents: [{id: a}]\n"

pytestmark = pytest.mark.slow


def test_each_file_belongs_to_the_nearest_site_above_it(tmp_path: Path) -> None:
    """A folder that is a site with another one in it, one with a site below it, and a link to a third."""
    write_site(tmp_path / "one", {"docs/a.trace.yml": WRONG})
    write_site(tmp_path / "one/docs/inner", {"docs/b.trace.yml": WRONG})
    write_site(tmp_path / "many/below", {"docs/c.trace.yml": WRONG})
    write_site(tmp_path / "real", {"docs/d.trace.yml": WRONG})
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_site(
        tmp_path / "off", {"mkdocs.yml": "site_name: x\nplugins: [search]\n", "docs/index.md": "# [F-1]\n"}
    )
    folders = [tmp_path / name for name in ("one", "many", "link", "off")]
    with editor(tmp_path, *folders) as client:
        client.open("one/docs/inner/docs/b.trace.yml")
        shown = {"one/docs/a.trace.yml", "one/docs/inner/docs/b.trace.yml", "many/below/docs/c.trace.yml"}
        client.until(lambda: shown | {"link/docs/d.trace.yml"} <= client.shown().keys())
        assert not [path for path in client.shown() if path.startswith(("off/", "real/"))]
        removed = types.WorkspaceFoldersChangeEvent([], [types.WorkspaceFolder(folders[1].as_uri(), "many")])
        params = types.DidChangeWorkspaceFoldersParams(removed)
        client.call(client.protocol.workspace_did_change_workspace_folders, params)
        client.until(lambda: "many/below/docs/c.trace.yml" not in client.shown())


def test_a_site_of_zensical_is_followed(tmp_path: Path) -> None:
    write_site(tmp_path, {"docs/a.trace.yml": WRONG})
    (tmp_path / "mkdocs.yml").unlink()
    config = tmp_path / "zensical.toml"
    text = '[project]\nsite_name = "x"\n[project.plugins.traceability]\n'
    config.write_text(f"{text}page_dri = 1\n", encoding="utf-8")
    with editor(tmp_path) as client:
        client.until(lambda: client.shown().keys() >= {"docs/a.trace.yml", "zensical.toml"})
        client.open("zensical.toml", text)
        client.until(lambda: "zensical.toml" not in client.shown())


def test_a_heading_that_is_not_saved_is_evidence(tmp_path: Path) -> None:
    facts = "components:\n  - id: a\n    external: true\n    evidence: {docs: [page.md#new-part]}\n"
    write_site(tmp_path, {"docs/a.trace.yml": facts, "docs/page.md": "# Page\n"})
    before = sorted(file.name for file in (tmp_path / "docs").iterdir())
    with editor(tmp_path) as client:
        client.until(lambda: any("TR408" in each for each in client.shown().get("docs/a.trace.yml", ())))
        client.open("docs/page.md", "# Page\n\n## New part\n")
        client.until(lambda: "docs/a.trace.yml" not in client.shown())
    assert (tmp_path / "docs/page.md").read_text(encoding="utf-8") == "# Page\n"
    assert sorted(file.name for file in (tmp_path / "docs").iterdir()) == before


def test_an_answer_that_fails_is_logged_and_ends_nothing(tmp_path: Path) -> None:
    write_site(tmp_path, {"docs/a.trace.yml": WRONG})
    program = (
        "from mkdocs_traceability.lsp.features import Feature\n"
        "from mkdocs_traceability.lsp.server import make_server\n"
        "make_server((Feature('textDocument/hover', 'place', lambda *_: 1 / 0),)).start_io()\n"
    )
    with editor(tmp_path, command=(sys.executable, "-c", program)) as client:
        client.open("docs/a.trace.yml")
        document = types.TextDocumentIdentifier(client.uri("docs/a.trace.yml"))
        asked = types.HoverParams(document, types.Position(0, 0))
        with pytest.raises(Exception, match="division by zero"):
            client.wait(client.protocol.text_document_hover_async(asked))
        client.until(lambda: client.shown())
        client.until(lambda: any("division by zero" in each for each in client.messages))


def test_without_its_extra_it_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "pygls.py").write_text(
        "raise ModuleNotFoundError('no pygls', name='pygls')", encoding="utf-8"
    )
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    ended = subprocess.run(COMMAND, env=environment, capture_output=True, text=True, timeout=PATIENCE)
    assert ended.returncode == 2
    assert ended.stderr == "Error: the language server needs pygls: pip install 'mkdocs-traceability[lsp]'\n"
