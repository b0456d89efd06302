"""Where evidence is looked for, as the settings say: roots and inputs, of one system or of several."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from mkdocs_traceability.model.position import Position

UNNAMED: Final = ""
"""The name under which a setting stands that is a plain list: it is every system's."""


class Glob(NamedTuple):
    """A glob of the settings, relative to the folder of `mkdocs.yml`, and where it stands there."""

    pattern: str
    position: Position


class CodeOwnersFiles(NamedTuple):
    """CODEOWNERS files that an entry of the settings names; of the usual places the first that exists."""

    globs: tuple[Glob, ...]
    position: Position
    is_usual: bool = False


_System = Mapping[str, tuple[Glob, ...]]


@dataclass(frozen=True)
class Inputs:
    """Folders and globs by the name of a system, relative to the folder of `mkdocs.yml`.

    `compared` has, by setting, the globs of what claims are compared with: reports, documents, DDL.

    `markdown_extensions`, `plugins` and `hooks` are what `mkdocs.yml` says of them: they decide which anchors
    the headings of a page get, and whether there may be pages that are not on disk. `unseen` are folders that
    are never looked into, such as the built site.
    `nav_titles` are those that `nav` gives pages, by their paths below the docs folder.
    `code_owners` are the CODEOWNERS files that say whose code it is.
    `exclude_docs` and `draft_docs` are MkDocs' settings of these names, as text in the form of `.gitignore`.
    `sidecars_are_data` says that sidecars named there are read: a host is only kept from publishing them.
    `translated` are in the same form pages in other languages than the default one.
    `rendered` are the files below the docs folder that `render` has written.
    `ground` names the documents whose statements are compared with the repository.
    """

    code_roots: _System = field(default_factory=dict)
    compared: Mapping[str, _System] = field(default_factory=dict)
    docs_path: str = "docs"
    markdown_extensions: Mapping[str, object] = field(default_factory=dict)
    plugins: tuple[str, ...] = ()
    hooks: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()
    nav_titles: Mapping[str, str] = field(default_factory=dict)
    exclude_docs: str = ""
    draft_docs: str = ""
    sidecars_are_data: bool = False
    translated: str = ""
    rendered: frozenset[str] = frozenset()
    code_owners: tuple[CodeOwnersFiles, ...] = ()
    ground: tuple[Glob, ...] = ()

    def systems(self) -> list[str]:
        """Return the names of the systems, in the order of the settings."""
        settings = (self.code_roots, *self.compared.values())
        return list(dict.fromkeys(name for each in settings for name in each if name != UNNAMED))

    def globs(self) -> list[str]:
        """Return the globs of reports, API descriptions, DDL, CODEOWNERS and documents, whosever they are."""
        compared = [glob for each in self.compared.values() for glob in _all(each)]
        owners = [glob for entry in self.code_owners for glob in entry.globs]
        return [glob.pattern for glob in (*compared, *owners, *self.ground)]

    def of(self, setting: _System, system: str) -> tuple[Glob, ...]:
        """Return what a setting holds for a system; for none in particular, what it holds for all."""
        if UNNAMED in setting:
            return setting[UNNAMED]
        return setting.get(system, ()) if system else tuple(_all(setting))


def _all(setting: _System) -> Iterator[Glob]:
    for globs in setting.values():
        yield from globs
