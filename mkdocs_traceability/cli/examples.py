"""Commands whose `--help` ends with examples: a line to type, and what it does.

The reference of the manual lists the same examples, and a test runs each on a site.
"""

from collections.abc import Mapping
from typing import Any, Final

import click

PROGRAM: Final = "mkdocs-traceability"


class CommandWithExamples(click.Command):
    """A command with `examples`: what each does → the line in a shell.

    Lines are for the folder of a site; they name ids and files of the example site.
    """

    def __init__(self, *args: Any, examples: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.examples = examples

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples below the options, not wrapped: each line can be copied."""
        with formatter.section("Examples"):
            margin = " " * formatter.current_indent
            formatter.write(
                "\n".join(f"{margin}# {does}\n{margin}{line}\n" for does, line in self.examples.items())
            )
