"""Find the sources of a site without MkDocs: pages and sidecars below the docs folder, and what globs name.

What MkDocs excludes from the site, and drafts, are no sources, as in `mkdocs build`.
"""

import os
import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from mkdocs_traceability.files.folders import SPARE, Folders, distinct
from mkdocs_traceability.files.named import NamedFiles, files_named
from mkdocs_traceability.files.ordinary import why
from mkdocs_traceability.files.real import Bounds, real
from mkdocs_traceability.files.unsaved import NOTHING_UNSAVED, Unsaved
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.reading.markdown.prose import may_hold_prose
from mkdocs_traceability.reading.own_key import may_hold_own_key
from mkdocs_traceability.reading.read import Source
from mkdocs_traceability.reading.tables.comments import may_hold_comments
from mkdocs_traceability.reading.text import MAX_BYTES, too_large
from mkdocs_traceability.reading.yaml.unreadable import Unreadable

SIDECAR_ENDINGS: Final = (".trace.yml", ".trace.yaml")
PAGE_ENDINGS: Final = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
"""What MkDocs takes for a page (`mkdocs.utils.markdown_extensions`)."""


_WAYS: Final = 4
"""In how many ways a folder is entered: all but one of them may be excluded from the site."""

_DECLARES: Final = re.compile(rb"^[\"']?traceability[\"']?[ \t]*:", re.MULTILINE)
"""What a page has that declares something."""

_MAKE_READABLE: Final = "make it readable, or exclude it"

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
    bounds: Bounds | None = None,
    others: list[tuple[Path, str]] | None = None,
    is_mapped: Callable[[str], bool] = lambda uri: False,
    unsaved: Unsaved = NOTHING_UNSAVED,
    rendered: Container[str] = (),
) -> Iterator[Source]:
    """Bring the pages and sidecars below the docs folder, each file once, in a fixed order.

    To `others` come the files that are neither, and the sidecars that are left out.
    """
    folders = Folders(docs_dir, bounds, SPARE)
    left: list[str] = []
    excluded = exclusion(exclude_docs, draft_docs, rendered)
    uris = distinct(docs_dir, _uris(folders, excluded, left))
    for uri in uris:
        page = uri if uri.endswith(PAGE_ENDINGS) else None
        of_shape = page is not None and is_mapped(page)
        source = load_source(docs_dir / uri, f"{docs_path}/{uri}", page, prose_ids, bounds, of_shape, unsaved)
        if source is not None:
            yield source
    for folder in folders.unsearched:
        yield leads_out(docs_dir / folder, f"{docs_path}/{folder.removesuffix('/')}", None, bounds)
    for folder, error in sorted(folders.refused.items()):
        if not all(excluded(f"{folder}a{ending}") for ending in (*PAGE_ENDINGS, *SIDECAR_ENDINGS)):
            yield _unreadable(f"{docs_path}/{folder}".rstrip("/"), None, error)
    if others is not None:
        others += [(docs_dir / uri, f"{docs_path}/{uri}") for uri in left]


def _uris(folders: Folders, excluded: Callable[[str], bool], left: list[str]) -> Iterator[str]:
    """Go through the paths of pages and sidecars as MkDocs does: the files of a folder before its folders."""
    for folder, entries in sorted(
        folders.walk([""], hidden=True, ways=_WAYS), key=lambda each: each[0].split("/")
    ):
        names = [entry.name for entry in entries if not entry.is_folder]
        for name in names:
            uri = f"{folder}{name}"
            is_page = name.endswith(PAGE_ENDINGS)
            if not (is_page or is_sidecar(name)) or excluded(uri):
                if is_left_over(uri, is_page, excluded(uri)):
                    left.append(uri)
                continue
            if name == "README.md" and "index.md" in names and not excluded(f"{folder}index.md"):
                continue  # MkDocs prefers the index
            yield f"{folder}{name}"


def is_left_over(uri: str, is_page: bool, is_excluded: bool) -> bool:
    """Whether a file that is not read may have been meant as a sidecar."""
    return not is_page and is_sidecar(uri) == is_excluded


def is_always_excluded(uri: str) -> bool:
    """Whether MkDocs leaves a file out whatever a site configures (`DEFAULT_EXCLUDES`)."""
    return uri.startswith((".", "templates/")) or "/." in uri


def exclusion(exclude_docs: str, draft_docs: str, rendered: Container[str] = ()) -> Callable[[str], bool]:
    """Return what tells, by its path below the docs folder, a file that is no part of the site.

    `rendered` are those that `render` has written: of the site, and yet nothing that somebody wrote.

    Raises:
        ValueError: where a pattern is none.

    """
    if rendered:
        is_other = exclusion(exclude_docs, draft_docs)
        return lambda uri: uri in rendered or is_other(uri)
    if not exclude_docs and not draft_docs:
        return is_always_excluded
    import pathspec  # what MkDocs itself matches with; costs start-up, so only where needed

    lines = (DEFAULT_EXCLUDES + exclude_docs).splitlines()
    excludes = pathspec.gitignore.GitIgnoreSpec.from_lines(lines)
    drafts = pathspec.gitignore.GitIgnoreSpec.from_lines(draft_docs.splitlines())
    return lambda uri: excludes.match_file(uri) or drafts.match_file(uri)


