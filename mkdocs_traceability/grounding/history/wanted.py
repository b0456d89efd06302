"""Names that history is asked for, taken apart: in which files they were declared, as part of what."""

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from mkdocs_traceability.grounding.history.code_lines import Declared, enclosing
from mkdocs_traceability.grounding.history.kinds import KINDS, route, slug

_IN_FILE: Final = re.compile(r"([^\s:*]+\.\w+):(?!:)(.+)")
_TEST: Final = re.compile(r"([^\s:*]+\.\w+)::(.+)")
_BETWEEN: Final = re.compile(r"::|[.#\\]")
_NAME: Final = re.compile(r"~?[^\W\d]\w*[?!]?")
_COMPOUND: Final = re.compile(r"[a-z0-9][A-Z]|[^\W_]_+[^\W_]|[A-Z]{2}[a-z]")
_WORD: Final = re.compile(r"\w+")
_PACKAGE_OF: Final = re.compile(r"package (\w+)")
_SHORTEST_TYPE: Final = 4
_UPWARD: Final = re.compile(r"(?:\.{0,2}/)+")
_CODE: Final = ("symbol", "test")
_OF_SITES: Final = ("item", "endpoint", "event", "table")
"""What tests and examples declare of these belongs to sites and services of their own."""

_SAMPLES: Final = frozenset(
    [
        "test",
        "tests",
        "testing",
        "fixture",
        "fixtures",
        "testdata",
        "example",
        "examples",
        "sample",
        "samples",
        "demo",
        "demos",
        "snapshots",
        "templates",
        "template",
        "vendor",
        "third_party",
        "node_modules",
    ]
)
"""Folders of code that stands for other code: what lies or is declared there is hardly meant elsewhere."""

_DOCUMENTS: Final = frozenset({"doc", "docs", "docs_src"})

_PACKAGE: Final = ("package.json",)
_CONSOLE: Final = ("pyproject.toml", "setup.cfg")
_MAKEFILES: Final = ("Makefile", "makefile", "GNUmakefile")
_RUNNERS: Final = (
    (re.compile(r"(?:npm|yarn|pnpm|bun) (?:run |run-script )?([\w:.-]+)"), ("scripts",), _PACKAGE),
    (re.compile(r"just ([\w-]+)"), (), ("justfile", "Justfile", ".justfile")),
    (re.compile(r"task ([\w:-]+)"), ("tasks",), ("Taskfile.yml", "Taskfile.yaml")),
    (re.compile(r"tox (?:run )?-e ?([\w.-]+)"), (), ("tox.ini", "pyproject.toml", "setup.cfg")),
    (re.compile(r"nox -s ?([\w.-]+)"), (), ("noxfile.py",)),
    (re.compile(r"(?:(?:uv|poetry|pdm|hatch|pipenv) run )?([\w.-]+)"), (), _CONSOLE),
)
_MAKE: Final = re.compile(r"make (?:-C ?(\S+) )?([\w./-]+)")


class Wanted(NamedTuple):
    """A name: of what kind, as it is written, and where it must have been declared.

    `files` are the ends of the paths of files, any file where there are none. The last of the `words` is what
    is declared, those before it what it is a part of.
    """

    kind: str
    name: str
    files: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def last(self) -> str:
        """What is declared."""
        return self.words[-1]

    @property
    def telling(self) -> Iterator[str]:
        """The words of which one was declared by a line whose removal took it away.

        With a class went its methods. A word in small letters is taken for a module, which no line declares.
        """
        holders = self.words[:-1]
        yield self.last
        if self.kind == "table":
            yield from holders
        elif self.kind in _CODE:
            yield from (word for word in holders if word[0].isupper())

    def may_be_in(self, path: str) -> bool:
        """Whether a file is one that may have declared it."""
        if not KINDS[self.kind].is_in(path):
            return False
        if self.files:
            return any(path == each or path.endswith(f"/{each}") for each in self.files)
        if self.kind in _OF_SITES:
            return not is_sample(path)
        return self.kind != "symbol" or not _is_shown(path) or not _SAMPLES.isdisjoint(self.words)

    def is_declared(self, path: str, text: str) -> bool:
        """Whether a file with this content declares it."""
        return self.may_be_in(path) and any(self._declarations(path, text))

    def _declarations(self, path: str, text: str) -> Iterator[bool]:
        declared = KINDS[self.kind].declared
        wanted = needle(self.last)
        if wanted not in text.lower():
            return
        lines = text.splitlines()
        for at, line in enumerate(lines):
            if wanted in line.lower():
                for each in declared(path, line):
                    if each.name == self.last and self._is_type(each) and self._fits(path, lines, at, each):
                        yield True

    def _is_type(self, declared: Declared) -> bool:
        """Whether a declaration is one of a type, which a word alone must be that many things are called."""
        return (
            declared.is_container
            or self.kind != "symbol"
            or len(self.words) > 1
            or bool(self.files)
            or (is_compound(self.last))
        )

    def _fits(self, path: str, lines: list[str], at: int, declared: Declared) -> bool:
        """Whether what a line declares is a part of what it has to be."""
        if self.kind not in _CODE and len(self.words) == 1:
            return True
        holders = [*enclosing(lines, at, lambda line: KINDS[self.kind].declared(path, line))]
        if holders and lines[at].lstrip().startswith("self.") and holders[-1].is_function:
            holders.pop()
        if declared.owner:
            holders.append(Declared(declared.owner))
        asked = [*self.words[:-1]]
        while holders and asked and holders[-1].name == asked[-1]:
            holders.pop()
            asked.pop()
        if any(each.is_function and not each.is_container for each in holders):
            return False  # local to a function
        if holders and asked and (len(self.words) - len(asked) > 1 or asked[-1][0].isupper()):
            return False  # a part of something else
        return not asked or (self.kind in _CODE and _is_within(asked, _leading_to(path, lines)))


