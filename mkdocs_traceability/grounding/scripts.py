"""Which commands files of a repository declare: targets of Makefiles, scripts of packages, tasks, sessions.

Files are read as text, and nothing is run: what is put together when they run makes a file `open`.
"""

import json
import re
import tomllib
from typing import Any, Final, NamedTuple


class Declared(NamedTuple):
    """The commands that a file declares. One that is `is_open` may have more, or others."""

    names: frozenset[str]
    is_open: bool = False
    includes: tuple[str, ...] = ()
    """Files that have more, as they are written."""


_TARGETS: Final = re.compile(r"(?m)^(?![ \t#.]*\t)([^\s#:=][^#:=\n]*?)[ \t]*&?::?(?![:=])")
_SAYS: Final = re.compile(r"(?m)^[ \t]*\$\((?:info|warning|error)\b.*")
_INCLUDE: Final = re.compile(r"(?m)^-?s?include[ \t]+(\S[^\n#]*)")
_MADE_UP: Final = re.compile(r"\$[({]")
_VARIABLE: Final = re.compile(r"\$\([^()]*\)|\$\{[^{}]*\}")
_PHONY: Final = re.compile(r"(?m)^\.PHONY[ \t]*:[ \t]*([^\n#]*)")
_RECIPE: Final = re.compile(r"(?m)^@?([A-Za-z_][\w-]*)(?![^\n]*:=)(?:[ \t]+[^:\n]*)?:")
_ALIAS: Final = re.compile(r"(?m)^alias[ \t]+([\w-]+)[ \t]*:=")
_JUST_MORE: Final = re.compile(r"(?m)^(?:import|mod|!include)\b")
_ENVIRONMENT: Final = re.compile(r"(?m)^\[testenv:([^\]\n]+)\]")
_SESSION: Final = re.compile(
    r"(?m)^def[ \t]+(\w+)[ \t]*\([ \t]*session\b|\bname[ \t]*=[ \t]*[\"']([^\"'\n]+)"
)
_RAKE: Final = re.compile(r"(?m)^[ \t]*task[ \t(]+:?[\"']?([\w:-]+)")
_TASKS: Final = re.compile(r"(?m)^tasks:[ \t]*(?:#.*)?$")
_KEY: Final = re.compile(r"(?m)^( +)[\"']?([\w.*:/-]+)[\"']?[ \t]*:")
_TASK_ALIASES: Final = re.compile(r"(?m)^[ \t]+aliases:[ \t]*\[([^\]\n]*)\]|^[ \t]+-[ \t]+([\w.:-]+)[ \t]*$")
_ENTRY_POINT: Final = re.compile(r"[\"']?([\w.-]+)[ \t]*=[ \t]*[\w.]+:[\w.]+")


def makefile(text: str) -> Declared:
    """Return the targets of a Makefile, patterns such as `docker-%` among them."""
    text = _SAYS.sub("", re.sub(r"\\\r?\n", " ", text))
    names: set[str] = set()
    for found in (*_TARGETS.finditer(text), *_PHONY.finditer(text)):
        names.update(found[1].split())
    includes = tuple(each for found in _INCLUDE.finditer(text) for each in found[1].split())
    is_open = any(map(_may_be_any_word, names)) or "$(eval" in text
    return Declared(frozenset(names), is_open, includes)


def _may_be_any_word(target: str) -> bool:
    """Whether a target may turn out to be any word; `$(VENV)/bin/tool` is a file in any case."""
    rest = _VARIABLE.sub("", target)
    is_file = "/" in rest or "." in rest
    return target == "%" or bool(_MADE_UP.search(rest)) or (rest != target and not is_file)


def package_json(text: str) -> Declared:
    """Return the scripts of a `package.json`, the commands it brings, and those of its dependencies."""
    plain = _json(text)
    return Declared(frozenset(_keys(plain, "scripts")), not plain)


def package_commands(text: str) -> frozenset[str]:
    """Return the commands that a `package.json` brings, and what its dependencies may bring."""
    plain = _json(text)
    names = set(_bin(plain))
    for each in ("dependencies", "devDependencies", "optionalDependencies", "peerDependencies"):
        names.update(part for name in _keys(plain, each) for part in (name, name.split("/")[-1]))
    return frozenset(names)


