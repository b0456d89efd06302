"""The doors through which a site is asked: the command in this process, a workspace that goes on, MkDocs."""

import gc
import io
import json
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from mkdocs_traceability.cli.main import main
from mkdocs_traceability.mkdocs.plugin import TraceabilityPlugin
from mkdocs_traceability.model.finding import as_stored
from mkdocs_traceability.settings.config_file import ConfigError
from mkdocs_traceability.settings.load import load_settings
from mkdocs_traceability.workspace import Workspace

TODAY = 1_795_500_000
"""24 November 2026, in seconds since 1970: a waiver has expired that has not a month before."""


def command(root: Path, *arguments: str) -> str:
    """Run the command in a folder, and return all that it says, with its exit status."""
    out, log = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
    status: Any = 0
    before = sys.argv
    sys.argv = ["mkdocs-traceability", *arguments]
    try:
        with chdir(root), redirect_stdout(out), redirect_stderr(log):
            main()
    except SystemExit as ended:
        status = ended.code
    finally:
        sys.argv = before
        gc.unfreeze()
        gc.enable()
    out.flush()
    said = out.buffer.getvalue().decode()  # type: ignore[attr-defined]
    return f"{said}{log.getvalue()}exit status {status}"


class GoingOn:
    """A workspace that lives through all edits, as the language server's and the plugin's do."""

    def __init__(self, config: Path) -> None:
        self._config = config
        self._workspace: Workspace | None = None

    def findings(self) -> str:
        """Return all that is found now, as text."""
        try:
            settings = load_settings(self._config)
        except ConfigError as error:
            return str(error)
        if self._workspace is None:
            self._workspace = Workspace(settings)
        else:
            self._workspace.use(settings)
        today = datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC).date()
        result = self._workspace.current(today)
        return "\n".join(json.dumps(as_stored(each)) for each in result.findings)


class Served:
    """The plugin as `mkdocs serve` keeps it through all builds of a site."""

    def __init__(self) -> None:
        self._plugins: dict[str, Any] = {}
        self._has_begun = False

    def close(self) -> None:
        """End the plugin."""
        for plugin in self._plugins.values():
            if isinstance(plugin, TraceabilityPlugin):
                plugin.on_shutdown()

    def built(self, config: Path, to: Path) -> dict[str, bytes | str]:
        """Build a site, and return all its files; in their place what MkDocs says if it cannot."""
        log = io.StringIO()
        with _plugins(self._plugins), _logged(log):
            try:
                loaded = load_config(str(config), site_dir=str(to))
                if not self._has_begun:
                    loaded.plugins.on_startup(command="serve", dirty=False)
                    self._has_begun = True
                build(loaded, serve_url="http://127.0.0.1:8000/")
            except (Exception, SystemExit) as error:
                said = {"error": f"{type(error).__name__}: {error}", "log": log.getvalue()}
                return {what: text.replace(str(config.parent), "SITE") for what, text in said.items()}
        return {
            "log": log.getvalue().replace(str(config.parent), "SITE"),
            **{str(each.relative_to(to)): each.read_bytes() for each in to.rglob("*") if each.is_file()},
        }


@contextmanager
def _plugins(kept: dict[str, Any]) -> Iterator[None]:
    """Have MkDocs take these objects as plugins, and remember what it makes: else all sites of a process share one."""
    option: Any = dict(MkDocsConfig._schema)["plugins"]
    before, option.plugin_cache = option.plugin_cache, kept
    try:
        yield
    finally:
        option.plugin_cache = before


@contextmanager
def _logged(to: io.StringIO) -> Iterator[None]:
    logger = logging.getLogger("mkdocs")
    handler = logging.StreamHandler(to)
    handler.setLevel(logging.WARNING)
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)


def steady(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a file be untouched that is a moment old, in place of two seconds: edits follow one another fast here.

    They wait for the clock of the file system: see `lives.settle`.
    """
    monkeypatch.setattr("mkdocs_traceability.files.witness._COARSE", 0)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(TODAY))
    monkeypatch.setenv("NO_COLOR", "1")
    for name in ("GITHUB_ACTIONS", "CI"):
        monkeypatch.delenv(name, raising=False)