def needle(word: str) -> str:
    """Return the longest part of a word that has no sign in it, in lower case."""
    return max(_WORD.findall(word), key=len, default="").lower()


def wanted_names(named: Iterable[tuple[str, str]]) -> Iterator[Wanted]:
    """Go through the names, each after its kind, of which history can tell something."""
    for kind, name in named:
        found = _taken_apart(kind, name) if kind in KINDS else None
        if found and found.words and all(map(needle, found.words)):
            yield found


def below(path: str) -> str:
    """Return a path without what leads it upward."""
    upward = _UPWARD.match(path)
    return path[upward.end() :] if upward else path


def is_sample(path: str) -> bool:
    """Whether a path leads into a folder of tests or examples."""
    folders = path.rpartition("/")[0]
    return not _SAMPLES.isdisjoint(re.split(r"[/_.-]", folders))


def _is_shown(path: str) -> bool:
    """Whether the code of a file is there to be shown: documents show it, and still do when it is gone."""
    documents = _DOCUMENTS - {"doc"} if path.endswith(".go") else _DOCUMENTS  # a package like any other in Go
    return is_sample(path) or not documents.isdisjoint(path.split("/")[:-1])


def is_compound(word: str) -> bool:
    """Whether a word is made of several, so that it is hardly meant for anything else."""
    return bool(_COMPOUND.search(word.strip("_")))


def _taken_apart(kind: str, name: str) -> Wanted | None:
    if kind in _CODE:
        return _of_code(kind, name)
    if kind == "command":
        return _command(name)
    if kind == "heading":
        page, _, anchor = name.partition("#")
        return Wanted(kind, name, (below(page),), (slug(anchor),)) if page else None
    return Wanted(kind, name, (), _words(kind, name))


def _words(kind: str, name: str) -> tuple[str, ...]:
    """Return what is declared of a name that is no code's, after what it is a part of."""
    if kind == "endpoint":
        return (route(name.partition(" ")[2]),)
    if kind == "table":
        return tuple(name.lower().split("."))
    if kind == "item":
        return (name.rpartition(":")[2],)
    return (name,) if kind != "variable" or is_compound(name) else ()


def _of_code(kind: str, name: str) -> Wanted | None:
    found = (_TEST if kind == "test" else _IN_FILE).fullmatch(name) or _IN_FILE.fullmatch(name)
    files = (below(found[1]),) if found else ()
    words = tuple(filter(None, _BETWEEN.split(found[2] if found else name)))
    if not all(map(_NAME.fullmatch, words)):
        return None
    is_clear = bool(files) or len(words) > 1 or (bool(words) and _is_telling(words[0]))
    return Wanted(kind, name, files, words) if is_clear else None


def _is_telling(word: str) -> bool:
    """Whether a word alone can be meant for a definition: of several words, or as types are called."""
    return is_compound(word) or (word[0].isupper() and word.isalpha() and len(word) >= _SHORTEST_TYPE)


def _command(name: str) -> Wanted | None:
    if made := _MAKE.fullmatch(name):
        folder = f"{below(made[1]).rstrip('/')}/" if made[1] else ""
        return Wanted("command", name, tuple(f"{folder}{each}" for each in _MAKEFILES), (made[2],))
    for pattern, holders, files in _RUNNERS:
        if found := pattern.fullmatch(name):
            return Wanted("command", name, files, (*holders, found[1]))
    return None


def _leading_to(path: str, lines: list[str]) -> tuple[str, ...]:
    """Return the names of folders and of the module that lead to what a file declares; in Go its package."""
    parts = PurePosixPath(path).with_suffix("").parts
    package = next(filter(None, map(_PACKAGE_OF.match, lines)), None) if path.endswith(".go") else None
    return (*parts, package[1]) if package else parts


def _is_within(words: list[str], parts: tuple[str, ...]) -> bool:
    """Whether words stand among the parts of a path in their order."""
    rest = iter([each.replace("-", "_") for each in parts])  # as crates and packages are imported
    return all(word in rest for word in words)
