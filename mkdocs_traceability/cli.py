"""The command: the same checks as in the build, without building a site and without MkDocs."""

import gc
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import IO

import click

from mkdocs_traceability import __version__


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="mkdocs-traceability")
def main() -> None:
    """Check that the facts your architecture documents claim are true."""


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
@click.option(
    "-f", "--config-file", type=click.Path(path_type=Path), help="The mkdocs.yml, where it is not in FOLDER."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How findings are shown.",
)
def check(folder: Path, config_file: Path | None, form: str) -> None:
    """Check the site whose mkdocs.yml is in FOLDER, or is FOLDER itself (default: here).

    Exit status: 0 if nothing fails, 1 if there is an error or warning that is not waived, 2 if the check
    could not run.
    """
    from mkdocs_traceability.config_file import ConfigError, find_config
    from mkdocs_traceability.settings import load_settings
    from mkdocs_traceability.workspace import Workspace

    gc.disable()  # the process ends with the check: what it made is never garbage before
    try:
        items, findings, excerpts = Workspace(load_settings(config_file or find_config(folder))).check()
    except ConfigError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(2)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a console may lack the characters of a file
    if form == "json":
        from mkdocs_traceability.reports import json_report

        click.echo(json_report.render(findings), nl=False)
    else:
        from mkdocs_traceability.reports import text

        if findings:
            click.echo(text.render(findings, excerpts))
        click.echo(text.summary(items, findings))
    gc.freeze()
    sys.exit(any(finding.fails for finding in findings))


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
@click.option(
    "-f", "--config-file", type=click.Path(path_type=Path), help="The mkdocs.yml, where it is not in FOLDER."
)
@click.option(
    "-o", "--output", type=click.File("wb"), default="-", help="The file to write, instead of the console."
)
def export(folder: Path, config_file: Path | None, output: IO[bytes]) -> None:
    """Write the whole registry as JSON, as a build publishes it.

    Exit status: 0 whatever is found, 2 if it could not run.
    """
    from mkdocs_traceability.config_file import ConfigError, find_config
    from mkdocs_traceability.exports.without_a_build import registry_without_a_build
    from mkdocs_traceability.settings import load_settings

    gc.disable()
    try:
        registry = registry_without_a_build(load_settings(config_file or find_config(folder)))
    except ConfigError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(2)
    output.write(registry)  # a file that is named is opened, and emptied, only now
    gc.freeze()


@main.command()
@click.argument("code")
def explain(code: str) -> None:
    """Say what the rule CODE finds, why it matters, and show what fails and what passes."""
    from mkdocs_traceability.nearest import nearest_word
    from mkdocs_traceability.rules import all_rules

    rules = all_rules()
    rule = rules.get(code.upper())
    if rule is None:
        nearest = nearest_word(code, rules)
        hint = f"did you mean {nearest}?" if nearest else f"there are {', '.join(rules)}"
        click.echo(f"Error: no rule has the code {code}; {hint}", err=True)
        sys.exit(2)
    click.echo(f"{rule.code}: {rule.title} ({rule.severity})\n\n{rule.documentation}")
    for heading, files in (("Fails", rule.fails), ("Passes", rule.passes)):
        click.echo(f"\n{heading}:")
        for path, text in files.items():
            indented = "\n".join(f"    {line}".rstrip() for line in text.rstrip().split("\n"))
            click.echo(f"\n    # {path}\n{indented}")
