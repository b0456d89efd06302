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

from mkdocs_traceability.files.ordinary import why
from mkdocs_traceability.files.real import real
from mkdocs_traceability.files.unsaved import NOTHING_UNSAVED, Unsaved
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.reading.text import MAX_BYTES, decode
from mkdocs_traceability.reading.yaml.nodes import Mapping, Node, Scalar, Sequence
from mkdocs_traceability.reading.yaml.tree import parse
from mkdocs_traceability.reading.yaml.unreadable import Unreadable
from mkdocs_traceability.settings.config_names import config_in

Keys = tuple[str | int, ...]

_CORE: Final = "tag:yaml.org,2002:"


class ConfigError(Exception):
    """The configuration cannot be read at all; the message says why, with file and line.

    `position` is where, if it is known, and `told` the message without it.
    """

    def __init__(self, told: str, position: Position | None = None) -> None:
        super().__init__(f"{position}: {told}" if position else told)
        self.told, self.position = told, position


@dataclass
class ValuePlaces:
    """Where a value stands, where its key does, and the places of what is in it."""

    name: Position | None = None
    value: Position | None = None
    inside: dict[str | int, "ValuePlaces"] = field(default_factory=dict)


@dataclass
class ConfigFile:
    """The data of a configuration and where each of its values stands.

    `repeated` are keys that stand twice in one mapping, of which YAML takes the last, with the place of the
    first. `files` are those that were read: this one, and all that it inherits. `contents` are what those
    held. `variables` are those of the environment that were asked for, set or not.
    """

    path: Path
    data: dict[str, Any] = field(default_factory=dict)
    places: ValuePlaces = field(default_factory=ValuePlaces)
    repeated: list[tuple[Keys, Position, Position]] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    contents: list[bytes] = field(default_factory=list)
    variables: list[str] = field(default_factory=list)

    def position(self, keys: Keys, *, name: bool = False) -> Position:
        """Return where a value (or, with `name`, its key) stands, or the nearest thing around it."""
        around = [self.places]
        for key in keys:
            if key not in around[-1].inside:
                break
            around.append(around[-1].inside[key])
        for length in range(len(keys), 0, -1):
            if length < len(around):
                place = around[length]
                if found := (place.name or place.value) if name else (place.value or place.name):
                    return found
            name = name or isinstance(keys[length - 1], str)  # an entry's list may be written as one value
        return Position(self.path.name, 1, 1)


def find_config(folder: Path) -> Path:
    """Return the configuration file of a folder; of a file, that file.

    Raises:
        ConfigError: where it has none.

    """
    if found := config_in(folder):
        return found
    if not folder.exists():
        raise ConfigError(f"{folder} does not exist")
    where = "this folder" if folder == Path() else folder
    remedy = (
        "name the folder that has one, or the file with -f, or set up a site with `mkdocs-traceability init`"
    )
    raise ConfigError(f"{where} has no mkdocs.yml: {remedy}")


def read_config(path: Path, home: Path | None = None, unsaved: Unsaved = NOTHING_UNSAVED) -> ConfigFile:
    """Read a configuration with all that it inherits.

    Of a file outside the folder `home`, by default that of the configuration, nothing is shown: who may write
    `INHERIT` could otherwise have any file of the machine shown.

    Raises:
        ConfigError: where a file is not there, is no YAML, or inherits from itself.

    """
    shown_below = real(home or path.parent)
    chain: list[ConfigFile] = []
    read: set[Path] = set()
    next_path: Path | None = path
    while next_path is not None:
        shown = os.path.relpath(next_path, path.parent).replace(os.sep, "/")
        if (file := real(next_path)) in read:
            raise ConfigError(f"{shown}: inherits from itself")
        read.add(file)
        chain.append(_read(next_path, shown, unsaved, is_shown=file.is_relative_to(shown_below)))
        inherited = chain[-1].data.pop("INHERIT", None)
        folder, next_path = next_path.parent, None
        if inherited is not None:
            next_path = Path(os.path.normpath(folder / str(inherited)))
    whole = chain.pop()
    while chain:
        child = chain.pop()
        _merge(whole.data, whole.places, child.data, child.places)
        whole.repeated += child.repeated
        whole.files += child.files
        whole.contents += child.contents
        whole.variables += child.variables
        whole.path = child.path
    return whole


