"""Whatever clients send: servers and hooks answer it or refuse it, say nothing of their own code, and go on."""

import asyncio
import io
import json
import shutil
import subprocess
import sys
import threading
import traceback
from pathlib import Path
from random import Random
from typing import Any

import pytest
from incremental.doors import command, steady
from nightly import budget
from pygls.io_ import run_async

import mkdocs_traceability
from fuzz.mutations import changed, contents, other_shape
from mkdocs_traceability.lsp.server import Server, make_server
from mkdocs_traceability.mcp.site import Site
from tests.mcp.mcp_client import calls

pytestmark = pytest.mark.slow

CORPUS = Path(__file__).parent / "corpus"
PACKAGE = Path(mkdocs_traceability.__file__).parent
SIDECAR = "docs/a.trace.yml"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    steady(monkeypatch)
    return Path(shutil.copytree(CORPUS / "site", tmp_path / "site"))


def sources(site: Path) -> dict[str, bytes]:
    return {path: data for path, data in contents(site).items() if not path.startswith((".cache/", ".git/"))}


def messages(site: Path) -> list[dict[str, Any]]:
    """Return what an editor sends, of each kind one."""
    document = {"uri": (site / SIDECAR).as_uri()}
    opened = {
        **document,
        "languageId": "yaml",
        "version": 1,
        "text": (site / SIDECAR).read_text(encoding="utf-8"),
    }
    place = {"textDocument": document, "position": {"line": 3, "character": 12}}
    everywhere = {"start": {"line": 0, "character": 0}, "end": {"line": 40, "character": 0}}
    sent: list[tuple[str, Any]] = [
        ("textDocument/didOpen", {"textDocument": opened}),
        (
            "textDocument/didChange",
            {
                "textDocument": {**document, "version": 2},
                "contentChanges": [{"text": "flows: [{id: F-1}]\n"}],
            },
        ),
        ("workspace/didChangeWatchedFiles", {"changes": [{"uri": document["uri"], "type": 2}]}),
        ("textDocument/didClose", {"textDocument": document}),
        *(
            (f"textDocument/{each}", place)
            for each in ("completion", "hover", "definition", "documentHighlight")
        ),
        ("textDocument/prepareRename", place),
        ("textDocument/references", {**place, "context": {"includeDeclaration": True}}),
        ("textDocument/rename", {**place, "newName": "other"}),
        ("textDocument/documentSymbol", {"textDocument": document}),
        ("textDocument/codeLens", {"textDocument": document}),
        ("textDocument/inlayHint", {"textDocument": document, "range": everywhere}),
        (
            "textDocument/codeAction",
            {"textDocument": document, "range": everywhere, "context": {"diagnostics": []}},
        ),
        ("completionItem/resolve", {"label": "a", "data": {"uri": document["uri"], "id": "a"}}),
        ("workspace/symbol", {"query": "a"}),
    ]
    requests = ("didOpen", "didChange", "didChangeWatchedFiles", "didClose")
    return [
        {"jsonrpc": "2.0", "method": method, "params": params}
        | ({} if method.rpartition("/")[2] in requests else {"id": number})
        for number, (method, params) in enumerate(sent)
    ]


class Editor:
    """What a server writes, read as messages; `faults` are what our own code could not do."""

    def __init__(self, server: Server) -> None:
        self.written = b""
        self.faults: list[str] = []
        server.protocol.set_writer(self)
        report = server.report_server_error

        def reported(error: Exception, source: Any) -> None:
            said = "".join(traceback.format_exception(error))
            if "mkdocs_traceability" in said.replace(
                str(PACKAGE / "lsp/server.py"), ""
            ):  # else it is no message
                self.faults.append(said)
            report(error, source)

        server.report_server_error = reported  # type: ignore[method-assign]

    def write(self, data: bytes) -> None:
        self.written += data

    def close(self) -> None:
        """Take what was written until now."""

    def answers(self, number: int) -> bool:
        """Whether a request was answered."""
        return f'"id": {number}'.encode() in self.written or f'"id":{number}'.encode() in self.written


LAST = 987_654


