"""Which files have which shape: those of the site, and those that globs name on disk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mkdocs_traceability.files.globs import fits, matches
from mkdocs_traceability.files.real import Bounds
from mkdocs_traceability.files.unsaved import NOTHING_UNSAVED, Unsaved
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.inputs import Glob
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.shapes import ShapeDeclared
from mkdocs_traceability.reading.discovery import each_once, is_sidecar, leads_out, load_source, named_by
from mkdocs_traceability.reading.read import Reading, Source


@dataclass(frozen=True)
class MappedFiles:
    """Files of one shape: `path` has globs relative to `mkdocs.yml`, `pages` to the docs folder.

    `position` is where the entry stands in the settings. One with the `usual` places of a preset has files in
    some of them.
    """

    shape: ShapeDeclared
    position: Position
    path: tuple[Glob, ...] = ()
    pages: tuple[Glob, ...] = ()
    is_usual: bool = False

    def takes_page(self, uri: str, path: str) -> bool:
        """Whether a page has this shape: by its path below the docs folder, or as findings show it."""
        by_uri = any(fits(uri, glob.pattern) for glob in self.pages)
        return (by_uri or any(fits(path, glob.pattern) for glob in self.path)) and not self.leaves_out(
            uri, path
        )

    def leaves_out(self, *paths: str) -> bool:
        """Whether a file is none of these although a glob names it."""
        return any(matches(path, glob) for path in paths for glob in self.shape.exclude)


@dataclass(frozen=True)
class Mapped:
    """What came of looking for files in other shapes: the site's, with their shapes, others, and problems.

    `by_entry` has the paths of the files of each entry of the settings.
    """

    docs: list[Source]
    others: list[Source]
    findings: list[Finding]
    by_entry: list[frozenset[str]]


def with_shapes(
    docs: Iterable[Source],
    mapped: Sequence[MappedFiles],
    root: Path,
    docs_path: str,
    bounds: Bounds | None = None,
    unsaved: Unsaved = NOTHING_UNSAVED,
) -> Mapped:
    """Give the pages of the site their shapes, and bring the files that the entries name besides."""
    known = {source.path: source for source in docs}
    shapes: dict[str, list[ShapeDeclared]] = {}
    findings: list[Finding] = []
    outside: list[Source] = []
    by_entry = []
    for entry in mapped:
        paths: dict[str, None] = {}
        missing: list[Finding] = []
        for glob in entry.pages:
            found = [
                each for each in known.values() if each.page is not None and fits(each.page, glob.pattern)
            ]
            if not found:
                missing.append(_no_page(glob, known.values(), docs_path))
            paths |= dict.fromkeys(
                each.path for each in found if not entry.leaves_out(each.page or "", each.path)
            )
        for glob in entry.path:
            paths |= dict.fromkeys(_named(entry, glob, root, docs_path, known, missing, outside, bounds))
        for path in paths:
            shapes.setdefault(path, []).append(entry.shape)
        by_entry.append(frozenset(paths))
        findings += [_in_no_place(entry)] if entry.is_usual and not paths else []
        findings += [] if entry.is_usual else missing
    shaped = [
        replace(source, shapes=tuple(shapes.pop(path))) if path in shapes else source
        for path, source in known.items()
    ]
    loaded = (load_source(root / path, path, None, bounds=bounds, unsaved=unsaved) for path in shapes)
    others = [
        replace(each, shapes=tuple(shapes[each.path])) for each in loaded if each and each.path in shapes
    ]
    return Mapped(shaped, each_once([*others, *outside]), findings, by_entry)


def _named(
    entry: MappedFiles,
    glob: Glob,
    root: Path,
    docs_path: str,
    known: dict[str, Source],
    findings: list[Finding],
    outside: list[Source],
    bounds: Bounds | None,
) -> list[str]:
    """Return the files that a glob names; sidecars of the site stay what they are."""
    named, unsearched = named_by(glob.pattern, root, bounds)
    of_pages = [path for path, each in known.items() if each.page is not None and fits(path, glob.pattern)]
    outside += [leads_out(root / each, each.removesuffix("/"), None, bounds) for each in unsearched]
    if not (named or of_pages or unsearched):
        message = f"the source `{glob.pattern}` matches no file"
        help_ = f"searched below {root.name}/, the folder of {glob.position.path}"
        findings.append(Finding("TR009", message, glob.position, help=help_, subject=glob.pattern))
    prefix = f"{docs_path}/"
    return [
        path
        for path in dict.fromkeys((*of_pages, *named))
        if not (path.startswith(prefix) and is_sidecar(path))
        and not entry.leaves_out(path, path.removeprefix(prefix))
    ]


def _in_no_place(entry: MappedFiles) -> Finding:
    """Report a preset that has no file in its usual places."""
    places = ", ".join(f"`{glob.pattern}`" for glob in (*entry.pages, *entry.path))
    message = f"this source matches no file; searched for {places}"
    return Finding("TR009", message, entry.position, help="say where the files are, in `path` or `pages`")


def _no_page(glob: Glob, docs: Iterable[Source], docs_path: str) -> Finding:
    message = f"the source `{glob.pattern}` matches no page with front matter"
    help_ = f"`pages` is relative to {docs_path}/, and has no page that is excluded from the site"
    shorter = glob.pattern.removeprefix(f"{docs_path}/")
    if shorter != glob.pattern and any(each.page and fits(each.page, shorter) for each in docs):
        help_ = f"write `{shorter}`: `pages` is relative to {docs_path}/"
    return Finding("TR009", message, glob.position, help=help_, subject=glob.pattern)


def without_items(
    mapped: Sequence[MappedFiles], by_entry: Sequence[frozenset[str]], reading: Reading
) -> list[Finding]:
    """Report entries that have files of which nothing could be said: no item, and no mistake."""
    if not mapped:
        return []
    said = {each.position.path for each in reading.items} | {each.position.path for each in reading.findings}
    findings = []
    for entry, paths in zip(mapped, by_entry, strict=True):
        if paths and not paths & said:
            files = "the file" if len(paths) == 1 else f"any of the {len(paths)} files"
            message = f"no items in {files} of this source"
            help_ = "correct `items` or `kind`, or remove the entry"
            findings.append(Finding("TR009", message, entry.position, help=help_))
    return findings
