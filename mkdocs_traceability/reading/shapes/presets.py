"""Presets: shapes of well-known files as data, one a file, each with the kinds that its items are."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from mkdocs_traceability.model.shapes import DeclaredSource, Preset, ShapeDeclared, ShapeKind, ShapeReferences

_FOLDER: Final = Path(__file__).with_name("presets")
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def preset_names() -> tuple[str, ...]:
    """Return the names of all presets."""
    return tuple(sorted(each.stem for each in _FOLDER.glob("*.yml")))


@cache
def preset(name: str) -> Preset:
    """Return a preset.

    Raises:
        KeyError: where none has the name.

    """
    if name not in preset_names():
        raise KeyError(name)
    text = (_FOLDER / f"{name}.yml").read_text(encoding="utf-8")
    return Preset.model_validate(yaml.load(text, Loader=_LOADER))


def preset_kinds(names: Iterable[str]) -> Mapping[str, Mapping[str, Any]]:
    """Return the kinds that some presets bring; what two say of one kind is merged, targets among it."""
    kinds: dict[str, Any] = {}
    for name in names:
        if name in preset_names():
            kinds = _merged(kinds, preset(name).kinds)
    return kinds


def _merged(kinds: dict[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(kinds)
    for name, said in more.items():
        before = merged.get(name)
        if isinstance(before, dict) and isinstance(said, dict):
            merged[name] = _merged(before, said)
        elif name == "to" and before is not None:
            merged[name] = list(dict.fromkeys([*_listed(before), *_listed(said)]))
        else:
            merged[name] = said
    return merged


def _listed(targets: Any) -> list[Any]:
    return targets if isinstance(targets, list) else [targets]


def with_preset(declared: DeclaredSource) -> ShapeDeclared:
    """Return what an entry and its preset say together: mappings are merged, all else is the entry's."""
    said = {name: getattr(declared, name) for name in ShapeDeclared.model_fields}
    if declared.preset is None:
        return ShapeDeclared.model_construct(**said)
    theirs = preset(declared.preset)
    merged = {}
    for name, value in said.items():
        from_preset = getattr(theirs, name)
        if name not in declared.model_fields_set:
            merged[name] = from_preset
        elif name == "values":
            merged[name] = from_preset | {
                key: _both(from_preset.get(key), words) for key, words in value.items()
            }
        else:
            merged[name] = _both(from_preset, value)
    if declared.path or declared.pages:
        merged |= {"path": declared.path, "pages": declared.pages}
    return ShapeDeclared.model_construct(**merged)


def _both(theirs: Any, own: Any) -> Any:
    """Return what a preset says, and over it what an entry says: key by key, and in `values` word by word."""
    if isinstance(theirs, dict) and isinstance(own, dict):
        return theirs | own
    if isinstance(theirs, ShapeReferences) and isinstance(own, ShapeReferences):
        said = {name: getattr(own, name) for name in own.model_fields_set}
        return theirs.model_copy(update={name: _both(getattr(theirs, name), said[name]) for name in said})
    if isinstance(theirs, ShapeKind) and isinstance(own, ShapeKind) and theirs.key == own.key:
        return own.model_copy(update={"of": theirs.of | own.of})
    return own
