"""The tool `propose`: changes of items as a patch, proven, with the findings that would go and come."""

import os
import re
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Final, Literal, NamedTuple

from pydantic import Field

from mkdocs_traceability.edits.patch import as_patch
from mkdocs_traceability.edits.proposals.changes import (
    AddEvidence,
    AddItem,
    CannotPropose,
    Proposal,
    Relate,
    RenameItem,
    SetValue,
    Waive,
)
from mkdocs_traceability.edits.proposals.plan import Plan
from mkdocs_traceability.edits.rename.baseline import told_before
from mkdocs_traceability.edits.rename.plan import NamedSources, Renaming
from mkdocs_traceability.mcp.answers import Answer, ShownFinding, finding_shown, fitting
from mkdocs_traceability.mcp.arguments import Arguments, Short
from mkdocs_traceability.mcp.site import Refused, Site
from mkdocs_traceability.mcp.texts import NOTICE, Exact, Name
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.shown_words import several
from mkdocs_traceability.reading.discovery import exclusion, is_sidecar
from mkdocs_traceability.reports.wording import harmless
from mkdocs_traceability.result import Result
from mkdocs_traceability.rules import said_once
from mkdocs_traceability.rules.fingerprints import with_fingerprints
from mkdocs_traceability.settings.load import Settings
from mkdocs_traceability.workspace import Workspace

_MOST_CHANGES: Final = 10
_MOST_IN_PATCH: Final = 40_000
"""How many characters of a patch are answered; an agent can make a longer one with the command."""

_MOST_FINDINGS: Final = 10
_MOST_IN_FINDINGS: Final = 5_000
_DEEPEST: Final = 8
_LONGEST_TEXT: Final = 4_000

Text = Annotated[str, Field(max_length=2_000)]


class Change(Arguments):
    """A change of one item. Which of the keys it takes depends on the action."""

    action: Literal["set", "relate", "add_evidence", "add_item", "rename", "waive"]
    item: Short = Field(default="", description="The item that is changed; the id of a new one for add_item.")
    key: Short = Field(
        default="",
        description="set: the field, `status` or the relation; relate: the relation; add_evidence: code, "
        "tests, endpoints, events, tables, docs, files or links.",
    )
    value: Any = Field(
        default=None, description="set: text, number, true, false, list or object; null removes the key."
    )
    to: Short = Field(default="", description="relate: the item at the other end.")
    attributes: dict[Short, Text] = Field(
        default={}, max_length=4, description="relate: role, via, because, note."
    )
    claim: Text = Field(default="", description="add_evidence: such as `app/store.py:Store.save`.")
    note: Text = Field(default="", description="add_evidence: a note beside the claim.")
    kind: Short = Field(default="", description="add_item: the kind.")
    file: Short = Field(default="", description="add_item: the sidecar, below the folder of mkdocs.yml.")
    values: dict[Short, Any] = Field(
        default={}, max_length=60, description="add_item: its keys besides the id."
    )
    new_id: Short = Field(default="", description="rename: the new id.")
    code: Short = Field(default="", description="waive: the rule.")
    reason: Text = Field(default="", description="waive: why the finding is accepted. A person has to agree.")
    owner: Short = Field(default="", description="waive: the owner of the decision.")
    until: Short = Field(default="", description="waive: the last day, as 2027-01-31.")


class ProposeArguments(Arguments):
    """What is proposed."""

    changes: list[Change] = Field(
        min_length=1,
        max_length=_MOST_CHANGES,
        description="Changes in their order; each sees those before it.",
    )


class Proposed(Answer):
    """The patch, and what it would change of the findings."""

    files: tuple[Name, ...] = Field(description="The files that the patch changes.")
    apply_in: Name = Field(description="The folder in which `git apply` or `patch -p1` takes the patch.")
    quoted_patch: Exact = Field(default="", description="The unified diff; nothing is written.")
    passes: bool = Field(description="Whether the check would pass with the patch.")
    failing_before: int
    failing_after: int
    goes: tuple[ShownFinding, ...] = Field(default=(), description="Findings that the patch resolves.")
    goes_total: int = 0
    comes: tuple[ShownFinding, ...] = Field(default=(), description="Findings that the patch causes.")
    comes_total: int = 0


_NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "set": ("item", "key"),
    "relate": ("item", "key", "to"),
    "add_evidence": ("item", "key", "claim"),
    "add_item": ("item", "kind", "file"),
    "rename": ("item", "new_id"),
    "waive": ("item", "code", "reason"),
}
_TAKEN: Final[Mapping[str, tuple[str, ...]]] = {
    "set": ("value",),
    "relate": ("attributes",),
    "add_evidence": ("note",),
    "add_item": ("values",),
    "rename": (),
    "waive": ("owner", "until"),
}


def propose(site: Site, asked: ProposeArguments) -> Proposed:
    """Answer the tool. Nothing is written but what every check keeps.

    Raises:
        Refused: where a change cannot be made, or is not known to be safe.

    """
    before = site.result()
    workspace = site.workspace
    contents: dict[str, bytes] = {}
    renamings: list[Renaming] = []
    for number, change in enumerate(asked.changes, start=1):
        try:
            plan, proposal = _plan(workspace, change, contents)
            contents |= plan.contents(proposal)
            renamings += [plan.renaming] if plan.renaming else []
        except CannotPropose as refused:
            which = f"change {number}: " if len(asked.changes) > 1 else ""
            raise Refused(f"{which}{refused}") from None
    sources = workspace.own_sources()
    new = {path: data.decode() for path, data in contents.items() if sources.get(path) != data}
    old = {path: sources[path].decode() for path in new if path in sources}
    if not new:
        raise Refused("Nothing would change: the items say that already")
    after = workspace.judge(workspace.link_with(contents), today=before.today)
    return _proposed(workspace.settings, before, after, _Texts(old, new), renamings)


def _plan(workspace: Workspace, change: Change, contents: Mapping[str, bytes]) -> tuple[Plan, Proposal]:
    """Return what makes a change once those before it are made, which left `contents`."""
    proposal = _proposal(change)
    settings = workspace.settings
    linked = workspace.link_with(contents)
    named = NamedSources(linked.registry, linked.sources, settings.prose_ids, settings.table_words)
    if isinstance(proposal, AddItem) and proposal.file not in named.by_path:
        _refuse_file(settings, proposal.file)
    return Plan(named), proposal


def _proposal(change: Change) -> Proposal:
    _refuse_keys(change)
    _refuse_texts(change.model_dump())
    item, key = change.item, change.key
    match change.action:
        case "set":
            return SetValue(item, key, _plain(change.value))
        case "relate":
            return Relate(item, key, change.to, change.attributes)
        case "add_evidence":
            return AddEvidence(item, key, change.claim, change.note)
        case "add_item":
            file = os.path.normpath(change.file).replace(os.sep, "/")
            return AddItem(
                change.kind, item, file, {name: _plain(each) for name, each in change.values.items()}
            )
        case "rename":
            return RenameItem(item, change.new_id)
        case "waive":
            return Waive(item, change.code, change.reason, change.owner, change.until)


def _refuse_keys(change: Change) -> None:
    """Refuse a change that lacks something, or has what its action does not take."""
    if change.action == "set" and "value" not in change.model_fields_set:
        raise CannotPropose("`set` needs `value`; null removes the key")
    needed, taken = _NEEDED[change.action], _TAKEN[change.action]
    if missing := [each for each in needed if not getattr(change, each)]:
        raise CannotPropose(f"`{change.action}` needs {', '.join(f'`{each}`' for each in missing)}")
    known = {"action", *needed, *taken}
    if more := sorted(change.model_fields_set - known):
        raise CannotPropose(
            f"`{change.action}` takes no {', '.join(f'`{each}`' for each in more)}; "
            f"it takes {', '.join(f'`{each}`' for each in (*needed, *taken))}"
        )


def _refuse_texts(value: Any, depth: int = 0) -> None:
    """Refuse values that are too deep, and texts that nobody would see in full."""
    if depth > _DEEPEST:
        raise CannotPropose("the value is nested too deep")
    if isinstance(value, dict | list):
        within = [*value, *value.values()] if isinstance(value, dict) else value
        for each in within:
            _refuse_texts(each, depth + 1)
    if isinstance(value, str) and any(harmless(line) != line for line in re.split("[\n\t]", value)):
        raise CannotPropose("the change has control characters or invisible characters")
    if isinstance(value, str) and len(value) > _LONGEST_TEXT:
        raise CannotPropose(f"a text of the change has more than {_LONGEST_TEXT} characters")


