"""What ids of a kind must match: a regular expression that takes a time linear in the id, whatever it says.

It is run by the engine that pydantic brings, which has no way to go back on what it has read: `(a+)+` cannot
hang a check. Therefore it knows neither look-around nor references to groups.
"""

import re
import warnings
from typing import Final

from pydantic_core import SchemaError, SchemaValidator
from pydantic_core.core_schema import str_schema

_LONGEST: Final = 1000
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)
_REASON: Final = re.compile(r"error: (.+)|(Compiled regex .+)")


class IdPattern:
    """A regular expression that fits ids as a whole.

    Raises:
        ValueError: where it is none, or one that this engine does not know; the message says why.

    """

    def __init__(self, text: str) -> None:
        self.text = text
        if len(text) > _LONGEST:
            raise ValueError(f"it has {len(text)} characters; the limit is {_LONGEST}")
        written = _ESCAPED.sub(lambda found: r"\z" if found[1] == "Z" else found[0], text)
        schema = str_schema(pattern=rf"\A(?:{written})\z", regex_engine="rust-regex", strict=True)
        try:
            self._validator = SchemaValidator(schema)
        except SchemaError as error:
            raise ValueError(_why(text, str(error))) from None

    def fits(self, id_: str) -> bool:
        """Whether an id matches as a whole."""
        return self._validator.isinstance_python(id_)


def _why(text: str, refused: str) -> str:
    """Say why a pattern is refused, in Python's words where it is none to Python either."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            re.compile(text)
    except re.error as error:
        return f"not a regular expression: {error}"
    except (RecursionError, OverflowError):
        return "not a regular expression: it is nested too deeply"
    reason = _REASON.search(refused)
    what = (reason[1] or reason[2]).rstrip(".") if reason else "it is not known"
    return f"a regular expression that cannot be used: {what}"
