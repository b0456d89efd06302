"""Check the entries of `sources` that are mappings: whether the kinds, fields and presets they name exist."""

import os
from collections.abc import Iterable, Iterator
from typing import Final, TypeGuard

from mkdocs_traceability.model.declared import CLAIM_TYPES
from mkdocs_traceability.model.inputs import CodeOwnersFiles, Glob
from mkdocs_traceability.model.kinds import Kind, article
from mkdocs_traceability.model.shapes import DeclaredSource, ShapeDeclared, ShapeKind
from mkdocs_traceability.reading.shapes.documents import FORMATS
from mkdocs_traceability.reading.shapes.files import MappedFiles
from mkdocs_traceability.reading.shapes.items import is_field
from mkdocs_traceability.reading.shapes.presets import preset_names, with_preset
from mkdocs_traceability.reading.source_form import did_you_mean, shown
from mkdocs_traceability.settings.check import SettingsCheck
from mkdocs_traceability.settings.config_file import Keys

_CODE_OWNERS: Final = "codeowners"
"""The preset of files that say whose the code is, and declare no items."""


def mapped_files(check: SettingsCheck, sources: Iterable[DeclaredSource | str]) -> tuple[MappedFiles, ...]:
    """Return what the mappings among `sources` say, as far as it is right; the rest is reported."""
    checked = (
        _Entry(check, ("sources", n)).mapped(each)
        for n, each in enumerate(sources)
        if not isinstance(each, str) and not _is_of_owners(each)
    )
    return tuple(each for each in checked if each is not None)


def code_owners_files(
    check: SettingsCheck, sources: Iterable[DeclaredSource | str]
) -> tuple[CodeOwnersFiles, ...]:
    """Return what those entries of `sources` say that name CODEOWNERS files."""
    return tuple(
        _Entry(check, ("sources", n)).code_owners(each)
        for n, each in enumerate(sources)
        if _is_of_owners(each)
    )


def _is_of_owners(declared: DeclaredSource | str) -> TypeGuard[DeclaredSource]:
    return not isinstance(declared, str) and declared.preset == _CODE_OWNERS


class _Entry:
    """One entry, at its place in the settings."""

    def __init__(self, check: SettingsCheck, at: Keys) -> None:
        self._check = check
        self._at = at

    def code_owners(self, declared: DeclaredSource) -> CodeOwnersFiles:
        """Return the CODEOWNERS files of an entry."""
        for name in sorted(declared.model_fields_set - {"preset", "path"}):
            message = f"`{name}` has no meaning with the preset `{_CODE_OWNERS}`, which declares no items"
            self._wrong((name,), message, "remove it")
        shape = with_preset(declared)
        at = self._check.position(self._at)
        return CodeOwnersFiles(self._globs("path", shape.path), at, is_usual=not declared.path)

    def mapped(self, declared: DeclaredSource) -> MappedFiles | None:
        """Return the files of an entry; None where it cannot be told what they are."""
        if declared.preset is not None and declared.preset not in preset_names():
            message = f"there is no preset `{shown(declared.preset)}`"
            self._wrong(("preset",), message, did_you_mean(declared.preset, preset_names()), declared.preset)
            return None
        shape = with_preset(declared)
        if not (shape.path or shape.pages):
            self._wanting("this source names no files", "add `path:` or `pages:` with a glob")
            return None
        kinds = list(self._kinds(shape))
        if shape.format and shape.format not in FORMATS:
            self._wrong(
                ("format",), f"unknown format `{shown(shape.format)}`", did_you_mean(shape.format, FORMATS)
            )
            return None
        if not kinds:
            return None
        shape = shape.model_copy(update=self._known_fields(shape, kinds))
        return MappedFiles(
            shape,
            self._check.position(self._at),
            self._globs("path", shape.path),
            self._globs("pages", shape.pages),
            is_usual=not (declared.path or declared.pages),
        )

    def _globs(self, key: str, patterns: list[str]) -> tuple[Glob, ...]:
        return tuple(
            Glob(os.path.normpath(each).replace(os.sep, "/"), self._check.position((*self._at, key, n)))
            for n, each in enumerate(patterns)
        )

    def _kinds(self, shape: ShapeDeclared) -> Iterator[Kind]:
        """Go through the kinds that the items may be of; report what is none."""
        schema = self._check.schema
        if isinstance(shape.kind, ShapeKind):
            for word, name in shape.kind.of.items():
                if name and (kind := self._kind(("kind", "of", word), name)):
                    yield kind
            if not shape.kind.of:
                yield from schema
        elif shape.kind:
            if kind := self._kind(("kind",), shape.kind):
                yield kind
        else:
            self._wanting("this source does not say of which kind its items are", "add `kind:`")

    def _kind(self, path: Keys, name: str) -> Kind | None:
        schema = self._check.schema
        kind = schema.named(name)
        if kind is None and name not in schema.refused:
            self._wrong(path, f"`{shown(name)}` is not a kind", did_you_mean(name, schema.kinds), name)
        return kind

    def _known_fields(self, shape: ShapeDeclared, kinds: list[Kind]) -> dict[str, object]:
        """Return what is said of fields that one of the kinds has; report the others."""
        kept: dict[str, object] = {}
        for key in ("map", "values", "defaults"):
            said: dict[str, object] = getattr(shape, key)
            kept[key] = {
                name: each for name, each in said.items() if self._is_field((key, name), name, kinds)
            }
        for name, meanings in shape.values.items():
            for word, meant in meanings.items():
                for field in meant if isinstance(meant, dict) else ():
                    self._is_field(("values", name, word, field), field, kinds)
        return kept

    def _is_field(self, path: Keys, name: str, kinds: list[Kind]) -> bool:
        if any(is_field(kind, name) for kind in kinds):
            return True
        if not any(name.partition(".")[0] in kind.refused for kind in kinds):
            known = list(dict.fromkeys(key for kind in kinds for key in kind.keys if key != "id"))
            known += [f"evidence.{each}" for each in CLAIM_TYPES] if "." in name else []
            whose = f"{article(kinds[0].label)} has no" if len(kinds) == 1 else "none of these kinds has a"
            message = f"{whose} field `{shown(name)}`"
            help_ = did_you_mean(name, known)
            if path[0] == "map" and name == "id":
                help_ = "say where the id stands in `id:`"
            self._wrong(path, message, help_, name, name=True)
        return False

    def _wanting(self, message: str, help_: str) -> None:
        """Report that a key is not there, unless it may be what is reported already."""
        if not self._check.has_wrong(self._at):
            self._check.report(self._at, message, help_)

    def _wrong(self, path: Keys, message: str, help_: str, subject: str = "", *, name: bool = False) -> None:
        self._check.report((*self._at, *path), message, help_, subject, name=name)
