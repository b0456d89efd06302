"""The evidence that a site could name, looked up while somebody types.

What was looked at is kept for some seconds: a folder of a hundred thousand files takes longer to be listed
than an answer may take. What files hold is kept by their content, as in a run.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain, islice
from time import monotonic
from typing import Any, Final

from mkdocs_traceability.evidence.checker import Checker, Scope
from mkdocs_traceability.evidence.documents.headings import Headings, SourceHeading
from mkdocs_traceability.evidence.documents.names import Page, Pages
from mkdocs_traceability.evidence.endpoints import EndpointsChecker
from mkdocs_traceability.evidence.events import EventsChecker
from mkdocs_traceability.evidence.source_code.languages import outline_of
from mkdocs_traceability.evidence.source_code.outline import Outline
from mkdocs_traceability.evidence.tables import TablesChecker
from mkdocs_traceability.evidence.verify import checkers, scope_of
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.model.item import Claim
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.verdict import Outcome
from mkdocs_traceability.settings.load import Settings

_SECONDS: Final = 10.0
_MOST_SITES: Final = 4
_MOST_FILES: Final = 100_000

_CATALOGUES: Final[dict[str, type[EndpointsChecker] | type[EventsChecker] | type[TablesChecker]]] = {
    "endpoints": EndpointsChecker,
    "events": EventsChecker,
    "tables": TablesChecker,
}


@dataclass
class Evidence:
    """What claims of one site can name. `ends` is when it has to be looked at anew.

    `trees` are the files below folders that the last run has listed.
    """

    settings: Settings
    disk: Disk
    ends: float
    trees: Mapping[str, tuple[str, ...]]
    _scopes: dict[str, Scope] = field(default_factory=dict)
    _checkers: dict[tuple[str, str], Checker] = field(default_factory=dict)
    _listed: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def scope(self, system: str) -> Scope:
        """Return where the claims of a system are looked for."""
        known = system if system in self.settings.inputs.systems() else ""
        if known not in self._scopes:
            self._scopes[known] = scope_of(self.settings.inputs, self.disk, known)
        return self._scopes[known]

    def files(self, system: str) -> tuple[str, ...]:
        """Return the files below the code roots, as claims have to say them."""
        key = ("files", system)
        if key not in self._listed:
            roots = self.scope(system).roots
            below = (self.trees.get(folder) or self.disk.tree(folder) for folder in roots.folders)
            found = (each for each in islice(chain(*below), _MOST_FILES) if each.isprintable())
            self._listed[key] = tuple(dict.fromkeys(map(roots.below_root, found)))
        return self._listed[key]

    def declared(self, type_: str, system: str) -> tuple[str, ...]:
        """Return the endpoints, events or tables that are declared."""
        key = (type_, system)
        if key not in self._listed:
            checker = _CATALOGUES[type_](self.scope(system))
            self._listed[key] = tuple(dict.fromkeys(text for text, _ in checker.declared()))
        return self._listed[key]

    def outline(self, path: str, system: str) -> Outline | None:
        """Return what a file defines that a claim names; None where that is not known."""
        resolved = self.scope(system).roots.resolve(path)
        outline = None if resolved.failure else outline_of(self.disk, resolved.path)
        return outline if isinstance(outline, Outline) else None

    def outcome(self, type_: str, text: str, system: str) -> Outcome | None:
        """Return what is found for a claim; None for a type of which nothing can be found."""
        key = (type_, system)
        if key not in self._checkers and type_ in checkers():
            self._checkers[key] = checkers()[type_](self.scope(system))
        checker = self._checkers.get(key)
        return checker.check(Claim(type_, text, Position("", 1, 1))) if checker else None

    def pages(self) -> tuple[str, ...]:
        """Return the pages of the site, by their paths below the docs folder."""
        if ("pages", "") not in self._listed:
            self._listed["pages", ""] = Pages(self.scope("")).uris()
        return self._listed["pages", ""]

    def headings(self, uri: str) -> tuple[SourceHeading, ...]:
        """Return the headings of a page that have an anchor."""
        scope = self.scope("")
        page = Pages(scope).find(uri)
        if not isinstance(page, Page):
            return ()
        headings = Headings(self.disk, scope.markdown_extensions, scope.plugins, scope.hooks)
        return tuple(each for each in headings.of(page.path).headings if each.anchor)


_KEPT: Final[dict[str, Evidence]] = {}


def evidence_of(settings: Settings, trees: Mapping[str, tuple[str, ...]]) -> Evidence:
    """Return what claims of a site can name, as it was some seconds ago, or in the last run."""
    key = f"{settings.root}/{settings.config_name}"
    kept = _KEPT.get(key)
    if kept is None or kept.ends < monotonic() or kept.settings.declared != settings.declared:
        facts: dict[str, dict[str, Any]] = kept.disk.used if kept else {}
        disk = Disk(settings.root, settings.unseen, facts, settings.evidence_bounds)
        _KEPT.pop(key, None)
        _KEPT[key] = Evidence(settings, disk, monotonic() + _SECONDS, trees)
        while len(_KEPT) > _MOST_SITES:
            del _KEPT[next(iter(_KEPT))]
    return _KEPT[key]
