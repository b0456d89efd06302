"""A site for Python programs: checked without a build, and asked for what was read and found.

A door like the command. It shows the values of the lower stages as they are, and judges nothing itself.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from os import PathLike
from pathlib import Path
from typing import Any

from mkdocs_traceability.analysis.badges import Badge
from mkdocs_traceability.api.registry_data import registry_without_build
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.item import Claim, Item
from mkdocs_traceability.model.verdict import Outcome
from mkdocs_traceability.registry.registry import End
from mkdocs_traceability.result import Result
from mkdocs_traceability.settings.config_file import find_config
from mkdocs_traceability.settings.load import Settings, load_settings
from mkdocs_traceability.settings.on_host import notes_on_host
from mkdocs_traceability.workspace import Workspace


class CheckedSite:
    """A site that has been read and checked: its items and everything found out about them.

    It is a snapshot. Call `check` again after files have changed.
    """

    def __init__(self, settings: Settings, result: Result, notes: Sequence[str]) -> None:
        self._settings = settings
        self._result = result
        self._registry = result.registry
        self._notes = tuple(notes)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, ordered by path and line. Waived ones are included."""
        return self._result.findings

    @property
    def passes(self) -> bool:
        """Whether a strict build would succeed: each error and warning is waived or in the baseline."""
        return not any(finding.fails for finding in self.findings)

    @property
    def notes(self) -> tuple[str, ...]:
        """What the command prints as notes: for example, that a file looks like a source but is not read."""
        return self._notes

    @property
    def kinds(self) -> tuple[str, ...]:
        """The names of all kinds, built-in ones and those of `mkdocs.yml`."""
        return tuple(self._registry.schema.kinds)

    def items(self, kind: str = "") -> tuple[Item, ...]:
        """Return the items of a kind, or of all kinds, in the order of their sources.

        Raises:
            LookupError: if there is no such kind.

        """
        if not kind:
            return self._registry.all
        return tuple(self._registry.items(self._known(kind)))

    def item(self, kind: str, id: str) -> Item | None:  # noqa: A002 - the field's own name
        """Return the item with this id, or None.

        Raises:
            LookupError: if there is no such kind.

        """
        return self._registry.get(self._known(kind), id)

    def related(self, item: Item, relation: str) -> tuple[Item, ...]:
        """Return the items at the other end of a relation, or of the inverse of another kind's relation.

        Raises:
            LookupError: if the item's kind has no such relation or inverse.

        """
        kind = self._registry.kind(item)
        if relation not in kind.relations and relation not in kind.inverses:
            raise LookupError(f"{kind.name} has no relation {relation!r}")
        return tuple(link.item for link in self._registry.related(item, relation))

    def relations(self, item: Item) -> Mapping[str, Sequence[End]]:
        """Return the ends of all relations and inverses of the item, by name.

        Unlike `related`, it has free text and broken references too, and what is written beside an id.
        """
        kind = self._registry.kind(item)
        ends = {name: self._registry.ends(item, name) for name in (*kind.relations, *kind.inverses)}
        return {name: each for name, each in ends.items() if each}

    def claims(self, item: Item) -> tuple[Claim, ...]:
        """Return the evidence that an item names."""
        return tuple(claim for evidence in item.evidence.values() for claim in evidence.claims)

    def outcome(self, item: Item, claim: Claim) -> Outcome:
        """Return the verdict on a claim of an item, and the reason."""
        return self._result.verdicts.of(item, claim)

    def badge(self, item: Item) -> Badge:
        """Return the badge of an item."""
        return self._result.assessment.badge(item)

    def findings_of(self, item: Item) -> tuple[Finding, ...]:
        """Return what was found about an item.

        A mistake that shows on several items is one of `findings`, and is returned here for each of them.
        """
        return tuple(self._result.assessment.findings_of(item))

    def export(self) -> dict[str, Any]:
        """Return the registry as plain data: what `mkdocs-traceability export` writes as JSON."""
        data: dict[str, Any] = json.loads(registry_without_build(self._settings, self._result))
        return data

    def _known(self, kind: str) -> str:
        if kind not in self._registry.schema.kinds:
            raise LookupError(f"there is no kind {kind!r}")
        return kind


def check(path: str | PathLike[str] = ".", *, today: date | None = None) -> CheckedSite:
    """Read and check the site whose `mkdocs.yml` is in the folder `path`, or is `path` itself.

    Runs without MkDocs and builds nothing. Mistakes in the site's files are findings, never exceptions.
    `today` is the date that waivers are compared with: by default that of `SOURCE_DATE_EPOCH`, otherwise the
    current date. Like the command, it keeps what it has read in `.cache/traceability/`.

    Raises:
        ConfigError: if `mkdocs.yml` is missing or unreadable, or its docs folder does not exist.

    """
    settings = load_settings(find_config(Path(path)))
    workspace = Workspace(settings)
    linked = workspace.link()
    result = workspace.judge(linked, today=today)
    return CheckedSite(settings, result, [*workspace.notes(), *notes_on_host(settings), *linked.remarks])
