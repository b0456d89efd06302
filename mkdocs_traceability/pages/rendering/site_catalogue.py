"""Catalogues that a site has written: YAML files of English texts and their translations.

They stand in `traceability/languages/` of its `custom_dir`. Where there is a number, a list has the singular
and the plural, or as many forms as the key `Plural-Forms` says, which is written as gettext writes it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from gettext import NullTranslations, c2py
from pathlib import Path
from typing import Any, Final, NamedTuple

import yaml

from mkdocs_traceability.pages.rendering.renamed import names_now

Texts = str | list[str]
"""A text, or its forms for numbers."""

_PLURALS: Final = "Plural-Forms"

_DIVIDES_BY_NO_NUMBER: Final = re.compile(r"[%/](?!\s*[1-9])")
"""A division that might be one by zero."""

_MOST_TRIED: Final = 1000
"""A rule of plurals repeats itself within the thousand."""

_RULE: Final = re.compile(r"\s*nplurals\s*=\s*([1-9])\s*;\s*plural\s*=\s*([^;]+);?\s*")


class Plurals(NamedTuple):
    """Which form of a text fits a number: its place in a list."""

    form_of: Callable[[int], int] = lambda number: 0 if number == 1 else -1
    total: int | None = None
    """How many forms there are; `None` where nothing says so."""

    def fit(self, said: Texts) -> bool:
        """Whether a text has a form for every number."""
        return isinstance(said, str) or self.total in (None, len(said))


class SiteCatalogue(NullTranslations):
    """What a site says; what it does not say is asked of the catalogue after it."""

    def __init__(self, texts: Mapping[str, Texts], plurals: Plurals) -> None:
        super().__init__()
        self._texts = texts
        self._plurals = plurals

    def gettext(self, message: str) -> str:
        """Return a text."""
        said = self._texts.get(message)
        if said is None:
            return super().gettext(message)
        return said if isinstance(said, str) else said[0]

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the form of a text that fits a number."""
        said = self._texts.get(msgid1)
        if not said:
            return super().ngettext(msgid1, msgid2, n)
        return said if isinstance(said, str) else said[self._plurals.form_of(n)]


def catalogues_of(
    folder: Path, names: Iterable[str], complain: Callable[[str], None]
) -> Iterator[SiteCatalogue]:
    """Read the catalogues of a folder; what cannot be used is told to `complain`, and left out."""
    for name in names:
        file = folder / f"{name}.yml"
        if file.is_file():
            yield _read(file, complain)


def _read(file: Path, complain: Callable[[str], None]) -> SiteCatalogue:
    place = "/".join(file.parts[-3:])

    def complain_here(what: str) -> None:
        complain(f"{place}: {what}")

    written = _written(file, complain_here)
    plurals = _plurals(written.pop(_PLURALS, None), complain_here)
    return SiteCatalogue(_with_new_names(_sound(written, plurals, complain_here), complain_here), plurals)


def _written(file: Path, complain: Callable[[str], None]) -> dict[Any, Any]:
    try:
        written = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        complain(f"this catalogue cannot be read: {' '.join(str(error).split())}")
        return {}
    if isinstance(written, dict):
        return written
    complain("a catalogue is a mapping of English texts to others")
    return {}


def _sound(
    written: Mapping[Any, Any], plurals: Plurals, complain: Callable[[str], None]
) -> Iterator[tuple[str, Texts]]:
    """Pick out what can be used."""
    for english, said in written.items():
        if isinstance(english, bool) or english is None:
            complain(f"a key is read as `{english}`, which is no text; put it in quotes")
        elif _fits(str(english), said) and plurals.fit(said):
            yield str(english), said
        else:
            complain(f"`{english}` is not said in a way that can be used")


def _with_new_names(texts: Iterable[tuple[str, Texts]], complain: Callable[[str], None]) -> dict[str, Texts]:
    """Add what is said of an English text that was to the one that it has become."""
    own = dict(texts)
    renamed: dict[str, Texts] = {}
    for english, said in own.items():
        for name in names_now(english):
            if name not in own and not _fits(name, said):
                complain(f"`{english}` is now `{name}`, and is not said in a way that fits")
            elif name not in own:
                renamed.setdefault(name, said)
    return own | renamed


def _fits(english: str, said: object) -> bool:
    """Whether a translation is a text or a list of forms, and has the places of the English text."""
    forms = said if isinstance(said, list) and said else [said]
    return all(isinstance(form, str) and _asks_for_the_same(english, form) for form in forms)


def _asks_for_the_same(english: str, said: str) -> bool:
    """Whether a text has only such places to fill as the English one has: others would end in an error."""
    filled, places = re.compile(r"%(?:%|\((\w+)\)s)"), re.compile(r"%\((\w+)\)s")
    has_places = bool(places.search(english)) or "%%" in english
    if not has_places:
        return "%" not in said or "%" in english
    return set(places.findall(said)) <= set(places.findall(english)) and "%" not in filled.sub("", said)


def _plurals(written: object, complain: Callable[[str], None]) -> Plurals:
    """Return the rule that a catalogue has for its plurals: its own, else that one is singular."""
    if written is None:
        return Plurals()
    try:
        return _rule(str(written))
    except ValueError:
        complain(
            f"`{_PLURALS}` cannot be used; write it as gettext does, such as `nplurals=2; plural=(n != 1);`"
        )
        return Plurals()


def _rule(written: str) -> Plurals:
    parsed = _RULE.fullmatch(written)
    if parsed is None or _DIVIDES_BY_NO_NUMBER.search(parsed[2]):
        raise ValueError(written)
    total, form_of = int(parsed[1]), c2py(parsed[2])
    if not all(0 <= form_of(number) < total for number in range(_MOST_TRIED)):
        raise ValueError(written)
    return Plurals(lambda number: min(max(form_of(number), 0), total - 1), total)
