"""The one site that a server answers for: chosen when it starts, and as it lies on disk at every question."""

import os
from collections.abc import Sequence
from pathlib import Path

from mkdocs_traceability.agents.asked import reader_of
from mkdocs_traceability.files.real import Bounds
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.query.words import MarkerProblem
from mkdocs_traceability.result import Result
from mkdocs_traceability.settings.config_file import ConfigError
from mkdocs_traceability.settings.load import Settings, load_settings, relative
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


def path_below(settings: Settings, named: str, bounds: Bounds) -> str:
    """Return a path that a client names as findings show it: relative to the folder of `mkdocs.yml`.

    One that is not there is looked for in the working folder, too: agents name files as they see them.

    Raises:
        Refused: where it leads out of the bounds, whether it is there or not.

    """
    root = settings.root
    found = [file for file in (root / named, Path.cwd() / named) if os.path.lexists(file)]
    file = Path(os.path.normpath(found[0] if found else root / named))
    if "\0" in named or not bounds.hold(file):
        raise Refused(f"`{named}` leads out of the folders of the site; name a path relative to {root.name}/")
    return relative(file, root)


def items_named(result: Result, ids: Sequence[str]) -> list[Item]:
    """Return the items that ids, aliases or former ids name, each once.

    Raises:
        Refused: where one names none, or several.

    """
    reader = reader_of(result)
    read = [reader.item(each) for each in ids]
    if problems := [each for each in read if isinstance(each, MarkerProblem)]:
        raise refusal_of(problems)
    return list(dict.fromkeys(each for each in read if isinstance(each, Item)))


def refusal_of(problems: Sequence[MarkerProblem]) -> Refused:
    """Return what is wrong with a question as the refusal to answer it."""
    said = (f"{each.message}; {each.help}" if each.help else each.message for each in problems)
    return Refused("\n".join(said))