def comparable(value: Any) -> Any:
    """Return data in a form that is the same however it was read: MkDocs types keys and dates."""
    if isinstance(value, dict):
        keys = (_resolved(name) if isinstance(name, str) else name for name in value)
        return {comparable(name): comparable(each) for name, each in zip(keys, value.values(), strict=True)}
    if isinstance(value, list):
        return [comparable(each) for each in value]
    return str(value) if isinstance(value, date) else value


def _read(path: Path, shown: str, unsaved: Unsaved, *, is_shown: bool) -> ConfigFile:
    tags: dict[Node, str] = {}
    config = ConfigFile(path, files=[path])
    try:
        config.contents = [unsaved.read(path, MAX_BYTES + 1)]
        text = decode(config.contents[0])
        if path.suffix == ".toml" and is_shown:
            from mkdocs_traceability.settings.toml_file import read_toml  # costs start-up

            read_toml(config, text, shown)
            return config
        tree = parse(text, tags=tags)
    except Unreadable as error:
        at = Position(shown, error.line, error.column, error.length)
        raise ConfigError(_told(error, is_shown=is_shown), at) from None
    except (OSError, ValueError) as error:  # ValueError: a path with a NUL
        raise ConfigError(f"{shown}: {why(error)}") from None
    if tree is not None and not isinstance(tree, Mapping):
        raise ConfigError(f"{shown}: a configuration is a mapping of settings")
    if tree is not None:
        config.data = _Constructor(shown, tags, config).mapping(tree, (), config.places)
    return config


def _told(error: Unreadable, *, is_shown: bool) -> str:
    if not is_shown:
        return "this is not valid YAML; the file is not shown: it is outside the folder of the configuration"
    return f"{error.message}; {error.help}" if error.help else error.message


def _merge(ours: dict[str, Any], at: ValuePlaces, theirs: dict[str, Any], there: ValuePlaces) -> None:
    """Lay the child's settings over the parent's: mappings are merged, all else is replaced."""
    for name, value in theirs.items():
        mine = ours.get(name)
        if isinstance(value, dict) and isinstance(mine, dict):
            _merge(mine, at.inside[name], value, there.inside[name])
        else:
            ours[name] = value
            at.inside[name] = there.inside[name]


class _Constructor:
    """Turns a tree into plain data, entering positions on its way."""

    def __init__(self, path: str, tags: dict[Node, str], config: ConfigFile) -> None:
        self.path = path
        self.tags = tags
        self.config = config

    def mapping(self, node: Mapping, keys: Keys, place: ValuePlaces) -> dict[str, Any]:
        data: dict[str, Any] = {}
        own: dict[str, Scalar] = {}
        for key, _ in node.entries:
            if isinstance(key, Scalar) and (first := own.setdefault(key.text, key)) is not key:
                self.config.repeated.append(((*keys, key.text), self._at(key), self._at(first)))
        for name, key, value in self._entries(node):
            inner = place.inside[name] = ValuePlaces(self._at(key))
            data[name] = self.value(value, (*keys, name), inner)
        return data

    def value(self, node: Node, keys: Keys, place: ValuePlaces) -> Any:
        place.value = self._at(node)
        tag = self.tags.get(node, "")
        if tag == "!ENV":
            return self._environment(node, keys, place)
        if tag.startswith(f"{_CORE}python/") and keys[0] == "markdown_extensions":
            return {tag.replace(_CORE, "!!"): self._untagged(node, keys, place)}
        return self._untagged(node, keys, place)

    def _untagged(self, node: Node, keys: Keys, place: ValuePlaces) -> Any:
        if isinstance(node, Mapping):
            return self.mapping(node, keys, place)
        if isinstance(node, Sequence):
            return [self._entry(node, index, keys, place) for index in range(len(node.items))]
        return _resolved(node.text) if node.plain and node not in self.tags else node.text

    def _entry(self, node: Sequence, index: int, keys: Keys, place: ValuePlaces) -> Any:
        inner = place.inside[index] = ValuePlaces()
        return self.value(node.items[index], (*keys, index), inner)

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

    def _environment(self, node: Node, keys: Keys, place: ValuePlaces) -> Any:
        default = None
        entries = node.items if isinstance(node, Sequence) else [node]
        if len(entries) > 1:
            inner = place.inside[len(entries) - 1] = ValuePlaces()
            default = self.value(entries[-1], (*keys, len(entries) - 1), inner)
            entries = entries[:-1]
        for entry in entries:
            if isinstance(entry, Scalar):
                self.config.variables.append(entry.text)
                if entry.text in os.environ:
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
