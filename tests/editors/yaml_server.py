"""A client of the language server that editors have for YAML: as much of the protocol as the tests need."""

import json
import subprocess
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any, Final

from support import ROOT

_SERVER: Final = ROOT / "editors/vscode/node_modules/yaml-language-server/bin/yaml-language-server"
_PATIENCE: Final = 60
"""Seconds."""


class YamlServer:
    """The server for a folder, in which `schemas` has globs of files by the file of their schema."""

    def __init__(self, folder: Path, schemas: dict[Path, list[str]], tags: list[str]) -> None:
        assert _SERVER.is_file(), "run `make test-vscode`, which installs it"
        self._process = subprocess.Popen(
            ["node", _SERVER, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder
        )
        self._settings = {
            "schemas": {file.as_uri(): globs for file, globs in schemas.items()},
            "schemaStore": {"enable": False},
            "customTags": tags,
        }
        self._folder = folder
        self._received: Queue[dict[str, Any]] = Queue()
        self._number = 0
        self._is_configured = False
        Thread(target=self._receive, daemon=True).start()
        formats = {"completionItem": {"documentationFormat": ["markdown"]}}
        capabilities = {"workspace": {"configuration": True}, "textDocument": {"completion": formats}}
        self._ask("initialize", {"processId": None, "rootUri": folder.as_uri(), "capabilities": capabilities})
        self._send("initialized", {})
        self._send("workspace/didChangeConfiguration", {"settings": {"yaml": self._settings}})
        while not self._is_configured:
            self._is_configured = self._answer(self._received.get(timeout=_PATIENCE))

    def problems(self, path: str, text: str) -> list[str]:
        """Open a text as a file, and return what the server says of it, each with its line from 1."""
        uri = self._open(path, text)
        while True:
            message = self._next()
            if message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == uri:
                found = message["params"]["diagnostics"]
                return [f"{each['range']['start']['line'] + 1}: {each['message']}" for each in found]

    def completions(self, path: str, text: str) -> dict[str, str]:
        """Return what is offered at the `|` in a text, each with what is said of it."""
        items = self._at("textDocument/completion", path, text)["items"]
        return {item["label"]: _plain(item.get("documentation", "")) for item in items}

    def hover(self, path: str, text: str) -> str:
        """Return what is shown of what stands at the `|` in a text."""
        found = self._at("textDocument/hover", path, text)
        return _plain(found["contents"]) if found else ""

    def stop(self) -> None:
        """End the server."""
        self._ask("shutdown", None)
        self._send("exit", None)
        assert self._process.stdin
        assert self._process.stdout
        self._process.wait(_PATIENCE)
        self._process.stdin.close()
        self._process.stdout.close()

    def _open(self, path: str, text: str) -> str:
        self._number += 1  # the server takes a version that it has seen for the same text
        uri = (self._folder / path).as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": self._number, "text": text}
        self._send("textDocument/didOpen", {"textDocument": document})
        return uri

    def _at(self, method: str, path: str, text: str) -> Any:
        before, _, behind = text.partition("|")
        uri = self._open(path, before + behind)
        position = {"line": before.count("\n"), "character": len(before.rpartition("\n")[2])}
        return self._ask(method, {"textDocument": {"uri": uri}, "position": position})

    def _ask(self, method: str, params: Any) -> Any:
        self._number += 1
        number = self._number
        self._write({"id": number, "method": method, "params": params})
        while True:
            message = self._next()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message
                return message["result"]

    def _send(self, method: str, params: Any) -> None:
        self._write({"method": method, "params": params})

    def _next(self) -> dict[str, Any]:
        """Return the next message; what the server asks for is answered on the way."""
        while True:
            message = self._received.get(timeout=_PATIENCE)
            if "method" not in message or "id" not in message:
                return message
            self._answer(message)

    def _answer(self, message: dict[str, Any]) -> bool:
        """Answer what the server asks for; whether it asked for the settings."""
        if "method" not in message or "id" not in message:
            return False
        sections: list[str] = []
        if message["method"] == "workspace/configuration":
            sections = [each.get("section") for each in message["params"]["items"]]
        result = [self._settings if section == "yaml" else {} for section in sections] or None
        self._write({"id": message["id"], "result": result})
        return "yaml" in sections

    def _write(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._process.stdin.flush()

    def _receive(self) -> None:
        stream = self._process.stdout
        assert stream
        while line := stream.readline():
            length = int(line.split(b":")[1]) if line.lower().startswith(b"content-length") else 0
            while line.strip():
                line = stream.readline()
                if line.lower().startswith(b"content-length"):
                    length = int(line.split(b":")[1])
            self._received.put(json.loads(stream.read(length)))


def _plain(text: Any) -> str:
    return str(text["value"] if isinstance(text, dict) else text)