def load_source(
    file: Path,
    path: str,
    page: str | None,
    prose_ids: frozenset[str] = frozenset(),
    bounds: Bounds | None = None,
    is_mapped: bool = False,
    unsaved: Unsaved = NOTHING_UNSAVED,
) -> Source | None:
    """Read a file, as it is `unsaved` or else on disk; None for a page that says nothing of items.

    A page that `is_mapped` may declare something in another shape.

    Of a file outside the bounds nothing is kept; a page there is none of ours unless it declares something.
    """
    is_outside = bounds is not None and os.path.lexists(file) and not bounds.hold(file)
    if is_outside and page is None:
        return leads_out(file, path, page, bounds)
    try:
        content = unsaved.of(file)
        size = file.stat().st_size if content is None else len(content)
        data = unsaved.read(file, MAX_BYTES)
    except (OSError, ValueError) as error:  # ValueError: half a character in a name
        return _unreadable(path, page, error)
    if is_outside:
        declares = is_mapped or _DECLARES.search(data) or may_hold_comments(data)
        return leads_out(file, path, page, bounds) if declares else None
    is_too_large = size > MAX_BYTES
    if (
        page is not None
        and not is_mapped
        and not data[:_ENOUGH].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"---")
    ):
        may_say = not is_too_large and _may_say(data, prose_ids)
        return Source(path, data, page) if may_say else None
    return Source(path, data, page, too_large(size) if is_too_large else None)


def _unreadable(path: str, page: str | None, error: OSError | ValueError) -> Source:
    return Source(path, b"", page, Unreadable(why(error), 1, 1, help=_MAKE_READABLE))


def _may_say(data: bytes, prose_ids: frozenset[str]) -> bool:
    """Whether a page without front matter can say anything of items."""
    return may_hold_prose(data, prose_ids) or may_hold_own_key(data) or may_hold_comments(data)


def leads_out(file: Path, path: str, page: str | None, bounds: Bounds | None) -> Source:
    """Return what stands for a file outside the bounds: the first link on its way that leads out."""
    while bounds is not None and "/" in path and not bounds.hold(file.parent):
        file, path = file.parent, path.rpartition("/")[0]
    where = os.path.relpath(real(file), real(file.parent)).replace(os.sep, "/")
    message = f"a symbolic link leads to `{where}`, outside the folders that sources may be in"
    help_ = "replace it with a copy, or add its target folder to `allowed_roots`"
    return Source(path, b"", page, Unreadable(message, 1, 1, help=help_, code="TR411"))


def each_once(sources: Iterable[Source]) -> list[Source]:
    """Return sources of which a link that leads out is one, whatever it leads to."""
    links: set[str] = set()
    kept = []
    for source in sources:
        if source.problem is not None and source.problem.code == "TR411":
            if source.path in links:
                continue
            links.add(source.path)
        kept.append(source)
    return kept


def named_by(pattern: str, root: Path, bounds: Bounds | None = None) -> NamedFiles:
    """Return what a glob of `sources` names: for whoever reads it, and whoever watches it."""
    return files_named(pattern, root, bounds, SPARE)


def find_by_globs(
    globs: Sequence[str],
    positions: Sequence[Position],
    root: Path,
    taken: set[Path],
    bounds: Bounds | None = None,
    unsaved: Unsaved = NOTHING_UNSAVED,
) -> tuple[list[Source], list[Finding]]:
    """Bring the sidecars that globs name, relative to `root`; a glob that matches nothing is TR009.

    Files in `taken` have been brought already.
    """
    sources: list[Source] = []
    findings: list[Finding] = []
    for pattern, position in zip(globs, positions, strict=True):
        named = named_by(pattern, root, bounds)
        if not named.files and not named.unsearched:
            message = f"the source `{pattern}` matches no file"
            help_ = f"searched below {root.name}/, the folder of {position.path}"
            findings.append(Finding("TR009", message, position, help=help_, subject=pattern))
        links: set[str] = set()
        for name in named.files:
            if any(name.startswith(link) for link in links):
                continue  # it has been said of the link that it leads out
            if (file := real(root / name)) not in taken:
                taken.add(file)
                source = load_source(root / name, _shown(name, root), None, bounds=bounds, unsaved=unsaved)
                assert source is not None
                sources.append(source if is_sidecar(name) else replace(source, glob=pattern))
                if source.problem is not None and source.path != _shown(name, root):
                    links.add(f"{source.path}/")
        sources += [leads_out(root / name, _shown(name, root), None, bounds) for name in named.unsearched]
    return each_once(sources), findings


def _shown(name: str, root: Path) -> str:
    return os.path.relpath(root / name, root).replace(os.sep, "/")
