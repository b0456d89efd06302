"""What the host of a site makes of it, by its configuration: Zensical runs no plugin, and copies sidecars."""

from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from mkdocs_traceability.files.folders import SPARE, Folders
from mkdocs_traceability.files.real import is_file
from mkdocs_traceability.reading.discovery import SIDECAR_ENDINGS, exclusion, is_sidecar
from mkdocs_traceability.registry.nearest import nearest_word
from mkdocs_traceability.settings.config_file import ConfigError, read_config
from mkdocs_traceability.settings.config_names import ZENSICAL
from mkdocs_traceability.settings.load import (
    EXTENSION,
    PLUGIN,
    READ_SIDECARS,
    Settings,
    named_with_options,
    plugins_in_use,
)

_OF_ZENSICAL: Final = "zensical."
"""How the names of extensions begin that only Zensical has."""


class _Told(NamedTuple):
    """The configuration that a host builds by: its name, Markdown extensions, and `exclude_docs`."""

    name: str
    extensions: Collection[str]
    exclude_docs: str


def notes_on_host(settings: Settings) -> Iterator[str]:
    """Say what a check has no need of, and a site has: that the plugin is on, or what stands in for it."""
    told = _own(settings)
    if settings.config_name != ZENSICAL and is_file(settings.root / ZENSICAL):
        try:
            data = read_config(settings.root / ZENSICAL).data
        except ConfigError as error:
            yield str(error)
            return
        if PLUGIN in plugins_in_use(data.get("plugins")):
            yield (
                f"{ZENSICAL} has settings of `{PLUGIN}` that are not read, because {settings.config_name} is "
                "there as well: keep them in one file, or name the file with -f"
            )
        extensions = named_with_options(data.get("markdown_extensions"))
        told = _Told(ZENSICAL, extensions, str(data.get("exclude_docs") or ""))
    elif not _is_for_zensical(told):
        yield from _off(settings)
        return
    if EXTENSION not in told.extensions:
        yield (
            f"Zensical does not run plugins: add `{EXTENSION}` to `markdown_extensions` in {told.name}, and "
            "write the pages with `mkdocs-traceability render --host zensical`"
        )
    if not settings.publish_sources and (found := _published(settings, told.exclude_docs)):
        more = f" and {len(found) - 1} more" if len(found) > 1 else ""
        yield (
            f"without the plugin, {settings.docs_path}/{found[0]}{more} will be published: "
            f"add `*{SIDECAR_ENDINGS[0]}` to `exclude_docs` in {told.name}"
        )


def _own(settings: Settings) -> _Told:
    exclude_docs = settings.inputs.exclude_docs.partition(READ_SIDECARS)[0]
    return _Told(settings.config_name, settings.inputs.markdown_extensions, exclude_docs)


def _is_for_zensical(told: _Told) -> bool:
    return (
        told.name == ZENSICAL
        or EXTENSION in told.extensions
        or any(name.startswith(_OF_ZENSICAL) for name in told.extensions)
    )


def _off(settings: Settings) -> Iterator[str]:
    plugins = settings.inputs.plugins
    if PLUGIN not in plugins:
        meant = nearest_word(PLUGIN, plugins)
        remedy = f"`plugins` has `{meant}`: write `{PLUGIN}`" if meant else f"add `{PLUGIN}` to `plugins`"
        yield f"{settings.config_name} does not enable the plugin, so a build will not report this: {remedy}"


def _published(settings: Settings, exclude_docs: str) -> list[str]:
    """Return the sidecars that a host copies, by their paths below the docs folder."""
    try:
        excluded = exclusion(exclude_docs, "")
    except ValueError:
        return []
    folders = Folders(settings.docs_dir, settings.bounds, SPARE).walk([""])
    uris = (
        f"{folder}{entry.name}" for folder, entries in folders for entry in entries if not entry.is_folder
    )
    return sorted(uri for uri in uris if is_sidecar(uri) and not excluded(uri))
