"""Whose the files of components are: the CODEOWNERS files that the settings name, held against `paths`."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from posixpath import dirname, normpath, relpath
from typing import Final, NamedTuple

from mkdocs_traceability.evidence.code_owners.entries import Entry, read_entries
from mkdocs_traceability.evidence.source_code.ownership import CodeOwnership
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.files.globs import fits, fixed_part
from mkdocs_traceability.model.inputs import CodeOwnersFiles, Inputs
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.observations import CodeOwners
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.verdict import InputProblem
from mkdocs_traceability.reading.text import decode
from mkdocs_traceability.reading.yaml.unreadable import Unreadable

_FOLDERS: Final = (".github", ".gitlab", ".gitea", ".forgejo", "docs")
"""Where a CODEOWNERS file may stand; its patterns are relative to the folder above, the repository's."""


class _Owned(NamedTuple):
    """The entries that decide of one file, one for each section."""

    path: str
    by_section: dict[str, Entry]


def observed_owners(
    inputs: Inputs, ownership: CodeOwnership, disk: Disk
) -> tuple[tuple[CodeOwners, ...], tuple[InputProblem, ...]]:
    """Return whose the components' files are, and which CODEOWNERS files cannot be read."""
    found: dict[str, _Owned] = {}
    problems: list[InputProblem] = []
    files = {component: ownership.files(component) for component in ownership.components()}
    listed = sorted({path for paths in files.values() for path in paths})
    for entry in inputs.code_owners:
        named, missing = _named(entry, disk)
        problems += missing
        for path in named:
            try:
                found |= _owned(path, disk, listed)
            except Unreadable as error:
                at = Position(path, error.line, error.column, error.length)
                problems.append(InputProblem(f"cannot be read: {error.message}", at, error.help))
    owners = (_owners_of(component, paths, found) for component, paths in files.items())
    return tuple(each for each in owners if each), tuple(problems)


def _named(entry: CodeOwnersFiles, disk: Disk) -> tuple[list[str], list[InputProblem]]:
    """Return the CODEOWNERS files of an entry, and what is wrong with those that it names."""
    found = {glob: disk.glob(glob.pattern) for glob in entry.globs}
    named = [path for paths in found.values() for path in paths]
    if entry.is_usual:
        return named[:1], [] if named else [
            _no_file(", ".join(f"`{each.pattern}`" for each in found), entry.position)
        ]
    missing = [_no_file(f"`{glob.pattern}`", glob.position) for glob, paths in found.items() if not paths]
    return named, missing


def _no_file(looked_for: str, at: Position) -> InputProblem:
    message = f"no CODEOWNERS file found: {looked_for}"
    return InputProblem(message, at, "add `path:` with a file relative to the folder of this one")


def _owned(path: str, disk: Disk, listed: list[str]) -> dict[str, _Owned]:
    """Return the entries of one CODEOWNERS file that decide of files, by the files' paths."""
    data = disk.read(path)
    if data is None:
        raise Unreadable(
            "it is no ordinary file, or too large", 1, 1, help="replace it with an ordinary file"
        )
    base = dirname(path)
    if normpath(base).rpartition("/")[2] in _FOLDERS:
        base = dirname(base)
    paths = _below(base, listed)
    return {
        paths[inside]: _Owned(path, by_section)
        for inside, by_section in _matched(read_entries(decode(data)), sorted(paths)).items()
    }


def _below(base: str, listed: Iterable[str]) -> Mapping[str, str]:
    """Return the files of a repository by their paths in it."""
    inside = ((relpath(path, base or "."), path) for path in listed)
    return {name: path for name, path in inside if not name.startswith("../")}


def _matched(entries: Iterable[Entry], names: list[str]) -> dict[str, dict[str, Entry]]:
    matched: dict[str, dict[str, Entry]] = {}
    for entry in entries:
        for glob in entry.globs:
            for name in _candidates(glob, names):
                if fits(name, glob):
                    matched.setdefault(name, {})[entry.section] = entry
    return matched


def _candidates(glob: str, names: list[str]) -> Iterator[str]:
    """Go through the names that begin as a glob does; they stand beside each other."""
    start = fixed_part(glob)
    for place in range(bisect_left(names, start), len(names)):
        if not names[place].startswith(start):
            break
        yield names[place]


def _owners_of(component: Item, paths: Iterable[str], found: Mapping[str, _Owned]) -> CodeOwners | None:
    """Return whose the files of a component are; None where none of them has an owner."""
    required: Counter[str] = Counter()
    optional: Counter[str] = Counter()
    decisive: Counter[tuple[str, Entry]] = Counter()
    for path in paths:
        if path not in found:
            continue
        for entry in found[path].by_section.values():
            if entry.owners and not entry.excludes:
                (optional if entry.is_optional else required).update(entry.owners)
                decisive[found[path].path, entry] += not entry.is_optional
    if not required and not optional:
        return None
    (file, entry), _ = min(decisive.items(), key=lambda each: (-each[1], each[0][0], each[0][1].line))
    at = Position(file, entry.line, entry.column, entry.length)
    return CodeOwners(component, _by_frequency(required), _by_frequency(optional), at)


def _by_frequency(owners: Counter[str]) -> tuple[str, ...]:
    return tuple(sorted(owners, key=lambda owner: (-owners[owner], owner)))
