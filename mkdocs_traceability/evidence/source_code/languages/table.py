"""The languages whose files can be looked into, and the outline of a file in any of them.

Adding a language is adding a line to `LANGUAGES` and, for a new grammar, a module with a table of its nodes.
"""

import sys
from collections.abc import Callable
from functools import cache
from pathlib import PurePosixPath
from typing import Any, Final, NamedTuple

from mkdocs_traceability.evidence.refused import refusal
from mkdocs_traceability.evidence.source_code.languages.c_skeleton import c_skeleton
from mkdocs_traceability.evidence.source_code.languages.csharp_skeleton import csharp_skeleton
from mkdocs_traceability.evidence.source_code.languages.kotlin_skeleton import in_known_words, kotlin_skeleton
from mkdocs_traceability.evidence.source_code.languages.macros import without_macros
from mkdocs_traceability.evidence.source_code.languages.parsing import LARGEST, Grammar, is_installed
from mkdocs_traceability.evidence.source_code.outline import Outline, from_plain
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.files.isolation import Ended
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.verdict import Outcome, Place, Problem, Verdict


class Language(NamedTuple):
    """A language: its name for people, the endings of its files, the grammars that read it in turn.

    Python has no grammar: it reads itself.
    """

    name: str
    endings: tuple[str, ...]
    grammars: tuple[Grammar, ...] = ()


# The first that reads a file whole decides. A skeleton comes second: it has no tests that stand in functions.
_C: Final = Grammar("tree_sitter_c", "language", "c", without_macros)
_C_SKELETON: Final = _C._replace(prepared=c_skeleton)
_CPP: Final = Grammar("tree_sitter_cpp", "language", "cpp", without_macros)
_CPP_SKELETON: Final = _CPP._replace(prepared=c_skeleton)
_CSHARP: Final = Grammar("tree_sitter_c_sharp", "language", "csharp")
_KOTLIN: Final = Grammar("tree_sitter_kotlin", "language", "kotlin", in_known_words)

LANGUAGES: Final = (
    Language("Python", (".py", ".pyi")),
    Language("Go", (".go",), (Grammar("tree_sitter_go", "language", "go"),)),
    Language(
        "TypeScript",
        (".ts", ".mts", ".cts"),
        (Grammar("tree_sitter_typescript", "language_typescript", "javascript"),),
    ),
    Language("TSX", (".tsx",), (Grammar("tree_sitter_typescript", "language_tsx", "javascript"),)),
    Language(
        "JavaScript",
        (".js", ".mjs", ".cjs", ".jsx"),
        (Grammar("tree_sitter_javascript", "language", "javascript"),),
    ),
    Language("Java", (".java",), (Grammar("tree_sitter_java", "language", "java"),)),
    Language(
        "Kotlin",
        (".kt", ".kts"),
        (_KOTLIN, _KOTLIN._replace(prepared=kotlin_skeleton)),
    ),
    Language("Rust", (".rs",), (Grammar("tree_sitter_rust", "language", "rust"),)),
    Language("C", (".c",), (_C, _C_SKELETON)),
    Language(
        "C++",
        (".cpp", ".cc", ".cxx", ".c++", ".hpp", ".hh", ".hxx", ".h++", ".ipp", ".inl"),
        (_CPP, _CPP_SKELETON),
    ),
    # Nothing in its name says which of the two a header is in. C++ reads nearly all of C, while C takes
    # `class A { … }` for a function: C gets what C++ cannot read, where `class` is the name of a field.
    Language("C or C++", (".h",), (_CPP, _C, _CPP_SKELETON, _C_SKELETON)),
    Language("C#", (".cs",), (_CSHARP, _CSHARP._replace(prepared=csharp_skeleton))),
    Language("Ruby", (".rb", ".rake"), (Grammar("tree_sitter_ruby", "language", "ruby"),)),
    Language("PHP", (".php",), (Grammar("tree_sitter_php", "language_php", "php"),)),
)

_BY_ENDING: Final = {ending: language for language in LANGUAGES for ending in language.endings}


