"""Look up paths: of files and folders below the roots, or beside the document."""

from pathlib import PurePosixPath

from mkdocs_traceability.evidence.roots import leaves
from mkdocs_traceability.grounding.resolver import Answer, Known, Surroundings, resolver
from mkdocs_traceability.model.verdict import Place


@resolver("path")
class Paths:
    """Looks paths up as they are written, from the document, the folder of the site, and the roots."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._scope = surroundings.scope

    def resolve(self, name: str, document: str) -> Answer:
        """Look up a path."""
        disk = self._scope.disk
        beside = str(PurePosixPath(document).parent / name)
        for path in (beside, name):
            if not leaves(path) and (disk.is_file(path) or disk.is_folder(path)):
                return Answer(Known.THERE, Place(path))
        resolved = self._scope.roots.resolve(name, folders_too=True)
        if not resolved.failure:
            return Answer(Known.THERE, Place(resolved.path))
        return Answer(Known.ABSENT)
