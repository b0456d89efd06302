"""What `init` plans for VS Code: its YAML extension completes and checks sidecars by the site's schema."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from mkdocs_traceability.edits.changes import Change
from mkdocs_traceability.edits.json_entry import with_entry
from mkdocs_traceability.edits.plugin_entry import NotSafe
from mkdocs_traceability.files.ordinary import read_ordinary, why
from mkdocs_traceability.files.real import is_file, is_folder
from mkdocs_traceability.reading.discovery import SIDECAR_ENDINGS
from mkdocs_traceability.reading.text import MAX_BYTES
from mkdocs_traceability.settings.config_file import ConfigError

FOLDER: Final = ".vscode"
KEY: Final = "yaml.schemas"
_EXTENSION: Final = "redhat.vscode-yaml"
_SCHEMA: Final = ".cache/traceability/sidecar.schema.json"


def schema_line(sidecar: Path, root: Path) -> str:
    """Return the comment that tells editors the schema of a sidecar."""
    path = os.path.relpath(root / _SCHEMA, sidecar.parent).replace(os.sep, "/")
    return f"# yaml-language-server: $schema={path}\n"


def workspace_folder(root: Path) -> Path | None:
    """Return the folder that is opened in VS Code: the nearest, up to the repository's, with its settings."""
    return next((each for each in _up_to_repository(root) if is_folder(each / FOLDER)), None)


def _up_to_repository(root: Path) -> list[Path]:
    """Return a folder and those above it in its git repository."""
    folders = [root, *root.resolve().parents]
    top = next((place for place, each in enumerate(folders) if (each / ".git").exists()), 0)
    return folders[: top + 1]


def for_vscode(root: Path, docs_path: str, sources: list[str], by_hand: list[str]) -> Iterator[Change]:
    """Plan the settings of VS Code and a recommended extension; `by_hand` gets what is not safe to edit."""
    folder = workspace_folder(root) or _up_to_repository(root)[-1]
    below = root.resolve().relative_to(folder.resolve()).as_posix()
    prefix = "" if below == "." else f"{below}/"
    globs = [f"{prefix}{docs_path}/**/*{ending}" for ending in SIDECAR_ENDINGS]
    schemas = {f"./{prefix}{_SCHEMA}": [*globs, *(f"{prefix}{glob}" for glob in sources)]}
    yield from _settings(folder / FOLDER / "settings.json", schemas, by_hand)
    extensions = folder / FOLDER / "extensions.json"
    if not (os.path.lexists(extensions) or extensions.parent.is_symlink()):
        yield Change(extensions, None, _as_json({"recommendations": [_EXTENSION]}), "recommend YAML support")


def _settings(file: Path, schemas: dict[str, Any], by_hand: list[str]) -> Iterator[Change]:
    purpose, is_link = "complete and check sidecars", file.is_symlink() or file.parent.is_symlink()
    if not (os.path.lexists(file) or is_link):
        yield Change(file, None, _as_json({KEY: schemas}), purpose)
        return
    try:
        old = read_ordinary(file, MAX_BYTES) if is_file(file) and not is_link else None
        text = old.decode() if old is not None else ""
    except (OSError, ValueError) as error:
        raise ConfigError(f"{file.as_posix()}: {why(error)}") from None
    try:
        if old is None:
            raise NotSafe("it is a symbolic link, or no file")
        new = with_entry(text, KEY, schemas).encode()
    except NotSafe as unsafe:
        written = json.dumps({KEY: schemas}, indent=2).removeprefix("{\n").removesuffix("\n}")
        by_hand.append(
            f"{file.as_posix()} cannot be edited safely: {unsafe.why}. Add this to it:\n\n{written}"
        )
        return
    if new != old:
        yield Change(file, old, new, purpose)


def _as_json(data: Any) -> bytes:
    return f"{json.dumps(data, indent=2, ensure_ascii=False)}\n".encode()
