"""Import: which field a column is, by its header, as people head such columns."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml

from mkdocs_traceability.model.declared import CLAIM_TYPES
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.reading.tables.inline import plain
from mkdocs_traceability.reading.tables.words import Words, folded

_NEVER: Final = frozenset(("evidence", "waive"))
_ASIDE: Final = re.compile(r"[(（][^()（）]*[)）]|[↓→↑←]")
_ENDINGS: Final = frozenset(
    ("id", "ids", "name", "names", "no", "nr", "number", "ref", "refs", "target", "targets")
)
_PARTICIPLE: Final = re.compile(
    r"(?:associ|li|couvert|concern)é?e?s?|(?:asociad|associad|relacionad|cubiert|cobert|vinculad|collegat|associat)[oaie]s?"
)
"""What may stand behind a noun: `cas de test associés`."""
_PREPOSITION: Final = re.compile(r"\s+(?:de|del|des|du|da|do|dos|di|della|dei|delle)\s+|\s+d['’]")
_ID_WORDS: Final = frozenset(
    ("id", "n°", "nº", "código", "codigo", "code", "codice", "réf", "ref", "número", "numéro")
)
_COMPOUND: Final = re.compile(
    r"[a-zäöüß](?P<end>status|stand|beschreibung|bezeichnung|titel|priorität|nummer|kennung|begründung)$"
)
_EAST_ASIAN: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
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
    """Go through what a header may be about: `test case` and `case` of `planned test case ids`.

    What it is about ends an English or German header, `status` in `umsetzungsstatus`, and begins one with
    a preposition: `descripción` in `descripción del requisito`. East Asian ones are read from their ends.
    """
    words = text.split()
    while len(words) > 1 and (words[-1] in _ENDINGS or _PARTICIPLE.fullmatch(words[-1])):
        words.pop()
    yield " ".join(words)
    if found := _PREPOSITION.search(text):
        yield from _shorter(text[: found.start()])
    elif len(words) > 1 and words[0] in _ID_WORDS:
        yield "id"
    for start in range(1, len(words)):
        yield " ".join(words[start:])
    if found := _COMPOUND.search(text):
        yield found["end"]
    if _EAST_ASIAN.search(text):
        if text.endswith("名"):
            yield "名称"
        yield from (text[start:] for start in range(1, len(text) - 1))


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
