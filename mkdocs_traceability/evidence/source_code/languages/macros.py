"""Macros that hide declarations from the grammars of C and C++: overwritten with blanks before parsing.

`class API_EXPORT Name {` is no C++ before its preprocessor has run, and that is not run here. Blanks keep
every position as it is. Only what can be nothing but such a macro goes: functions too may have such names.
"""

import re
from typing import Final

_BEFORE_A_NAME: Final = (
    rb"\b(?:class|struct|union)[ \t]+(?P<type>[A-Z][A-Z0-9_]+(?:\([^()\n]*\))?)"
    rb"(?=[ \t]+[A-Za-z_]\w*\s*(?:final\b\s*)?[:{])"
)
_BEFORE_A_DECLARATION: Final = (
    rb"^[ \t]*(?P<declaration>(?:[A-Z0-9]{1,40}_){0,6}"
    rb"(?:API|DEPRECATED|DLLEXPORT|EXPORT|EXTERN|INLINE|NODISCARD|PUBLIC)"
    rb"(?:_[A-Z]{1,40}){0,3})(?=[ \t]+[A-Za-z_]\w*\b[ \t]*[A-Za-z_:<*&])"
)
_AFTER_A_FUNCTION: Final = (
    rb"\)(?:\s*(?:const|override|final|noexcept)\b)*\s+"
    rb"(?P<function>(?!BOOST|SCENARIO|TEMPLATE|TEST|TYPED)[A-Z][A-Z0-9_]+(?:\([^()\n]*\))?)(?=\s*[;{])"
)
_AFTER_A_FIELD: Final = rb"(?<=[\w\]])[ \t]+(?P<field>[A-Z_]{0,40}GUARDED_BY\([^()\n]*\))(?=\s*[;={])"
_MACROS: Final = b"|".join((_BEFORE_A_NAME, _BEFORE_A_DECLARATION, _AFTER_A_FUNCTION, _AFTER_A_FIELD))


def without_macros(source: bytes) -> bytes:
    """Return a file of the same length, and with the same lines, without those macros."""
    blanked = bytearray(source)
    for match in re.finditer(_MACROS, source, re.MULTILINE):
        start, end = match.span(str(match.lastgroup))
        blanked[start:end] = b" " * (end - start)
    return bytes(blanked)
