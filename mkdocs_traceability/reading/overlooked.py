"""What was probably meant as a source and is none, or declares nothing: it is said and changes no result.

Only names are looked at, and of YAML files the first kilobytes. A file whose name and content both say that
it is a sidecar is brought as one that cannot be read.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

from mkdocs_traceability.files.ordinary import open_ordinary
from mkdocs_traceability.model.kinds import Schema
from mkdocs_traceability.reading.discovery import SIDECAR_ENDINGS, is_always_excluded, is_sidecar, load_source
from mkdocs_traceability.reading.read import Source
from mkdocs_traceability.reading.yaml.unreadable import Unreadable

_BEGINNING: Final = 4_096
"""How many bytes of a YAML file are looked at."""

_MEANT_BY_NAME: Final = re.compile(
    r"(?:^|[/._ -])(?:traces?|tracing|traceability|tracability)\.ya?ml(?:\.txt)?$", re.IGNORECASE
)
_FIRST_KEY: Final = re.compile(r"""\{?\s*["']?([A-Za-z][\w-]*)["']?\s*:(?:\s|$)""")
_ID: Final = re.compile(r"""(?<![\w-])["']?id["']?\s*:""")
_ITEM: Final = re.compile(rb"""^(?![ \t]*#).*?(?<![\w-])["']?id["']?[ \t]*:""", re.MULTILINE)
_EMPTY_KEY: Final = re.compile(r"traceability[ \t]*:[ \t]*(?:\{\s*\}|null|~)?[ \t]*(?:#.*)?$")


class Candidate(NamedTuple):
    """A file below the docs folder that is no source: where it is, and its path as findings show it."""

    file: Path
    path: str


class Overlooked(NamedTuple):
    """What is said of candidates, which of them certainly are sidecars, and which the site excludes."""

    remarks: list[str]
    misnamed: list[Source]
    excluded: list[str]


def look_at(candidates: Iterable[Candidate], docs_path: str, schema: Schema) -> Overlooked:
    """Say which files look as if they were meant as sidecars."""
    keys = {kind.plural for kind in schema} | {kind.name for kind in schema} | {"traceability", "defaults"}
    found = Overlooked([], [], [])
    for file, path in candidates:
        if not may_be_meant(path):
            continue
        if is_sidecar(path) and not is_always_excluded(path.removeprefix(f"{docs_path}/")):
            found.excluded.append(path)
            continue
        if is_sidecar(path):
            found.remarks.append(
                f"{path} is not read: MkDocs ignores names that begin with a dot, and the folder templates/"
            )
            continue
        text = _beginning(file)
        key = _first_key(text)
        is_ours = key.replace("-", "_").lower() in keys
        is_named = _MEANT_BY_NAME.search(path) is not None
        if is_ours and is_named and _ID.search(text):
            found.misnamed.append(_misnamed(file, path))
        elif is_ours:
            found.remarks.append(
                f"{path} begins with `{key}:` and is not read, but published as it is: if it declares items, "
                f"call it {_right_name(path)}"
            )
        elif is_named:
            found.remarks.append(f"{path} is not read: the name of a sidecar ends in {SIDECAR_ENDINGS[0]}")
    return found


def beside(root: Path, docs_path: str, read: Iterable[str]) -> Iterator[str]:
    """Say which sidecars lie beside `mkdocs.yml`, where nothing reads them."""
    known = set(read)
    for name in sorted(each.name for each in root.iterdir() if is_sidecar(each.name)):
        if name not in known:
            yield f"{name} is not read: move it below {docs_path}/, or name it in the setting `sources`"


def empty(sources: Iterable[Source], wrong: frozenset[str]) -> Iterator[str]:
    """Say which sources declare nothing, but for those of which something `wrong` is said already."""
    for source in sources:
        if source.path in wrong or source.problem is not None or (source.shapes and source.page is None):
            continue
        if source.page is not None:
            if _has_empty_key(source.data[:_BEGINNING]):
                yield f"{source.path} declares nothing: its `traceability` is empty"
        elif not _ITEM.search(source.data):
            what = "is empty" if _is_blank(source.data) else "has no item"
            yield f"{source.path} declares nothing: it {what}"


def _is_blank(data: bytes) -> bool:
    lines = (line.strip() for line in BytesIO(data.removeprefix(b"\xef\xbb\xbf")))
    return all(not line or line.startswith(b"#") or line in (b"---", b"...") for line in lines)


def may_be_meant(path: str) -> bool:
    """Whether a file may be meant as a sidecar: it is YAML, or has a name that is nearly right."""
    return path.lower().endswith((".yml", ".yaml")) or _MEANT_BY_NAME.search(path) is not None


def _beginning(file: Path) -> str:
    try:
        with open_ordinary(file) as stream:
            return stream.read(_BEGINNING).decode("utf-8-sig", "replace")
    except OSError:  # what cannot be opened cannot be published either: MkDocs says so
        return ""


def _first_key(text: str) -> str:
    for line in text.splitlines():
        if line.strip() and not line.startswith(("#", "---", "%")):
            found = _FIRST_KEY.match(line)
            return found[1] if found else ""
    return ""


def _misnamed(file: Path, path: str) -> Source:
    problem = Unreadable(
        f"the name of a sidecar ends in `{SIDECAR_ENDINGS[0]}`", 1, 1, help=f"call it {_right_name(path)}"
    )
    source = load_source(file, path, None)
    assert source is not None, "only pages can be of no interest"
    return source if source.problem else replace(source, problem=problem)


def _has_empty_key(beginning: bytes) -> bool:
    """Whether the front matter at the beginning of a page has `traceability`, and nothing below it."""
    first, *lines = beginning.decode("utf-8-sig", "replace").splitlines() or [""]
    if first.rstrip() != "---":
        return False
    for line, after in pairwise([*lines, "---"]):
        if line.startswith(("---", "...")):
            return False
        if _EMPTY_KEY.match(line):
            return not after.startswith((" ", "\t", "- "))
    return False


def _right_name(path: str) -> str:
    folder, slash, name = path.rpartition("/")
    stem = _MEANT_BY_NAME.sub("", name) or "items"
    stem = re.sub(r"\.ya?ml$", "", stem, flags=re.IGNORECASE)
    return f"{folder}{slash}{stem}{SIDECAR_ENDINGS[0]}"
