"""The language of the pages: English as templates have it, or what a catalogue says instead.

A catalogue is a YAML file of English texts and their translations; a list has a singular and a plural. Those
of a site stand in `traceability/languages/` of its `custom_dir`, before the package's own.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import yaml

Texts = str | list[str]
"""A text, or its singular and plural."""


class Language:
    """Says texts in one language, and in English what its catalogue does not have."""

    def __init__(self, code: str, catalogue: Mapping[str, str | list[str]]) -> None:
        self.code = code
        self._catalogue = catalogue

    def say(self, text: str) -> str:
        """Return a text."""
        said = self._catalogue.get(text, text)
        return said if isinstance(said, str) else said[0]

    def say_number(self, one: str, many: str, number: int) -> str:
        """Return the form of a text that fits a number."""
        said = self._catalogue.get(one)
        forms = said if isinstance(said, list) and said else [said or one, said or many]
        return str(forms[0] if number == 1 else forms[-1])


def language(
    code: str, folders: tuple[Path, ...] = (), complain: Callable[[str], None] = lambda _: None
) -> Language:
    """Return a language by its code (`de`, `pt-BR`), with the catalogues of a site in `folders` first.

    A catalogue of the site's own that cannot be used is told to `complain`, and left out.
    """
    catalogue = dict(_shipped(code))
    for folder in reversed(folders):
        for name in _file_names(code):
            file = folder / "languages" / name
            if file.is_file():
                catalogue |= _own(file, complain)
    return Language(code, catalogue)


@lru_cache(maxsize=16)
def _shipped(code: str) -> Mapping[str, Texts]:
    catalogue: dict[str, Texts] = {}
    for name in _file_names(code):
        file = files("mkdocs_traceability.pages.rendering").joinpath("languages", name)
        if file.is_file():
            catalogue |= yaml.safe_load(file.read_text(encoding="utf-8"))
    return catalogue


def _own(file: Path, complain: Callable[[str], None]) -> dict[str, Texts]:
    """Return what is sound of a catalogue that a site has written."""
    place = "/".join(file.parts[-3:])
    try:
        written = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        complain(f"{place}: this catalogue cannot be read: {' '.join(str(error).split())}")
        return {}
    if not isinstance(written, dict):
        complain(f"{place}: a catalogue is a mapping of English texts to others")
        return {}
    sound = {}
    for english, said in written.items():
        forms = said if isinstance(said, list) and said else [said]
        if all(isinstance(form, str) and _asks_for_the_same(str(english), form) for form in forms):
            sound[str(english)] = said
        else:
            complain(f"{place}: `{english}` is not said in a way that can be used")
    return sound


def _asks_for_the_same(english: str, said: str) -> bool:
    """Whether a text has only such places to fill as the English one has: others would end in an error."""
    filled, places = re.compile(r"%(?:%|\((\w+)\)s)"), re.compile(r"%\((\w+)\)s")
    has_places = bool(places.search(english)) or "%%" in english
    if not has_places:
        return "%" not in said or "%" in english
    return set(places.findall(said)) <= set(places.findall(english)) and "%" not in filled.sub("", said)


def _file_names(code: str) -> Iterable[str]:
    """Return the catalogues of a language, the more general one first."""
    code = code.replace("_", "-")
    if not re.fullmatch(r"[A-Za-z0-9-]+", code):
        return ()
    return dict.fromkeys((f"{code.partition('-')[0].lower()}.yml", f"{code}.yml"))
