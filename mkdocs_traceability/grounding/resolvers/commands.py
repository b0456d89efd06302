"""Look up commands: targets, scripts, tasks and sessions that files of the repository declare."""

import re
import shlex
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import pairwise
from posixpath import dirname, join, normpath
from typing import Final, NamedTuple

from mkdocs_traceability.grounding import scripts
from mkdocs_traceability.grounding.resolver import Answer, Known, Resolver, Surroundings, resolver
from mkdocs_traceability.grounding.resolvers.paths import Paths
from mkdocs_traceability.grounding.scripts import Declared
from mkdocs_traceability.grounding.slips import slips_of
from mkdocs_traceability.model.verdict import Place

_UNKNOWN: Final = Answer(Known.UNKNOWN)
_ABSENT: Final = Answer(Known.ABSENT)
_ASSIGNMENT: Final = re.compile(r"[A-Za-z_]\w*\+?[?:]?=.*")
_NAME: Final = re.compile(r"[\w@%.:/+-]+")
_MOST_INCLUDED: Final = 20

_MAKEFILES: Final = ("Makefile", "makefile", "GNUmakefile")
_MADE: Final = (
    "CMakeLists.txt",
    "configure.ac",
    "configure.in",
    "configure",
    "Makefile.am",
    "Makefile.in",
    "Kconfig",
)
"""Files that write Makefiles with targets of their own."""

_SHELLS: Final = frozenset(
    {"sh", "bash", "zsh", "python", "python3", "node", "ruby", "perl", "php", "source", "."}
)
_SCRIPT: Final = re.compile(r"[^-$<{\s]\S*\.(?:sh|bash|py|js|mjs|cjs|ts|rb|pl|php|ps1)")
_LIST_OF_MANAGER: Final = """
add audit bin build-requires cache ci config create dedupe deploy dlx exec help import info init
install i link list ls login logout outdated pack patch prune publish rebuild remove rm set
setup store up update upgrade uninstall unlink version view why workspace workspaces x npx node
self env fetch licenses plugin plugins policies tag team owner whoami root ping docs doctor fund
search star hook access adduser
"""
_OF_MANAGER: Final = frozenset(_LIST_OF_MANAGER.split())
"""What package managers do themselves."""

_ANYBODYS: Final = frozenset(
    ("test", "start", "dev", "build", "serve", "preview", "lint", "format", "stop", "restart")
)
"""Scripts that the project of any reader has."""


_FOR_DEVELOPERS: Final = re.compile(r"(?i)^(?:contributing|agents|claude|gemini|develop|hacking|building)")
"""How documents are called that are for those who work on a repository."""

_LIST_WITH_A_WORD: Final = (
    "--filter -F --prefix -C --cwd -w --workspace --dir --with --extra --group --package -p --python"
)
_WITH_A_WORD: Final = frozenset(_LIST_WITH_A_WORD.split())
"""Options with a word behind them."""


class _Tool(NamedTuple):
    """A tool that runs what files declare: how such files are called, and how they are read."""

    files: tuple[str, ...]
    read: Callable[[str], Declared]


_MAKE: Final = _Tool(_MAKEFILES, scripts.makefile)
_PACKAGE: Final = _Tool(("package.json",), scripts.package_json)
_JUST: Final = _Tool(("justfile", "Justfile", ".justfile", "JUSTFILE"), scripts.justfile)
_TASKFILES: Final = tuple(
    f"{name}{dist}.{ending}"
    for name in ("Taskfile", "taskfile")
    for dist in ("", ".dist")
    for ending in ("yml", "yaml")
)
_TASK: Final = _Tool(_TASKFILES, scripts.taskfile)
_TOX: Final = _Tool(("tox.ini",), scripts.tox)
_NOX: Final = _Tool(("noxfile.py",), scripts.noxfile)
_COMPOSER: Final = _Tool(("composer.json",), scripts.composer_json)
_DENO: Final = _Tool(("deno.json", "deno.jsonc"), scripts.deno_json)
_RAKE: Final = _Tool(("Rakefile", "rakefile.rb"), scripts.rakefile)
_CONSOLE: Final = ("pyproject.toml", "setup.cfg", "setup.py", "package.json", "Cargo.toml")


class _File(NamedTuple):
    """A file with commands."""

    path: str
    declared: Declared


