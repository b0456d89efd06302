"""`mkdocs.yml` as plain data with positions, read without MkDocs: `INHERIT` and `!ENV` as MkDocs does them.

Other tags (Material's `!!python/name:` …) are passed over: nothing is imported or executed. Among the
Markdown extensions a value with such a tag stays known as one: `{"!!python/name:pymdownx.slugs.slugify": …}`.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

import yaml

from mkdocs_traceability.model.position import Position
from mkdocs_traceability.reading.text import decode
from mkdocs_traceability.reading.unreadable import Unreadable
from mkdocs_traceability.reading.yaml_tree import Mapping, Node, Scalar, Sequence, parse

CONFIG_NAMES: Final = ("mkdocs.yml", "mkdocs.yaml", "properdocs.yml", "properdocs.yaml")

Keys = tuple[str | int, ...]

_CORE: Final = "tag:yaml.org,2002:"


class ConfigError(Exception):
    """The configuration cannot be read at all; the message says why, with file and line."""


@dataclass
class ConfigFile:
    """The data of a configuration and where each of its values stands, by the keys that lead to it.

    `names` has the position of the key itself, `values` that of what stands behind it. `repeated` are keys
    that stand twice in one mapping, of which YAML takes the last, with the place of the first.
    """

    path: Path
    data: dict[str, Any] = field(default_factory=dict)
    names: dict[Keys, Position] = field(default_factory=dict)
    values: dict[Keys, Position] = field(default_factory=dict)
    repeated: list[tuple[Keys, Position, Position]] = field(default_factory=list)

    def position(self, keys: Keys, *, name: bool = False) -> Position:
        """Return where a value (or, with `name`, its key) stands, or the nearest thing around it."""
        for length in range(len(keys), 0, -1):
            first, second = (self.names, self.values) if name else (self.values, self.names)
            if found := first.get(keys[:length]) or second.get(keys[:length]):
                return found
            name = name or isinstance(keys[length - 1], str)  # an entry's list may be written as one value
        return Position(self.path.name, 1, 1)


def find_config(folder: Path) -> Path:
    """Return the configuration file of a folder; of a file, that file.

    Raises:
        ConfigError: where it has none.

    """
    if folder.is_file():
        return folder
    for name in CONFIG_NAMES:
        if (folder / name).is_file():
            return folder / name
    raise ConfigError(f"{folder} has no mkdocs.yml: name the folder that has, or the file with -f")


def read_config(path: Path) -> ConfigFile:
    """Read a configuration with all that it inherits.

    Raises:
        ConfigError: where a file is not there, is no YAML, or inherits from itself.

    """
    return _read(path, path.parent, ())


def comparable(value: Any) -> Any:
    """Return data in a form that is the same however it was read: MkDocs types keys and dates."""
    if isinstance(value, dict):
        keys = (_resolved(name) if isinstance(name, str) else name for name in value)
        return {comparable(name): comparable(each) for name, each in zip(keys, value.values(), strict=True)}
    if isinstance(value, list):
        return [comparable(each) for each in value]
    return str(value) if isinstance(value, date) else value


def _read(path: Path, root: Path, readers: tuple[Path, ...]) -> ConfigFile:
    shown = os.path.relpath(path, root).replace(os.sep, "/")
    if path in readers:
        raise ConfigError(f"{shown}: inherits from itself")
    tags: dict[int, str] = {}
    try:
        tree = parse(decode(path.read_bytes()), tags=tags)
    except Unreadable as error:
        remedy = f"; {error.help}" if error.help else ""
        raise ConfigError(f"{shown}:{error.line}:{error.column}: {error.message}{remedy}") from None
    except (OSError, ValueError) as error:  # ValueError: a path with a NUL
        raise ConfigError(f"{shown}: {getattr(error, 'strerror', None) or error}") from None
    if tree is not None and not isinstance(tree, Mapping):
        raise ConfigError(f"{shown}: a configuration is a mapping of settings")
    config = ConfigFile(path)
    if tree is not None:
        config.data = _Constructor(shown, tags, config).mapping(tree, ())
    inherited = config.data.pop("INHERIT", None)
    if inherited is None:
        return config
    parent = _read(Path(os.path.normpath(path.parent / str(inherited))), root, (*readers, path))
    _merge(parent, config, ())
    parent.repeated += config.repeated
    parent.path = path
    return parent


def _merge(parent: ConfigFile, child: ConfigFile, keys: Keys) -> None:
    """Lay the child's settings over the parent's: mappings are merged, all else is replaced."""
    ours, theirs = _at(parent.data, keys), _at(child.data, keys)
    for name, value in theirs.items():
        here = (*keys, name)
        if isinstance(value, dict) and isinstance(ours.get(name), dict):
            _merge(parent, child, here)
        else:
            ours[name] = value
            for positions in (parent.names, parent.values):
                for old in [old for old in positions if old[: len(here)] == here]:
                    del positions[old]
            for new in [new for new in child.values if new[: len(here)] == here]:
                parent.values[new] = child.values[new]
            for new in [new for new in child.names if new[: len(here)] == here]:
                parent.names[new] = child.names[new]


def _at(data: dict[str, Any], keys: Keys) -> dict[str, Any]:
    for key in keys:
        data = data[key]  # type: ignore[index]
    return data


class _Constructor:
    """Turns a tree into plain data, entering positions on its way."""

    def __init__(self, path: str, tags: dict[int, str], config: ConfigFile) -> None:
        self.path = path
        self.tags = tags
        self.config = config

    def mapping(self, node: Mapping, keys: Keys) -> dict[str, Any]:
        data: dict[str, Any] = {}
        own: dict[str, Scalar] = {}
        for key, _ in node.entries:
            if isinstance(key, Scalar) and (first := own.setdefault(key.text, key)) is not key:
                self.config.repeated.append(((*keys, key.text), self._at(key), self._at(first)))
        for name, key, value in self._entries(node):
            here = (*keys, name)
            self.config.names[here] = self._at(key)
            data[name] = self.value(value, here)
        return data

    def value(self, node: Node, keys: Keys) -> Any:
        self.config.values[keys] = self._at(node)
        tag = self.tags.get(id(node), "")
        if tag == "!ENV":
            return self._environment(node, keys)
        if tag.startswith(f"{_CORE}python/") and keys[0] == "markdown_extensions":
            return {tag.replace(_CORE, "!!"): self._untagged(node, keys)}
        return self._untagged(node, keys)

    def _untagged(self, node: Node, keys: Keys) -> Any:
        if isinstance(node, Mapping):
            return self.mapping(node, keys)
        if isinstance(node, Sequence):
            return [self.value(entry, (*keys, index)) for index, entry in enumerate(node.items)]
        return _resolved(node.text) if node.plain and id(node) not in self.tags else node.text

    def _entries(self, node: Mapping) -> Iterator[tuple[str, Scalar, Node]]:
        own = [(key, value) for key, value in node.entries if isinstance(key, Scalar)]
        for key, value in own:
            if key.text == "<<" and key.plain:
                for source in value.items if isinstance(value, Sequence) else [value]:
                    if isinstance(source, Mapping):
                        yield from self._entries(source)
        for key, value in own:
            if not (key.text == "<<" and key.plain):
                yield key.text, key, value

    def _environment(self, node: Node, keys: Keys) -> Any:
        default = None
        entries = node.items if isinstance(node, Sequence) else [node]
        if len(entries) > 1:
            default = self.value(entries[-1], (*keys, len(entries) - 1))
            entries = entries[:-1]
        for entry in entries:
            if isinstance(entry, Scalar) and entry.text in os.environ:
                return _resolved(os.environ[entry.text])
        return default

    def _at(self, node: Node) -> Position:
        return Position(self.path, node.line, node.column, node.length)


def _resolved(text: str) -> Any:
    """Return what YAML 1.1 makes of a plain scalar, as MkDocs' own loader does."""
    try:
        value = yaml.safe_load(text) if text and text[0] in "0123456789+-.~yYnNtTfFoO=<" else text or None
    except (yaml.YAMLError, ValueError):
        return text
    return value if isinstance(value, bool | int | float) or value is None else text
