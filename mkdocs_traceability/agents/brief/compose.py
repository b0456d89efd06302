"""Compose the brief of some paths from what is known of components and files, wherever that comes from."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from posixpath import normpath
from shlex import quote
from typing import Final, Protocol, TypeVar

from mkdocs_traceability.agents.brief.values import (
    AskedPath,
    Brief,
    ComponentBrief,
    FileBrief,
    FileClaim,
    ProvingTest,
)

T = TypeVar("T")

_OF_OWN_CODE: Final = ("code", "files")
"""The claim types by which a component says that code is its own."""


class Facts(Protocol):
    """What a brief is composed of.

    `is_complete` is false where a source cannot be read: what that declares is not known. `owned` has the
    files and folders that are a component's, each with its id. `files` are those of which something is known.
    """

    @property
    def is_complete(self) -> bool:
        """Whether all sources can be read."""

    @property
    def owned(self) -> Mapping[str, str]:
        """The files and folders of components."""

    @property
    def files(self) -> Collection[str]:
        """The files of which something is known."""

    def component(self, id_: str) -> ComponentBrief:
        """Return what is known of a component."""

    def file(self, path: str) -> FileBrief:
        """Return what is known of one of the files."""


def compose(facts: Facts, paths: Sequence[str]) -> Brief:
    """Return the brief of files and folders, as paths relative to the folder of `mkdocs.yml`.

    A path need not exist: a file that is about to be made belongs to somebody, too.
    """
    wanted = list(dict.fromkeys(map(normpath, paths)))
    known = {
        path: facts.file(path)
        for path in sorted(facts.files)
        if any(_is_within(path, each) for each in wanted)
    }
    asked = [_asked(facts, path, known) for path in wanted]
    ids = dict.fromkeys(id_ for each in asked for id_ in (*each.owners, *each.claimed_by))
    components = tuple(map(facts.component, ids))
    files = known.values()
    told: Sequence[FileBrief | ComponentBrief] = (*files, *components)
    tests = _each_once(test for each in told for test in each.tests)
    return Brief(
        is_complete=facts.is_complete,
        paths=tuple(asked),
        components=components,
        declares=tuple(item for each in files for item in each.declares),
        claims=tuple(claim for each in files for claim in each.claims),
        work=_each_once(work for each in told for work in each.work),
        tests=tests,
        commands=tuple(_commands(tests)),
        findings=_each_once(found for each in told for found in each.findings),
        files=tuple(known),
    )


def as_known(facts: Facts, path: str, real_path: str) -> str:
    """Return where a link leads, in place of its own path, if nothing is known of that."""
    is_known = _owner(facts.owned, path) or path in facts.files
    return path if is_known or real_path.startswith("../") else real_path


def _asked(facts: Facts, path: str, known: Mapping[str, FileBrief]) -> AskedPath:
    owners = dict.fromkeys(filter(None, [_owner(facts.owned, path)]))
    owners.update((owner, None) for place, owner in sorted(facts.owned.items()) if _is_within(place, path))
    files = [file for each, file in known.items() if _is_within(each, path)]
    claiming = dict.fromkeys(claim.id for file in files for claim in file.claims if _is_of_component(claim))
    others = tuple(each for each in claiming if each not in owners)
    declares = sum(len(file.declares) for file in files)
    is_known = owners or claiming or declares
    return AskedPath(path, tuple(owners), declares, others, () if is_known else _nearest(facts.owned, path))


def _is_of_component(claim: FileClaim) -> bool:
    """Whether a component says by a claim that the code is its own."""
    return claim.kind == "component" and claim.type in _OF_OWN_CODE


def _owner(owned: Mapping[str, str], path: str) -> str | None:
    """Return whose a path is: the most specific place decides."""
    while path:
        if path in owned:
            return owned[path]
        path = path.rpartition("/")[0]
    return owned.get(".")


def _nearest(owned: Mapping[str, str], path: str) -> tuple[str, ...]:
    """Return the components that share the most folders with a path, none where they share nothing."""
    shared = {place: _shared(place, path) for place in owned}
    most = max(shared.values(), default=0)
    return tuple(sorted({owned[place] for place, number in shared.items() if number == most and most}))


def _shared(one: str, other: str) -> int:
    number = 0
    for mine, theirs in zip(PurePosixPath(one).parts, PurePosixPath(other).parts, strict=False):
        if mine != theirs or mine == "..":
            break
        number += 1
    return number


def _is_within(path: str, folder: str) -> bool:
    if folder == ".":
        return not path.startswith("../")
    return path == folder or path.startswith(f"{folder}/")


def _each_once(values: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))


def _commands(tests: Iterable[ProvingTest]) -> Iterator[str]:
    """Yield the commands that run tests, in languages where the name of a file says how."""
    nodes = dict.fromkeys(map(_node, tests))
    files = {path for path, name in nodes if not name}
    if python := [
        f"{path}{name}" for path, name in nodes if path.endswith(".py") and not (name and path in files)
    ]:
        yield f"pytest {' '.join(map(_quoted, python))}"
    if folders := dict.fromkeys(path.rpartition("/")[0] for path, _ in nodes if path.endswith("_test.go")):
        yield f"go test {' '.join(_quoted(f'./{folder}') for folder in folders)}"


def _node(test: ProvingTest) -> tuple[str, str]:
    """Return the file of a test, and what names the test in it."""
    _, separator, name = test.text.partition("::")
    return test.path, f"{separator}{name}"


def _quoted(word: str) -> str:
    """Return a word as a shell takes it for one, and no program for an option."""
    return quote(f"./{word}" if word.startswith("-") else word)
