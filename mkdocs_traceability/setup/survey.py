"""What a repository has that facts can be started from: code, documents to compare with, tables in pages."""

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple

from mkdocs_traceability.evidence.source_code.languages.table import language_of
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.reading.discovery import PAGE_ENDINGS
from mkdocs_traceability.reading.shapes.presets import preset, preset_names

_HOLD_COMPONENTS: Final = ("services", "apps", "packages", "cmd", "crates", "modules", "src")
"""Folders each of whose folders with code is a component, the first that is there."""

_NO_COMPONENTS: Final = re.compile(
    "bench(marks?)?|bin|ci|contrib|docs?|e2e|examples?|fixtures?|hack|hooks|overrides|samples?|scripts?|site"
    "|specs?|test(data|s)?|.+[-_]tests?|tools|vendor|website",
    re.IGNORECASE,
)

_MOST: Final = 6
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_TABLE: Final = re.compile(rb"^[ \t]*\|?[ \t]*:?-{3,}:?[ \t]*\|[ \t|:-]*\r?$", re.MULTILINE)

_HEAD: Final = 4_000
_OPENAPI: Final = re.compile(rb"""^\s*\{?\s*["']?openapi["']?\s*:\s*["']?3""", re.MULTILINE)
_ASYNCAPI: Final = re.compile(rb"""^\s*\{?\s*["']?asyncapi["']?\s*:\s*["']?[23]""", re.MULTILINE)
_JUNIT: Final = re.compile(rb"<testsuites?[\s/>]")
_DDL: Final = re.compile(rb"\bcreate\s+table\b", re.IGNORECASE)


class Survey(NamedTuple):
    """What was found: `settings` are proposals, `presets` fit files here, `tables` are pages with tables."""

    components: list[str]
    settings: dict[str, list[str]]
    presets: list[str]
    tables: list[str]


def survey(folder: Path, site_dir: Path, docs_path: str) -> Survey:
    """Look through the folder of a configuration."""
    disk = Disk(folder, [site_dir])
    files = disk.tree(".")
    return Survey(
        list(islice(_components(files), _MOST)),
        {name: found[:3] for name, found in inputs_of(disk).items()},
        list(_presets(disk, docs_path)),
        list(islice(_with_tables(disk, files, docs_path), _MOST)),
    )


def _components(files: tuple[str, ...]) -> Iterator[str]:
    """Go through the folders of code: those of a monorepo's services, or those at the top."""
    code = [path.split("/") for path in files if "/" in path and language_of(path) is not None]
    for holder in _HOLD_COMPONENTS:
        if found := _named({parts[1] for parts in code if parts[0] == holder and len(parts) > 2}):
            yield from found
            return
    yield from _named({parts[0] for parts in code} - set(_HOLD_COMPONENTS))


def _named(folders: set[str]) -> list[str]:
    return sorted(name for name in folders if _NAME.fullmatch(name) and not _NO_COMPONENTS.fullmatch(name))


def inputs_of(disk: Disk) -> dict[str, list[str]]:
    """Return what claims can be compared with: the globs of API descriptions, reports and DDL, by setting."""
    files = disk.tree(".")
    api = r"openapi|swagger|api"
    reports = [path for path in _like(files, r"junit|^test-|results?", "xml") if _has(disk, path, _JUNIT)]
    found = {
        "openapi": [path for path in _like(files, api, "yaml|yml|json") if _has(disk, path, _OPENAPI)],
        "asyncapi": [path for path in _like(files, api, "yaml|yml|json") if _has(disk, path, _ASYNCAPI)],
        "junit": _globs(reports),
        "sql": _globs([path for path in _like(files, "", "sql") if _has(disk, path, _DDL)]),
    }
    return {name: globs for name, globs in found.items() if globs}


def _like(files: tuple[str, ...], name: str, endings: str) -> Iterator[str]:
    """Go through the files with a name and an ending; a thousand are enough for a proposal."""
    pattern = re.compile(rf"(?:{name}).*\.(?:{endings})$" if name else rf"\.(?:{endings})$", re.IGNORECASE)
    return islice((path for path in files if pattern.search(PurePosixPath(path).name)), 1000)


def _has(disk: Disk, path: str, pattern: re.Pattern[bytes]) -> bool:
    data = disk.read(path)
    return data is not None and pattern.search(data[:_HEAD]) is not None


def _globs(paths: list[str]) -> list[str]:
    """Return a glob for each folder that has several of the files, and the path of a single one."""
    folders: dict[str, list[str]] = {}
    for path in paths:
        folders.setdefault(path.rpartition("/")[0], []).append(path)
    return [
        inside[0] if len(inside) == 1 else f"{folder}/*{PurePosixPath(inside[0]).suffix}".lstrip("/")
        for folder, inside in folders.items()
    ]


def _presets(disk: Disk, docs_path: str) -> Iterator[str]:
    """Go through the presets whose files are here."""
    for name in preset_names():
        shape = preset(name)
        globs = [*shape.path, *(f"{docs_path}/{each}" for each in shape.pages)]
        if any(disk.glob(each) for each in globs):
            yield name


def _with_tables(disk: Disk, files: tuple[str, ...], docs_path: str) -> Iterator[str]:
    for path in files:
        if path.startswith(f"{docs_path}/") and path.endswith(PAGE_ENDINGS):
            data = disk.read(path)
            if data is not None and _TABLE.search(data):
                yield path
