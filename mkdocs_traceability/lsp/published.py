"""What has been published: only what changed is sent; a file that two sites read shows what both find."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from lsprotocol import types

Shown = Mapping[str, list[types.Diagnostic]]
"""What is shown at files, by their addresses."""


class Published:
    """Keeps what each site shows at each file, and sends what is new."""

    def __init__(self, send: Callable[[types.PublishDiagnosticsParams], None]) -> None:
        self._send = send
        self._shown: dict[Path, dict[str, list[types.Diagnostic]]] = {}

    def replace(
        self,
        site: Path,
        shown: Shown,
        versions: Mapping[str, int] | None = None,
    ) -> None:
        """Show this of a site, and nothing else; what has not changed is not sent again."""
        before = self._shown.get(site, {})
        self._shown[site] = dict(shown)
        changed = [uri for uri in {**before, **shown} if before.get(uri) != shown.get(uri)]
        self._publish(changed, versions or {})

    def update(self, site: Path, shown: Shown, versions: Mapping[str, int]) -> None:
        """Show this of a site at these files, and at all others what was shown before."""
        self._shown[site] = {**self._shown.get(site, {}), **shown}
        self._publish(shown, versions)

    def _publish(self, uris: Iterable[str], versions: Mapping[str, int]) -> None:
        for uri in uris:
            found = [each for shown in self._shown.values() for each in shown.get(uri, ())]
            self._send(types.PublishDiagnosticsParams(uri, found, versions.get(uri)))
