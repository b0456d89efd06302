"""Which page is being rendered, in which site, for which host: each host tells it in a way of its own."""

import os
from pathlib import Path
from typing import Any, Final, NamedTuple

from markdown import Markdown

from mkdocs_traceability.extension.judged_site import NO_PAGE
from mkdocs_traceability.files.real import is_file, real
from mkdocs_traceability.hosts.host import Host
from mkdocs_traceability.hosts.table import HOSTS
from mkdocs_traceability.settings.config_names import config_in

_OF_ZENSICAL: Final = "rendering_context"
_OF_MKDOCS: Final = "relpath"
"""The names under which hosts register what knows the page."""


class RenderedPage(NamedTuple):
    """A page, and where to look for its site: a configuration, or a folder in or above which there is one.

    The page is given by its path below the docs folder; where a program has `told` it, perhaps by that of its
    file.
    """

    host: Host
    page: str
    config: Path
    is_told: bool = False


def rendered_page(md: Markdown, page: str, config: str) -> RenderedPage:
    """Return what is being rendered, as far as the host tells it; else by the options of the extension."""
    return _in_zensical(md) or _in_mkdocs(md) or _told(page, config)


def config_of(rendered: RenderedPage) -> Path | None:
    """Return the configuration of the site, the nearest upward; None where there is none."""
    start = real(rendered.config)
    if is_file(start):
        return start
    folders = (start, *start.parents)
    return next((real(found) for folder in folders if (found := config_in(folder))), None)


def page_below(rendered: RenderedPage, docs_dir: Path) -> str:
    """Return the source path of a page below the docs folder, `NO_PAGE` of what lies nowhere in it."""
    page = rendered.page
    if not rendered.is_told:
        return page
    if not page:
        return NO_PAGE
    file = Path(os.path.abspath(page))  # noqa: PTH100 - without following a link that the page itself is
    below = real(file.parent) / file.name
    if not (is_file(below) and below.is_relative_to(docs_dir)):
        below = Path(os.path.normpath(docs_dir / page))
    return below.relative_to(docs_dir).as_posix() if below.is_relative_to(docs_dir) else NO_PAGE


def _in_zensical(md: Markdown) -> RenderedPage | None:
    context = _registered(md.preprocessors, _OF_ZENSICAL)
    page, config = getattr(context, "page", None), getattr(context, "config", None)
    if page is None or not isinstance(config, dict):
        return None
    return RenderedPage(HOSTS["zensical"], str(page.path), Path(config.get("root_dir") or "."))


def _in_mkdocs(md: Markdown) -> RenderedPage | None:
    links = _registered(md.treeprocessors, _OF_MKDOCS)
    file, config = getattr(links, "file", None), getattr(links, "config", None)
    if file is None or config is None:
        return None
    return RenderedPage(HOSTS["mkdocs"], str(file.src_uri), Path(config.config_file_path or "."))


def _told(page: str, config: str) -> RenderedPage:
    file = Path(page)
    start = Path(config) if config else file.parent if page and is_file(file) else Path()
    return RenderedPage(HOSTS["mkdocs"], page, start, is_told=True)


def _registered(processors: Any, name: str) -> object:
    return processors[name] if name in processors else None  # noqa: SIM401 - a registry has no `get`
