"""The built-in kinds: `model/kinds.yml` as plain data, in the form of `kinds:` in `mkdocs.yml`.

What is done with them is what is done with a user's, whose are laid over these.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import yaml

from mkdocs_traceability.model import kinds

_FILE: Final = Path(kinds.__file__).with_name("kinds.yml")

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""A third of the time that a reader with positions takes, which nobody needs here; every run waits for it."""


class BuiltIn(NamedTuple):
    """The declarations of the kinds by name, and what every kind has besides."""

    kinds: Mapping[str, Mapping[str, Any]]
    every_item: Mapping[str, Any]


@cache
def built_in() -> BuiltIn:
    """Return the declarations; they are one object for all, which nobody changes."""
    return BuiltIn(**yaml.load(built_in_text(), Loader=_LOADER))


def built_in_text() -> str:
    """Return the file as it is written."""
    return _FILE.read_text(encoding="utf-8")
