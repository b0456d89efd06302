"""The sites that a process shows: each is read and judged once, and again when something of it changes."""

import logging
from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Final

from mkdocs_traceability.extension.judged_site import JudgedSite
from mkdocs_traceability.hosts.host import Host
from mkdocs_traceability.reports import text
from mkdocs_traceability.settings.config_file import ConfigError
from mkdocs_traceability.settings.config_names import CONFIG_NAMES
from mkdocs_traceability.settings.load import Settings, load_settings
from mkdocs_traceability.workspace import Workspace
from mkdocs_traceability.workspace.watched import listed_now, source_state, state

if TYPE_CHECKING:
    from mkdocs_traceability.result import Result

log: Final = logging.getLogger("mkdocs_traceability")

_SHARE: Final = 20
"""At most one part in so many of the time goes into looking whether something has changed."""

_MOST_SITES: Final = 8
"""How many sites a process remembers."""


class KnownSite:
    """One site for one host, by its configuration. It may be asked from several threads."""

    def __init__(self, config: Path, host: Host, clock: Callable[[], float] = monotonic) -> None:
        self._config, self._host, self._clock = config, host, clock
        self._lock = Lock()
        self._next_look = 0.0
        self._state: tuple[object, object] | None = None
        self._workspace: Workspace | None = None
        self._last: Result | None = None
        self._judged: JudgedSite | None = None
        self._said: set[str] = set()
        self._said_before: set[str] = set()

    def now(self) -> JudgedSite | None:
        """Return the site as it is now; None while its configuration cannot be read."""
        with self._lock:
            if self._clock() >= self._next_look and (self._state is None or self._state != self._look()):
                self._read()
            return self._judged

    def _read(self) -> None:
        self._said_before, self._said = self._said, set()
        begin = self._clock()
        try:
            settings = load_settings(self._config)
        except ConfigError as error:
            self._judged = self._workspace = self._last = self._state = None
            self._say(f"{error}; ids and markers stay as they are written")
            self._look_again_after(begin)
            return
        sources = source_state(settings)  # from before: what changes meanwhile is seen by the next look
        self._judge(settings)
        self._state = sources, self._look()[1]

    def _judge(self, settings: Settings) -> None:
        if self._workspace is None:
            self._workspace = Workspace(settings)
        self._workspace.use(settings)
        result = self._workspace.current()
        if any(finding.fails for finding in result.findings):
            summary = text.summary(len(result.registry.all), result.findings)
            self._say(f"{summary}: run `mkdocs-traceability check`")
        self._last, self._judged = result, JudgedSite(settings, result, self._host, self._say)

    def _look(self) -> tuple[object, object]:
        """Return what changes whenever a source does or the configuration, and whenever evidence does."""
        begin = self._clock()
        now: tuple[object, object] = ((), ())
        if self._judged is not None and self._last is not None:
            settings, last = self._judged.settings, self._last
            evidence = {file: state(file) for file in last.looked_at}
            now = source_state(settings), (evidence, listed_now(settings, last.listed))
        self._look_again_after(begin)
        return now

    def _look_again_after(self, begin: float) -> None:
        end = self._clock()
        self._next_look = end + _SHARE * (end - begin)

    def _say(self, message: str) -> None:
        """Warn of something, unless the same was said when the site was read before."""
        is_new = message not in self._said | self._said_before
        self._said.add(message)
        if is_new:
            log.warning("traceability: %s", message)


_SITES: Final[OrderedDict[tuple[Path, str], KnownSite]] = OrderedDict()
_CHOOSING: Final = Lock()


def known_site(config: Path, host: Host) -> KnownSite:
    """Return the site that a configuration describes, by its real path."""
    key = (config, host.name)
    with _CHOOSING:
        site = _SITES.pop(key, None) or KnownSite(config, host)
        _SITES[key] = site  # the last one is the one that was asked for last
        if len(_SITES) > _MOST_SITES:
            _SITES.popitem(last=False)
        return site


@lru_cache(maxsize=_MOST_SITES)
def say_without_site(folder: Path) -> None:
    """Warn, once, that a text belongs to no site."""
    names = " or ".join(f"`{name}`" for name in CONFIG_NAMES[:1])
    log.warning("traceability: there is no %s in %s or above; ids and markers stay", names, folder)
