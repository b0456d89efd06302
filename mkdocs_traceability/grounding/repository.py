"""What lies in the repository: its files, what of them is generated, and which files hold a word.

Everything is below the top of the repository, which may lie above the folder of `mkdocs.yml`. Paths are those
of the disk: relative to that folder.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path, PurePosixPath
from posixpath import dirname, join, normpath, relpath
from typing import TYPE_CHECKING, Final

from mkdocs_traceability.evidence.roots import Roots
from mkdocs_traceability.files.disk import Disk

if TYPE_CHECKING:
    from pathspec.gitignore import GitIgnoreSpec

_LIST_OF_DOCUMENTS: Final = """
.md .markdown .mdx .mdown .mkd .mkdn .rst .adoc .asciidoc .txt .htm .html .org .pod .tex
"""
DOCUMENTS: Final = frozenset(_LIST_OF_DOCUMENTS.split())
"""Endings of files that speak of things, and have none."""

_LIST_OF_NO_TEXT: Final = """
.png .jpg .jpeg .gif .ico .webp .bmp .tiff .svg .pdf .zip .gz .tgz .bz2 .xz .7z .jar .war .class
.pyc .so .dylib .dll .exe .o .a .lib .wasm .woff .woff2 .ttf .otf .eot .mp3 .mp4 .mov .avi .webm
.ogg .wav .db .sqlite .sqlite3 .bin .dat .npy .npz .parquet .pkl .pt .onnx .map .lock .snap .csv
.tsv .po .pot .mo .log .rej .orig .sarif .whl .keystore .p12 .der .pem .crt .key .psd .ai .sketch
.fig .min.js .min.css
"""
_NO_TEXT: Final = frozenset(_LIST_OF_NO_TEXT.split())
_REPORTS: Final = (".json", ".xml")
_OF_GROUNDING: Final = re.compile(rb"\bTR6\d\d\b")
"""What reports and baselines of this check have in them: they quote names because these are nowhere."""

_LISTS: Final = frozenset({"package-lock.json", "pnpm-lock.yaml", "npm-shrinkwrap.json", "go.sum"})

_LIST_OF_GENERATED: Final = """
dist build out output target site _site _build node_modules venv env __pycache__ coverage htmlcov
tmp temp obj logs log vendor cache generated DerivedData Pods bower_components
"""
GENERATED: Final = frozenset(_LIST_OF_GENERATED.split())
"""Names of folders whose files are often made, installed or downloaded."""

_LIST_OF_VENDORED: Final = """
node_modules vendor vendored _vendor third_party third-party thirdparty external extern
bower_components site-packages Pods Carthage deps
"""
_VENDORED: Final = frozenset(_LIST_OF_VENDORED.split())
_LIST_OF_SAMPLES: Final = """
fixtures fixture testdata test-data test_data testsuite __fixtures__ __snapshots__ snapshots cassettes
"""
_SAMPLES: Final = frozenset(_LIST_OF_SAMPLES.split())
"""Names of folders whose documents are there for tests: they may be as wrong as a test wants them."""

_MADE: Final = re.compile(
    r"(?im)^\W*(?:auto-?\s?generated|automatically (?:generated|created)|generated (?:by|from|with))\b"
    r"|<!--(?:(?!-->).)*\bgenerated\b"
    r"|\b(?:do not|don[’']t) (?:edit|modify) (?:this|by hand|manually|directly)"
    r"|\bthis (?:file|page|document|documentation|section|readme|reference)"
    r" (?:is|was|has been) (?:\w+[ -]){0,3}generated\b"
)
_HEAD: Final = 600
"""How many characters at the top of a document may say that it is generated."""

_HIDDEN: Final = (
    *(".*", ".github/**/*", ".gitlab/**/*", ".circleci/**/*", ".config/**/*", ".devcontainer/**/*"),
    *(".vscode/**/*", ".husky/*", ".cargo/*", ".changeset/*", ".claude/**/*", ".cursor/**/*", ".agents/**/*"),
    *(".storybook/**/*", ".buildkite/**/*", ".azure/**/*", ".ci/**/*", ".docker/**/*", ".codex/**/*"),
    *("*/.*", "*/*/.*"),
)
"""The hidden files that people write about."""

_MOST_FILES: Final = 30_000
_MOST_BYTES: Final = 300_000_000
_LARGEST: Final = 2_000_000
"""How much is searched for words in all, and how large a file may be that is; beyond, nothing is known."""

_MOST_SEARCHED: Final = 600_000_000
"""How many bytes are searched in all: once for all words that are prepared, and again for others."""

_WORD: Final = re.compile(rb"[^\W\d]\w*|[\x80-\xff\w]+")
_CAPITALS: Final = re.compile(rb"[A-Z][A-Z0-9]*_[A-Z0-9_]*[A-Z0-9]")


class Repository:
    """The files of a repository, by their names and by the words in them."""

    def __init__(self, disk: Disk) -> None:
        self.disk = disk
        self.top = _top(disk)
        self._wanted: set[bytes] = set()
        self._holding: dict[bytes, list[str]] = {}
        self._searched = 0
        self._size = 0
        self._capitals: set[bytes] = set()
        self._ignores: dict[str, GitIgnoreSpec | None] = {}

    @cached_property
    def roots(self) -> Roots:
        """The whole repository, as a root in which symbols and tests are looked up."""
        return Roots(self.disk, (self.top,))

    @cached_property
    def files(self) -> tuple[str, ...]:
        """All files, the hidden ones too that people write about."""
        hidden = (path for glob in _HIDDEN for path in self.disk.glob(self.below_top(glob)))
        found = (normpath(path) for path in (*self.disk.tree(self.top), *hidden))
        return tuple(dict.fromkeys(path for path in found if "/.git/" not in f"/{path}"))

    @cached_property
    def by_name(self) -> dict[str, list[str]]:
        """The files by their names."""
        by_name: dict[str, list[str]] = {}
        for path in self.files:
            by_name.setdefault(path.rpartition("/")[2], []).append(path)
        return by_name

    @cached_property
    def folders(self) -> dict[str, list[str]]:
        """The folders that files are in, by their names."""
        folders = dict.fromkeys(
            str(folder) for path in self.files for folder in PurePosixPath(path).parents if folder.name
        )
        by_name: dict[str, list[str]] = {}
        for path in folders:
            by_name.setdefault(path.rpartition("/")[2], []).append(path)
        return by_name

    def below_top(self, path: str) -> str:
        """Return a path from the top of the repository as the disk has it."""
        return path if self.top == "." else normpath(join(self.top, path))

    def from_top(self, path: str) -> str:
        """Return a path of the disk as it is written from the top of the repository."""
        return normpath(path) if self.top == "." else relpath(path, self.top)

    def holds(self, path: str) -> bool:
        """Whether a path, as it is written, lies below the top of the repository."""
        return not self.from_top(path).startswith("..")

    def above(self, document: str) -> Iterator[str]:
        """Go through the folders of a document, from its own to the top of the repository."""
        folder = dirname(normpath(document))
        while folder and self.holds(folder) and self.from_top(folder) != ".":
            yield folder
            folder = dirname(folder)
        yield self.top

    def is_left_out(self, path: str) -> bool:
        """Whether a path is ignored by git, or lies in a folder of a kind that is made and is not there."""
        parts = PurePosixPath(self.from_top(path)).parts
        for count, part in enumerate(parts[:-1] or parts, 1):
            folder = self.below_top("/".join(parts[:count]))
            if part in GENERATED and not self.disk.is_folder(folder):
                return True
        return any(self._is_ignored(folder, path) for folder in self.above(path)) or self._ends_ignored(path)

    def _ends_ignored(self, path: str) -> bool:
        """Whether a path of several parts is the end of one that git ignores, written from below the top."""
        written = self.from_top(path).strip("/")
        return "/" in written and any(each.endswith(f"/{written}") for each in self._lines_of_ignored)

    @cached_property
    def _lines_of_ignored(self) -> frozenset[str]:
        data = (self.disk.read(each) or b"" for each in self.by_name.get(".gitignore", ()))
        lines = (line for each in data for line in each.decode("utf-8", "replace").splitlines())
        return frozenset(f"/{each.strip().strip('/')}" for each in lines)

    def _is_ignored(self, folder: str, path: str) -> bool:
        if folder not in self._ignores:
            self._ignores[folder] = self._ignore(normpath(join(folder, ".gitignore")))
        spec = self._ignores[folder]
        written = relpath(path, folder)
        return spec is not None and (spec.match_file(written) or spec.match_file(f"{written}/"))

    def _ignore(self, file: str) -> "GitIgnoreSpec | None":
        data = self.disk.read(file)
        if data is None:
            return None
        from pathspec.gitignore import GitIgnoreSpec  # costs start-up

        return GitIgnoreSpec.from_lines(data.decode("utf-8", "replace").splitlines())

    def prepare(self, words: Iterable[str]) -> None:
        """Note words that will be asked for, so that all files are gone through once for all of them."""
        self._wanted.update(each.encode("utf-8", "replace") for each in words)

    def holding(self, word: str) -> tuple[str, ...] | None:
        """Return the files other than documents that hold a word; None where not all can be searched."""
        sought = word.encode("utf-8", "replace")
        if sought not in self._holding:
            self._wanted.add(sought)
            if self._texts is None or self._searched + self._size > _MOST_SEARCHED:
                return None
            self._search()
        return tuple(self._holding[sought])

    def mentioning(self, text: str) -> tuple[str, ...] | None:
        """Return the files other than documents that hold a text; None where not all can be searched."""
        word = longest_word(text)
        holding = self.holding(word) if word else None
        if holding is None:
            return None
        sought = text.encode("utf-8", "replace")
        return tuple(path for path in holding if sought in (self.disk.read(path) or b""))

    def capitals(self) -> frozenset[str]:
        """Return the names in capitals, with a `_` in them, that files other than documents hold."""
        if not self._searched and self._texts is not None:
            self._search()
        return frozenset(each.decode("utf-8", "replace") for each in self._capitals)

    def _search(self) -> None:
        is_first = not self._searched
        self._searched += self._size + 1
        wanted = self._wanted - self._holding.keys()
        self._holding.update((each, []) for each in wanted)
        for path in self._texts or ():
            data = self.disk.read(path) or b""
            for each in wanted.intersection(_WORD.findall(data)):
                self._holding[each].append(path)
            if is_first:
                self._capitals.update(_CAPITALS.findall(data))

    @cached_property
    def _texts(self) -> tuple[str, ...] | None:
        """The files that are searched for words; None where they are too many or too large."""
        texts: list[str] = []
        for path in self.files:
            if not _is_searched(path):
                continue
            data = self.disk.read(path) or b""
            if len(data) > _LARGEST or (path.endswith(_REPORTS) and _OF_GROUNDING.search(data)):
                continue
            texts.append(path)
            self._size += len(data)
            if len(texts) > _MOST_FILES or self._size > _MOST_BYTES:
                return None
        return tuple(texts)


def longest_word(text: str) -> str:
    """Return the word of a text by which files are searched for it, empty where it has none."""
    return max(re.findall(r"[^\W\d]\w*", text), key=len, default="")


def is_foreign(path: str, text: str) -> bool:
    """Whether a document is somebody else's, or is generated: nobody would correct it there."""
    folders = PurePosixPath(path).parts[:-1]
    is_others = not (_VENDORED.isdisjoint(folders) and _SAMPLES.isdisjoint(folders))
    return is_others or bool(_MADE.search(text[:_HEAD]))


def _is_searched(path: str) -> bool:
    name = path.rpartition("/")[2]
    suffixes = PurePosixPath(name.lower()).suffixes
    is_text = not suffixes or (suffixes[-1] not in _NO_TEXT and "".join(suffixes[-2:]) not in _NO_TEXT)
    return is_text and name not in _LISTS and (not suffixes or suffixes[-1] not in DOCUMENTS)


def _top(disk: Disk) -> str:
    """Return the folder with the repository in it, as the disk has it; else that of the site."""
    top = "."
    for _ in Path(disk.base).absolute().parents:
        if disk.is_folder(f"{top}/.git") or disk.is_file(f"{top}/.git"):
            return top
        top = ".." if top == "." else f"../{top}"
        if disk.leads_out(f"{top}/.git"):
            break
    return "."
