"""The page of the reference on the commands, from what `--help` says."""

import re
from collections.abc import Iterator
from inspect import cleandoc
from typing import Final

import click

from mkdocs_traceability.cli.examples import PROGRAM, CommandWithExamples
from mkdocs_traceability.cli.main import COMMANDS, main

_UNESCAPED: Final = re.compile(r"[<>|*_\[\]\\]")


def commands_page() -> Iterator[str]:
    """Yield the lines of the page."""
    yield "# Commands\n"
    yield f"`{PROGRAM} COMMAND --help` says the same on the console. Run `{PROGRAM}` in the folder of"
    yield "`mkdocs.yml`, or name that folder.\n"
    commands = dict(all_commands())
    yield "| command | does |"
    yield "| --- | --- |"
    for name, command in commands.items():
        yield f"| [`{name}`](#{name.replace(' ', '-')}) | {_escaped(command.get_short_help_str(120))} |"
    for name, command in commands.items():
        yield from _command(name, command)


def all_commands() -> Iterator[tuple[str, CommandWithExamples]]:
    """Go through the commands, those of groups under both names, as in `agents install`."""
    context = click.Context(main)
    for name in COMMANDS:
        command = main.get_command(context, name)
        inner = command.commands if isinstance(command, click.Group) else {"": command}
        for word, each in inner.items():
            words = f"{name} {word}".rstrip()
            assert isinstance(each, CommandWithExamples), f"{words} has no examples"
            yield words, each


def _command(name: str, command: CommandWithExamples) -> Iterator[str]:
    context = click.Context(command, info_name=f"{PROGRAM} {name}", **main.context_settings)
    yield f"\n## {name}\n"
    yield f"```text\n{' '.join([context.command_path, *command.collect_usage_pieces(context)])}\n```\n"
    yield f"{_paragraphs(command.help or '')}\n"
    yield "| option | meaning |"
    yield "| --- | --- |"
    for parameter in command.get_params(context):
        names, meaning = parameter.get_help_record(context) or ("", "")
        if meaning:
            yield f"| {_option(names)} | {_escaped(' '.join(meaning.split()))} |"
    yield "\nExamples:\n"
    lines = (f"# {does}\n{line}\n" for does, line in command.examples.items())
    yield "```sh\n" + "\n".join(lines) + "```"


def _option(names: str) -> str:
    """Return the names of an option as code, with a bar where it takes one of several values."""
    return f"`{names}`".replace("|", "\\|")


def _paragraphs(text: str) -> str:
    """Return a help text as Markdown: what click keeps as it is written is a block."""
    made = []
    for paragraph in re.split(r"\n{2,}", cleandoc(text)):
        kept = paragraph.startswith("\b\n")
        made.append(f"```text\n{paragraph[2:]}\n```" if kept else _escaped(paragraph))
    return "\n\n".join(made)


def _escaped(text: str) -> str:
    """Return text in which nothing but code spans is Markdown."""
    parts = re.split(r"(`[^`]*`)", text)
    return "".join(
        part.replace("|", "\\|") if part.startswith("`") else _UNESCAPED.sub(r"\\\g<0>", part)
        for part in parts
    )
