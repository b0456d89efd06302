"""Compare documents with the repository: those that the setting `ground` names, or any others."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from mkdocs_traceability.evidence.checker import SitePages
from mkdocs_traceability.evidence.verify import scope_of
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.grounding.ground import ground
from mkdocs_traceability.grounding.history.git_history import history_of
from mkdocs_traceability.grounding.resolver import Surroundings
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.grounding import Grounding
from mkdocs_traceability.model.inputs import Inputs
from mkdocs_traceability.reading.text import line_ends_as_one, shown
from mkdocs_traceability.registry.registry import Registry


class Documents(NamedTuple):
    """What documents hold, by their paths, and what is wrong with the globs that name them."""

    contents: dict[str, bytes]
    problems: list[Finding]


def named_documents(inputs: Inputs, disk: Disk, instead: Mapping[str, bytes]) -> Documents:
    """Read the documents that the setting `ground` names; `instead` has other contents of some, by path."""
    found = Documents({}, [])
    for glob in inputs.ground:
        paths = disk.glob(glob.pattern)
        if not paths:
            message = f"the documents `{glob.pattern}` match no file"
            help_ = f"name files relative to the folder of {glob.position.path}, such as `docs/**/*.md`"
            found.problems.append(Finding("TR009", message, glob.position, help=help_, subject=glob.pattern))
        for path in paths:
            data = instead[path] if path in instead else disk.read(path)
            if data is not None:
                found.contents.setdefault(path, data)
    return found


def text_of(data: bytes) -> str:
    r"""Return a document as its findings count lines and columns: `\n` ends each line."""
    return line_ends_as_one(shown(data))


def grounded(
    registry: Registry,
    inputs: Inputs,
    disk: Disk,
    documents: Mapping[str, str],
    pages: SitePages | None = None,
    kept: Path | None = None,
) -> Grounding:
    """Return the statements of documents, and whether they are true.

    `kept` is the file that keeps what the history is known to have.
    """
    systems = tuple(scope_of(inputs, disk, system, pages) for system in inputs.systems())
    surroundings = Surroundings(scope_of(inputs, disk, pages=pages), registry, documents, systems)
    return ground(surroundings, history_of(disk, kept))


def site_grounded(
    registry: Registry,
    inputs: Inputs,
    disk: Disk,
    pages: SitePages | None,
    instead: Mapping[str, bytes],
    kept: Path | None,
) -> Grounding:
    """Return what becomes of the statements of the documents that the settings name."""
    documents = named_documents(inputs, disk, instead)
    texts = {path: text_of(data) for path, data in documents.contents.items()}
    found = grounded(registry, inputs, disk, texts, pages, kept)
    problems = (*documents.problems, *found.problems)
    return found._replace(problems=problems, asked_at=inputs.ground[0].position)