async def converse(site: Path, bodies: list[bytes]) -> Editor:
    """Have a server read messages; the last one is a request that it must be able to answer."""
    server = make_server()
    editor = Editor(server)
    reader = asyncio.StreamReader()
    root = {"processId": None, "rootUri": site.as_uri(), "capabilities": {}}
    hover = {"textDocument": {"uri": (site / SIDECAR).as_uri()}, "position": {"line": 3, "character": 12}}
    first = [
        {"jsonrpc": "2.0", "id": LAST - 1, "method": "initialize", "params": root},
        {"jsonrpc": "2.0", "method": "initialized", "params": {}},
    ]
    last = {"jsonrpc": "2.0", "id": LAST, "method": "textDocument/hover", "params": hover}
    stop = threading.Event()
    reading = asyncio.ensure_future(
        run_async(stop, reader, server.protocol, error_handler=server.report_server_error)
    )
    for each in (*first, *bodies, last):
        body = each if isinstance(each, bytes) else json.dumps(each).encode()
        reader.feed_data(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        await asyncio.sleep(0)
    while not editor.answers(LAST):
        await asyncio.sleep(0.01)
    server.sessions.end()
    reader.feed_eof()
    await asyncio.wait_for(reading, 60)
    return editor


def test_what_an_editor_sends(site: Path) -> None:
    allowed = budget(120, 20_000)
    random = Random(allowed.seed)
    before = sources(site)
    sent = [json.dumps(each).encode() for each in messages(site)]
    for _ in range(max(1, allowed.count // 60)):
        if allowed.is_used_up():
            break
        bodies = []
        for _ in range(60):
            body = random.choice(sent)
            for _ in range(random.choice((0, 1, 1, 2))):
                body = other_shape(body, random) if random.randrange(3) else changed(body, sent, random)
            bodies += [] if b'"exit"' in body or b'"shutdown"' in body or not body else [body]
        editor = asyncio.run(asyncio.wait_for(converse(site, bodies), 120))
        assert editor.faults == []
        assert sources(site) == before


ASKED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("brief", {"paths": ["code/worker.py", "code"], "limit": 3}),
    ("find", {"kind": "flow", "filters": ["status=implemented", "components!=none"], "text": "a"}),
    ("show", {"ids": ["EVAL-001", "component:store"], "offset": 1}),
    ("why", {"ids": ["EVAL-001", "store"]}),
    ("gaps", {"limit": 5}),
    ("check", {"codes": ["TR1"]}),
    ("ground", {"paths": ["docs/guide.md"]}),
    (
        "propose",
        {
            "changes": [
                {"action": "set", "item": "EVAL-001", "key": "title", "value": "Other"},
                {
                    "action": "add_item",
                    "item": "EVAL-077",
                    "kind": "flow",
                    "key": "title",
                    "value": {"a": [1]},
                },
                {"action": "relate", "item": "EVAL-001", "key": "components", "value": "store"},
                {"action": "rename", "item": "store", "value": "storage"},
            ]
        },
    ),
)


def test_what_an_agent_asks(site: Path) -> None:
    allowed = budget(120, 20_000)
    random = Random(allowed.seed)
    before = sources(site)
    server = Site(site / "mkdocs.yml")
    words = [json.dumps(arguments).encode() for _, arguments in ASKED]
    for _ in range(max(1, allowed.count // 60)):
        if allowed.is_used_up():
            break
        wanted = []
        while len(wanted) < 60:
            tool, arguments = random.choice(ASKED)
            body = other_shape(json.dumps(arguments).encode(), random)
            if random.randrange(3) == 0:
                body = changed(body, words, random)
            try:
                asked = json.loads(body)
            except ValueError:
                continue
            if isinstance(asked, dict) and is_sent(asked):
                wanted.append((tool, asked))
        for asked, answer in zip(wanted, calls(server, wanted), strict=True):
            said = "".join(each.text for each in answer.content if each.type == "text")
            assert "The tool failed" not in said, asked
            assert "Traceback" not in said, asked
        assert sources(site) == before


def is_sent(asked: Any) -> bool:
    """Whether a client can send this: half characters are no UTF-8."""
    try:
        json.dumps(asked, ensure_ascii=False).encode()
    except ValueError:
        return False
    return True


TOLD = (
    b'{"session_id": "a", "cwd": "/", "hook_event_name": "Stop", "stop_hook_active": false, "loop_count": 0}',
    b'{"tool_name": "Edit", "tool_input": {"file_path": "docs/a.trace.yml"}, "stop_hook_active": true}',
)


def test_what_a_hook_is_told(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git = ("git", "-c", "user.name=A", "-c", "user.email=a@example.org")
    for line in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "One")):
        subprocess.run([*git, *line], cwd=site, check=True)
    file = site / SIDECAR
    file.write_text(
        file.read_text(encoding="utf-8") + "  - {id: EVAL-066, components: [nobody]}\n", encoding="utf-8"
    )
    before = sources(site)
    allowed = budget(40, 4_000)
    random = Random(allowed.seed)
    for _ in range(allowed.count):
        if allowed.is_used_up():
            break
        told = random.choice(TOLD)
        told = other_shape(told, random) if random.randrange(2) else changed(told, [*TOLD], random)
        (site / ".cache/traceability").is_dir() and [
            each.unlink() for each in (site / ".cache/traceability").glob("hook*")
        ]
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(told)))
        said = command(site, "check", "--changed", "HEAD", "--hook")
        assert "Traceback" not in said
        assert said == "exit status 0" or (said.endswith("exit status 2") and "TR" in said), told
        assert sources(site) == before
