"""The registry of a site that nobody builds: pages have the addresses that a build would give them."""

from collections.abc import Sequence

from mkdocs_traceability.exports.registry_json import items_json, registry_json
from mkdocs_traceability.files.real import is_file
from mkdocs_traceability.hosts.host import page_url
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.pages.site.places import Places
from mkdocs_traceability.reading.discovery import PAGE_ENDINGS, exclusion
from mkdocs_traceability.result import Result
from mkdocs_traceability.settings.load import Settings
from mkdocs_traceability.workspace import Workspace


def exported_registry(settings: Settings) -> bytes:
    """Read, link, verify and judge a site, and return its registry as JSON."""
    return registry_without_build(settings, Workspace(settings).run())


def registry_without_build(settings: Settings, result: Result) -> bytes:
    """Return the registry of a site as JSON."""
    return registry_json(result, _places(settings, result))


def items_without_build(settings: Settings, result: Result, items: Sequence[Item]) -> bytes:
    """Return some items of a site, and the findings that concern them, as JSON."""
    return items_json(result, _places(settings, result), items)


def _places(settings: Settings, result: Result) -> Places:
    is_excluded = exclusion(settings.inputs.exclude_docs, settings.inputs.draft_docs)
    generated: set[str] = set()

    def url_of(uri: str) -> str | None:
        is_page = uri.endswith(PAGE_ENDINGS)
        if uri in generated:
            is_there = is_page or not is_excluded(uri)
        else:
            is_there = is_page and not is_excluded(uri) and is_file(settings.docs_dir / uri)
        return page_url(uri, settings.use_directory_urls) if is_there else None

    places = Places(result.registry, result.presentation, result.homes, url_of)
    generated |= places.all_of_items()
    return places