@resolver("command")
class Commands(Resolver):
    """Looks commands up: what a tool does by itself, and what other programs do, nobody here knows."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._repository = surroundings.repository
        self._disk = surroundings.scope.disk
        self._definitions = surroundings.definitions
        self._paths = Paths(surroundings)
        self._files: dict[tuple[str, ...], list[_File]] = {}

    def resolve(self, name: str, document: str) -> Answer:
        """Look up a command as it is typed; what may be meant is typed as a whole, too."""
        answer = self._resolved(name, document)
        return answer._replace(nearest=tuple(_typed(name, each) for each in answer.nearest))

    def _resolved(self, name: str, document: str) -> Answer:
        words = _words(name)
        if not words:
            return _UNKNOWN
        first, rest = words[0], words[1:]
        if first in ("make", "gmake"):
            return self._make(rest)
        if first in ("npm", "yarn", "pnpm", "bun"):
            answer = self._package(first, rest)
            return self._of_anybody(answer, rest, document)
        if first in _SHELLS or first.startswith("./"):
            return self._program(first, rest, document)
        if first in ("uv", "poetry", "pdm", "hatch", "pipenv", "rye") and rest[:1] == ["run"]:
            return self._run(rest[1:], document)
        declaring = self._declaring(first, rest)
        return self._console(first) if declaring is None else self._of(*declaring)

    def _declaring(self, first: str, rest: list[str]) -> tuple[_Tool, str] | None:
        """Return the tool that a command calls, and what it is to run; None for no such tool."""
        plain = [each for each in rest if not each.startswith("-")]
        name = plain[0] if plain else ""
        if first in ("just", "task", "rake"):
            return {"just": _JUST, "task": _TASK, "rake": _RAKE}[first], name
        if first in ("tox", "nox"):
            return _TOX if first == "tox" else _NOX, _after(rest, ("-e", "-s", "--session", "--sessions"))
        if first == "composer":
            has_run = name in ("run", "run-script")
            return _COMPOSER, plain[1] if has_run and len(plain) > 1 else "" if has_run else name
        if first == "deno":
            return _DENO, plain[1] if name == "task" and len(plain) > 1 else ""
        return None

    def _of(self, tool: _Tool, name: str) -> Answer:
        """Look up what a tool is to run, in all files of its kind."""
        files = self._of_tool(tool)
        if not name or not _NAME.fullmatch(name) or not files:
            return _UNKNOWN
        for each in files:
            if name in each.declared.names:
                return Answer(Known.THERE, Place(each.path))
        if any(each.declared.is_open for each in files) or tool is _COMPOSER:
            return _UNKNOWN
        return self._missing(name, files)

    def _missing(self, name: str, files: list[_File]) -> Answer:
        known = sorted({each for file in files for each in file.declared.names})
        nearest = slips_of(name, known)
        where = f"`{files[0].path}`" if len(files) == 1 else f"any `{files[0].path.rpartition('/')[2]}`"
        message = f"command `{name}` not found in {where}"
        return Answer(Known.ABSENT, None, True, nearest, bool(nearest), message)

    def _make(self, rest: list[str]) -> Answer:
        """Look up all targets of a call of `make`."""
        targets = [
            each
            for each, before in zip(rest, ["", *rest], strict=False)
            if not each.startswith("-")
            and not _ASSIGNMENT.fullmatch(each)
            and before not in ("-C", "-f", "-j", "--directory", "--file")
        ]
        if not targets or not all(map(_NAME.fullmatch, targets)):
            return _UNKNOWN
        files = self._of_tool(_MAKE)
        answers = [self._target(each, files) for each in targets]
        return next((each for each in answers if each.known is not Known.THERE), answers[0])

    def _target(self, name: str, files: list[_File]) -> Answer:
        for each in files:
            if name in each.declared.names or any(_fits(name, rule) for rule in each.declared.names):
                return Answer(Known.THERE, Place(each.path))
        is_made = any(self._repository.by_name.get(each) for each in _MADE)
        is_file = "/" in name or "." in name or "%" in name
        if not files or is_made or is_file or any(each.declared.is_open for each in files):
            return _UNKNOWN
        return self._missing(name, files)

    def _package(self, manager: str, rest: list[str]) -> Answer:
        """Look up a script of a `package.json`."""
        plain = _without_options(rest)
        if plain[:1] == ["workspace"]:
            plain = plain[2:]
        has_run = plain[:1] in (["run"], ["run-script"])
        name = (plain[1:] if has_run else plain)[:1]
        if not name or not _NAME.fullmatch(name[0]):
            return _UNKNOWN
        is_script = has_run or name[0] in ("test", "start", "stop", "restart")
        if not is_script and (
            manager in ("npm", "bun") or name[0] in _OF_MANAGER or name[0] in self._installed
        ):
            return _UNKNOWN
        return self._of(_PACKAGE, name[0])

    def _of_anybody(self, answer: Answer, rest: list[str], document: str) -> Answer:
        """Doubt what any project's reader has, but where those are told who work on this one."""
        if answer.known is not Known.ABSENT or _ANYBODYS.isdisjoint(rest):
            return answer
        is_for_developers = _FOR_DEVELOPERS.search(document.rpartition("/")[2])
        return _ABSENT if is_for_developers else _UNKNOWN

    def _program(self, first: str, rest: list[str], document: str) -> Answer:
        """Look up a script that is run by its path, or a module."""
        if first.startswith("./"):
            return self._paths.resolve(first, document)
        if first.startswith("python") and rest[:1] == ["-m"] and len(rest) > 1:
            return self._module(rest[1])
        path = next((each for each in rest if not each.startswith("-")), "")
        return self._paths.resolve(path, document) if _SCRIPT.fullmatch(path) else _UNKNOWN

    def _module(self, name: str) -> Answer:
        """Look up `python -m name`: a module of a package of ours."""
        path = name.replace(".", "/")
        for each in (f"{path}.py", f"{path}/__init__.py", f"{path}/__main__.py"):
            for file in self._repository.by_name.get(each.rpartition("/")[2], ()):
                if f"/{file}".endswith(f"/{each}"):
                    return Answer(Known.THERE, Place(file))
        package, _, _ = name.partition(".")
        return _ABSENT if package in self._definitions.packages and "." in name else _UNKNOWN

    def _run(self, rest: list[str], document: str) -> Answer:
        """Look up what is run in the environment of a package."""
        words = _without_options(rest)
        if not words:
            return _UNKNOWN
        if words[0] in _SHELLS or words[0].startswith("./"):
            return self._program(words[0], words[1:] if words[0] not in rest[:1] else rest[1:], document)
        if _SCRIPT.fullmatch(words[0]):
            return self._paths.resolve(words[0], document)
        return self._console(words[0])

    def _console(self, name: str) -> Answer:
        """Look up a command that installing the repository's packages brings."""
        if name in self._scripts:
            return Answer(Known.THERE, Place(self._scripts[name]))
        nearest = slips_of(name, self._scripts)
        if nearest and re.search(r"[-_]", name):
            return Answer(Known.ABSENT, None, True, nearest, True)
        return _UNKNOWN

    @cached_property
    def _scripts(self) -> dict[str, str]:
        """The commands that packages of the repository bring, and which file says so."""
        found: dict[str, str] = {}
        for file in _CONSOLE:
            for path in self._repository.by_name.get(file, ()):
                for each in scripts.console_scripts(file, self._text(path)):
                    found.setdefault(each, path)
        return found

    @cached_property
    def _installed(self) -> frozenset[str]:
        paths = self._repository.by_name.get("package.json", ())
        return frozenset(name for path in paths for name in scripts.package_commands(self._text(path)))

    def _of_tool(self, tool: _Tool) -> list[_File]:
        """Return the files of a tool, with what they include."""
        if tool.files not in self._files:
            paths = (path for name in tool.files for path in self._repository.by_name.get(name, ()))
            self._files[tool.files] = [_File(path, self._declared(path, tool.read)) for path in paths]
        return self._files[tool.files]

    def _declared(self, path: str, read: Callable[[str], Declared]) -> Declared:
        declared = read(self._text(path))
        names, is_open = set(declared.names), declared.is_open
        waiting, seen = [(path, each) for each in declared.includes], {path}
        while waiting:
            including, written = waiting.pop()
            found = self._included(including, written)
            if not found or len(seen) > _MOST_INCLUDED:
                is_open = True
                continue
            for each in found:
                if each not in seen:
                    seen.add(each)
                    more = read(self._text(each))
                    names |= more.names
                    is_open = is_open or more.is_open
                    waiting += [(path, further) for further in more.includes]
        return Declared(frozenset(names), is_open)

    def _included(self, path: str, written: str) -> list[str]:
        """Return the files that are included; none where that is known only when it runs."""
        if "$" in written:
            return []
        candidate = normpath(join(dirname(path), written))
        return [each for each in self._globbed(candidate) if self._repository.holds(each)]

    def _globbed(self, path: str) -> Iterator[str]:
        if any(each in path for each in "*?["):
            yield from self._disk.glob(path)
        elif self._disk.is_file(path):
            yield path

    def _text(self, path: str) -> str:
        return (self._disk.read(path) or b"").decode("utf-8", "replace")


