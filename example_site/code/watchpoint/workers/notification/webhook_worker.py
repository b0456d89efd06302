"""Delivers notifications to addresses that customers gave us."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from shared.model import Notification
from workers.notification.delivery import Outcome
from workers.notification.platforms import PlatformRegistry
from workers.notification.retry_after import seconds_to_wait
from workers.notification.safe_transport import Response, SafeTransport, UnsafeAddressError
from workers.notification.signing import SIGNATURE_HEADER, Secret, current_secrets, sign


class Visibility(Protocol):
    """The timeout after which the queue shows a message again."""

    def lengthen(self, notification: str, seconds: int) -> None:
        """Have the queue wait longer."""


class WebhookWorker:
    """The webhook channel to one endpoint."""

    def __init__(
        self, transport: SafeTransport, url: str, secrets: Sequence[Secret], queue: Visibility
    ) -> None:
        self._transport = transport
        self._url = url
        self._secrets = secrets
        self._queue = queue
        self._platforms = PlatformRegistry()

    def deliver(self, notification: Notification, now: datetime) -> Outcome:
        """Send a signed request, and judge the answer."""
        body = self._platforms.format(self._url, notification)
        headers = {
            "Content-Type": "application/json",
            SIGNATURE_HEADER: sign(body, now, current_secrets(self._secrets, now)),
        }
        try:
            response = self._transport.post(self._url, body, headers)
        except UnsafeAddressError:
            return Outcome.NEVER
        except OSError:
            return Outcome.NOT_YET
        return self._judge(notification, response, now)

    def _judge(self, notification: Notification, response: Response, now: datetime) -> Outcome:
        if 200 <= response.status < 300:
            return Outcome.DELIVERED
        # It refuses our signature, or is gone; neither improves by repetition.
        if response.status in (401, 403, 410):
            return Outcome.NEVER
        if wait := seconds_to_wait(response.headers.get("retry-after", ""), now):
            self._queue.lengthen(notification.id, wait)
        return Outcome.NOT_YET
