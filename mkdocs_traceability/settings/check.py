"""Check declared settings: say what is wrong with them, at its place in `mkdocs.yml`, and go on without it.

What a wrong declaration would have declared is remembered, so that sources that use it are not wrong as well.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from mkdocs_traceability.files.ordinary import read_ordinary
from mkdocs_traceability.model.declared import (
    INPUT_SETTINGS,
    Choice,
    DeclaredEvidence,
    DeclaredField,
    DeclaredKind,
    DeclaredMatrix,
    DeclaredRelation,
    DeclaredStatus,
)
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.former_names import renamed
from mkdocs_traceability.model.history import read_history
from mkdocs_traceability.model.kinds import Refused, Schema, SchemaProblem, resolve
from mkdocs_traceability.model.policy import Threshold
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.presentation import DeclaredView, Navigation, SavedView
from mkdocs_traceability.model.shapes import DeclaredSource, ShapeId, ShapeKind, ShapeReferences
from mkdocs_traceability.reading.built_in import built_in
from mkdocs_traceability.reading.shapes.presets import preset_kinds
from mkdocs_traceability.reading.source_form import shown
from mkdocs_traceability.registry.nearest import nearest_name, nearest_word
from mkdocs_traceability.rules import all_rules
from mkdocs_traceability.settings.config_file import ConfigFile, Keys
from mkdocs_traceability.settings.declared import (
    SETTINGS,
    DeclaredDomain,
    DeclaredSettings,
    DeclaredSeverity,
    DeclaredShares,
    DeclaredTables,
)

_MODELS: Final[tuple[tuple[str, type[BaseModel]], ...]] = (
    ("", SETTINGS),
    ("kinds/*", DeclaredKind),
    ("kinds/*/fields/*", DeclaredField),
    ("kinds/*/fields/*/one_of/*", Choice),
    ("kinds/*/relations/*", DeclaredRelation),
    ("kinds/*/status/*", DeclaredStatus),
    ("kinds/*/evidence/*", DeclaredEvidence),
    ("kinds/*/matrix", DeclaredMatrix),
    ("rules/*", DeclaredSeverity),
    ("fail_under/*", DeclaredShares),
    ("tables", DeclaredTables),
    ("domains/*", DeclaredDomain),
    ("areas/*", DeclaredDomain),
    ("systems/*", DeclaredDomain),
    ("views/*", DeclaredView),
    ("nav", Navigation),
    ("sources/*", DeclaredSource),
    ("sources/*/kind", ShapeKind),
    ("sources/*/id", ShapeId),
    ("sources/*/references", ShapeReferences),
)
"""Which names are known at which place, for suggestions; `*` is any key."""

_LARGEST_HISTORY: Final = 20_000_000

_PERCENT: Final = "a share in per cent, from 0 to 100"

_WANTED: Final = {
    "string_type": "text",
    "list_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "bool_type": "`true` or `false`",
    "bool_parsing": "`true` or `false`",
    "too_short": "at least one entry",
    "float_type": _PERCENT,
    "float_parsing": _PERCENT,
    "finite_number": _PERCENT,
    "greater_than_equal": _PERCENT,
    "less_than_equal": _PERCENT,
}

_DECISIVE: Final = ("type", "many", "claims", "to", "single", "or_text", "phase")
"""What of a field, relation or status must be right for its values to be read at all."""


class SettingsCheck:
    """Checks the settings of one configuration; `schema` and `findings` are what comes of it."""

    def __init__(self, config: ConfigFile, keys: Keys) -> None:
        self.findings: list[Finding] = []
        self.schema: Schema
        self._config = config
        self._keys = keys
        self._refused = Refused()
        self._reported: set[Keys] = set()
        self._misspelt: set[Keys] = set()
        self._gone: dict[Keys, list[int]] = {}

    def position(self, path: Keys, *, name: bool = False) -> Position:
        """Return where a setting stands; list entries are counted as they are left."""
        return self._config.position((*self._keys, *self._as_written(path)), name=name)

    def has_wrong(self, path: Keys) -> bool:
        """Whether anything within a setting has been reported."""
        written = self._as_written(path)
        return any(each[: len(written)] == written for each in self._reported)

    def repeated_keys(self) -> None:
        """Report settings that stand twice: YAML would silently take the last."""
        for path, at, first in self._config.repeated:
            if path[: len(self._keys)] == self._keys and len(path) > len(self._keys):
                message = f"duplicate key `{path[-1]}`, first in line {first.line}"
                self.findings.append(Finding("TR008", message, at, help="keep one of the two"))

    def declared(self, options: Any) -> DeclaredSettings:
        """Return what is declared soundly."""
        options = _own_copy(options)
        if not isinstance(options, dict):
            self._wrong((), "`traceability` expects a mapping of settings")
            options = {}
        options = {name: value for name, value in options.items() if value is not None}
        self._drop_what_is_no_kind(options)
        ours = built_in()
        there = laid_over(ours.kinds, preset_kinds(_presets_in(options.get("sources"))))
        while True:
            merged = {**options, "kinds": laid_over(there, options.get("kinds") or {})}
            try:
                declared = SETTINGS.model_validate(merged)
                break
            except ValidationError as error:
                unknown_first = sorted(error.errors(), key=lambda each: each["type"] != "extra_forbidden")
                paths = {self._report(each, options) for each in unknown_first}
                for path in sorted(paths, key=_innermost_first, reverse=True):
                    self._remove(options, path)
        every_item = DeclaredKind.model_validate(ours.every_item)
        self.schema, problems = resolve(declared.kinds, every_item, self._refused, ours.kinds)
        for problem in problems:
            self._problem(problem)
        self._check_rules(declared)
        self._check_domains(declared)
        self._check_tables(declared.tables)
        return declared

    def _check_tables(self, declared: DeclaredTables) -> None:
        if not (declared.headers or declared.values):
            return
        from mkdocs_traceability.settings.check_tables import unknown_words  # costs start-up

        for unknown in unknown_words(declared, self.schema):
            help_ = _did_you_mean(unknown.word, unknown.known)
            self._wrong(unknown.path, unknown.message, help_, unknown.word, name=True)

    def history(self, declared: DeclaredSettings, root: Path) -> None:
        """Report a previous history that cannot be read; one that is not there yet is none."""
        try:
            if declared.history and (root / declared.history).exists():
                read_history(read_ordinary(root / declared.history, _LARGEST_HISTORY))
        except (OSError, ValueError):
            message = f"`{declared.history}` cannot be read as a `history.json`"
            help_ = "name the file that an earlier build published"
            self.findings.append(Finding("TR008", message, self.position(("history",)), help=help_))

    def kinds(self, setting: str, names: Iterable[str] | None) -> frozenset[str]:
        """Resolve names of kinds, singular or plural; None for all."""
        if names is None:
            return frozenset(self.schema.kinds)
        chosen = (self._kind((setting, index), name) for index, name in enumerate(names))
        return frozenset(kind for kind in chosen if kind)

    def views(self, declared: Mapping[str, DeclaredView]) -> tuple[SavedView, ...]:
        """Resolve the kinds, singular or plural, of saved views."""
        chosen = (
            (title, self._kind(("views", title, "kind"), view.kind), view.filter)
            for title, view in declared.items()
        )
        return tuple(SavedView(title, kind, text) for title, kind, text in chosen if kind)

    def thresholds(self, declared: Mapping[str, DeclaredShares]) -> dict[str, list[Threshold]]:
        """Resolve the kinds, singular or plural, that have thresholds, each with the place of its own."""
        thresholds: dict[str, list[Threshold]] = {}
        written: dict[str, str] = {}
        for name, shares in declared.items():
            path = ("fail_under", name)
            kind = self._kind(path, name, is_key=True)
            if kind is None:
                continue
            if (first := written.setdefault(kind, name)) != name:
                message = f"`{shown(name)}` and `{shown(first)}` are the same kind"
                self._wrong(path, message, "keep one of the two", name, name=True)
            else:
                thresholds[kind] = list(self._of_states(path, shares))
        return thresholds

    def _of_states(self, path: Keys, shares: DeclaredShares) -> Iterator[Threshold]:
        """Yield the thresholds of a kind; a bare number stands at the name of the kind itself."""
        is_reported = any(each[: len(path)] == path for each in self._reported)
        if not shares.model_fields_set and not is_reported:
            self._wrong(path, f"{_named(path)} asks for no share", "name `found`, `verified` or both")
        for state in DeclaredShares.model_fields:
            if state in shares.model_fields_set:
                at = self.position((*path, state), name=True)
                yield Threshold(state, getattr(shares, state), at)

    def _kind(self, path: Keys, name: str, *, is_key: bool = False) -> str | None:
        """Return the kind that has this name or this plural, and report what is none."""
        kind = self.schema.named(name)
        if kind is None and name not in self._refused.kinds:
            help_ = _did_you_mean(name, self.schema.kinds)
            self._wrong(path, f"`{shown(name)}` is not a kind", help_, name, name=is_key)
        return kind.name if kind else None

    def relations(self, setting: str, names: Iterable[str]) -> frozenset[tuple[str, str]]:
        """Resolve `component.depends_on` or, for every kind that has it, `depends_on`."""
        known = {f"{relation.kind}.{relation.name}": relation for relation in self.schema.relations()}
        chosen = set()
        for index, name in enumerate(names):
            found = [
                (relation.kind, relation.name)
                for full, relation in known.items()
                if name in (full, relation.name)
            ]
            if not (found or self._was_refused(name)):
                help_ = _did_you_mean(name, [*known, *{relation.name for relation in known.values()}])
                self._wrong((setting, index), f"no kind has a relation `{shown(name)}`", help_, name)
            chosen.update(found)
        return frozenset(chosen)

    def systems(self, declared: DeclaredSettings) -> None:
        """Report inputs or a title of a system without a code root, not even an empty one: it is misspelt."""
        roots = [name for name in declared.code_roots if name]
        for setting in (*INPUT_SETTINGS, "systems"):
            for name in getattr(declared, setting):
                if roots and name and name not in roots:
                    message = f"`code_roots` has no system `{shown(name)}`"
                    self._wrong((setting, name), message, _did_you_mean(name, roots), name, name=True)

    # ---------------------------------------------------------------- findings

    def report(
        self, path: Keys, message: str, help_: str = "", subject: str = "", *, name: bool = False
    ) -> None:
        """Report a setting that is sound by itself, and wrong beside others."""
        self._wrong(path, message, help_, subject, name=name)

    def _wrong(
        self, path: Keys, message: str, help_: str = "", subject: str = "", *, name: bool = False
    ) -> None:
        """Report what stands at `path`, once: a value that fits no alternative is refused by each."""
        written = self._as_written(path)
        if written in self._reported:
            return
        self._reported.add(written)
        at = self.position(path, name=name)
        help_ = help_ or "correct it, or remove it to use the default"
        self.findings.append(Finding("TR008", message, at, help=help_, subject=subject))

    def _report(self, error: ErrorDetails, options: dict[str, Any]) -> Keys:
        """Make a finding of one thing pydantic found; return the keys that lead to what is wrong."""
        path = _data_path(error["loc"], options)
        last = _named(path)
        kind = error["type"]
        if kind == "extra_forbidden":
            word = str(path[-1]) if path else ""
            place = f" of {_named(path[:-1])}" if len(path) > 1 else ""
            known = _known_names(path[:-1])
            self._misspelt.add((*self._as_written(path[:-1]), nearest_word(word, known) or ""))
            self._wrong(path, f"unknown setting {last}{place}", _did_you_mean(word, known), word, name=True)
        elif kind == "missing":
            wanting = error["loc"][-1]
            written = self._as_written((*path, wanting))
            if written not in self._reported | self._misspelt:  # else it was there, and wrong
                self._wrong(path, f"{last} has no `{wanting}`", f"add `{wanting}:`", str(wanting), name=True)
        elif kind in ("literal_error", "enum"):
            expected = str(error.get("ctx", {}).get("expected", "")).replace("'", "`")
            word = "off" if error["input"] is False else str(error["input"])
            nearest = nearest_word(word, re.findall(r"`([^`]+)`", expected))
            help_ = f"it is one of {expected}"
            help_ = f"did you mean `{nearest}`? It is one of {expected}" if nearest else help_
            self._wrong(path, f"`{shown(word)}` is not a value of {last}", help_, word)
        elif kind == "value_error":
            message = f"{last}: {error['msg'].removeprefix('Value error, ')}"
            self._wrong(path, message, subject=last, name="[key]" in error["loc"])
        else:
            wanted = _WANTED.get(kind, "")
            if len(path) == 2 and path[0] == "rules":
                wanted = "a severity, or a mapping"
            if len(path) == 1 and path[0] in ("code_roots", *INPUT_SETTINGS):
                wanted = "a list, or a mapping of systems to lists"
            message = f"{last} expects {wanted}" if wanted else f"{last}: {error['msg']}"
            is_scalar = isinstance(error["input"], bool | int | float)
            self._wrong(path, message, "quote it" if kind == "string_type" and is_scalar else "", last)
        return path

    def _problem(self, problem: SchemaProblem) -> None:
        if problem.now:
            path: Keys = ("kinds", *problem.path)
            at = self.position(path, name=path[-1] == problem.formerly)
            self.findings.append(renamed(problem.formerly, problem.now, at))
            return
        meant = nearest_name(problem.unknown, problem.known, problem.former_names) or problem.unknown
        help_ = _did_you_mean(meant, problem.known) if problem.known else ""
        self._wrong(("kinds", *problem.path), problem.message, help_, problem.unknown)

    def _check_rules(self, declared: DeclaredSettings) -> None:
        codes = list(all_rules())
        for code, severity in declared.rules.items():
            if code not in codes:
                help_ = _did_you_mean(code, codes)
                self._wrong(("rules", code), f"no rule has the code `{shown(code)}`", help_, code, name=True)
            for kind in severity.kinds:
                if kind not in self.schema.kinds and kind not in self._refused.kinds:
                    path = ("rules", code, "kinds", kind)
                    help_ = _did_you_mean(kind, self.schema.kinds)
                    self._wrong(path, f"`{shown(kind)}` is not a kind", help_, kind, name=True)

    def _check_domains(self, declared: DeclaredSettings) -> None:
        owners: dict[str, str] = {}
        for key, section in declared.domains.items():
            for index, prefix in enumerate(section.prefixes or ()):
                if (owner := owners.setdefault(prefix, key)) != key:
                    message = f"the prefix `{shown(prefix)}` belongs to the domain `{shown(owner)}` already"
                    self._wrong(
                        ("domains", key, "prefixes", index), message, "a flow is in one domain", prefix
                    )

    # ---------------------------------------------------------------- what is left out

    def _drop_what_is_no_kind(self, options: dict[str, Any]) -> None:
        kinds = options.get("kinds", {})
        if not isinstance(kinds, dict):
            self._wrong(("kinds",), "`kinds` expects a mapping of kinds to their properties")
            self._remove(options, ("kinds",))
            return
        for kind, declared in list(kinds.items()):
            if isinstance(declared, dict):
                kinds[kind] = {name: value for name, value in declared.items() if value is not None}
            else:
                self._wrong(("kinds", kind), f"the kind `{shown(kind)}` expects a mapping of its properties")
                self._remove(options, ("kinds", kind))

    def _remove(self, options: dict[str, Any], path: Keys) -> None:
        """Take a setting that is wrong out of the data, with what cannot be without it."""
        if not path:
            options.clear()
            return
        if path[0] == "kinds" and len(path) > 4 and (path[4] in _DECISIVE or path[2] == "evidence"):
            path = path[:4]
        holder: Any = options
        for step in path[:-1]:
            holder = holder.get(step) if isinstance(holder, dict) else holder[step]
            if holder is None:  # it went with something around it
                return
        if isinstance(holder, dict) and path[-1] not in holder:
            return
        if path[0] == "kinds":
            self._refuse(path, holder[path[-1]])
        if isinstance(step := path[-1], int):
            *parent, index = self._as_written(path)
            self._gone.setdefault(tuple(parent), []).append(int(index))
            holder.pop(step)
        else:
            del holder[step]

    def _refuse(self, path: Keys, value: Any) -> None:
        """Remember what would have been declared here."""
        if len(path) == 1:
            for name in _names_in(value):
                self._refused.kind(name, None)
            return
        kind = str(path[1])
        if len(path) == 2:
            declared = value if isinstance(value, dict) else {}
            plural = declared.get("plural")
            self._refused.kind(kind, plural if isinstance(plural, str) else None)
            for section in ("fields", "relations", "status"):
                self._refuse((*path, section), declared.get(section))
        elif len(path) == 3:
            members = value if isinstance(value, dict) else dict.fromkeys(_names_in(value))
            for name, member in members.items():
                self._refuse((*path, name), member)
        elif len(path) == 4:
            inverse = value.get("inverse") if isinstance(value, dict) else None
            self._refused.name(kind, str(path[3]), inverse if isinstance(inverse, str) else None)
            self._refused.status(kind, str(path[3]))

    def _was_refused(self, relation: str) -> bool:
        kind, _, name = relation.rpartition(".")
        names = {name for names in self._refused.names.values() for name in names}
        return kind in self._refused.kinds or name in names

    def _as_written(self, path: Keys) -> Keys:
        """Return the keys by which something is found in the file, from which no list entry was taken."""
        written: tuple[str | int, ...] = ()
        for step in path:
            if isinstance(step, int):
                for gone in sorted(self._gone.get(written, ())):
                    step += gone <= step
            written = (*written, step)
        return written


def _presets_in(sources: Any) -> Iterator[str]:
    """Go through the presets that `sources` names, whatever else it holds."""
    for entry in sources if isinstance(sources, list) else [sources]:
        name = entry.get("preset") if isinstance(entry, dict) else None
        if isinstance(name, str):
            yield name


def _own_copy(value: Any) -> Any:
    """Copy data, with every key as text: YAML makes `on` and `1` something else."""
    if isinstance(value, Mapping):
        return {str(name): _own_copy(each) for name, each in value.items()}
    return [_own_copy(each) for each in value] if isinstance(value, list | tuple) else value


def laid_over(built_in: Mapping[str, Any], declared: Mapping[str, Any]) -> dict[str, Any]:
    """Lay a user's declarations over the built-in ones: mappings are merged, all else is replaced."""
    merged = dict(built_in)
    for name, value in declared.items():
        ours = merged.get(name)
        if isinstance(ours, Mapping) and isinstance(value, Mapping):
            merged[name] = laid_over(ours, value)
        else:
            merged[name] = value
    return merged


