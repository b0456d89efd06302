"""The addresses by which editors open a file of the machine they run on."""

import re
from pathlib import PurePath
from typing import Final
from urllib.parse import quote

EDITORS: Final = {
    "vscode": "vscode://file/{path}:{line}:{column}",
    "cursor": "cursor://file/{path}:{line}:{column}",
    "idea": "idea://open?file={path}&line={line}&column={column}",
    "zed": "zed://file/{path}:{line}:{column}",
    "sublime": "subl://open?url=file://{path}&line={line}&column={column}",
}
"""The form of the addresses of known editors, by the name that the settings give them."""

_FIELD: Final = re.compile(r"\{[^{}]*\}")
_FIELDS: Final = frozenset({"{path}", "{line}", "{column}"})

_SCHEME: Final = re.compile(r"([a-z][a-z0-9+.-]*):")
_RUN: Final = frozenset({"javascript", "data", "vbscript"})
"""Schemes of which a browser runs what follows."""

_ONE_SLASH: Final = re.compile(r"(?<=[^/:])/(?=\{path\})")
"""Before a path that begins with a slash itself."""


def is_editor(said: str) -> bool:
    """Whether a text names a known editor, or is the form of an address that has the path of a file."""
    if said in EDITORS:
        return True
    scheme = _SCHEME.match(said)
    if scheme is None or scheme[1] in _RUN or re.search(r"\s", said):
        return False
    fields = set(_FIELD.findall(said))
    return "{path}" in fields and fields <= _FIELDS and not set("{}") & set(_FIELD.sub("", said))


def editor_url(said: str, file: PurePath, line: int, column: int) -> str:
    """Return the address that opens a file in an editor, empty where no editor is named."""
    if not said:
        return ""
    path = file.as_posix()
    form = EDITORS.get(said, said)
    form = _ONE_SLASH.sub("", form) if path.startswith("/") else form
    values = {"{path}": quote(path, safe="/:"), "{line}": str(max(line, 1)), "{column}": str(max(column, 1))}
    return _FIELD.sub(lambda found: values[found[0]], form)
