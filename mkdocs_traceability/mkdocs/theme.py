"""What the configuration of a site says of how its pages look: their language, and templates of its own."""

import os
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig


def language_of(config: MkDocsConfig) -> str:
    """Return the code of the theme's language: Material has `language`, MkDocs' own themes `locale`."""
    chosen = config.theme.get("language") or config.theme.get("locale") or "en"
    return str(chosen)


def own_templates(config: MkDocsConfig) -> tuple[Path, ...]:
    """Return where a site keeps templates of ours that it has changed."""
    return (Path(config.theme.custom_dir) / "traceability",) if config.theme.custom_dir else ()


def docs_path_of(config: MkDocsConfig) -> str:
    """Return the docs folder as messages name it: relative to `mkdocs.yml`."""
    folder = Path(config.config_file_path or "mkdocs.yml").absolute().parent
    return Path(os.path.relpath(config.docs_dir, folder)).as_posix()
