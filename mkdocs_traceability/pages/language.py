"""The language of the pages: English as templates have it, or what a catalogue says instead.

A catalogue is a YAML file of English texts and their translations; a list has a singular and a plural. Those
of a site stand in `traceability/languages/` of its `custom_dir`, before the package's own.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import yaml


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


@lru_cache(maxsize=16)
def language(code: str, folders: tuple[Path, ...] = ()) -> Language:
    """Return a language by its code (`de`, `pt-BR`), with the catalogues of a site in `folders` first."""
    catalogue: dict[str, str | list[str]] = {}
    for name in _file_names(code):
        shipped = files("mkdocs_traceability.pages").joinpath("languages", name)
        own = [folder / "languages" / name for folder in reversed(folders)]
        for file in (shipped, *own):
            if file.is_file():
                catalogue |= yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    return Language(code, catalogue)


def _file_names(code: str) -> Iterable[str]:
    """Return the catalogues of a language, the more general one first."""
    code = code.replace("_", "-")
    return dict.fromkeys((f"{code.partition('-')[0].lower()}.yml", f"{code}.yml"))
