"""Find commands of the repository in code spans: targets, scripts, sessions, modules, its own programs."""

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Final

from mkdocs_traceability.grounding.statements.found import Found
from mkdocs_traceability.grounding.statements.invented import has_gap
from mkdocs_traceability.grounding.statements.own_names import OwnNames
from mkdocs_traceability.grounding.statements.passages import Passage
from mkdocs_traceability.grounding.statements.shell import Command, Word, commands_in
from mkdocs_traceability.model.grounding import Reading

Named = Iterator[tuple[str, Word, bool]]
"""What a command asks for: its name as it is looked up, the last word of it, and whether it is weak."""

_TARGET: Final = re.compile(r"[A-Za-z_][\w.:/+-]*")
_MODULE: Final = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")
_PROGRAM: Final = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")
_LONGEST: Final = 500
_YARN_OWN: Final = frozenset(
    """
    add audit autoclean bin cache check config constraints create dedupe dlx exec explain fetch
    generate-lock-entry global help i import info init install ci link list login logout ls node npm
    outdated owner pack patch patch-commit plugin policies prune publish rebuild remove rm search set
    store tag team unlink unplug up update upgrade upgrade-interactive version versions view why workspace
    workspaces approve-builds x
    """.split()  # noqa: SIM905 - sixty words in quotes are no list to read
)
_NPM_SHORT: Final = frozenset(("test", "t", "start", "stop", "restart"))
_WITH_VALUE: Final = frozenset(
    """
    -C -f -j -w --workspace --filter -F --prefix --cwd -d --dir -e --env -s --session -p --package
    --project --directory --file --makefile --justfile --taskfile --extra --group --with --python
    --only-group
    """.split()  # noqa: SIM905 - words in quotes are no list to read
)
_FOREIGN: Final = frozenset(
    """
    git gh pip pip3 pipx uv uvx npm npx pnpm yarn bun bunx cargo rustup rustc go docker docker-compose
    podman kubectl helm terraform aws gcloud az curl wget brew apt apt-get dnf yum pacman apk sudo cd ls
    cat cp mv rm mkdir touch echo export set source chmod chown find grep rg sed awk tar unzip ssh scp
    rsync kill ps env python python2 python3 node deno ruby gem bundle rake rails php composer java javac
    mvn gradle dotnet mix elixir iex perl bash sh zsh cmake ninja meson bazel make just task tox nox
    poetry hatch pdm pipenv conda mamba pytest ruff mypy black flake8 isort pylint pyright eslint prettier
    tsc vite vitest jest mocha webpack rollup gcc clang code vim psql mysql sqlite3 redis-cli mongo
    openssl systemctl ansible vagrant swift xcodebuild pod flutter dart adb pre-commit mkdocs sphinx-build
    twine flit coverage hypothesis black import from def class return if for while with async await const
    let var function new type use fn pub mod struct enum impl select insert update delete create alter
    drop where and or not in is a an the to of on as by at no public private static void int str string
    float bool list dict true false null none include require print raise throw
    """.split()  # noqa: SIM905 - two hundred words in quotes are no list to read
)


def find(passage: Passage, names: OwnNames) -> Iterator[Found]:
    """Find commands."""
    for part in passage.code:
        text = passage.text[part.start : part.end]
        if len(text) <= _LONGEST and not text.isidentifier():
            for command in commands_in(text):
                yield from _asked_for(command, part.start)


def _asked_for(command: Command, offset: int) -> Iterator[Found]:
    if not command.words:
        return
    reader = _READERS.get(command.program)
    start = offset + command.words[0].start
    for name, last, is_weak in reader(command) if reader else _own_program(command):
        if not has_gap(name):
            yield Found(start, offset + last.start + len(last.text), Reading("command", name), is_weak)
            start = offset + last.start + len(last.text)
            start += 1


