"""The plugin's settings: what may stand under `traceability` in `mkdocs.yml`, checked, each at its place.

The command line reads them from the file, the plugin is told them by MkDocs: both come through here and
get the same. A setting that is wrong is a finding (TR008) and not in force; the others are.
"""

import os
import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from mkdocs_traceability.config_file import ConfigError, ConfigFile, Keys, read_config
from mkdocs_traceability.findings import Finding, Severity
from mkdocs_traceability.model.builtin import COMMON, KINDS
from mkdocs_traceability.model.declared import (
    DeclaredEvidence,
    DeclaredField,
    DeclaredKind,
    DeclaredMatrix,
    DeclaredRelation,
    DeclaredStatus,
    Names,
)
from mkdocs_traceability.model.kinds import Schema, SchemaProblem, resolve
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.nearest import nearest_word
from mkdocs_traceability.registry import Domain
from mkdocs_traceability.rules import all_rules
from mkdocs_traceability.rules.judge import Weight

PLUGIN: Final = "traceability"


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _under(key: str) -> BeforeValidator:
    return BeforeValidator(lambda declared: {key: declared} if isinstance(declared, str) else declared)


def _severity(declared: Any) -> Any:
    """YAML reads an unquoted `off` as false."""
    return "off" if declared is False else declared


_Severity = Annotated[Severity, BeforeValidator(_severity)]


class DeclaredWeight(_Declared):
    """What one rule weighs: a severity for all, and others per kind or per path."""

    severity: _Severity | None = None
    kinds: dict[str, _Severity] = {}
    paths: dict[str, _Severity] = {}


class DeclaredSection(_Declared):
    """A domain or an area: how its section is called, and (of a domain) which id prefixes belong to it."""

    title: str = ""
    description: str = ""
    prefixes: Names | None = None


def _page_dir(path: str) -> str:
    parts = PurePosixPath(path.strip("/")).parts
    if not parts or ".." in parts or path.startswith("/") or not re.fullmatch(r"[\w./-]+", path):
        raise ValueError("a folder below the docs folder, such as `traceability`")
    return "/".join(parts)


def _nav(declared: Any) -> Any:
    """`nav: false` keeps the pages out of the navigation, a text is the title of their section."""
    if isinstance(declared, bool):
        return {"shown": declared}
    return {"title": declared} if isinstance(declared, str) else declared


class DeclaredNav(_Declared):
    """Whether the generated pages enter the navigation by themselves, and under which title."""

    shown: bool = True
    title: str = "Traceability"


def _weight(declared: Any) -> Any:
    declared = _severity(declared)
    return {"severity": declared} if isinstance(declared, str) else declared


class DeclaredSettings(_Declared):
    """Every setting of the plugin, as `mkdocs.yml` has it."""

    sources: Names = []
    kinds: dict[str, DeclaredKind] = {}
    rules: dict[str, Annotated[DeclaredWeight, BeforeValidator(_weight)]] = {}
    domains: dict[str, Annotated[DeclaredSection, _under("title")]] = {}
    areas: dict[str, Annotated[DeclaredSection, _under("title")]] = {}
    acyclic: Names = []
    page_dir: Annotated[str, AfterValidator(_page_dir)] = "traceability"
    nav: Annotated[DeclaredNav, BeforeValidator(_nav)] = DeclaredNav()
    publish_sources: bool = False


@dataclass(frozen=True)
class Settings:
    """What the pipeline is told. `root` is the folder of `mkdocs.yml`; findings show paths relative to it.

    `declared` is a text that is the same as long as the settings are.

    `exclude_docs` and `draft_docs` are MkDocs' settings of these names, as text in the form of `.gitignore`.
    `findings` are what is wrong with the settings themselves.
    """

    config_name: str
    root: Path
    docs_dir: Path
    schema: Schema
    sources: tuple[str, ...] = ()
    source_positions: tuple[Position, ...] = ()
    weights: Mapping[str, Weight] = field(default_factory=dict)
    domains: Mapping[str, Domain] = field(default_factory=dict)
    areas: Mapping[str, DeclaredSection] = field(default_factory=dict)
    acyclic: frozenset[tuple[str, str]] = frozenset()
    page_dir: str = "traceability"
    nav: DeclaredNav = field(default_factory=DeclaredNav)
    publish_sources: bool = False
    exclude_docs: str = ""
    draft_docs: str = ""
    declared: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def docs_path(self) -> str:
        """The docs folder as findings show it."""
        return relative(self.docs_dir, self.root)


