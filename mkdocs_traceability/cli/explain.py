"""`mkdocs-traceability explain`: rules, kinds, settings and badges."""

import click

from mkdocs_traceability.cli.console import fail


@click.command()
@click.argument("word", default="")
def explain(word: str) -> None:
    """Explain WORD: a rule, a kind, one of its keys, a setting or a badge. Without WORD, list them all."""
    from mkdocs_traceability.cli.explanations import explained, overview, suggestions

    text = explained(word) if word else overview()
    if not text:
        near = suggestions(word)
        hint = f"did you mean {' or '.join(near)}?" if near else "`explain` alone lists what can be explained"
        fail(f"nothing is named {word}; {hint}")
    click.echo(text)
