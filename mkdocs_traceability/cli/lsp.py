"""`mkdocs-traceability lsp`: the language server, over standard input and output."""

import sys

import click

from mkdocs_traceability.cli.console import fail
from mkdocs_traceability.cli.examples import CommandWithExamples


@click.command(
    cls=CommandWithExamples,
    short_help="Start the language server for an editor.",
    examples={"Start it as an editor does, and end it at once": "mkdocs-traceability lsp < /dev/null"},
)
def lsp() -> None:
    """Start the language server, which an editor talks to over standard input and output.

    It shows the findings of `check` while you type. Editors start it themselves.

    Exit status: 0 after a regular end, 1 if the editor ends without saying so, 2 if it could not start.
    """
    try:
        from mkdocs_traceability.lsp.server import make_server
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("pygls", "lsprotocol", "cattrs", "attrs"):
            raise
        fail("the language server needs pygls: pip install 'mkdocs-traceability[lsp]'")
    if sys.stdin is not None and sys.stdin.isatty():
        click.echo("Waiting for an editor on standard input; Ctrl-C ends", err=True)
    make_server().start_io()
