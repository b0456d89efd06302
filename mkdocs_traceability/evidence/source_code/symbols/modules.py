"""Where the module stands that an import names: Python's, JavaScript's and Rust's ways of saying it.

Only files in the roots are found. A module of elsewhere is none.
"""

from collections.abc import Iterator
from functools import cached_property
from posixpath import dirname, normpath
from typing import Final

from mkdocs_traceability.evidence.roots import Roots
from mkdocs_traceability.evidence.source_code.symbols.python_modules import (
    PYTHON,
    Meaning,
    PythonModules,
    Target,
)

_JAVASCRIPT: Final = (".ts", ".tsx", ".d.ts", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs")
_RUST: Final = (".rs",)
_RUST_HEADS: Final = ("lib", "main", "mod")
_MOST_PARTS: Final = 50


class Modules:
    """Finds the files that imports mean, in one set of roots."""

    def __init__(self, roots: Roots) -> None:
        self._roots = roots
        self._found: dict[tuple[str, str, tuple[str, ...]], Meaning] = {}

    def meaning(self, importer: str, module: str, names: tuple[str, ...]) -> Meaning:
        """Return where names of a module may be defined, as the importing file's language has it."""
        key = (importer, module, names)
        if key not in self._found:
            meaning = self._meant(importer, module, names)
            self._found[key] = Meaning(
                *(tuple(filter(self._is_there, dict.fromkeys(each))) for each in meaning)
            )
        return self._found[key]

    def targets(self, importer: str, module: str, names: tuple[str, ...]) -> tuple[Target, ...]:
        """Return the same, and nothing that is not sure."""
        return self.meaning(importer, module, names).targets

    def _meant(self, importer: str, module: str, names: tuple[str, ...]) -> Meaning:
        if importer.endswith(PYTHON):
            return self._of_python(importer, module, names)
        if importer.endswith(_JAVASCRIPT):
            return Meaning(tuple(Target(path, names) for path in _javascript(importer, module)))
        if importer.endswith(_RUST):
            return Meaning(tuple(_rust(importer, module, names)))
        return Meaning()

    def _of_python(self, importer: str, module: str, names: tuple[str, ...]) -> Meaning:
        """Look among the files that are listed; only then in folders that are not, such as linked ones."""
        listed = self._listed.meaning(importer, module, names) if importer in self._listed else Meaning()
        return listed if any(listed) else self._on_disk.meaning(importer, module, names)

    def _is_there(self, target: Target) -> bool:
        return self._roots.disk.is_file(target.path) and self._roots.holds(target.path)

    @cached_property
    def _listed(self) -> PythonModules:
        return PythonModules(self._roots.files(), self._roots.folders)

    @cached_property
    def _on_disk(self) -> PythonModules:
        return PythonModules(self._roots.files(), self._roots.folders, self._roots.disk)


def shared_folders(path: str, other: str) -> int:
    """Return how many folders two paths have in common from the top: how near they are to each other."""
    count = 0
    for mine, theirs in zip(path.split("/"), other.split("/"), strict=False):
        if mine != theirs:
            break
        count += 1
    return count


def _javascript(importer: str, module: str) -> Iterator[str]:
    """Go through the files that `./y` may mean. `./y.js` may be written for what is `y.ts` in the source."""
    if not module.startswith("."):
        return
    base = _joined(dirname(importer), module)
    yield base
    stem = base
    for written in (".js", ".jsx", ".mjs", ".cjs"):
        stem = stem.removesuffix(written)
    for start in dict.fromkeys((base, stem)):
        yield from (start + ending for ending in _JAVASCRIPT)
    yield from (f"{base}/index{ending}" for ending in _JAVASCRIPT)


def _rust(importer: str, module: str, names: tuple[str, ...]) -> Iterator[Target]:
    """Go through the files that `crate::a::b` may mean; its last parts may be modules within a file."""
    parts = tuple(part for part in module.split("::") if part)
    folder, _, name = importer.rpartition("/")
    own = folder if name.removesuffix(".rs") in _RUST_HEADS else importer.removesuffix(".rs")
    if len(parts) > _MOST_PARTS:
        return
    if parts[:1] == ("crate",):
        above, source, _ = f"/{importer}".rpartition("/src/")
        own, parts = (f"{above}{source}".strip("/") if source else folder), parts[1:]
    while parts and parts[0] in ("self", "super"):
        own, parts = (own if parts[0] == "self" else _above(own, 1)), parts[1:]
    for cut in range(len(parts), -1, -1):
        base, rest = _joined(own, *parts[:cut]), (*parts[cut:], *names)
        files = (f"{base}.rs", *(f"{base}/{head}.rs" for head in _RUST_HEADS))
        yield from (Target(path, rest) for path in files)


def _above(folder: str, levels: int) -> str:
    return _joined(folder, *[".."] * levels)


def _joined(*parts: str) -> str:
    return normpath("/".join(part for part in parts if part not in ("", ".")) or ".")
