"""How a receiver tells our requests from a forgery."""

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

SIGNATURE_HEADER: Final = "WatchPoint-Signature"


@dataclass(frozen=True)
class Secret:
    """A secret of the customer, and until when it is good (None: until it is rotated)."""

    text: str
    until: datetime | None = None


def current_secrets(secrets: Sequence[Secret], now: datetime) -> list[str]:
    """Return the secrets that are good: after a rotation the old and the new one, for a while."""
    return [secret.text for secret in secrets if secret.until is None or now < secret.until]


def sign(body: bytes, now: datetime, secrets: Iterable[str]) -> str:
    """Return the value of the signature header: the time, and a signature under each secret."""
    stamp = str(int(now.timestamp()))
    signed = stamp.encode() + b"." + body
    made = [hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest() for secret in secrets]
    return ",".join([f"t={stamp}", *(f"v1={signature}" for signature in made)])
