"""The server as the protocol sees it: calls come in one at a time, answers and refusals go out."""

import logging
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

import anyio
import mcp.types as types
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from pydantic import BaseModel

from mkdocs_traceability import __version__
from mkdocs_traceability.mcp.answers import as_data, as_json
from mkdocs_traceability.mcp.arguments import read_arguments
from mkdocs_traceability.mcp.site import Refused, Site
from mkdocs_traceability.mcp.texts import name, sentence
from mkdocs_traceability.mcp.tools import INSTRUCTIONS, TOOLS, Tool

_log: Final = logging.getLogger(__name__)

_LONGEST_MESSAGE: Final = 2_000_000
"""How many characters a message of the client may have; a longer one is none."""


def make_server(site: Site, tools: tuple[Tool, ...] = TOOLS) -> Server[Any]:
    """Return a server that answers for a site."""
    server: Server[Any] = Server("mkdocs-traceability", __version__, instructions=INSTRUCTIONS)
    known = {tool.name: tool for tool in tools}
    turn = anyio.Lock()

    async def listed() -> list[types.Tool]:
        return [_declared(tool) for tool in tools]

    async def called(asked: str, arguments: dict[str, Any]) -> types.CallToolResult:
        async with turn:  # a workspace serves one question at a time
            return await anyio.to_thread.run_sync(_answer, site, known, asked, arguments)

    server.list_tools()(listed)  # type: ignore[no-untyped-call]
    server.call_tool(validate_input=False)(called)
    return server


def _declared(tool: Tool) -> types.Tool:
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        inputSchema=schema_of(tool.arguments),
        outputSchema=schema_of(tool.answer),
        annotations=types.ToolAnnotations(
            title=tool.title,
            readOnlyHint=True,
            destructiveHint=False,
            idempotentHint=True,
            openWorldHint=False,
        ),
    )


def schema_of(model: type[BaseModel]) -> dict[str, Any]:
    """Return the JSON schema of arguments or of an answer, without what only repeats names."""
    schema: dict[str, Any] = _without_titles(model.model_json_schema())
    schema.pop("description", None)
    return schema


def _without_titles(schema: Any) -> Any:
    if isinstance(schema, dict):
        kept = {key: value for key, value in schema.items() if key != "title" or not isinstance(value, str)}
        return {key: _without_titles(value) for key, value in kept.items()}
    return [_without_titles(each) for each in schema] if isinstance(schema, list) else schema


def _answer(
    site: Site, known: dict[str, Tool], asked: str, arguments: dict[str, Any]
) -> types.CallToolResult:
    try:
        tool = known.get(asked)
        if tool is None:
            raise Refused(f"There is no tool `{name(asked)}`; there are {', '.join(known)}")
        answer = tool.run(site, read_arguments(tool.arguments, arguments))
    except Refused as refusal:
        return _refused("\n".join(map(sentence, str(refusal).split("\n"))))
    except Exception as error:  # of the site or of ours: the next call may be answered
        _log.exception("The tool %s failed", asked)
        return _refused(
            f"The tool failed ({type(error).__name__}); the standard error output of the server has more. "
            "`mkdocs-traceability check` may say what is wrong with the site."
        )
    # As the protocol asks for clients that know no structured content, the same as text (MCP, "Tools").
    text = types.TextContent(type="text", text=as_json(answer))
    return types.CallToolResult(content=[text], structuredContent=as_data(answer))


def _refused(why: str) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(type="text", text=why)], isError=True)


def serve(config: Path) -> None:
    """Answer for a site over standard input and output, until the client goes."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # a thread that waits for input hears of no interrupt
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(name)s: %(message)s")
    incoming, outgoing = _own_streams()
    server = make_server(Site(config))

    async def run() -> None:
        messages = cast("anyio.AsyncFile[str]", _lines(incoming))  # all that is asked of it are its lines
        async with stdio_server(messages, anyio.wrap_file(outgoing)) as (questions, answers):
            await server.run(questions, answers, server.create_initialization_options())

    try:
        anyio.run(run)
    except* BrokenPipeError:  # the client has gone while it was answered
        with suppress(BrokenPipeError):
            outgoing.close()  # Python 3.13 would say so when it ends, if it still had to


async def _lines(stream: TextIOWrapper) -> AsyncIterator[str]:
    """Go through the messages of the client, each a line."""
    while line := await anyio.to_thread.run_sync(_line, stream, abandon_on_cancel=True):
        yield line


def _line(stream: TextIOWrapper) -> str:
    """Return the next line, empty at the end; one without end is cut, which makes it no message."""
    line = stream.readline(_LONGEST_MESSAGE)
    if len(line) < _LONGEST_MESSAGE or line.endswith("\n"):
        return line
    while (rest := stream.readline(_LONGEST_MESSAGE)) and not rest.endswith("\n"):
        pass
    return "a message that is too long\n"


def _own_streams() -> tuple[TextIOWrapper, TextIOWrapper]:
    """Return the streams of the protocol, and leave to all others an empty input and the error output.

    Whatever writes to standard output, in this process or in one that it starts, would garble the protocol.
    """
    incoming, outgoing = _moved(sys.stdin.fileno(), "rb"), _moved(sys.stdout.fileno(), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), sys.stdin.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return (
        TextIOWrapper(incoming, encoding="utf-8", errors="replace"),
        TextIOWrapper(outgoing, encoding="utf-8", errors="backslashreplace", newline="\n"),
    )


def _moved(descriptor: int, mode: str) -> BinaryIO:
    return os.fdopen(os.dup(descriptor), mode)  # type: ignore[return-value]
