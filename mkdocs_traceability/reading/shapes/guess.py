"""Guess how a file of another shape could be read: the entry of `sources` that its keys suggest."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from mkdocs_traceability.model.kinds import Schema
from mkdocs_traceability.reading.shapes.paths import entries_of, is_nothing, spelled, under
from mkdocs_traceability.reading.shapes.presets import preset_names
from mkdocs_traceability.reading.yaml.nodes import Mapping, Node, Scalar, Sequence

_IDS: Final = ("id", "uid", "identifier", "key", "number", "name", "slug")
_KINDS: Final = ("kind", "type")
_PRESETS: Final = {
    "backstage": ("apiversion", "kind", "metadata", "spec"),
    "doorstop": ("active", "derived", "level", "normative"),
    "sphinx-needs": ("currentversion", "versions"),
}
"""Presets by the keys that their files have at the top, as names compare."""


class _Items(NamedTuple):
    """Where items are: the way to them, one of them, and whether their keys are their ids."""

    path: str
    example: Mapping
    is_keyed: bool = False


def guessed_source(root: Node, path: str, schema: Schema) -> str:
    """Return an entry of `sources`, as it would be written; empty where the file has nothing like items.

    A sidecar is none of another shape by its name.
    """
    if ".trace." in PurePosixPath(path).name:
        return ""
    if preset := _preset(root):
        return f'{{path: "{path}", preset: {preset}}}'
    items = next(_items_in(root), None)
    if items is None:
        return ""
    said = [f'path: "{path}"', f"kind: {_kind(items, path, schema)}"]
    said += [f'items: "{items.path}"'] if items.path else []
    id_ = _id(items)
    said += [f"id: {id_}"] if id_ != "id" else []
    return f"{{{', '.join(said)}}}"


def _preset(root: Node) -> str:
    keys = {spelled(key.text) for key, _ in entries_of(root)} if isinstance(root, Mapping) else set()
    for name, wanted in _PRESETS.items():
        if keys.issuperset(wanted) and name in preset_names():
            version = under(root, "apiVersion")
            is_ours = not isinstance(version, Scalar) or version.text.startswith("backstage.io/")
            return name if is_ours else ""
    return ""


def _items_in(root: Node) -> Iterator[_Items]:
    """Go through what may be items, the most likely first."""
    if isinstance(root, Sequence):
        yield from (_Items("[]", each) for each in root.items if isinstance(each, Mapping))
    elif isinstance(root, Mapping):
        if _key_of_id(root):
            yield _Items("", root)
        entries = list(entries_of(root))
        for key, value in entries:
            if isinstance(value, Sequence):
                yield from (
                    _Items(f"{key.text}[]", each) for each in value.items if isinstance(each, Mapping)
                )
        for key, value in entries:
            if isinstance(value, Mapping):
                inside = [each for _, each in entries_of(value)]
                if len(inside) > 1 and all(isinstance(each, Mapping) for each in inside):
                    yield from (
                        _Items(f"{key.text}.*", each, True) for each in inside if isinstance(each, Mapping)
                    )
        if entries:
            yield _Items("", root)


def _id(items: _Items) -> str:
    return (
        "key name"
        if items.is_keyed
        else _key_of_id(items.example) or ("file name" if not items.path else "name")
    )


def _key_of_id(item: Mapping) -> str:
    """Return the path of the key that is most like an id, empty where none is."""
    scalars = ((key.text, value) for key, value in entries_of(item) if isinstance(value, Scalar))
    keys = {spelled(name): name for name, value in scalars if not is_nothing(value)}
    for name in _IDS:
        if name in keys:
            return keys[name]
    ends = [text for name, text in keys.items() if name.endswith(("id", "number"))]
    if ends:
        return ends[0]
    metadata = under(item, "metadata")
    inside = _key_of_id(metadata) if isinstance(metadata, Mapping) else ""
    return f"metadata.{inside}" if inside else ""


def _kind(items: _Items, path: str, schema: Schema) -> str:
    """Return the kind of which the items may be, by a key, by the key that lists them, by the folder."""
    words = [value.text for name in _KINDS if isinstance(value := under(items.example, name), Scalar)]
    words += [items.path.removesuffix("[]").removesuffix(".*")]
    words += [PurePosixPath(path).stem, *reversed(PurePosixPath(path).parent.parts)]
    for word in map(spelled, words):
        for kind in schema:
            if word and word in (spelled(kind.name), spelled(kind.plural)):
                return kind.name
    return "KIND"
