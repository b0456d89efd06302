"""Find paths: in code spans, as the addresses of links, in commands, and in plain text if unmistakable."""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

from mkdocs_traceability.grounding.statements.file_names import is_file_name
from mkdocs_traceability.grounding.statements.found import Found
from mkdocs_traceability.grounding.statements.invented import has_gap
from mkdocs_traceability.grounding.statements.own_names import OwnNames
from mkdocs_traceability.grounding.statements.passages import Part, Passage
from mkdocs_traceability.grounding.statements.shell import commands_in
from mkdocs_traceability.model.grounding import Reading

_SEGMENT: Final = r"[\w.@+*?-]+"
_LINES: Final = r"(?::\d+(?:[-:]\d+)?|#L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?)"
_PATH: Final = re.compile(rf"(?P<path>(?:\.{{1,2}}/)*(?:{_SEGMENT}/)*+(?:{_SEGMENT})?)(?P<lines>{_LINES})?")
_BARE: Final = re.compile(
    rf"(?<![\w/.:@~$%#&=\\<>{{}}*?\x02\x03-])(?:\.{{1,2}}/)*+(?:[\w@+-][\w.@+-]*/)++[\w.@+-]*\.[a-zA-Z]\w*(?:{_LINES})?"
    r"(?![\w/:@*<>{}\x02\x03-])"
)
_SCHEME: Final = re.compile(r"[a-zA-Z][\w+.-]*:|//|#|/")
_MEDIA_TYPE: Final = re.compile(
    r"(?:application|text|image|audio|video|multipart|font|model|message)/[\w.+*-]+", re.IGNORECASE
)
_OF_A_HOST: Final = re.compile(
    r"(?:[\w-]+\.)+(?:com|org|net|io|dev|ai|app|edu|gov|co|sh|me|rs|so|de|eu|uk|fr|in|cloud|page|site|tech)/",
    re.IGNORECASE,
)
_VERSIONED: Final = re.compile(r".*@v?\d[\w.-]*|.*@(?:main|master|latest|next)")
_NUMBERS: Final = re.compile(r"[\d./:-]+|[^/.]+(?:\.[^/.]+)*/\d+")
"""Fractions and dates, and functions with their arity."""
_RUNNERS: Final = frozenset(
    """
    python python3 node bash sh zsh deno ruby perl php source . pytest ruff mypy cat less bat open cd ls
    tsx ts-node bun go tail head vim nano code git
    """.split()  # noqa: SIM905 - words in quotes are no list to read
)
"""Programs whose arguments are paths of files that are there."""


def find(passage: Passage, names: OwnNames) -> Iterator[Found]:
    """Find paths."""
    for part in passage.code:
        yield from _in_code(passage.text[part.start : part.end], part)
    for part in passage.links:
        yield from _in_link(passage.text[part.start : part.end], part)
    if "/" in passage.plain:
        for found in _BARE.finditer(passage.plain):
            if (path := path_in(found[0])) and not path.is_weak:
                yield path._replace(start=found.start(), end=found.start() + len(found[0]))


def path_in(text: str) -> Found | None:
    """Return the path that a text is as a whole; weak where it may as well be something else."""
    found = _PATH.fullmatch(text)
    if not found or has_gap(text.replace("*", "")):
        return None
    path, is_line = found["path"], bool(found["lines"])
    name = path.rstrip("/").rpartition("/")[2]
    is_below = "/" in path.rstrip("/")
    is_file = is_file_name(name, is_below) and not path.endswith("/")
    if not name.strip(".*?") or (is_line and not is_file) or _is_other(path, is_file):
        return None
    if not is_file and "/" not in path:
        return None
    is_glob = "*" in path or "?" in path
    if is_glob and not ("/" in path and (is_file or path.endswith("/"))):
        return None
    is_sure = is_file or path.endswith("/") or path.startswith(("./", "../"))
    return Found(0, len(text), Reading("path", text), not is_sure)


def _is_other(path: str, is_file: bool) -> bool:
    """Whether a text with a slash is a media type, a package, a fraction, an address without its scheme."""
    if _VERSIONED.fullmatch(path) or _NUMBERS.fullmatch(path) or _OF_A_HOST.match(path):
        return True
    if path.startswith("/") or "//" in path:
        return True
    return not is_file and bool(path.startswith("@") or _MEDIA_TYPE.fullmatch(path))


def _in_code(text: str, part: Part) -> Iterator[Found]:
    if path := path_in(text):
        yield path._replace(start=part.start, end=part.end)
    elif len(text.split(maxsplit=1)) > 1:
        for command in commands_in(text):
            for number, word in enumerate(command.words):
                is_program = number == 0 and word.text.startswith(("./", "../"))
                if not (is_program or (number and command.program in _RUNNERS and not command.writes)):
                    continue
                if (path := path_in(word.text)) and (is_program or not path.is_weak):
                    start = part.start + word.start
                    yield path._replace(start=start, end=start + len(word.text))


def _in_link(text: str, part: Part) -> Iterator[Found]:
    if _SCHEME.match(text) or "`" in text:
        return
    address, _, anchor = text.partition("#")
    path = unquote(address.partition("?")[0])
    is_markdown = path.lower().endswith((".md", ".mdx", ".markdown"))
    if anchor and is_markdown:
        return
    name = path.rstrip("/").rpartition("/")[2]
    if (
        not path.strip("./")
        or not path.isprintable()
        or has_gap(path)
        or _OF_A_HOST.match(path)
        or not name.strip(".")
    ):
        return
    lines = f"#{anchor}" if re.fullmatch(r"L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?", anchor) else ""
    is_weak = not is_file_name(name, is_below=True)
    yield Found(part.start, part.end, Reading("path", path + lines), is_weak, is_link=True)
