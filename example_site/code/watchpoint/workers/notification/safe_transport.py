"""The one way out to addresses that customers gave us."""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit

MOST_REDIRECTS: Final = 3
MOST_BYTES: Final = 4096
TIME_LIMIT: Final = 5.0


class UnsafeAddressError(Exception):
    """An address that nobody may have us call."""


@dataclass(frozen=True)
class Response:
    """What is kept of an answer."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)


Resolve = Callable[[str], str]
Send = Callable[[str, SplitResult, bytes, dict[str, str]], Response]


class SafeTransport:
    """Resolves names itself, and connects to exactly the address that it checked."""

    def __init__(self, resolve: Resolve | None = None, send: Send | None = None) -> None:
        self._resolve = resolve or socket.gethostbyname
        self._send = send or send_pinned

    def post(self, url: str, body: bytes, headers: dict[str, str]) -> Response:
        """Send a request; a redirect is a new address, and is checked like the first."""
        for _ in range(MOST_REDIRECTS + 1):
            parts = urlsplit(url)
            response = self._send(self.checked_address(parts), parts, body, headers)
            if response.status not in (307, 308) or "location" not in response.headers:
                return response
            url = urljoin(url, response.headers["location"])
        raise UnsafeAddressError(f"more than {MOST_REDIRECTS} redirects")

    def checked_address(self, parts: SplitResult) -> str:
        """Return the address of a host, unless it is private, local or otherwise none of the public."""
        if parts.scheme != "https" or not parts.hostname:
            raise UnsafeAddressError("neither a host nor https")
        address = self._resolve(parts.hostname)
        if not ipaddress.ip_address(address).is_global:
            raise UnsafeAddressError(f"{parts.hostname} is {address}")
        return address


class _PinnedConnection(http.client.HTTPSConnection):
    """Connects to a given address, whatever the name may resolve to by now."""

    address = ""

    def connect(self) -> None:
        plain = socket.create_connection((self.address, self.port), TIME_LIMIT)
        self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)


def send_pinned(address: str, parts: SplitResult, body: bytes, headers: dict[str, str]) -> Response:
    """Send one request to an address; read a little of the answer, and throw it away."""
    connection = _PinnedConnection(parts.hostname or "", parts.port or 443, timeout=TIME_LIMIT)
    connection.address = address
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", target, body, headers)
        answer = connection.getresponse()
        answer.read(MOST_BYTES)
        return Response(answer.status, {name.lower(): value for name, value in answer.getheaders()})
    finally:
        connection.close()
