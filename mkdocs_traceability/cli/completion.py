"""`mkdocs-traceability completion`: the script with which a shell completes its command lines."""

import click

from mkdocs_traceability.cli.console import fail, show
from mkdocs_traceability.cli.examples import PROGRAM, CommandWithExamples


@click.command(
    cls=CommandWithExamples,
    short_help="Print the completion script of a shell.",
    examples={
        "For bash: add this line to ~/.bashrc": 'eval "$(mkdocs-traceability completion bash)"',
        "For zsh: write the script to a file that ~/.zshrc sources": (
            "mkdocs-traceability completion zsh > completion.zsh"
        ),
        "For fish: write the script to ~/.config/fish/completions": (
            "mkdocs-traceability completion fish > mkdocs-traceability.fish"
        ),
    },
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the script with which SHELL completes commands, options, codes of rules and ids of items.

    It needs bash 4.4 or later, zsh, or fish.
    """
    from click.shell_completion import get_completion_class

    from mkdocs_traceability.cli.main import main

    kind = get_completion_class(shell)
    if kind is None:
        fail(f"there is no completion for {shell}")
    variable = f"_{PROGRAM}_COMPLETE".replace("-", "_").upper()
    made = kind(main, {}, PROGRAM, variable)
    show(f"{made.source_template % made.source_vars()}\n")
