"""Answers as plain data for other programs: `answers.schema.json` beside this module describes them."""

import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from mkdocs_traceability.agents.brief.values import Brief
    from mkdocs_traceability.agents.gaps import Gaps
    from mkdocs_traceability.agents.why import Connection, Why

VERSION: Final = 1
"""Raised when something that was there means something else or is gone; not when something is added."""


def as_plain(answer: "Brief | Why | Connection | Gaps") -> dict[str, Any]:
    """Return an answer as plain data, in a fixed order."""
    return {"version": VERSION, **_plain(answer)}


def as_json(answer: "Brief | Why | Connection | Gaps") -> bytes:
    """Return an answer as a JSON object without a character that steers a terminal, ending in a line end."""
    return (json.dumps(as_plain(answer), indent=2) + "\n").encode()


def _plain(value: Any) -> Any:
    if hasattr(value, "_asdict"):
        return {name: _plain(each) for name, each in value._asdict().items()}
    return [_plain(each) for each in value] if isinstance(value, tuple) else value
