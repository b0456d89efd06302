"""`mkdocs-traceability explain`: rules, kinds, settings and badges."""

import click

from mkdocs_traceability.cli.console import fail


@click.command()
@click.argument("word", default="")
def explain(word: str) -> None:
    """Explain a rule, kind, key, setting or badge.

    Without WORD, list all of them.
    """
    from mkdocs_traceability.cli.explanations import explained, overview, suggestions

    text = explained(word) if word else overview()
    if not text:
        near = suggestions(word)
        hint = f"did you mean {' or '.join(near)}?" if near else "`explain` alone lists what can be explained"
        fail(f"nothing is named {word}; {hint}")
    click.echo(text)