def built_in_schema() -> Schema:
    """Return the kinds as they are without any setting."""
    declared = {name: DeclaredKind.model_validate(kind) for name, kind in KINDS.items()}
    return resolve(declared, DeclaredKind.model_validate(COMMON))[0]


def relative(path: Path, root: Path) -> str:
    """Return a path as findings show it: relative to the folder of `mkdocs.yml`, with `/`."""
    return os.path.relpath(path, root).replace(os.sep, "/")


def load_settings(
    config_file: Path, told: Mapping[str, Any] | None = None, docs_dir: Path | None = None
) -> Settings:
    """Read the settings from a configuration, or take those that MkDocs tells, with the positions of the file.

    Raises:
        ConfigError: where the configuration cannot be read, or names a docs folder that is not there.

    """
    config_file = config_file.resolve()
    is_nowhere = told is not None and not config_file.is_file()  # MkDocs also takes it from its caller
    config = ConfigFile(config_file) if is_nowhere else read_config(config_file)
    keys, options = _options(config)
    if told is not None and dict(told) != {
        name: value for name, value in options.items() if name != "enabled"
    }:
        options = dict(told)
    root = config_file.parent
    if docs_dir is None:
        docs_dir = root / str(config.data.get("docs_dir") or "docs")
        if not docs_dir.is_dir():
            at = config.position(("docs_dir",))
            raise ConfigError(
                f"{at.path}:{at.line}: the docs folder {relative(docs_dir, root)}/ is not there"
            )
    checked = _Checked(config, keys)
    declared = checked.declare({name: value for name, value in options.items() if name != "enabled"})
    schema = checked.schema
    return Settings(
        config_name=config_file.name,
        root=root,
        docs_dir=docs_dir.resolve(),
        schema=schema,
        sources=tuple(declared.sources),
        source_positions=tuple(
            config.position((*keys, "sources", index)) for index in range(len(declared.sources))
        ),
        weights={
            code: Weight(weight.severity, weight.kinds, weight.paths)
            for code, weight in declared.rules.items()
        },
        domains={
            key: Domain(key, section.title or key, tuple(section.prefixes or (key,)), section.description)
            for key, section in declared.domains.items()
        },
        areas=declared.areas,
        acyclic=checked.acyclic(declared.acyclic),
        page_dir=declared.page_dir,
        nav=declared.nav,
        publish_sources=declared.publish_sources,
        exclude_docs=str(config.data.get("exclude_docs") or ""),
        draft_docs=str(config.data.get("draft_docs") or ""),
        declared=repr(sorted(options.items(), key=lambda pair: str(pair[0]))),
        findings=tuple(checked.findings),
    )


def _options(config: ConfigFile) -> tuple[Keys, dict[str, Any]]:
    """Return what stands under the plugin's name, and the keys that lead there."""
    plugins = config.data.get("plugins")
    found: tuple[Keys, Any] = (("plugins",), None)
    if isinstance(plugins, dict):
        found = (("plugins", PLUGIN), plugins.get(PLUGIN))
    elif isinstance(plugins, list):
        for index, entry in enumerate(plugins):
            if isinstance(entry, dict) and PLUGIN in entry:
                found = (("plugins", index, PLUGIN), entry[PLUGIN])
            elif entry == PLUGIN:
                found = (("plugins", index), None)
    keys, options = found
    return keys, options if isinstance(options, dict) else {}


