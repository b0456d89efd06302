"""Tell which findings the changes since a commit can have caused.

Those are findings that the commit did not have, and those in a changed, new or deleted file: their place, a
related place, that of one of their entries, where their item is declared, or the file or report of their
claim. Where it cannot be told, all of them are.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from mkdocs_traceability.comparison.former import former_findings, keys_of, needed_folders
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.files.former_tree import FormerTree, former_tree
from mkdocs_traceability.files.git import GitError
from mkdocs_traceability.files.globs import fits
from mkdocs_traceability.files.ordinary import why
from mkdocs_traceability.model.declared import CLAIM_TYPES
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.reports.former import fingerprints_of
from mkdocs_traceability.settings.config_file import ConfigError
from mkdocs_traceability.settings.load import Settings, relative

_ABOUT_CLAIMS: Final = "TR4"
"""How the codes of rules about claims begin."""

_ABOUT_AGES: Final = "TR416"
"""The rule about reports older than their tests: a copy of a commit has no history to judge that by."""

_PATH_END: Final = re.compile(r"::|[:#§\s]")
"""What ends the path in a claim."""


class Caused(NamedTuple):
    """Findings that changes can have caused; `doubt` says why these are all, where that cannot be told."""

    findings: list[Finding]
    doubt: str = ""


def caused_since(
    settings: Settings,
    findings: Sequence[Finding],
    reference: str,
    documents: tuple[str, ...] | None = None,
) -> Caused:
    """Return the findings that the changes since the commit of a reference can have caused.

    `documents` are named where nothing but their statements was checked.
    """
    try:
        tree = former_tree(settings.root, reference, needed_folders(settings))
        changes = _Changes(settings, tree)
        if changed := changes.settings_file:
            return Caused(list(findings), f"`{changed}` has changed, which can affect any finding")
        touched = [changes.touch(each) for each in findings]
        doubtful = [
            not is_so and each.code != _ABOUT_AGES for each, is_so in zip(findings, touched, strict=True)
        ]
        former = former_findings(settings, tree, documents).keys if any(doubtful) else frozenset[str]()
    except GitError as error:
        return Caused(list(findings), str(error))
    except ConfigError as error:
        return Caused(list(findings), f"the site could not be checked at that commit: {error}")
    except OSError as error:
        return Caused(list(findings), f"the files of that commit could not be copied: {why(error)}")
    is_new = [
        is_open and not former.issuperset(keys_of(each))
        for each, is_open in zip(findings, doubtful, strict=True)
    ]
    return Caused(
        [each for each, *why_shown in zip(findings, touched, is_new, strict=True) if any(why_shown)]
    )


class Broken(NamedTuple):
    """Findings of what held at a commit, and the fingerprints of the others, which were found there."""

    findings: list[Finding]
    former: frozenset[str]


def broken_since(settings: Settings, findings: Sequence[Finding], reference: str) -> Broken:
    """Return the findings that fail and whose fingerprints a check of a commit did not find.

    Raises:
        GitError, OSError: where its files cannot be brought.
        ConfigError: where it had no such site.

    """
    tree = former_tree(settings.root, reference, needed_folders(settings))
    changes = _Changes(settings, tree)
    former = former_findings(settings, tree).fingerprints
    new = [each for each in findings if each.fails and former.isdisjoint(fingerprints_of(each))]
    known = frozenset(each.fingerprint for each in findings) - {each.fingerprint for each in new}
    # No check of a mere copy knows how old reports are.
    return Broken([each for each in new if each.code != _ABOUT_AGES or changes.touch(each)], known)


class _Changes:
    """Which files of a site are not as a commit has them."""

    def __init__(self, settings: Settings, tree: FormerTree) -> None:
        self._settings = settings
        self._tree = tree
        self._known: dict[str, bool] = {}

    @cached_property
    def settings_file(self) -> str:
        """A file of the settings that has changed, as findings show it; empty where none has."""
        settings = self._settings
        files = (*settings.config_files, settings.root / settings.baseline)
        return next((relative(file, settings.root) for file in files if self._tree.differs(file)), "")

    def touch(self, finding: Finding) -> bool:
        """Whether anything that belongs to a finding lies in a changed file."""
        return any(self._touch_one(each) for each in (finding, *finding.entries))

    def _touch_one(self, finding: Finding) -> bool:
        places = [finding.position, *(each.position for each in finding.related)]
        places += [finding.declaration] if finding.declaration else []
        return any(self._differs(each.path) for each in places) or self._touch_claim(finding)

    def _touch_claim(self, finding: Finding) -> bool:
        """Whether the file that a claim names has changed, or what claims of its type are compared with."""
        if not finding.code.startswith(_ABOUT_CLAIMS):
            return False
        field = "tests" if finding.code == _ABOUT_AGES else finding.field
        if field in self._types:
            return True
        path = PurePosixPath(_PATH_END.split(finding.subject, maxsplit=1)[0])
        names = {path.name, path.name.rpartition(".")[2]} - {""}
        return any(self._tree.has_changed(each) for name in names for each in self._named.get(name, ()))

    def _differs(self, path: str) -> bool:
        if path not in self._known:
            self._known[path] = self._tree.differs(self._settings.root / path)
        return self._known[path]

    @cached_property
    def _named(self) -> Mapping[str, list[str]]:
        """The files of the commit by their names, with and without ending, and by those of their folders."""
        named: dict[str, list[str]] = {}
        for each in self._tree.entries:
            path = PurePosixPath(each)
            for name in {path.stem, *path.parts}:
                named.setdefault(name, []).append(each)
        return named

    @cached_property
    def _types(self) -> frozenset[str]:
        """The types of claims that are compared with a report or document that has changed."""
        compared = self._settings.inputs.compared
        globs = {
            name: [glob.pattern for each in compared.get(setting, {}).values() for glob in each]
            for name, setting in CLAIM_TYPES.items()
        }
        return frozenset(name for name, each in globs.items() if any(map(self._has_changed, each)))

    def _has_changed(self, glob: str) -> bool:
        """Whether a file that a glob names, or named at the commit, has changed."""
        settings, tree = self._settings, self._tree
        disk = Disk(settings.root, settings.unseen, bounds=settings.evidence_bounds)
        below_top = relative(settings.root / glob, tree.top)
        former = (path for path in tree.entries if fits(path, below_top))
        return any(map(self._differs, disk.glob(glob))) or any(map(tree.has_changed, former))