def _data_path(loc: tuple[int | str, ...], options: Any) -> Keys:
    """Follow an error's location as far as the data goes: shorthands and keys have more steps."""
    path: list[int | str] = []
    here = options
    for step in loc:
        if isinstance(here, list):
            if not (isinstance(step, int) and step < len(here)):
                break
        elif not (isinstance(here, dict) and step in here):
            break
        here = here[step]
        path.append(step)
    return tuple(path)


def _innermost_first(path: Keys) -> list[tuple[int, str]]:
    return [(step, "") if isinstance(step, int) else (0, step) for step in path]


def _names_in(value: Any) -> Iterator[str]:
    """Go through the words by which something of a wrong type may have meant to declare names."""
    for entry in value if isinstance(value, list) else [value]:
        if isinstance(entry, str):
            yield entry
        elif isinstance(entry, dict):
            yield from entry


def _known_names(path: Keys) -> list[str]:
    steps = "/".join(map(str, path))
    for pattern, model in _MODELS:
        if re.fullmatch(pattern.replace("*", "[^/]+"), steps):
            return list(model.model_fields) if path else sorted(model.model_fields)
    return []


def _named(path: Keys) -> str:
    """Name a setting by the end of the keys that lead to it."""
    if not path:
        return "`traceability`"
    if isinstance(path[-1], int):
        return f"entry {path[-1] + 1} of {_named(path[:-1])}"
    return f"`{shown(path[-1])}`"


def _did_you_mean(word: str, known: Iterable[str]) -> str:
    known = list(known)
    if meant := nearest_word(word, known):
        return f"did you mean `{meant}`?"
    return f"known are {', '.join(f'`{name}`' for name in known)}" if 0 < len(known) <= 32 else ""