def _plain(value: Any) -> Any:
    """Return a value without what is empty in it."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items() if each is not None}
    return [_plain(each) for each in value if each is not None] if isinstance(value, list) else value


def _refuse_file(settings: Settings, path: str) -> None:
    """Refuse a new sidecar that would not be read, or that leads out of the site."""
    file = settings.root / path
    uri = Path(os.path.relpath(file, settings.docs_dir)).as_posix()
    is_excluded = exclusion(settings.inputs.exclude_docs, settings.inputs.draft_docs)
    if Path(path).is_absolute() or uri.startswith("../") or not is_sidecar(path) or is_excluded(uri):
        raise CannotPropose(
            f"`{path}` is no sidecar; name a file below {settings.docs_path}/ that ends in .trace.yml"
        )
    if os.path.lexists(file):
        raise CannotPropose(f"`{path}` is there, but cannot be read as a sidecar; fix it first")
    if not settings.bounds.hold(file):
        raise CannotPropose(f"`{path}` leads out of the folders of the site")


class _Texts(NamedTuple):
    """The texts of the files that are changed, by path: as they are, and as they would be."""

    old: Mapping[str, str]
    new: Mapping[str, str]


def _proposed(
    settings: Settings, before: Result, after: Result, texts: _Texts, renamings: Sequence[Renaming]
) -> Proposed:
    told = _told_before(after.raw_findings, renamings)
    goes = _not_in(before.findings, {told[each.fingerprint]: each for each in after.findings})
    known = {each.fingerprint: each for each in before.findings}
    comes = _not_in(after.findings, {now: known[then] for now, then in told.items() if then in known})
    failing = [sum(each.fails for each in result.findings) for result in (before, after)]
    base, patch = _patch(settings, texts)
    notes = (
        () if patch else ("The patch is too long to be answered: propose fewer changes, or use the command",)
    )
    return Proposed(
        summary=f"A patch of {several(len(texts.new), 'file')}: {several(len(goes), 'finding')} would go and "
        f"{len(comes)} come; {failing[0]} fail now, {failing[1]} then",
        notice=NOTICE,
        notes=notes,
        files=tuple(sorted(texts.new))[:100],
        apply_in=base,
        quoted_patch=patch,
        passes=not failing[1],
        failing_before=failing[0],
        failing_after=failing[1],
        goes=_shown(goes, before),
        goes_total=len(goes),
        comes=_shown(comes, after),
        comes_total=len(comes),
    )


def _told_before(found: Sequence[Finding], renamings: Sequence[Renaming]) -> dict[str, str]:
    """Return the fingerprints of findings, each with the one that it had before items got other ids."""
    told = list(found)
    for each in reversed(renamings):
        told = told_before(told, each.item, each.new)
    named = with_fingerprints(told, said_once()) if renamings else told
    return {now.fingerprint: then.fingerprint for now, then in zip(found, named, strict=True)}


def _not_in(findings: Sequence[Finding], others: Mapping[str, Finding]) -> list[Finding]:
    """Return the findings that others have not by their fingerprints, or have and do not fail there."""

    def is_there(finding: Finding) -> bool:
        other = others.get(finding.fingerprint)
        return other is not None and (other.fails or not finding.fails)

    return sorted((each for each in findings if not is_there(each)), key=lambda each: not each.fails)


def _shown(findings: Sequence[Finding], result: Result) -> tuple[ShownFinding, ...]:
    shown = partial(finding_shown, excerpts=result.excerpts)
    return tuple(fitting(findings, shown, 0, _MOST_FINDINGS, _MOST_IN_FINDINGS)[0])


def _patch(settings: Settings, texts: _Texts) -> tuple[str, str]:
    """Return the folder, relative to that of `mkdocs.yml`, in which a patch is to be applied, and the patch.

    The patch is empty if it is too long.
    """
    root = settings.root
    base = Path(os.path.commonpath([root, *(os.path.normpath(root / path) for path in texts.new)]))

    def named(of_files: Mapping[str, str]) -> dict[str, str]:
        return {Path(os.path.relpath(root / path, base)).as_posix(): of_files[path] for path in of_files}

    patch = as_patch(named(texts.old), named(texts.new))
    return Path(os.path.relpath(base, root)).as_posix(), patch if len(patch) <= _MOST_IN_PATCH else ""
