"""What a brief says, as plain values that can be kept: texts, numbers, and tuples of them.

A `place` is where something stands, as `path:line:column`, empty where that is nowhere. Words of badges and
phases are the machine's; what readers see for them is `model/shown_words.py`.
"""

from typing import Any, Final, NamedTuple

WAYS: Final = {"write": "Write", "read": "Read", "import": "Import"}
"""What code does that the architecture allows or rules out, and how that is called above a list."""


class Permission(NamedTuple):
    """What the code of a component may do to something, or must not.

    `kind` and `id` are those of a resource, a component or a layer; an empty `id` stands for all others of
    the kind. `members` are the first of the components of a layer, `more` is how many others it has. `rule`
    is the code of the rule that finds what is done all the same, empty where it is allowed.
    """

    way: str
    is_allowed: bool
    kind: str
    id: str
    title: str
    reason: str
    place: str
    rule: str = ""
    members: tuple[str, ...] = ()
    more: int = 0


class AgreedWaiver(NamedTuple):
    """A waiver of an item: the rule, why, who answers for it, and the last day, empty without one."""

    code: str
    reason: str
    owner: str
    until: str
    place: str


class ServedItem(NamedTuple):
    """An item that a component serves, such as a flow: `relation` says how, `through` over which item."""

    relation: str
    kind: str
    id: str
    title: str
    status: str
    phase: str
    badge: str
    basis: str
    place: str
    through: str = ""
    waivers: tuple[AgreedWaiver, ...] = ()


class OpenWork(NamedTuple):
    """A gap, a patch or an action that is still open: what it is about, and what is to be done, by when."""

    kind: str
    id: str
    title: str
    status: str
    about: str
    action: str
    due: str
    is_overdue: bool
    severity: str
    place: str


class FileClaim(NamedTuple):
    """A claim that an item makes of a file: as it is written, its badge, and where what it names was found.

    `type` is the claim type, `name` that or the field that is a claim.
    """

    kind: str
    id: str
    title: str
    name: str
    type: str
    text: str
    lines: str
    note: str
    badge: str
    basis: str
    found_at: str
    place: str


class ProvingTest(NamedTuple):
    """A test that an item names as evidence; `path` is its file, empty where that was not found."""

    text: str
    path: str
    badge: str
    kind: str
    id: str


class DeclaredItem(NamedTuple):
    """An item that a file declares, with its badge."""

    kind: str
    id: str
    title: str
    status: str
    badge: str
    basis: str
    place: str


class BriefFinding(NamedTuple):
    """A finding: `severity` is `waived` or `baseline` where it fails nothing, and `waiver` says why."""

    code: str
    severity: str
    message: str
    help: str
    waiver: str
    kind: str
    id: str
    place: str


class ComponentBrief(NamedTuple):
    """A component that owns a file: what it is, what its code may do, and what it serves."""

    id: str
    title: str
    status: str
    phase: str
    badge: str
    basis: str
    place: str
    summary: str
    notes: str
    part_of: tuple[str, ...]
    layer: str
    layer_title: str
    layer_place: str
    owners: tuple[str, ...]
    paths: tuple[str, ...]
    permissions: tuple[Permission, ...] = ()
    serves: tuple[ServedItem, ...] = ()
    work: tuple[OpenWork, ...] = ()
    tests: tuple[ProvingTest, ...] = ()
    waivers: tuple[AgreedWaiver, ...] = ()
    findings: tuple[BriefFinding, ...] = ()


class FileBrief(NamedTuple):
    """What is known of one file: the items it declares, what is claimed of it, and what was found in it."""

    declares: tuple[DeclaredItem, ...] = ()
    claims: tuple[FileClaim, ...] = ()
    work: tuple[OpenWork, ...] = ()
    tests: tuple[ProvingTest, ...] = ()
    findings: tuple[BriefFinding, ...] = ()


class AskedPath(NamedTuple):
    """A path that was asked for, and the components that own it or, of a folder, what is in it.

    `declares` is how many items are declared there. `claimed_by` are others that name code there as their
    evidence. `nearest` are the components whose code lies nearest, where it is nobody's.
    """

    path: str
    owners: tuple[str, ...]
    declares: int = 0
    claimed_by: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()


class Brief(NamedTuple):
    """What must not be broken at some paths, each thing once.

    `files` are the files below these paths of which something is known. `commands` run the `tests`.
    Where it is not `is_complete`, a source cannot be read: what that declares is not known.
    """

    is_complete: bool
    paths: tuple[AskedPath, ...]
    components: tuple[ComponentBrief, ...]
    declares: tuple[DeclaredItem, ...]
    claims: tuple[FileClaim, ...]
    work: tuple[OpenWork, ...]
    tests: tuple[ProvingTest, ...]
    commands: tuple[str, ...]
    findings: tuple[BriefFinding, ...]
    files: tuple[str, ...]


def component_of(stored: Any) -> ComponentBrief:
    """Return plain data as the component it was.

    Raises:
        ValueError, TypeError: where it cannot have been one.

    """
    told = dict(zip(ComponentBrief._fields, stored, strict=True))
    told |= {name: tuple(told[name]) for name in ("part_of", "owners", "paths")}
    told["permissions"] = tuple(map(_permission, told["permissions"]))
    told["serves"] = tuple(map(_served, told["serves"]))
    told["work"] = tuple(OpenWork(*each) for each in told["work"])
    told["tests"] = tuple(ProvingTest(*each) for each in told["tests"])
    told["waivers"] = _waivers(told["waivers"])
    told["findings"] = tuple(BriefFinding(*each) for each in told["findings"])
    return ComponentBrief(**told)


def file_of(stored: Any) -> FileBrief:
    """Return plain data as the file it was.

    Raises:
        ValueError, TypeError: where it cannot have been one.

    """
    declares, claims, work, tests, findings = stored
    return FileBrief(
        tuple(DeclaredItem(*each) for each in declares),
        tuple(FileClaim(*each) for each in claims),
        tuple(OpenWork(*each) for each in work),
        tuple(ProvingTest(*each) for each in tests),
        tuple(BriefFinding(*each) for each in findings),
    )


def _permission(stored: Any) -> Permission:
    *plain, members, more = stored
    return Permission._make((*plain, tuple(members), more))


def _served(stored: Any) -> ServedItem:
    *plain, waivers = stored
    return ServedItem._make((*plain, _waivers(waivers)))


def _waivers(stored: Any) -> tuple[AgreedWaiver, ...]:
    return tuple(AgreedWaiver(*each) for each in stored)
