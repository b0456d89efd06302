"""The brief as plain data for other programs. `brief.schema.json` beside this module describes it."""

import json
from typing import Any, Final

from mkdocs_traceability.agents.brief.values import Brief

VERSION: Final = 1
"""Raised when something that was there means something else or is gone; not when something is added."""


def as_plain(brief: Brief) -> dict[str, Any]:
    """Return a brief as plain data, in a fixed order."""
    return {"version": VERSION, **_plain(brief)}


def brief_json(brief: Brief) -> bytes:
    """Return a brief as a JSON object, ending in a line end."""
    return (json.dumps(as_plain(brief), indent=2) + "\n").encode()


def _plain(value: Any) -> Any:
    if hasattr(value, "_asdict"):
        return {name: _plain(each) for name, each in value._asdict().items()}
    return [_plain(each) for each in value] if isinstance(value, tuple) else value
