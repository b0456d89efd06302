"""`mkdocs-traceability explain`: rules, kinds, settings and badges."""

import click

from mkdocs_traceability.cli.completing import complete_words
from mkdocs_traceability.cli.console import fail
from mkdocs_traceability.cli.examples import CommandWithExamples


@click.command(
    cls=CommandWithExamples,
    examples={
        "List everything that can be explained": "mkdocs-traceability explain",
        "Explain a rule, with examples that fail and pass": "mkdocs-traceability explain TR101",
        "Explain a kind and its keys": "mkdocs-traceability explain flow",
    },
)
@click.argument("word", default="", shell_complete=complete_words)
def explain(word: str) -> None:
    """Explain a rule, kind, key, setting or badge.

    Without WORD, list all of them.

    Exit status: 0 if WORD can be explained, else 2.
    """
    from mkdocs_traceability.cli.explanations import explained, overview, suggestions

    text = explained(word) if word else overview()
    if not text:
        near = [f"`{each}`" for each in suggestions(word)]
        hint = f"did you mean {' or '.join(near)}?" if near else "`explain` alone lists what can be explained"
        fail(f"unknown word `{word}`; {hint}")
    click.echo(text)
