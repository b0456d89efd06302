"""What the check found at a commit: its files are copied into a folder of their own, and checked there.

What a commit had does not change, so it is kept from run to run.
"""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, NamedTuple

from mkdocs_traceability.files import cache
from mkdocs_traceability.files.former_tree import FormerTree
from mkdocs_traceability.files.globs import fixed_part
from mkdocs_traceability.files.real import real
from mkdocs_traceability.files.repository import repository_of
from mkdocs_traceability.model.agent_files import WITH_RULES
from mkdocs_traceability.model.day import day_of_check
from mkdocs_traceability.model.finding import Finding, Severity
from mkdocs_traceability.model.grounding import CODES, NOTHING_GROUNDED, Grounding, Standing
from mkdocs_traceability.reports.former import fingerprints_of
from mkdocs_traceability.rules import said_once
from mkdocs_traceability.rules.fingerprints import with_fingerprints
from mkdocs_traceability.settings.load import Settings, load_settings
from mkdocs_traceability.workspace import Workspace
from mkdocs_traceability.workspace.kept import kept_file

_OF_STATEMENTS: Final = frozenset(CODES.values())

_DEPTH: Final = "x/" * 20
"""Empty folders around the copy: a path in the settings that leads out of the repository ends in them."""


class FormerFindings(NamedTuple):
    """What a check of a commit found: the keys of its findings, as `keys_of` has them, and fingerprints."""

    keys: frozenset[str]
    fingerprints: frozenset[str]


def needed_folders(settings: Settings) -> Iterator[Path]:
    """Go through the folders and files in which a check reads."""
    inputs = settings.inputs
    yield from (settings.root, settings.docs_dir, *settings.config_files)
    roots = (root.pattern for roots in inputs.code_roots.values() for root in roots)
    named = (*settings.source_globs, *inputs.globs())
    yield from (repository_of(settings.root) / name for name in WITH_RULES)
    for each in (*roots, *settings.allowed_roots, *map(fixed_part, named)):
        yield settings.root / each


def former_findings(
    settings: Settings, tree: FormerTree, documents: tuple[str, ...] | None = None
) -> FormerFindings:
    """Return what the check found at a commit; where `documents` are named, in these alone.

    Raises:
        GitError, OSError: where its files cannot be brought.
        ConfigError: where it had no such site.

    """
    today = day_of_check()
    file = kept_file(settings, "former")
    key = cache.key_of(
        cache.program(),
        tree.commit,
        tree.top,
        today,
        settings.declared,
        settings.inputs,
        settings.policy,
        documents,
    )
    if stored := _kept(cache.load(file, key)):
        return stored
    found = _checked(settings, tree, today, documents)
    keys = frozenset(key for finding in found for key in keys_of(finding))
    names = frozenset(name for finding in found for name in fingerprints_of(finding))
    cache.save(file, key, [sorted(keys), sorted(names)])
    return FormerFindings(keys, names)


def keys_of(finding: Finding) -> Iterator[str]:
    """Go through names of a finding and its entries; they stay as long as nothing about them changes.

    What is said of a statement of a document depends on history, which a copy of a commit has not.
    """
    for each in (finding, *finding.entries):
        said = each.subject if each.code in _OF_STATEMENTS else each.message
        about = (each.code, said, *map(str, each.position), each.item, each.effective_severity)
        yield blake2b("\0".join(about).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _kept(stored: Any) -> FormerFindings | None:
    """Return plain data as what was found, None where it cannot have been that."""
    if not (isinstance(stored, list) and len(stored) == len(FormerFindings._fields)):
        return None
    if not all(isinstance(each, list) and all(isinstance(name, str) for name in each) for each in stored):
        return None
    return FormerFindings(*map(frozenset, stored))


def _checked(
    settings: Settings, tree: FormerTree, today: date, documents: tuple[str, ...] | None
) -> list[Finding]:
    with TemporaryDirectory(prefix="mkdocs-traceability-") as made:
        top = real(Path(made)) / _DEPTH
        top.mkdir(parents=True)
        tree.write(top)
        (top / ".git").touch()  # what lies at the root of the repository is looked for there
        root = top / os.path.relpath(settings.root, tree.top)
        workspace = Workspace(_moved(settings, root))
        if documents is None:
            result = workspace.run(today=today)
            return [*result.findings, *_not_known_to_hold(result.grounding)]
        contents = {path: workspace.content_of(path) for path in documents}
        there = {path: data for path, data in contents.items() if data is not None}
        return _not_known_to_hold(workspace.ground(there, today).grounding or NOTHING_GROUNDED)


def _moved(settings: Settings, root: Path) -> Settings:
    """Return the settings of a copy of a site as they are there; without a configuration the same."""
    if settings.config_files:
        return load_settings(root / settings.config_name)
    return replace(settings, root=root, docs_dir=root / settings.docs_path)


def _not_known_to_hold(grounding: Grounding) -> list[Finding]:
    """Return what may be found of statements: a copy has no history, with which more are known to fail."""
    found = (
        Finding(CODES[kind], "", each.statement.position, subject=each.statement.text).with_severity(
            Severity.WARNING
        )
        for each in grounding.statements
        if each.standing is not Standing.HOLDS
        for kind in dict.fromkeys(reading.kind for reading in each.statement.readings)
    )
    return with_fingerprints(found, said_once())
