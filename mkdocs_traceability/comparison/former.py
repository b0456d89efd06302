"""What the check found at a commit: its files are copied into a folder of their own, and checked there.

What a commit had does not change, so it is kept from run to run.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from mkdocs_traceability.files import cache
from mkdocs_traceability.files.former_tree import FormerTree
from mkdocs_traceability.files.globs import fixed_part
from mkdocs_traceability.files.real import real
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.grounding import CODES, NOTHING_GROUNDED, Grounding, Standing
from mkdocs_traceability.settings.load import Settings, load_settings
from mkdocs_traceability.workspace import Workspace
from mkdocs_traceability.workspace.day import day_of_check
from mkdocs_traceability.workspace.kept import kept_file

_OF_STATEMENTS: Final = frozenset(CODES.values())

_DEPTH: Final = "x/" * 20
"""Empty folders around the copy: a path in the settings that leads out of the repository ends in them."""


def needed_folders(settings: Settings) -> Iterator[Path]:
    """Go through the folders and files in which a check reads."""
    inputs = settings.inputs
    yield from (settings.root, settings.docs_dir, *settings.config_files)
    roots = (root.pattern for roots in inputs.code_roots.values() for root in roots)
    named = (*settings.source_globs, *inputs.globs())
    for each in (*roots, *settings.allowed_roots, *map(fixed_part, named)):
        yield settings.root / each


def former_findings(
    settings: Settings, tree: FormerTree, documents: tuple[str, ...] | None = None
) -> frozenset[str]:
    """Return the keys of what the check found at a commit; where `documents` are named, in these alone.

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
    stored = cache.load(file, key)
    if isinstance(stored, list) and all(isinstance(each, str) for each in stored):
        return frozenset(stored)
    found = frozenset(_checked(settings, tree, today, documents))
    cache.save(file, key, sorted(found))
    return found


def keys_of(finding: Finding) -> Iterator[str]:
    """Go through names of a finding and its entries; they stay as long as nothing about them changes.

    A statement of a document has the name that it has where it is not known to be wrong.
    """
    for each in (finding, *finding.entries):
        about = (each.code, each.message, *map(str, each.position), each.item, each.effective_severity)
        yield _key(each.position, each.subject) if each.code in _OF_STATEMENTS else _key(*about)


def _keys_of_statements(grounding: Grounding) -> Iterator[str]:
    """Go through the names of what documents stated then, and did not hold: a copy has no history."""
    for each in grounding.statements:
        if each.standing is not Standing.HOLDS:
            yield _key(each.statement.position, each.statement.text)


def _key(*about: object) -> str:
    return blake2b("\0".join(map(str, about)).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _checked(
    settings: Settings, tree: FormerTree, today: date, documents: tuple[str, ...] | None
) -> Iterable[str]:
    with TemporaryDirectory(prefix="mkdocs-traceability-") as made:
        top = real(Path(made)) / _DEPTH
        top.mkdir(parents=True)
        tree.write(top)
        root = top / os.path.relpath(settings.root, tree.top)
        workspace = Workspace(_moved(settings, root))
        if documents is not None:
            contents = {path: workspace.content_of(path) for path in documents}
            there = {path: data for path, data in contents.items() if data is not None}
            grounding = workspace.ground(there, today).grounding or NOTHING_GROUNDED
            return list(_keys_of_statements(grounding))
        result = workspace.run(today=today)
        keys = (key for finding in result.findings for key in keys_of(finding))
        return [*keys, *_keys_of_statements(result.grounding)]


def _moved(settings: Settings, root: Path) -> Settings:
    """Return the settings of a copy of a site, as they are there; where they have no file, the same."""
    if settings.config_files:
        return load_settings(root / settings.config_name)
    return replace(settings, root=root, docs_dir=root / settings.docs_path)
