"""An entry added to a JSON file with comments, as editors have their settings: one insertion, all else stays.

The insertion is proven before it is taken: the new text is read again, and must say the same with one more
entry.
"""

import json
import re
from typing import Any, Final

from mkdocs_traceability.edits.plugin_entry import NotSafe

_BLANK: Final = r"(?:\s|//[^\n]*|/\*.*?\*/)*"
_OPENING: Final = re.compile(rf"\ufeff?{_BLANK}\{{(?:[ \t]*//[^\r\n]*)?", re.DOTALL)
_FIRST_KEY: Final = re.compile(r"[ \t]*(\r?\n)([ \t]*)[\"/]")
_TOKEN: Final = re.compile(rf'"(?:[^"\\\n]|\\.)*"|//[^\n]*|/\*.*?\*/|,(?={_BLANK}[}}\]])', re.DOTALL)


def read_with_comments(text: str) -> Any:
    """Return what JSON with comments and trailing commas says.

    Raises:
        ValueError: where it is none.

    """
    plain = _TOKEN.sub(lambda found: found[0] if found[0][0] == '"' else " ", text.removeprefix("\ufeff"))
    return json.loads(plain)


def with_entry(text: str, key: str, value: Any) -> str:
    """Return the text of an object with an entry added at its beginning; the same where it says that already.

    Raises:
        NotSafe: where it has the key with another value, or cannot be read.

    """
    try:
        before = read_with_comments(text)
    except (ValueError, RecursionError):
        raise NotSafe("it is not valid JSON with comments") from None
    opening = _OPENING.match(text)
    if not isinstance(before, dict) or opening is None:
        raise NotSafe("it is not a JSON object")
    if key in before:
        if _says(before[key], value):
            return text
        raise NotSafe(f"it has `{key}` already")
    at = opening.end()
    edited = text[:at] + _entry(text[at:], key, value, is_only=not before) + text[at:]
    if read_with_comments(edited) != {key: value, **before}:
        raise NotSafe("its form leaves no safe place for an entry")
    return edited


def _says(there: Any, value: Any) -> bool:
    """Whether a value is the wanted one, or a mapping with all the wanted entries."""
    if isinstance(there, dict) and isinstance(value, dict):
        return {**there, **value} == there
    return bool(there == value)


def _entry(rest: str, key: str, value: Any, *, is_only: bool) -> str:
    """Return the entry as lines in the indentation of the object."""
    first = _FIRST_KEY.match(rest)
    end, indent = (first[1], first[2] or "  ") if first else ("\n", "  ")
    lines = json.dumps({key: value}, indent=indent, ensure_ascii=False).splitlines()[1:-1]
    return end + end.join(lines) + (end if is_only else ",")
