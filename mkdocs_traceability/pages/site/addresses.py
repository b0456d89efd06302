"""Addresses in the site: a page and an anchor on it, and the link from one URL to another."""

import posixpath
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import quote

UNQUOTED: Final = "-._~:@!$&'()*+,;=/"
"""What stands in a fragment as it is."""


class Address(NamedTuple):
    """A place in the site: a page by its path below the docs folder, and an anchor on it."""

    page: str
    anchor: str = ""


@lru_cache(maxsize=50_000)
def fragment(anchor: str) -> str:
    """Return what follows the URL of a page to lead to an anchor on it."""
    return f"#{quote(anchor, safe=UNQUOTED)}" if anchor else ""


@lru_cache(maxsize=10_000)
def relative_url(target: str, here: str) -> str:
    """Return the link from one URL of the site to another, as MkDocs writes it."""
    folder = "/" + (here if here.endswith("/") else posixpath.dirname(here)).strip("./")
    path = posixpath.relpath("/" + target.removeprefix("./"), folder)
    return path + "/" if target.endswith("/") or target in ("", ".", "./") else path
