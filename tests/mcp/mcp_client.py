"""A client of the MCP server: the SDK's own, which holds each answer against the schema of its tool.

`Client` speaks to a real process in a thread of its own, `ask` to a server in this process.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import anyio
from anyio.from_thread import start_blocking_portal
from mcp.client.session import ClientSession
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.shared.memory import create_connected_server_and_client_session
from mcp.types import CallToolResult, TextContent

from mkdocs_traceability.mcp.server import make_server
from mkdocs_traceability.mcp.site import Site

PATIENCE = timedelta(seconds=60)

COMMAND = (sys.executable, "-m", "mkdocs_traceability", "mcp")


def data(result: CallToolResult) -> dict[str, Any]:
    """Return what a tool answers."""
    assert not result.isError, result.content
    assert result.structuredContent is not None
    return result.structuredContent


def refusal(result: CallToolResult) -> str:
    """Return why a tool does not answer."""
    assert result.isError
    assert result.structuredContent is None
    (said,) = result.content
    assert isinstance(said, TextContent)
    return said.text


def call(site: Site | Path, tool: str, /, **arguments: Any) -> CallToolResult:
    """Call a tool of a server in this process."""
    (result,) = calls(site, [(tool, arguments)])
    return result


def calls(site: Site | Path, wanted: list[tuple[str, dict[str, Any]]]) -> list[CallToolResult]:
    """Call tools of one server in this process, all at once."""
    server = make_server(Site(site / "mkdocs.yml") if isinstance(site, Path) else site)
    results: dict[int, CallToolResult] = {}

    async def run() -> None:
        async with (
            create_connected_server_and_client_session(server) as session,
            anyio.create_task_group() as group,
        ):
            for number, (tool, arguments) in enumerate(wanted):
                group.start_soon(one, session, number, tool, arguments)

    async def one(session: ClientSession, number: int, tool: str, arguments: dict[str, Any]) -> None:
        results[number] = await session.call_tool(tool, arguments)

    anyio.run(run)
    return [results[number] for number in range(len(wanted))]


def ask(site: Site | Path, tool: str, /, **arguments: Any) -> dict[str, Any]:
    """Return what a tool of a server in this process answers."""
    return data(call(site, tool, **arguments))


def refused(site: Site | Path, tool: str, /, **arguments: Any) -> str:
    """Return why a tool of a server in this process does not answer."""
    return refusal(call(site, tool, **arguments))


class Client:
    """A session with a server in a process of its own."""

    def __init__(self, portal: Any, session: ClientSession) -> None:
        self._portal = portal
        self.session = session

    def call(self, tool: str, /, **arguments: Any) -> CallToolResult:
        """Call a tool."""
        result: CallToolResult = self._portal.call(self.session.call_tool, tool, arguments)
        return result

    def tools(self) -> list[Any]:
        """Return the tools that the server offers."""
        offered: list[Any] = self._portal.call(self.session.list_tools).tools
        return offered


@contextmanager
def connected(folder: Path, *options: str) -> Iterator[Client]:
    """Start a server for the site in a folder, and end it."""
    server = StdioServerParameters(command=COMMAND[0], args=[*COMMAND[1:], *options], cwd=folder)

    async def opened() -> Any:
        async with (
            stdio_client(server) as (incoming, outgoing),
            ClientSession(incoming, outgoing, read_timeout_seconds=PATIENCE) as session,
        ):
            await session.initialize()
            ready.append(session)
            got_ready.set()
            await ended.wait()

    with start_blocking_portal() as portal:
        ready: list[ClientSession] = []
        got_ready, ended = portal.call(anyio.Event), portal.call(anyio.Event)
        running = portal.start_task_soon(opened)
        portal.call(got_ready.wait)
        try:
            yield Client(portal, ready[0])
        finally:
            portal.call(ended.set)
            running.result()
