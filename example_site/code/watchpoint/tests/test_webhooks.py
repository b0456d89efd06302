import hashlib
import hmac
import json
from datetime import timedelta
from urllib.parse import SplitResult

import pytest
from fakes import NOON

from shared.model import Notification
from workers.notification.delivery import Outcome
from workers.notification.platforms import PlatformRegistry
from workers.notification.retry_after import LONGEST, seconds_to_wait
from workers.notification.safe_transport import Response, SafeTransport, UnsafeAddressError
from workers.notification.signing import Secret, current_secrets, sign
from workers.notification.webhook_worker import WebhookWorker

NEWS = Notification("n1", "Harbour", "o1", "crossed", 1)
PUBLIC = "93.184.216.34"


class Net:
    """Hosts and what they answer; remembers whom it connected to."""

    def __init__(self, addresses: dict[str, str], *answers: Response) -> None:
        self.addresses = addresses
        self.answers = list(answers)
        self.called: list[str] = []

    def send(self, address: str, parts: SplitResult, body: bytes, headers: dict[str, str]) -> Response:
        self.called.append(address)
        return self.answers.pop(0)

    def transport(self) -> SafeTransport:
        return SafeTransport(self.addresses.__getitem__, self.send)


class Queue:
    def __init__(self) -> None:
        self.waits: list[int] = []

    def lengthen(self, notification: str, seconds: int) -> None:
        self.waits.append(seconds)


def deliver(response: Response) -> tuple[Outcome, list[int]]:
    net, queue = Net({"hooks.example.org": PUBLIC}, response), Queue()
    worker = WebhookWorker(net.transport(), "https://hooks.example.org/a", [Secret("s")], queue)
    return worker.deliver(NEWS, NOON), queue.waits


class TestOutcome:
    @pytest.mark.parametrize(
        ("status", "outcome"),
        [(204, Outcome.DELIVERED), (410, Outcome.NEVER), (401, Outcome.NEVER), (500, Outcome.NOT_YET)],
    )
    def test_the_status_decides(self, status: int, outcome: Outcome) -> None:
        assert deliver(Response(status)) == (outcome, [])

    def test_a_receiver_that_says_when_is_obeyed(self) -> None:
        assert deliver(Response(429, {"retry-after": "120"})) == (Outcome.NOT_YET, [120])


class TestRetryAfter:
    @pytest.mark.parametrize(
        ("header", "seconds"),
        [
            ("120", 120),
            ("Mon, 01 Jun 2026 12:01:30 GMT", 90),
            ("Mon, 01 Jun 2026 11:00:00 GMT", 0),
            ("9999999999999", LONGEST),
            ("soon", 0),
            ("", 0),
        ],
    )
    def test_seconds_and_dates_are_understood(self, header: str, seconds: int) -> None:
        assert seconds_to_wait(header, NOON) == seconds


class TestSafeTransport:
    @pytest.mark.parametrize(
        "address", ["127.0.0.1", "10.0.0.8", "169.254.169.254", "192.168.1.1", "0.0.0.0"]
    )
    def test_addresses_that_are_not_public_are_refused(self, address: str) -> None:
        net = Net({"evil.example.org": address})
        with pytest.raises(UnsafeAddressError):
            net.transport().post("https://evil.example.org/", b"", {})
        assert net.called == []

    def test_a_redirect_is_checked_like_the_first_address(self) -> None:
        moved = Response(307, {"location": "https://inside.example.org/"})
        net = Net({"hooks.example.org": PUBLIC, "inside.example.org": "10.0.0.8"}, moved)
        with pytest.raises(UnsafeAddressError):
            net.transport().post("https://hooks.example.org/", b"", {})
        assert net.called == [PUBLIC]

    def test_redirects_come_to_an_end(self) -> None:
        again = [Response(308, {"location": "/next"})] * 4
        with pytest.raises(UnsafeAddressError):
            Net({"hooks.example.org": PUBLIC}, *again).transport().post("https://hooks.example.org/", b"", {})

    def test_plain_http_is_refused(self) -> None:
        with pytest.raises(UnsafeAddressError):
            Net({}).transport().post("http://hooks.example.org/", b"", {})


class TestSigning:
    def test_a_receiver_can_recompute_the_signature(self) -> None:
        stamp, signature = sign(b"{}", NOON, ["s"]).split(",")
        expected = hmac.new(b"s", stamp.removeprefix("t=").encode() + b".{}", hashlib.sha256).hexdigest()
        assert signature == f"v1={expected}"

    def test_for_a_while_after_a_rotation_both_secrets_are_good(self) -> None:
        secrets = [Secret("old", until=NOON + timedelta(days=1)), Secret("new")]
        assert current_secrets(secrets, NOON) == ["old", "new"]
        assert current_secrets(secrets, NOON + timedelta(days=1)) == ["new"]
        assert sign(b"{}", NOON, ["old", "new"]).count("v1=") == 2


class TestPlatforms:
    def test_a_chat_platform_gets_the_shape_it_wants(self) -> None:
        body = json.loads(PlatformRegistry().format("https://chat.example.com/x", NEWS))
        assert body == {"text": "*Harbour*: crossed (level 1)"}

    def test_what_is_not_known_is_a_plain_endpoint(self) -> None:
        body = json.loads(PlatformRegistry().format("https://chat.example.com.evil.org/x", NEWS))
        assert body == {"id": "n1", "watchpoint": "Harbour", "kind": "crossed"}
