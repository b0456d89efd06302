"""What a shell offers for the values of options and arguments: codes of rules, words to explain, ids.

A shell asks whenever a key is pressed: whatever goes wrong, nothing is offered and nothing is said.
"""

from collections.abc import Iterable
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import click
    from click.shell_completion import CompletionItem

    from mkdocs_traceability.settings.load import Settings

MOST: Final = 200
"""How many values are offered; for another one, more of it has to be typed."""


def complete_rules(
    context: "click.Context", parameter: "click.Parameter", typed: str
) -> "list[CompletionItem]":
    """Offer codes of rules; behind a comma, the next one."""
    from mkdocs_traceability.rules import all_rules

    before, comma, _ = typed.rpartition(",")
    rules = ((f"{before}{comma}{rule.code}", rule.title) for rule in all_rules().values())
    return _offered(rules, typed)


def complete_words(
    context: "click.Context", parameter: "click.Parameter", typed: str
) -> "list[CompletionItem]":
    """Offer what can be explained."""
    from mkdocs_traceability.cli.explanations import words

    return _offered(words(), typed)


def complete_ids(
    context: "click.Context", parameter: "click.Parameter", typed: str
) -> "list[CompletionItem]":
    """Offer the ids of the site's items, with their titles."""
    with suppress(Exception):  # the command itself will say what is wrong with the site
        return _offered(_ids(context), typed)
    return []


def complete_kinds(
    context: "click.Context", parameter: "click.Parameter", typed: str
) -> "list[CompletionItem]":
    """Offer the kinds of the site, by the names of several items."""
    with suppress(Exception):
        schema = _settings(context).schema
        return _offered(sorted((kind.plural, kind.title) for kind in schema), typed)
    return []


def _ids(context: "click.Context") -> Iterable[tuple[str, str]]:
    from mkdocs_traceability.workspace import Workspace

    items = Workspace(_settings(context)).link().registry.all
    return sorted({item.id: item.title for item in items}.items())


def _settings(context: "click.Context") -> "Settings":
    from mkdocs_traceability.settings.config_file import find_config
    from mkdocs_traceability.settings.load import load_settings

    folder: Path | None = context.params.get("folder")
    config_file: Path | None = context.params.get("config_file")
    return load_settings(config_file or find_config(folder or Path()))


def _offered(values: Iterable[tuple[str, str]], typed: str) -> "list[CompletionItem]":
    """Return the values that begin as it was typed, in any case, each with what it means."""
    from click.shell_completion import CompletionItem

    wanted = typed.casefold()
    fitting = (each for each in values if each[0].casefold().startswith(wanted) and _is_plain(each[0]))
    return [CompletionItem(value, help=_on_one_line(meaning)) for value, meaning in islice(fitting, MOST)]


def _is_plain(value: str) -> bool:
    """Whether a shell can be given a value as it is: ids are anything that a file has."""
    return value.isprintable() and not any(character in value for character in " \"'\\$`;&|<>(){}[]*?!#~")


def _on_one_line(text: str) -> str | None:
    """Return a meaning as shells can show it: they are told one line for each value."""
    line = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    return line or None
