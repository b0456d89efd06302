"""The form in which another shape of files is declared: an entry of `sources` that is a mapping.

A shape says which files there are (`path`, `pages`), which parts of them are items (`items`), what an item is
(`kind`, `id`), and what its keys mean (`map`, `values`, `references`). `reading/shapes` translates by it. A
preset is a file `reading/shapes/presets/NAME.yml` of the same keys, and `kinds` besides, which are in force
wherever the preset is used; what an entry says itself is laid over what its preset says.

One notation leads to values in a file:

    relationships.obsoletes     a key within a key; camelCase, hyphens and underscores are alike
    groups[]                    every entry of a list
    needs.*                     every value of a mapping; `key name` is the key of each
    versions.{current}.needs.*  the key that the value of `current`, at the top of the file, names
    obsoletes[].number          of a relation: the id of each entry; its other keys become the note
    links[].*                   of a relation: each entry is a mapping that has the id as its key
"""

import re
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, PlainValidator
from pydantic_core import PydanticCustomError

from mkdocs_traceability.model.declared import Declared, Names
from mkdocs_traceability.model.id_pattern import IdPattern
from mkdocs_traceability.model.text_patterns import TextPattern

FILE_NAME: Final = "file name"
FOLDER_NAME: Final = "folder name"
KEY_NAME: Final = "key name"
ID_PREFIX: Final = "id prefix"

_SEGMENT: Final = r"(?:[^\s.\[\]{}*]+|\{[^\s.\[\]{}*]+\}|\*)"
_PATH: Final = re.compile(rf"(?:{_SEGMENT}(?:\[\])*|\[\])(?:\.{_SEGMENT}(?:\[\])*)*")


def _path(text: str) -> str:
    if text not in (FILE_NAME, FOLDER_NAME, KEY_NAME, ID_PREFIX) and not _PATH.fullmatch(text):
        raise ValueError("not a path of keys, such as `spec.owner`, `groups[]` or `needs.*`")
    return text


KeyPath = Annotated[str, AfterValidator(_path)]


def _list(declared: Any) -> Any:
    return [declared] if isinstance(declared, str) else declared


KeyPaths = Annotated[list[KeyPath], BeforeValidator(_list), Field(min_length=1)]
"""One path of keys, or several of which the first that is there counts."""

PathsOrNone = Annotated[list[KeyPath], BeforeValidator(lambda declared: _list(declared or []))]
"""The same, or nothing: then a key of theirs that is called like ours means something else."""


def _text(declared: Any) -> Any:
    return str(declared) if isinstance(declared, bool | int | float) else declared


Text = Annotated[str, BeforeValidator(_text)]


def _keyed(declared: Any) -> Any:
    """Let where an id stands be written without more."""
    return {"key": declared} if isinstance(declared, str | list) else declared


def _pattern(text: str) -> str:
    IdPattern(text)
    return text


class _Part(Declared, BaseModel):
    """A part of a shape."""


class ShapeKind(_Part):
    """What an item is where that differs: by the value of a key, a folder's name or the prefix of the id.

    `key` is a path of keys, `folder name` or `id prefix`; `of` has a kind for each value. The value `"*"` is
    every other one; what leads to nothing (`Location:`) is known and not read.
    """

    key: KeyPath
    of: dict[str, str | None] = {}


class ShapeId(_Part):
    r"""Where an item's id stands: under `key`, or in the name of its file, folder or key.

    `match` is a regular expression; the id is the longest beginning that fits it: `'\d+'` has `0003` of
    `0003-use-postgres`. `up_to` ends the id, and what stands behind is the title: `REQ-1 - Title`.
    `namespace` is a key whose value stands before the id and a `/`, unless it is the one that references
    have by default. What has no id is not read without a word where none is `required`.
    """

    key: KeyPaths = ["id"]
    match: Annotated[str, AfterValidator(_pattern)] = ""
    up_to: str = ""
    namespace: KeyPath | None = None
    required: bool = True


