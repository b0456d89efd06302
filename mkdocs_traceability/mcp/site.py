"""The one site that a server answers for: chosen when it starts, and as it lies on disk at every question."""

from collections.abc import Sequence
from pathlib import Path

from mkdocs_traceability.model.item import Item
from mkdocs_traceability.query.grammar import MarkerReader
from mkdocs_traceability.query.words import MarkerProblem
from mkdocs_traceability.registry.suggestions import Suggestions
from mkdocs_traceability.result import Result
from mkdocs_traceability.rules import all_rules
from mkdocs_traceability.settings.config_file import ConfigError
from mkdocs_traceability.settings.load import load_settings
from mkdocs_traceability.workspace import Workspace


class Refused(Exception):  # noqa: N818 - no error of ours: the question is the client's to change
    """Why a question cannot be answered, and what to ask instead."""


class Site:
    """A site, read and checked anew when anything about it has changed since the last question."""

    def __init__(self, config: Path) -> None:
        self._config = config
        self._workspace: Workspace | None = None

    @property
    def workspace(self) -> Workspace:
        """The workspace, with the settings as they are now.

        Raises:
            Refused: where the configuration cannot be read.

        """
        try:
            settings = load_settings(self._config)
        except ConfigError as error:
            raise Refused(f"The site cannot be read: {error}") from None
        if self._workspace is None:
            self._workspace = Workspace(settings)
        else:
            self._workspace.use(settings)
        return self._workspace

    def result(self) -> Result:
        """Return what a check finds now.

        Raises:
            Refused: as for `workspace`.

        """
        return self.workspace.current()


def reader_of(result: Result) -> MarkerReader:
    """Return what reads questions about the items of a run."""
    return MarkerReader(result.registry, Suggestions(result.registry).nearest, all_rules())


def items_named(result: Result, ids: Sequence[str]) -> list[Item]:
    """Return the items that ids, aliases or former ids name, each once.

    Raises:
        Refused: where one names none, or several.

    """
    reader = reader_of(result)
    read = [reader.item(each) for each in ids]
    refuse([each for each in read if isinstance(each, MarkerProblem)])
    return list(dict.fromkeys(each for each in read if isinstance(each, Item)))


def refuse(problems: Sequence[MarkerProblem]) -> None:
    """Say what is wrong with a question, if anything is.

    Raises:
        Refused: with all of it.

    """
    if problems:
        said = (f"{each.message}; {each.help}" if each.help else each.message for each in problems)
        raise Refused("\n".join(said))
