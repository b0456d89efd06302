"""`check --watch`: check again whenever something changes that a check reads.

Files are looked at, not listened to: only the functions that read them know which they are.
"""

import os
import sys
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Final, NamedTuple, NoReturn

import click

from mkdocs_traceability.cli.console import say, steers_terminal
from mkdocs_traceability.settings.config_file import ConfigError
from mkdocs_traceability.settings.load import Settings, load_settings
from mkdocs_traceability.workspace import Checked, Workspace
from mkdocs_traceability.workspace.watched import evidence_state, is_as_seen, source_state, state

_PAUSE: Final = 0.3
"""Seconds between two looks, and how long nothing has to change before the next check."""

_IDLE: Final = 9
"""A look that took long is followed by a pause so many times as long."""

_LONGEST: Final = 5.0
"""Seconds after which a check begins although files still change."""

_SEPARATOR: Final = "-" * 60


class _Look(NamedTuple):
    """What tells whether anything has changed: the states of all files, now and as they were read."""

    states: Callable[[], object]
    before: object


def watch_site(config: Path, report: Callable[[Workspace], Checked], own: Collection[Path]) -> NoReturn:
    """Check and report now and after each change, until interrupted or until nobody reads the reports.

    `own` are the real paths of the files that reports are written to.
    """
    reader = _reader()
    configs: tuple[Path, ...] = (config,)
    while True:
        look = _without_site(configs)
        try:
            settings = load_settings(config)
        except ConfigError as error:
            say(f"Error: {error}")
        else:
            configs = (config, *settings.config_files)
            look = _with_site(settings, report, own)
        if _reader() != reader:
            sys.exit()
        say("Watching for changes; Ctrl-C stops")
        _wait(look)
        _separate()


def _with_site(settings: Settings, report: Callable[[Workspace], Checked], own: Collection[Path]) -> _Look:
    """Check a site, and return what tells whether it has changed since it was read."""
    sources = source_state(settings, own)
    seen = report(Workspace(settings)).seen
    evidence = evidence_state(settings, seen, own)
    before = (sources, evidence) if is_as_seen(settings, seen) else None
    return _Look(lambda: (source_state(settings, own), evidence_state(settings, seen, own)), before)


def _without_site(configs: tuple[Path, ...]) -> _Look:
    """Return what tells whether a configuration that cannot be used has changed, or what is beside it."""

    def states() -> object:
        beside = sorted(configs[0].parent.iterdir()) if configs[0].parent.is_dir() else []
        return [(file, state(file)) for file in (*configs, *beside)]

    return _Look(states, states())


def _wait(look: _Look) -> None:
    """Return when something has changed, and nothing changes any more."""
    pause = _PAUSE
    now = look.states()
    while now == look.before:
        sleep(pause)
        started = monotonic()
        now = look.states()
        pause = max(_PAUSE, _IDLE * (monotonic() - started))
    ends = monotonic() + _LONGEST
    sleep(_PAUSE)
    while (later := look.states()) != now and monotonic() < ends:
        now = later
        sleep(_PAUSE)


def _separate() -> None:
    """Begin anew: on a cleared terminal, below a line elsewhere."""
    if steers_terminal(sys.stdout) and steers_terminal(sys.stderr):
        click.clear()
    else:
        say(_SEPARATOR)


def _reader() -> object:
    """Return what stays the same until the reader of the reports has gone: the console gives up one."""
    with suppress(OSError, ValueError, AttributeError):
        about = os.fstat(sys.stdout.fileno())
        return about.st_dev, about.st_ino
    return None