_MODELS: Final[tuple[tuple[str, type[BaseModel]], ...]] = (
    ("", DeclaredSettings),
    ("kinds/*", DeclaredKind),
    ("kinds/*/fields/*", DeclaredField),
    ("kinds/*/relations/*", DeclaredRelation),
    ("kinds/*/status/*", DeclaredStatus),
    ("kinds/*/evidence/*", DeclaredEvidence),
    ("kinds/*/matrix", DeclaredMatrix),
    ("rules/*", DeclaredWeight),
    ("domains/*", DeclaredSection),
    ("areas/*", DeclaredSection),
    ("nav", DeclaredNav),
)
"""Which names are known at which place, for suggestions; `*` is any key."""

_WANTED: Final = {
    "string_type": "text",
    "list_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "bool_type": "`true` or `false`",
    "bool_parsing": "`true` or `false`",
}


class _Checked:
    """Checks settings, says what is wrong with them, and goes on without it."""

    def __init__(self, config: ConfigFile, keys: Keys) -> None:
        self.config = config
        self.keys = keys
        self.findings: list[Finding] = []
        self.schema: Schema
        self._reported: set[Keys] = set()

    def declare(self, options: dict[str, Any]) -> DeclaredSettings:
        options = deepcopy(options)
        self._drop_kinds_that_are_none(options)
        while True:
            merged = {**options, "kinds": _laid_over(KINDS, options.get("kinds") or {})}
            try:
                declared = DeclaredSettings.model_validate(merged)
                break
            except ValidationError as error:
                paths = {self._report(each, options) for each in error.errors()}
                for path in sorted(paths, key=_innermost_first, reverse=True):
                    _remove(options, path)
        self.schema, problems = resolve(declared.kinds, DeclaredKind.model_validate(COMMON))
        for problem in problems:
            self._problem(problem)
        self._check_rules(declared)
        return declared

    def acyclic(self, names: Iterable[str]) -> frozenset[tuple[str, str]]:
        """Resolve `component.depends_on` or, for every kind that has it, `depends_on`."""
        known = {f"{relation.kind}.{relation.name}": relation for relation in self.schema.relations()}
        chosen = set()
        for index, name in enumerate(names):
            found = [
                (relation.kind, relation.name)
                for full, relation in known.items()
                if name in (full, relation.name)
            ]
            if not found:
                help_ = _did_you_mean(name, [*known, *{relation.name for relation in known.values()}])
                self._wrong(("acyclic", index), f"no kind has a relation `{name}`", help_, name)
            chosen.update(found)
        return frozenset(chosen)

    def _wrong(
        self, path: Keys, message: str, help_: str = "", subject: str = "", *, name: bool = False
    ) -> None:
        """Report what stands at `path`, once: a value that fits no alternative is refused by each."""
        if path in self._reported:
            return
        self._reported.add(path)
        at = self.config.position((*self.keys, *path), name=name)
        self.findings.append(Finding("TR008", message, at, help=help_, subject=subject))

    def _drop_kinds_that_are_none(self, options: dict[str, Any]) -> None:
        kinds = options.get("kinds")
        if kinds is None:
            options.pop("kinds", None)
        elif not isinstance(kinds, dict):
            self._wrong(("kinds",), "`kinds` wants a mapping of kinds to what they have")
            del options["kinds"]
        else:
            for kind in [kind for kind, declared in kinds.items() if not isinstance(declared, dict)]:
                self._wrong(("kinds", kind), f"the kind `{kind}` wants a mapping of what it has")
                del kinds[kind]

    def _report(self, error: ErrorDetails, options: dict[str, Any]) -> Keys:
        """Make a finding of one thing pydantic found; return the keys that lead to what is wrong."""
        path = _data_path(error["loc"], options)
        last = str(path[-1]) if path else PLUGIN
        known = _known_names(path[:-1])
        kind, context = error["type"], error.get("ctx", {})
        if kind == "extra_forbidden":
            place = f" of `{path[-2]}`" if len(path) > 1 and isinstance(path[-2], str) else ""
            self._wrong(path, f"unknown setting `{last}`{place}", _did_you_mean(last, known), last, name=True)
        elif kind == "missing":
            wanting = error["loc"][-1]
            self._wrong(path, f"`{last}` has no `{wanting}`", f"add `{wanting}:`", last, name=True)
        elif kind in ("literal_error", "enum"):
            expected = str(context.get("expected", "")).replace("'", "`")
            word = _shown(error["input"])
            nearest = nearest_word(word, re.findall(r"`([^`]+)`", expected))
            help_ = (
                f"did you mean `{nearest}`? It is one of {expected}"
                if nearest
                else f"it is one of {expected}"
            )
            self._wrong(path, f"`{word}` is not a value of `{last}`", help_, word)
        elif kind == "value_error":
            message = f"`{last}`: {error['msg'].removeprefix('Value error, ')}"
            self._wrong(path, message, subject=last, name="[key]" in error["loc"])
        else:
            wanted = _WANTED.get(kind)
            message = f"`{last}` wants {wanted}" if wanted else f"`{last}`: {error['msg']}"
            self._wrong(path, message, subject=last)
        return path

    def _problem(self, problem: SchemaProblem) -> None:
        help_ = _did_you_mean(problem.unknown, problem.known) if problem.known else ""
        self._wrong(("kinds", *problem.path), problem.message, help_, problem.unknown)

    def _check_rules(self, declared: DeclaredSettings) -> None:
        codes = list(all_rules())
        for code, weight in declared.rules.items():
            if code not in codes:
                self._wrong(
                    ("rules", code),
                    f"no rule has the code `{code}`",
                    _did_you_mean(code, codes),
                    code,
                    name=True,
                )
            for kind in weight.kinds:
                if kind not in self.schema.kinds:
                    path = ("rules", code, "kinds", kind)
                    help_ = _did_you_mean(kind, self.schema.kinds)
                    self._wrong(path, f"`{kind}` is not a kind", help_, kind, name=True)