def language_of(path: str) -> Language | None:
    """Return the language that a file is in, by its ending."""
    return _BY_ENDING.get(PurePosixPath(path).suffix.lower())


def outline_of(disk: Disk, path: str) -> Outline | Outcome:
    """Return what a file defines, or the outcome that says why that cannot be known."""
    language = language_of(path)
    if language is None:
        return _no_grammar(path)
    if not all(map(is_installed, language.grammars)):
        return Outcome(
            Verdict.UNVERIFIED,
            Problem.UNCHECKED,
            f"`code` claims in {language.name} cannot be checked: the grammar is not installed",
            "install `mkdocs-traceability[code]`",
        )
    data = disk.read(path)
    if data is None:
        why, help_ = refusal(disk, path)
        return _unreadable(f"`{path}` cannot be read: {why}", help_)
    if not language.grammars:
        return from_plain(disk.facts(facts_name("outline", language), path, _python_outline))
    plain = with_grammar(disk, path, language, "outline", data)
    return plain if isinstance(plain, Outcome) else from_plain(plain)


def _python_outline(data: bytes) -> Any:
    from mkdocs_traceability.evidence.source_code.languages.python import outline

    return outline(data)


def _as_it_is(found: Any) -> Any:
    return found


def with_grammar(
    disk: Disk, path: str, language: Language, what: str, data: bytes, made: Callable[[Any], Any] = _as_it_is
) -> Any | Outcome:
    """Return what is `made` of what a grammar says of a file, as plain data: its `outline`, or its `strings`.

    Where reading it has to be ended, the outcome of whatever is claimed of it.
    """
    if len(data) > LARGEST:
        help_ = "claim the file without a symbol, or split it: the limit is 2 MB"
        return not_checked(path, f"`{path}` is too large to be read as {language.name}", help_)
    name, digest = facts_name(what, language), disk.digest(path)

    def read(data: bytes) -> Any:
        found = disk.isolation.read(what, language.name, digest, data)
        return {"ended": found} if isinstance(found, Ended) else made(found)

    plain = disk.facts(name, path, read)
    if not isinstance(plain, dict):
        return plain
    ended = Ended(*plain["ended"])
    disk.isolation.remember(digest, ended)
    if not ended.stands:
        disk.forget_fact(name, path)
    message = f"`{path}` cannot be read as {language.name}: {ended.why}"
    return not_checked(path, message, "claim the file without a symbol")


def facts_name(what: str, language: Language) -> str:
    """Return what is kept of files under: another grammar, or another Python, may read them otherwise."""
    if not language.grammars:
        return f"{what}:{language.name}:{sys.version_info.major}.{sys.version_info.minor}"
    packages = dict.fromkeys(grammar.package for grammar in language.grammars)
    versions = (_version(package) for package in ("tree_sitter", *packages))
    return f"{what}:{language.name}:{'+'.join(versions)}"


@cache  # asked of the disk each time, it takes more than half of a run over hundreds of files
def _version(package: str) -> str:
    # A third of what the process costs to start in which grammars read files, and it never asks.
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(package.replace("_", "-"))
    except PackageNotFoundError:  # a grammar that is importable without having been installed
        return ""


def _no_grammar(path: str) -> Outcome:
    ending = PurePosixPath(path).suffix
    files = f"`{ending}` files" if ending else "files without an ending"
    message = f"no grammar for {files}: symbols and tests in them cannot be checked"
    return Outcome(Verdict.UNVERIFIED, Problem.UNCHECKED, message, "claim the file without a symbol")


def _unreadable(message: str, help_: str) -> Outcome:
    return Outcome(Verdict.UNVERIFIED, Problem.UNREADABLE, message, help_)


def not_checked(path: str, message: str, help_: str, line: int = 0) -> Outcome:
    """Return the outcome of what is claimed of a file that cannot be read, or not to its end."""
    at = Position(path, line, 1) if line else None
    return Outcome(Verdict.UNVERIFIED, Problem.UNCHECKED, message, help_, Place(path, line), at=at)
