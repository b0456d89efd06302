"""Where each kind of thing is declared, and what a line there declares: one entry a kind."""

import re
from collections.abc import Callable, Iterable, Iterator, Set
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from mkdocs_traceability.grounding.history.code_lines import SUFFIXES, Declared, declared_in_code

_MARKDOWN: Final = (".md", ".markdown", ".mdx")
_DATA: Final = (".yml", ".yaml", ".json")

_HEADING: Final = re.compile(r" {0,3}#{1,6}\s+(.+?)\s*#*\s*(?:\{#?([\w-]*)[^}]*\})?\s*$")
_ANCHOR: Final = re.compile(r"<a\s+(?:id|name)=[\"']([\w-]+)[\"']")
_TARGETS: Final = re.compile(r"([\w./ -]+?)\s*::?(?!=)")
_KEY: Final = re.compile(
    r"\s*(?:-\s+)?(?:(?P<quote>[\"'])(?P<quoted>[^\"']+)(?P=quote)|(?P<name>[^\s\"':{}\[\]#,][^\"':]*))\s*:(?:\s|$)"
)
_RECIPE: Final = re.compile(r"@?([\w-]+)(?:\s+[^:]*)?:(?!=)")
_TOX: Final = re.compile(r"\s*\[(?:testenv:|tool\.tox\.env\.)([\w.{},-]+)\]")
_SCRIPT: Final = re.compile(r"\s*[\"']?([\w.-]+)(?:[\"']?\s*)=\s*[\"']?[\w.]+:[\w.]+")
_WORDS: Final = re.compile(r"\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b")
_READS: Final = re.compile(r"env|config|setting|[\"'`]", re.IGNORECASE)
"""What a line of code has that reads a variable: such names are constants just as often."""
_ROUTE: Final = re.compile(
    r"(?:\b(?:get|post|put|patch|delete|head|options|route|api_route|path|handle\w*|mapping|\w*Mapping|HttpGet"
    r"|HttpPost|HttpPut|HttpDelete|Path)\s*\(?\s*(?:value\s*=\s*|path\s*=\s*)?[\"'`](?P<code>/[^\"'`\s]*)[\"'`])"
    r"|^\s*[\"']?(?P<key>/[^\s\"':]*(?::\w+[^\s\"':]*)*)[\"']?\s*:\s*\{?\s*$",
    re.IGNORECASE,
)
_PARAMETER: Final = re.compile(r"\{[^{}]*\}|<[^<>]*>|(?<=/):\w+")
_TABLE: Final = re.compile(
    r"\s*(?:CREATE\s+(?:\w+\s+)?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(?:[\"`\[]?(?P<owner>\w+)[\"`\]]?\.)?"
    r"[\"`\[]?(?P<name>\w+)|__tablename__\s*=\s*[\"'](?P<model>\w+)[\"'])",
    re.IGNORECASE,
)
_COLUMN: Final = re.compile(r"\s+[\"`\[]?(?P<name>\w+)[\"`\]]?\s+[A-Za-z]")
_NO_COLUMN: Final = frozenset(
    ["primary", "foreign", "unique", "constraint", "check", "index", "key", "on", "references", "create"]
)
_EVENT: Final = re.compile(
    r"\s*(?:address|name|channel)\s*:\s*[\"']?(?P<value>[\w./{}-]+)[\"']?\s*$"
    r"|\s*[\"']?(?P<key>\w+(?:[./-][\w{}]+)+)[\"']?\s*:\s*\{?\s*$"
)
_ITEM: Final = re.compile(r"\s*(?:[-{]\s*)?[\"']?id[\"']?\s*:\s*[\"']?([\w.:-]+)")
_CELL: Final = re.compile(r"\s*\|\s*[`*\[]*([A-Z][\w.-]*\d)[`*\]]*\s*\|")


class Kind(NamedTuple):
    """Where things of a kind are declared: in files of these endings or names; and how a line does it."""

    endings: tuple[str, ...]
    names: tuple[str, ...]
    declared: Callable[[str, str], Iterator[Declared]]

    def is_in(self, path: str) -> bool:
        """Whether a file may declare things of this kind."""
        return path.endswith(self.endings) or PurePosixPath(path).name in self.names


