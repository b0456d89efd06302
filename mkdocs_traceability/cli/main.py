"""The command: the same checks as in the build, without building a site and without MkDocs."""

import builtins
from importlib import import_module
from keyword import iskeyword
from typing import Final

import click

from mkdocs_traceability import __version__
from mkdocs_traceability.cli.console import QuietGroup

COMMANDS: Final = (
    "agents",
    "brief",
    "check",
    "completion",
    "explain",
    "export",
    "fmt",
    "gaps",
    "ground",
    "import",
    "init",
    "list",
    "lsp",
    "mcp",
    "rename",
    "render",
    "schema",
    "show",
    "why",
)
"""The commands. Each is a module of this package with a function of its name, loaded when it is asked for.

Where the name is a word of Python's, both end in `_`."""


class Commands(QuietGroup):
    """Loads a command when it is run, or listed with its help."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name, None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        is_taken = iskeyword(cmd_name) or hasattr(builtins, cmd_name)
        name = f"{cmd_name}_" if is_taken else cmd_name
        command: click.Command = getattr(import_module(f"{__package__}.{name}"), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is asked for; of one that is not there, name the nearest.

        Raises:
            click.UsageError: where there is no such command.

        """
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            from mkdocs_traceability.registry.nearest import nearest_word

            near = nearest_word(args[0], COMMANDS)
            ctx.fail(f"there is no command `{args[0]}`{f'; did you mean `{near}`?' if near else ''}")
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="mkdocs-traceability")
def main() -> None:
    """Check that the facts your architecture documents claim are true."""
