"""Run in a process of its own: a site that is built again after every edit, as a server does, and built anew.

    served_again.py EDITS

EDITS is JSON: a list of edits, each of which gives paths another text, or null where the file goes. After each of
them the site in this folder is built by the plugin that has built it before, and by a new one. For each edit is
printed as JSON which files differ, and how many generated pages the first plugin has rendered anew.
"""

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from mkdocs_traceability.pages.publication import Site

ADDRESS = "http://127.0.0.1:8000/"


DRAWN: list[str] = []


def counted() -> None:
    """Note which generated pages are rendered."""
    page_html = Site.page_html

    def drawn(site: Any, page: Any) -> str:
        DRAWN.append(page.name)
        return page_html(site, page)

    Site.page_html = drawn  # type: ignore[method-assign]


def loaded(into: str) -> MkDocsConfig:
    config = load_config("mkdocs.yml", site_dir=into)
    config.site_url = ADDRESS
    return config


def built(config: MkDocsConfig) -> dict[str, bytes]:
    build(config, serve_url=ADDRESS)
    folder = Path(config.site_dir)
    files = (each for each in folder.rglob("*") if each.is_file() and each.suffix != ".gz")
    return {each.relative_to(folder).as_posix(): each.read_bytes() for each in files}


def built_anew(into: str, known: Any) -> dict[str, bytes]:
    before, known.plugin_cache = known.plugin_cache, {}
    config = loaded(into)
    config.plugins.on_startup(command="serve", dirty=False)
    try:
        return built(config)
    finally:
        config.plugins.on_shutdown()
        known.plugin_cache = before


def edit(changes: dict[str, str | None]) -> None:
    for path, text in changes.items():
        if text is None:
            Path(path).unlink()
        else:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            Path(path).write_text(text, encoding="utf-8")


def main() -> None:
    edits: list[dict[str, str | None]] = json.loads(sys.argv[1])
    known = dict(MkDocsConfig._schema)["plugins"]
    with TemporaryDirectory() as again, TemporaryDirectory() as anew:
        config = loaded(again)
        config.plugins.on_startup(command="serve", dirty=False)
        built(config)
        told = []
        counted()
        for changes in edits:
            edit(changes)
            DRAWN.clear()
            ours, drawn = built(loaded(again)), len(DRAWN)
            clean = built_anew(anew, known)
            names = sorted(ours.keys() | clean.keys())
            told.append((drawn, [name for name in names if ours.get(name) != clean.get(name)]))
        config.plugins.on_shutdown()
    print(json.dumps(told))


if __name__ == "__main__":
    main()
