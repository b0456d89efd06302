"""The language of the pages: English as templates and kinds have it, or what catalogues say instead.

The package's catalogues are gettext's, `locale/<language>/LC_MESSAGES/traceability.mo`; `make translations`
compiles them. The catalogues of a site (`site_catalogue`) are asked before them.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Final

from mkdocs_traceability.pages.rendering.site_catalogue import catalogues_of

_LOCALE: Final = files("mkdocs_traceability.pages.rendering") / "locale"


class Translations(NullTranslations):
    """Asks catalogues one after the other; what none of them has stays English."""

    def __init__(self, catalogues: Iterable[NullTranslations]) -> None:
        super().__init__()
        for catalogue in catalogues:
            self.add_fallback(catalogue)

    def gettext(self, message: str) -> str:
        """Return a text in this language."""
        return super().gettext(message) if message else message  # "" has the header of a catalogue


def language(
    code: str, folders: tuple[Path, ...] = (), complain: Callable[[str], None] = lambda _: None
) -> Translations:
    """Return a language by its code (`de`, `pt-BR`), with the catalogues of a site in `folders` first.

    A catalogue of the site's own that cannot be used is told to `complain`, and left out.
    """
    names = _names(code)
    own = [each for folder in folders for each in catalogues_of(folder / "languages", names, complain)]
    return Translations([*own, _shipped(code)])


@lru_cache(maxsize=16)
def _shipped(code: str) -> Translations:
    found = (_LOCALE / name / "LC_MESSAGES" / "traceability.mo" for name in _names(code))
    return Translations([_compiled(file.read_bytes()) for file in found if file.is_file()])


def _compiled(data: bytes) -> GNUTranslations:
    return GNUTranslations(BytesIO(data))


def _names(code: str) -> tuple[str, ...]:
    """Return what the catalogues of a language may be called, the most special first."""
    code = code.replace("_", "-")
    if not re.fullmatch(r"[A-Za-z0-9-]+", code):
        return ()
    return tuple(dict.fromkeys((code, code.replace("-", "_"), code.partition("-")[0].lower())))
