"""What a source file defines: the outline that claims of `code` and `tests` are compared with.

One form for every language. It is made from a file's content alone, and kept as JSON by the content's digest.
"""

from typing import Any, Final, NamedTuple

TOO_LARGE: Final = "it is too large"
TOO_DEEP: Final = "it is nested too deeply"
TOO_MANY: Final = "more names than can be kept"
TOO_MUCH: Final = (TOO_LARGE, TOO_DEEP, TOO_MANY)
"""Reasons for which a file is not read, or not to its end, that lie in no single line of it."""

UNFORESEEN: Final = "names of tests that are known only at run time"
"""Why a file that was read whole may have tests that are not found in it."""

FOR_TYPES: Final = "for type checkers"
"""The kind of a definition that no program has when it runs: claims do not find it."""

HOLE: Final = "\0"
"""Stands in the name of a test for what only a run knows: an index, an argument."""


class Definition(NamedTuple):
    """A definition: the names that lead to it from the top of the file (`("Evaluator", "evaluate")`).

    `kind` is a word for people: class, function, method, constant, member, type … Lines count from 1, `end`
    is the last line that belongs to it.
    """

    path: tuple[str, ...]
    line: int
    end: int
    kind: str


class Import(NamedTuple):
    """A name that a file has from elsewhere and offers on: `from module import original as name`.

    `*` as `name` stands for all that `module` offers. `module` is as written, with its leading dots or `./`.
    """

    name: str
    module: str
    original: str
    line: int


class Base(NamedTuple):
    """A class and one that it inherits from, as written (`base.Worker`)."""

    path: tuple[str, ...]
    base: str


class Test(NamedTuple):
    """A test that a file defines: the names that lead to it (`("TestX", "test_y")`, `("suite", "does it")`).

    `parametrized` where one definition stands for several tests, so that ids in brackets are possible.
    `called` are the names that reports may have for it or its runs in place of its own (`@DisplayName`), with
    `HOLE` for what only a run knows. A test that is `planned` has no body yet (`it.todo`), one that `fails`
    passes by failing (`it.failing`): they prove nothing.
    """

    path: tuple[str, ...]
    line: int
    end: int
    parametrized: bool = False
    called: tuple[str, ...] = ()
    planned: bool = False
    fails: bool = False


class Outline(NamedTuple):
    """All that a file defines.

    `package` is the package, namespace or module that the file says it belongs to. `error` says why the file,
    or a part of it, could not be read as its language, with `error_line`.
    """

    definitions: tuple[Definition, ...] = ()
    imports: tuple[Import, ...] = ()
    bases: tuple[Base, ...] = ()
    tests: tuple[Test, ...] = ()
    package: str = ""
    error: str = ""
    error_line: int = 0


def from_plain(plain: Any) -> Outline:
    """Return an outline that was kept as JSON; one that has just been made is returned as it is."""
    if isinstance(plain, Outline):
        return plain
    definitions, imports, bases, tests, package, error, error_line = plain
    return Outline(
        tuple(Definition(tuple(path), *rest) for path, *rest in definitions),
        tuple(Import(*each) for each in imports),
        tuple(Base(tuple(path), base) for path, base in bases),
        tuple(
            Test(tuple(path), line, end, parametrized, tuple(called), *rest)
            for path, line, end, parametrized, called, *rest in tests
        ),
        package,
        error,
        error_line,
    )
