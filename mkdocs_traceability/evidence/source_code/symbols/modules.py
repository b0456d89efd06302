"""Where the module stands that an import names: Python's, JavaScript's and Rust's ways of saying it.

Only files in the roots are found. A module of elsewhere is none.
"""

import sys
from collections.abc import Iterable, Iterator
from functools import cached_property
from posixpath import dirname, normpath
from typing import Final, NamedTuple

from mkdocs_traceability.evidence.roots import Roots

_PYTHON: Final = (".py", ".pyi")
_JAVASCRIPT: Final = (".ts", ".tsx", ".d.ts", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs")
_RUST: Final = (".rs",)
_RUST_HEADS: Final = ("lib", "main", "mod")
_MOST_PARTS: Final = 50


class Target(NamedTuple):
    """A file that an import may mean, and the names in it that lead to what is imported."""

    path: str
    names: tuple[str, ...]


class Modules:
    """Finds the files that imports mean, in one set of roots."""

    def __init__(self, roots: Roots) -> None:
        self._roots = roots
        self._found: dict[tuple[str, str, tuple[str, ...]], tuple[Target, ...]] = {}

    def targets(self, importer: str, module: str, names: tuple[str, ...]) -> tuple[Target, ...]:
        """Return where names of a module may be defined, by what the importing file's language means by it.

        A name of a package may be a module in it: then that is a target too, without the name.
        """
        key = (dirname(importer) if importer.endswith(_PYTHON) else importer, module, names)
        if key not in self._found:
            distinct = dict.fromkeys(self._candidates(importer, module, names))
            self._found[key] = tuple(each for each in distinct if self._is_there(each.path))
        return self._found[key]

    def _candidates(self, importer: str, module: str, names: tuple[str, ...]) -> Iterable[Target]:
        if importer.endswith(_PYTHON):
            return self._python(importer, module, names)
        if importer.endswith(_JAVASCRIPT):
            return (Target(path, names) for path in _javascript(importer, module))
        if importer.endswith(_RUST):
            return _rust(importer, module, names)
        return ()

    def _is_there(self, path: str) -> bool:
        return self._roots.disk.is_file(path) and self._roots.holds(path)

    def _python(self, importer: str, module: str, names: tuple[str, ...]) -> Iterator[Target]:
        level = len(module) - len(module.lstrip("."))
        parts = tuple(part for part in module[level:].split(".") if part)
        if len(parts) > _MOST_PARTS or level > _MOST_PARTS:
            return
        folders = [_above(dirname(importer), level - 1)] if level else self._source_folders(importer, parts)
        for folder in folders:
            for path in _python_files(_joined(folder, *parts)):
                yield Target(path, names)
            if names:
                for path in _python_files(_joined(folder, *parts, names[0])):
                    yield Target(path, names[1:])

    def _source_folders(self, importer: str, parts: tuple[str, ...]) -> list[str]:
        """Return the folders where an absolute import may begin: roots, and the nearest with its package.

        A folder that is a package itself is none, save a root.
        """
        if not parts or parts[0] in sys.stdlib_module_names:
            return []
        roots = [folder for folder in self._roots.folders if self._begins(folder, parts[0])]
        holders = [
            folder
            for folder in self._holders.get(parts[0], ())
            if folder not in roots and not self._roots.disk.is_file(_joined(folder, "__init__.py"))
        ]
        holders.sort(key=lambda folder: (-shared_folders(folder, importer), folder))
        return [*roots, *holders[:1]]

    def _begins(self, folder: str, package: str) -> bool:
        disk = self._roots.disk
        path = _joined(folder, package)
        return disk.is_folder(path) or any(disk.is_file(path + ending) for ending in _PYTHON)

    @cached_property
    def _holders(self) -> dict[str, list[str]]:
        """The folders in which a module, or a folder with modules somewhere in it, has this name."""
        holders: dict[str, dict[str, None]] = {}
        entered = {""}
        for path in self._roots.files():
            if path.endswith(_PYTHON):
                folder, _, name = path.rpartition("/")
                holders.setdefault(name.rpartition(".")[0], {})[folder or "."] = None
                while folder not in entered:
                    entered.add(folder)
                    folder, _, name = folder.rpartition("/")
                    holders.setdefault(name, {})[folder or "."] = None
        return {name: list(each) for name, each in holders.items()}


def shared_folders(path: str, other: str) -> int:
    """Return how many folders two paths have in common from the top: how near they are to each other."""
    count = 0
    for mine, theirs in zip(path.split("/"), other.split("/"), strict=False):
        if mine != theirs:
            break
        count += 1
    return count


def _python_files(module: str) -> tuple[str, ...]:
    return (f"{module}.py", f"{module}/__init__.py", f"{module}.pyi", f"{module}/__init__.pyi")


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
