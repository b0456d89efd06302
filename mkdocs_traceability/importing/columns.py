"""Import: which field a column is, by its header, as people head such columns."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml

from mkdocs_traceability.model.declared import CLAIM_TYPES
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.reading.tables.headers import subjects
from mkdocs_traceability.reading.tables.inline import plain
from mkdocs_traceability.reading.tables.words import Words, folded

_NEVER: Final = frozenset(("evidence", "waive"))
_ASIDE: Final = re.compile(r"[(（][^()（）]*[)）]|[↓→↑←]")
_ID_WORDS: Final = frozenset(
    ("id", "n°", "nº", "código", "codigo", "code", "codice", "réf", "ref", "número", "numéro")
)
_PARTS: Final = re.compile(r"\s*(?:/|&|・|、|\band\b|\bund\b|\bet\b|\by\b|\be\b)\s*")


@cache
def hints() -> dict[str, Any]:
    """Return what `hints.yml` says."""
    written = files(__package__).joinpath("hints.yml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(written)
    return loaded


def fields_of(kind: Kind, header: str, words: Words) -> list[str]:
    """Return the fields, relations or claim types of a kind that a header may name, the likeliest first."""
    text = folded_header(header)
    known = _keys(kind)
    named = list(
        dict.fromkeys(name for form in parts_of_header(text) for name in _named(kind, form, known, words))
    )
    return named or next(
        (found for form in _shorter(text) if (found := _named(kind, form, known, words))), []
    )


def parts_of_header(text: str) -> list[str]:
    """Return a header and, where it has several, the names in it."""
    return [text, *(part for part in _PARTS.split(text) if part != text)]


def _shorter(text: str) -> Iterator[str]:
    """Go through what a header may be about: `test case` and `case` of `planned test case ids`."""
    about = list(subjects(text))
    yield from about
    words = about[0].split()
    if len(words) > 1 and words[0] in _ID_WORDS:
        yield "id"
    for start in range(1, len(words)):
        yield " ".join(words[start:])


def _named(kind: Kind, text: str, known: frozenset[str], words: Words) -> list[str]:
    if not text:
        return []
    names = [name for name in known if text in (folded(name), folded(name.removesuffix("s")))]
    names += [
        name
        for name, relation in kind.relations.items()
        if relation.declared.label and folded(relation.declared.label) == text
    ]
    label = folded(kind.label)
    if text in (label, folded(kind.plural_label), f"{label} name", f"{label} title"):
        names.append("title")
    if text in (f"{label} id", f"{label} no", f"{label} number", f"{label} uid"):
        names.append("id")
    return [*names, *(name for name in words.fields(text) if name in known)]


def folded_header(header: str) -> str:
    """Return the words of a header, without marks, case and what stands in parentheses."""
    return folded(_ASIDE.sub(" ", plain(header))) or folded(plain(header))


@cache
def _keys_of(keys: tuple[str, ...]) -> frozenset[str]:
    return frozenset((*keys, *CLAIM_TYPES)) - _NEVER


def _keys(kind: Kind) -> frozenset[str]:
    return _keys_of(kind.keys)