def _words(text: str) -> list[str]:
    """Split a command; what stands before it and after it in a line of a shell is left out."""
    text = re.split(r"&&|\|\||[;|]", text.strip().removeprefix("$ "))[0]
    try:
        words = shlex.split(text)
    except ValueError:
        return []
    while words and (_ASSIGNMENT.fullmatch(words[0]) or words[0] in ("sudo", "env", "time", "npx")):
        words = words[1:]
    return words


def _without_options(words: Iterable[str]) -> list[str]:
    """Return the words of a command without options, and what belongs to the few that take a word."""
    plain: list[str] = []
    before = ""
    for each in words:
        takes = before in _WITH_A_WORD
        if not each.startswith("-") and not takes:
            plain.append(each)
        before = each
    return plain


def _after(words: list[str], options: tuple[str, ...]) -> str:
    """Return the word after an option."""
    found = (after for before, after in pairwise(words) if before in options)
    return next(found, "")


def _fits(name: str, rule: str) -> bool:
    """Whether a target fits a pattern rule, `docker-%`."""
    start, percent, end = rule.partition("%")
    return bool(percent) and bool(start or end) and name.startswith(start) and name.endswith(end)


def _typed(command: str, meant: str) -> str:
    """Return a command with the word that is probably meant in place of the one that is like it."""
    wrong = next((each for each in reversed(command.split()) if slips_of(each, [meant])), "")
    return command.replace(wrong, meant) if wrong else meant
