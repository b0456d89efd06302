"""What comes back of mails that the provider had accepted."""

from dataclasses import dataclass
from typing import Final, Protocol

SOFT_BOUNCES_IN_A_ROW: Final = 3


@dataclass
class Address:
    """A mail address and what is known of it."""

    text: str
    organization: str
    soft_bounces: int = 0
    usable: bool = True


class Owners(Protocol):
    """Reaches the owner of an organization, by another channel than mail where there is one."""

    def tell(self, organization: str, text: str) -> None:
        """Tell the owner something."""


class BounceProcessor:
    """Stops mail to addresses that do not take it."""

    def __init__(self, owners: Owners) -> None:
        self._owners = owners

    def process(self, address: Address, kind: str) -> None:
        """Take note of a `hard` or `soft` bounce, or of a `complaint`."""
        if kind == "soft":
            address.soft_bounces += 1
            if address.soft_bounces < SOFT_BOUNCES_IN_A_ROW:
                return
        was_usable, address.usable = address.usable, False
        if was_usable:
            self.notify_owner(address)

    def delivered(self, address: Address) -> None:
        """Take note of a mail that arrived: soft bounces count only in a row."""
        address.soft_bounces = 0

    def notify_owner(self, address: Address) -> None:
        """Tell the owner that a member can no longer be reached."""
        self._owners.tell(address.organization, f"mail to {address.text} comes back")
