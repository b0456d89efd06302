"""Delivers notifications by mail."""

from datetime import datetime
from typing import Final, Protocol

from providers.circuit import CircuitOpenError, PassingError
from shared.model import Notification
from workers.notification.delivery import Outcome

SUBJECTS: Final = {
    "en": {"crossed": "Be careful", "escalated": "It is getting worse", "cleared": "All clear"},
    "de": {"crossed": "Vorsicht", "escalated": "Es wird schlimmer", "cleared": "Entwarnung"},
}


class Mailer(Protocol):
    """The client of the mail provider."""

    def send(self, address: str, subject: str, body: str) -> None:
        """Hand a mail over."""


class EmailWorker:
    """The e-mail channel to one receiver."""

    def __init__(self, mailer: Mailer, address: str, language: str, forecast_from: datetime) -> None:
        self._mailer = mailer
        self._address = address
        self._language = language
        self._forecast_from = forecast_from

    def deliver(self, notification: Notification, now: datetime) -> Outcome:
        """Send a mail; leave it for later where the provider is away."""
        subject = SUBJECTS.get(self._language, SUBJECTS["en"])[notification.kind]
        # A mail may be read much later than it was sent, so it says how old its forecast is.
        age = round((now - self._forecast_from).total_seconds() / 3600)
        body = f"{notification.watchpoint}: {subject} (the forecast is {age} hours old)"
        try:
            self._mailer.send(self._address, subject, body)
        except (PassingError, CircuitOpenError):
            return Outcome.NOT_YET
        return Outcome.DELIVERED
