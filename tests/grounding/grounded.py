"""Ground one document of a repository on disk, as the command does."""

from pathlib import Path

from grounding.resolvers.lookup import registry_of
from mkdocs_traceability.evidence.checker import Scope
from mkdocs_traceability.evidence.roots import Roots
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.grounding.ground import ground
from mkdocs_traceability.grounding.history.git_history import history_of
from mkdocs_traceability.grounding.resolver import Surroundings
from mkdocs_traceability.model.grounding import Grounded, Standing


def failing(folder: Path, document: str) -> list[Grounded]:
    """Return the statements of a document that do not hold."""
    disk = Disk(folder)
    texts = {document: (folder / document).read_text(encoding="utf-8")}
    surroundings = Surroundings(Scope(disk, Roots(disk, (".",)), {}), registry_of(""), texts)
    grounding = ground(surroundings, history_of(disk))
    assert not grounding.notes
    return [each for each in grounding.statements if each.standing is Standing.FAILS]