class ShapeReferences(_Part):
    """How references are written.

    `up_to` ends the id: `REQ-1 - Title`. `form` is `kind:namespace/name`, of which only the name is
    compulsory; `namespace` is the one that is not written into ids. `kinds` has a kind of ours for each of
    theirs, if those of `kind` do not say it. `default_kinds` have, by our relation, the kind of an entry that
    names none. Paths of files (`../adr/0003-x.md`) need no setting.
    """

    up_to: str = ""
    form: Literal["", "kind:namespace/name"] = ""
    namespace: str = "default"
    kinds: dict[str, str | None] = {}
    default_kinds: dict[str, str] = {}


def _kind(declared: Any) -> ShapeKind | str:
    """Let a kind be its name, or a mapping that says where it stands; what is wrong is told of each part."""
    if isinstance(declared, dict):
        return ShapeKind.model_validate(declared)
    if not isinstance(declared, str):
        raise PydanticCustomError("string_type", "text")
    return declared


class ShapeDeclared(_Part):
    """What an entry and a preset can both say.

    `path` has globs of files relative to `mkdocs.yml`, `pages` of pages relative to the docs folder, and
    `exclude` of those that are left out. `items` leads to the items of a file that is not one itself.

    `map` has, by our field, the path of their key (`evidence.tests: verifiedBy`), or several of which the
    first that is there counts; nothing where their key of that name means something else. Keys that are
    called alike need no mention. `values` has, by our field, what
    their words mean: `{status: {Done: implemented}}`; a word may end in `*`, and its meaning may be a
    mapping of fields in which `"*"` stands for the rest:
    `{"superseded by *": {status: superseded, superseded_by: "*"}}`.

    `prefixes` have what the beginnings of ids and references mean: `{"ADR-": ""}` reads `ADR-003` as `003`,
    `{"": "ADR-"}` reads `003` as `ADR-003`. `defaults` has values for what an item does not say.
    `other_keys` are those that mean nothing of ours: kept as notes, ignored, or errors.

    `format` names what turns a file into trees, where its ending does not say it. `text` has patterns of what
    stands in the text of a Markdown file, which only presets have.
    """

    path: Names = []
    pages: Names = []
    exclude: Names = []
    format: str = ""
    text: list[TextPattern] = []
    items: Annotated[list[KeyPath], BeforeValidator(_list)] = []
    kind: Annotated[ShapeKind | str, PlainValidator(_kind)] = ""
    id: Annotated[ShapeId, BeforeValidator(_keyed)] = ShapeId()
    map: dict[str, PathsOrNone] = {}
    values: dict[str, dict[str, str | dict[str, str]]] = {}
    prefixes: dict[str, Text] = {}
    references: ShapeReferences = ShapeReferences()
    defaults: dict[str, Any] = {}
    other_keys: Literal["keep", "ignore", "error"] = "keep"


def _of_presets(patterns: list[TextPattern]) -> list[TextPattern]:
    """Refuse patterns of a site: those of Python may take a time without end."""
    if patterns:
        raise ValueError("only presets have patterns of text")
    return patterns


class DeclaredSource(ShapeDeclared):
    """An entry of `sources` that is a mapping."""

    preset: str | None = None
    text: Annotated[list[TextPattern], AfterValidator(_of_presets)] = []


def _source(declared: Any) -> DeclaredSource | str:
    """Let an entry be a glob of sidecars, or a mapping that says which shape some files have."""
    if isinstance(declared, dict):
        return DeclaredSource.model_validate(declared)
    if not isinstance(declared, str):
        raise PydanticCustomError("string_type", "a glob, or a mapping")
    return declared


def _sources(declared: Any) -> Any:
    return [declared] if isinstance(declared, str | dict) else declared


Sources = Annotated[list[Annotated[DeclaredSource | str, PlainValidator(_source)]], BeforeValidator(_sources)]
"""The setting `sources`: globs of sidecars, and files in other shapes."""


class Preset(ShapeDeclared):
    """A file of `reading/shapes/presets`: a shape, and the kinds that its items are."""

    title: str = ""
    kinds: dict[str, dict[str, Any]] = {}