def deno_json(text: str) -> Declared:
    """Return the tasks of a `deno.json`."""
    plain = _json(re.sub(r"(?m)^\s*//.*$", "", text))
    return Declared(frozenset(_keys(plain, "tasks")), not plain)


def composer_json(text: str) -> Declared:
    """Return the scripts of a `composer.json`."""
    plain = _json(text)
    return Declared(frozenset(_keys(plain, "scripts")), not plain)


def justfile(text: str) -> Declared:
    """Return the recipes of a justfile, and other names for them."""
    names = {found[1] for pattern in (_RECIPE, _ALIAS) for found in pattern.finditer(text)}
    return Declared(frozenset(names), bool(_JUST_MORE.search(text)))


def taskfile(text: str) -> Declared:
    """Return the tasks of a Taskfile."""
    begins = _TASKS.search(text)
    if begins is None:
        return Declared(frozenset(), is_open=True)
    end = re.compile(r"(?m)^\S").search(text, begins.end())
    body = text[begins.end() : end.start() if end else len(text)]
    keys = [(len(found[1]), found[2]) for found in _KEY.finditer(body)]
    indent = min((each for each, _ in keys), default=0)
    names = {name for each, name in keys if each == indent}
    for found in _TASK_ALIASES.finditer(body):
        names.update(re.findall(r"[\w.:-]+", found[1] or found[2]))
    is_open = bool(re.search(r"(?m)^includes:", text)) or any("*" in each for each in names)
    return Declared(frozenset(names), is_open)


def tox(text: str) -> Declared:
    """Return the environments of tox that have sections of their own; the others are put together."""
    names = {name.strip() for found in _ENVIRONMENT.finditer(text) for name in found[1].split(",")}
    listed = re.search(r"(?m)^env_?list[ \t]*=((?:.*\n)(?:[ \t]+.*\n)*)", f"{text}\n")
    written = listed[1] if listed else ""
    names.update(re.split(r"[,\s]+", written.strip()))
    is_open = bool(re.search(r"[{}]", f"{written}{''.join(names)}")) or listed is None
    return Declared(frozenset(names), is_open)


def noxfile(text: str) -> Declared:
    """Return the sessions of a noxfile."""
    names = {found[1] or found[2] for found in _SESSION.finditer(text)}
    return Declared(frozenset((*names, *(each.replace("_", "-") for each in names))), "setattr(" in text)


def rakefile(text: str) -> Declared:
    """Return the tasks of a Rakefile; libraries bring more."""
    return Declared(frozenset(found[1] for found in _RAKE.finditer(text)), is_open=True)


def console_scripts(name: str, text: str) -> frozenset[str]:
    """Return the commands that installing a package brings, as its file of a name says."""
    if name == "pyproject.toml":
        return _of_pyproject(_toml(text))
    if name == "Cargo.toml":
        return _of_cargo(_toml(text))
    if name == "package.json":
        return _bin(_json(text))
    return frozenset(found[1] for found in _ENTRY_POINT.finditer(text))


def _of_pyproject(plain: dict[str, Any]) -> frozenset[str]:
    project = plain.get("project")
    poetry = _table(plain, "tool").get("poetry")
    scripts = (*_keys(project, "scripts"), *_keys(project, "gui-scripts"), *_keys(poetry, "scripts"))
    return frozenset(scripts)


def _of_cargo(plain: dict[str, Any]) -> frozenset[str]:
    binaries = plain.get("bin")
    tables = [*(binaries if isinstance(binaries, list) else []), plain.get("package")]
    return frozenset(str(each["name"]) for each in tables if isinstance(each, dict) and "name" in each)


def _bin(plain: dict[str, Any]) -> frozenset[str]:
    if isinstance(plain.get("bin"), str):
        return frozenset({str(plain.get("name", "")).split("/")[-1]})
    return frozenset(_keys(plain, "bin"))


def _table(plain: dict[str, Any], name: str) -> dict[str, Any]:
    value = plain.get(name)
    return value if isinstance(value, dict) else {}


def _keys(plain: Any, name: str) -> list[str]:
    value = plain.get(name) if isinstance(plain, dict) else None
    return [str(each) for each in value] if isinstance(value, dict) else []


def _json(text: str) -> dict[str, Any]:
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return plain if isinstance(plain, dict) else {}


def _toml(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}
