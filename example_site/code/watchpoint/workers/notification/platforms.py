"""The shapes in which endpoints want a notification."""

import json
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

from shared.model import Notification


def _plain(notification: Notification) -> dict[str, Any]:
    return {"id": notification.id, "watchpoint": notification.watchpoint, "kind": notification.kind}


def _chat(notification: Notification) -> dict[str, Any]:
    return {"text": f"*{notification.watchpoint}*: {notification.kind} (level {notification.level})"}


def _cards(notification: Notification) -> dict[str, Any]:
    title = f"{notification.watchpoint}: {notification.kind}"
    return {"type": "message", "attachments": [{"title": title, "level": notification.level}]}


class PlatformRegistry:
    """Knows chat platforms by their host; what it does not know is a plain endpoint."""

    _SHAPES: Final[dict[str, Callable[[Notification], dict[str, Any]]]] = {
        "chat.example.com": _chat,
        "cards.example.net": _cards,
    }

    def format(self, url: str, notification: Notification) -> bytes:
        """Return the body of a request."""
        shape = self._SHAPES.get(urlsplit(url).hostname or "", _plain)
        return json.dumps(shape(notification), sort_keys=True).encode()
