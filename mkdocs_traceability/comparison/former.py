"""What the check found at a commit: its files are copied into a folder of their own, and checked there.

What a commit had does not change, so it is kept from run to run.
"""

import os
from collections.abc import Iterable, Iterator
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
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.reports.former import fingerprints_of
from mkdocs_traceability.settings.load import Settings, load_settings
from mkdocs_traceability.workspace import Workspace
from mkdocs_traceability.workspace.day import day_of_check
from mkdocs_traceability.workspace.kept import kept_file

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


def former_findings(settings: Settings, tree: FormerTree) -> FormerFindings:
    """Return what the check found at a commit.

    Raises:
        GitError, OSError: where its files cannot be brought.
        ConfigError: where it had no such site.

    """
    today = day_of_check()
    file = kept_file(settings, "former")
    key = cache.key_of(
        cache.program(), tree.commit, tree.top, today, settings.declared, settings.inputs, settings.policy
    )
    if stored := _kept(cache.load(file, key)):
        return stored
    found = _checked(settings, tree, today)
    keys = frozenset(key for finding in found for key in keys_of(finding))
    names = frozenset(name for finding in found for name in fingerprints_of(finding))
    cache.save(file, key, [sorted(keys), sorted(names)])
    return FormerFindings(keys, names)


def keys_of(finding: Finding) -> Iterator[str]:
    """Go through names of a finding and its entries; they stay as long as nothing about them changes."""
    for each in (finding, *finding.entries):
        about = (each.code, each.message, *map(str, each.position), each.item, each.effective_severity)
        yield blake2b("\0".join(about).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _kept(stored: Any) -> FormerFindings | None:
    """Return plain data as what was found, None where it cannot have been that."""
    if not (isinstance(stored, list) and len(stored) == len(FormerFindings._fields)):
        return None
    if not all(isinstance(each, list) and all(isinstance(name, str) for name in each) for each in stored):
        return None
    return FormerFindings(*map(frozenset, stored))


def _checked(settings: Settings, tree: FormerTree, today: date) -> Iterable[Finding]:
    with TemporaryDirectory(prefix="mkdocs-traceability-") as made:
        top = real(Path(made)) / _DEPTH
        top.mkdir(parents=True)
        tree.write(top)
        (top / ".git").touch()  # what lies at the root of the repository is looked for there
        root = top / os.path.relpath(settings.root, tree.top)
        return Workspace(load_settings(root / settings.config_name)).run(today=today).findings
