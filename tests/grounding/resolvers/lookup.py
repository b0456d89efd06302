"""What tests of resolvers share: a small repository on disk, and what is known of names in it."""

import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from support import run

from mkdocs_traceability.evidence.checker import Scope
from mkdocs_traceability.evidence.roots import Roots
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.grounding.ground import _resolvers
from mkdocs_traceability.grounding.resolver import Answer, Known, Resolver, Surroundings
from mkdocs_traceability.model.inputs import Glob
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.registry.registry import Registry

SETTING = Position("mkdocs.yml", 3, 1)


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Write files, by their paths."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


def registry_of(sidecar: str) -> Registry:
    """Return the registry of a site with one sidecar."""
    with tempfile.TemporaryDirectory() as folder:
        return run(
            Path(folder), {"docs/a.trace.yml": sidecar} if sidecar else {"docs/a.md": "# A\n"}
        ).registry


class Lookup:
    """Resolves names in a folder: as `document` would say them."""

    def __init__(
        self, folder: Path, files: Mapping[str, str], *, sidecar: str = "", **globs: Iterable[str]
    ) -> None:
        write(folder, files)
        disk = Disk(folder)
        compared = {name: tuple(Glob(each, SETTING) for each in patterns) for name, patterns in globs.items()}
        scope = Scope(disk, Roots(disk, (".",)), compared)
        documents = {path: text for path, text in files.items() if path.endswith(".md")}
        self.surroundings = Surroundings(scope, registry_of(sidecar), documents)
        self._made: dict[str, Resolver] = {}

    def answer(self, kind: str, name: str, document: str = "README.md") -> Answer:
        """Return what is known of a name."""
        if kind not in self._made:
            self._made[kind] = _resolvers()[kind](self.surroundings)
        return self._made[kind].resolve(name, document)

    def known(self, kind: str, name: str, document: str = "README.md") -> str:
        """Return the same in a word: `there`, `unknown`, `absent`, or `ours` where it would be a finding."""
        answer = self.answer(kind, name, document)
        if answer.known is Known.ABSENT and answer.is_own and answer.is_near:
            return "ours"
        return answer.known.name.lower()
