"""Which pages a site has, and which of them a claim names: part of *verify*, below claims of `docs`.

A build says which there are. Without one they are looked for on disk, where MkDocs would find them.
"""

from functools import cached_property
from pathlib import PurePosixPath
from typing import Final, NamedTuple
from urllib.parse import unquote

from mkdocs_traceability.evidence.checker import Scope
from mkdocs_traceability.evidence.documents.makers import doubts_of
from mkdocs_traceability.evidence.roots import as_below, leaves, listed
from mkdocs_traceability.model.doubt import BUILD
from mkdocs_traceability.model.text import composed
from mkdocs_traceability.model.verdict import Outcome, Place, Problem, Verdict
from mkdocs_traceability.reading.discovery import PAGE_ENDINGS, exclusion
from mkdocs_traceability.registry.nearest import most_alike, nearest_first

_MOST_OFFERED: Final = 2
_COMPARED: Final = 2000


class Page(NamedTuple):
    """A page of the site: by its path below the docs folder, and by that from the folder of `mkdocs.yml`.

    `remark` is the outcome of a path that is abbreviated and resolves.
    """

    uri: str
    path: str
    remark: Outcome | None = None


class Pages:
    """The pages of a site."""

    def __init__(self, scope: Scope) -> None:
        self._disk = scope.disk
        self._docs = scope.docs_path
        self._of_build = scope.docs_pages
        self._doubt = doubts_of(scope.plugins, scope.hooks).pages if scope.docs_pages is None else ""
        self._is_excluded = exclusion(scope.exclude_docs, scope.draft_docs, scope.written_by_us)

    def find(self, written: str) -> Page | Outcome:
        """Return the page that a path names, or what is wrong with it."""
        if leaves(written):
            meant = as_below(written)
            if meant and (self._has(meant) or self._nearest(meant)):
                nearest = meant if self._has(meant) else self._nearest(meant)[0]
                message = f"`{written}` is not a path below `{self._docs}`"
                return Outcome(Verdict.MISSING, Problem.PAGE, message, f"write `{nearest}`")
            return self._outside(written, "it is not a path below the docs folder")
        uri = self._spelled(PurePosixPath(written).as_posix())
        if "%" in uri and not self._has(uri):
            uri = self._spelled(unquote(uri))
            if leaves(uri):
                return self._outside(written, "it is not a path below the docs folder")
        if self._has(uri):
            return self._contained(uri, written)
        same_name = self._by_name.get(_name(uri), ())
        ending_so = [each for each in same_name if composed(each).endswith(f"/{composed(uri)}")]
        if len(ending_so) > 1:
            return self._several(written, ending_so)
        if not ending_so:
            return self._missing(written, uri)
        help_ = f"write `{ending_so[0]}`: a short path may later match a second page"
        message = f"`{written}` is short for `{ending_so[0]}`"
        page = self._contained(ending_so[0], written)
        if isinstance(page, Outcome):
            return page
        place = Place(page.path, page=page.uri)
        remark = Outcome(
            Verdict.FOUND, Problem.ABBREVIATED, message, help_, place, suggestions=(ending_so[0],)
        )
        return page._replace(remark=remark)

    def uris(self) -> tuple[str, ...]:
        """Return all pages, by their paths below the docs folder."""
        return self._all

    def _spelled(self, uri: str) -> str:
        """Return a path with accents as the page has it: as one character or as two."""
        if uri.isascii() or uri in self._all:
            return uri
        return next((each for each in self._all if composed(each) == composed(uri)), uri)

    def _has(self, uri: str) -> bool:
        """Whether the site has a page; what MkDocs leaves out (a README beside an index) is none."""
        if self._of_build is not None:
            return uri in self._of_build
        if (
            not uri.endswith(PAGE_ENDINGS)
            or self._is_excluded(uri)
            or not self._disk.is_file(self._path(uri))
        ):
            return False
        folder = uri.removesuffix("README.md")
        return _name(uri) != "README.md" or not self._disk.is_file(self._path(f"{folder}index.md"))

    def _path(self, uri: str) -> str:
        return uri if self._docs == "." else f"{self._docs}/{uri}"

    def _contained(self, uri: str, written: str) -> Page | Outcome:
        path = self._path(uri)
        if not self._disk.real(path).is_relative_to(self._disk.real(self._docs)):
            return self._outside(written, "a symbolic link leads out of the docs folder")
        return Page(uri, path)

    @cached_property
    def _all(self) -> tuple[str, ...]:
        if self._of_build is not None:
            return tuple(sorted(self._of_build))
        prefix = self._path("")
        below = (path.removeprefix(prefix) for path in self._disk.tree(self._docs))
        return tuple(uri for uri in below if uri.endswith(PAGE_ENDINGS) and self._has(uri))

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        by_name: dict[str, list[str]] = {}
        for uri in self._all:
            by_name.setdefault(_name(uri), []).append(uri)
        return by_name

    def _outside(self, written: str, why: str) -> Outcome:
        message = f"the path `{written}` leaves the docs folder: {why}"
        help_ = f"write a path relative to `{self._docs}`, with `/`"
        return Outcome(Verdict.MISSING, Problem.OUTSIDE, message, help_)

    def _several(self, written: str, uris: list[str]) -> Outcome:
        message = f"`{written}` matches several pages: {listed(uris)}"
        return Outcome(Verdict.MISSING, Problem.PAGE, message, "write the full path")

    def _missing(self, written: str, uri: str) -> Outcome:
        nearest = " or ".join(f"`{each}`" for each in self._nearest(uri))
        help_ = f"did you mean {nearest}?" if nearest else ""
        if self._doubt:
            return Outcome(Verdict.UNVERIFIED, Problem.UNCHECKED, self._doubt, BUILD)
        if not uri.endswith(PAGE_ENDINGS) and self._disk.is_file(self._path(uri)):
            message, help_ = f"`{written}` is not a page", "claim a file under `files`"
        else:
            message = f"page `{written}` not found in `{self._docs}`"
            help_ = help_ or "name a page by its path below the docs folder: `folder/page.md`"
        return Outcome(Verdict.MISSING, Problem.PAGE, message, help_)

    def _nearest(self, uri: str) -> list[str]:
        """Return the pages that were most likely meant: written in another way, or spelled alike."""
        stem = uri.removesuffix(".html")
        from_root = uri.removeprefix(f"{self._docs}/")
        for each in (f"{stem}.md", f"{stem}/index.md", f"{stem}/README.md", from_root, f"{from_root}.md"):
            if self._has(each):
                return [each]
        same_name = self._by_name.get(_name(uri)) or self._by_name.get(f"{_name(uri)}.md")
        if same_name:
            return nearest_first(uri, same_name, _MOST_OFFERED)
        start = uri[:1].lower()
        alike = sorted(self._all, key=lambda each: each[:1].lower() != start)[:_COMPARED]
        return most_alike(uri, alike, _MOST_OFFERED)


def _name(uri: str) -> str:
    return composed(uri.rpartition("/")[2])
