"""Render a site for a host into folders, or compare them with what would be rendered."""

import os
from pathlib import Path
from typing import NamedTuple

from mkdocs_traceability.exports.provenance import OF_THE_MOMENT
from mkdocs_traceability.files.real import real
from mkdocs_traceability.hosts.host import Host
from mkdocs_traceability.model.rendered import MANIFEST
from mkdocs_traceability.render.folder import FolderPlan, carry_out, plan, without
from mkdocs_traceability.render.rendered_site import rendered_files
from mkdocs_traceability.settings.config_file import ConfigError
from mkdocs_traceability.settings.load import Settings
from mkdocs_traceability.workspace import Workspace


class Targets(NamedTuple):
    """Where pages are written, and where what they need beside them."""

    pages: Path
    others: Path


def targets(settings: Settings, host: Host, output: Path | None, files: Path | None) -> Targets:
    """Return the folders that are asked for, else those in which the host looks.

    Raises:
        ConfigError: where pages would lie in the docs folder, and not where their links say.

    """
    page_dir = settings.presentation.page_dir
    usual = settings.docs_dir / page_dir
    pages = output or usual
    if real(pages) != real(usual) and real(pages).is_relative_to(settings.docs_dir):
        inside = os.path.relpath(real(pages), settings.docs_dir).replace(os.sep, "/")
        raise ConfigError(
            f"links lead to {settings.docs_path}/{page_dir}/: to render into {settings.docs_path}/{inside}/, "
            f"set `page_dir: {inside}`"
        )
    beside = settings.root / host.files_folder.format(page_dir=page_dir) if host.files_folder else pages
    return Targets(pages, files or (beside if output is None else pages))


def plans(workspace: Workspace, host: Host, into: Targets) -> tuple[list[FolderPlan], list[str]]:
    """Check a site and compare the folders with what is found; return also what is wrong with templates."""
    settings = workspace.settings
    files = rendered_files(settings, workspace.current(), host)
    if real(into.pages) == real(into.others):
        return [plan(into.pages, {**files.pages, **files.others})], files.complaints
    return [plan(into.pages, files.pages), plan(into.others, files.others)], files.complaints


def write(planned: list[FolderPlan]) -> None:
    """Carry out plans.

    Raises:
        OSError: where a file cannot be written or removed.

    """
    for each in planned:
        carry_out(each)


def files_of(planned: list[FolderPlan]) -> set[Path]:
    """Return the real paths of all files that plans are about."""
    names = ((each.folder, name) for each in planned for name in (*each.files, *each.removed, MANIFEST))
    return {real(folder / name) for folder, name in names}


def stale(planned: list[FolderPlan]) -> list[FolderPlan]:
    """Return plans without what only says of which revision the rest is."""
    return [without(each, OF_THE_MOMENT) for each in planned]