def _arguments(command: Command, first: int = 1) -> list[Word]:
    """Return what is no option, up to `--`."""
    found = []
    skips = False
    for word in command.words[first:]:
        if word.text == "--":
            break
        if not skips and not word.text.startswith("-"):
            found.append(word)
        skips = not skips and word.text in _WITH_VALUE
    return found


def _make(command: Command) -> Named:
    texts = [each.text for each in command.words]
    if "-f" in texts or "--file" in texts:
        return
    folder = texts[texts.index("-C") + 1] if "-C" in texts[:-1] else command.folder
    program = f"make -C {folder}" if folder else "make"
    for word in _arguments(command):
        if _TARGET.fullmatch(word.text):
            yield f"{program} {word.text}", word, False
        elif "=" not in word.text:
            return


def _script(command: Command) -> Named:
    """Read `npm run x`, `npm test`, `bun run x`; `yarn x` and `pnpm x` may run a foreign program as well."""
    if command.folder or any(each.text in ("--prefix", "--cwd", "-C", "--dir") for each in command.words):
        return
    program, words = command.program, _arguments(command)
    runs = bool(words) and words[0].text in ("run", "run-script")
    words = words[1:] if runs else words
    if not words or not _TARGET.fullmatch(words[0].text):
        return
    name = words[0].text
    if runs:
        yield f"{program} run {name}", words[0], False
    elif program == "npm" and name in _NPM_SHORT:
        yield f"npm {'test' if name == 't' else name}", words[0], False
    elif program in ("yarn", "pnpm") and name not in _YARN_OWN:
        yield f"{program} {name}", words[0], True


def _target(command: Command) -> Named:
    """Read `just x` and `task x`."""
    words = _arguments(command)
    if words and _TARGET.fullmatch(words[0].text) and not command.folder:
        yield f"{command.program} {words[0].text}", words[0], False


def _session(command: Command) -> Named:
    """Read `tox -e a,b` and `nox -s a`."""
    options = ("-e", "--env") if command.program == "tox" else ("-s", "--session", "--sessions")
    words = command.words[1:]
    while words and words[0].text in ("run", "r", "p", "run-parallel"):
        words = words[1:]
    for option, value in pairwise(words):
        if option.text in options:
            for name in value.text.split(","):
                if _TARGET.fullmatch(name):
                    yield f"{command.program} {options[0]} {name}", value, False


def _run(command: Command) -> Named:
    """Read `uv run x`, and what `x` runs in its turn."""
    words = _arguments(command)
    if len(words) < 2 or words[0].text != "run":
        return
    inner = Command((), command.words[command.words.index(words[1]) :], command.folder)
    if reader := _READERS.get(inner.program):
        yield from reader(inner)
    elif _PROGRAM.fullmatch(inner.program):
        yield f"{command.program} run {inner.program}", words[1], inner.program in _FOREIGN


def _python(command: Command) -> Named:
    for option, module in pairwise(command.words[1:]):
        if option.text == "-m" and _MODULE.fullmatch(module.text):
            yield f"python -m {module.text}", module, False
        if option.text in ("-m", "-c"):
            return


def _own_program(command: Command) -> Named:
    """Read what may be a program of the repository's own."""
    program, rest = command.program, command.words[1:]
    if program in _FOREIGN or not rest or not _PROGRAM.fullmatch(program) or len(program) < 3:
        return
    if all(_PROGRAM.fullmatch(each.text) or each.text.startswith("-") for each in rest[:1]):
        yield program, command.words[0], True


_READERS: Final[Mapping[str, Callable[[Command], Named]]] = {
    "make": _make,
    "npm": _script,
    "yarn": _script,
    "pnpm": _script,
    "bun": _script,
    "composer": _script,
    "just": _target,
    "task": _target,
    "tox": _session,
    "nox": _session,
    "poetry": _run,
    "uv": _run,
    "pdm": _run,
    "hatch": _run,
    "pipenv": _run,
    "python": _python,
    "python3": _python,
}
