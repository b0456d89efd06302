"""What a claim of an event means, once a document declares it: rules compare it with signals."""

import re
from typing import Final, NamedTuple

_PARAMETER: Final = re.compile(r"\{[^{}/]*\}")


class Event(NamedTuple):
    """An action, if the claim names one, and the address of a channel, without the names of its parameters.

    An address means the same channel only among the same `documents`: the globs of the settings.
    """

    action: str
    address: str
    documents: tuple[str, ...]


def without_names(template: str) -> str:
    """Return a template such as `orders/{id}` in which the names of parameters do not matter."""
    return _PARAMETER.sub("{}", template)
