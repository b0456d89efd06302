"""Whether a site can declare anything, told from the bytes of its files: if not, the rest is not loaded.

Only a *no* is sure. What looks like ours, misspelt or at a wrong place, is for the reading to judge.
"""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mkdocs.structure.files import File

MAX_BYTES: Final = 2_000_000

_KINDS: Final = rb"flows?|components?|patch(?:es)?|signals?|metrics?|resources?|requirements?|gaps?|layers?"
_LIKE_OURS: Final = re.compile(
    rb"^[ \t>\"'{?-]*(?:[\w.-]*(?:trac|abil)[\w.-]*|" + _KINDS + rb"|sources?_of_truth)[\"']?[ \t]*:(?!\S)"
    rb"|\[\s*trace\b|\btrace_[a-z]+\(|<!--\s*[\w-]*(?:trac|abil)",
    re.MULTILINE | re.IGNORECASE,
)
"""A key that may be one of ours, or be meant for one; a marker, a macro call that makes one, a comment."""


def may_declare(files: "Iterable[File]") -> bool:
    """Whether anything in a site may be ours. A file that cannot be read is for the reading to tell of."""
    try:
        return any(
            not _is_ordinary(file) or may_be_page_of_ours(file.content_bytes)
            if file.is_documentation_page()
            else may_be_sidecar(file.src_uri)
            for file in files
        )
    except OSError:
        return True


def _is_ordinary(file: "File") -> bool:
    """Whether a file can be read to its end."""
    return file.abs_src_path is None or Path(file.abs_src_path).is_file()


def may_be_page_of_ours(data: bytes) -> bool:
    """Whether a page may declare something, or asks for what is declared; so does one in another encoding."""
    return len(data) > MAX_BYTES or b"\0" in data or _LIKE_OURS.search(data.replace(b"\r", b"\n")) is not None


def may_be_sidecar(path: str) -> bool:
    """Whether a file that is no page may be a sidecar, or be meant for one."""
    return path.lower().endswith((".yml", ".yaml"))
