"""What becomes of a symbol or test that is not among what could be read of its file.

A file may be newer than what reads it, or hold what its grammar does not know: what it does not show is
*missing* only if its name stands nowhere in the text. Else nobody can say.
"""

import re
import sys
import unicodedata
from typing import Final

from mkdocs_traceability.evidence.source_code.languages import language_of
from mkdocs_traceability.evidence.source_code.languages.table import not_checked
from mkdocs_traceability.evidence.source_code.outline import TOO_MUCH, UNFORESEEN, Outline
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.model.verdict import Outcome

_PYTHON: Final = (".py", ".pyi")
_WORD: Final = re.compile(r"\w+")
_IMPORTS_ALL: Final = re.compile(r"\bimport\s*\(?\s*\*")
_TYPES: Final = r"class|interface|struct|trait|enum|object|record|module|protocol|union"


def not_read(path: str, error: str, line: int) -> Outcome:
    """Return the outcome of what a file may hold where it could not be read."""
    language = language_of(path)
    where = f" (line {line})" if line else ""
    if path.endswith(_PYTHON):
        reader = f"Python {sys.version_info.major}.{sys.version_info.minor}"
        message = f"`{path}` cannot be read by {reader}: {error}{where}"
        help_ = "correct the line, or run the check with the newer Python that the file is written for"
    else:
        message = f"`{path}` cannot be fully read as {language.name if language else 'code'}: {error}{where}"
        help_ = (
            "correct the line, or claim the file without the symbol if the grammar does not know its syntax"
        )
    if error == UNFORESEEN:
        message = f"`{path}` has tests whose names are known only at run time{where}"
        help_ = "run its tests and include them in a report, or claim the file"
    if error in TOO_MUCH:
        help_ = "claim the file without a symbol, or split it"
    return not_checked(path, message, help_, line)


def unless_missing(disk: Disk, path: str, outline: Outline, names: tuple[str, ...]) -> Outcome | None:
    """Return the outcome of a symbol that was not found in a file, None where it is certainly not there."""
    if outline.error in ("", UNFORESEEN) or not names:
        return None
    text = _text(disk, path)
    *above, name = names
    may_inherit = bool(above) and not _is_defined(outline, tuple(above)) and _stands(above[-1], text)
    may_import = path.endswith(_PYTHON) and _IMPORTS_ALL.search(text) is not None
    if may_inherit or may_import or _stands(name, text):
        return not_read(path, outline.error, outline.error_line)
    return None


def declares(disk: Disk, path: str, name: str) -> bool:
    """Whether a file looks as if it declared a type, whatever its grammar makes of it."""
    return re.search(rf"\b(?:{_TYPES})\s+{re.escape(name)}\b", _text(disk, path)) is not None


def _is_defined(outline: Outline, names: tuple[str, ...]) -> bool:
    return any(each.path[-len(names) :] == names for each in outline.definitions)


def _stands(name: str, text: str) -> bool:
    """Whether all words of a name stand in a text; of an operator, its signs."""
    name = name if name.isascii() else unicodedata.normalize("NFKC", name)
    words = _WORD.findall(name)
    if not words:
        return name in text
    if not name.isascii() and "\ufffd" in text:  # an encoding that is not known here
        return True
    return all(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) for word in words)


def _text(disk: Disk, path: str) -> str:
    data = disk.read(path) or b""
    is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = data.decode("utf-16" if is_wide else "utf-8", "replace")
    return text if text.isascii() else unicodedata.normalize("NFKC", text)
