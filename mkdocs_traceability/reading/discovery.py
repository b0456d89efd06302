"""Find the sources of a site without MkDocs: pages and sidecars below the docs folder, and what globs name.

What MkDocs excludes from the site, and drafts, are no sources, as in `mkdocs build`.
"""

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from glob import glob
from pathlib import Path
from typing import Final

from mkdocs_traceability.findings import Finding
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.reading.prose import may_hold_prose
from mkdocs_traceability.reading.read import Source
from mkdocs_traceability.reading.text import MAX_BYTES, too_large
from mkdocs_traceability.reading.unreadable import Unreadable

SIDECAR_ENDINGS: Final = (".trace.yml", ".trace.yaml")
PAGE_ENDINGS: Final = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
"""What MkDocs takes for a page (`mkdocs.utils.markdown_extensions`)."""

_MAKE_READABLE: Final = "make it a file that can be read, or exclude it"

_ENOUGH: Final = 64
"""How many bytes tell whether a page has front matter, or what somebody takes for it."""

DEFAULT_EXCLUDES: Final = ".*\n/templates/\n"
"""What MkDocs never publishes (`mkdocs.structure.files`)."""


def is_sidecar(path: str) -> bool:
    """Whether a file is a sidecar by its name."""
    return path.endswith(SIDECAR_ENDINGS)


def find_in_docs(
    docs_dir: Path,
    docs_path: str,
    exclude_docs: str,
    draft_docs: str,
    prose_ids: frozenset[str] = frozenset(),
) -> Iterator[Source]:
    """Bring the pages and sidecars below the docs folder, in a fixed order."""
    excluded = exclusion(exclude_docs, draft_docs)
    for folder, folders, names in os.walk(docs_dir, followlinks=True):
        folders[:] = sorted(name for name in folders if not _leads_back(Path(folder, name)))
        below = os.path.relpath(folder, docs_dir).replace(os.sep, "/")
        prefix = "" if below == "." else below + "/"
        pages = {name for name in names if name.endswith(PAGE_ENDINGS)}
        for name in sorted(names):
            uri = prefix + name
            is_page = name in pages
            if not (is_page or is_sidecar(name)) or excluded(uri):
                continue
            if name == "README.md" and "index.md" in pages and not excluded(prefix + "index.md"):
                continue  # MkDocs prefers the index
            source = bring(Path(folder, name), f"{docs_path}/{uri}", uri if is_page else None, prose_ids)
            if source is not None:
                yield source


def _leads_back(folder: Path) -> bool:
    """Whether a folder is a symbolic link to one that holds it: following it would never end."""
    return folder.is_symlink() and folder.parent.resolve().is_relative_to(folder.resolve())


def exclusion(exclude_docs: str, draft_docs: str) -> Callable[[str], bool]:
    """Return what tells, by its path below the docs folder, a file that is no part of the site.

    Raises:
        ValueError: where a pattern is none.

    """
    if not exclude_docs and not draft_docs:
        return lambda uri: uri.startswith((".", "templates/")) or "/." in uri
    import pathspec  # what MkDocs itself matches with; costs start-up, so only where needed

    lines = (DEFAULT_EXCLUDES + exclude_docs).splitlines()
    excludes = pathspec.gitignore.GitIgnoreSpec.from_lines(lines)
    drafts = pathspec.gitignore.GitIgnoreSpec.from_lines(draft_docs.splitlines())
    return lambda uri: excludes.match_file(uri) or drafts.match_file(uri)


def bring(file: Path, path: str, page: str | None, prose_ids: frozenset[str] = frozenset()) -> Source | None:
    """Read a file from disk; None for a page that declares nothing and whose text says nothing of items."""
    try:
        about = file.stat()
        if not stat.S_ISREG(about.st_mode):  # a pipe would be waited for without end
            return Source(path, b"", page, Unreadable("it is no ordinary file", 1, 1, help=_MAKE_READABLE))
        with file.open("rb") as stream:
            begins = stream.read(_ENOUGH) if page is not None else b""
            data = begins + stream.read(MAX_BYTES - len(begins))
        is_too_large = about.st_size > MAX_BYTES
        if page is not None and not begins.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"---"):
            return None if is_too_large or not may_hold_prose(data, prose_ids) else Source(path, data, page)
        return Source(path, data, page, too_large(about.st_size) if is_too_large else None)
    except OSError as error:
        return Source(path, b"", page, Unreadable(f"{error.strerror}", 1, 1, help=_MAKE_READABLE))


def files_named(pattern: str, root: Path) -> list[Path]:
    """Return the files that a glob names, in a fixed order; hidden folders only where it names them."""
    found = glob(pattern, root_dir=root, recursive=True)  # noqa: PTH207 - `Path.glob` enters hidden folders
    return [file for name in sorted(found) if (file := root / name).is_file()]


def find_by_globs(
    globs: Sequence[str], positions: Sequence[Position], root: Path, taken: set[Path]
) -> tuple[list[Source], list[Finding]]:
    """Bring the sidecars that globs name, relative to `root`; a glob that matches nothing is TR009.

    Files in `taken` have been brought already.
    """
    sources: list[Source] = []
    findings: list[Finding] = []
    for pattern, position in zip(globs, positions, strict=True):
        files = files_named(pattern, root)
        if not files:
            message = f"the source `{pattern}` matches no file"
            help_ = f"it is looked for below {root.name}/, the folder of {position.path}"
            findings.append(Finding("TR009", message, position, help=help_, subject=pattern))
        for file in files:
            real = file.resolve()
            if real not in taken:
                taken.add(real)
                path = os.path.relpath(file, root).replace(os.sep, "/")
                source = bring(file, path, None)
                assert source is not None
                sources.append(source)
    return sources, findings
