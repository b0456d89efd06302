"""A test that a class inherits: looked for in the classes it extends, in whatever file of the roots.

Part of *verify*, for `tests`. What comes from elsewhere cannot be looked into, and is not there.
"""

from collections import deque
from collections.abc import Iterator
from typing import Final

from mkdocs_traceability.evidence.roots import Roots
from mkdocs_traceability.evidence.source_code.outline import Outline, Test
from mkdocs_traceability.evidence.source_code.symbols.modules import Modules
from mkdocs_traceability.evidence.source_code.symbols.python_modules import Meaning, unsure_import
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.model.verdict import Outcome

_MOST_CLASSES: Final = 50

_Class = tuple[str, ...]


class InheritedTests:
    """Finds the tests that classes inherit, in one set of roots."""

    def __init__(self, disk: Disk, roots: Roots) -> None:
        self._disk = disk
        self._modules = Modules(roots)

    def test(self, path: str, outline: Outline, names: tuple[str, ...]) -> Test | None:
        """Return a test that a class has from another one, under the names it has in its own."""
        for _, class_, there in self._classes(path, outline, names[:-1]):
            if found := _method(there, (*class_, names[-1])):
                return found._replace(path=names)
        return None

    def unread(self, path: str, outline: Outline, names: tuple[str, ...]) -> Outcome | None:
        """Return why a class may have a test from another one, though none was found."""
        from mkdocs_traceability.evidence.unread import unless_missing

        for file, class_, there in self._classes(path, outline, names[:-1]) if names else ():
            if unread := unless_missing(self._disk, file, there, (*class_, names[-1])):
                return unread
            if unsure := self._unsure(file, there, class_, names[-1]):
                return unsure
        return None

    def _unsure(self, path: str, outline: Outline, class_: _Class, name: str) -> Outcome | None:
        """Return why a class may have a test: one of the files that may be meant by an import has it."""
        for module, meaning in self._imported(path, outline, class_):
            for target in meaning.unsure:
                there = self._outline(target.path)
                if there and _method(there, (*target.names, name)):
                    return unsure_import(path, module, meaning.unsure)
        return None

    def _classes(self, path: str, outline: Outline, class_: _Class) -> Iterator[tuple[str, _Class, Outline]]:
        """Go through a class and those above it: the file of each, its names there, and what that defines."""
        start = path, class_
        waiting, seen = deque([start]), {start}
        while waiting and len(seen) < _MOST_CLASSES:
            file, class_ = waiting.popleft()
            there = outline if file == path else self._outline(file)
            if there is None:
                continue
            yield file, class_, there
            for base in self._bases(file, there, class_):
                if base not in seen:
                    seen.add(base)
                    waiting.append(base)

    def inherits(self, outline: Outline, class_: tuple[str, ...]) -> bool:
        """Whether a class extends another."""
        return any(base.path == class_ for base in outline.bases)

    def _bases(self, path: str, outline: Outline, class_: _Class) -> Iterator[tuple[str, _Class]]:
        defined = {each.path for each in outline.definitions}
        yield from ((path, names) for names in self._names(outline, class_) if names in defined)
        for _, meaning in self._imported(path, outline, class_):
            yield from ((target.path, target.names) for target in meaning.targets)

    def _imported(self, path: str, outline: Outline, class_: _Class) -> Iterator[tuple[str, Meaning]]:
        """Go through what the imported names of a class's bases mean, and the modules they are from."""
        for names in self._names(outline, class_):
            for each in outline.imports:
                if each.module and each.name in (names[0], "*"):
                    original = (each.original,) if each.original not in ("", "*") else ()
                    wanted = names if each.name == "*" else (*original, *names[1:])
                    yield each.module, self._modules.meaning(path, each.module, wanted)

    def _names(self, outline: Outline, class_: _Class) -> Iterator[_Class]:
        """Go through the names of a class's bases; of a class that a file only passes on, its own."""
        yield from (tuple(each.base.split(".")) for each in outline.bases if each.path == class_)
        if class_ and all(each.path != class_ for each in outline.definitions):
            yield class_

    def _outline(self, path: str) -> Outline | None:
        from mkdocs_traceability.evidence.source_code.languages import outline_of

        found = outline_of(self._disk, path)
        return found if isinstance(found, Outline) else None


def _method(outline: Outline, names: tuple[str, ...]) -> Test | None:
    """Return a test, or a method that is one in a class that is collected."""
    for test in outline.tests:
        if test.path == names:
            return test
    for each in outline.definitions:
        if each.path == names and each.kind in ("method", "function") and names[-1].startswith("test"):
            return Test(each.path, each.line, each.end)
    return None
