"""Look up paths: of files and folders beside the document, below the repository's top, or below the roots."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from posixpath import dirname, join, normpath, splitext
from typing import Final
from urllib.parse import unquote

from mkdocs_traceability.files.globs import fits, is_magic
from mkdocs_traceability.grounding.resolver import Answer, Known, Resolver, Surroundings, resolver
from mkdocs_traceability.grounding.slips import slips_of
from mkdocs_traceability.model.verdict import Place

_LONGEST: Final = 400
_UNKNOWN: Final = Answer(Known.UNKNOWN)
_ELSEWHERE: Final = re.compile(r"[a-z][a-z0-9+.-]*:|//|[~$%@<]|[A-Za-z]:[\\/]|\.git(?:/|$)")
"""Addresses, home folders, variables, packages with a scope, drives, and what git keeps for itself."""

_PLACEHOLDER: Final = re.compile(r"[<>|\"'\s$…]|\.\.\.")
_LINES: Final = re.compile(r"(?:#L\d[\dLC-]*|:L?\d[\d:L–-]*)$")
_HOST: Final = re.compile(
    r"[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|dev|in|sh|co|ai|app|me|de|xyz|googlesource)"
)
"""The first part of a path that is the name of a package with its host, as Go and Docker write it."""

_LIST_OF_COMMON: Final = """
__init__.py __main__.py app.py main.py setup.py conftest.py config.py settings.py utils.py models.py
views.py urls.py types.py constants.py index.js index.ts index.jsx index.tsx index.html index.md
index.css index.php main.js main.ts main.go main.rs main.c main.cpp main.java lib.rs mod.rs app.js
app.ts app.tsx types.ts utils.ts utils.js config.js config.ts config.json config.yml config.yaml
config.toml config.ini settings.json settings.py tsconfig.json package.json package-lock.json
yarn.lock pnpm-lock.yaml composer.json composer.lock pyproject.toml setup.cfg requirements.txt
tox.ini Makefile Dockerfile docker-compose.yml docker-compose.yaml compose.yml compose.yaml
Cargo.toml Cargo.lock go.mod go.sum Gemfile Gemfile.lock Rakefile pom.xml build.gradle
build.gradle.kts settings.gradle CMakeLists.txt README.md README README.rst LICENSE LICENSE.md
CHANGELOG.md CONTRIBUTING.md AGENTS.md CLAUDE.md SKILL.md GEMINI.md .env .gitignore .gitattributes
.editorconfig .npmrc .nvmrc .dockerignore mkdocs.yml schema.sql schema.json data.json style.css
styles.css test.py test.js test.ts tests.py vite.config.ts vite.config.js .eslintrc .prettierrc
.babelrc webpack.config.js jest.config.js next.config.js tailwind.config.js manifest.json
openapi.yaml openapi.json openapi.yml swagger.json server.js server.ts server.py
"""
_COMMON: Final = frozenset(_LIST_OF_COMMON.split())
"""Names of files that any project may have: one is easily another project's, or the reader's."""

_ANY_PROJECTS: Final = frozenset(("", ".", "..", "src", "lib", "app", "tests", "test", "docs", "examples"))
"""Folders that say nothing of what is in them."""

_BUILT_FROM: Final = (
    (".js", (".ts", ".tsx", ".mts")),
    (".mjs", (".mts", ".ts")),
    (".cjs", (".cts", ".ts")),
    (".css", (".scss", ".sass", ".less")),
    (".html", (".md", ".rst")),
)
"""What is written in one ending and has its source in another."""

_MOST_OFFERED: Final = 2


@resolver("path")
class Paths(Resolver):
    """Looks paths up as they are written, from the document, from every folder above it, and by their end."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._repository = surroundings.repository
        self._disk = surroundings.scope.disk
        self._folders = surroundings.scope.roots.folders

    def resolve(self, name: str, document: str) -> Answer:
        """Look up a path."""
        written = name.strip()
        if not written or len(written) > _LONGEST or "\0" in written:
            return _UNKNOWN
        found = self.find(written, document)
        if found:
            return Answer(Known.THERE, Place(found))
        path = _plain(written)
        if _ELSEWHERE.match(written) or written.startswith("/") or _PLACEHOLDER.search(path):
            return _UNKNOWN
        if is_magic(path) or "{" in path:
            return self._fitting(path, document)
        return self._absent(path, document)

    def find(self, written: str, document: str, *, is_whole: bool = False) -> str:
        """Return the file or folder that a path means, as the disk has it; empty where there is none.

        A path that `is_whole` is not only the end of one.
        """
        path = _plain(written.strip())
        candidates = self._candidates(path, document)
        for each in candidates:
            if self._disk.is_file(each) or self._disk.is_folder(each):
                return each
        if is_whole or path.startswith(("./", "../", "/")) or not path:
            return ""
        return next(self._ending_in(path), "")

    def _candidates(self, path: str, document: str) -> list[str]:
        """Return where a path may lead, nearest first; nowhere out of the repository."""
        below = path.lstrip("/")
        folders = [*self._repository.above(document), ".", *self._folders]
        spelled = dict.fromkeys((below, unquote(below)))
        found = (normpath(join(folder, each)) for folder in folders for each in spelled if each)
        return [each for each in dict.fromkeys(found) if self._repository.holds(each)]

    def _ending_in(self, path: str) -> Iterator[str]:
        """Go through the files and folders whose paths end so."""
        path = normpath(path)
        last = path.rpartition("/")[2]
        for each in (*self._repository.by_name.get(last, ()), *self._repository.folders.get(last, ())):
            if f"/{each}".endswith(f"/{path}"):
                yield each

    def _fitting(self, path: str, document: str) -> Answer:
        """Look for files that a glob fits; one that fits none may be about files that come and go."""
        if "{" in path:
            return _UNKNOWN
        candidates = [each.removeprefix("./") for each in self._candidates(path, document)]
        for file in self._repository.files:
            if any(fits(file, glob) for glob in candidates) or fits(file, f"**/{path.removeprefix('./')}"):
                return Answer(Known.THERE, Place(file))
        return _UNKNOWN

    def _absent(self, path: str, document: str) -> Answer:
        """Tell what is ours and gone from what may be made, installed or meant of another project."""
        candidates = self._candidates(path, document)
        if not candidates or any(map(self._repository.is_left_out, candidates)):
            return _UNKNOWN
        first = _first(path)
        if _HOST.fullmatch(first) or self._is_module(path) or self._is_built(path):
            return _UNKNOWN
        if "/" not in path.strip("/"):
            is_clear = bool(splitext(path)[1]) or path.endswith("/")
            return Answer(Known.ABSENT, is_anybodys=not is_clear or path.strip("/") in _COMMON)
        is_own = any(
            self._disk.is_folder(each) for each in self._candidates(first, document)
        ) and first not in (".", "..")
        nearest = self._nearest(path, candidates)
        is_anybodys = _is_anybodys(path) and self._repository.from_top(document).count("/") > 1
        return Answer(Known.ABSENT, None, is_own, nearest, bool(nearest), is_anybodys=is_anybodys)

    def _is_module(self, path: str) -> bool:
        """Whether a path without an ending is that of a file without its own."""
        stem = path.strip("/").rpartition("/")[2]
        return any(
            f"/{splitext(each)[0]}".endswith(f"/{path.removeprefix('./').strip('/')}")
            for each in self._by_stem.get(stem, ())
        )

    @cached_property
    def _by_stem(self) -> dict[str, list[str]]:
        """The files by their names without endings."""
        stems: dict[str, list[str]] = {}
        for name, files in self._repository.by_name.items():
            stems.setdefault(splitext(name)[0], []).extend(files)
        return stems

    def _is_built(self, path: str) -> bool:
        """Whether a path is that of what a file of the repository is built to."""
        stem, ending = splitext(path)
        sources = next((each for built, each in _BUILT_FROM if built == ending), ())
        return any(any(self._ending_in(f"{normpath(stem)}{each}")) for each in sources)

    def _nearest(self, path: str, candidates: list[str]) -> tuple[str, ...]:
        """Return the paths that are meant: the only file of a rare name, or one that is a slip away."""
        repository = self._repository
        last = path.rstrip("/").rpartition("/")[2]
        if last not in _COMMON and splitext(last)[1]:
            named_so = repository.by_name.get(last, [])
            if len(named_so) == 1 and _shares_a_folder(path, repository.from_top(named_so[0])):
                return (repository.from_top(named_so[0]),)
        for each in candidates:
            folder = dirname(each)
            if self._disk.is_folder(folder or "."):
                siblings = list(self._in(folder))
                if meant := slips_of(last, siblings):
                    return tuple(f"{path.rstrip('/').removesuffix(last)}{name}" for name in meant)
        return ()

    def _in(self, folder: str) -> Iterable[str]:
        prefix = "" if folder in ("", ".") else f"{folder}/"
        below = (each for each in self._repository.files if each.startswith(prefix))
        return dict.fromkeys(each.removeprefix(prefix).partition("/")[0] for each in below)


def _plain(written: str) -> str:
    """Return a path without the lines behind it, with slashes in place of backslashes."""
    path = _LINES.sub("", written)
    path = path.split("#", 1)[0] if "#" in path and not path.startswith("#") else path
    return path.replace("\\", "/") if re.fullmatch(r"[\w.-]+(?:\\[\w.-]+)+\\?", path) else path


def _shares_a_folder(path: str, other: str) -> bool:
    """Whether a folder that is not any project's is on the way to both of two files."""
    folders = (set(each.split("/")[:-1]) - _ANY_PROJECTS for each in (path, other))
    return not next(folders).isdisjoint(next(folders))


def _is_anybodys(path: str) -> bool:
    """Whether any project may have such a path: `src/index.ts`."""
    *folders, last = path.strip("/").split("/")
    return last in _COMMON and _ANY_PROJECTS.issuperset(folders)


def _first(path: str) -> str:
    parts = [each for each in path.split("/") if each not in ("", ".", "..")]
    return parts[0] if parts else ""