def globs_of(kinds: Iterable[str], endings: Set[str]) -> tuple[str, ...]:
    """Return the files that may declare things of some kinds, as git takes them, of those with some endings.

    git compares each file of each commit with all of them, so that what no file has is no matter of taste.
    """
    asked = [KINDS[kind] for kind in dict.fromkeys(kinds)]
    files = [f"*{ending}" for kind in asked for ending in kind.endings if ending in endings]
    named = [name for kind in asked for name in kind.names]
    return tuple(f"**/{each}" for each in dict.fromkeys((*files, *named)))


def slug(heading: str) -> str:
    """Return the anchor of a heading as GitHub makes it; Python-Markdown makes that of most headings too."""
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", heading)
    return re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", text.lower()).strip())


def route(path: str) -> str:
    """Return the path of an endpoint whatever its parameters are called."""
    return _PARAMETER.sub("{}", path).rstrip("/") or "/"


def _headings(_path: str, line: str) -> Iterator[Declared]:
    if found := _HEADING.match(line):
        yield Declared(slug(found[1]))
        if found[2]:
            yield Declared(found[2].lower())
    for anchor in _ANCHOR.finditer(line):
        yield Declared(anchor[1].lower())


def _commands(path: str, line: str) -> Iterator[Declared]:
    name = PurePosixPath(path).name
    if name == "package.json":
        if found := _KEY.match(line):
            yield Declared(found["quoted"] or found["name"], is_container=line.rstrip().endswith("{"))
    elif name.lower() in ("justfile", ".justfile"):
        yield from (Declared(each[1]) for each in [_RECIPE.match(line)] if each)
    elif name.startswith("Taskfile"):
        if found := _KEY.match(line):
            yield Declared(found["quoted"] or found["name"], is_container=True)
    elif path.endswith((".toml", ".cfg", ".ini")):
        yield from (Declared(each[1]) for each in (_TOX.match(line), _SCRIPT.match(line)) if each)
    elif name == "noxfile.py":
        yield from declared_in_code(path, line)
    elif found := _TARGETS.match(line):
        yield from map(Declared, found[1].split())


def _variables(path: str, line: str) -> Iterator[Declared]:
    if not path.endswith(SUFFIXES) or _READS.search(line):
        yield from (Declared(each[0]) for each in _WORDS.finditer(line))


def _endpoints(_path: str, line: str) -> Iterator[Declared]:
    for found in _ROUTE.finditer(line):
        written = found["code"] or found["key"]
        yield Declared(route(written), written=written)


def _tables(_path: str, line: str) -> Iterator[Declared]:
    if found := _TABLE.match(line):
        yield Declared((found["name"] or found["model"]).lower(), (found["owner"] or "").lower(), False, True)
    elif (found := _COLUMN.match(line)) and found["name"].lower() not in _NO_COLUMN:
        yield Declared(found["name"].lower())


def _events(_path: str, line: str) -> Iterator[Declared]:
    if found := _EVENT.match(line):
        yield Declared(found["value"] or found["key"])


def _items(_path: str, line: str) -> Iterator[Declared]:
    yield from (Declared(each[1]) for each in (_ITEM.match(line), _CELL.match(line)) if each)


_COMMAND_FILES: Final = (
    *("Makefile", "makefile", "GNUmakefile", "package.json", "justfile", "Justfile", ".justfile", "tox.ini"),
    *("Taskfile.yml", "Taskfile.yaml", "noxfile.py", "pyproject.toml", "setup.cfg"),
)

KINDS: Final = {
    "symbol": Kind(SUFFIXES, (), declared_in_code),
    "test": Kind(SUFFIXES, (), declared_in_code),
    "heading": Kind(_MARKDOWN, (), _headings),
    "command": Kind((".mk",), _COMMAND_FILES, _commands),
    "variable": Kind(
        (*SUFFIXES, *_DATA[:2], ".sh", ".env", ".toml"), ("Dockerfile", ".env.example"), _variables
    ),
    "endpoint": Kind((*_DATA, *SUFFIXES), (), _endpoints),
    "table": Kind((".sql", ".py"), (), _tables),
    "event": Kind(_DATA, (), _events),
    "item": Kind((*_DATA[:2], *_MARKDOWN), (), _items),
}
"""Every kind of which history is asked by what lines declared it; paths are asked for by themselves."""
