"""Find environment variables in code spans: `$NAME`, `NAME=value`, and names in capitals."""

import re
from collections.abc import Iterator
from typing import Final

from mkdocs_traceability.grounding.statements.found import Found
from mkdocs_traceability.grounding.statements.own_names import OwnNames
from mkdocs_traceability.grounding.statements.passages import Passage
from mkdocs_traceability.grounding.statements.shell import commands_in
from mkdocs_traceability.model.grounding import Reading

_MARKED: Final = re.compile(
    r"\$(?P<name>[A-Z][A-Z0-9_]+)|\$\{(?P<braced>[A-Z][A-Z0-9_]+)(?::?[-=?+][^{}]*)?\}"
)
_SET: Final = re.compile(r"(?:export\s+|set\s+)?(?P<name>[A-Z][A-Z0-9_]+)=\S*")
_CAPITALS: Final = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|[A-Z]{4,}")
_NEAR: Final = re.compile(
    r"\b(?:env(?:ironment)?(?:[- ]?(?:vars?|variables?))?|variables?|\.env|export(?:ed|ing)?|dotenv"
    r"|umgebungsvariablen?)\b"
)
_OF_THE_SYSTEM: Final = frozenset(
    """
    HOME PATH USER PWD SHELL EDITOR VISUAL TERM LANG LC_ALL TMPDIR TEMP TMP HOSTNAME LOGNAME DISPLAY
    PYTHONPATH HTTP_PROXY HTTPS_PROXY NO_PROXY ALL_PROXY NO_COLOR FORCE_COLOR XDG_CONFIG_HOME
    XDG_CACHE_HOME XDG_DATA_HOME APPDATA LOCALAPPDATA USERPROFILE GITHUB_TOKEN GITHUB_ACTIONS
    GITHUB_OUTPUT GITHUB_ENV JAVA_HOME GOPATH CARGO_HOME RUST_BACKTRACE RUST_LOG VIRTUAL_ENV NODE_OPTIONS
    LD_LIBRARY_PATH
    """.split()  # noqa: SIM905 - forty words in quotes are no list to read
)


def find(passage: Passage, names: OwnNames) -> Iterator[Found]:
    """Find environment variables."""
    for start, end in passage.code:
        text = passage.text[start:end]
        if found := _MARKED.fullmatch(text):
            yield from _variable(start, end, found["name"] or found["braced"])
        elif found := _SET.fullmatch(text):
            at = start + found.start("name")
            yield from _variable(at, at + len(found["name"]), found["name"])
        elif _CAPITALS.fullmatch(text):
            is_near = _NEAR.search(passage.around(start, end)) is not None
            if is_near or "_" in text:
                yield from _variable(start, end, text, is_weak=not (is_near and "_" in text))
            if "_" in text and not is_near:
                yield Found(start, end, Reading("symbol", text), is_weak=True)
        elif "=" in text:
            for word in (each for command in commands_in(text) for each in command.assignments):
                name = word.text.partition("=")[0]
                if _CAPITALS.fullmatch(name):
                    at = start + word.start
                    yield from _variable(at, at + len(name), name)


def _variable(start: int, end: int, name: str, is_weak: bool = False) -> Iterator[Found]:
    if name not in _OF_THE_SYSTEM and len(name) > 2:
        yield Found(start, end, Reading("variable", name), is_weak)
