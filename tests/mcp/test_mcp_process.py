"""The server as agents start it: a process of its own, that says nothing but the protocol and ends with the client."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from mcp_client import COMMAND, Client, connected, data, refusal
from support import write_site

from mkdocs_traceability.cli.main import main
from mkdocs_traceability.mcp.tools import TOOLS

pytestmark = pytest.mark.slow

FILES = {"docs/a.trace.yml": "flows:\n  - {id: A-1, title: First, components: [a]}\ncomponents: [{id: a}]\n"}

HELLO: list[dict[str, Any]] = [
    {
        "jsonrpc": "2.0",
        "id": 0,
        "method": "initialize",
        "params": {
            "protocolVersion": "2025-06-18",
            "capabilities": {},
            "clientInfo": {"name": "tests", "version": "1"},
        },
    },
    {"jsonrpc": "2.0", "method": "notifications/initialized"},
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A session with one server, started in another folder than that of its site."""
    folder = tmp_path_factory.mktemp("site")
    write_site(folder, FILES)
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    with connected(elsewhere, "-C", str(folder)) as client:
        yield client


def test_the_tools_are_offered_as_reading_only(client: Client) -> None:
    offered = client.tools()
    assert [tool.name for tool in offered] == [tool.name for tool in TOOLS]
    assert all(tool.annotations.readOnlyHint and not tool.annotations.destructiveHint for tool in offered)
    assert all(tool.outputSchema for tool in offered)
    shown = [tool.model_dump(exclude={"outputSchema"}, exclude_none=True) for tool in offered]
    assert len(json.dumps(shown)) < 16_000


def test_each_tool_answers_by_its_schema(client: Client) -> None:
    """The client holds each answer against the schema that the server gave it."""
    assert data(client.call("find", kind="flow"))["total"] == 1
    assert data(client.call("show", ids=["A-1"]))["items"][0]["id"] == "flow:A-1"
    assert data(client.call("check"))["passes"] is True
    change = {"action": "set", "item": "A-1", "key": "title", "value": "New"}
    assert (
        "+  - {id: A-1, title: New, components: [a]}"
        in data(client.call("propose", changes=[change]))["quoted_patch"]
    )


def test_a_refusal_is_an_error_of_the_tool_and_the_next_call_is_answered(client: Client) -> None:
    assert refusal(client.call("show", ids=["A-2"])).startswith("unknown item `A-2`")
    assert refusal(client.call("find", text="x" * 1_000_000)).startswith("`text`: String should have at most")
    assert data(client.call("find", kind="flow"))["total"] == 1


def spoken(folder: Path, lines: list[str]) -> "subprocess.CompletedProcess[str]":
    """Let a server read some lines, and then the end."""
    return subprocess.run(
        [*COMMAND, "-C", str(folder)],
        input="\n".join([*lines, ""]),
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_is_no_message_is_passed_over_and_the_end_of_input_ends_it(tmp_path: Path) -> None:
    write_site(tmp_path, FILES)
    odd = [
        "{",
        "[]",
        "\x00",
        '"' + "x" * 3_000_000 + '"',
        json.dumps({"jsonrpc": "2.0", "id": 9, "method": "no/such"}),
    ]
    done = spoken(tmp_path, [*map(json.dumps, HELLO), *odd])
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert said[0]["result"]["serverInfo"]["name"] == "mkdocs-traceability"
    assert all(each["jsonrpc"] == "2.0" for each in said)


def test_a_client_that_goes_at_once_leaves_nothing_behind(tmp_path: Path) -> None:
    write_site(tmp_path, FILES)
    process = subprocess.Popen(
        [*COMMAND, "-C", str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    process.stdin.write("".join(f"{json.dumps(each)}\n" for each in HELLO))
    process.stdin.close()
    assert process.wait() == 0
    assert process.stderr.read() == ""
    process.stderr.close()


def test_without_a_site_it_does_not_start(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["mcp", "-C", str(tmp_path)])
    assert done.exit_code == 2
    assert "has no mkdocs.yml" in done.output


def test_without_the_sdk_it_says_what_to_install(tmp_path: Path) -> None:
    write_site(tmp_path, FILES)
    (tmp_path / "mcp.py").write_text("raise ModuleNotFoundError('no mcp', name='mcp')", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", "from mkdocs_traceability.cli.main import main; main(['mcp'])"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr == "Error: the MCP server needs the MCP SDK: pip install 'mkdocs-traceability[agents]'\n"
    )