def _laid_over(built_in: Mapping[str, Any], declared: Mapping[str, Any]) -> dict[str, Any]:
    """Lay a user's declarations over the built-in ones: mappings are merged, all else is replaced."""
    merged = dict(built_in)
    for name, value in declared.items():
        ours = merged.get(name)
        if isinstance(ours, Mapping) and isinstance(value, Mapping):
            merged[name] = _laid_over(ours, value)
        else:
            merged[name] = value
    return merged


def _data_path(loc: tuple[int | str, ...], options: Any) -> Keys:
    """Follow an error's location into the data as far as it goes: shorthands and keys have more steps than the data."""
    path: list[int | str] = []
    here = options
    for step in loc:
        if isinstance(here, dict) and step in here:
            here = here[step]
        elif isinstance(here, list) and isinstance(step, int) and step < len(here):
            here = here[step]
        else:
            break
        path.append(step)
    return tuple(path)


def _innermost_first(path: Keys) -> list[tuple[int, str]]:
    return [(step, "") if isinstance(step, int) else (0, step) for step in path]


def _remove(options: Any, path: Keys) -> None:
    """Take a setting that is wrong out of the data, with the kind that cannot be without it."""
    if not path:
        options.clear()
        return
    for step in path[:-1]:
        options = options[step]
    del options[path[-1]]


def _known_names(path: Keys) -> list[str]:
    steps = "/".join(map(str, path))
    for pattern, model in _MODELS:
        if re.fullmatch(pattern.replace("*", "[^/]+"), steps):
            return list(model.model_fields)
    return []


def _shown(value: Any) -> str:
    return "off" if value is False else str(value)


def _did_you_mean(word: str, known: Iterable[str]) -> str:
    known = list(known)
    if meant := nearest_word(word, known):
        return f"did you mean `{meant}`?"
    return f"known are {', '.join(f'`{name}`' for name in known)}" if 0 < len(known) <= 15 else ""
