"""A test that a class inherits: looked for in the classes it extends, in whatever file of the roots.

Part of *verify*, for `tests`. What comes from elsewhere cannot be looked into, and is not there.
"""

from collections import deque
from collections.abc import Iterator
from typing import Final

from mkdocs_traceability.evidence.roots import Roots
from mkdocs_traceability.evidence.source_code.outline import Outline, Test
from mkdocs_traceability.evidence.source_code.symbols.modules import Modules
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.model.verdict import Outcome

_MOST_CLASSES: Final = 50

_Class = tuple[str, tuple[str, ...]]


class Inherited:
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
        return None

    def _classes(
        self, path: str, outline: Outline, class_: tuple[str, ...]
    ) -> Iterator[tuple[str, tuple[str, ...], Outline]]:
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

    def _bases(self, path: str, outline: Outline, class_: tuple[str, ...]) -> Iterator[_Class]:
        defined = {each.path for each in outline.definitions}
        for base in outline.bases:
            if base.path != class_:
                continue
            names = tuple(base.base.split("."))
            if names in defined:
                yield path, names
            for imported in outline.imports:
                if imported.name == names[0]:
                    leading = (imported.original,) if imported.original else ()
                    targets = self._modules.targets(path, imported.module, (*leading, *names[1:]))
                    yield from ((target.path, target.names) for target in targets)

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
