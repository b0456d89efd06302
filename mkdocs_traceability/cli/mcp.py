"""`mkdocs-traceability mcp`: the MCP server, over standard input and output."""

import sys
from pathlib import Path

import click

from mkdocs_traceability.cli.console import fail
from mkdocs_traceability.cli.examples import CommandWithExamples
from mkdocs_traceability.cli.site_options import config_option, folder_option


@click.command(
    cls=CommandWithExamples,
    short_help="Start the MCP server for a coding agent.",
    examples={"Start it as an agent does, and end it at once": "mkdocs-traceability mcp < /dev/null"},
)
@folder_option
@config_option
def mcp(folder: Path, config_file: Path | None) -> None:
    """Start the MCP server, which a coding agent talks to over standard input and output.

    It answers for one site and never writes a file of it. Agents start it themselves.

    Exit status: 0 when the agent has gone, 2 if it could not start.
    """
    from mkdocs_traceability.settings.config_file import ConfigError, find_config

    try:
        from mkdocs_traceability.mcp.server import serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("mcp", "anyio"):
            raise
        fail("the MCP server needs the MCP SDK: pip install 'mkdocs-traceability[agents]'")
    try:
        config = (config_file or find_config(folder)).absolute()
    except ConfigError as error:
        fail(str(error))
    if sys.stdin is not None and sys.stdin.isatty():
        click.echo("Waiting for an agent on standard input; Ctrl-C ends", err=True)
    serve(config)
