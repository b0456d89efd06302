"""How GoogleTest, Catch2 and doctest write the name of a test, and people with them.

GoogleTest prints `Suite.Name`; with an instance and numbers where a test runs with several values or types:
`Inst/Suite.Name/0`, `Suite/0.Name`, `Inst/Suite/0.Name`. The others add a section or a type to a title.
"""

import re
from collections.abc import Collection, Iterator
from typing import Final

ENDINGS: Final = frozenset(
    {".c", ".cc", ".cpp", ".cxx", ".c++", ".h", ".hh", ".hpp", ".hxx", ".h++", ".ipp", ".inl"}
)

_PRINTED: Final = re.compile(r"([A-Za-z]\w*/)?([A-Za-z]\w*)((?:/\w+)?)\.([A-Za-z]\w*)((?:/\w+)?)")
_MOST_PARTS: Final = 20

Names = tuple[str, ...]


def printed(text: str) -> tuple[Names, str | None] | None:
    """Return the suite and name in `Inst/Suite/0.Name/1`, and what it is run with; None for other names."""
    found = _PRINTED.fullmatch(text)
    if found is None:
        return None
    instance, suite, type_, name, value = (each or "" for each in found.groups())
    numbers = "/".join(filter(None, (instance.strip("/"), type_.strip("/"), value.strip("/"))))
    return (suite, name), numbers or None


def of_suite(tests: Collection[Names], classname: str, name: str) -> tuple[Names, str] | None:
    """Return which test GoogleTest means by a class name and a name, and what it was run with."""
    suites = classname.split("/")[:_MOST_PARTS]
    bare, _, value = name.partition("/")
    for at, suite in enumerate(suites):
        if (suite, bare) in tests:
            return (suite, bare), "/".join(filter(None, (*suites[:at], *suites[at + 1 :], value)))
    return None


def titles(name: str) -> Iterator[tuple[str, str]]:
    """Go through the titles that a name may begin with, the longest first, and what follows each."""
    end = len(name)
    for _ in range(_MOST_PARTS):
        end = max(name.rfind(sign, 0, end) for sign in ("/", " - ", "<"))
        if end <= 0:
            return
        yield name[:end].strip(), name[end:].strip("/ -<>")
