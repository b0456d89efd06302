"""The tool `brief`: what must not be broken in files that an agent is about to edit."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar

from pydantic import Field

from mkdocs_traceability.agents.brief.compose import as_known, compose
from mkdocs_traceability.agents.brief.facts import ResultFacts
from mkdocs_traceability.agents.brief.values import (
    AgreedWaiver,
    Brief,
    ComponentBrief,
    Permission,
    ServedItem,
)
from mkdocs_traceability.files.real import real
from mkdocs_traceability.mcp.answers import MOST_CHARACTERS, Answer, Value, size_of, told_as
from mkdocs_traceability.mcp.arguments import FilePath, Page
from mkdocs_traceability.mcp.site import Site, path_below
from mkdocs_traceability.mcp.texts import NOTICE, Name, Quoted, Sentence
from mkdocs_traceability.model.shown_words import several
from mkdocs_traceability.settings.load import relative

_T = TypeVar("_T")
_V = TypeVar("_V", bound=Value)

_MOST_PATHS: Final = 20
_MOST_COMPONENTS: Final = 10
_COMPONENTS: Final = "components"
_INCOMPLETE: Final = "Some sources cannot be read, so this may lack something: run the tool `check`"
_NARROWER: Final = "Not all components are shown: ask for fewer or narrower paths"


class BriefArguments(Page):
    """Which files are about to be edited."""

    paths: list[FilePath] = Field(
        min_length=1,
        max_length=_MOST_PATHS,
        description="Files or folders, relative to the folder of mkdocs.yml. They need not exist yet.",
    )
    limit: int = Field(default=20, ge=1, le=100, description="How many entries of each list at most.")
    offset: int = Field(
        default=0, ge=0, le=1_000_000, description="How many entries of each list to leave out first."
    )


class BriefPath(Value):
    """A path, and the components that own it."""

    path: Name
    owners: tuple[Name, ...] = Field(default=(), description="The components that own it.")
    declares: int = Field(default=0, description="How many items are declared there.")
    claimed_by: tuple[Name, ...] = Field(default=(), description="Components that name it as their evidence.")
    nearest: tuple[Name, ...] = Field(default=(), description="If no component owns it: the nearest ones.")


class BriefPermission(Value):
    """What the code of a component may write, read or import, or must not."""

    way: Name
    is_allowed: bool
    of: Name = Field(description="kind:id, or kind:* for all others.")
    quoted_reason: Quoted = ""
    place: Name = ""
    rule: Name = Field(default="", description="The rule that finds it.")
    members: tuple[Name, ...] = ()
    more: int = Field(default=0, description="How many members are left out.")


class BriefWaiver(Value):
    """A waiver."""

    code: Name
    quoted_reason: Quoted = ""
    owner: Name = ""
    until: Name = ""


class BriefServed(Value):
    """An item that a component serves."""

    relation: Name
    id: Name
    quoted_title: Quoted = ""
    status: Name = ""
    badge: Name = ""
    through: Name = ""
    waivers: tuple[BriefWaiver, ...] = ()


class BriefComponent(Value):
    """A component that owns a path, or claims it."""

    id: Name
    quoted_title: Quoted = ""
    status: Name = ""
    badge: Name = ""
    place: Name = ""
    quoted_summary: Quoted = ""
    quoted_notes: Quoted = ""
    part_of: tuple[Name, ...] = ()
    layer: Name = ""
    owners: tuple[Name, ...] = ()
    permissions: tuple[BriefPermission, ...] = Field(default=(), description="Prohibitions first.")
    serves: tuple[BriefServed, ...] = ()
    waivers: tuple[BriefWaiver, ...] = ()


class BriefItem(Value):
    """An item that a file declares."""

    id: Name
    quoted_title: Quoted = ""
    status: Name = ""
    badge: Name = ""
    place: Name = ""


class BriefClaim(Value):
    """A claim that an item makes of a file."""

    id: Name
    name: Name = Field(description="The type of the claim, or the field.")
    text: Name
    lines: Name = ""
    quoted_note: Quoted = ""
    badge: Name = ""
    found_at: Name = ""


class BriefWork(Value):
    """A gap, a patch or an action that is still open."""

    id: Name
    quoted_title: Quoted = ""
    status: Name = ""
    about: Name = ""
    quoted_action: Quoted = ""
    due: Name = ""
    is_overdue: bool = False
    severity: Name = ""


class BriefTest(Value):
    """A test that proves something there."""

    text: Name
    path: Name = ""
    badge: Name = ""
    id: Name


class BriefFound(Value):
    """A finding of the check."""

    code: Name
    severity: Name
    message: Sentence
    help: Sentence = ""
    quoted_waiver: Quoted = ""
    place: Name = ""


class BriefAnswer(Answer):
    """What must not be broken. Where a list is cut, `left_out` says how many entries."""

    paths: tuple[BriefPath, ...]
    components: tuple[BriefComponent, ...] = ()
    declares: tuple[BriefItem, ...] = ()
    claims: tuple[BriefClaim, ...] = ()
    work: tuple[BriefWork, ...] = ()
    tests: tuple[BriefTest, ...] = ()
    commands: tuple[Name, ...] = Field(default=(), description="Commands that run the tests.")
    findings: tuple[BriefFound, ...] = ()
    left_out: Mapping[Name, int] = Field(default={}, description="Entries that follow, by list.")
    next_offset: int = Field(default=0, description="The `offset` for them; absent if nothing follows.")


def brief(site: Site, asked: BriefArguments) -> BriefAnswer:
    """Answer the tool.

    Raises:
        Refused: where a path leads out of the site.

    """
    result = site.result()
    settings = site.workspace.settings
    facts = ResultFacts(result)
    named = [path_below(settings, each, settings.evidence_bounds) for each in asked.paths]
    root = settings.root
    told = compose(facts, [as_known(facts, each, relative(real(root / each), real(root))) for each in named])
    of_each = asked.limit
    answer = _Part(asked.offset, of_each).of(told)
    while of_each > 1 and size_of(answer) > MOST_CHARACTERS:
        of_each //= 2
        answer = _Part(asked.offset, of_each).of(told)
    return answer


class _Part:
    """Makes the answer of a part of each list, and counts what follows."""

    def __init__(self, offset: int, limit: int) -> None:
        self._offset, self._end = offset, offset + limit
        self._left_out: dict[str, int] = {}

    def of(self, told: Brief) -> BriefAnswer:
        """Return the part of a brief."""
        parts = BriefAnswer(
            summary=_summary(told),
            notice=NOTICE,
            paths=tuple(told_as(BriefPath, each) for each in told.paths),
            components=tuple(self._components(told.components)),
            declares=self._shown(BriefItem, told.declares, "declares"),
            claims=self._shown(BriefClaim, told.claims, "claims"),
            work=self._shown(BriefWork, told.work, "work"),
            tests=self._shown(BriefTest, told.tests, "tests"),
            commands=tuple(self._first(told.commands, "commands")),
            findings=self._shown(BriefFound, told.findings, "findings"),
        )
        left_out = {name: number for name, number in self._left_out.items() if number > 0}
        following = self._end if left_out.keys() - {_COMPONENTS} else 0
        notes = (*((_NARROWER,) * (_COMPONENTS in left_out)), *((_INCOMPLETE,) * (not told.is_complete)))
        more = {"left_out": left_out, "next_offset": following, "notes": notes}
        return parts.model_copy(update=more)

    def _components(self, components: Sequence[ComponentBrief]) -> Iterator[BriefComponent]:
        """Go through the first components; behind the first part, those that have more."""
        most = min(_MOST_COMPONENTS, self._end - self._offset)
        self._left_out[_COMPONENTS] = len(components) - most
        for each in components[:most]:
            shown = self._component(each)
            if not self._offset or shown.permissions or shown.serves:
                yield shown

    def _first(self, entries: Sequence[_T], name: str) -> Sequence[_T]:
        self._left_out[name] = self._left_out.get(name, 0) + max(len(entries) - self._end, 0)
        return entries[self._offset : self._end]

    def _shown(self, model: type[_V], entries: Sequence[object], name: str) -> tuple[_V, ...]:
        return tuple(_named(model, each) for each in self._first(entries, name))

    def _component(self, told: ComponentBrief) -> BriefComponent:
        permissions = sorted(told.permissions, key=lambda each: each.is_allowed)
        parts: dict[str, Any] = {
            "permissions": tuple(map(_permission, self._first(permissions, "permissions"))),
            "serves": tuple(map(_served, self._first(told.serves, "serves"))),
        }
        id_ = f"component:{told.id}"
        if self._offset:
            return BriefComponent(id=id_, **parts)
        return told_as(BriefComponent, told, id=id_, waivers=_waivers(told.waivers), **parts)


def _summary(told: Brief) -> str:
    failing = sum(each.severity in ("error", "warning") for each in told.findings)
    forbidden = sum(not each.is_allowed for one in told.components for each in one.permissions)
    return (
        f"{several(len(told.components), 'component')} with {several(forbidden, 'prohibition')}, "
        f"{several(len(told.claims), 'claim')}, {several(len(told.tests), 'test')}, "
        f"{several(failing, 'finding')} that fail"
    )


def _named(model: type[_V], told: object) -> _V:
    """Return a value whose id has the kind before it."""
    if "id" not in model.model_fields:
        return told_as(model, told)
    return told_as(model, told, id=f"{getattr(told, 'kind', '')}:{getattr(told, 'id', '')}")


def _permission(told: Permission) -> BriefPermission:
    return told_as(BriefPermission, told, of=f"{told.kind}:{told.id or '*'}")


def _served(told: ServedItem) -> BriefServed:
    return told_as(BriefServed, told, id=f"{told.kind}:{told.id}", waivers=_waivers(told.waivers))


def _waivers(told: Iterable[AgreedWaiver]) -> tuple[BriefWaiver, ...]:
    return tuple(told_as(BriefWaiver, each) for each in told)
